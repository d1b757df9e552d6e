/** The records through which the domains talk: static tables (World), shared read-only views, and narrow interfaces that simulation.ts hands out. */
import type { Distribution } from '../base/distribution.ts'
import type { EntityKey } from '../base/rng.ts'
import type { AssetKind } from '../scenario/catalog/assets.ts'
import type { RackType } from '../scenario/catalog/racks.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { EngineEvent } from './events.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'

/** Shed order of electrical loads, 0 is shed last: life safety, cooling, network and storage, inference, training, deferrable. */
export const LOAD_CLASS = { lifeSafety: 0, cooling: 1, network: 2, inference: 3, training: 4, deferrable: 5 } as const
export const LOAD_CLASS_COUNT = 6

/** Static tables of the site with dense indexes in path order; built once by assemble, never changed. */
export interface World {
  /** Length of the run, ms. */
  readonly horizonMs: number
  /** Length of a ledger window, ms; divides a day. */
  readonly windowMs: number
  /** Day number (days since 1970-01-01) of t = 0, local standard midnight. */
  readonly startDay: number
  /** Root of all random streams: (seed, replication). */
  readonly root: EntityKey
  readonly blocks: BlockTable
  readonly racks: RackTable
  readonly nodes: NodeTable
  readonly leaves: LeafTable
  readonly rackTypes: readonly RackType[]
  /** What a rack of each type counts as under the site's power basis, W: in plans, and as its cap in the run. */
  readonly countedW: readonly number[]
  /** All accelerators of the plan. */
  readonly acceleratorCount: number
}

export interface BlockTable {
  readonly count: number
  /** Path such as `block[2]`. */
  readonly path: readonly string[]
  readonly label: readonly string[]
  /** Racks of block b are rackBegin[b] … rackBegin[b + 1] − 1; likewise nodes and leaves. */
  readonly rackBegin: Int32Array
  readonly nodeBegin: Int32Array
  readonly leafBegin: Int32Array
  readonly accelerators: Int32Array
  /** Promised ready-for-service time, ms since start; the contract of the block's accelerators begins here. */
  readonly contractMs: Float64Array
  /** IT power of the block at rack input with all racks at what they count as under the site's power basis, W; nameplate by default. */
  readonly itMaxW: Float64Array
}

export interface RackTable {
  readonly count: number
  readonly block: Int32Array
  readonly type: Int32Array
  /** Nodes of rack r are nodeBegin[r] … nodeBegin[r + 1] − 1. */
  readonly nodeBegin: Int32Array
}

export interface NodeTable {
  readonly count: number
  readonly rack: Int32Array
  readonly block: Int32Array
  readonly leaf: Int32Array
  readonly accelerators: Int32Array
  /** Stream key of the node (path `block[b]/rack[r]/node[n]`), two uint32 words. */
  readonly key0: Uint32Array
  readonly key1: Uint32Array
}

/** A leaf is the group of racks below one set of leaf switches (a scalable unit); racks of a leaf are contiguous. */
export interface LeafTable {
  readonly count: number
  readonly block: Int32Array
  readonly nodeBegin: Int32Array
}

/** What every domain receives. */
export interface DomainContext {
  readonly world: World
  readonly scenario: Scenario
  readonly kernel: Kernel
  readonly state: State
  /** Tells the listeners (metrics, logs) what happened at kernel.now. */
  readonly emit: (event: EngineEvent) => void
}

/**
 * Root causes that can close a gate of a node, in code order. Only the ledger knows their buckets (ledger/causes.ts);
 * domains name causes. Append only.
 */
export const CAUSES = [
  'supplier', 'shipping', 'receiving',
  'building', 'commissioning', 'gridDelay', 'gridOutage', 'gridCapacity', 'generationFault', 'transformerFault', 'upsFault', 'distributionFault',
  'rackPower', 'plannedElectrical', 'curtailment', 'zone',
  'plantDelay', 'plantFault', 'cdu', 'leak', 'weather', 'water', 'coolingPower',
  'install', 'fabricDelay', 'leafFault', 'linkFault', 'fabricMaintenance', 'wan',
  'burnIn', 'deadOnArrival', 'undetected', 'triage', 'waitTechnician', 'waitPart', 'repair', 'requalification', 'rma', 'quarantine', 'noReturn', 'humanError',
  'maintenance', 'firmware', 'drainWait', 'spareReserve', 'adminHold', 'stranded',
] as const
export type Cause = (typeof CAUSES)[number]

/**
 * Gates of nodes. A gate is closed while at least one cause at block, rack or node level holds it. Closing the first
 * gate of a node takes it away from the scheduler (killing its job), opening the last returns it.
 * Calls with an unchanged state do nothing. Allowed in any phase up to control.
 */
export interface GatePort {
  closeBlock(block: number, cause: Cause): void
  openBlock(block: number, cause: Cause): void
  closeRack(rack: number, cause: Cause): void
  openRack(rack: number, cause: Cause): void
  closeNode(node: number, cause: Cause): void
  openNode(node: number, cause: Cause): void
  /** True while no gate of the node is closed: the scheduler may use it. */
  isOpen(node: number): boolean
}

