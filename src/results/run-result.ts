/**
 * A finished replication as plain columns: what the engine hands to analysis, charts, exporters and the worker boundary.
 * Everything is structured-clonable; typed arrays are transferred. Times are ms since the start of the scenario.
 */
import type { BlockCapacity } from './capacity.ts'
import type { CriticalSpell } from './critical.ts'
import type { DatastoreBook } from './datastore.ts'
import type { FabricBill } from './fabric-bill.ts'
import type { HourlyEttr, JobClassBook } from './job-classes.ts'
import type { FaultBook } from './faults.ts'
import type { BlockEfficiency, WaterTotals } from './efficiency.ts'
import type { JobLog } from './job-log.ts'
import type { Metering } from './metering.ts'
import type { NetworkPlaces } from './network-places.ts'
import type { ServiceColumns } from './services.ts'
import type { TenantColumns } from './tenants.ts'
import type { RunRecord } from './runs.ts'
import type { WorkBook } from './work.ts'
import type { ZonePlaces } from './zones.ts'

/** A ledger bucket as data, so that readers need no engine code. Gate 0 is provisional, 10 productive. */
export interface ResultBucket {
  readonly code: string
  readonly gate: number
  readonly label: string
}

/** Ledger by window: `acceleratorMs[window * buckets.length + bucket]`, each cell an exact integer. */
export interface LedgerColumns {
  readonly windowMs: number
  readonly windowCount: number
  readonly buckets: readonly ResultBucket[]
  readonly acceleratorMs: Float64Array
  /** The contract of each window, from the plan alone; equals the sum of the window's buckets exactly. */
  readonly contractedMs: Float64Array
  /** Memo: accelerator-ms never committed that the horizon made productive, decimal string; part of the productive bucket. */
  readonly horizonMemoMs: string
  /** Names of the generations of accelerators. */
  readonly generations: readonly string[]
  /** Accepted fleet by window: contracted accelerators from their first minute in service on. */
  readonly acceptedMs: Float64Array
  /** Memo: useful accelerator-ms of jobs whose user threw the result away, decimal string; productive or `L9.rework.user` as the file chooses. */
  readonly discardedMs: string
  /** Memo outside of the waterfall: accelerator-ms in service before their contract began, decimal string. */
  readonly surplusMs?: string
  /** Accelerator-ms by mask of unmet gates (bit g − 1 = gate g), decimal strings. */
  readonly maskMs: readonly string[]
  readonly maskPeriods: MaskPeriods
}

/** What several gates held at once, over stretches of whole windows; few of them, however many windows there are. */
export interface MaskPeriods {
  /** Windows of a period; the last may have fewer. */
  readonly windows: number
  /** `acceleratorMs[period * 64 + mask]`, exact integers that sum to `maskMs`. */
  readonly acceleratorMs: Float64Array
}

/** The ledger by generation of accelerators, tenant and calendar month; tenant 0 is nobody: closed and idle nodes, work without a tenant. */
export interface LedgerBooks {
  /** Names of the tenants after nobody. */
  readonly tenants: readonly string[]
  readonly generations: readonly string[]
  readonly months: readonly { readonly year: number; readonly month: number }[]
  /** `acceleratorMs[((generation * (tenants + 1) + tenant) * months + month) * buckets + bucket]`, exact integers whose sum is the ledger. */
  readonly acceleratorMs: Float64Array
}

/** One value per window. */
export interface Series {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly values: Float64Array
  /** What several sites have together in a window, when it is not the sum. */
  readonly together?: 'largest' | 'least'
}

/** Changes of one value of one kind of entity: rows sorted by time, then entity. */
export interface ChangeLog {
  readonly id: string
  readonly entities: number
  readonly atMs: Float64Array
  readonly entity: Int32Array
  readonly value: Int32Array
}

export interface Milestone {
  readonly atMs: number
  readonly plannedMs: number
  readonly name: string
  /** Block index, −1 for the site. */
  readonly block: number
}

/** Something that happened and deserves a mark on the timeline. */
export interface Incident {
  readonly atMs: number
  readonly endMs: number
  readonly kind: string
  readonly label: string
  readonly block: number
}

/** Exact totals as decimal strings of W·ms (energy); floats where physics is float. */
export interface EnergyTotals {
  readonly gridWms: string
  readonly generationWms: string
  readonly itWms: string
  readonly mechanicalWms: string
  readonly lossWms: string
  readonly fuelWms: string
  /** Part of the IT energy that arrives at the busbars behind the racks' own converters. */
  readonly busbarWms: string
  /** What racks and cooling asked for, and what of it was not served, by cause; IT and mechanical energy are the rest, exactly. */
  readonly requestedWms?: string
  readonly notServedWms?: { readonly utility: string; readonly curtail: string; readonly internal: string; readonly cooling: string; readonly permit: string }
  readonly waterL: number
}

/** What was generated on site and from what: decimal strings of W·ms, and the running hours of standby sets. */
export interface OnSiteTotals {
  /** Sum to the generation: standby sets, UPS batteries, plants, sun, what storage delivered. */
  readonly standbyWms: string
  readonly upsWms: string
  readonly plantWms: string
  readonly solarWms: string
  readonly storageOutWms: string
  /** What charged storage; part of the losses. */
  readonly storageInWms: string
  /** Sum to the fuel, by lower heating value. */
  readonly dieselWms: string
  readonly gasWms: string
  /** Hours of all standby sets by purpose, those beyond their permit, and the fine for them, USD. */
  readonly emergencyH: number
  readonly testH: number
  readonly responseH: number
  readonly violationH: number
  readonly fineUsd: number
  /** By air permit, in file order; left out where there is none. */
  readonly emissions?: readonly PermitEmissions[]
}

