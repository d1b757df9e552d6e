/** A thing of the site on its way over the ground, by pointer or by keys: a ghost until it is let go, then one step of the history. */
import { create } from 'zustand'
import type { Shift } from './in-the-way.ts'
import { COARSE_M, type Movable, SNAP_M } from './movable.ts'

export interface Moving extends Shift {
  readonly movable: Movable
}

export const useMoving = create<{ readonly moving: Moving | null }>(() => ({ moving: null }))

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
  // What writes the text is loaded with the first move.
  if (moving !== null) void import('./move-thing.ts').then(({ moveThing }) => moveThing(moving.movable, moving))
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
