/**
 * Entries whose jobs may not have every node: they ask for types of accelerators, or for memory. While one of them is placed the free nodes of
 * other racks are out of sight, and its shadow time counts the nodes that it may have. Source: model specification, workloads §4.1.
 */
import { acceleratorMemory } from '../../scenario/catalog/models.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import type { WorkloadEntry, WorkloadSection } from '../../scenario/schema/workload.ts'
import { forNodesOfLot, type World } from '../ports.ts'
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

/** Whether racks of a type have what an entry asks for. */
export function isEligible(entry: WorkloadEntry, { acceleratorName, peakFlops }: Pick<RackType, 'acceleratorName' | 'peakFlops'>): boolean {
  if (entry.source === 'inference' || entry.runsOn === undefined) return true
  const { accelerators, memory } = entry.runsOn
  return (accelerators.length === 0 || accelerators.includes(acceleratorName)) && acceleratorMemory(acceleratorName, peakFlops).capacityB >= memory
}

/** Nodes that jobs of an entry may have, a bit each. */
function nodesOf(world: World, entry: WorkloadEntry): Uint32Array {
  const bits = new Uint32Array(wordsFor(world.nodes.count))
  for (let lot = 0; lot < world.lots.count; lot++) {
    if (isEligible(entry, world.rackTypes[world.lots.type[lot]])) forNodesOfLot(world, lot, node => void (bits[node >> 5] |= 1 << (node & 31)))
  }
  return bits
}

/** Fewest accelerators of a node that jobs of an entry may have; at least one. */
export function atomUnder({ lots, rackTypes }: World, entry: WorkloadEntry): number {
  const found = Array.from(lots.type).filter(type => isEligible(entry, rackTypes[type])).map(type => rackTypes[type].acceleratorsPerNode)
  return found.length === 0 ? 1 : Math.min(...found)
}

/** Undefined where every job may have every node. */
export function createEligibility(world: World, workload: WorkloadSection): Eligibility | undefined {
  const masks = workload.map(entry => (entry.source === 'inference' || entry.runsOn === undefined ? undefined : nodesOf(world, entry)))
  if (masks.every(mask => mask === undefined)) return undefined
  const atoms = workload.map(entry => atomUnder(world, entry))
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
