/** Runs behind the rows about Meta RSC: a crash loop on a full cluster, and jobs on a fleet with lemons. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { JobTrace } from '../../src/scenario/inputs.ts'
import { FAULT_CLASSES } from '../../src/scenario/catalog/fault-classes.ts'
import { INSTANT_CURE, makeSite } from '../engine/faults/site.ts'
import { DAY_MS, HOUR_MS } from '../engine/world.ts'
import { repositoryRoot } from '../fixtures.ts'
import { mustLoad } from '../scenario/support/files.ts'

const ALL = Number.MAX_SAFE_INTEGER

/** The shipped research cluster for ten days, more work than it can do, whole nodes, no faults, and a job of high priority from a trace. */
const stormText = (): string =>
  readFileSync(join(repositoryRoot, 'scenarios', 'research-cluster.yaml'), 'utf8')
    .replace(/horizon: \{.*\}/u, 'horizon: {start: 2027-01-01, end: 2027-01-11}')
    .replace(/ {2}- \{id: jobs, .*\n/u, '  - {id: jobs, source: training-mix, load: 1.3, smallest: 8, largest: 512, sizeExponent: 0.85, median: 3 hours, spread: 1.2, longest: 7 days, jobs: 600000, tenants: {research: 1}}\n  - {id: loop, source: trace, file: loop.swf, priority: urgent}\n')
    .replace('sharing: true', 'sharing: false').replace('preset: rsc-1 ', 'preset: none ')

/** A job of 1,024 accelerators that crashes after `runMs` and comes back after `holdMs`, again and again. */
function crashLoop(requeues: number, runMs: number, holdMs: number): JobTrace {
  const rows = requeues + 1
  const submitMs = Float64Array.from({ length: rows }, (_, n) => 5 * DAY_MS + n * (runMs + holdMs))
  return { source: 'a crash loop', submitMs, processors: Float64Array.from(submitMs, () => 1024), runMs: Float64Array.from(submitMs, () => runMs), requestedMs: Float64Array.from(submitMs, () => 7 * DAY_MS) }
}

/** Preemptions on the cluster with so many requeues of the crashing job; −1 for a cluster without it. */
export function stormPreemptions(requeues: number): number {
  const { scenario } = mustLoad(stormText())
  // Slurm holds a requeued job back for two minutes; meanwhile others take its nodes.
  const traces = { 'loop.swf': crashLoop(requeues, 30 * 60_000, 121_000) }
  const simulation = createSimulation(scenario, { weather: null, traces }, { seed: 1, replication: 0, record: false })
  simulation.run(simulation.horizonMs, ALL)
  return simulation.result().series.find(({ id }) => id === 'jobPreemptions')?.values.reduce((sum, n) => sum + n, 0) ?? 0
}

const NODES = 2048
const GANG = 64

/** Share of jobs of 512 accelerators, each of `hours`, that a fault of a node ended: on a fleet with lemons, before and after quarantine has done its work. */
export function failedShares(lemons: { readonly share: number; readonly factor: number }, hours: number, days: number, seed: number): { readonly before: number; readonly after: number } {
  const classes = Object.fromEntries(FAULT_CLASSES.map(({ id }) => [id, id === 'ssd' ? { autoFix: 1 } : { weight: 0 }]))
  const share = (faults: object, settleDays: number): number => {
    const site = makeSite({ world: { seed, racksPerBlock: 1, nodesPerRack: NODES, acceleratorsPerNode: 8, horizonMs: (settleDays + days) * DAY_MS }, racks: [{ count: 1 }], faults: { ...INSTANT_CURE, preset: 'rsc-1', classes, lemons, technicians: 1000, ...faults } })
    site.expose(true)
    site.kernel.run(settleDays * DAY_MS, ALL)
    const from = site.events.length
    site.kernel.run((settleDays + days) * DAY_MS, ALL)
    const struck = new Set<string>()
    for (const { atMs, event } of site.events.slice(from)) if (event.kind === 'nodeFaulted') struck.add(`${Math.floor(event.node / GANG)} ${Math.floor((atMs - settleDays * DAY_MS) / (hours * HOUR_MS))}`)
    return struck.size / ((NODES / GANG) * Math.floor((days * 24) / hours))
  }
  return { before: share({}, 0), after: share({ quarantine: { faults: 3, within: '28 days', repair: '24 h' } }, 120) }
}
