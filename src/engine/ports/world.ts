/** The static tables of a site that every domain reads, and what every domain receives. */
import type { PartsPool } from './shared-parts.ts'
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
  readonly lots: LotTable
  readonly nodes: NodeTable
  readonly leaves: LeafTable
  readonly rackTypes: readonly RackType[]
  /** What a rack of each type counts as under the site's power basis, W: in plans, and as its cap in the run. */
  readonly countedW: readonly number[]
  /** Most accelerators that the plan has in service at a time. */
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
  /** Most accelerators of the block that are contracted at a time. */
  readonly accelerators: Int32Array
  /** Promised ready-for-service time, ms since start; the contract of its lots begins here unless they say otherwise. */
  readonly contractMs: Float64Array
  /** IT power of the block at rack input with all racks at what they count as under the site's power basis, W; nameplate by default. Each place counts with the generation that draws most. */
  readonly itMaxW: Float64Array
}

/** Places for racks. A place may hold several generations, one after the other; the nodes of all of them are its own, in that order. */
export interface RackTable {
  readonly count: number
  readonly block: Int32Array
  /** Type that plans reserve for: the generation that counts for most power. */
  readonly type: Int32Array
  /** Lot whose rack stands there first. */
  readonly lot: Int32Array
  /** Nodes of rack r are nodeBegin[r] … nodeBegin[r + 1] − 1. */
  readonly nodeBegin: Int32Array
}

/** Lots in file order: racks of one type that are bought, contracted and retired together. */
export interface LotTable {
  readonly count: number
  /** Path such as `block[2]/lot[0]`. */
  readonly path: readonly string[]
  readonly block: Int32Array
  readonly type: Int32Array
  /** Its racks stand on the places firstRack … firstRack + rackCount − 1. */
  readonly firstRack: Int32Array
  readonly rackCount: Int32Array
  /** Its nodes on such a place are the `nodesPerRack` from the `nodeOffset`-th on. */
  readonly nodeOffset: Int32Array
  readonly nodesPerRack: Int32Array
  readonly accelerators: Int32Array
  /** The contract of its accelerators begins and ends here, ms since start; Infinity where no end is planned. */
  readonly contractMs: Float64Array
  readonly retireMs: Float64Array
  /** Lot whose places it takes over; −1 for one that stands on places of its own. */
  readonly predecessor: Int32Array
}

/** Calls `visit` with every node of a lot on one of its places. */
export function forNodesOn({ racks, lots }: Pick<World, 'racks' | 'lots'>, lot: number, rack: number, visit: (node: number) => void): void {
  const begin = racks.nodeBegin[rack] + lots.nodeOffset[lot]
  for (let node = begin; node < begin + lots.nodesPerRack[lot]; node++) visit(node)
}

/** Calls `visit` with every node of a lot. */
export function forNodesOfLot(world: Pick<World, 'racks' | 'lots'>, lot: number, visit: (node: number) => void): void {
  const { firstRack, rackCount } = world.lots
  for (let rack = firstRack[lot]; rack < firstRack[lot] + rackCount[lot]; rack++) forNodesOn(world, lot, rack, visit)
}

/** Generations of accelerators by name, in order of first mention, and that of every rack type; one where nothing is named. */
export function generationsOf({ rackTypes }: Pick<World, 'rackTypes'>): { readonly names: readonly string[]; readonly ofType: Int32Array } {
  const names: string[] = []
  const ofType = Int32Array.from(rackTypes, ({ acceleratorName }) => {
    const known = names.indexOf(acceleratorName)
    return known >= 0 ? known : names.push(acceleratorName) - 1
  })
  return { names: names.length === 0 ? [''] : names, ofType }
}

export interface NodeTable {
  readonly count: number
  readonly rack: Int32Array
  readonly block: Int32Array
  readonly leaf: Int32Array
  readonly lot: Int32Array
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
  /** Spare parts of other sites; undefined where there is one site. */
  readonly partsPool?: PartsPool | undefined
}
