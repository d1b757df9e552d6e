/**
 * Planned interruptions of training runs: operators stop a run for a new version or other settings, evenly over its work. It stops when its
 * next checkpoint is written, so that nothing is lost, and starts again at once. A stop that is due while the run is not training waits.
 */
import { samplerPace } from '../../scenario/gang-sizes.ts'
import type { TrainingRunEntry, WorkloadSection } from '../../scenario/schema/workload.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { wallToCheckpoint } from './checkpoint.ts'
import { interrupt } from './jobs.ts'
import { planOf } from './named-runs.ts'
import { closeSegment, confirmWritten } from './progress.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'
import { requestPass } from './wake.ts'

/** How long a stop waits for a run that is not training. */
const LATER_MS = 600_000

/** `n`: the next stop of a run, from 1. `restarts`: attempts of the job when its checkpoint was waited for. */
const COLUMNS = { n: 'i32', restarts: 'i32' } as const

interface Plan {
  readonly cluster: () => Cluster
  readonly entries: readonly (TrainingRunEntry | undefined)[]
  readonly table: { readonly col: { readonly n: Int32Array; readonly restarts: Int32Array } }
  readonly types: { due: number; stop: number }
}

/** The job of a source that trains now; 0 for none. */
function runningJob({ jobs }: Cluster, source: number): number {
  const { state, kind, source: of } = jobs.col
  for (let job = 1; job < jobs.length; job++) if (state[job] === JOB_STATE.running && kind[job] === JOB_KIND.batch && of[job] === source) return job
  return NONE
}

/** Schedules the next stop of a run, if it has one before the horizon. */
function next(p: Plan, source: number): void {
  const { kernel, world } = p.cluster()
  const entry = p.entries[source]
  const n = (p.table.col.n[source] += 1)
  if (entry === undefined || n > entry.plannedStops) return
  const { submitMs, workMs } = planOf(entry, world)
  const pace = entry.samplers === undefined ? 1 : samplerPace(entry.samplers)
  const atMs = Math.max(kernel.now + 1, submitMs + Math.round((n * workMs) / ((entry.plannedStops + 1) * pace)))
  if (atMs <= world.horizonMs) kernel.schedule(p.types.due, source, atMs)
}

/** A stop is due: the run goes on until its next checkpoint is written. */
function due(p: Plan, source: number): void {
  const c = p.cluster()
  const { phaseMs, intervalMs, blockingMs, rate, restarts } = c.jobs.col
  const job = runningJob(c, source)
  if (job === NONE) {
    c.kernel.schedule(p.types.due, source, c.kernel.now + LATER_MS)
    return
  }
  closeSegment(c, job)
  p.table.col.restarts[source] = restarts[job]
  const waitMs = intervalMs[job] === 0 ? 1 : wallToCheckpoint(phaseMs[job], intervalMs[job], blockingMs[job], rate[job])
  c.kernel.schedule(p.types.stop, source, c.kernel.now + Math.max(1, Math.ceil(waitMs)))
}

function stop(p: Plan, source: number): void {
  const c = p.cluster()
  const job = runningJob(c, source)
  if (job === NONE || c.jobs.col.restarts[job] !== p.table.col.restarts[source]) {
    c.kernel.schedule(p.types.due, source, c.kernel.now + LATER_MS)
    return
  }
  closeSegment(c, job)
  confirmWritten(c, job)
  interrupt(c, job, 'preempt')
  requestPass(c)
  next(p, source)
}

/** Creates the commands where a run has planned stops; `start` schedules the first of each. */
export function createPlannedStops(cluster: () => Cluster, workload: WorkloadSection, kernel: Kernel, state: State): { start(): void } {
  const entries = workload.map(entry => (entry.source === 'training-run' && entry.plannedStops > 0 ? entry : undefined))
  if (entries.every(entry => entry === undefined)) return { start: () => undefined }
  const p: Plan = { cluster, entries, table: state.table('compute.plannedStops', entries.length, COLUMNS), types: { due: 0, stop: 0 } }
  p.types.due = kernel.command('compute.plannedStopDue', Phase.jobEnd, source => due(p, source))
  p.types.stop = kernel.command('compute.plannedStop', Phase.jobEnd, source => stop(p, source))
  return { start: () => entries.forEach((_, source) => next(p, source)) }
}
