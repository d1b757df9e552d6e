/** Which thing a ray meets first. Boxes by their footprint and height; exact enough for pointing, and free of the renderer. */
import type { Thing } from '../state/view.ts'
import type { SitePlan } from './plan/site-plan.ts'

export type Vector = readonly [number, number, number]

interface Box {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly height: number
  readonly depth: number
}

/** Distance along the ray to a box that stands on the ground; Infinity when it is missed. */
export function distanceTo(box: Box, origin: Vector, direction: Vector): number {
  const low = [box.x - box.width / 2, 0, box.z - box.depth / 2]
  const high = [box.x + box.width / 2, box.height, box.z + box.depth / 2]
  let [enter, leave] = [0, Infinity]
  for (let axis = 0; axis < 3; axis++) {
    if (direction[axis] === 0) {
      if (origin[axis] < low[axis] || origin[axis] > high[axis]) return Infinity
      continue
    }
    const a = (low[axis] - origin[axis]) / direction[axis]
    const b = (high[axis] - origin[axis]) / direction[axis]
    enter = Math.max(enter, Math.min(a, b))
    leave = Math.min(leave, Math.max(a, b))
  }
  return enter <= leave ? enter : Infinity
}

/** Halls hold racks: one points at them by their floor, below everything else. */
const FLOOR_M = 0.15

/** The nearest thing on a ray; `isRackThere` leaves out racks that are not on site. */
export function pick(plan: SitePlan, isRackThere: (rack: number) => boolean, origin: Vector, direction: Vector): Thing | null {
  let nearest = Infinity
  let found: Thing | null = null
  const consider = (box: Box, selection: Thing): void => {
    const distance = distanceTo(box, origin, direction)
    if (distance >= nearest) return
    nearest = distance
    found = selection
  }
  plan.racks.forEach((rack, index) => {
    if (isRackThere(index)) consider(rack, { kind: 'rack', index })
  })
  plan.items.forEach(item => consider(item.kind === 'hall' ? { ...item, height: FLOOR_M } : item, { kind: 'item', index: item.index }))
  return found
}
