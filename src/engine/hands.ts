/**
 * What somebody may do to a site in mid-run: let something fail, take it out of service, interrupt a feed, put a machine beside others. Between
 * two events alone, in a millisecond in which nothing else happens. Nothing here has state of its own.
 */
import type { MachineKind } from './cooling/machines.ts'
import type { AssetPort } from './ports.ts'

export interface SiteHands {
  /** Null for the one site of a file. */
  readonly site: string | null
  readonly assets: AssetPort
  /** Names of the feeds in file order. */
  readonly feeds: readonly string[]
  interruptFeed(feed: number, durationMs: number): void
  readonly rackCount: number
  /** All nodes of a rack in service fail and are repaired by hand; how many did. */
  failRack(rack: number): number
  /** Puts one more machine like the others beside them; false where there is none of its kind. */
  addMachine(block: number, kind: MachineKind): boolean
}
