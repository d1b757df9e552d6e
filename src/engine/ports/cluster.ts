/** Jobs, their load on power and cooling, and their place in the fabric. */
import type { Cause, ReworkCause } from './accounts.ts'

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
  /** A node is slower than the others from now on, and nobody knows; 1 when it no longer is. All of a job on it advances at its speed. */
  nodeSlowed(node: number, speed: number): void
  /** Results of a node are wrong from now on, and nobody knows, until `faultDetected` with rework `sdc`. */
  nodeCorrupted(node: number): void
  /** Work rate under the power cap of (block, load class): `cap` = granted ÷ requested IT watts in (0, 1]. */
  setPowerCap(block: number, loadClass: number, cap: number): void
  /** Whether what holds a capped block back is shared by its racks: a rise must then be published at once, for it takes from others. */
  setCapShared(block: number, isShared: boolean): void
  /** Thermal throttle factor of a block in (0, 1]. */
  setThermalFactor(block: number, factor: number): void
  /** A rack of a later lot stands on the place, whose nodes are all closed. */
  rackReplaced(rack: number, lot: number): void
  /** Fabric changed the rates of a job: factors for commPlacement, commContention, commFault, each in (0, 1]. */
  setFabricFactors(job: number, placement: number, contention: number, fault: number): void
  /** Nothing is carried between blocks from now on (or is again): a job starts inside one block or waits. */
  setBlocksApart(isApart: boolean): void
  /** What a running job needs of the network is gone at `atMs`: it leaves with its next checkpoint if that is written before. */
  askToLeave(job: number, atMs: number): void
  /** The link to a region carries another share of what is asked of it than before. */
  regionShareChanged(region: number): void
  /** A job has no network between its nodes any more: it goes back to the queue. */
  jobCutOff(job: number, rework: ReworkCause): void
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
   * A job starts on these `nodeCount` nodes, to be read during the call; `ComputePort.setFabricFactors` is called
   * for this job and for every job whose factors changed. `commFraction` in [0, 1) is the exposed communication share of a step, for a job
   * whose workload `source` (−1 for replicas) states no model; the share that holds is returned.
   */
  attach(job: number, nodes: Stretches, nodeCount: number, commFraction: number, source: number): number
  detach(job: number): void
}

/** Links to other regions, for transfers of data. */
export interface WidePort {
  /** What one transfer of data over the link to a region can use when nobody else does, B/s. */
  regionBps(region: number): number
  /** Share of what is asked of the link that it carries now, from 0 to 1; of changes `ComputePort.regionShareChanged` tells. */
  regionShare(region: number): number
  /** Transfers of data ask this of the link from now on, B/s. */
  loadRegion(region: number, bps: number): void
}
