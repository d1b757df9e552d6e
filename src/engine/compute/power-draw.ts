/**
 * Electric draw of the racks and its publication. A node draws its idle power plus a share of its dynamic range that depends on what its
 * job does; closed nodes draw nothing. What a job draws on a rack is whole watts, and so is what the rack's idle nodes draw together, so
 * that sums by block follow every change exactly; the parts of a single rack are worked out when somebody asks (`rack-load.ts`).
 * Requests are what the load would draw uncapped and unthrottled; what is granted, capped or throttled is the power and cooling side's.
 */
import { pow } from '../../base/exact-math.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import { rateUnderCap } from '../../scenario/rack-power.ts'
import type { DrawPhases } from '../../scenario/schema/power.ts'
import { LOAD_CLASS, LOAD_CLASS_COUNT, type World } from '../ports.ts'
import { type Cluster, NONE } from './tables.ts'

/** Share of the dynamic range of nodes without a job. */
export const IDLE_SHARE = 0

/** A change below this share of the block's highest IT power waits for the close of the window. */
const PUBLISH_FRACTION = 0.005
/** Blocks publish at whole minutes, so that those that changed in the same one are settled together; trips and rises above a cap at once. */
const PUBLISH_EVERY_MS = 60_000
const CAP_STEPS = 50
/** A load whose clock would fall below this share is not kept alive by a cap: the published minimum leaves this much. */
const LEAST_CLOCK = 0.2
/** Work rate of nodes that are on but below what runs: parked, for all practical purposes. */
const PARKED = 1e-6

/** Draw of one node, W, at a share of its dynamic range. */
export function nodeDrawW(type: RackType, drawShare: number): number {
  return (type.idle + (type.sustained - type.idle) * drawShare) / type.nodes
}

