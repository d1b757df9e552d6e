/** Sides of a file that are simulated as they are asked for, and the rows of each. Who runs them is the host's own matter. */
import type { Row } from '../reduce.ts'
import type { Edit } from '../studies/laboratory.ts'

/** One side of the file. */
export interface Side {
  readonly label: string
  readonly option: string | undefined
  readonly set: readonly Edit[]
}

/** A side that was tried. */
export interface Tried {
  readonly side: Side
  /** Why it cannot be built; undefined for one that can. */
  readonly reason: string | undefined
  /** Of its replications, in their order. */
  readonly rows: Row[]
  /** Number of the point; −1 for a side that cannot be built. */
  readonly point: number
}

export interface Bench {
  /** The side, read and checked; the same one for the same side. */
  open(side: Side): Promise<Tried>
  /** Runs what is missing until each has as many replications. */
  runTo(sides: readonly Tried[], replications: number): Promise<void>
}
