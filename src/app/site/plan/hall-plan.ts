/** Racks of a block in rows, fronts to a cold aisle and backs to a hot aisle, in the engine's order of racks. */
import { firstLots } from '../../../scenario/lots.ts'
import type { Block } from '../../../scenario/schema/blocks.ts'
import type { RackPlace, RackRow } from './part.ts'

export interface HallPlan {
  readonly width: number
  readonly depth: number
  readonly racks: readonly RackPlace[]
  readonly rows: readonly RackRow[]
}

const COLD_AISLE_M = 1.8
const HOT_AISLE_M = 1.4
/** Free floor between the rows and the walls, with the distribution units at the row ends. */
const SIDE_M = 3
const END_M = 2.6
/** Rows are about this much longer than the hall is deep. */
const ASPECT = 1.35
/** A rack whose size nobody has published is drawn like a standard one. */
const STANDARD = { width: 0.6, depth: 1.2, height: 2.2 }

interface RackSize {
  readonly width: number
  readonly depth: number
  readonly height: number
}

const sizesOf = (block: Block): RackSize[] =>
  firstLots(block).flatMap(lot => Array.from({ length: lot.count }, () => ({ width: lot.width ?? STANDARD.width, depth: lot.depth ?? STANDARD.depth, height: lot.height ?? STANDARD.height })))

export function planHall(block: Block): HallPlan {
  const sizes = sizesOf(block)
  const widest = Math.max(STANDARD.width, ...sizes.map(size => size.width))
  const deepest = Math.max(STANDARD.depth, ...sizes.map(size => size.depth))
  const pitch = deepest + (COLD_AISLE_M + HOT_AISLE_M) / 2
  const perRow = Math.max(1, Math.round(Math.sqrt((ASPECT * sizes.length * pitch) / widest)))
  const rowCount = Math.max(1, Math.ceil(sizes.length / perRow))
  const even = Math.ceil(sizes.length / rowCount)
  const depth = rowCount * pitch + 2 * END_M
  const racks = sizes.map((size, index): RackPlace => {
    const row = Math.floor(index / even)
    // Pairs of rows stand back to back: the even row looks north, the odd one south.
    const facing = row % 2 === 0 ? -1 : 1
    const pair = Math.floor(row / 2) * 2 * pitch
    const inPair = row % 2 === 0 ? COLD_AISLE_M / 2 + deepest / 2 : COLD_AISLE_M / 2 + deepest + HOT_AISLE_M + deepest / 2
    return { block: 0, row, x: ((index % even) - (even - 1) / 2) * widest, z: pair + inPair - depth / 2 + END_M, ...size, facing }
  })
  const rows = Array.from({ length: rowCount }, (_, row): RackRow => ({ block: 0, row, begin: row * even, end: Math.min(sizes.length, (row + 1) * even) })).filter(row => row.end > row.begin)
  return { width: even * widest + 2 * SIDE_M, depth, racks, rows }
}
