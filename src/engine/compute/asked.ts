/** What a job asks for: its nodes with its spares, and for how long by the scheduler's reckoning. */
import { fewestNodes, rescale } from './elastic.ts'
import { atomOf } from './atom.ts'
import { expectedStartMs } from './gang.ts'
import { restoreMs } from './saving.ts'
import { paceOf, samplerNodes } from './samplers.ts'
import type { Cluster } from './tables.ts'

/** A job asks for the nodes of its accelerators, the fewest if it is elastic, and for its spares or those that generate for it; jobs that share a node have none. */
export function askNodes(c: Cluster, job: number): void {
  const { entry, nodes, spareNodes, share } = c.jobs.col
  spareNodes[job] = share[job] > 0 ? 0 : c.entrySpares[entry[job]] + samplerNodes(c, job)
  nodes[job] = fewestNodes(c, job) + spareNodes[job]
  rescale(c, job)
}

/** Nodes of a job that work. */
export const workNodes = ({ jobs }: Cluster, job: number): number => jobs.col.nodes[job] - jobs.col.spareNodes[job]

/** What the scheduler expects from a start to the end: start-up, restore, the rest of the request, and its checkpoints. */
export function expectedMs(c: Cluster, job: number): number {
  const { col } = c.jobs
  const restore = col.doneMs[job] > 0 ? restoreMs(c, job) : 0
  const leftMs = (col.requestedMs[job] - col.doneMs[job]) / (col.scale[job] * paceOf(c, job))
  const writing = col.intervalMs[job] > 0 ? Math.floor(leftMs / col.intervalMs[job]) * col.blockingMs[job] : 0
  return expectedStartMs(c, workNodes(c, job)) + restore + Math.ceil(leftMs) + writing
}

/** Accelerators that a waiting job asks for, in whole nodes where it shares none. */
export const demandOf = (c: Cluster, job: number): number => (c.jobs.col.share[job] > 0 ? c.jobs.col.share[job] : c.jobs.col.nodes[job] * atomOf(c, c.jobs.col.entry[job]))
