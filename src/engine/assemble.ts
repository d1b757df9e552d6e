/** From a scenario to the static tables of its world: paths become dense indexes, in file order. */
import { entityKey, type EntityKey, rootKey } from '../base/rng.ts'
import { DAY_MS } from '../base/spans.ts'
import type { RackType } from '../scenario/catalog/racks.ts'
import { type Lot, lotAccelerators, type LotSpan, lotSpans, mostAtOnce } from '../scenario/lots.ts'
import { countedRackW } from '../scenario/rack-power.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { rackInputW } from './power/rack-stages.ts'
import type { BlockTable, LeafTable, LotTable, NodeTable, RackTable, World } from './ports.ts'

/** What may differ between runs of one scenario. */
export interface RunKey {
  readonly seed: number
  readonly replication: number
  /** Replications 2k and 2k + 1 share the streams of k, the second with every draw u as 1 − u. */
  readonly antithetic?: boolean
}

/** Whether a replication is the mirrored one of its pair. */
export const isMirrored = ({ antithetic, replication }: RunKey): boolean => antithetic === true && replication % 2 === 1

/** Root of the streams of a run. */
export const runRoot = ({ seed, replication, antithetic }: RunKey): EntityKey => rootKey(seed, antithetic === true ? Math.floor(replication / 2) : replication)

type Block = Scenario['blocks'][number]

/** Running begins from counts: begin[i] … begin[i + 1] − 1 are the members of i. */
function begins(counts: readonly number[]): Int32Array {
  const begin = new Int32Array(counts.length + 1)
  counts.forEach((count, i) => {
    begin[i + 1] = begin[i] + count
  })
  return begin
}

/** A block's lots with their watts at the rack input that its distribution gives them. */
function lotsAtInput({ power, racks }: Block): Block['racks'] {
  if (power.distribution.kind !== 'dc-800') return racks
  return racks.map(lot => {
    const inputW = (w: number): number => rackInputW(power, lot.max, w)
    return { ...lot, idle: inputW(lot.idle), sustained: inputW(lot.sustained), max: inputW(lot.max), electricalPeak: inputW(lot.electricalPeak) }
  })
}

/** What makes two lots the same type of rack: everything but how many there are, and when they come and go. */
function typeKey({ count: _count, ordered: _ordered, delivered: _delivered, id: _id, ready: _ready, life: _life, refresh: _refresh, replaces: _replaces, swap: _swap, ...type }: Lot): string {
  return JSON.stringify(type)
}

/** A lot as it stands in the world. */
interface PlacedLot extends LotSpan {
  readonly block: number
  readonly inBlock: number
  readonly lot: Lot
  /** Index in the world; likewise that of the lot it replaces, −1 for none. */
  readonly index: number
  readonly before: number
}

function placeLots(scenario: Scenario): PlacedLot[] {
  const placed: PlacedLot[] = []
  scenario.blocks.forEach((block, index) => {
    const first = placed.length
    const lots = lotsAtInput(block)
    lotSpans(block, scenario.horizon.start).forEach((span, inBlock) => {
      placed.push({ ...span, block: index, inBlock, lot: lots[inBlock], index: placed.length, before: span.predecessor < 0 ? -1 : first + span.predecessor })
    })
  })
  return placed
}

/** Distinct types of the lots in order of first use, and the type of each lot. */
function typesOf(lots: readonly PlacedLot[]): { rackTypes: RackType[]; typeOf: Int32Array } {
  const rackTypes: RackType[] = []
  const indexes = new Map<string, number>()
  const typeOf = Int32Array.from(lots, ({ lot }) => {
    const key = typeKey(lot)
    const index = indexes.get(key) ?? rackTypes.push(lot) - 1
    indexes.set(key, index)
    return index
  })
  return { rackTypes, typeOf }
}

/** First rack of every block; lots that replace others bring no places of their own. */
function rackBegins(scenario: Scenario, lots: readonly PlacedLot[]): Int32Array {
  return begins(scenario.blocks.map((_, block) => lots.reduce((sum, placed) => (placed.block === block && placed.before < 0 ? sum + placed.lot.count : sum), 0)))
}

