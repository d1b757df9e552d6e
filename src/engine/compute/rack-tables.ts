/** State by rack and by bad node. */
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'

/**
 * Nodes of a rack that hold a job, nodes whose gates are open, the job that holds all of its nodes (0 none), what it draws, W, and the type
 * of the rack that stands there now.
 */
export function registerRacks({ racks, lots }: World, state: State) {
  const table = state.table('compute.racks', racks.count, { busy: 'u16', open: 'u16', job: 'i32', drawW: 'i32', type: 'u16' })
  for (let rack = 0; rack < racks.count; rack++) table.col.type[rack] = lots.type[racks.lot[rack]]
  return table
}

/** Nodes that are slow, or whose results are wrong, and nobody knows: their speed, and the number of the job that they spoilt last. */
export function registerBadNodes(state: State) {
  const table = state.table('compute.badNodes', 4, { node: 'i32', speed: 'f64', isCorrupt: 'u8', uid: 'u32' })
  table.length = 0
  return table
}
