/** Dates of construction, equipment that can be taken out of service, and the people and parts that bring it back. */
import { DAY_MS, YEAR_MS } from '../../base/spans.ts'
import type { FailureAge } from '../../physics/failure-age.ts'
import { type AssetKind, ASSETS } from '../../scenario/catalog/assets.ts'
import type { PartId } from '../../scenario/catalog/fault-classes.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

/** How the failure rate of a kind of equipment goes with its age. */
export function failureAgeOf({ facility: { equipment } }: Pick<Scenario, 'facility'>, kind: AssetKind): FailureAge {
  const { factor, decay } = equipment.infantMortality
  return { infant: { factor, decayMs: decay }, lifeMs: equipment.wearOut === 1 ? Infinity : ASSETS[kind].lifeYears * YEAR_MS, exponent: equipment.wearOut }
}

/** When what comes into service with a block at `nowMs` was new, ms: what stands at the start may be older than the run. */
export function newSinceMs({ blocks, horizon }: Pick<Scenario, 'blocks' | 'horizon'>, block: number, nowMs: number): number {
  return nowMs > 0 ? nowMs : Math.min(0, (blocks[block].ready - horizon.start) * DAY_MS)
}

/** What holds the construction of a block, ms since the start; −Infinity where nothing does. */
export interface Release {
  readonly constructionMs: number
  readonly fitOutMs: number
  readonly commissioningMs: number
  /** Blocks that must be commissioned before this one is begun. */
  readonly after: readonly number[]
}

/** Why whole equipment is out of service: planned work, its zone is closed, a mistake at work nearby. */
export type OutageReason = 'work' | 'zone' | 'mistake'
/** Columns that count, by reason, how often something is taken out. */
export const REASON_COLUMNS = { work: 'u8', zone: 'u8', mistake: 'u8' } as const

/** Whether anything keeps a row out of service. */
export const isTaken = ({ work, zone, mistake }: Readonly<Record<OutageReason, Uint8Array>>, row: number): boolean => work[row] + zone[row] + mistake[row] > 0

/** A piece of equipment that can be out of service by itself. */
export interface Asset {
  /** Path, as in events and random streams. */
  readonly path: string
  readonly kind: AssetKind
  /** Its block, −1 for the site. */
  readonly block: number
  /** Assets of one group stand in for each other; so many of them must work for the full load. */
  readonly group: string
  readonly needed: number
  /** Paths of assets that serve nothing while this one is out. */
  readonly carries: readonly string[]
  /** First rack behind it and the first no longer behind it; left out, all of its block may hang on it. */
  readonly racks?: readonly [number, number]
}

/**
 * What power and cooling keep as single machines. An asset that is out for several reasons, or has failed besides, returns when the last is
 * gone. What settle sees is the same as after a failure; nodes that it leaves without power or cooling are booked to the reason.
 */
export interface AssetPort {
  readonly assets: readonly Asset[]
  /** Neither failed nor taken out. */
  isUp(asset: number): boolean
  takeOut(asset: number, reason: OutageReason): void
  giveBack(asset: number, reason: OutageReason): void
  /** An asset fails before its time and is repaired like any other; false where it is out already. Between events alone. */
  fail(asset: number): boolean
  /** An asset is lost for good: true when its domain orders a new one and has it put in, else the caller holds it out until then. */
  destroy(asset: number): boolean
  /** Multiplies the failure rate of an asset from now on; > 0. */
  setHazard(asset: number, factor: number): void
  /** The repair that `AssetRepairPort` was asked for is done. */
  repaired(asset: number): void
}

/** The way of people to what they work on. */
export interface AccessPort {
  /** `people` of a work order want to work in a block (−1: beside the blocks) from now on; `WorkPort.admitted` follows, at once or later. */
  enter(order: number, block: number, worker: 'staff' | 'vendor', people: number): void
  /** They leave; also before they were admitted, when their order is put off. */
  leave(order: number): void
}

/** What work orders offer to whoever they ask. */
export interface WorkPort {
  /** The people of an order stand before what they work on. */
  admitted(order: number): void
}

/** Equipment that asks for a crew when it has failed. */
export interface AssetRepairPort {
  /** An asset failed; its repair takes `workMs` of hands-on work, after which `AssetPort.repaired` follows. */
  assetFailed(path: string, workMs: number): void
}

/** When equipment with long lead times may be put to use, ms since the start; −Infinity where nothing is waited for. */
export interface EquipmentDates {
  /** What feeds need that come in at the substation. */
  readonly substationMs: number
  /** What the third level of any block’s power needs. */
  readonly switchgearMs: number
  readonly plantsMs: readonly number[]
  readonly storageMs: readonly number[]
  /** By block: what the second level of its power and of its cooling needs. */
  readonly powerMs: readonly number[]
  readonly coolingMs: readonly number[]
}

/** Repair crews and parts as faults need them. What is repaired is a unit: a node by its index, a rack as a whole by the number of nodes plus its index, what failed in the network by numbers beyond. */
export interface FacilityPort {
  /** Asks for so many technicians; `RepairPort.technicianArrived` follows, at once if they are free. Larger priority first, then in order of asking. */
  requestTechnician(unit: number, priority: number, people: number): void
  releaseTechnician(unit: number, people: number): void
  /** Takes a spare part if on the shelf (true) or orders one (false; `partArrived` follows). */
  takePart(unit: number, part: PartId): boolean
}

/** Answers of facility to faults. */
export interface RepairPort {
  technicianArrived(unit: number): void
  partArrived(unit: number): void
}
