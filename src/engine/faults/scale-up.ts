/**
 * Faults of switch trays and cartridges that take down a whole rack where the rack is one scale-up domain of many nodes. One timer per
 * such rack at a constant hazard; a strike on a rack that is off or already down passes by, which is the same as no hazard there.
 */
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'

/** Racks that are one scale-up domain over all or some of their nodes. */
export function scaleUpRacks({ racks, rackTypes }: DomainContext['world']): number[] {
  return Array.from({ length: racks.count }, (_, rack) => rack).filter(rack => {
    const type = rackTypes[racks.type[rack]]
    return type !== undefined && type.scaleUpSize > type.acceleratorsPerNode
  })
}

export interface ScaleUpFaults {
  start(): void
}

/** Creates the timers; `strike(rack, n)` is the n-th fault of a rack. */
export function createScaleUpFaults({ world, state, kernel }: DomainContext, ratePerYear: number, strike: (rack: number, n: number) => void): ScaleUpFaults {
  const { col } = state.table('faults.scaleUp', world.racks.count, { draw: 'u32' })
  const { key0, key1 } = world.nodes
  const meanMs = YEAR_MS / ratePerYear
  const arm = (rack: number): void => {
    const node = world.racks.nodeBegin[rack]
    const atMs = kernel.now + roundMs(exponential(uniformOf(key0[node], key1[node], PURPOSE.scaleUp, col.draw[rack]), meanMs))
    if (atMs <= world.horizonMs) kernel.schedule(due, rack, atMs)
  }
  const due = kernel.command('faults.scaleUp', Phase.fault, rack => {
    const n = col.draw[rack]
    col.draw[rack] += 1
    arm(rack)
    strike(rack, n)
  })
  return {
    start() {
      if (ratePerYear > 0) for (const rack of scaleUpRacks(world)) arm(rack)
    },
  }
}
