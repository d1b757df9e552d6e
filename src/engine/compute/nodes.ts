/**
 * Nodes and who holds them. A node is closed (a gate holds it), free, or held by one job; placements live in tables and nothing is
 * allocated.
 */
import { canPlace, clearBit, countFree, pickNodes, setBit } from './placement.ts'
import { drawEnd, drawIdle, drawStart, noteDraw, publishAtOnce } from './power-draw.ts'
import { addRun, dropRuns } from './runs.ts'
import { type Cluster, NONE } from './tables.ts'

/** All gates of a node are open: it is free from now on. */
export function openNode(c: Cluster, node: number): void {
  const { counts, nodes } = c
  if (nodes.col.open[node] === 1) return
  nodes.col.open[node] = 1
  counts.openNodes += 1
  counts.idleAccelerators += c.world.nodes.accelerators[node]
  setBit(c, node)
  countFree(c, c.world.nodes.rack[node], 1)
  drawIdle(c, c.world.nodes.rack[node], 1)
  noteDraw(c, c.world.nodes.block[node])
}

/** A gate of a free node closed; a job must have left it before. A trip is published at once, a broken node like any other change. */
export function closeNode(c: Cluster, node: number, isTrip: boolean): void {
  const { counts, nodes } = c
  nodes.col.open[node] = 0
  counts.openNodes -= 1
  counts.idleAccelerators -= c.world.nodes.accelerators[node]
  clearBit(c, node)
  countFree(c, c.world.nodes.rack[node], -1)
  drawIdle(c, c.world.nodes.rack[node], -1)
  if (isTrip) publishAtOnce(c, c.world.nodes.block[node])
  else noteDraw(c, c.world.nodes.block[node])
}

/** Gives a job its nodes if they can be had now; it draws `drawShare` on them. They are left in `c.picked` too. */
export function takeNodes(c: Cluster, job: number, drawShare: number): boolean {
  const { jobs, picked } = c
  const need = jobs.col.nodes[job]
  if (!canPlace(c, need)) return false
  pickNodes(c, need)
  const jobOf = c.nodes.col.job
  const { accelerators, rack: rackOf } = c.world.nodes
  let held = 0
  let begin = 0
  // Picked nodes ascend inside a leaf, so the nodes of a rack follow each other: one run.
  for (let i = 0; i < need; i++) {
    const node = picked[i]
    jobOf[node] = job
    held += accelerators[node]
    if (i > begin && rackOf[node] !== rackOf[picked[begin]]) {
      takeRun(c, job, rackOf[picked[begin]], i - begin)
      begin = i
    }
  }
  takeRun(c, job, rackOf[picked[begin]], need - begin)
  jobs.col.held[job] = held
  c.counts.idleAccelerators -= held
  drawStart(c, job, drawShare)
  return true
}

function takeRun(c: Cluster, job: number, rack: number, nodes: number): void {
  addRun(c, job, rack, nodes)
  c.racks.col.busy[rack] += nodes
}

/** Takes the nodes away from a job; they are free again. */
export function releaseNodes(c: Cluster, job: number): void {
  const { jobs, runs } = c
  const jobOf = c.nodes.col.job
  const { bits } = c.freeNodes.col
  const { nodeBegin } = c.world.racks
  drawEnd(c, job)
  for (let run = jobs.col.firstRun[job]; run !== NONE; run = runs.col.next[run]) {
    const rack = runs.col.rack[run]
    const end = nodeBegin[rack + 1]
    for (let node = nodeBegin[rack]; node < end; node++) {
      if (jobOf[node] !== job) continue
      jobOf[node] = NONE
      bits[node >> 5] |= 1 << (node & 31)
    }
    c.racks.col.busy[rack] -= runs.col.nodes[run]
    countFree(c, rack, runs.col.nodes[run])
  }
  dropRuns(c, job)
  c.counts.idleAccelerators += jobs.col.held[job]
  jobs.col.held[job] = 0
}
