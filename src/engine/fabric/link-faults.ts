/**
 * Failures of links and leaf switches. One timer per leaf group for the superposition of all its links and switches; the second
 * uniform of the same draw tells which one failed. A NIC link takes one rail of a node, a leaf switch one rail of all nodes of the
 * leaf (both route around over the scale-up network), an uplink a port of the leaf's bundle. A node or leaf without rails is closed.
 */
import { sample } from '../../base/distribution.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { appendRow } from '../../base/table.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { Phase } from '../kernel/kernel.ts'
import { FAULT, type FabricBook, railsOf, refresh, refreshLeaf, tellMembers, uplinkPorts } from './job-rates.ts'

const MS_PER_YEAR = 8766 * 3_600_000

interface Book extends FabricBook {
  readonly keys: readonly EntityKey[]
  readonly draws: { readonly col: { readonly n: Int32Array } }
  readonly rows: { free: number }
}

/** Failures a year of one leaf group by kind. */
function rates(book: FabricBook, leaf: number): { nodeLinks: number; uplinks: number; switches: number } {
  const { failures } = book.ctx.scenario.fabric
  const { nodeBegin } = book.ctx.world.leaves
  let links = 0
  for (let node = nodeBegin[leaf]; node < nodeBegin[leaf + 1]; node++) links += railsOf(book, node)
  const rails = book.ctx.scenario.fabric.kind === 'rail-fat-tree' ? railsOf(book, nodeBegin[leaf]) : 1
  return { nodeLinks: links * failures.link, uplinks: uplinkPorts(book.ctx, leaf) * failures.link, switches: rails * failures.leafSwitch }
}

function takeRow(book: Book): number {
  const { rows, active } = book
  if (rows.free !== 0) {
    const row = rows.free - 1
    rows.free = active.col.next[row]
    return row
  }
  return appendRow(active)
}

/** Applies a fault (by = 1) or its repair (by = −1). */
function apply(book: Book, row: number, by: 1 | -1): void {
  const { kind, leaf, target } = book.active.col
  if (kind[row] === FAULT.nodeLink) applyNodeLink(book, target[row], by)
  else if (kind[row] === FAULT.uplink) applyUplink(book, leaf[row], by)
  else applySwitch(book, leaf[row], by)
}

function applyNodeLink(book: Book, node: number, by: number): void {
  const { linksDown } = book.nodes.col
  linksDown[node] += by
  book.down.rails += by
  if (linksDown[node] >= railsOf(book, node)) book.ports.gates.closeNode(node, 'linkFault')
  else book.ports.gates.openNode(node, 'linkFault')
  const job = book.ports.compute().jobOf(node)
  if (job >= 0) refresh(book, job)
}

function applyUplink(book: Book, leaf: number, by: number): void {
  const { uplinksDown } = book.leaves.col
  const { healthyBps, capacityBps } = book.bundles.table.col
  uplinksDown[leaf] += by
  const ports = uplinkPorts(book.ctx, leaf)
  capacityBps[leaf] = (healthyBps[leaf] * Math.max(0, ports - uplinksDown[leaf])) / ports
  tellMembers(book, leaf)
}

function applySwitch(book: Book, leaf: number, by: number): void {
  const { switchesDown } = book.leaves.col
  const { nodeBegin } = book.ctx.world.leaves
  switchesDown[leaf] += by
  book.down.rails += by
  const rails = book.ctx.scenario.fabric.kind === 'rail-fat-tree' ? railsOf(book, nodeBegin[leaf]) : 1
  for (let node = nodeBegin[leaf]; node < nodeBegin[leaf + 1]; node++) {
    if (switchesDown[leaf] >= rails) book.ports.gates.closeNode(node, 'leafFault')
    else book.ports.gates.openNode(node, 'leafFault')
  }
  refreshLeaf(book, leaf)
}

