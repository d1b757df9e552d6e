/**
 * Electric draw of the racks and its publication. A node draws its idle power plus a share of its dynamic range that depends on what its
 * job does; closed nodes draw nothing. Draws are kept as exact integers of mW per rack and load class and published as whole watts.
 * Requests are what the load would draw uncapped and unthrottled; what is granted, capped or throttled is the power and cooling side's.
 */
import { pow } from '../../base/exact-math.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import { rateUnderCap } from '../../scenario/rack-power.ts'
import { type ItLoad, LOAD_CLASS, LOAD_CLASS_COUNT } from '../ports.ts'
import { type Cluster, NONE } from './tables.ts'

/** Share of the dynamic range by phase; engineering defaults except decode (H200 decode at 137–300 W of 700 W). */
export const DRAW_SHARE = { idle: 0, starting: 0.15, compute: 1, communication: 0.35, checkpoint: 0.25, prefill: 0.95, decode: 0.35, stalled: 0.3 } as const

/** A change below this share of the block's highest IT power waits for the close of the window. */
const PUBLISH_FRACTION = 0.005
/** Least time between two publications of a block, trips and rises above a cap excepted. */
export const PUBLISH_SPACING_MS = 60_000
const CAP_STEPS = 50
/** A load whose clock would fall below this share is not kept alive by a cap: the published minimum leaves this much. */
const LEAST_CLOCK = 0.2
/** Work rate of nodes that are on but below what runs: parked, for all practical purposes. */
const PARKED = 1e-6

/** Draw of one node, W, at a share of its dynamic range. */
export function nodeDrawW(type: RackType, drawShare: number): number {
  return (type.idle + (type.sustained - type.idle) * drawShare) / type.nodes
}

/** Dynamic share of training steps with the given exposed communication. */
export function trainingShare(commFraction: number, writingFraction: number): number {
  const step = (1 - commFraction) * DRAW_SHARE.compute + commFraction * DRAW_SHARE.communication
  return step * (1 - writingFraction) + DRAW_SHARE.checkpoint * writingFraction
}

/** Caps count in steps of 2 %, rounded down, so that small moves of the grant change no job's rate. */
export function stepDown(cap: number): number {
  return cap >= 1 ? 1 : Math.floor(cap * CAP_STEPS + 1e-9) / CAP_STEPS
}

/** Work rate for `cap` = granted ÷ requested watts of a node of this type. */
export function rateOfNodeCap(type: RackType, cap: number, clockFreeShare: number): number {
  const atAccelerator = (cap - type.hostShare) / (1 - type.hostShare)
  return Math.max(PARKED, rateUnderCap(atAccelerator, clockFreeShare, type.capStaticShare, type.capExponent))
}

/** Least share of its request at which a node still works usefully. */
export function leastShare(type: RackType): number {
  const c = type.capStaticShare + (1 - type.capStaticShare) * pow(LEAST_CLOCK, type.capExponent)
  return type.hostShare + (1 - type.hostShare) * c
}

/** Draw of one node by share of its dynamic range: what it asks for, and what it needs to work usefully; exact mW. */
export interface NodeDraw {
  typeIndex: number
  drawShare: number
  requestMw: number
  minimumMw: number
}

/** Computes the draw of a node of a type; the last result is kept, since neighbours mostly share type and job. */
function drawOf(c: Cluster, typeIndex: number, drawShare: number, memo: NodeDraw): NodeDraw {
  if (memo.typeIndex === typeIndex && memo.drawShare === drawShare) return memo
  const type = c.world.rackTypes[typeIndex]
  const requestMw = Math.round(nodeDrawW(type, drawShare) * 1000)
  const idleMw = Math.round((type.idle / type.nodes) * 1000)
  memo.typeIndex = typeIndex
  memo.drawShare = drawShare
  memo.requestMw = requestMw
  memo.minimumMw = drawShare === DRAW_SHARE.idle ? requestMw : Math.min(requestMw, Math.max(idleMw, Math.ceil(requestMw * c.leastShare[typeIndex])))
  return memo
}

