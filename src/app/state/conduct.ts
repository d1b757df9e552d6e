/** Has the runs follow document, view and the files beside it: an edit at once, those that come close behind it together. */
import { useBases } from './bases.ts'
import { endRuns, resumeRuns, siteChanged } from './conductor.ts'
import { useDocument } from './document.ts'
import { openLinked } from './linked-results.ts'
import { useOpened } from './opened.ts'
import { markStale } from './run.ts'
import { followSides } from './sides-asked.ts'
import { useTables } from './tables.ts'
import { useTraceFiles } from './trace-files.ts'
import { useView } from './view.ts'

/** An edit is read at once; those that follow closely wait until there are no more for this long. */
const DEBOUNCE_MS = 60

/** Begins to follow; returns the way to stop. */
export function conduct(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let editedMs = -Infinity
  // What a link names comes before anything is run.
  const linked = openLinked()
  let isLinkOpen = false
  void linked.finally(() => {
    isLinkOpen = true
  })
  // In the task of the keystroke itself: the workers read while the page draws its mark.
  const refresh = (): void => void (isLinkOpen ? resumeRuns() : linked.then(resumeRuns))
  const schedule = (waitMs: number): void => {
    clearTimeout(timer)
    timer = setTimeout(refresh, waitMs)
  }
  const followText = useDocument.subscribe((now, before) => {
    if (now.text === before.text) return
    markStale()
    const nowMs = performance.now()
    const isFirst = nowMs - editedMs > DEBOUNCE_MS
    editedMs = nowMs
    clearTimeout(timer)
    if (isFirst) refresh()
    else schedule(DEBOUNCE_MS)
  })
  const stops = [
    followText,
    useOpened.subscribe((now, before) => {
      if (now.isEditing !== before.isEditing || now.results !== before.results) schedule(0)
    }),
    ...[useTables, useBases, useTraceFiles].map(store => store.subscribe(() => schedule(0))),
    useView.subscribe((now, before) => {
      if (now.option !== before.option || now.compareWith !== before.compareWith) schedule(0)
      if (now.site !== before.site) siteChanged()
    }),
    followSides(() => schedule(0)),
  ]
  schedule(0)
  return () => {
    clearTimeout(timer)
    for (const stop of stops) stop()
    endRuns()
  }
}
