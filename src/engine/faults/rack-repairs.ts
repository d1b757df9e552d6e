/**
 * Racks that are out of work for a repair: their own, or that of a node where its hands-on repair takes the whole scale-up domain down. A rack
 * is closed while there is any of them.
 */
import type { State } from '../kernel/state.ts'
import type { GatePort, World } from '../ports.ts'
import { scaleUpRacks } from './scale-up.ts'

export interface RackRepairs {
  /** Technicians lay hands on a unit (a node, or a rack beyond the nodes), or take them off. */
  begin(unit: number): void
  end(unit: number): void
  /** Whether the repair of a node takes its rack down. */
  takesRack(node: number): boolean
}

/** Undefined where nodes are repaired beside others at work. */
export function createRackRepairs(state: State, world: World, gates: Pick<GatePort, 'closeRack' | 'openRack'>, isOn: boolean): RackRepairs | undefined {
  if (!isOn) return undefined
  const { col } = state.table('faults.rackRepairs', world.racks.count, { repairs: 'u32' })
  const isDomain = new Uint8Array(world.racks.count)
  for (const rack of scaleUpRacks(world)) isDomain[rack] = 1
  const { count, rack: rackOf } = world.nodes
  const rackUnder = (unit: number): number => (unit >= count ? unit - count : isDomain[rackOf[unit]] === 1 ? rackOf[unit] : -1)
  return {
    begin(unit) {
      const rack = rackUnder(unit)
      if (rack < 0) return
      col.repairs[rack] += 1
      if (col.repairs[rack] === 1) gates.closeRack(rack, 'repair')
    },
    end(unit) {
      const rack = rackUnder(unit)
      if (rack < 0) return
      col.repairs[rack] -= 1
      if (col.repairs[rack] === 0) gates.openRack(rack, 'repair')
    },
    takesRack: node => isDomain[rackOf[node]] === 1,
  }
}