function lotTable(scenario: Scenario, lots: readonly PlacedLot[], typeOf: Int32Array, rackBegin: Int32Array): LotTable {
  const nodeOffset = new Int32Array(lots.length)
  for (const { index, before } of lots) nodeOffset[index] = before < 0 ? 0 : nodeOffset[before] + lots[before].lot.nodes
  return {
    count: lots.length,
    path: lots.map(({ block, inBlock }) => `${scenario.blocks[block].id}/lot[${inBlock}]`),
    block: Int32Array.from(lots, ({ block }) => block),
    type: typeOf,
    firstRack: Int32Array.from(lots, ({ block, firstPlace }) => rackBegin[block] + firstPlace),
    rackCount: Int32Array.from(lots, ({ lot }) => lot.count),
    nodeOffset,
    nodesPerRack: Int32Array.from(lots, ({ lot }) => lot.nodes),
    accelerators: Int32Array.from(lots, ({ lot }) => lotAccelerators(lot)),
    contractMs: Float64Array.from(lots, ({ contractMs }) => contractMs),
    retireMs: Float64Array.from(lots, ({ retireMs }) => retireMs),
    predecessor: Int32Array.from(lots, ({ before }) => before),
  }
}

/** Places for racks in file order of the lots that stand there first. */
function rackTable(lots: LotTable, rackBegin: Int32Array, countedW: readonly number[]): RackTable {
  const count = rackBegin[rackBegin.length - 1]
  const lot = new Int32Array(count)
  const type = new Int32Array(count)
  const block = new Int32Array(count)
  const nodes = new Array<number>(count).fill(0)
  for (let index = 0; index < lots.count; index++) {
    const isFirst = lots.predecessor[index] < 0
    for (let rack = lots.firstRack[index]; rack < lots.firstRack[index] + lots.rackCount[index]; rack++) {
      if (isFirst) {
        lot[rack] = index
        block[rack] = lots.block[index]
      }
      if (isFirst || countedW[lots.type[index]] > countedW[type[rack]]) type[rack] = lots.type[index]
      nodes[rack] += lots.nodesPerRack[index]
    }
  }
  return { count, block, type, lot, nodeBegin: begins(nodes) }
}

function blockTable(scenario: Scenario, lots: readonly PlacedLot[], tables: { racks: RackTable; rackBegin: Int32Array; leafBegin: Int32Array; countedW: readonly number[] }): BlockTable {
  const { blocks } = scenario
  const { racks, rackBegin, leafBegin, countedW } = tables
  const itMaxW = new Float64Array(blocks.length)
  for (let rack = 0; rack < racks.count; rack++) itMaxW[racks.block[rack]] += countedW[racks.type[rack]]
  const lotsOf = (block: number): PlacedLot[] => lots.filter(placed => placed.block === block)
  return {
    count: blocks.length,
    path: blocks.map(block => block.id),
    label: blocks.map(block => block.label),
    rackBegin,
    nodeBegin: Int32Array.from(rackBegin, rack => racks.nodeBegin[rack]),
    leafBegin,
    accelerators: Int32Array.from(blocks, (_, block) => mostContracted(lotsOf(block))),
    contractMs: Float64Array.from(blocks, block => Math.max(0, (block.ready - scenario.horizon.start) * DAY_MS)),
    itMaxW,
  }
}

/** Most accelerators that lots have contracted at a time. */
const mostContracted = (lots: readonly PlacedLot[]): number => mostAtOnce(lots, index => lotAccelerators(lots[index].lot))

/** Leaf of every rack: consecutive racks of a block share a leaf until it is full. */
function leafOfRacks(racks: RackTable, racksPerLeaf: number): Int32Array {
  const leaf = new Int32Array(racks.count)
  let current = -1
  let filled = 0
  for (let rack = 0; rack < racks.count; rack++) {
    if (rack === 0 || racks.block[rack] !== racks.block[rack - 1] || filled === racksPerLeaf) {
      current += 1
      filled = 0
    }
    leaf[rack] = current
    filled += 1
  }
  return leaf
}