/** Nitrogen oxides under an air permit, and what of them was beyond its limit. */
export interface PermitEmissions {
  readonly id: string
  readonly noxKg: number
  /** The most of any twelve months, or of a calendar year. */
  readonly peakKg: number
  readonly overKg: number
  readonly fineUsd: number
  /** Hours at the limit. */
  readonly reachedH: number
}

/** Figures that need more than windows and series: counts and distributions of jobs, service and faults. */
export interface RunCounts {
  readonly jobsQueued: number
  readonly jobsStarted: number
  readonly jobsCompleted: number
  readonly jobsWithdrawn: number
  /** Ended by errors of their own users, and cancelled by their users while they ran. */
  readonly jobsFailed?: number
  readonly jobsStopped?: number
  readonly jobInterruptions: number
  /** Share of ended jobs that finished within their requested time after submission plus the queue patience; NaN if none ended. */
  readonly jobsOnTimeShare: number
  readonly waitMsMean: number
  readonly waitMsP95: number
  readonly nodeFaults: number
  readonly events: number
  /** Share of all requests answered in time, and 95th percentile of the time to the first token over those answered; NaN where no service runs. */
  readonly sloAttainment: number
  readonly p95LatencyMs: number
  readonly tokensServed: number
  /** Accelerator-ms that idled because no job could start over several blocks; part of the fragmentation. */
  readonly heldByFabricMs?: number
  /** Accelerator-ms that idled because the money of tenants was spent; left out where none has a budget. */
  readonly heldByBudgetMs?: number
}

/** One machine or line of the site; `rating` in W (VA for transformers). */
export interface Equipment {
  /** Path, as in incidents and random streams. */
  readonly id: string
  readonly kind: string
  /** Block index, −1 for the site. */
  readonly block: number
  readonly rating: number
  readonly model: string
}

export interface RunResult {
  readonly seed: number
  readonly replication: number
  readonly horizonMs: number
  readonly startDay: number
  readonly acceleratorCount: number
  /** Plan date of the last contracted block: sustained utilisation counts from here. */
  readonly rampEndMs: number
  /** First ms that is contracted at all. */
  readonly contractStartMs: number
  readonly ledger: LedgerColumns
  /** Left out where the file has no tenants and one generation. */
  readonly books?: LedgerBooks
  readonly series: readonly Series[]
  readonly milestones: readonly Milestone[]
  readonly incidents: readonly Incident[]
  readonly energy: EnergyTotals
  readonly onSite: OnSiteTotals
  /** By block, in order. */
  readonly efficiency: readonly BlockEfficiency[]
  readonly water: WaterTotals
  readonly counts: RunCounts
  /** By workload entry but services, in file order. */
  readonly jobClasses?: readonly JobClassBook[]
  /** Effective training time by the hour of training runs that started; left out where the file has none. */
  readonly hourlyEttr?: readonly HourlyEttr[]
  /** What lies in the datastore; left out where its capacity is not stated. */
  readonly datastore?: DatastoreBook
  /** Named model runs; left out where the file plans none. */
  readonly runs?: readonly RunRecord[]
  readonly metering: Metering
  /** Of replication 0 alone: what held each block while it was filled, by block and time. */
  readonly critical?: readonly CriticalSpell[]
  /** By kind, in order of the kinds. */
  readonly faults?: readonly FaultBook[]
  /** What inference services did; left out where the file has none. */
  readonly services?: readonly ServiceColumns[]
  /** What the crews did; left out where the file asks for none. */
  readonly work?: WorkBook
  /** What tenants asked for, held and were promised; left out where the file names none. */
  readonly tenants?: TenantColumns
  /** Only for runs that record: zones of which the logs tell the state; left out where the file names none. */
  readonly zones?: ZonePlaces
  /** Only for runs that record: when each job waited, ran and ended, and where the networks are of which the logs tell the load. */
  readonly jobLog?: JobLog
  readonly network?: NetworkPlaces
  /** Only for replication 0: what racks, blocks and zones did, for scrubbing. */
  readonly logs: readonly ChangeLog[]
  /** Electrical and cooling equipment in path order; only for replication 0. */
  readonly equipment: readonly Equipment[]
  /** Capacity of every block at the present end of the run, from plan to use; only for replication 0. */
  readonly capacity: readonly BlockCapacity[]
  /** What the network is made of; of replication 0, and of all where its price is a cost of its own. */
  readonly fabric?: FabricBill
  /** Hash over the final engine state. */
  readonly stateHash: string
  /** Whether the condition of a contingent option came true at its decision; left out where nothing was to be decided (yet). */
  readonly decision?: { readonly option: string; readonly atMs: number; readonly isTaken: boolean }
  /** Each site's run in its own local time, where there are several; everything above is then theirs together. */
  readonly sites?: readonly SiteRun[]
}

/** The run of one of several sites. */
export interface SiteRun {
  readonly id: string
  readonly label: string
  readonly result: RunResult
}
