/**
 * Nodes that come up one after the other: a job goes on when its last node is there. What a node takes besides the start-up of its job is
 * drawn for the slowest of them at once, as the largest of so many draws; up to the mean of one node it is start-up, the rest the nodes that
 * are up wait for their gang (`L8.gangWait`).
 */
import { type Distribution, meanOf, sample } from '../../base/distribution.ts'
import { exp, ln } from '../../base/exact-math.ts'
import { childKey, PURPOSE, uniform } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { startupMs } from './parameters.ts'
import type { Cluster } from './tables.ts'

/** What a node takes besides, ms, and the mean of it. */
export interface Gang {
  readonly perNode: Distribution
  readonly meanMs: number
}

/** Undefined where nodes come up together. */
export const createGang = (perNode: Distribution | undefined): Gang | undefined => (perNode === undefined ? undefined : { perNode, meanMs: roundMs(meanOf(perNode)) })

/** Probabilities stay below 1, whose quantile may be infinite. */
const HIGHEST = 0.999_999_999_999

/** When the last of `nodes` is up at the uniform `u`, ms after the start-up of the job: the largest of n draws has the quantile u^(1/n). */
export function lastUpMs({ perNode }: Gang, nodes: number, u: number): number {
  return Math.max(0, roundMs(sample(perNode, Math.min(HIGHEST, exp(ln(u) / nodes)))))
}

/** The same for a job at its present attempt. */
function lastUpOf(c: Cluster, gang: Gang, job: number, nodes: number): number {
  const { source, ordinal, restarts, preemptions } = c.jobs.col
  return lastUpMs(gang, nodes, uniform(childKey(c.crashes.keys[source[job]], ordinal[job]), PURPOSE.gang, restarts[job] + preemptions[job]))
}

/** Start-up of a job on `nodes` nodes until they wait for each other, ms. */
export function comingUpMs(c: Cluster, job: number, nodes: number): number {
  const together = startupMs(c.params, nodes)
  if (c.gang === undefined) return together
  const last = lastUpOf(c, c.gang, job, nodes)
  return together + (nodes === 1 ? last : Math.min(last, c.gang.meanMs))
}

/** What nodes that are up then wait for the last, ms. */
export function gangWaitMs(c: Cluster, job: number, nodes: number): number {
  return c.gang === undefined || nodes === 1 ? 0 : Math.max(0, lastUpOf(c, c.gang, job, nodes) - c.gang.meanMs)
}

/** What the scheduler expects all of it to take, ms. */
export function expectedStartMs(c: Cluster, nodes: number): number {
  return startupMs(c.params, nodes) + (c.gang === undefined ? 0 : lastUpMs(c.gang, nodes, 0.5))
}
