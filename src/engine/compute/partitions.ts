/**
 * Parts of the site that are one tenant's alone: racks, or a whole hall. Each is scheduled by itself: its jobs run there and nowhere else, the rest
 * of the site is for everybody else. Part 0 is that rest. While a part is scheduled, free nodes of the others are out of sight.
 */
import type { TenantsSection } from '../../scenario/schema/tenants.ts'
import type { World } from '../ports.ts'
import { countDomains, countFree } from './placement.ts'
import type { Cluster } from './tables.ts'
import { racksOf } from './window-plan.ts'

export interface Partitions {
  readonly count: number
  readonly ofNode: Uint8Array
  /** Nodes by part, when all stand. */
  readonly nodes: Int32Array
  ofTenant(tenant: number): number
  /** Tenant whose a part is; 0 of the rest. */
  readonly owners: readonly number[]
  /** The part that is being scheduled; −1 in between. */
  current(): number
  enter(part: number): void
  leave(): void
  /** Takes free nodes of the other parts out of sight, until `show`. */
  hide(c: Cluster): void
  show(c: Cluster): void
}

/** Nodes [begin, end) that the tenant's isolation names; undefined without isolation, or where there are no such racks. */
export function isolatedNodes(world: World, { isolation }: TenantsSection[string]): readonly [number, number] | undefined {
  const racks = isolation === undefined ? undefined : racksOf(world, isolation)
  return racks === undefined ? undefined : [world.racks.nodeBegin[racks[0]], world.racks.nodeBegin[racks[1]]]
}

/** Part of every tenant: its own, that of the nearest above it that has one, or the rest. */
function partsOf(world: World, tenants: TenantsSection): number[] {
  const names = Object.keys(tenants)
  const own = names.map(name => isolatedNodes(world, tenants[name]) !== undefined)
  const number = names.map((_, index) => (own[index] ? own.slice(0, index + 1).filter(Boolean).length : 0))
  return [0, ...names.map(name => {
    const seen = new Set<string>()
    for (let at: string | undefined = name; at !== undefined && !seen.has(at); at = tenants[at]?.parent) {
      seen.add(at)
      const index = names.indexOf(at)
      if (index >= 0 && own[index]) return number[index]
    }
    return 0
  })]
}

const countBits = (bits: number): number => {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count += 1
  return count
}

/** Nodes of a word as bits, by part, and the leaf of a word that lies in one leaf (−1 of others). */
function wordsOf(world: World, ofNode: Uint8Array, count: number) {
  const { nodes } = world
  const words = (nodes.count + 31) >> 5
  const masks = Array.from({ length: count }, () => new Uint32Array(words))
  const leafOf = new Int32Array(words).fill(-2)
  for (let node = 0; node < nodes.count; node++) {
    masks[ofNode[node]][node >> 5] |= 1 << (node & 31)
    leafOf[node >> 5] = leafOf[node >> 5] === -2 || leafOf[node >> 5] === nodes.leaf[node] ? nodes.leaf[node] : -1
  }
  return { words, masks, leafOf }
}

/** Undefined where no tenant has nodes of its own. */
export function createPartitions(world: World, tenants: TenantsSection): Partitions | undefined {
  const ranges = Object.values(tenants).flatMap(tenant => {
    const range = isolatedNodes(world, tenant)
    return range === undefined ? [] : [range]
  })
  if (ranges.length === 0) return undefined
  const ofNode = new Uint8Array(world.nodes.count)
  ranges.forEach(([begin, end], index) => ofNode.fill(index + 1, begin, end))
  const count = ranges.length + 1
  const nodes = new Int32Array(count)
  for (const part of ofNode) nodes[part] += 1
  const ofTenant = partsOf(world, tenants)
  const owners = [0, ...Object.values(tenants).flatMap((tenant, index) => (isolatedNodes(world, tenant) === undefined ? [] : [index + 1]))]
  const { words, masks, leafOf } = wordsOf(world, ofNode, count)
  const hidden = new Uint32Array(words)
  let current = -1
  let isHidden = false
  /** Counts the nodes of a word as free (1) or not (−1). */
  const recount = (c: Cluster, word: number, bits: number, sign: 1 | -1): void => {
    if (leafOf[word] >= 0) countFree(c, leafOf[word], sign * countBits(bits))
    for (let left = bits; left !== 0 && (leafOf[word] < 0 || c.domains !== undefined); left &= left - 1) {
      const node = (word << 5) + 31 - Math.clz32(left & -left)
      if (leafOf[word] < 0) countFree(c, c.world.nodes.leaf[node], sign)
      countDomains(c, node, node + 1, sign)
    }
  }
  return {
    count,
    ofNode,
    nodes,
    owners,
    // Services of several tenants run on what is nobody’s alone.
    ofTenant: tenant => ofTenant[tenant] ?? 0,
    current: () => current,
    enter: part => void (current = part),
    leave: () => void (current = -1),
    hide(c) {
      const { bits } = c.freeNodes.col
      for (let word = 0; word < words; word++) {
        const foreign = bits[word] & ~masks[current][word]
        hidden[word] = foreign
        if (foreign === 0) continue
        bits[word] &= ~foreign
        recount(c, word, foreign, -1)
      }
      isHidden = true
    },
    show(c) {
      if (!isHidden) return
      isHidden = false
      const { bits } = c.freeNodes.col
      for (let word = 0; word < words; word++) {
        if (hidden[word] === 0) continue
        bits[word] |= hidden[word]
        recount(c, word, hidden[word], 1)
      }
    },
  }
}

/** Part of a job: that of its tenant. */
export const partOf = ({ partitions, jobs }: Cluster, job: number): number => (partitions === undefined ? 0 : partitions.ofTenant(jobs.col.tenant[job]))

/** Whether a job may be scheduled now: outside of passes any, in one those of its part. */
export const isOfCurrent = (c: Cluster, job: number): boolean => c.partitions === undefined || c.partitions.current() < 0 || partOf(c, job) === c.partitions.current()
