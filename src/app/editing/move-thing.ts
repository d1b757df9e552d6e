/** Moving things of the site: by a drag or by keys, one step of the history each. */
import { parse } from '../../scenario/parse.ts'
import { presentText } from '../editor/text-history.ts'
import { siteNow } from '../site/site-now.ts'
import { useDocument } from '../state/document.ts'
import { useView } from '../state/view.ts'
import { applyEdits } from './apply.ts'
import { type Movable, movableOf, moveEdit } from './movable.ts'

/** Writes the move; says what moved, or why it cannot. */
export function moveThing({ at, label }: Movable, east: number, south: number): void {
  if (east === 0 && south === 0) return
  const parsed = parse(presentText())
  const { now } = siteNow.getState()
  if (!parsed.ok || now === null) return
  const root = now.site === '' ? [] : ['sites', now.site]
  const edit = moveEdit(parsed.value.data, root, at, east, south)
  const problem = edit === null ? { message: 'says by an expression how far it stands: change the text' } : applyEdits([edit])
  useDocument.setState({ notice: problem === null ? `${label} moved; undo brings it back` : `${label} stays: site.layout ${problem.message}` })
}

/** What the selection would move; null for nothing. */
export function selectedMovable(): Movable | null {
  const { now } = siteNow.getState()
  return now === null ? null : movableOf(now.plan, now.scenario, useView.getState().selection)
}

export function moveSelected(east: number, south: number): void {
  const movable = selectedMovable()
  if (movable !== null) moveThing(movable, east, south)
}
