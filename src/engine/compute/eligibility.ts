/**
 * Entries whose jobs may not have every node: they ask for types of accelerators, or for memory. While one of them is placed the free nodes of
 * other racks are out of sight, and its shadow time counts the nodes that it may have. Source: model specification, workloads §4.1.
 */
import { acceleratorMemory } from '../../scenario/catalog/models.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import { forNodesOfLot, type World } from '../ports.ts'
import type { Demand } from './samplers.ts'
import { countBits, createSight, wordsFor } from './sight.ts'
import type { Cluster } from './tables.ts'

export interface Eligibility {
  /** Whether jobs of the entry may not have every node. */
  has(entry: number): boolean
  mayHave(entry: number, node: number): boolean
  /** Fewest accelerators of a node that jobs of the entry may have. */
  atom(entry: number): number
  /** Nodes that jobs of the entry may have, whatever stands there when. */
  nodes(entry: number): number
  /** Free nodes that jobs of the entry may have. */
  free(c: Cluster, entry: number): number
  /** Takes free nodes that jobs of the entry may not have out of sight, until as many calls of `show`. */
  hide(c: Cluster, entry: number): void
  show(c: Cluster): void
}

/** Whether racks of a type have what is asked for. */
function isEligible({ runsOn }: Demand, { acceleratorName, peakFlops }: Pick<RackType, 'acceleratorName' | 'peakFlops'>): boolean {
  const { capacityB } = acceleratorMemory(acceleratorName, peakFlops)
  return runsOn.length === 0 || runsOn.some(({ accelerators, memory }) => (accelerators.length === 0 || accelerators.includes(acceleratorName)) && capacityB >= memory)
}

/** Nodes that may be had for a demand, a bit each. */
function nodesOf(world: World, demand: Demand): Uint32Array {
  const bits = new Uint32Array(wordsFor(world.nodes.count))
  for (let lot = 0; lot < world.lots.count; lot++) {
    if (isEligible(demand, world.rackTypes[world.lots.type[lot]])) forNodesOfLot(world, lot, node => void (bits[node >> 5] |= 1 << (node & 31)))
  }
  return bits
}

/** Fewest accelerators of a node that may be had for a demand; at least one. */
export function atomUnder({ lots, rackTypes }: World, demand: Demand): number {
  const found = Array.from(lots.type).filter(type => isEligible(demand, rackTypes[type])).map(type => rackTypes[type].acceleratorsPerNode)
  return found.length === 0 ? 1 : Math.min(...found)
}

/** By demand: that of a workload entry, or of one of its gangs. Undefined where every job may have every node. */
export function createEligibility(world: World, demands: readonly Demand[]): Eligibility | undefined {
  const masks = demands.map(demand => (demand.runsOn.length === 0 ? undefined : nodesOf(world, demand)))
  if (masks.every(mask => mask === undefined)) return undefined
  const atoms = demands.map(demand => atomUnder(world, demand))
  const sight = createSight(world)
  let depth = 0
  return {
    has: entry => masks[entry] !== undefined,
    mayHave: (entry, node) => (((masks[entry]?.[node >> 5] ?? -1) >>> (node & 31)) & 1) === 1,
    atom: entry => atoms[entry],
    nodes: entry => masks[entry]?.reduce((sum, word) => sum + countBits(word), 0) ?? world.nodes.count,
    free({ freeNodes: { col } }, entry) {
      const mask = masks[entry]
      let count = 0
      for (let word = 0; word < col.bits.length; word++) count += countBits(col.bits[word] & (mask?.[word] ?? -1))
      return count
    },
    hide(c, entry) {
      const mask = masks[entry]
      if (mask !== undefined && depth === 0) sight.hide(c, mask)
      depth += 1
    },
    show(c) {
      depth -= 1
      if (depth === 0) sight.show(c)
    },
  }
}
