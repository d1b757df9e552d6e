/** Moving things of the site: by a drag or by keys, one step of the history each. */
import { parse } from '../../scenario/parse.ts'
import { presentText } from '../editor/text-history.ts'
import { siteNow } from '../site/site-now.ts'
import { useDocument } from '../state/document.ts'
import { useView } from '../state/view.ts'
import { applyEdits } from './apply.ts'
import { land, landedShift, noteLanded } from './drag-thing.ts'
import { inTheWay, type Shift, shiftWords } from './in-the-way.ts'
import { type Movable, movableOf, moveEdit } from './movable.ts'

const tell = (notice: string): void => useDocument.setState({ notice })

/** Writes the move of what has landed; says what moved, or takes it back and says why. */
export function writeMove(movable: Movable, shift: Shift): void {
  const { at, label } = movable
  const { east, south } = shift
  const takeBack = (notice?: string): void => {
    land(movable, { east: -east, south: -south })
    if (notice !== undefined) tell(notice)
  }
  const parsed = parse(presentText())
  const { now } = siteNow.getState()
  if ((east === 0 && south === 0) || !parsed.ok || now === null) return takeBack()
  const blocked = inTheWay(now.plan, movable, landedShift(movable, now.plan))
  if (blocked !== '') return takeBack(`${label} stays: it would stand ${blocked}`)
  const root = now.site === '' ? [] : ['sites', now.site]
  const edit = moveEdit(parsed.value.data, root, at, east, south)
  const problem = edit === null ? { message: 'says by an expression how far it stands: change the text' } : applyEdits([edit])
  if (problem !== null) return takeBack(`${label} stays: site.layout ${problem.message}`)
  noteLanded(presentText())
  tell(`${label} moved ${shiftWords(shift)}; undo brings it back`)
}

/** What the selection would move; null for nothing. */
export function selectedMovable(): Movable | null {
  const { now } = siteNow.getState()
  return now === null ? null : movableOf(now.plan, now.scenario, useView.getState().selection)
}

export function moveSelected(east: number, south: number): void {
  const movable = selectedMovable()
  if (movable === null) return
  land(movable, { east, south })
  writeMove(movable, { east, south })
}
