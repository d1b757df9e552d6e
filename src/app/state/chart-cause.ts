/** A press on a chart over time goes to what took most there: time, selection, camera and line follow. */
import { create } from 'zustand'
import { causeAt } from '../site/cause-at.ts'
import { askCamera } from '../site/camera.ts'
import { lineOfSelection } from '../site/follow-line.ts'
import { eventsOf, thingOf } from '../site/selection.ts'
import { siteNow } from '../site/site-now.ts'
import { seek } from './clock.ts'
import { hintLine, select, useView } from './view.ts'

export interface ChartCause {
  /** Chart that was pressed; '' for none. */
  readonly chart: string
  readonly words: string
  readonly line: number | null
}

export const useChartCause = create<ChartCause>(() => ({ chart: '', words: '', line: null }))

export const forgetCause = (): void => useChartCause.setState({ chart: '', words: '', line: null })

export function goToCause(chart: string, atMs: number): void {
  seek(atMs)
  const { now } = siteNow.getState()
  const found = now === null || now.run === null ? null : causeAt(now.run, eventsOf(now), atMs)
  if (found === null) return useChartCause.setState({ chart, words: 'Nothing was contracted or lost there.', line: null })
  select(found.selection)
  const line = lineOfSelection(found.selection)
  if (line !== undefined) {
    // Where there is room for the text, it opens at the line; nobody loses the focus.
    if (useView.getState().room === 'plan') useView.setState(before => ({ isTextOpen: before.isTextOpen || matchMedia('(min-width: 1240px)').matches }))
    hintLine(line)
  }
  // Where nothing on the site stands for it, the whole site is looked at.
  askCamera({ kind: now === null || thingOf(now, found.selection) === null ? 'whole' : 'selection' })
  useChartCause.setState({ chart, words: found.words, line: line ?? null })
}
