/**
 * What a fault does while it is under repair: ports of nodes, trays of scale-up domains, capacity of bundles. Nodes without a way out are
 * closed. A NIC link takes one port of a node; a leaf switch one of each node that it serves on rails, all of them elsewhere; an uplink a
 * part of its leaf's bundle; a spine a part of all leaf bundles of its block; a core switch a part of all that leaves blocks.
 */
import type { ReworkCause } from '../ports.ts'
import { FAULT, type FabricBook } from './book.ts'
import { nodeShare, refreshNodes, tellMembers } from './job-rates.ts'

/** Leaf groups without any way out: through a fault, through work on it. */
export const CUT = { none: 0, fault: 1, work: 2 } as const

/** Closes or opens a node: without any port, without one where traffic cannot take a detour, in a leaf group that is cut off, in a scale-up domain that is down. */
function gateNode({ ctx, leaves, nodes, shape, ports }: FabricBook, share: number, node: number): void {
  const { linksDown, switchPortsDown } = nodes.col
  const cut = leaves.col.cut[ctx.world.nodes.leaf[node]]
  const bySwitch = share === 0 && (switchPortsDown[node] >= shape.portsOf(node) || linksDown[node] === 0)
  const byTray = nodes.col.traysDown[node] > 0 && shape.isLostWithTray(node)
  const byLeaf = cut === CUT.fault || bySwitch || byTray
  const close = (isOut: boolean, cause: 'leafFault' | 'linkFault' | 'fabricMaintenance'): void => (isOut ? ports.gates.closeNode(node, cause) : ports.gates.openNode(node, cause))
  close(byLeaf, 'leafFault')
  close(share === 0 && !byLeaf, 'linkFault')
  close(cut === CUT.work, 'fabricMaintenance')
}

function takePorts(book: FabricBook, column: Uint16Array, from: number, to: number, by: number): void {
  for (let node = from; node < to; node++) {
    column[node] += by
    gateNode(book, nodeShare(book, node), node)
  }
  book.down.ports += Math.sign(by)
  refreshNodes(book, from, to)
}

/** A tray of one domain: its nodes run at what the others carry, or are out. */
function takeTray(book: FabricBook, from: number, to: number, by: number): void {
  for (let node = from; node < to; node++) {
    book.nodes.col.traysDown[node] += by
    if (book.shape.isLostWithTray(node)) gateNode(book, nodeShare(book, node), node)
  }
  book.down.trays += by
  refreshNodes(book, from, to)
}

/** Share of the uplinks of a leaf group that carry traffic. */
function leafShare({ ctx, shape, leaves, blocks }: FabricBook, leaf: number): number {
  const block = ctx.world.leaves.block[leaf]
  const { uplinksDown, workedOn } = leaves.col
  const links = Math.max(0, shape.uplinks[leaf] - uplinksDown[leaf]) / shape.uplinks[leaf]
  const spines = shape.spines[block] === 0 ? 1 : Math.max(0, shape.spines[block] - blocks.col.spinesDown[block]) / shape.spines[block]
  return links * spines * (1 - workedOn[leaf]) * (1 - blocks.col.workedOn[block])
}

/** Sets what a bundle carries as a share of its healthy capacity, and tells its jobs. */
export function setCapacity(book: FabricBook, bundle: number, share: number): void {
  const { healthyBps, capacityBps } = book.bundles.table.col
  const capacity = healthyBps[bundle] === Infinity ? Infinity : healthyBps[bundle] * share
  if (capacityBps[bundle] === capacity) return
  capacityBps[bundle] = capacity
  tellMembers(book, bundle)
}

/** Capacity of a leaf group from all that is wrong or worked on; without any, its nodes have no way to others and are closed. */
export function updateLeaf(book: FabricBook, leaf: number): void {
  const { leaves } = book.ctx.world
  const share = leafShare(book, leaf)
  setCapacity(book, leaf, share)
  const isWork = book.leaves.col.workedOn[leaf] === 1 || book.blocks.col.workedOn[leaves.block[leaf]] === 1
  const cut = share > 0 || leaves.count < 2 ? CUT.none : isWork ? CUT.work : CUT.fault
  if (cut === book.leaves.col.cut[leaf]) return
  book.leaves.col.cut[leaf] = cut
  for (let node = leaves.nodeBegin[leaf]; node < leaves.nodeBegin[leaf + 1]; node++) gateNode(book, nodeShare(book, node), node)
}

