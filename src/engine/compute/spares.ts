/**
 * Hot spares: nodes that a job holds beside those it works on, or that each block keeps for whoever needs one. They idle and book
 * `L6.spareReserve`. A spare row holds them; that of a block is filled from what is free.
 */
import { LOAD_CLASS } from '../ports.ts'
import { moveHeld, moveSpare, RESERVE } from './books.ts'
import { addNode, dropNode, nodesOf, passNode } from './node-moves.ts'
import { LEVEL } from './placement-rules.ts'
import { releaseNodes } from './nodes.ts'
import { partOf } from './partitions.ts'
import { type Cluster, freeJobRow, JOB_KIND, JOB_STATE, NONE, takeJobRow } from './tables.ts'

/** Spare rows are numbered apart from jobs, as the holders of shared nodes are. */
const FIRST_SPARE = 0xe000_0000

/** An empty row beside a job for spares, or for those that generate for it; or of no one (`owner` 0) for a block. */
export function openRow(c: Cluster, owner: number): number {
  const row = takeJobRow(c)
  const { col } = c.jobs
  col.uid[row] = FIRST_SPARE + c.counts.nextHolder
  c.counts.nextHolder += 1
  col.kind[row] = JOB_KIND.spare
  col.state[row] = JOB_STATE.free
  col.loadClass[row] = LOAD_CLASS.training
  col.entry[row] = 0
  col.tenant[row] = 0
  col.nodes[row] = 0
  col.held[row] = 0
  col.share[row] = 0
  col.holder[row] = owner
  col.scale[row] = 1
  col.spareRow[row] = NONE
  col.firstRun[row] = NONE
  col.drawShare[row] = 0
  return row
}

/** The last of the nodes in `c.picked`, which a job has just taken, become its spares. */
export function setAside(c: Cluster, job: number): void {
  const { picked } = c
  const row = openRow(c, job)
  const { spareRow, spareNodes } = c.jobs.col
  spareRow[job] = row
  for (let left = spareNodes[job]; left > 0; left--) {
    const last = picked.count - 1
    passNode(c, job, row, picked.begin[last] + picked.length[last] - 1, 0)
    picked.length[last] -= 1
    if (picked.length[last] === 0) picked.count -= 1
  }
  moveHeld(c, row, RESERVE, 1)
}

/** A job leaves: its spares are free. */
export function releaseSpares(c: Cluster, job: number): void {
  const row = c.jobs.col.spareRow[job]
  if (row === NONE) return
  moveHeld(c, row, RESERVE, -1)
  releaseNodes(c, row)
  freeJobRow(c, row)
  c.jobs.col.spareRow[job] = NONE
}

/** First node of a spare row with so many accelerators, −1 if none. */
function spareOf(c: Cluster, row: number, accelerators: number): number {
  return row === NONE ? -1 : (nodesOf(c, row).find(node => c.world.nodes.accelerators[node] === accelerators) ?? -1)
}

/** A spare in place of a failed node: of the job itself, of the same block, or of any, as far as it may leave the leaf or the block; −1 if none. */
export function findSpare(c: Cluster, job: number, failed: number, within: number): number {
  const { accelerators, block } = c.world.nodes
  const own = spareOf(c, c.jobs.col.spareRow[job], accelerators[failed])
  const { row } = c.blockSpares.col
  // Spares of blocks are of the part of the site that is everybody's, and of any type.
  if (own >= 0 || row.length === 0 || within < LEVEL.pod || partOf(c, job) > 0 || c.eligibility?.has(c.jobs.col.entry[job]) === true) return own
  const near = spareOf(c, row[block[failed]], accelerators[failed])
  if (near >= 0 || within < LEVEL.site) return near
  for (let other = 0; other < row.length; other++) {
    const far = spareOf(c, row[other], accelerators[failed])
    if (far >= 0) return far
  }
  return -1
}

/** A spare comes to a job; true when it was one of its own. */
export function takeSpare(c: Cluster, job: number, spare: number): boolean {
  const row = c.nodes.col.job[spare]
  moveSpare(c, spare, -1)
  passNode(c, row, job, spare, c.jobs.col.drawShare[job])
  return row === c.jobs.col.spareRow[job]
}

/** The gates take a spare node away, or a fault strikes it. */
export function loseSpare(c: Cluster, node: number, row: number): void {
  const { holder, nodes, spareNodes } = c.jobs.col
  moveSpare(c, node, -1)
  dropNode(c, row, node)
  const owner = holder[row]
  if (owner === NONE) return
  const isEnding = c.jobs.col.state[owner] === JOB_STATE.ending
  c.ends.remove(owner)
  if (isEnding) c.counts.endingNodes -= 1
  else if (c.isPreempting) c.victims.leave(owner)
  nodes[owner] -= 1
  spareNodes[owner] -= 1
  c.ends.insert(owner)
  if (!isEnding && c.isPreempting) c.victims.enter(owner)
}

/** Fills the spares of the blocks from what is free there, the last nodes first. */
export function fillSpares(c: Cluster): void {
  const { row } = c.blockSpares.col
  const { nodeBegin } = c.world.blocks
  for (let block = 0; block < row.length; block++) {
    if (row[block] === NONE) row[block] = openRow(c, NONE)
    const wanted = Math.min(c.params.spares.perBlock, nodeBegin[block + 1] - nodeBegin[block])
    let missing = wanted - countOf(c, row[block])
    for (let node = nodeBegin[block + 1] - 1; missing > 0 && c.blocks.col.freeNodes[block] > 0; node--) {
      if (((c.freeNodes.col.bits[node >> 5] >>> (node & 31)) & 1) === 0) continue
      addNode(c, row[block], node)
      moveSpare(c, node, 1)
      missing -= 1
    }
  }
}

function countOf(c: Cluster, row: number): number {
  const { nodes, next } = c.runs.col
  let sum = 0
  for (let run = c.jobs.col.firstRun[row]; run !== NONE; run = next[run]) sum += nodes[run]
  return sum
}
