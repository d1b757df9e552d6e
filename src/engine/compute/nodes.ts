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
  const { jobs, nodes, world } = c
  const need = jobs.col.nodes[job]
  if (!canPlace(c, need)) return false
  pickNodes(c, need)
  let held = 0
  let begin = 0
  for (let i = 0; i < need; i++) {
    const node = c.picked[i]
    nodes.col.job[node] = job
    held += world.nodes.accelerators[node]
    const rack = world.nodes.rack[node]
    if (i + 1 < need && world.nodes.rack[c.picked[i + 1]] === rack) continue
    // Picked nodes ascend inside a leaf, so a rack is one run.
    addRun(c, job, rack, i + 1 - begin)
    c.racks.col.busy[rack] += i + 1 - begin
    begin = i + 1
  }
  jobs.col.held[job] = held
  c.counts.idleAccelerators -= held
  drawStart(c, job, drawShare)
  return true
}

/** Takes the nodes away from a job; they are free again. */
export function releaseNodes(c: Cluster, job: number): void {
  const { jobs, nodes, runs, world } = c
  const jobOf = nodes.col.job
  drawEnd(c, job)
  for (let run = jobs.col.firstRun[job]; run !== NONE; run = runs.col.next[run]) {
    const rack = runs.col.rack[run]
    for (let node = world.racks.nodeBegin[rack]; node < world.racks.nodeBegin[rack + 1]; node++) {
      if (jobOf[node] !== job) continue
      jobOf[node] = NONE
      setBit(c, node)
    }
    c.racks.col.busy[rack] -= runs.col.nodes[run]
    countFree(c, rack, runs.col.nodes[run])
  }
  dropRuns(c, job)
  c.counts.idleAccelerators += jobs.col.held[job]
  jobs.col.held[job] = 0
}
