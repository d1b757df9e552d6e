/**
 * The site as a model maker would build it: every piece of the scenario with its true size, at a place. Metres; x east, z south,
 * y up. Pure: the same scenario gives the same plan, and nothing here knows how it is drawn.
 */
import type { Scenario } from '../../../scenario/schema/scenario.ts'
import { planBlock } from './block-plan.ts'
import { planGrounds } from './grounds.ts'
import type { Item, Part, RackPlace, RackRow } from './part.ts'
import { movesOf, type Placed, shiftItem, shiftPart } from './moves.ts'
import { planLine, planSubstation } from './substation.ts'

/** Numbered for the state table: place in `SitePlan.items`. */
export type SiteItem = Item & { readonly index: number }

export interface SitePlan {
  readonly items: readonly SiteItem[]
  /** In the engine's order of racks. */
  readonly racks: readonly RackPlace[]
  readonly rows: readonly RackRow[]
  /** Land, roads, pads: always there, never picked. */
  readonly ground: readonly Part[]
  /** Fence as segments x1, y1, z1, x2, y2, z2. */
  readonly fence: readonly number[]
  /** Conductors of the line, as segments like those of the fence, and the piece that they belong to. */
  readonly wires: { readonly owner: number; readonly segments: readonly number[] }
  /** What tells the scale at the gate, and trees. */
  readonly gate: readonly Part[]
  /** Half width (x) and half depth (z) of the fenced land, centred at the origin. */
  readonly land: { readonly halfX: number; readonly halfZ: number }
}

/** Service road between neighbouring blocks. */
const ROAD_M = 12
/** Free land between the outermost equipment and the fence. */
const MARGIN_M = 13

/** Width per depth that a site comes nearest to: most screens are wide. */
const ASPECT = 1.6

/** Blocks in columns, the first at the north-west, filled row by row; as many columns as make the site about as wide as a screen. */
function blockGrid(count: number, width: number, depth: number, stripZ: number): { columns: number; rows: number } {
  const most = Math.max(1, count)
  const gridOf = (columns: number): { columns: number; rows: number; off: number } => {
    const rows = Math.ceil(most / columns)
    const aspect = (columns * (width + ROAD_M)) / (rows * (depth + ROAD_M) + stripZ)
    // Empty places at the end weigh as much as a site that is a little too long.
    return { columns, rows, off: Math.abs(Math.log(aspect / ASPECT)) + (columns * rows - most) / most }
  }
  return Array.from({ length: most }, (_, index) => gridOf(index + 1)).reduce((best, grid) => (grid.off < best.off ? grid : best))
}

export function planSite(scenario: Scenario): SitePlan {
  const blocks = scenario.blocks.map(planBlock)
  const width = Math.max(20, ...blocks.map(block => block.width))
  const depth = Math.max(20, ...blocks.map(block => block.depth))
  const moved = movesOf(scenario)
  const substation = planSubstation(scenario)
  const stripZ = substation.depth === 0 ? 0 : substation.depth + ROAD_M
  const { columns, rows } = blockGrid(blocks.length, width, depth, stripZ)
  const campusX = columns * width + (columns - 1) * ROAD_M
  const campusZ = rows * depth + (rows - 1) * ROAD_M
  const totalX = Math.max(campusX, substation.width)
  const totalZ = campusZ + stripZ
  const left = -campusX / 2 + width / 2
  const top = -totalZ / 2 + stripZ + depth / 2
  const places: Placed[] = blocks.map((_, index) => ({
    x: left + (index % columns) * (width + ROAD_M) + moved.block(index).x,
    z: top + Math.floor(index / columns) * (depth + ROAD_M) + moved.block(index).z,
  }))
  const substationPlace = { x: (substation.width - totalX) / 2, z: -totalZ / 2 + substation.depth / 2 }
  const land = { halfX: totalX / 2 + MARGIN_M + moved.most.x, halfZ: totalZ / 2 + MARGIN_M + moved.most.z }
  const grounds = planGrounds(land, { left: -campusX / 2 - ROAD_M / 2, right: campusX / 2 + ROAD_M / 2, top: top - depth / 2, columns, rows, width, depth, road: ROAD_M, hasStrip: stripZ > 0 })
  const racks: RackPlace[] = []
  const rackRows: RackRow[] = []
  blocks.forEach((block, index) => {
    for (const row of block.rows) rackRows.push({ ...row, block: index, begin: row.begin + racks.length, end: row.end + racks.length })
    racks.push(...block.racks.map(rack => moved.rack({ ...rack, block: index, x: rack.x + places[index].x, z: rack.z + places[index].z })))
  })
  const items = [
    ...substation.items.map(item => moved.item(shiftItem(item, substationPlace))),
    ...blocks.flatMap((block, index) => block.items.map(item => moved.item({ ...shiftItem(item, places[index]), block: index }))),
  ].map((item, index) => ({ ...item, index }))
  const gantry = items.find(({ kind }) => kind === 'line-gantry')
  const line = gantry === undefined ? { masts: [], segments: [] } : planLine(gantry, land.halfZ)
  return {
    items: items.map(item => (item === gantry ? { ...item, parts: [...item.parts, ...line.masts] } : item)),
    wires: { owner: gantry?.index ?? -1, segments: line.segments },
    racks,
    rows: rackRows,
    ground: [
      ...grounds.ground,
      ...substation.pads.map(part => shiftPart(part, substationPlace)),
      ...blocks.flatMap((block, index) => block.pads.map(part => shiftPart(part, places[index]))),
    ],
    fence: grounds.fence,
    gate: grounds.gate,
    land,
  }
}
