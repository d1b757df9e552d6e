/**
 * Nodes and who holds them. A node is closed (a gate holds it), free, or held by one job; the nodes of a job form a list through the
 * node table, so no placement is ever allocated.
 */
import { LOAD_CLASS } from '../ports.ts'
import { canPlace, pickNodes, setFree } from './placement.ts'
import { DRAW_SHARE, drawIdle, moveDraw, noteDraw, noteJobDraw, publishAtOnce } from './power-draw.ts'
import { type Cluster, NONE } from './tables.ts'

/** All gates of a node are open: it is free from now on. */
export function openNode(c: Cluster, node: number): void {
  const { counts, nodes } = c
  if (nodes.col.open[node] === 1) return
  nodes.col.open[node] = 1
  counts.openNodes += 1
  counts.idleAccelerators += c.world.nodes.accelerators[node]
  setFree(c, node, true)
  drawIdle(c, node, 1)
  noteDraw(c, c.world.nodes.block[node])
}

/** A gate of a free node closed; a job must have left it before. */
export function closeNode(c: Cluster, node: number): void {
  const { counts, nodes } = c
  nodes.col.open[node] = 0
  counts.openNodes -= 1
  counts.idleAccelerators -= c.world.nodes.accelerators[node]
  setFree(c, node, false)
  drawIdle(c, node, -1)
  publishAtOnce(c, c.world.nodes.block[node])
}

/** Gives a job its nodes if they can be had now; it draws `drawShare` on them. They are left in `c.picked` too. */
export function takeNodes(c: Cluster, job: number, drawShare: number): boolean {
  const { jobs, nodes, world } = c
  const need = jobs.col.nodes[job]
  if (!canPlace(c, need)) return false
  pickNodes(c, need)
  const loadClass = jobs.col.loadClass[job]
  let held = 0
  let next = NONE
  for (let i = need - 1; i >= 0; i--) {
    const node = c.picked[i]
    nodes.col.job[node] = job
    nodes.col.next[node] = next
    next = node + 1
    held += world.nodes.accelerators[node]
    c.racks.col.busy[world.nodes.rack[node]] += 1
    moveDraw(c, node, LOAD_CLASS.network, DRAW_SHARE.idle, loadClass, drawShare)
  }
  jobs.col.firstNode[job] = next
  jobs.col.held[job] = held
  jobs.col.drawShare[job] = drawShare
  c.counts.idleAccelerators -= held
  noteJobDraw(c, job)
  return true
}

/** Takes the nodes away from a job; they are free again. */
export function releaseNodes(c: Cluster, job: number): void {
  const { jobs, nodes, world } = c
  const loadClass = jobs.col.loadClass[job]
  let link = jobs.col.firstNode[job]
  let lastBlock = -1
  while (link !== NONE) {
    const node = link - 1
    link = nodes.col.next[node]
    nodes.col.job[node] = NONE
    nodes.col.next[node] = NONE
    c.racks.col.busy[world.nodes.rack[node]] -= 1
    setFree(c, node, true)
    moveDraw(c, node, loadClass, jobs.col.drawShare[job], LOAD_CLASS.network, DRAW_SHARE.idle)
    if (world.nodes.block[node] !== lastBlock && lastBlock >= 0) noteDraw(c, lastBlock)
    lastBlock = world.nodes.block[node]
  }
  if (lastBlock >= 0) noteDraw(c, lastBlock)
  c.counts.idleAccelerators += jobs.col.held[job]
  jobs.col.firstNode[job] = NONE
  jobs.col.held[job] = 0
}

