/**
 * Jobs that gather their nodes: while the first waiting job is of an entry that accumulates, what is free is kept for it and no other job
 * takes whole nodes. What idles for it is held as by a reservation.
 */
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import { type Cluster, NONE } from './tables.ts'

/** By workload entry; empty where no job gathers. */
export function accumulating(workload: WorkloadSection): boolean[] {
  const each = workload.map(entry => entry.source !== 'inference' && entry.accumulate)
  return each.includes(true) ? each : []
}

/** Whether the first waiting job gathers what is free. */
export function isGathering(c: Cluster): boolean {
  if (c.accumulates.length === 0) return false
  const head = c.queue.head()
  return head !== NONE && c.accumulates[c.jobs.col.entry[head]] && c.jobs.col.share[head] === 0
}

/** Whether another job gathers the nodes that this one would take. */
export const isKeptFrom = (c: Cluster, job: number): boolean => isGathering(c) && c.queue.head() !== job
