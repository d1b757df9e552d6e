/**
 * Nodes and who holds them. A node is closed (a gate holds it), free, or held by one job; placements live in tables and nothing is
 * allocated.
 */
import { canPlace, pickNodes } from './place.ts'
import { clearBit, countDomains, countFree, setBit, setBits } from './placement.ts'
import { drawEnd, drawIdle, drawStart, noteDraw, publishAtOnce } from './power-draw.ts'
import { reserveRuns } from './runs.ts'
import { jobOfRow } from './samplers.ts'
import { type Cluster, NONE } from './tables.ts'

/** All gates of a node are open: it is free from now on. */
export function openNode(c: Cluster, node: number): void {
  const { counts, nodes } = c
  if (nodes.col.open[node] === 1) return
  nodes.col.open[node] = 1
  counts.openNodes += 1
  counts.idleAccelerators += c.world.nodes.accelerators[node]
  c.tenantAccounts?.nodeChanged(node, c.world.nodes.accelerators[node])
  setBit(c, node)
  countFree(c, c.world.nodes.leaf[node], 1)
  countDomains(c, node, node + 1, 1)
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
  c.tenantAccounts?.nodeChanged(node, -c.world.nodes.accelerators[node])
  clearBit(c, node)
  countFree(c, c.world.nodes.leaf[node], -1)
  countDomains(c, node, node + 1, -1)
  const rack = c.world.nodes.rack[node]
  c.racks.col.open[rack] -= 1
  drawIdle(c, rack, -1)
  if (isTrip) publishAtOnce(c, c.world.nodes.block[node])
  else noteDraw(c, c.world.nodes.block[node])
}

/** Job that holds a node; 0 for none. */
export function jobAt(c: Cluster, node: number): number {
  const whole = c.racks.col.job[c.world.nodes.rack[node]]
  return whole === NONE ? c.nodes.col.job[node] : whole
}

/** Picks nodes that can be had, if possible none that the job avoids. */
function pickAvoiding(c: Cluster, job: number, entry: number, need: number): void {
  const { exclusions } = c
  if (exclusions === undefined || exclusions.hide(jobOfRow(c, job)) === 0) {
    pickNodes(c, job, entry, need)
    return
  }
  const canAvoid = canPlace(c, entry, need)
  if (!canAvoid) exclusions.show()
  pickNodes(c, job, entry, need)
  exclusions.show()
}

/** Gives a job its nodes (or `need` of them) if they can be had now; it draws `drawShare` on them. They are left in `c.picked` too. */
export function takeNodes(c: Cluster, job: number, drawShare: number, need = c.jobs.col.nodes[job]): boolean {
  const { jobs, picked } = c
  const entry = jobs.col.entry[job]
  if (!canPlace(c, entry, need)) return false
  pickAvoiding(c, job, entry, need)
  let held = 0
  for (let at = 0; at < picked.count; at++) held += takeStretch(c, job, picked.begin[at], picked.begin[at] + picked.length[at])
  jobs.col.held[job] = held
  c.counts.idleAccelerators -= held
  drawStart(c, job, drawShare)
  return true
}

/**
 * Gives a job the nodes from `begin` to before `end`, rack by rack, as runs in front of those that it has; returns their accelerators.
 * Large jobs take a hundred racks and more, so the arena's books are kept in hand meanwhile.
 */
function takeStretch(c: Cluster, job: number, begin: number, end: number): number {
  const { rack: rackOf, accelerators } = c.world.nodes
  const { nodeBegin } = c.world.racks
  const { busy, job: jobOfRack } = c.racks.col
  const { counts, runs } = c
  const { firstRun } = c.jobs.col
  const jobOf = c.nodes.col.job
  reserveRuns(c, rackOf[end - 1] - rackOf[begin] + 1)
  const { rack: rackOfRun, nodes: nodesOfRun, next } = runs.col
  let last = firstRun[job]
  let free = counts.freeRun
  let held = 0
  let node = begin
  // The racks follow each other as their nodes do.
  for (let rack = rackOf[begin]; node < end; rack += 1) {
    const behind = Math.min(end, nodeBegin[rack + 1])
    const count = behind - node
    // Nodes of a rack are all of one kind.
    held += count * accelerators[node]
    busy[rack] += count
    if (last !== NONE && rackOfRun[last] === rack) nodesOfRun[last] += count
    else {
      const run = free === NONE ? runs.length++ : free
      if (free !== NONE) free = next[run]
      rackOfRun[run] = rack
      nodesOfRun[run] = count
      next[run] = last
      last = run
    }
    if (count === nodeBegin[rack + 1] - nodeBegin[rack]) jobOfRack[rack] = job
    else for (let each = node; each < behind; each++) jobOf[each] = job
    node = behind
  }
  firstRun[job] = last
  counts.freeRun = free
  return held
}

/** Takes the nodes away from a job; they are free again, and its runs go back to the arena. */
export function releaseNodes(c: Cluster, job: number): void {
  const { jobs, runs, counts } = c
  const { rack: rackOf, nodes, next } = runs.col
  const { nodeBegin } = c.world.racks
  const { busy, job: jobOfRack } = c.racks.col
  const { leaves } = c.world
  const hasDomains = c.domains !== undefined
  drawEnd(c, job)
  // Runs of a leaf follow each other, so that its free nodes are counted once; a look at its ends spares one at every node.
  let leaf = -1
  let leafBegin = 0
  let leafEnd = 0
  let freed = 0
  let free = counts.freeRun
  for (let run = jobs.col.firstRun[job]; run !== NONE; ) {
    const rack = rackOf[run]
    const begin = nodeBegin[rack]
    const end = nodeBegin[rack + 1]
    if (begin < leafBegin || begin >= leafEnd) {
      countFree(c, leaf, freed)
      leaf = c.world.nodes.leaf[begin]
      leafBegin = leaves.nodeBegin[leaf]
      leafEnd = leaves.nodeBegin[leaf + 1]
      freed = 0
    }
    freed += nodes[run]
    busy[rack] -= nodes[run]
    if (jobOfRack[rack] === job) {
      jobOfRack[rack] = NONE
      setBits(c, begin, end)
      if (hasDomains) countDomains(c, begin, end, 1)
    } else freeRun(c, job, begin, end)
    const following = next[run]
    next[run] = free
    free = run
    run = following
  }
  countFree(c, leaf, freed)
  jobs.col.firstRun[job] = NONE
  counts.freeRun = free
  counts.idleAccelerators += jobs.col.held[job]
  jobs.col.held[job] = 0
}

/** Those of the nodes from `begin` to before `end` that a job holds are nobody's. Without branches, since broken nodes are anywhere. */
function freeRun(c: Cluster, job: number, begin: number, end: number): void {
  const jobOf = c.nodes.col.job
  const { bits } = c.freeNodes.col
  if (c.domains !== undefined) for (let node = begin; node < end; node++) if (jobOf[node] === job) countDomains(c, node, node + 1, 1)
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
