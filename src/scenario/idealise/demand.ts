/** The queue is never empty: jobs of middling size wait behind those of the file. */
import { HOUR_MS } from '../../base/spans.ts'
import { lotAccelerators } from '../lots.ts'
import { sitesOf } from '../sites.ts'
import type { Scenario } from '../schema/scenario.ts'
import { type TrainingMixEntry, workloadSection } from '../schema/workload.ts'
import type { Change } from './change.ts'

/** Jobs that fill the site. */
const JOBS_AT_ONCE = 64
/** Run of a job; shorter where waiting jobs are withdrawn sooner. */
const RUN_MS = 48 * HOUR_MS
const RUNS_PER_PATIENCE = 4
/** Offered work beside that of the file, and what is submitted at once whenever accelerators are contracted, in multiples of what they do in a run. */
const LOAD = 1.25
const AHEAD = 3
const MOST_JOBS = 20_000_000

/** Most jobs of middling size are whole nodes. */
function sizeOf({ blocks }: Scenario): number {
  const lots = blocks.flatMap(({ racks }) => racks)
  const total = lots.reduce((sum, lot) => sum + lotAccelerators(lot), 0)
  const node = lots.reduce((most, { acceleratorsPerNode }) => Math.max(most, acceleratorsPerNode), 1)
  return node * Math.max(1, Math.round(total / JOBS_AT_ONCE / node))
}

function filler(scenario: Scenario): TrainingMixEntry {
  const size = Math.max(...sitesOf(scenario).map(site => sizeOf(site.scenario)))
  const run = Math.max(1000, Math.min(RUN_MS, Math.floor(scenario.scheduler.patience / RUNS_PER_PATIENCE)))
  const [entry] = workloadSection.parse([{ source: 'training-mix', id: 'ideal-demand', load: LOAD, smallest: size, largest: size, spread: 0, jobs: MOST_JOBS, overestimate: 0, priority: 'low' }])
  return { ...(entry as TrainingMixEntry), median: run, longest: run, ahead: AHEAD }
}

export const withoutIdleness: Change = scenario => ({ ...scenario, workload: [...scenario.workload, filler(scenario)] })
