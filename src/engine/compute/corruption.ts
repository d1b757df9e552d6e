/**
 * Silent corruption of a job's results. From the moment on, its checkpoints hold wrong numbers: what they save stays in escrow. When the
 * corruption is found the job goes back to the last checkpoint before it, or to its begin if that one is no longer kept, and all work since
 * is lost to `sdc`. A job that other faults interrupt meanwhile goes on from a wrong checkpoint; what was then booked as useful is made
 * good while it is done a second time. A job that ends before anybody notices counts as useful: nobody knows.
 */
import type { ReworkCause } from '../ports.ts'
import { settleEscrow } from './escrow.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NEVER } from './tables.ts'

/** No corruption, as for a job that was just submitted. */
export function resetCorruption(c: Cluster, job: number): void {
  const { cleanWorkMs, durableMs, paidWorkMs, redoWorkMs } = c.jobs.col
  cleanWorkMs[job] = NEVER
  durableMs[job] = NEVER
  paidWorkMs[job] = 0
  redoWorkMs[job] = 0
}

export const isCorrupt = (c: Cluster, job: number): boolean => c.jobs.col.cleanWorkMs[job] >= 0

/** Marks a job whose segment is closed. */
export function mark(c: Cluster, job: number): void {
  const { cleanWorkMs, doneMs } = c.jobs.col
  if (cleanWorkMs[job] < 0) cleanWorkMs[job] = c.tiers?.farWorkMs(job) ?? doneMs[job]
}

/** Why a job does work a second time that was booked as useful: corruption, or the loss of the site where it was saved. */
export const againCause = (c: Cluster, job: number): ReworkCause => c.moves?.lostTo(job) ?? 'sdc'

/** Kind of rework that a stretch which saved `workMs` is: none, or work done a second time after corruption. */
export function redone(c: Cluster, job: number, workMs: number): ReworkCause | undefined {
  const { redoWorkMs } = c.jobs.col
  if (redoWorkMs[job] === 0) return undefined
  if (workMs <= redoWorkMs[job]) return againCause(c, job)
  redoWorkMs[job] = 0
  return undefined
}

/** A corrupt job loses its nodes, its segment is closed: found, or for another reason and unnoticed. */
export function leaveCorrupt(c: Cluster, job: number, rework: ReworkCause): void {
  if (rework === 'sdc') {
    goBack(c, job)
    return
  }
  const { durableMs, paidWorkMs, doneMs } = c.jobs.col
  settleEscrow(c, job, durableMs[job], redone(c, job, doneMs[job]))
  if (durableMs[job] !== NEVER) paidWorkMs[job] = doneMs[job]
  durableMs[job] = NEVER
}

/** The job forgets what it saved since the corruption. */
function goBack(c: Cluster, job: number): void {
  const { cleanWorkMs, paidWorkMs, redoWorkMs, doneMs, intervalMs, durableMs } = c.jobs.col
  const clean = cleanWorkMs[job]
  const saved = intervalMs[job] > 0 ? Math.floor(((c.tiers?.farWorkMs(job) ?? doneMs[job]) - clean) / (intervalMs[job] * c.params.datastoreEvery) + 1e-9) : 0
  const isKept = saved < c.params.retained
  const paid = isKept ? paidWorkMs[job] : Math.max(paidWorkMs[job], clean)
  doneMs[job] = isKept ? clean : 0
  c.tiers?.saved(job, doneMs[job])
  redoWorkMs[job] = Math.max(redoWorkMs[job], paid)
  if (redoWorkMs[job] <= doneMs[job]) redoWorkMs[job] = 0
  cleanWorkMs[job] = NEVER
  paidWorkMs[job] = 0
  durableMs[job] = NEVER
}

/** Row of the batch job with a number, while it waits or runs; 0 for none. */
export function rowOfJob({ jobs }: Cluster, uid: number): number {
  const { state, kind, uid: of } = jobs.col
  for (let job = 1; job < jobs.length; job++) if (of[job] === uid && kind[job] === JOB_KIND.batch && state[job] !== JOB_STATE.free) return job
  return 0
}

/** What a waiting job saved turns out to be wrong. */
export function goBackWaiting(c: Cluster, job: number): void {
  if (!isCorrupt(c, job)) return
  goBack(c, job)
  if (c.tiers === undefined) return
  settleEscrow(c, job, c.kernel.now, 'sdc')
  c.tiers.drop(job)
}
