/** What a scheduler policy is, and the read-only view of queue and nodes that it decides on. */
import type { PolicyId } from '../../scenario/schema/policies.ts'
import type { SchedulerSection } from '../../scenario/schema/scheduler.ts'
import type { Book } from './book.ts'
import type { Shadow } from './ends.ts'
import type { Profile } from './profile.ts'
import type { Limits } from './queue.ts'

/** A job in the view is a number; 0 is none. */
export interface PolicyView {
  /** Simulated time, ms. */
  nowMs(): number
  /** Free nodes now; none while the first waiting job gathers them. */
  freeNodes(): number
  /** The first waiting job. */
  head(): number
  /** Nodes that a waiting job needs. */
  nodesOf(job: number): number
  /** Expected time from a start until the end of a waiting job, ms. */
  estimateMs(job: number): number
  /** The first waiting job behind `afterJob` (0: from the head) within the limits, in queue order. */
  firstWithin(limits: Readonly<Limits>, afterJob: number): number
  /** Earliest time from now (ms) at which so many nodes are free where the job may go, if no other starts, and the nodes left over then. */
  shadow(job: number, nodes: number, into: Shadow): void
  /** Free nodes by time, for policies that look ahead by `profile` or `reservations`. */
  profile(): Profile
  /** Promised starts, for policies that look ahead by `reservations`. */
  readonly book: Book
  /** Whether the quotas of its tenant let the job start now. */
  isAllowed(job: number): boolean
  /** Best fit: starts the job now if nodes can be had under the placement rule. */
  start(job: number): boolean
  /** Lets a blocked job, and those behind it in order, take nodes from lower classes where preemption is on; returns the nodes promised to them together. */
  preempt(job: number): number
  /** When it is worth to try that again, ms; Infinity if at no time of its own. */
  nextTryMs(job: number): number
  /** Has a pass at this time at the latest; Infinity takes the wish back. One wish at a time. */
  wakeAt(atMs: number): void
}

/** What a policy needs kept of the times ahead: nothing but expected ends, free nodes by time, or promised starts too. */
export type LookAhead = 'none' | 'profile' | 'reservations'

/** What is known of a job when it comes to wait. */
export interface JobFacts {
  readonly submitMs: number
  readonly nodes: number
  /** The user's request, ms of nominal work. */
  readonly requestedMs: number
  /** Accelerators asked for as a share of the site. */
  readonly siteShare: number
  /** Priority of its partition and of its class as shares of the highest. */
  readonly partition: number
  readonly classShare: number
  /** Nodes, and training data read, as shares of what the site has. */
  readonly nodeShare: number
  readonly loadingShare: number
  /** Points that its users forgo. */
  readonly nice: number
}

export interface Policy {
  readonly id: PolicyId
  /** Sentence case. */
  readonly label: string
  readonly summary: string
  /** 'none' when left out. */
  readonly lookAhead?: (scheduler: SchedulerSection) => LookAhead
  /** Place in the queue as a virtual time of submission, whole ms: earlier goes first. The time of submission when left out. */
  readonly orderMs?: (job: JobFacts, scheduler: SchedulerSection) => number
  /** Age beyond which a waiting job goes no further ahead; Infinity when left out. */
  readonly maxAgeMs?: (scheduler: SchedulerSection) => number
  /** How far ahead a fair-share factor of 1 puts the jobs of a tenant, ms; 0 when left out. */
  readonly fairShareMs?: (scheduler: SchedulerSection) => number
  /** Whether it preempts where preemption is on. */
  readonly preempts?: boolean
  /** One pass: start what may start now. Called after everything else of a millisecond. */
  decide(view: PolicyView, scheduler: SchedulerSection): void
}

export function definePolicy(policy: Policy): Policy {
  return Object.freeze(policy)
}
