/** What sources of jobs are told of the site. */
import { DAY_MS } from '../../base/spans.ts'
import type { FabricSection } from '../../scenario/schema/fabric.ts'
import type { JobTrace } from '../../scenario/inputs.ts'
import type { DrawPhases } from '../../scenario/schema/power.ts'
import type { World } from '../ports.ts'
import type { ContractStep, SourceSite } from './source.ts'

/** How many accelerators are contracted from each date on at which that changes. */
export function contractOf({ lots }: World): ContractStep[] {
  const changes = Array.from({ length: lots.count }, (_, lot) => [
    { atMs: lots.contractMs[lot], by: lots.accelerators[lot] },
    { atMs: lots.retireMs[lot], by: -lots.accelerators[lot] },
  ]).flat()
  let sum = 0
  return changes.filter(({ atMs }) => atMs < Infinity).sort((a, b) => a.atMs - b.atMs || a.by - b.by).map(({ atMs, by }) => ({ fromMs: atMs, accelerators: (sum += by) }))
}

type RegionDrill = FabricSection['wan']['drills'][number]

/** Regions that drills take away for a while, whose requests come here. */
function takeoversOf({ startDay }: World, drills: readonly RegionDrill[]): SourceSite['takeovers'] {
  return drills.map(({ from, duration, takeover }) => ({ fromMs: (from - startDay) * DAY_MS, toMs: (from - startDay) * DAY_MS + duration, share: takeover }))
}

/** Hour of the day in standard time, where daylight saving does not matter. */
export const standardHour = (atMs: number): number => (atMs / 3_600_000) % 24

export function siteOf(world: World, localHour: SourceSite['localHour'], phases: DrawPhases, traces: Readonly<Record<string, JobTrace>> = {}, drills: readonly RegionDrill[] = [], requests: SourceSite['requests'] = {}): SourceSite {
  const { accelerators } = world.nodes
  return {
    root: world.root,
    horizonMs: world.horizonMs,
    startDay: world.startDay,
    localHour,
    contract: contractOf(world),
    acceleratorCount: world.acceleratorCount,
    atom: accelerators.reduce((least, count) => Math.min(least, count), accelerators[0] ?? 1),
    rackType: world.lots.count > 0 ? world.rackTypes[world.lots.type[0]] : undefined,
    phases,
    traces,
    requests,
    takeovers: takeoversOf(world, drills),
  }
}