/** Nodes of every place, those of its generations one after the other; so the streams of the first are the same with and without others. */
function nodeTable(scenario: Scenario, racks: RackTable, lots: LotTable, rackTypes: readonly RackType[], leafOf: Int32Array, root: EntityKey): NodeTable {
  const count = racks.nodeBegin[racks.count]
  const table = {
    count,
    rack: new Int32Array(count),
    block: new Int32Array(count),
    leaf: new Int32Array(count),
    lot: lotOfNodes(racks, lots),
    accelerators: new Int32Array(count),
    key0: new Uint32Array(count),
    key1: new Uint32Array(count),
  }
  let rackInBlock = 0
  for (let rack = 0; rack < racks.count; rack++) {
    const block = racks.block[rack]
    rackInBlock = rack > 0 && racks.block[rack - 1] === block ? rackInBlock + 1 : 0
    const path = `${scenario.blocks[block].id}/rack[${rackInBlock}]`
    for (let node = racks.nodeBegin[rack]; node < racks.nodeBegin[rack + 1]; node++) {
      const stream = entityKey(root, `${path}/node[${node - racks.nodeBegin[rack]}]`)
      table.rack[node] = rack
      table.block[node] = block
      table.leaf[node] = leafOf[rack]
      table.accelerators[node] = rackTypes[lots.type[table.lot[node]]].acceleratorsPerNode
      table.key0[node] = stream.k0
      table.key1[node] = stream.k1
    }
  }
  return table
}

function lotOfNodes(racks: RackTable, lots: LotTable): Int32Array {
  const lotOf = new Int32Array(racks.nodeBegin[racks.count])
  for (let lot = 0; lot < lots.count; lot++) {
    for (let rack = lots.firstRack[lot]; rack < lots.firstRack[lot] + lots.rackCount[lot]; rack++) {
      const begin = racks.nodeBegin[rack] + lots.nodeOffset[lot]
      lotOf.fill(lot, begin, begin + lots.nodesPerRack[lot])
    }
  }
  return lotOf
}

function leafTable(racks: RackTable, leafOf: Int32Array): LeafTable {
  const count = racks.count === 0 ? 0 : leafOf[racks.count - 1] + 1
  const block = new Int32Array(count)
  const nodes = new Array<number>(count).fill(0)
  for (let rack = 0; rack < racks.count; rack++) {
    block[leafOf[rack]] = racks.block[rack]
    nodes[leafOf[rack]] += racks.nodeBegin[rack + 1] - racks.nodeBegin[rack]
  }
  return { count, block, nodeBegin: begins(nodes) }
}

function leafBeginByBlock(leaves: LeafTable, blockCount: number): Int32Array {
  const counts = new Array<number>(blockCount).fill(0)
  for (let leaf = 0; leaf < leaves.count; leaf++) counts[leaves.block[leaf]] += 1
  return begins(counts)
}

/** Root of the random streams of a site, '' for the one of a file without several: those of one do not depend on which others there are. */
const siteRoot = (root: EntityKey, site: string): EntityKey => (site === '' ? root : entityKey(root, `sites/${site}`))

/** The world of a scenario with one site, or of the site with that id. */
export function assembleWorld(scenario: Scenario, key: RunKey, site = ''): World {
  const root = siteRoot(runRoot(key), site)
  const placed = placeLots(scenario)
  const { rackTypes, typeOf } = typesOf(placed)
  const countedW = rackTypes.map(type => countedRackW(scenario.power, type))
  const rackBegin = rackBegins(scenario, placed)
  const lots = lotTable(scenario, placed, typeOf, rackBegin)
  const racks = rackTable(lots, rackBegin, countedW)
  const leafOf = leafOfRacks(racks, scenario.fabric.leaf.racks)
  const leaves = leafTable(racks, leafOf)
  return {
    horizonMs: (scenario.horizon.end - scenario.horizon.start) * DAY_MS,
    windowMs: scenario.window,
    startDay: scenario.horizon.start,
    root,
    blocks: blockTable(scenario, placed, { racks, rackBegin, leafBegin: leafBeginByBlock(leaves, scenario.blocks.length), countedW }),
    racks,
    lots,
    rackTypes,
    countedW,
    leaves,
    nodes: nodeTable(scenario, racks, lots, rackTypes, leafOf, root),
    acceleratorCount: mostContracted(placed),
  }
}
