/**
 * Nodes and who holds them. A node is closed (a gate holds it), free, or held by one job; placements live in tables and nothing is
 * allocated.
 */
import { canPlace, clearBit, countFree, pickNodes, setBit, setBits } from './placement.ts'
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
  countFree(c, c.world.nodes.leaf[node], 1)
  const rack = c.world.nodes.rack[node]
  c.racks.col.open[rack] += 1
  drawIdle(c, rack, 1)
  noteDraw(c, c.world.nodes.block[node])
}

/** A gate of a free node closed; a job must have left it before. A trip is published at once, a broken node like any other change. */
export function closeNode(c: Cluster, node: number, isTrip: boolean): void {
  const { counts, nodes } = c
  nodes.col.open[node] = 0
  counts.openNodes -= 1
  counts.idleAccelerators -= c.world.nodes.accelerators[node]
  clearBit(c, node)
  countFree(c, c.world.nodes.leaf[node], -1)
  const rack = c.world.nodes.rack[node]
  c.racks.col.open[rack] -= 1
  drawIdle(c, rack, -1)
  if (isTrip) publishAtOnce(c, c.world.nodes.block[node])
  else noteDraw(c, c.world.nodes.block[node])
}

/** Gives a job its nodes if they can be had now; it draws `drawShare` on them. They are left in `c.picked` too. */
export function takeNodes(c: Cluster, job: number, drawShare: number): boolean {
  const { jobs, picked } = c
  const need = jobs.col.nodes[job]
  if (!canPlace(c, need)) return false
  pickNodes(c, need)
  let held = 0
  for (let at = 0; at < need; ) {
    const first = picked[at]
    const count = takeRun(c, job, at, need)
    // Nodes of a rack are all of one kind.
    held += count * c.world.nodes.accelerators[first]
    at += count
  }
  jobs.col.held[job] = held
  c.counts.idleAccelerators -= held
  drawStart(c, job, drawShare)
  return true
}

/** Gives a job its run of picked nodes in one rack, from place `at` of the `need` picked; returns how many they are. */
function takeRun(c: Cluster, job: number, at: number, need: number): number {
  const { picked } = c
  const { nodeBegin } = c.world.racks
  const jobOf = c.nodes.col.job
  const first = picked[at]
  const rack = c.world.nodes.rack[first]
  const rackEnd = nodeBegin[rack + 1]
  // Picked nodes ascend inside a leaf, so the nodes of a rack follow each other, and mostly they are all from the first to its end.
  let end = at + rackEnd - first
  if (end <= need && picked[end - 1] === rackEnd - 1) {
    for (let node = first; node < rackEnd; node++) jobOf[node] = job
  } else {
    for (end = at; end < need && picked[end] >= first && picked[end] < rackEnd; end++) jobOf[picked[end]] = job
  }
  addRun(c, job, rack, end - at)
  c.racks.col.busy[rack] += end - at
  return end - at
}

/** Takes the nodes away from a job; they are free again. */
export function releaseNodes(c: Cluster, job: number): void {
  const { jobs, runs } = c
  const { rack: rackOf, nodes, next } = runs.col
  const { nodeBegin } = c.world.racks
  const { busy } = c.racks.col
  const leafOf = c.world.nodes.leaf
  drawEnd(c, job)
  // Runs of a leaf follow each other, so that its free nodes are counted once.
  let leaf = -1
  let freed = 0
  for (let run = jobs.col.firstRun[job]; run !== NONE; run = next[run]) {
    const rack = rackOf[run]
    const begin = nodeBegin[rack]
    if (leafOf[begin] !== leaf) {
      countFree(c, leaf, freed)
      leaf = leafOf[begin]
      freed = 0
    }
    freed += nodes[run]
    busy[rack] -= nodes[run]
    if (nodes[run] === nodeBegin[rack + 1] - begin) freeRack(c, begin, nodeBegin[rack + 1])
    else freeRun(c, job, begin, nodeBegin[rack + 1])
  }
  countFree(c, leaf, freed)
  dropRuns(c, job)
  c.counts.idleAccelerators += jobs.col.held[job]
  jobs.col.held[job] = 0
}

/** The nodes from `begin` to before `end` are nobody's. */
function freeRack(c: Cluster, begin: number, end: number): void {
  const jobOf = c.nodes.col.job
  for (let node = begin; node < end; node++) jobOf[node] = NONE
  setBits(c, begin, end)
}

/** Those of the nodes from `begin` to before `end` that a job holds are nobody's. Without branches, since broken nodes are anywhere. */
function freeRun(c: Cluster, job: number, begin: number, end: number): void {
  const jobOf = c.nodes.col.job
  const { bits } = c.freeNodes.col
  for (let node = begin; node < end; ) {
    const word = node >> 5
    const wordEnd = Math.min(end, (word + 1) << 5)
    let freed = 0
    for (; node < wordEnd; node++) {
      const isHeld = Number(jobOf[node] === job)
      freed |= isHeld << (node & 31)
      jobOf[node] &= isHeld - 1
    }
    bits[word] |= freed
  }
}
