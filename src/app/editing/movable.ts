/** What is moved when a thing of the site is dragged, and what the move means for the file. */
import { equipmentName, rowName } from '../../scenario/layout.ts'
import type { SitePlan } from '../site/plan/site-plan.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { type TreeEdit, type TreePath, valueAt } from './tree-edit.ts'

export interface Footprint {
  readonly left: number
  readonly right: number
  readonly north: number
  readonly south: number
}

/** What a thing takes up on the ground, m. */
export interface Box {
  readonly x: number
  readonly z: number
  readonly width: number
  readonly depth: number
  readonly height: number
}

export interface Movable {
  /** As `site.layout` names it. */
  readonly at: string
  readonly label: string
  readonly footprint: Footprint
  /** All that moves along: racks of a row, pieces of a block, machines of a key. */
  readonly boxes: readonly Box[]
  /** Pieces of the plan that it is made of; none for a row of racks. */
  readonly items: ReadonlySet<number>
  /** The block and row of racks that it is. */
  readonly row: { readonly block: number; readonly row: number } | null
}

/** Grid to which moves snap, m; with Shift the coarse one. */
export const SNAP_M = 1
export const COARSE_M = 10
/** What stands inside a building moves with it. */
const INDOORS: ReadonlySet<string> = new Set(['hall', 'building', 'ups', 'distribution-unit'])

export const footprintOf = (boxes: readonly Box[]): Footprint => ({
  left: Math.min(...boxes.map(({ x, width }) => x - width / 2)),
  right: Math.max(...boxes.map(({ x, width }) => x + width / 2)),
  north: Math.min(...boxes.map(({ z, depth }) => z - depth / 2)),
  south: Math.max(...boxes.map(({ z, depth }) => z + depth / 2)),
})

function ofItems(plan: SitePlan, at: string, label: string, isMeant: (item: SitePlan['items'][number]) => boolean): Movable {
  const boxes = plan.items.filter(isMeant)
  return { at, label, footprint: footprintOf(boxes), boxes, items: new Set(boxes.map(({ index }) => index)), row: null }
}

/** The movable thing that a rack or piece of the plan belongs to: a rack moves its row, a hall its block, a machine all that its key states. */
export function movableOf(plan: SitePlan, scenario: Scenario, thing: { readonly kind: string; readonly index?: unknown } | null): Movable | null {
  if (thing === null || typeof thing.index !== 'number') return null
  if (thing.kind === 'rack') {
    const rack = plan.racks[thing.index]
    const id = scenario.blocks[rack?.block ?? -1]?.id
    if (rack === undefined || id === undefined) return null
    const boxes = plan.racks.filter(({ block, row }) => block === rack.block && row === rack.row)
    return { at: rowName(id, rack.row), label: `Row ${rack.row + 1} of ${id}`, footprint: footprintOf(boxes), boxes, items: new Set(), row: { block: rack.block, row: rack.row } }
  }
  const item = thing.kind === 'item' ? plan.items[thing.index] : undefined
  if (item === undefined) return null
  const id = scenario.blocks[item.block]?.id
  if (id !== undefined && INDOORS.has(item.kind)) return ofItems(plan, id, `Block ${id}`, ({ block }) => block === item.block)
  const own = ({ block, path }: SitePlan['items'][number]): boolean => block === item.block && path === item.path
  const name = item.label.replace(/ \d+ of \d+$/u, '')
  const label = plan.items.filter(own).length > 1 ? `${name}s` : name
  return ofItems(plan, equipmentName(id, item.path), id === undefined ? label : `${label} of ${id}`, own)
}

const UNITS: Readonly<Record<string, number>> = { m: 1, km: 1000, cm: 0.01 }
const LENGTH = /^\s*([-+]?\d+(?:\.\d+)?)\s*(m|km|cm)\s*$/u

/** A length as written, m; 0 for none, NaN for one that is worked out. */
function metres(text: unknown): number {
  if (text === undefined) return 0
  const [, amount, unit] = (typeof text === 'string' ? LENGTH.exec(text) : null) ?? []
  return Number(amount) * (UNITS[unit] ?? 1)
}

const inMetres = (value: number): string => `${Math.round(value * 100) / 100} m`

/** The move as an edit of `site.layout` of the file; a thing that is back in its place is taken out of it. Null where an expression says how far it is. */
export function moveEdit(data: unknown, root: TreePath, at: string, east: number, south: number): TreeEdit | null {
  const path: TreePath = [...root, 'site', 'layout']
  const layout = valueAt(data, path)
  const entries: readonly unknown[] = Array.isArray(layout) ? layout : []
  const index = entries.findIndex(entry => valueAt(entry, ['at']) === at)
  const before = index < 0 ? undefined : entries[index]
  const x = metres(valueAt(before, ['east'])) + east
  const z = metres(valueAt(before, ['south'])) + south
  if (Number.isNaN(x) || Number.isNaN(z)) return null
  const value = { at, east: inMetres(x), south: inMetres(z) }
  if (index < 0) return entries.length === 0 ? { kind: 'set', path, value: [value] } : { kind: 'insert', path, index: entries.length, value }
  if (x !== 0 || z !== 0) return { kind: 'set', path: [...path, index], value }
  return entries.length === 1 ? { kind: 'remove', path } : { kind: 'remove', path: [...path, index] }
}
