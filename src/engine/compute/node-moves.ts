/**
 * Single nodes that come to a job, leave it, or go from one to another while it holds the rest: after faults, for spares. What a job draws
 * is taken back before and given again after, so that the sums by rack and block stay exact to the watt.
 */
import { clearBit, countDomains, countFree, setBit } from './placement.ts'
import { drawEnd, drawStart } from './power-draw.ts'
import { addToRun, takeFromRun } from './runs.ts'
import { type Cluster, NONE } from './tables.ts'

/** Nodes of a rack that one job holds whole name it themselves from now on. */
function splitRack(c: Cluster, rack: number): void {
  const holder = c.racks.col.job[rack]
  if (holder === NONE) return
  c.racks.col.job[rack] = NONE
  c.nodes.col.job.fill(holder, c.world.racks.nodeBegin[rack], c.world.racks.nodeBegin[rack + 1])
}

/** A node that a job holds goes to another that draws at `drawShare`. */
export function passNode(c: Cluster, from: number, to: number, node: number, drawShare: number): void {
  const { held, drawShare: shares } = c.jobs.col
  const rack = c.world.nodes.rack[node]
  const before = shares[from]
  drawEnd(c, from)
  drawEnd(c, to)
  splitRack(c, rack)
  takeFromRun(c, from, rack)
  addToRun(c, to, rack)
  c.nodes.col.job[node] = to
  held[from] -= c.world.nodes.accelerators[node]
  held[to] += c.world.nodes.accelerators[node]
  drawStart(c, from, before)
  drawStart(c, to, drawShare)
}

/** A node that a job holds is free. */
export function dropNode(c: Cluster, job: number, node: number): void {
  const rack = c.world.nodes.rack[node]
  const before = c.jobs.col.drawShare[job]
  drawEnd(c, job)
  splitRack(c, rack)
  takeFromRun(c, job, rack)
  c.nodes.col.job[node] = NONE
  c.racks.col.busy[rack] -= 1
  setBit(c, node)
  countFree(c, c.world.nodes.leaf[node], 1)
  countDomains(c, node, node + 1, 1)
  c.jobs.col.held[job] -= c.world.nodes.accelerators[node]
  c.counts.idleAccelerators += c.world.nodes.accelerators[node]
  drawStart(c, job, before)
}

/** A free node comes to a job. */
export function addNode(c: Cluster, job: number, node: number): void {
  const rack = c.world.nodes.rack[node]
  const before = c.jobs.col.drawShare[job]
  drawEnd(c, job)
  clearBit(c, node)
  countFree(c, c.world.nodes.leaf[node], -1)
  countDomains(c, node, node + 1, -1)
  c.nodes.col.job[node] = job
  c.racks.col.busy[rack] += 1
  addToRun(c, job, rack)
  c.jobs.col.held[job] += c.world.nodes.accelerators[node]
  c.counts.idleAccelerators -= c.world.nodes.accelerators[node]
  drawStart(c, job, before)
}

/** Nodes of a job in ascending order. */
export function nodesOf(c: Cluster, job: number): number[] {
  const { rack: rackOf, next } = c.runs.col
  const { nodeBegin } = c.world.racks
  const nodes: number[] = []
  for (let run = c.jobs.col.firstRun[job]; run !== NONE; run = next[run]) {
    const isWhole = c.racks.col.job[rackOf[run]] === job
    for (let node = nodeBegin[rackOf[run]]; node < nodeBegin[rackOf[run] + 1]; node++) if (isWhole || c.nodes.col.job[node] === job) nodes.push(node)
  }
  return nodes.sort((a, b) => a - b)
}

/** Puts nodes in ascending order into `c.picked`: stretches that end with their leaf. */
export function pickAgain(c: Cluster, nodes: readonly number[]): void {
  const { picked, world } = c
  picked.count = 0
  for (const node of nodes) {
    const last = picked.count - 1
    if (last >= 0 && picked.begin[last] + picked.length[last] === node && world.nodes.leaf[picked.begin[last]] === world.nodes.leaf[node]) {
      picked.length[last] += 1
      continue
    }
    picked.begin[picked.count] = node
    picked.length[picked.count] = 1
    picked.count += 1
  }
}
