/** Patience: jobs that never started, oldest first, and the one timer that withdraws the oldest when it has waited too long. */
import { type Cluster, NONE } from './tables.ts'

/** Appends a job that has just been submitted. */
export function startWaiting(c: Cluster, job: number): void {
  const { counts, jobs } = c
  jobs.col.previous[job] = counts.waitLast
  jobs.col.next[job] = NONE
  if (counts.waitLast === NONE) counts.waitFirst = job
  else jobs.col.next[counts.waitLast] = job
  counts.waitLast = job
  if (c.kernel.timeOf(counts.patienceTimer) < 0) arm(c)
}

export function stopWaiting(c: Cluster, job: number): void {
  const { counts } = c
  const { previous, next } = c.jobs.col
  if (previous[job] === NONE) counts.waitFirst = next[job]
  else next[previous[job]] = next[job]
  if (next[job] === NONE) counts.waitLast = previous[job]
  else previous[next[job]] = previous[job]
}

/** Sets the timer for the oldest job; a job that starts leaves it standing, and it finds nothing to do. */
function arm(c: Cluster): void {
  const { counts } = c
  if (counts.waitFirst === NONE) return
  const atMs = c.jobs.col.submitMs[counts.waitFirst] + c.params.patienceMs
  counts.patienceTimer = c.kernel.schedule(c.commands.patience, 0, Math.max(atMs, c.kernel.now + 1))
}

/** Withdraws every job whose patience is over, and waits for the next. */
export function expire(c: Cluster, withdraw: (c: Cluster, job: number) => void): void {
  const { counts, jobs, kernel } = c
  counts.patienceTimer = 0
  while (counts.waitFirst !== NONE && jobs.col.submitMs[counts.waitFirst] + c.params.patienceMs <= kernel.now) withdraw(c, counts.waitFirst)
  arm(c)
}
