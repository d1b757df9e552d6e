/** Rules of the layout: what is moved exists, is moved once, and a row of racks has room where it is put. */
import { floorPlan, type FloorPlan, GALLERY_M } from '../floor-plan.ts'
import { rowName, rowShift, type Shift } from '../layout.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Site = Pick<Scenario, 'site' | 'blocks'>

const ROW = /^(.*)\.row\[(\d+)\]$/u
/** Sections whose equipment stands on the land of the site. */
const OF_SITE = /^(?:grid|generation|storage|solar)\b/u

function strangers({ site: { layout }, blocks }: Site): Finding[] {
  const ids = blocks.map(({ id }) => id)
  return layout.flatMap(({ at }, index): Finding[] => {
    const finding = { path: ['site', 'layout', index, 'at'], value: at }
    const first = layout.findIndex(other => other.at === at)
    if (first < index) return [{ ...finding, message: 'is moved by an earlier entry already', allowed: 'one entry for each thing' }]
    const [, rowBlock, row] = ROW.exec(at) ?? []
    const block = blocks.find(({ id }) => id === rowBlock)
    if (block !== undefined && row !== undefined && Number(row) >= floorPlan(block).rowCount) return [{ ...finding, message: 'is no row of the block', allowed: `${block.id}.row[0] to ${block.id}.row[${floorPlan(block).rowCount - 1}]` }]
    if (OF_SITE.test(at) || ids.some(id => at === id || at.startsWith(`${id}.`))) return []
    return [{ ...finding, message: 'is nothing that stands on the site', allowed: `a block (${ids.slice(0, 12).join(', ')}), a row or a key below it, or equipment of grid, generation, storage or solar` }]
  })
}

/** Edges on the floor, m from the middle of the hall. */
interface Edges {
  readonly left: number
  readonly right: number
  readonly north: number
  readonly south: number
}

/** What touches is no overlap, m. */
const TOUCH_M = 0.01

const shifted = ({ left, right, north, south }: Edges, { east, south: down }: Shift): Edges => ({ left: left + east, right: right + east, north: north + down, south: south + down })
const meet = (a: Edges, b: Edges): boolean => Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOUCH_M && Math.min(a.south, b.south) - Math.max(a.north, b.north) > TOUCH_M

/** Edges of every row of a block where the plan puts it. */
function rowsOf({ sizes, perRow, rowCount, x, z }: FloorPlan): Edges[] {
  return Array.from({ length: rowCount }, (_, row): Edges => {
    const racks = sizes.map((_size, index) => index).slice(row * perRow, (row + 1) * perRow)
    const most = (of: (rack: number) => number): number => Math.max(...racks.map(of))
    return { left: -most(rack => sizes[rack].width / 2 - x[rack]), right: most(rack => x[rack] + sizes[rack].width / 2), north: -most(rack => sizes[rack].depth / 2 - z[rack]), south: most(rack => z[rack] + sizes[rack].depth / 2) }
  })
}

const far = (metres: number): string => `${Math.round(metres * 100) / 100} m`

/** A moved row stays in its hall, between its galleries and walls, and off other rows. */
function crowding({ site: { layout }, blocks }: Site): Finding[] {
  return blocks.flatMap(block => {
    const moved = layout.flatMap(({ at }, index) => {
      const [, id, row] = ROW.exec(at) ?? []
      return id === block.id && layout.findIndex(other => other.at === at) === index ? [{ index, row: Number(row) }] : []
    })
    if (moved.length === 0) return []
    const floor = floorPlan(block)
    const planned = rowsOf(floor)
    const placed = planned.map((row, at) => shifted(row, rowShift(layout, block.id, at)))
    const told = new Set<number>()
    return moved.flatMap(({ index, row }): Finding[] => {
      const own = placed[row]
      if (own === undefined) return []
      const { east, south } = rowShift(layout, block.id, row)
      const finding = { path: ['site', 'layout', index], value: `${far(east)} east, ${far(south)} south` }
      const room = { left: -floor.width / 2 - GALLERY_M - planned[row].left, right: floor.width / 2 + GALLERY_M - planned[row].right, north: -floor.depth / 2 - planned[row].north, south: floor.depth / 2 - planned[row].south }
      if (east < room.left - TOUCH_M || east > room.right + TOUCH_M || south < room.north - TOUCH_M || south > room.south + TOUCH_M) {
        return [{ ...finding, message: `puts ${rowName(block.id, row)} outside its hall`, allowed: `from ${far(room.left)} to ${far(room.right)} east, and from ${far(room.north)} to ${far(room.south)} south` }]
      }
      // Of two rows that were both moved onto each other the second is told.
      const other = placed.findIndex((edges, at) => at !== row && !told.has(at) && meet(own, edges) && !meet(planned[row], planned[at]) && !moved.some(later => later.index > index && later.row === at))
      if (other < 0) return []
      told.add(row)
      return [{ ...finding, message: `puts ${rowName(block.id, row)} onto ${rowName(block.id, other)}`, allowed: `a smaller move, or ${rowName(block.id, other)} out of the way as well` }]
    })
  })
}

export const layoutRules: readonly Rule[] = [rule('layout-place', 'error', ['site', 'blocks'], strangers), rule('layout-overlap', 'error', ['site', 'blocks'], crowding)]
