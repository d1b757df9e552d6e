/** What a scheduler policy is, and the read-only view of queue and nodes that it decides on. */
import type { PolicyId } from '../../scenario/schema/scheduler.ts'
import type { Shadow } from './ends.ts'
import type { Limits } from './queue.ts'

/** A job in the view is a number; 0 is none. */
export interface PolicyView {
  /** Free nodes now. */
  freeNodes(): number
  /** The first waiting job. */
  head(): number
  /** Nodes that a waiting job needs. */
  nodesOf(job: number): number
  /** Expected time from a start until the end of a waiting job, ms. */
  estimateMs(job: number): number
  /** The first waiting job behind `afterJob` (0: from the head) within the limits, in queue order. */
  firstWithin(limits: Limits, afterJob: number): number
  /** Earliest time from now (ms) at which the job could start if no other did, and the nodes left over then. */
  shadow(job: number, into: Shadow): void
  /** Best fit: starts the job now if nodes can be had under the placement rule. The only act a policy has. */
  start(job: number): boolean
}

export interface Policy {
  readonly id: PolicyId
  /** Sentence case. */
  readonly label: string
  readonly summary: string
  /** One pass: start what may start now. Called after everything else of a millisecond. */
  decide(view: PolicyView): void
}

export function definePolicy(policy: Policy): Policy {
  return Object.freeze(policy)
}
