/** The stores of a site as the rest of the domain knows them. */
import type { Adaptive } from './adaptive.ts'
import type { ClassBooks } from './class-books.ts'
import type { DataStore } from './data-store.ts'
import type { Tier } from './data-supply.ts'
import type { Staging } from './staging.ts'
import type { Tiers } from './tiers.ts'
import type { StoreRoom } from './store-room.ts'

export interface StoreParts {
  /** The shared file system; undefined where restores take the stated time. */
  readonly store: DataStore | undefined
  /** What checkpoints are written to in front of it; undefined where the file has none. */
  readonly burst: DataStore | undefined
  /** The store behind it; undefined where the file has none. */
  readonly objectStore: DataStore | undefined
  /** Room in the shared file system; undefined where nobody looks at it. */
  readonly room: StoreRoom | undefined
  /** What brings data from elsewhere; undefined where no job needs any. */
  readonly staging: Staging | undefined
  /** Undefined where all checkpoints go to the datastore. */
  readonly tiers: Tiers | undefined
  /** What jobs learn from faults; undefined where intervals do not adapt. */
  readonly adaptive: Adaptive | undefined
  /** Training data that an accelerator reads at full speed, B/s, by source. */
  readonly loading: Float64Array
  /** What became of the time of jobs, by workload entry. */
  readonly classes: ClassBooks
  /** Where each entry loads it from, and the share of its rate that a node takes in. */
  readonly loadsFrom: readonly Tier[]
  readonly nodeSupply: Float64Array
}
