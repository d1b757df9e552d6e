/**
 * Where patience with a job ends: the time that its user asked for, and how often it is queued again after faults. The time of an attempt is
 * what the scheduler plans with (the request, start-up, restore and checkpoints on top), so under limits that end jobs nothing runs beyond its
 * expected end. What a job that is ended has done counts as that of jobs that their own errors end. Source: model specification, workloads §4.1, §4.6.
 */
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import { type Cluster, JOB_STATE } from './tables.ts'

export interface Limits {
  /** Whether jobs end with the time that was asked for, by workload entry. */
  readonly ends: readonly boolean[]
  /** Most times that a job is queued again after faults, by workload entry. */
  readonly restarts: Float64Array
}

/** Undefined where no entry has a limit. */
export function limitsOf(workload: WorkloadSection): Limits | undefined {
  const ends = workload.map(entry => entry.source !== 'inference' && entry.source !== 'training-run' && entry.timeLimit === 'ends')
  const restarts = Float64Array.from(workload, entry => (entry.source === 'inference' ? Infinity : (entry.restarts ?? Infinity)))
  return ends.includes(true) || restarts.some(most => most < Infinity) ? { ends, restarts } : undefined
}

/** The expected end of an attempt is set: that is where it is ended. */
export function armLimit(c: Cluster, job: number): void {
  const { entry, limitTimer, endEstimateMs } = c.jobs.col
  if (c.limits?.ends[entry[job]] !== true) return
  dropLimit(c, job)
  if (endEstimateMs[job] <= c.world.horizonMs) limitTimer[job] = c.kernel.schedule(c.commands.limit, job, Math.max(c.kernel.now + 1, endEstimateMs[job]))
}

/** The attempt is over. */
export function dropLimit(c: Cluster, job: number): void {
  const { limitTimer } = c.jobs.col
  if (c.limits === undefined || limitTimer[job] === 0) return
  c.kernel.cancel(limitTimer[job])
  limitTimer[job] = 0
}

/** Whether a job that faults took down once more is queued again. */
export const mayRestart = ({ limits, jobs: { col } }: Cluster, job: number): boolean => limits === undefined || col.restarts[job] <= limits.restarts[col.entry[job]]

/** Whether a job whose time is over can still be ended: one that is being torn down is gone already. */
export const isHeld = ({ jobs: { col } }: Cluster, job: number): boolean => col.state[job] !== JOB_STATE.ending
