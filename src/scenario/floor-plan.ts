/** Racks of a block in rows, fronts to a cold aisle and backs to a hot aisle, in the order of the file: where each stands. */
import { firstLots } from './lots.ts'
import type { Block } from './schema/blocks.ts'

export interface RackSize {
  readonly width: number
  readonly depth: number
  readonly height: number
}

export interface FloorPlan {
  /** Extent of the hall, m. */
  readonly width: number
  readonly depth: number
  /** Racks of a row, and rows. */
  readonly perRow: number
  readonly rowCount: number
  readonly sizes: readonly RackSize[]
  /** Centres of the racks from the centre of the hall, m. */
  readonly x: readonly number[]
  readonly z: readonly number[]
}

/** Electrical galleries west and east of the floor, m. */
export const GALLERY_M = 6.4
const COLD_AISLE_M = 1.8
const HOT_AISLE_M = 1.4
/** Free floor between the rows and the walls, with the distribution units at the row ends. */
const SIDE_M = 3
const END_M = 2.6
/** Rows are about this much longer than the hall is deep. */
const ASPECT = 1.35
/** A rack whose size nobody has published is laid out like a standard one. */
const STANDARD: RackSize = { width: 0.6, depth: 1.2, height: 2.2 }

const sizesOf = (block: Block): RackSize[] =>
  firstLots(block).flatMap(lot => Array.from({ length: lot.count }, () => ({ width: lot.width ?? STANDARD.width, depth: lot.depth ?? STANDARD.depth, height: lot.height ?? STANDARD.height })))

/** The floor of a block; pairs of rows stand back to back over a hot aisle. */
export function floorPlan(block: Block): FloorPlan {
  const sizes = sizesOf(block)
  const widest = Math.max(STANDARD.width, ...sizes.map(size => size.width))
  const deepest = Math.max(STANDARD.depth, ...sizes.map(size => size.depth))
  const pitch = deepest + (COLD_AISLE_M + HOT_AISLE_M) / 2
  const target = Math.max(1, Math.round(Math.sqrt((ASPECT * sizes.length * pitch) / widest)))
  const rowCount = Math.max(1, Math.ceil(sizes.length / target))
  const perRow = Math.ceil(sizes.length / rowCount)
  const depth = rowCount * pitch + 2 * END_M
  const z = (index: number): number => {
    const row = Math.floor(index / perRow)
    const pair = Math.floor(row / 2) * 2 * pitch
    const inPair = row % 2 === 0 ? COLD_AISLE_M / 2 + deepest / 2 : COLD_AISLE_M / 2 + deepest + HOT_AISLE_M + deepest / 2
    return pair + inPair - depth / 2 + END_M
  }
  return {
    width: perRow * widest + 2 * SIDE_M,
    depth,
    perRow,
    rowCount,
    sizes,
    x: sizes.map((_, index) => ((index % perRow) - (perRow - 1) / 2) * widest),
    z: sizes.map((_, index) => z(index)),
  }
}
