/**
 * Nodes that small jobs share. A shared node is held by a row of its own, its holder: one whole node for the queue, the expected ends and
 * the power draw. The jobs on it hold accelerators, not nodes. Nodes are filled by best fit; a holder with none left gives its node back.
 */
import { LOAD_CLASS_COUNT } from '../ports.ts'
import { releaseNodes, takeNodes } from './nodes.ts'
import { isOfCurrent, partOf } from './partitions.ts'
import { IDLE_SHARE, redraw } from './power-draw.ts'
import { samplerRow } from './samplers.ts'
import { type Cluster, freeJobRow, JOB_KIND, JOB_STATE, NEVER, NONE, takeJobRow } from './tables.ts'

/** Row of the lists of holders with `free` accelerators left whose jobs are of a load class, in the part of the site of a job. */
const rowOf = (c: Cluster, job: number, free: number): number => (partOf(c, job) * LOAD_CLASS_COUNT + c.jobs.col.loadClass[job]) * c.mostPerNode + free

function link(c: Cluster, holder: number): void {
  const { next, previous, accelerators } = c.jobs.col
  if (accelerators[holder] === 0) return
  const { first } = c.partial.col
  const row = rowOf(c, holder, accelerators[holder])
  previous[holder] = NONE
  next[holder] = first[row]
  if (first[row] !== NONE) previous[first[row]] = holder
  first[row] = holder
}

function unlink(c: Cluster, holder: number): void {
  const { next, previous, accelerators } = c.jobs.col
  if (accelerators[holder] === 0) return
  if (previous[holder] === NONE) c.partial.col.first[rowOf(c, holder, accelerators[holder])] = next[holder]
  else next[previous[holder]] = next[holder]
  if (next[holder] !== NONE) previous[next[holder]] = previous[holder]
}

/** Holder with the fewest accelerators left that still has `need`, 0 if none. */
function bestHolder(c: Cluster, job: number, need: number): number {
  const { first } = c.partial.col
  for (let free = need; free < c.mostPerNode; free++) {
    const holder = first[rowOf(c, job, free)]
    if (holder !== NONE) return holder
  }
  return NONE
}

/** Holders are numbered apart from jobs, which count in order of submission. */
const FIRST_HOLDER = 0xf000_0000

/** Opens a node for sharing; 0 when none is free under the rule of the job's entry. */
function openHolder(c: Cluster, job: number): number {
  const holder = takeJobRow(c)
  const { col } = c.jobs
  col.uid[holder] = FIRST_HOLDER + c.counts.nextHolder
  col.kind[holder] = JOB_KIND.holder
  col.state[holder] = JOB_STATE.free
  col.loadClass[holder] = col.loadClass[job]
  col.source[holder] = col.source[job]
  col.entry[holder] = col.entry[job]
  col.tenant[holder] = col.tenant[job]
  col.nodes[holder] = 1
  col.share[holder] = 0
  col.holder[holder] = NONE
  col.scale[holder] = 1
  col.spareRow[holder] = NONE
  col.spareNodes[holder] = 0
  col.firstRun[holder] = NONE
  if (!takeNodes(c, holder, IDLE_SHARE)) {
    freeJobRow(c, holder)
    return NONE
  }
  c.counts.nextHolder += 1
  col.shareFirst[holder] = NONE
  col.endEstimateMs[holder] = NEVER
  // Its node counts as busy, its accelerators stay idle until jobs hold them.
  c.counts.idleAccelerators += col.held[holder]
  col.accelerators[holder] = col.held[holder]
  col.held[holder] = 0
  return holder
}

/** Accelerators of the node of a holder. */
const sizeOf = (c: Cluster, holder: number): number => c.world.nodes.accelerators[c.world.racks.nodeBegin[c.runs.col.rack[c.jobs.col.firstRun[holder]]]]

/** Draw and expected end of a holder follow its jobs. */
function follow(c: Cluster, holder: number, isNew: boolean): void {
  const { col } = c.jobs
  let drawn = 0
  let endMs: number = NEVER
  for (let job = col.shareFirst[holder]; job !== NONE; job = col.shareNext[job]) {
    drawn += col.share[job] * col.drawShare[job]
    endMs = Math.max(endMs, col.endEstimateMs[job])
  }
  redraw(c, holder, drawn / sizeOf(c, holder))
  if (endMs === col.endEstimateMs[holder]) return
  if (!isNew) c.ends.remove(holder)
  col.endEstimateMs[holder] = endMs
  c.ends.insert(holder)
}

/** Whether a small job could start now: on a shared node, or on one that is opened for it. */
export const hasShare = (c: Cluster, job: number): boolean => bestHolder(c, job, c.jobs.col.share[job]) !== NONE

