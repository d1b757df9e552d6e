/**
 * Nodes that come up one after the other: a job goes on when its last node is there. What a node takes besides the start-up of its job is
 * drawn for the slowest of them at once, as the largest of so many draws; up to the mean of one node it is start-up, the rest the nodes that
 * are up wait for their gang (`L8.gangWait`).
 */
import { type Distribution, meanOf, sample } from '../../base/distribution.ts'
import { exp, ln } from '../../base/exact-math.ts'
import { childKey, PURPOSE, uniform } from '../../base/rng.ts'
import { roundMs } from '../../base/variates.ts'
import { moveTo } from './jobs.ts'
import { startupMs } from './parameters.ts'
import { type Cluster, JOB_STATE } from './tables.ts'

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

/** Nodes of a starting job that are up wait for the last of `nodes` from now on; false when that takes no time. */
export function waitsForGang(c: Cluster, job: number, nodes: number): boolean {
  const { state, timer } = c.jobs.col
  if (c.gang === undefined || nodes === 1 || state[job] !== JOB_STATE.starting) return false
  const waitMs = lastUpOf(c, c.gang, job, nodes) - c.gang.meanMs
  if (waitMs <= 0) return false
  moveTo(c, job, JOB_STATE.gangWait)
  timer[job] = c.kernel.schedule(c.commands.begin, job, c.kernel.now + waitMs)
  return true
}

/** What the scheduler expects all of it to take, ms. */
export function expectedStartMs(c: Cluster, nodes: number): number {
  return startupMs(c.params, nodes) + (c.gang === undefined ? 0 : lastUpMs(c.gang, nodes, 0.5))
}
