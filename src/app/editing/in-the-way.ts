/** What a moved thing would stand on, and whether it would stand beyond the fence. */
import type { SitePlan } from '../site/plan/site-plan.ts'
import { type Box, type Footprint, footprintOf, type Movable } from './movable.ts'

export interface Shift {
  /** m; west is negative. */
  readonly east: number
  /** m; north is negative. */
  readonly south: number
}

/** What touches is no overlap: two things may stand side by side, m. */
const TOUCH_M = 0.01

const edgesOf = (box: Box): Footprint => footprintOf([box])
const shifted = ({ left, right, north, south }: Footprint, { east, south: down }: Shift): Footprint => ({ left: left + east, right: right + east, north: north + down, south: south + down })
const meet = (a: Footprint, b: Footprint): boolean => Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOUCH_M && Math.min(a.south, b.south) - Math.max(a.north, b.north) > TOUCH_M
const contains = (outer: Footprint, inner: Footprint): boolean => inner.left >= outer.left - TOUCH_M && inner.right <= outer.right + TOUCH_M && inner.north >= outer.north - TOUCH_M && inner.south <= outer.south + TOUCH_M

interface Other {
  readonly label: string
  readonly edges: Footprint
}

/** The first of `others` that a moved thing would stand on and does not stand on now. */
function newlyMet({ boxes, footprint }: Movable, shift: Shift, others: readonly Other[]): string | undefined {
  const near = others.filter(({ edges }) => meet(shifted(footprint, shift), edges))
  const own = near.length === 0 ? [] : boxes.map(edgesOf)
  return near.find(({ edges }) => own.some(each => meet(shifted(each, shift), edges) && !meet(each, edges)))?.label
}

/** A row stays in its hall and off other rows and what stands between them. */
function inTheHall(plan: SitePlan, movable: Movable, { block, row }: { readonly block: number; readonly row: number }, shift: Shift): string {
  const hall = plan.items.find(item => item.kind === 'hall' && item.block === block && contains(edgesOf(item), movable.footprint))
  if (hall !== undefined && !contains(edgesOf(hall), shifted(movable.footprint, shift))) return 'outside its hall'
  const rows = plan.rows.filter(other => other.block === block && other.row !== row).map((other): Other => ({ label: `row ${other.row + 1}`, edges: footprintOf(plan.racks.slice(other.begin, other.end)) }))
  const indoors = plan.items.filter(item => item.block === block && item.kind !== 'hall').map((item): Other => ({ label: item.label, edges: edgesOf(item) }))
  const met = newlyMet(movable, shift, [...rows, ...indoors])
  return met === undefined ? '' : `on ${met}`
}

/** Where a thing cannot stand after a move, as the end of a sentence such as `it would stand on …`; '' for a free place. */
export function inTheWay(plan: SitePlan, movable: Movable, shift: Shift): string {
  if (movable.row !== null) return inTheHall(plan, movable, movable.row, shift)
  const met = newlyMet(movable, shift, plan.items.filter(({ index }) => !movable.items.has(index)).map(item => ({ label: item.label, edges: edgesOf(item) })))
  return met === undefined ? '' : `on ${met}`
}

/** Whether it would stand beyond the fence, which is then drawn around it. */
export function isBeyondFence({ land: { halfX, halfZ } }: SitePlan, { footprint }: Movable, shift: Shift): boolean {
  return !contains({ left: -halfX, right: halfX, north: -halfZ, south: halfZ }, shifted(footprint, shift))
}

/** How far in words: `12 m east, 4 m south`; '' for nowhere. */
export function shiftWords({ east, south }: Shift): string {
  const part = (metres: number, after: string, before: string): string => (metres === 0 ? '' : `${Math.abs(Math.round(metres * 100) / 100)}\u2009m ${metres > 0 ? after : before}`)
  return [part(east, 'east', 'west'), part(south, 'south', 'north')].filter(text => text !== '').join(', ')
}
