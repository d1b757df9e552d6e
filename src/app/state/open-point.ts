/** A point of an opened sweep as a scenario of its own. */
import { AS_WRITTEN, OPTION_AXIS } from '../../scenario/matrix.ts'
import { askOpener } from '../opening/opener.ts'
import type { OpenedSweep } from '../opening/protocol.ts'
import { replaceText, useDocument } from './document.ts'
import { useOpened } from './opened.ts'
import type { SweepRow } from './sweep-view.ts'
import { useView } from './view.ts'

/** Opens the scenario of a point as a document of its own, with the values of the point in its text. */
export async function openPoint(sweep: OpenedSweep, row: Pick<SweepRow, 'point' | 'values'>): Promise<void> {
  const text = sweep.text ?? useDocument.getState().text
  const varied = sweep.axes.map((path, axis) => ({ path, value: row.values[axis] }))
  const shared = sweep.set.map(each => ({ path: each.slice(0, each.indexOf('=')), value: each.slice(each.indexOf('=') + 1) }))
  const set = [...shared, ...varied.filter(({ path }) => path !== OPTION_AXIS)]
  const of = sweep.text === null ? { hash: sweep.scenarioHash, option: sweep.option, set: shared } : null
  const answer = await askOpener({ kind: 'set', text, set, of }, `Opening point ${row.point}`)
  if (answer?.kind === 'problem') return useOpened.setState({ problem: `Point ${row.point} cannot be opened as a scenario: ${answer.message}.` })
  if (answer?.kind !== 'text') return
  const option = varied.find(({ path }) => path === OPTION_AXIS)?.value ?? sweep.option
  useOpened.setState({ sweep: null, problem: null })
  replaceText(answer.text, `${sweep.scenario.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}-point-${row.point}.yaml`)
  useView.setState({ option: option === AS_WRITTEN ? null : option })
}