/** Chooses what failed from the uniform `u` over the rates of the leaf. */
function choose(book: Book, leaf: number, u: number, row: number): void {
  const { nodeLinks, uplinks, switches } = rates(book, leaf)
  const { kind, target, leaf: of } = book.active.col
  const { nodeBegin } = book.ctx.world.leaves
  const at = u * (nodeLinks + uplinks + switches)
  of[row] = leaf
  target[row] = -1
  if (at < nodeLinks) {
    kind[row] = FAULT.nodeLink
    const nodes = nodeBegin[leaf + 1] - nodeBegin[leaf]
    target[row] = nodeBegin[leaf] + Math.min(nodes - 1, Math.floor((at / nodeLinks) * nodes))
  } else {
    kind[row] = at < nodeLinks + uplinks ? FAULT.uplink : FAULT.leafSwitch
  }
}

/** Keeps at least one rail per node and one port per leaf from failing twice: a fault that finds nothing left to fail is ignored. */
function isPossible(book: Book, row: number): boolean {
  const { kind, leaf, target } = book.active.col
  if (kind[row] === FAULT.nodeLink) return book.nodes.col.linksDown[target[row]] < railsOf(book, target[row])
  if (kind[row] === FAULT.uplink) return book.leaves.col.uplinksDown[leaf[row]] < uplinkPorts(book.ctx, leaf[row])
  return book.leaves.col.switchesDown[leaf[row]] < railsOf(book, book.ctx.world.leaves.nodeBegin[leaf[row]])
}

export function createLinkFaults(fabric: FabricBook): { start(): void } {
  const { ctx } = fabric
  const { kernel, world, scenario } = ctx
  const book: Book = {
    ...fabric,
    keys: Array.from({ length: world.leaves.count }, (_, leaf) => entityKey(world.root, leafPath(fabric, leaf))),
    draws: ctx.state.table('fabric.draws', world.leaves.count, { n: 'i32' }),
    rows: ctx.state.scalars('fabric.faultRows', { free: 0 }),
  }
  const yearly = Float64Array.from({ length: world.leaves.count }, (_, leaf) => {
    const { nodeLinks, uplinks, switches } = rates(fabric, leaf)
    return nodeLinks + uplinks + switches
  })
  const repaired = kernel.command('fabric.repaired', Phase.repair, row => {
    apply(book, row, -1)
    ctx.emit({ kind: 'linkRestored', leaf: book.active.col.leaf[row] })
    book.active.col.kind[row] = 0
    book.active.col.next[row] = book.rows.free
    book.rows.free = row + 1
  })
  const struck = kernel.command('fabric.struck', Phase.fault, leaf => {
    const n = book.draws.col.n[leaf]
    const row = takeRow(book)
    choose(book, leaf, uniform(book.keys[leaf], PURPOSE.class, n), row)
    if (isPossible(book, row)) {
      const { kind } = book.active.col
      const repair = kind[row] === FAULT.leafSwitch ? scenario.fabric.failures.leafSwitchRepair : scenario.fabric.failures.linkRepair
      apply(book, row, 1)
      ctx.emit({ kind: 'linkFaulted', leaf })
      kernel.schedule(repaired, row, kernel.now + roundMs(sample(repair, uniform(book.keys[leaf], PURPOSE.repair, n))))
    } else {
      book.active.col.kind[row] = 0
      book.active.col.next[row] = book.rows.free
      book.rows.free = row + 1
    }
    book.draws.col.n[leaf] = n + 1
    scheduleNext(leaf)
  })
  function scheduleNext(leaf: number): void {
    if (yearly[leaf] <= 0) return
    const waitMs = exponential(uniform(book.keys[leaf], PURPOSE.failure, book.draws.col.n[leaf]), MS_PER_YEAR / yearly[leaf])
    const atMs = kernel.now + roundMs(waitMs)
    if (atMs < world.horizonMs) kernel.schedule(struck, leaf, atMs)
  }
  return {
    start() {
      for (let leaf = 0; leaf < world.leaves.count; leaf++) scheduleNext(leaf)
    },
  }
}

/** Path of a leaf inside its block, so that adding a block moves no other leaf's faults. */
function leafPath(fabric: FabricBook, leaf: number): string {
  const { leaves, blocks } = fabric.ctx.world
  const block = leaves.block[leaf]
  return `${blocks.path[block]}/leaf[${leaf - blocks.leafBegin[block]}]`
}
