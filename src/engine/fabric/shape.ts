/** The fabric of a site as the simulation sees it: ports, switches and bandwidth of its leaf groups, spines and core. Static. */
import { downPorts, dragonflyShape, isRailOptimised, planeCount } from '../../scenario/fabric-ports.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import type { FabricSection } from '../../scenario/schema/fabric.ts'
import type { World } from '../ports.ts'

/** Capacity of a detour by a third group, relative to the direct link. */
const VALIANT = 0.5
/** Switch trays of a rack-scale domain (GB200 NVL72), and switch chips of an eight-accelerator node. */
const TRAYS = { rack: 9, node: 4 }
/** Losses of trays a rack-scale domain and year where nothing is stated; engineering default. */
const RACK_TRAYS_PER_YEAR = 0.02

export interface FabricShape {
  readonly planes: number
  /** Ports of a node into the network: one a NIC and plane. */
  portsOf(node: number): number
  /** NIC ports below a leaf group, and links from it upward. */
  readonly hostPorts: Int32Array
  readonly uplinks: Int32Array
  /** Switches of a leaf group, and consecutive nodes of the group that one of them serves. */
  readonly leafSwitches: Int32Array
  readonly nodesPerSwitch: Int32Array
  /** Ports that a node loses with one of its leaf switches. */
  portsPerSwitch(node: number): number
  /** Spine switches by block; 0 where the leaf groups are linked directly. */
  readonly spines: Int32Array
  readonly cores: number
  /** Bandwidth each way, B/s: uplinks of a leaf group, all spines of a block, links of a block to others. Infinity where there is no such tier. */
  readonly leafBps: Float64Array
  readonly spineBps: Float64Array
  readonly podBps: Float64Array
  /** Nodes of the scale-up domain of a node; 1 where a node is one or holds several. */
  domainNodes(node: number): number
  /** Share of the bandwidth of a domain that one of its switch trays carries. */
  trayShare(node: number): number
  /** Losses of trays a year of the whole domain of a node, and whether one takes it down. */
  trayLosses(node: number): number
  isLostWithTray(node: number): boolean
}

interface Site {
  readonly fabric: FabricSection
  readonly world: World
}

const typeOf = ({ world }: Site, node: number): RackType => world.rackTypes[world.lots.type[world.nodes.lot[node]]]

/** NIC bandwidth of an accelerator, B/s. */
export const nicBps = (world: World, node: number): number => world.rackTypes[world.lots.type[world.nodes.lot[node]]].nicBandwidth

interface LeafGroup {
  readonly first: number
  readonly nodes: number
  readonly hosts: number
}

function groupOf({ world }: Site, leaf: number): LeafGroup {
  const { nodeBegin } = world.leaves
  let hosts = 0
  let nodes = 0
  for (let node = nodeBegin[leaf]; node < nodeBegin[leaf + 1]; node++) {
    // A later generation takes over the ports of the one before it.
    if (world.lots.nodeOffset[world.nodes.lot[node]] > 0) continue
    hosts += world.nodes.accelerators[node]
    nodes += 1
  }
  return { first: nodeBegin[leaf], nodes, hosts }
}

/** Nodes that one leaf switch of a group serves, at most, and switches of the group. */
function switchesOf(site: Site, { first, nodes }: LeafGroup, planes: number): { count: number; nodesEach: number } {
  const { fabric, world } = site
  const rails = world.nodes.accelerators[first]
  const down = fabric.kind === 'dragonfly' ? dragonflyShape(fabric.radix).hostsPerRouter : downPorts(fabric.radix, fabric.leaf.oversubscription)
  if (isRailOptimised(fabric)) return { count: rails * planes * Math.ceil(nodes / down), nodesEach: down }
  const nodesEach = Math.max(1, Math.floor(down / rails))
  return { count: planes * Math.ceil(nodes / nodesEach), nodesEach }
}

