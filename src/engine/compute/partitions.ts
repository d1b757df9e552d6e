/**
 * Parts of the site that are one tenant's alone: racks, or a whole hall. Each is scheduled by itself: its jobs run there and nowhere else, the rest
 * of the site is for everybody else. Part 0 is that rest. While a part is scheduled, free nodes of the others are out of sight.
 */
import type { TenantsSection } from '../../scenario/schema/tenants.ts'
import type { World } from '../ports.ts'
import { createSight, wordsFor } from './sight.ts'
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

/** Nodes of each part, a bit a node. */
function nodesOfParts(ofNode: Uint8Array, count: number): Uint32Array[] {
  const masks = Array.from({ length: count }, () => new Uint32Array(wordsFor(ofNode.length)))
  ofNode.forEach((part, node) => (masks[part][node >> 5] |= 1 << (node & 31)))
  return masks
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
  const masks = nodesOfParts(ofNode, count)
  const sight = createSight(world)
  let current = -1
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
    hide: c => sight.hide(c, masks[current]),
    show: c => sight.show(c),
  }
}

/** Part of a job: that of its tenant. */
export const partOf = ({ partitions, jobs }: Cluster, job: number): number => (partitions === undefined ? 0 : partitions.ofTenant(jobs.col.tenant[job]))

/** Whether a job may be scheduled now: outside of passes any, in one those of its part. */
export const isOfCurrent = (c: Cluster, job: number): boolean => c.partitions === undefined || c.partitions.current() < 0 || partOf(c, job) === c.partitions.current()
