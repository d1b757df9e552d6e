/** Moving things of the site: by a drag or by keys, one step of the history each. */
import { parse } from '../../scenario/parse.ts'
import { presentText } from '../editor/text-history.ts'
import { siteNow } from '../site/site-now.ts'
import { useDocument } from '../state/document.ts'
import { useView } from '../state/view.ts'
import { applyEdits } from './apply.ts'
import { inTheWay, type Shift, shiftWords } from './in-the-way.ts'
import { type Movable, movableOf, moveEdit } from './movable.ts'

const tell = (notice: string): void => useDocument.setState({ notice })

/** Writes the move; says what moved, or why it cannot. */
export function moveThing(movable: Movable, shift: Shift): void {
  const { at, label } = movable
  const { east, south } = shift
  const parsed = parse(presentText())
  const { now } = siteNow.getState()
  if ((east === 0 && south === 0) || !parsed.ok || now === null) return
  const blocked = inTheWay(now.plan, movable, shift)
  if (blocked !== '') return tell(`${label} stays: it would stand ${blocked}`)
  const root = now.site === '' ? [] : ['sites', now.site]
  const edit = moveEdit(parsed.value.data, root, at, east, south)
  const problem = edit === null ? { message: 'says by an expression how far it stands: change the text' } : applyEdits([edit])
  tell(problem === null ? `${label} moved ${shiftWords(shift)}; undo brings it back` : `${label} stays: site.layout ${problem.message}`)
}

/** What the selection would move; null for nothing. */
export function selectedMovable(): Movable | null {
  const { now } = siteNow.getState()
  return now === null ? null : movableOf(now.plan, now.scenario, useView.getState().selection)
}

export function moveSelected(east: number, south: number): void {
  const movable = selectedMovable()
  if (movable !== null) moveThing(movable, { east, south })
}
