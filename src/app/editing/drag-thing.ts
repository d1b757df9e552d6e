/** A thing of the site on its way over the ground, by pointer or by keys: a ghost until it is let go, then one step of the history. */
import { create } from 'zustand'
import type { SitePlan } from '../site/plan/site-plan.ts'
import { siteNow } from '../site/site-now.ts'
import type { Shift } from './in-the-way.ts'
import { COARSE_M, type Movable, SNAP_M } from './movable.ts'

export interface Moving extends Shift {
  readonly movable: Movable
}

/** What was let go, from the place where the site is still drawn with it. */
export interface Landed extends Moving {
  /** The plan that is left behind: a ghost stands until another one is drawn. */
  readonly plan: SitePlan
  /** The text that says the new place; null until it is written. */
  readonly text: string | null
}

export const useMoving = create<{ readonly moving: Moving | null; readonly landed: Landed | null }>(() => ({ moving: null, landed: null }))

const NOWHERE: Shift = { east: 0, south: 0 }

/** How far a thing stands from where a plan has it. */
export function landedShift({ at }: Pick<Movable, 'at'>, plan: SitePlan): Shift {
  const { landed } = useMoving.getState()
  return landed !== null && landed.movable.at === at && landed.plan === plan ? landed : NOWHERE
}

/** A thing is let go, or with the opposite shift taken back, before the site is drawn with it there. */
export function land(movable: Movable, { east, south }: Shift): void {
  const plan = siteNow.getState().now?.plan
  if (plan === undefined) return
  const before = landedShift(movable, plan)
  const next = { east: before.east + east, south: before.south + south }
  useMoving.setState({ landed: next.east === 0 && next.south === 0 ? null : { movable, plan, text: null, ...next } })
}

/** The text says where it was let go. */
export const noteLanded = (text: string): void => useMoving.setState(({ landed }) => ({ landed: landed === null ? null : { ...landed, text } }))

/** Another text, by undo for one, says something else. */
export function forgetLanded(text: string): void {
  const { landed } = useMoving.getState()
  if (landed !== null && landed.text !== null && landed.text !== text) useMoving.setState({ landed: null })
}

/** A place on the ground, m. */
export interface Spot {
  readonly x: number
  readonly z: number
}

/** A press that moves less is a click, px. */
const SLOP_PX = 4

export const giveUp = (): void => useMoving.setState({ moving: null })

/** The ghost is where the thing stands from now on. */
export function settle(): void {
  const { moving } = useMoving.getState()
  giveUp()
  if (moving === null) return
  land(moving.movable, moving)
  // What writes the text is loaded with the first move.
  void import('./move-thing.ts').then(({ writeMove }) => writeMove(moving.movable, moving))
}

/** Moves the ghost on, as keys do. */
export function nudge(movable: Movable, east: number, south: number): void {
  const { moving } = useMoving.getState()
  const before = moving?.movable.at === movable.at ? moving : { east: 0, south: 0 }
  useMoving.setState({ moving: { movable, east: before.east + east, south: before.south + south } })
}

const snapped = (metres: number, step: number): number => Math.round(metres / step) * step

interface Press {
  readonly movable: Movable
  /** The ground under a place of the page. */
  readonly spotAt: (clientX: number, clientY: number) => Spot | null
  /** The press became a drag. */
  readonly onDrag?: () => void
}

/** Follows a press until it is let go; Escape gives up. What it presses keeps the pointer, so that nothing else takes the drag. */
export function dragFrom(event: React.PointerEvent, { movable, spotAt, onDrag }: Press): void {
  const { clientX, clientY, pointerId, currentTarget } = event
  const from = spotAt(clientX, clientY)
  if (event.button !== 0 || from === null) return
  currentTarget.setPointerCapture(pointerId)
  const listening = new AbortController()
  const options = { capture: true, signal: listening.signal }
  let isDragged = false
  const moved = (move: PointerEvent): void => {
    if (!isDragged && Math.hypot(move.clientX - clientX, move.clientY - clientY) < SLOP_PX) return
    const to = spotAt(move.clientX, move.clientY)
    if (to === null) return
    if (!isDragged) onDrag?.()
    isDragged = true
    const step = move.shiftKey ? COARSE_M : SNAP_M
    useMoving.setState({ moving: { movable, east: snapped(to.x - from.x, step), south: snapped(to.z - from.z, step) } })
  }
  const ended = (done: () => void) => (end: Event): void => {
    listening.abort()
    if (!isDragged) return
    end.stopPropagation()
    done()
  }
  addEventListener('pointermove', moved, options)
  addEventListener('pointerup', ended(settle), options)
  addEventListener('pointercancel', ended(giveUp), options)
  addEventListener('keydown', key => (key.key === 'Escape' ? ended(giveUp)(key) : undefined), options)
}
