/** What sources of jobs are told of the site. */
import type { JobTrace } from '../../scenario/inputs.ts'
import type { World } from '../ports.ts'
import type { ContractStep, SourceSite } from './source.ts'

function contractOf(world: World): ContractStep[] {
  const { contractMs, accelerators, count } = world.blocks
  const order = Array.from({ length: count }, (_, block) => block).sort((a, b) => contractMs[a] - contractMs[b] || a - b)
  let sum = 0
  return order.map(block => ({ fromMs: contractMs[block], accelerators: (sum += accelerators[block]) }))
}

/** The site as sources see it. */
export function siteOf(world: World, traces: Readonly<Record<string, JobTrace>> = {}): SourceSite {
  const { accelerators } = world.nodes
  return {
    root: world.root,
    horizonMs: world.horizonMs,
    contract: contractOf(world),
    acceleratorCount: world.acceleratorCount,
    atom: accelerators.reduce((least, count) => Math.min(least, count), accelerators[0] ?? 1),
    rackType: world.racks.count > 0 ? world.rackTypes[world.racks.type[0]] : undefined,
    traces,
  }
}
