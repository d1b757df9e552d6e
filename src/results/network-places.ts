/** Where the networks of a site are: what the change logs `leafLoad`, `spineLoad` and `podLoad` of a recorded run are about. */

/**
 * Leaf groups in the order of the entities of `leafLoad`; `spineLoad` and `podLoad` are by block. All three hold what jobs ask of the healthy
 * bandwidth each way, in thousandths, in steps of twenty upwards: above 1000 the jobs are slowed down. −1 where there is no such tier.
 */
export interface NetworkPlaces {
  /** Block of each leaf group, and the first and last rack that it reaches. */
  readonly block: Int32Array
  readonly firstRack: Int32Array
  readonly lastRack: Int32Array
}

/** Highest load that a log holds, in thousandths: what asks for bandwidth that is not there at all. */
export const MOST_LOAD = 1_000_000