/** Why the rest of a job's work since its last durable commit was lost. */
export type ReworkCause = 'hw' | 'sw' | 'power' | 'cooling' | 'net' | 'sdc' | 'preempt' | 'user'

/** Bookings of compute into the ledger. All amounts are whole accelerators and whole ms. */
export interface LedgerPort {
  /** `accelerators` enter a timed bucket at now (`L8.init`, `L8.restore`, `L8.faultStall`, `L8.teardown`, `E.provisional`). */
  hold(bucket: number, accelerators: number): void
  /** `accelerators` leave that bucket at now. */
  release(bucket: number, accelerators: number): void
  /**
   * Idle accelerators by G7 reason from now on: index i of the vector is bucket `IDLE_BUCKETS[i]`. The sum must equal the
   * open accelerators that hold no job. Called at the end of every scheduling pass.
   */
  setIdle(vector: Int32Array): void
  /**
   * Re-books [fromMs, toMs) of `accelerators` out of `E.provisional`, in the windows where the time was spent: first
   * `blockedMs` to `L9.ckpt`, then the losses of the factors, the useful rest to `P` or, with `lost`, to `L9.rework.<lost>`.
   * `factors[i]` in (0, 1] belongs to `FACTOR_BUCKETS[i]`; the work rate is their product.
   */
  settle(accelerators: number, fromMs: number, toMs: number, blockedMs: number, factors: Float64Array, lost?: ReworkCause): void
}

/** Order of the idle reasons in `LedgerPort.setIdle`. */
export const IDLE_REASONS = ['noDemand', 'quota', 'affinity', 'power', 'thermal', 'storage', 'fragmentation', 'reservationHold', 'schedLatency'] as const
/** Order of the slowdown factors in `LedgerPort.settle`. */
export const FACTORS = ['straggler', 'powerThrottle', 'thermalThrottle', 'storage', 'commFault', 'commContention', 'commPlacement', 'serveHeadroom'] as const

/** What compute offers to the rest of the site. */
export interface ComputePort {
  /** A node lost its last open gate state: remove it, kill its job with this cause of rework. */
  nodeLost(node: number, cause: Cause): void
  /** All gates of the node are open again. */
  nodeGained(node: number): void
  /** A fault struck the node but is not detected yet; true if a job holds it (the job stalls now, `L8.faultStall`). */
  nodeStalled(node: number): boolean
  /** The fault of a stalled job's node is detected: kill and requeue the job. Must be called before the node's gate closes. */
  faultDetected(node: number, rework: ReworkCause): void
  /** A fault of software scope struck the job on this node: job dies and restarts, the node stays. */
  jobFaulted(node: number, rework: ReworkCause): void
  /** Work rate under the power cap of (block, load class): `cap` = granted ÷ requested IT watts in (0, 1]. */
  setPowerCap(block: number, loadClass: number, cap: number): void
  /** Whether what holds a capped block back is shared by its racks: a rise must then be published at once, for it takes from others. */
  setCapShared(block: number, isShared: boolean): void
  /** Thermal throttle factor of a block in (0, 1]. */
  setThermalFactor(block: number, factor: number): void
  /** Fabric changed the rates of a job: factors for commPlacement, commContention, commFault, each in (0, 1]. */
  setFabricFactors(job: number, placement: number, contention: number, fault: number): void
  /** Job row that holds the node, as given to `FabricPort.attach`; −1 for none. */
  jobOf(node: number): number
  /** IT load now, published on change (coalesced). */
  readonly load: ItLoad
}

/** IT load in integer watts at rack input; idle racks count as class network. */
export interface ItLoad {
  /** Sums over the racks of a block as last published, by block × class: the draw in all books. */
  readonly blockRequestW: Float64Array
  readonly blockMinimumW: Float64Array
  /** The same at this moment; published when they have moved enough. */
  readonly liveRequestW: Float64Array
  readonly liveMinimumW: Float64Array
  /** Works out what the racks of a block ask for at this moment into `requestW` and `minimumW`; costs a step per node. */
  readRacks(block: number): void
  /** By rack × class, right for blocks that were just read. */
  readonly requestW: Int32Array
  readonly minimumW: Int32Array
}

/** Nodes of a placement: stretches of nodes that follow each other inside a leaf; the stretches of a leaf follow each other too. */
export interface Stretches {
  count: number
  /** First node of a stretch, and how many. */
  readonly begin: Int32Array
  readonly length: Int32Array
}

/** What fabric offers to compute: a job's nodes enter and leave the fabric; rates come back through `onFactors`. */
export interface FabricPort {
  /**
   * A job starts on these `nodeCount` nodes, to be read during the call; returns nothing, but `ComputePort.setFabricFactors` is called
   * for this job and for every job whose factors changed. `commFraction` in [0, 1) is the exposed communication share of a step.
   */
  attach(job: number, nodes: Stretches, nodeCount: number, commFraction: number): void
  detach(job: number): void
}

