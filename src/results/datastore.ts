/** What lay in the datastore, B: at the end of a run, at most, and for what; and when it took no new jobs. */
export interface DatastoreBook {
  readonly capacityB: number
  readonly usedB: number
  readonly mostB: number
  /** Checkpoints of jobs that are not over, data of the workload, permanent checkpoints; the rest is what else lies there. */
  readonly checkpointsB: number
  readonly dataB: number
  readonly permanentB: number
  /** What found no room and was not kept. */
  readonly givenUpB: number
  /** Time above the high-water mark, in so many stretches. */
  readonly closedMs: number
  readonly closings: number
}
