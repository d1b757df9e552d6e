/** Life cycle of racks: one byte a rack, read by the 3D site and by metrics. */
import type { State } from '../kernel/state.ts'

/** Codes of a rack's stage, in the order in which it passes them. */
export const RACK_STAGE = { planned: 0, ordered: 1, shipped: 2, onSite: 3, installing: 4, burnIn: 5, inService: 6 } as const

export interface RackStages {
  enter(rack: number, stage: number): void
  /** Codes of all racks; read it anew after a restore. */
  all(): Uint8Array
}

export function createRackStages(state: State, rackCount: number): RackStages {
  const table = state.table('facility.racks', rackCount, { stage: 'u8' })
  return {
    enter(rack, stage) {
      table.col.stage[rack] = stage
    },
    all: () => table.col.stage,
  }
}
