/** Figures of the domain for metrics, inspectors and results: as they stand, and counts of the run so far. */
import { heldByFabricMs } from './blocks-apart.ts'
import type { FinishedJobs } from './finished.ts'
import type { Services } from './serving-accounts.ts'
import { stoppedJobs } from './streams.ts'
import type { Cluster } from './tables.ts'

/** Live figures for metrics and inspectors. */
export interface JobView {
  readonly runningCount: number
  readonly queuedCount: number
  /** Accelerators held by services: serving, starting and stalled. */
  readonly servingAccelerators: number
  readonly replicasServing: number
  readonly tokensServed: number
  readonly freeNodes: number
  readonly openNodes: number
  readonly idleAccelerators: number
}

/** Figures of the run so far. */
export interface ComputeCounts {
  readonly jobsQueued: number
  readonly jobsStarted: number
  readonly jobsCompleted: number
  readonly jobsWithdrawn: number
  /** Ended by errors of their own users. */
  readonly jobsFailed: number
  /** Cancelled by their users while they ran. */
  readonly jobsStopped: number
  readonly jobInterruptions: number
  /** Ended by preemption. */
  readonly jobsCancelled: number
  readonly jobPreemptions: number
  /** Moved by defragmentation. */
  readonly jobsMoved: number
  /** Share of completed and withdrawn jobs that finished within their request after submission plus the queue patience; NaN if none. */
  readonly jobsOnTimeShare: number
  /** Wait until the first start over started jobs; NaN without any. */
  readonly waitMsMean: number
  /** Over ended jobs that had started, within a sixteenth of an octave; NaN without any. */
  readonly waitMsP95: number
  /** Share of requests answered within the objective for the first token; NaN without requests. */
  readonly sloAttainment: number
  /** 95th percentile of the time to the first token over all requests that were answered; NaN without any. */
  readonly p95LatencyMs: number
  readonly tokensServed: number
  /** Accelerator-ms that idled because no job could start over several blocks; part of the fragmentation. */
  readonly heldByFabricMs: number
  /** Accelerator-ms that idled because the money of tenants was spent; left out where none has a budget. */
  readonly heldByBudgetMs?: number
}

const sumOf = (column: ArrayLike<number>): number => {
  let sum = 0
  for (let i = 0; i < column.length; i++) sum += column[i]
  return sum
}

export function createJobView(c: Cluster, { pools, books }: Services): JobView {
  const { counts } = c
  return {
    get runningCount() {
      return counts.runningCount
    },
    get queuedCount() {
      return counts.queuedCount
    },
    get servingAccelerators() {
      return sumOf(pools.col.heldAccelerators)
    },
    get replicasServing() {
      return sumOf(pools.col.serving)
    },
    get tokensServed() {
      return books.all('tokens')
    },
    get freeNodes() {
      return counts.freeNodes
    },
    get openNodes() {
      return counts.openNodes
    },
    get idleAccelerators() {
      return counts.idleAccelerators
    },
  }
}

export function countsOf(c: Cluster, { books }: Services, finished: FinishedJobs): ComputeCounts {
  const { counts } = c
  return {
    heldByFabricMs: heldByFabricMs(c),
    ...(c.budgets === undefined ? {} : { heldByBudgetMs: c.budgets.heldBackMs() }),
    jobsQueued: counts.jobsQueued,
    jobsStarted: counts.jobsStarted,
    jobsCompleted: counts.jobsCompleted,
    jobsWithdrawn: counts.jobsWithdrawn,
    jobsFailed: counts.jobsFailed,
    jobsStopped: stoppedJobs(c),
    jobInterruptions: counts.jobInterruptions,
    jobsCancelled: counts.jobsCancelled,
    jobPreemptions: counts.jobPreemptions,
    jobsMoved: c.defragmentation?.moved() ?? 0,
    jobsOnTimeShare: counts.jobsOnTime / (counts.jobsCompleted + counts.jobsWithdrawn),
    waitMsMean: counts.waitMsSum / counts.jobsStarted,
    waitMsP95: finished.waitQuantileMs(0.95),
    sloAttainment: books.all('onTime') / books.all('requests'),
    p95LatencyMs: books.firstTokenMs(0.95),
    tokensServed: books.all('tokens'),
  }
}