/** A load class and a share of the dynamic range that nodes draw in it. */
export interface Draw {
  readonly loadClass: number
  readonly share: number
}

const IDLE: Draw = { loadClass: LOAD_CLASS.network, share: DRAW_SHARE.idle }

/** Open nodes without a job appear (`nodes` > 0) or go (< 0). */
export function drawIdle(c: Cluster, rack: number, nodes: number): void {
  const { type, block } = c.world.racks
  const { requestMw, minimumMw } = drawOf(c, type[rack], IDLE.share, c.drawFrom)
  const at = rack * LOAD_CLASS_COUNT + IDLE.loadClass
  c.live.col.requestMw[at] += nodes * requestMw
  c.live.col.minimumMw[at] += nodes * minimumMw
  c.blocks.col.liveMw[block[rack]] += nodes * requestMw
  c.rackDirty.col.classes[rack] |= 1 << IDLE.loadClass
}

/** Moves the nodes of a job from one draw to another and checks whether their blocks should publish. */
function moveDraw(c: Cluster, job: number, from: Draw, to: Draw): void {
  const { rack: rackOf, nodes, next } = c.runs.col
  const { liveMw } = c.blocks.col
  const { type: typeOf, block: blockOf } = c.world.racks
  let run = c.jobs.col.firstRun[job]
  while (run !== NONE) {
    const type = typeOf[rackOf[run]]
    const block = blockOf[rackOf[run]]
    const before = drawOf(c, type, from.share, c.drawFrom)
    const after = drawOf(c, type, to.share, c.drawTo)
    let moved = 0
    const first = run
    for (; run !== NONE && typeOf[rackOf[run]] === type && blockOf[rackOf[run]] === block; run = next[run]) moved += nodes[run]
    moveRuns(c, first, run, from.loadClass, to.loadClass)
    liveMw[block] += moved * (after.requestMw - before.requestMw)
    if (run === NONE || blockOf[rackOf[run]] !== block) noteDraw(c, block)
  }
}

/** Moves the runs from `first` to before `end`, racks of one type, from `c.drawFrom` in one load class to `c.drawTo` in another. */
function moveRuns(c: Cluster, first: number, end: number, fromClass: number, toClass: number): void {
  const { rack: rackOf, nodes, next } = c.runs.col
  const { requestMw, minimumMw } = c.live.col
  const { classes } = c.rackDirty.col
  const { requestMw: fromRequestMw, minimumMw: fromMinimumMw } = c.drawFrom
  const { requestMw: toRequestMw, minimumMw: toMinimumMw } = c.drawTo
  const touched = (1 << fromClass) | (1 << toClass)
  for (let run = first; run !== end; run = next[run]) {
    const rack = rackOf[run]
    const count = nodes[run]
    const from = rack * LOAD_CLASS_COUNT + fromClass
    const to = rack * LOAD_CLASS_COUNT + toClass
    requestMw[from] -= count * fromRequestMw
    minimumMw[from] -= count * fromMinimumMw
    requestMw[to] += count * toRequestMw
    minimumMw[to] += count * toMinimumMw
    classes[rack] |= touched
  }
}

/** The nodes of a job, idle so far, begin to draw for it. */
export function drawStart(c: Cluster, job: number, share: number): void {
  c.jobs.col.drawShare[job] = share
  moveDraw(c, job, IDLE, { loadClass: c.jobs.col.loadClass[job], share })
}

/** The nodes of a job are idle again. */
export function drawEnd(c: Cluster, job: number): void {
  moveDraw(c, job, { loadClass: c.jobs.col.loadClass[job], share: c.jobs.col.drawShare[job] }, IDLE)
}

/** Moves all nodes of a job to another share of their dynamic range. */
export function redraw(c: Cluster, job: number, share: number): void {
  const { drawShare, loadClass } = c.jobs.col
  const before = drawShare[job]
  if (before === share) return
  drawShare[job] = share
  moveDraw(c, job, { loadClass: loadClass[job], share: before }, { loadClass: loadClass[job], share })
}

