/** Jobs of a run that was recorded, in order of submission: when each waited, ran and ended. Times in ms since the start. */

/** How a job ended; the place in this list is what the column `outcome` holds. */
export const JOB_OUTCOMES = [
  { id: 'unfinished', label: 'Not over yet' },
  { id: 'completed', label: 'Completed' },
  { id: 'failed', label: 'Failed by its own error' },
  { id: 'withdrawn', label: 'Withdrawn from the queue' },
  { id: 'cancelled', label: 'Cancelled for another' },
  { id: 'stopped', label: 'Stopped by its user' },
  { id: 'moved', label: 'Went on at another site' },
  { id: 'expired', label: 'Ended by its time limit' },
] as const
export type JobOutcome = (typeof JOB_OUTCOMES)[number]['id']

export const jobOutcomeCode = (id: JobOutcome): number => JOB_OUTCOMES.findIndex(outcome => outcome.id === id)

/** One value a job. */
export interface JobLog {
  /** Names of the workload entries. */
  readonly entries: readonly string[]
  /** Number of the job in the run, as on racks and in lives. */
  readonly job: Int32Array
  /** Index into `entries`, and which of the jobs of its entry it is, from 1. */
  readonly entry: Int32Array
  readonly ordinal: Int32Array
  readonly accelerators: Int32Array
  readonly submitMs: Float64Array
  /** First start, and the end; −1 where it has not come to that. */
  readonly startMs: Float64Array
  readonly endMs: Float64Array
  /** Index of `JOB_OUTCOMES`. */
  readonly outcome: Int32Array
  /** Interruptions and preemptions; it may have waited again after each. */
  readonly interruptions: Int32Array
  /** Jobs after the last one that is written down. */
  readonly leftOut: number
}