/** Spines of a block and the leaf groups below them. */
export function updateBlock(book: FabricBook, block: number): void {
  const { leafBegin } = book.ctx.world.blocks
  const { spinesDown, workedOn } = book.blocks.col
  const spines = book.shape.spines[block]
  const share = (spines === 0 ? 1 : Math.max(0, spines - spinesDown[block]) / spines) * (1 - workedOn[block])
  setCapacity(book, book.bundles.at.spines + block, share)
  for (let leaf = leafBegin[block]; leaf < leafBegin[block + 1]; leaf++) updateLeaf(book, leaf)
}

/** Jobs that cross between blocks have no way to go on: they wait until something is carried again. */
function cutCrossing({ jobs, ports }: FabricBook, rework: ReworkCause): void {
  const { attached, crosses } = jobs.col
  for (let job = 0; job < jobs.capacity; job++) if (attached[job] === 1 && crosses[job] === 1) ports.compute().jobCutOff(job, rework)
}

/** The core of the site; without any of it, and from the notice of such work on, no job may start over several blocks. */
export function updateCore(book: FabricBook, rework: ReworkCause = 'net'): void {
  const { cores } = book.shape
  const { down, ports } = book
  const share = (cores === 0 ? 1 : Math.max(0, cores - down.cores) / cores) * (1 - down.coreWorkedOn)
  const isApart = Number(share <= 0 || down.coreNotices > 0)
  if (isApart !== down.apart) {
    down.apart = isApart
    ports.compute().setBlocksApart(isApart === 1)
  }
  if (share <= 0) cutCrossing(book, rework)
  for (let block = 0; block < book.ctx.world.blocks.count; block++) setCapacity(book, book.bundles.at.pods + block, share)
}

/** What each kind does: `by` is 1 when it begins and −1 when it is repaired. */
const EFFECTS: Readonly<Record<number, (book: FabricBook, row: number, by: 1 | -1) => void>> = {
  [FAULT.nodeLink]: (book, row, by) => takePorts(book, book.nodes.col.linksDown, book.active.col.from[row], book.active.col.to[row], by),
  [FAULT.nodeOptic]: (book, row, by) => takePorts(book, book.nodes.col.linksDown, book.active.col.from[row], book.active.col.to[row], by),
  [FAULT.leafSwitch]: (book, row, by) => takePorts(book, book.nodes.col.switchPortsDown, book.active.col.from[row], book.active.col.to[row], by * book.shape.portsPerSwitch(book.active.col.from[row])),
  [FAULT.leafWork]: (book, row, by) => takePorts(book, book.nodes.col.switchPortsDown, book.active.col.from[row], book.active.col.to[row], by * book.shape.portsPerSwitch(book.active.col.from[row])),
  [FAULT.uplink]: takeUplink,
  [FAULT.uplinkOptic]: takeUplink,
  [FAULT.spine](book, row, by) {
    book.blocks.col.spinesDown[book.active.col.at[row]] += by
    updateBlock(book, book.active.col.at[row])
  },
  [FAULT.core](book, _row, by) {
    book.down.cores += by
    updateCore(book)
  },
  [FAULT.tray]: (book, row, by) => takeTray(book, book.active.col.from[row], book.active.col.to[row], by),
}

function takeUplink(book: FabricBook, row: number, by: 1 | -1): void {
  const leaf = book.active.col.at[row]
  book.leaves.col.uplinksDown[leaf] += by
  updateLeaf(book, leaf)
}

export function applyFault(book: FabricBook, row: number, by: 1 | -1): void {
  EFFECTS[book.active.col.kind[row]](book, row, by)
}