/** Gives a small job its accelerators wherever they fit best; its expected end is set. False when there are none. */
export function takeShare(c: Cluster, job: number, drawShare: number): boolean {
  const { col } = c.jobs
  const present = bestHolder(c, job, col.share[job])
  const holder = present === NONE ? openHolder(c, job) : present
  if (holder === NONE) return false
  const { share, accelerators, shareNext, sharePrevious, shareFirst, held } = c.jobs.col
  if (present !== NONE) unlink(c, holder)
  accelerators[holder] -= share[job]
  link(c, holder)
  shareNext[job] = shareFirst[holder]
  sharePrevious[job] = NONE
  if (shareFirst[holder] !== NONE) sharePrevious[shareFirst[holder]] = job
  shareFirst[holder] = job
  c.jobs.col.holder[job] = holder
  c.jobs.col.drawShare[job] = drawShare
  held[job] = share[job]
  c.counts.idleAccelerators -= share[job]
  follow(c, holder, present === NONE)
  return true
}

/** Takes the accelerators away from a small job; the last one closes the holder. */
export function releaseShare(c: Cluster, job: number): void {
  const { share, accelerators, shareNext, sharePrevious, shareFirst, held } = c.jobs.col
  const holder = c.jobs.col.holder[job]
  if (sharePrevious[job] === NONE) shareFirst[holder] = shareNext[job]
  else shareNext[sharePrevious[job]] = shareNext[job]
  if (shareNext[job] !== NONE) sharePrevious[shareNext[job]] = sharePrevious[job]
  c.jobs.col.holder[job] = NONE
  held[job] = 0
  c.counts.idleAccelerators += share[job]
  unlink(c, holder)
  if (shareFirst[holder] !== NONE) {
    accelerators[holder] += share[job]
    link(c, holder)
    follow(c, holder, false)
    return
  }
  c.ends.remove(holder)
  releaseNodes(c, holder)
  freeJobRow(c, holder)
}

/** A job draws another share of the range of what it holds. */
export function changeDraw(c: Cluster, job: number, drawShare: number): void {
  const holder = c.jobs.col.holder[job]
  const samplers = samplerRow(c, job)
  if (samplers !== NONE) redraw(c, samplers, drawShare)
  if (holder === NONE) redraw(c, job, drawShare)
  else {
    c.jobs.col.drawShare[job] = drawShare
    follow(c, holder, false)
  }
}

/** Calls `visit` for every job on a shared node; it may leave meanwhile. */
export function eachShare(c: Cluster, holder: number, visit: (job: number) => void): void {
  const { shareFirst, shareNext } = c.jobs.col
  let job = shareFirst[holder]
  while (job !== NONE) {
    const following = shareNext[job]
    visit(job)
    job = following
  }
}

/** A small job waits: it joins the others of its size, in order of submission. */
export function awaitShare(c: Cluster, job: number): void {
  const { uid, share, shareNext, sharePrevious } = c.jobs.col
  const { waitFirst, waitLast } = c.partial.col
  const size = share[job]
  // Mostly the last; one that a fault sent back goes to its old place.
  let before = waitLast[size]
  while (before !== NONE && uid[before] > uid[job]) before = sharePrevious[before]
  const after = before === NONE ? waitFirst[size] : shareNext[before]
  sharePrevious[job] = before
  shareNext[job] = after
  if (before === NONE) waitFirst[size] = job
  else shareNext[before] = job
  if (after === NONE) waitLast[size] = job
  else sharePrevious[after] = job
}

export function leaveWait(c: Cluster, job: number): void {
  const { share, shareNext, sharePrevious } = c.jobs.col
  const { waitFirst, waitLast } = c.partial.col
  if (sharePrevious[job] === NONE) waitFirst[share[job]] = shareNext[job]
  else shareNext[sharePrevious[job]] = shareNext[job]
  if (shareNext[job] === NONE) waitLast[share[job]] = sharePrevious[job]
  else sharePrevious[shareNext[job]] = sharePrevious[job]
}

/** Waiting jobs of a size that are looked at in a pass. */
const DEPTH = 8

/** First waiting job of a size that may go to a shared node now; with `isBlocked` it must not keep the node longer than it is kept anyhow. */
function fitting(c: Cluster, size: number, isBlocked: boolean): number {
  const { shareNext, estimateMs, endEstimateMs } = c.jobs.col
  let job = c.partial.col.waitFirst[size]
  for (let depth = 0; job !== NONE && depth < DEPTH; depth++, job = shareNext[job]) {
    const holder = isOfCurrent(c, job) ? bestHolder(c, job, size) : NONE
    if (holder !== NONE && (!isBlocked || c.kernel.now + estimateMs[job] <= endEstimateMs[holder])) return job
  }
  return NONE
}

/** Whether any small job waits. */
export function isShareAwaited({ partial, mostPerNode }: Cluster): boolean {
  const { waitFirst } = partial.col
  for (let size = 1; size < mostPerNode; size++) if (waitFirst[size] !== NONE) return true
  return false
}

/** Fills shared nodes with waiting small jobs, in order of submission; whoever waits for whole nodes is not delayed by it. */
export function fillShares(c: Cluster, isBlocked: boolean, start: (job: number) => boolean): void {
  const { uid } = c.jobs.col
  for (;;) {
    let best: number = NONE
    for (let size = 1; size < c.mostPerNode; size++) {
      const job = fitting(c, size, isBlocked)
      if (job !== NONE && (best === NONE || uid[job] < uid[best])) best = job
    }
    if (best === NONE || !start(best)) return
  }
}