/** Electrical state of the site after the last settle; owned by power, read by all. */
export interface PowerView {
  /** 1 when the block's design megawatts are committed and live (energised), by block. */
  readonly energised: Uint8Array
  /** Granted IT watts by block × class after capping; equals the request when nothing binds. */
  readonly grantedW: Float64Array
  /** Granted mechanical watts by block. */
  readonly mechanicalGrantedW: Float64Array
  /** Racks without supply: 1 when dead. */
  readonly rackDead: Uint8Array
  /** Site totals, W: drawn from feeds, generated on site, losses, IT, mechanical. */
  readonly totals: SiteTotals
}

/** What is asked for, and what of it is not served, by cause, W: the utility, its calls, the site's own equipment, heat, permits of its sets. */
export interface NotServedTotals {
  requestedW: number
  shortUtilityW: number
  shortCurtailW: number
  shortInternalW: number
  shortCoolingW: number
  shortPermitW: number
}

/**
 * Flows of the site, W. Generation is the sum of standby sets, UPS batteries, plants, sun and storage; what charges storage is part of the
 * losses, as with UPS batteries. Fuel is diesel and gas, by lower heating value.
 */
export interface SiteTotals extends NotServedTotals {
  gridW: number; generationW: number; lossW: number; itW: number; mechanicalW: number; fuelW: number; busbarW: number
  standbyW: number; upsW: number; plantW: number; solarW: number; storageOutW: number; storageInW: number
  dieselW: number; gasW: number
}

/** What simulation.ts drives in power. Setting loads marks dirt; `settle` solves and updates the view. */
export interface PowerPort {
  readonly view: PowerView
  /** Firm megawatts promised by energised feeds and generation, W, now. */
  firmW(): number
  setItLoad(block: number, loadClass: number, requestW: number, minimumW: number): void
  setMechanicalLoad(block: number, requestW: number): void
  /** What the caps of a block's racks let through of what it asks for, W, before anything upstream cuts; `askedW` where it has none. */
  letThroughW(block: number, askedW: number): number
  /** Whether a limit that racks share holds the block back now, rather than the cap of each rack alone. */
  isHeldBack(block: number): boolean
  /** What heat makes the racks of a block give up of what they want, W, and whether cooling has shut them down. */
  setGivenUp(block: number, w: number, isShut: boolean): void
  /** Solves the dirty part; true if any grant or rack state changed since the last settle. */
  settle(): boolean
  /** Losses dissipated in conditioned rooms of a block (UPS, indoor distribution), W, as of the last settle. */
  roomLossW(block: number): number
}

/** Thermal state of the blocks after the last evaluation; owned by cooling. */
export interface CoolingView {
  /** Electric power asked by the plant of each block, W (integer). */
  readonly mechanicalW: Float64Array
  readonly makeupKgps: Float64Array
  /** Water that all blocks draw, whole mg/s. */
  readonly drawMgps: number
  readonly facilitySupplyC: Float64Array
  /** Technology-loop supply temperature at the cold plates. */
  readonly coolantC: Float64Array
  readonly inletAirC: Float64Array
  /** Thermal throttle factor asked from IT, (0, 1]. */
  readonly throttle: Float64Array
  /** 1 while the block must be off (thermal shutdown or no coolant). */
  readonly shutdown: Uint8Array
  /** Time so far with coolant above what the vendor warrants, with a warning, and with coolant held above the dew point, ms. */
  readonly beyondWarrantyMs: Float64Array; readonly warnedMs: Float64Array; readonly guardedMs: Float64Array
}

export interface CoolingPort {
  readonly view: CoolingView
  setWeather(weather: WeatherNow): void
  /** Capacity that clogged coils and filters leave to dry coolers from now on; 1 in clean air. */
  setAirSide(share: number): void
  /** Share of its usual water that the source gives from now on. */
  setWaterSupply(share: number): void
  /** Hail takes each cooler out with probability `damage` until its coil is repaired; `key` draws which. */
  strikeCoolers(damage: number, repair: Distribution, key: EntityKey): void
  /** Heat of a block now, W: IT power drawn (cooling splits liquid and air itself), plus losses dissipated in conditioned rooms. */
  evaluate(block: number, itW: number, roomLossW: number, poweredFraction: number): void
  /** All blocks of a settle are evaluated: the site's water follows. */
  settled(): void
}

/** Weather of the present hour. */
export interface WeatherNow {
  readonly dryBulbC: number
  readonly wetBulbC: number
  readonly humidityRatio: number
  readonly pressurePa: number
  readonly densityKgpm3: number
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

/** Repair crews and parts as faults need them. */
export interface FacilityPort {
  /** Asks for a technician; `RepairPort.technicianArrived` follows, at once if one is free. Larger priority first, then in order of asking. */
  requestTechnician(node: number, priority: number): void
  releaseTechnician(): void
  /** Takes a spare part if on the shelf (true) or orders one (false; `partArrived` follows). */
  takePart(node: number): boolean
}

/** Answers of facility to faults. */
export interface RepairPort {
  technicianArrived(node: number): void
  partArrived(node: number): void
}
