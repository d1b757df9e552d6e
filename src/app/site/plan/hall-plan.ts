/** Racks of a block in rows, fronts to a cold aisle and backs to a hot aisle, in the engine's order of racks. */
import { floorPlan } from '../../../scenario/floor-plan.ts'
import type { Block } from '../../../scenario/schema/blocks.ts'
import type { RackPlace, RackRow } from './part.ts'

export interface HallPlan {
  readonly width: number
  readonly depth: number
  readonly racks: readonly RackPlace[]
  readonly rows: readonly RackRow[]
}

export function planHall(block: Block): HallPlan {
  const { sizes, perRow, rowCount, width, depth, x, z } = floorPlan(block)
  const racks = sizes.map((size, index): RackPlace => {
    const row = Math.floor(index / perRow)
    // Pairs of rows stand back to back: the even row looks north, the odd one south.
    return { block: 0, row, x: x[index], z: z[index], ...size, facing: row % 2 === 0 ? -1 : 1 }
  })
  const rows = Array.from({ length: rowCount }, (_, row): RackRow => ({ block: 0, row, begin: row * perRow, end: Math.min(sizes.length, (row + 1) * perRow) })).filter(row => row.end > row.begin)
  return { width, depth, racks, rows }
}
