/** From a scenario to the static tables of its world: paths become dense indexes, in file order. */
import { entityKey, rootKey } from '../base/rng.ts'
import type { RackType } from '../scenario/catalog/racks.ts'
import { countedRackW } from '../scenario/rack-power.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { rackInputW } from './power/rack-stages.ts'
import type { BlockTable, LeafTable, NodeTable, RackTable, World } from './ports.ts'

const DAY_MS = 86_400_000

/** What may differ between runs of one scenario. */
export interface RunKey {
  readonly seed: number
  readonly replication: number
}

type Block = Scenario['blocks'][number]

/** Running begins from counts: begin[i] … begin[i + 1] − 1 are the members of i. */
function begins(counts: readonly number[]): Int32Array {
  const begin = new Int32Array(counts.length + 1)
  counts.forEach((count, i) => {
    begin[i + 1] = begin[i] + count
  })
  return begin
}

const rackCount = (block: Block): number => block.racks.reduce((sum, lot) => sum + lot.count, 0)
const nodeCount = (block: Block): number => block.racks.reduce((sum, lot) => sum + lot.count * lot.nodes, 0)
const accelerators = (block: Block): number => block.racks.reduce((sum, lot) => sum + lot.count * lot.nodes * lot.acceleratorsPerNode, 0)

/** A block's lots with their watts at the rack input that its distribution gives them. */
function lotsAtInput({ power, racks }: Block): Block['racks'] {
  if (power.distribution.kind !== 'dc-800') return racks
  return racks.map(lot => {
    const inputW = (w: number): number => rackInputW(power, lot.max, w)
    return { ...lot, idle: inputW(lot.idle), sustained: inputW(lot.sustained), max: inputW(lot.max), electricalPeak: inputW(lot.electricalPeak) }
  })
}

/** IT power of a block with all racks at what they count as, W. */
const itMaxW = (scenario: Scenario, block: Block): number => lotsAtInput(block).reduce((sum, lot) => sum + lot.count * countedRackW(scenario.power, lot), 0)

function blockTable(scenario: Scenario, leafBegin: Int32Array): BlockTable {
  const { blocks } = scenario
  return {
    count: blocks.length,
    path: blocks.map(block => block.id),
    label: blocks.map(block => block.label),
    rackBegin: begins(blocks.map(rackCount)),
    nodeBegin: begins(blocks.map(nodeCount)),
    leafBegin,
    accelerators: Int32Array.from(blocks, accelerators),
    contractMs: Float64Array.from(blocks, block => Math.max(0, (block.ready - scenario.horizon.start) * DAY_MS)),
    itMaxW: Float64Array.from(blocks, block => itMaxW(scenario, block)),
  }
}

/** What makes two lots the same type of rack: everything but how many there are and when they come. */
function typeKey({ count: _count, ordered: _ordered, delivered: _delivered, ...type }: Block['racks'][number]): string {
  return JSON.stringify(type)
}

/** One row a rack, in file order of lots; equal racks share a type. */
function rackTable(scenario: Scenario): { racks: RackTable; rackTypes: RackType[] } {
  const rackTypes: RackType[] = []
  const typeOf = new Map<string, number>()
  const block: number[] = []
  const type: number[] = []
  const nodes: number[] = []
  scenario.blocks.forEach((owner, b) => {
    for (const lot of lotsAtInput(owner)) {
      const key = typeKey(lot)
      const index = typeOf.get(key) ?? rackTypes.push(lot) - 1
      typeOf.set(key, index)
      for (let i = 0; i < lot.count; i++) {
        block.push(b)
        type.push(index)
        nodes.push(lot.nodes)
      }
    }
  })
  return { rackTypes, racks: { count: block.length, block: Int32Array.from(block), type: Int32Array.from(type), nodeBegin: begins(nodes) } }
}

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

function nodeTable(scenario: Scenario, racks: RackTable, rackTypes: readonly RackType[], leafOf: Int32Array, key: RunKey): NodeTable {
  const count = racks.nodeBegin[racks.count]
  const table = {
    count,
    rack: new Int32Array(count),
    block: new Int32Array(count),
    leaf: new Int32Array(count),
    accelerators: new Int32Array(count),
    key0: new Uint32Array(count),
    key1: new Uint32Array(count),
  }
  const root = rootKey(key.seed, key.replication)
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
      table.accelerators[node] = rackTypes[racks.type[rack]].acceleratorsPerNode
      table.key0[node] = stream.k0
      table.key1[node] = stream.k1
    }
  }
  return table
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

export function assembleWorld(scenario: Scenario, key: RunKey): World {
  const { racks, rackTypes } = rackTable(scenario)
  const leafOf = leafOfRacks(racks, scenario.fabric.leaf.racks)
  const leaves = leafTable(racks, leafOf)
  const blocks = blockTable(scenario, leafBeginByBlock(leaves, scenario.blocks.length))
  return {
    horizonMs: (scenario.horizon.end - scenario.horizon.start) * DAY_MS,
    windowMs: scenario.window,
    startDay: scenario.horizon.start,
    root: rootKey(key.seed, key.replication),
    blocks,
    racks,
    rackTypes,
    countedW: rackTypes.map(type => countedRackW(scenario.power, type)),
    leaves,
    nodes: nodeTable(scenario, racks, rackTypes, leafOf, key),
    acceleratorCount: blocks.accelerators.reduce((sum, count) => sum + count, 0),
  }
}