/** Publishes soon when the block's draw has moved enough: 60 s after the last time, at once for a rise above a cap. */
export function noteDraw(c: Cluster, block: number): void {
  const { liveMw, publishedMw, publishedMs } = c.blocks.col
  const change = liveMw[block] - publishedMw[block]
  if (change === 0) return
  if (change > 0 && isCapped(c, block)) schedulePublish(c, block, c.kernel.now + 1)
  else if (Math.abs(change) > PUBLISH_FRACTION * c.world.blocks.itMaxW[block] * 1000) {
    schedulePublish(c, block, Math.max(c.kernel.now + 1, publishedMs[block] + PUBLISH_SPACING_MS))
  }
}

/** Publishes within a millisecond: power or cooling took nodes away. */
export function publishAtOnce(c: Cluster, block: number): void {
  schedulePublish(c, block, c.kernel.now + 1)
}

function isCapped(c: Cluster, block: number): boolean {
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) if (c.caps.col.cap[at] < 1) return true
  return false
}

function schedulePublish(c: Cluster, block: number, atMs: number): void {
  const { publishTimer } = c.blocks.col
  const pendingMs = c.kernel.timeOf(publishTimer[block])
  if (pendingMs < 0) publishTimer[block] = c.kernel.schedule(c.commands.publish, block, atMs)
  else if (pendingMs > atMs) c.kernel.reschedule(publishTimer[block], atMs)
}

/** Copies the live draw of a block to what the rest of the site sees, in whole watts. */
export function publish(c: Cluster, block: number): void {
  const { rackBegin } = c.world.blocks
  const { classes } = c.rackDirty.col
  const columns = c.blocks.col
  columns.publishedMs[block] = c.kernel.now
  columns.publishedMw[block] = columns.liveMw[block]
  publishRacks(c, block, rackBegin[block], rackBegin[block + 1])
  classes.fill(0, rackBegin[block], rackBegin[block + 1])
  c.requestSettle(block)
}

/** mW, whole and not negative, to the nearest W, halves up. */
const wholeW = (mW: number): number => Math.floor((mW + 500) / 1000)

/** Publishes what moved on the racks from `begin` to before `end`, all of one block. */
function publishRacks(c: Cluster, block: number, begin: number, end: number): void {
  const { classes } = c.rackDirty.col
  const { requestMw, minimumMw } = c.live.col
  const { requestW, minimumW } = c.published.col
  const sums = c.blockPublished.col
  const sumRequestW = sums.requestW
  const sumMinimumW = sums.minimumW
  for (let rack = begin; rack < end; rack++) {
    for (let left = classes[rack]; left !== 0; left &= left - 1) {
      const loadClass = 31 - Math.clz32(left & -left)
      const at = rack * LOAD_CLASS_COUNT + loadClass
      const sum = block * LOAD_CLASS_COUNT + loadClass
      const request = wholeW(requestMw[at])
      const minimum = Math.min(request, wholeW(minimumMw[at]))
      sumRequestW[sum] += request - requestW[at]
      sumMinimumW[sum] += minimum - minimumW[at]
      requestW[at] = request
      minimumW[at] = minimum
    }
  }
}

/** Publishes every block whose draw differs from what is published; at the close of a window. */
export function publishAll(c: Cluster): void {
  const { liveMw, publishedMw } = c.blocks.col
  for (let block = 0; block < liveMw.length; block++) if (liveMw[block] !== publishedMw[block]) publish(c, block)
}

/** The published load. */
export function loadView(c: Cluster): ItLoad {
  return {
    get requestW() {
      return c.published.col.requestW
    },
    get minimumW() {
      return c.published.col.minimumW
    },
    get blockRequestW() {
      return c.blockPublished.col.requestW
    },
    get blockMinimumW() {
      return c.blockPublished.col.minimumW
    },
  }
}
