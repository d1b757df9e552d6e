/** How a job saves its work and takes it up again: its own checkpoint times and interval, what it restores from, and what faults teach. */
import type { ReworkCause } from '../ports.ts'
import { type CheckpointTimes, checkpointTimes } from './checkpoint-times.ts'
import { type ComputeParams, intervalMs } from './parameters.ts'
import { confirmWritten } from './progress.ts'
import type { Cluster } from './tables.ts'

/** Faults that copies in memory outlive: the node is still there, or another one holds the copy. */
const OUTLIVED: Readonly<Record<ComputeParams['local'], ReadonlySet<ReworkCause>>> = {
  none: new Set(),
  host: new Set(['sw', 'user']),
  peer: new Set(['sw', 'user', 'hw', 'net']),
}
/** Ends that say nothing about the reliability of the site. */
const PLANNED: ReadonlySet<ReworkCause> = new Set(['preempt', 'user'])
/** Failures that the expectation of the file counts for, beside those that the site has seen. */
const PRIOR_FAILURES = 1

/** Spares do not work, so they save nothing. */
const nodesOf = ({ jobs }: Cluster, job: number): number => jobs.col.nodes[job] - jobs.col.spareNodes[job]
const acceleratorsOf = (c: Cluster, job: number): number => (c.jobs.col.share[job] > 0 ? c.jobs.col.share[job] : nodesOf(c, job) * c.atom)
const timesOf = (c: Cluster, job: number): CheckpointTimes => checkpointTimes(c.params, acceleratorsOf(c, job), nodesOf(c, job))

/** Sets the times and the interval of a job that comes in. */
export function planSaving(c: Cluster, job: number): void {
  const { col } = c.jobs
  const times = timesOf(c, job)
  col.blockingMs[job] = times.blockingMs
  col.flushMs[job] = times.flushMs
  col.intervalMs[job] = intervalMs(c.params, acceleratorsOf(c, job), times, expectedRate(c))
  col.speed[job] = 1
  col.restoresLocally[job] = 0
}

/** Failures per accelerator and ms: the file's expectation, or with it as the prior of a gamma distribution the mean of what the site saw. */
function expectedRate(c: Cluster): number {
  const { failureRate, interval } = c.params
  if (interval.rule !== 'adaptive') return failureRate
  noteExposure(c, 0)
  return (PRIOR_FAILURES + c.counts.failures) / (PRIOR_FAILURES / failureRate + c.counts.exposureMs)
}

/** Brings the accelerator-ms under training up to now, before so many more accelerators train. */
function noteExposure(c: Cluster, accelerators: number): void {
  const { counts, kernel } = c
  counts.exposureMs += counts.training * (kernel.now - counts.trainingSinceMs)
  counts.trainingSinceMs = kernel.now
  counts.training += accelerators
}

/** A job begins (sign 1) or ends (−1) to train: who learns from faults counts its time. */
export function noteTraining(c: Cluster, job: number, sign: number): void {
  if (c.params.interval.rule === 'adaptive') noteExposure(c, sign * acceleratorsOf(c, job))
}

/** Chooses the interval of a run that begins anew by what the site has seen since. */
export function adaptInterval(c: Cluster, job: number): void {
  if (c.params.interval.rule !== 'adaptive') return
  const { col } = c.jobs
  col.intervalMs[job] = Math.max(1, Math.round(intervalMs(c.params, acceleratorsOf(c, job), timesOf(c, job), expectedRate(c)) * col.speed[job]))
}

/** A fault takes a job down: copies in memory may outlive it, so that nothing written is lost; and the site learns from it. */
export function noteFault(c: Cluster, job: number, rework: ReworkCause): void {
  const isKept = OUTLIVED[c.params.local].has(rework)
  if (isKept) confirmWritten(c, job)
  c.jobs.col.restoresLocally[job] = isKept ? 1 : 0
  if (c.params.interval.rule === 'adaptive' && !PLANNED.has(rework)) c.counts.failures += 1
}

/** Time that a restore is expected to take, ms. */
export const restoreMs = (c: Cluster, job: number): number => (c.jobs.col.restoresLocally[job] === 1 ? c.params.localRestoreMs : timesOf(c, job).restoreMs)

/** Bytes that a job reads to go on. */
export const restoreBytes = (c: Cluster, job: number): number => acceleratorsOf(c, job) * c.params.size
