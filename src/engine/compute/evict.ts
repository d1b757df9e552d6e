/** Ends of jobs and replicas by what happens to their nodes: faults, corruption, the loss of the network between them. */
import type { ReworkCause } from '../ports.ts'
import { isCorrupt, goBackWaiting, rowOfJob } from './corruption.ts'
import { interrupt } from './jobs.ts'
import { jobAt } from './nodes.ts'
import { loseReplica } from './replicas.ts'
import { jobOfRow } from './samplers.ts'
import type { Services } from './serving-accounts.ts'
import { eachShare } from './shared-nodes.ts'
import { loseSpare } from './spares.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'
import { requestPass } from './wake.ts'

/** Ends what runs on a node; the node itself stays. */
export function evict(c: Cluster, services: Services, node: number, rework: ReworkCause): void {
  const job = jobOfRow(c, jobAt(c, node))
  if (job === NONE) return
  const kind = c.jobs.col.kind[job]
  if (kind === JOB_KIND.holder) eachShare(c, job, each => interrupt(c, each, rework))
  else if (kind === JOB_KIND.spare) loseSpare(c, node, job)
  else endOnSite(c, services, job, rework)
  requestPass(c)
}

/** Ends a batch job, which waits again, or a replica. */
function endOnSite(c: Cluster, services: Services, job: number, rework: ReworkCause): void {
  if (c.jobs.col.kind[job] === JOB_KIND.batch) {
    interrupt(c, job, rework)
    return
  }
  c.emit({ kind: 'jobInterrupted', job: c.jobs.col.uid[job], accelerators: c.jobs.col.accelerators[job] })
  c.counts.jobInterruptions += 1
  loseReplica(c, services, job, rework)
}

/** A job or replica has no network between its nodes any more. */
export function cutOff(c: Cluster, services: Services, job: number, rework: ReworkCause): void {
  endOnSite(c, services, jobOfRow(c, job), rework)
  requestPass(c)
}

/** An error of software ends one job: the last that came to a node that several share. */
export function jobFaulted(c: Cluster, services: Services, node: number, rework: ReworkCause): void {
  const job = jobAt(c, node)
  if (job === NONE || c.jobs.col.kind[job] !== JOB_KIND.holder) {
    evict(c, services, node, rework)
    return
  }
  interrupt(c, c.jobs.col.shareFirst[job], rework)
  requestPass(c)
}

/** The corruption of a node is found after the job that it spoilt has gone on elsewhere. */
export function spoiltElsewhere(c: Cluster, uid: number): void {
  const job = uid === 0 ? NONE : rowOfJob(c, uid)
  if (job === NONE || !isCorrupt(c, job)) return
  if (c.jobs.col.state[job] === JOB_STATE.queued) goBackWaiting(c, job)
  else interrupt(c, job, 'sdc')
  requestPass(c)
}
