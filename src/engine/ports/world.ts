/** The static tables of a site that every domain reads, and what every domain receives. */
import type { EntityKey } from '../../base/rng.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { EngineEvent } from '../events.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'

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
