/** Scale-up domains of the site: consecutive nodes of a rack that share NVLink or its like; a node alone where its domain is the node. */
import type { World } from '../ports.ts'
import type { LevelIndex } from './level-index.ts'

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

/** Free nodes by scale-up domain. */
export interface Domains {
  readonly table: DomainTable
  readonly free: LevelIndex
}

/** Nodes of one domain in racks of a lot; domains do not cross racks. */
function nodesPerDomain(world: World, lot: number): number {
  const nodes = world.lots.nodesPerRack[lot]
  const type = world.rackTypes.at(world.lots.type[lot])
  if (type === undefined) return nodes
  return Math.min(nodes, Math.max(1, Math.floor(type.scaleUpSize / type.acceleratorsPerNode)))
}

export function scaleUpDomains(world: World): DomainTable {
  const { racks, lots, nodes } = world
  const begin: number[] = []
  const ofNode = new Int32Array(nodes.count)
  const leafBegin = new Int32Array(world.leaves.count + 1)
  let widest = 1
  for (let node = 0; node < nodes.count; ) {
    const lot = nodes.lot[node]
    const lotEnd = racks.nodeBegin[nodes.rack[node]] + lots.nodeOffset[lot] + lots.nodesPerRack[lot]
    const behind = Math.min(lotEnd, node + nodesPerDomain(world, lot))
    widest = Math.max(widest, behind - node)
    ofNode.fill(begin.length, node, behind)
    begin.push(node)
    leafBegin[nodes.leaf[node] + 1] = begin.length
    node = behind
  }
  return { count: begin.length, nodeBegin: Int32Array.from([...begin, nodes.count]), ofNode, leafBegin, widest }
}