function leafTables(site: Site, planes: number) {
  const { world, fabric } = site
  const { count } = world.leaves
  const tables = {
    hostPorts: new Int32Array(count), uplinks: new Int32Array(count), leafSwitches: new Int32Array(count), nodesPerSwitch: new Int32Array(count), leafBps: new Float64Array(count),
  }
  const routed = fabric.routingEfficiency * (1 - fabric.miscabled)
  const detour = fabric.kind === 'dragonfly' && fabric.globalRouting === 'valiant' ? VALIANT : 1
  for (let leaf = 0; leaf < count; leaf++) {
    const group = groupOf(site, leaf)
    const { count: switches, nodesEach } = switchesOf(site, group, planes)
    tables.hostPorts[leaf] = group.hosts * planes
    tables.uplinks[leaf] = Math.max(1, Math.floor((group.hosts * planes) / fabric.leaf.oversubscription))
    tables.leafSwitches[leaf] = switches
    tables.nodesPerSwitch[leaf] = nodesEach
    tables.leafBps[leaf] = ((tables.uplinks[leaf] * nicBps(world, group.first)) / planes) * routed * detour
  }
  return tables
}

function blockTables({ world, fabric }: Site, uplinks: Int32Array, leafBps: Float64Array) {
  const { count, leafBegin, nodeBegin, accelerators } = world.blocks
  const tables = { spines: new Int32Array(count), spineBps: new Float64Array(count), podBps: new Float64Array(count) }
  const isDirect = fabric.kind === 'dragonfly'
  for (let block = 0; block < count; block++) {
    let links = 0
    let bps = 0
    for (let leaf = leafBegin[block]; leaf < leafBegin[block + 1]; leaf++) {
      links += uplinks[leaf]
      bps += leafBps[leaf]
    }
    const hasNodes = nodeBegin[block + 1] > nodeBegin[block]
    // With a third tier above them inside the block, spines keep half of their ports for it.
    const portsDown = accelerators[block] <= (fabric.radix * fabric.radix) / 2 ? fabric.radix : fabric.radix / 2
    tables.spines[block] = isDirect || leafBegin[block + 1] - leafBegin[block] < 2 ? 0 : Math.ceil(links / portsDown)
    tables.spineBps[block] = isDirect ? Infinity : bps / fabric.spine.oversubscription
    tables.podBps[block] = isDirect ? Infinity : hasNodes ? (accelerators[block] * nicBps(world, nodeBegin[block]) * fabric.routingEfficiency * (1 - fabric.miscabled)) / fabric.core.oversubscription : 0
  }
  return tables
}

/** Core switches: all links that leave blocks, on switches of `radix` ports. */
function coreCount({ world, fabric }: Site, planes: number): number {
  if (fabric.kind === 'dragonfly' || world.blocks.count < 2) return 0
  const links = world.blocks.accelerators.reduce((sum, hosts) => sum + Math.ceil((hosts * planes) / fabric.core.oversubscription), 0)
  return Math.ceil(links / fabric.radix)
}

/** `isCountedElsewhere`: faults that take whole scale-up domains down are in another part of the file. */
export function shapeOf(fabric: FabricSection, world: World, isCountedElsewhere = false): FabricShape {
  const site: Site = { fabric, world }
  const planes = planeCount(fabric)
  const leaves = leafTables(site, planes)
  const isRail = isRailOptimised(fabric)
  const { accelerators } = world.nodes
  const domainNodes = (node: number): number => Math.max(1, Math.floor(typeOf(site, node).scaleUpSize / accelerators[node]))
  const trayShare = (node: number): number => 1 / (fabric.scaleUp.trays ?? (domainNodes(node) > 1 ? TRAYS.rack : TRAYS.node))
  return {
    planes,
    ...leaves,
    ...blockTables(site, leaves.uplinks, leaves.leafBps),
    cores: coreCount(site, planes),
    portsOf: node => accelerators[node] * planes,
    portsPerSwitch: node => (isRail ? 1 : accelerators[node]),
    domainNodes,
    trayShare,
    trayLosses: node => (fabric.scaleUp.failure === undefined ? (domainNodes(node) > 1 && !isCountedElsewhere ? RACK_TRAYS_PER_YEAR : 0) : fabric.scaleUp.failure / trayShare(node)),
    isLostWithTray: node => fabric.scaleUp.trayLoss === 'domain' || (fabric.scaleUp.trayLoss === 'by-kind' && domainNodes(node) > 1),
  }
}