/** Dynamic share of training steps with the given exposed communication and share of time in which samples are generated. */
export function trainingShare(phases: DrawPhases, commFraction: number, writingFraction: number, generatingFraction = 0): number {
  const step = (1 - commFraction - generatingFraction) * phases.compute + commFraction * phases.communication + generatingFraction * phases.decode
  return step * (1 - writingFraction) + phases.checkpoint * writingFraction
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

/** Draw of one node at a share of its dynamic range: what it asks for, and what it needs to work usefully; exact mW. */
export interface NodeDraw {
  requestMw: number
  minimumMw: number
}

/** Computes the draw of a node of a type into `draw`. */
export function drawOf(c: Cluster, typeIndex: number, drawShare: number, draw: NodeDraw): NodeDraw {
  const type = c.world.rackTypes[typeIndex]
  const requestMw = Math.round(nodeDrawW(type, drawShare) * 1000)
  draw.requestMw = requestMw
  draw.minimumMw = drawShare === IDLE_SHARE ? requestMw : Math.min(requestMw, Math.max(Math.round((type.idle / type.nodes) * 1000), Math.ceil(requestMw * c.leastShare[typeIndex])))
  return draw
}

/** mW, whole and not negative, to the nearest W, halves up. */
export const wholeW = (mW: number): number => Math.floor((mW + 500) / 1000)

/** How nodes without a job draw. */
const IDLE = { loadClass: LOAD_CLASS.network, share: IDLE_SHARE } as const

/** What so many idle nodes of a rack draw together, W: at rack type × `width` + nodes. */
export interface IdleDraws {
  readonly width: number
  readonly w: Float64Array
}

export function idleDraws({ rackTypes, racks }: World): IdleDraws {
  let most = 0
  for (let rack = 0; rack < racks.count; rack++) most = Math.max(most, racks.nodeBegin[rack + 1] - racks.nodeBegin[rack])
  const width = most + 1
  const w = new Float64Array(rackTypes.length * width)
  rackTypes.forEach((type, index) => {
    for (let nodes = 0; nodes < width; nodes++) w[index * width + nodes] = wholeW(nodes * Math.round(nodeDrawW(type, IDLE.share) * 1000))
  })
  return { width, w }
}

/** The open nodes of a rack without a job have become `nodes` more (or fewer); call after the rack has counted them. */
export function drawIdle(c: Cluster, rack: number, nodes: number): void {
  const { block } = c.world.racks
  const { open, busy, drawW, type } = c.racks.col
  const idle = type[rack] * c.idleDraw.width + open[rack] - busy[rack]
  const w = c.idleDraw.w[idle] - c.idleDraw.w[idle - nodes]
  drawW[rack] += w
  c.rackStale[rack] = 1
  addDraw(c, block[rack], IDLE.loadClass, w, w)
}

function addDraw(c: Cluster, block: number, loadClass: number, requestW: number, minimumW: number): void {
  const live = c.blockLive.col
  live.requestW[block * LOAD_CLASS_COUNT + loadClass] += requestW
  live.minimumW[block * LOAD_CLASS_COUNT + loadClass] += minimumW
  c.blocks.col.liveW[block] += requestW
}

/** Moves the draw of one stretch of runs; `how` is the sign of `swapIdle` or the former share of `moveShare`. */
type Move = (c: Cluster, first: number, loadClass: number, share: number, how: number) => number

/** Calls `move` with every stretch of a job's runs in one block and on racks of one type; then the block may want to publish. */
function followRuns(c: Cluster, job: number, share: number, move: Move, how: number): void {
  const { rack: rackOf } = c.runs.col
  const { block: blockOf } = c.world.racks
  const loadClass = c.jobs.col.loadClass[job]
  let run = c.jobs.col.firstRun[job]
  while (run !== NONE) {
    const block = blockOf[rackOf[run]]
    run = move(c, run, loadClass, share, how)
    if (run === NONE || blockOf[rackOf[run]] !== block) noteDraw(c, block)
  }
}

/**
 * Nodes that were idle begin to draw at a share (sign 1), or end (−1), on the racks of one type and block from `first` on; returns the
 * first run beyond. The job's nodes count as busy; those of its racks that stay idle keep their part.
 */
function swapIdle(c: Cluster, first: number, loadClass: number, share: number, sign: number): number {
  const { rack: rackOf, nodes, next } = c.runs.col
  const { drawW, open, busy, type: typeOf } = c.racks.col
  const { rackStale } = c
  const { block: blockOf } = c.world.racks
  const type = typeOf[rackOf[first]]
  const block = blockOf[rackOf[first]]
  const idleFrom = type * c.idleDraw.width
  const idleDraw = c.idleDraw.w
  const { requestMw, minimumMw } = drawOf(c, type, share, c.drawTo)
  // Most runs of a job are whole racks.
  let counted = 0
  let requestW = 0
  let minimumW = 0
  let idleW = 0
  let sumRequestW = 0
  let sumMinimumW = 0
  let sumIdleW = 0
  let run = first
  for (; run !== NONE; run = next[run]) {
    const rack = rackOf[run]
    if (blockOf[rack] !== block || typeOf[rack] !== type) break
    if (nodes[run] !== counted) {
      counted = nodes[run]
      requestW = wholeW(counted * requestMw)
      minimumW = wholeW(counted * minimumMw)
      idleW = idleDraw[idleFrom + counted]
    }
    const others = open[rack] - busy[rack]
    const freedW = others === 0 ? idleW : idleDraw[idleFrom + others + counted] - idleDraw[idleFrom + others]
    drawW[rack] += sign * (requestW - freedW)
    rackStale[rack] = 1
    sumRequestW += requestW
    sumMinimumW += minimumW
    sumIdleW += freedW
  }
  addDraw(c, block, loadClass, sign * sumRequestW, sign * sumMinimumW)
  addDraw(c, block, IDLE.loadClass, -sign * sumIdleW, -sign * sumIdleW)
  return run
}

/** Nodes of a job change from share `before` to `share`, on the racks of one type and block from `first` on; returns the first run beyond. */
function moveShare(c: Cluster, first: number, loadClass: number, share: number, before: number): number {
  const { rack: rackOf, nodes, next } = c.runs.col
  const { drawW, type: typeOf } = c.racks.col
  const { rackStale } = c
  const { block: blockOf } = c.world.racks
  const type = typeOf[rackOf[first]]
  const block = blockOf[rackOf[first]]
  const from = drawOf(c, type, before, c.drawFrom)
  const to = drawOf(c, type, share, c.drawTo)
  let counted = 0
  let requestW = 0
  let minimumW = 0
  let sumRequestW = 0
  let sumMinimumW = 0
  let run = first
  for (; run !== NONE; run = next[run]) {
    const rack = rackOf[run]
    if (blockOf[rack] !== block || typeOf[rack] !== type) break
    if (nodes[run] !== counted) {
      counted = nodes[run]
      requestW = wholeW(counted * to.requestMw) - wholeW(counted * from.requestMw)
      minimumW = wholeW(counted * to.minimumMw) - wholeW(counted * from.minimumMw)
    }
    drawW[rack] += requestW
    rackStale[rack] = 1
    sumRequestW += requestW
    sumMinimumW += minimumW
  }
  addDraw(c, block, loadClass, sumRequestW, sumMinimumW)
  return run
}

/** The nodes of a job, idle so far and counted as busy now, begin to draw for it. */
export function drawStart(c: Cluster, job: number, share: number): void {
  c.jobs.col.drawShare[job] = share
  followRuns(c, job, share, swapIdle, 1)
}

/** The nodes of a job, still counted as busy, are idle again. */
export function drawEnd(c: Cluster, job: number): void {
  followRuns(c, job, c.jobs.col.drawShare[job], swapIdle, -1)
}

/** Moves all nodes of a job to another share of their dynamic range. */
export function redraw(c: Cluster, job: number, share: number): void {
  const { drawShare } = c.jobs.col
  const before = drawShare[job]
  if (before === share) return
  drawShare[job] = share
  followRuns(c, job, share, moveShare, before)
}

/** Publishes with the next minute when the block's draw has moved enough, at once for a rise above a cap. */
export function noteDraw(c: Cluster, block: number): void {
  const { liveW, publishedW } = c.blocks.col
  const change = liveW[block] - publishedW[block]
  if (change === 0) return
  if (change > 0 && isCapped(c, block)) schedulePublish(c, block, c.kernel.now + 1)
  else if (Math.abs(change) > PUBLISH_FRACTION * c.world.blocks.itMaxW[block]) {
    schedulePublish(c, block, (Math.floor(c.kernel.now / PUBLISH_EVERY_MS) + 1) * PUBLISH_EVERY_MS)
  }
}

/** Publishes within a millisecond: power or cooling took nodes away. */
export function publishAtOnce(c: Cluster, block: number): void {
  schedulePublish(c, block, c.kernel.now + 1)
}

/** Whether a rise would take from others under a limit that they share; what every rack is held to by itself cannot be exceeded. */
function isCapped(c: Cluster, block: number): boolean {
  if (c.blocks.col.hasOwnCaps[block] === 1) return false
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) if (c.caps.col.cap[at] < 1) return true
  return false
}

function schedulePublish(c: Cluster, block: number, atMs: number): void {
  const { publishTimer } = c.blocks.col
  const pendingMs = c.kernel.timeOf(publishTimer[block])
  if (pendingMs < 0) publishTimer[block] = c.kernel.schedule(c.commands.publish, block, atMs)
  else if (pendingMs > atMs) c.kernel.reschedule(publishTimer[block], atMs)
}

/** Copies the live draw of a block to what the rest of the site sees. */
export function publish(c: Cluster, block: number): void {
  const columns = c.blocks.col
  const live = c.blockLive.col
  const published = c.blockPublished.col
  columns.publishedW[block] = columns.liveW[block]
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) {
    published.requestW[at] = live.requestW[at]
    published.minimumW[at] = live.minimumW[at]
  }
  c.requestSettle(block)
}

/** Publishes every block whose draw differs from what is published; at the close of a window. */
export function publishAll(c: Cluster): void {
  const { liveW, publishedW } = c.blocks.col
  for (let block = 0; block < liveW.length; block++) if (liveW[block] !== publishedW[block]) publish(c, block)
}
