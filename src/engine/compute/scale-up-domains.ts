/** Scale-up domains of the site: consecutive nodes of a rack that share NVLink or its like; a node alone where its domain is the node. */
import type { World } from '../ports.ts'

/** Dense tables of the domains, in node order. */
export interface DomainTable {
  readonly count: number
  /** Nodes of domain d are nodeBegin[d] … nodeBegin[d + 1] − 1. */
  readonly nodeBegin: Int32Array
  readonly ofNode: Int32Array
  /** Domains of leaf l are leafBegin[l] … leafBegin[l + 1] − 1. */
  readonly leafBegin: Int32Array
  /** Most nodes in any of them. */
  readonly widest: number
}

/** Nodes of one domain in racks of a type; domains do not cross racks. */
function nodesPerDomain(world: World, rack: number): number {
  const nodes = world.racks.nodeBegin[rack + 1] - world.racks.nodeBegin[rack]
  const type = world.rackTypes.at(world.racks.type[rack])
  if (type === undefined) return nodes
  return Math.min(nodes, Math.max(1, Math.floor(type.scaleUpSize / type.acceleratorsPerNode)))
}

export function scaleUpDomains(world: World): DomainTable {
  const begin: number[] = []
  const ofNode = new Int32Array(world.nodes.count)
  const leafBegin = new Int32Array(world.leaves.count + 1)
  let widest = 1
  for (let rack = 0; rack < world.racks.count; rack++) {
    const size = nodesPerDomain(world, rack)
    const end = world.racks.nodeBegin[rack + 1]
    for (let node = world.racks.nodeBegin[rack]; node < end; node += size) {
      const behind = Math.min(end, node + size)
      widest = Math.max(widest, behind - node)
      ofNode.fill(begin.length, node, behind)
      begin.push(node)
      leafBegin[world.nodes.leaf[node] + 1] = begin.length
    }
  }
  return { count: begin.length, nodeBegin: Int32Array.from([...begin, world.nodes.count]), ofNode, leafBegin, widest }
}
