/** Where a waiting job stands in the queue: its virtual time of submission by the policy, its lane by tenant and age. */
import { PRIORITY_CLASSES } from '../../scenario/catalog/priority-classes.ts'
import { sizeOfJob } from './samplers.ts'
import type { Cluster } from './tables.ts'

const HIGHEST_RANK = PRIORITY_CLASSES.length - 1

function orderOf(c: Cluster, job: number): number {
  const { col } = c.jobs
  if (c.policy.orderMs === undefined) return col.submitMs[job]
  return c.policy.orderMs(
    {
      submitMs: col.submitMs[job],
      nodes: col.nodes[job],
      requestedMs: col.requestedMs[job],
      siteShare: sizeOfJob(c, job) / c.world.acceleratorCount,
      partition: c.partition[col.entry[job]],
      classShare: col.rank[job] / HIGHEST_RANK,
      nodeShare: col.nodes[job] / c.world.nodes.count,
      loadingShare: c.params.datastore === undefined ? 0 : (c.loading[col.source[job]] * col.accelerators[job]) / c.params.datastore.read,
      nice: c.nice[col.entry[job]],
    },
    c.params.scheduler,
  )
}

/** A job enters the queue, anew or again. */
export function joinQueue(c: Cluster, job: number): void {
  const { col } = c.jobs
  const agedMs = col.submitMs[job] + c.maxAgeMs
  col.orderMs[job] = orderOf(c, job)
  if (c.kernel.now >= agedMs) stopAgeing(c, job)
  else {
    col.lane[job] = c.tenants.laneOf(col.tenant[job], false)
    if (agedMs < Infinity) col.timer[job] = c.kernel.schedule(c.commands.aged, job, agedMs)
  }
  c.queue.insert(job)
}

export function leaveQueue(c: Cluster, job: number): void {
  const { timer } = c.jobs.col
  c.queue.remove(job)
  // While a job waits, its timer is that of its age.
  if (c.maxAgeMs < Infinity) c.kernel.cancel(timer[job])
  timer[job] = 0
}

/** From now on the job moves with the clock, at the place that it has reached. */
function stopAgeing(c: Cluster, job: number): void {
  const { col } = c.jobs
  col.timer[job] = 0
  col.orderMs[job] -= col.submitMs[job]
  col.lane[job] = c.tenants.laneOf(col.tenant[job], true)
}

/** A waiting job has reached the highest age that counts. */
export function age(c: Cluster, job: number): void {
  c.queue.remove(job)
  stopAgeing(c, job)
  c.queue.insert(job)
}

/** Whether the quotas of its tenant let a job start now. */
export function isInQuota(c: Cluster, job: number): boolean {
  const { lane, nodes } = c.jobs.col
  return !c.tenants.hasQuota || nodes[job] <= c.tenants.lanes.roomNodes(lane[job])
}
