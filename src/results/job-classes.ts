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
}
