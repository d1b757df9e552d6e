/** What became of the time of the jobs of one workload entry. */
export interface JobClassBook {
  /** Id of the entry. */
  readonly id: string
  /** Accelerator-ms: useful, on checkpoints, lost and done again, slowed, and starting, restoring, stalled or torn down; together all that jobs held. */
  readonly productive: number
  readonly checkpoint: number
  readonly rework: number
  readonly slowed: number
  readonly restart: number
  /** Accelerator-ms of waiting before the first start, and again after interruptions. */
  readonly queued: number
  readonly requeued: number
  /** Job-ms of all attempts. */
  readonly runMs: number
  readonly started: number
  /** Attempts that faults ended. */
  readonly interruptions: number
  /** Jobs that their users cancelled, that their own errors ended, and that never started and were withdrawn; 0 where the entry has no ends of its own. */
  readonly stopped: number
  /** Jobs that were ended with the time that their users asked for. */
  readonly expired: number
  readonly failed: number
  readonly withdrawn: number
  /** Jobs with a date: those that made it; those that completed later, and how late they were, ms in all; those that were withdrawn, or are past it and not done. */
  readonly onTime: number
  readonly late: number
  readonly latenessMs: number
  readonly missed: number
  /** Jobs that never came, because one that they wait for failed. */
  readonly dismissed: number
  /** Jobs that went on at another site; left out where none may. */
  readonly moved?: number
}

/**
 * Effective training time of one run over the last hour, an hour ending with every whole minute since its first start: hours that were looked at,
 * how many reached so many whole percent (101 bins), the sum of their shares and the lowest.
 */
export interface HourlyEttr {
  readonly id: string
  readonly hours: number
  readonly bins: readonly number[]
  readonly sum: number
  readonly lowest: number
}
