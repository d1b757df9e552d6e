/**
 * What becomes of a job that loses a node to a fault. With hand-over it keeps the others: a spare of its own takes the place, or one of a
 * block, or a free node near by; it starts again there from its last checkpoint. Else it waits with the others for one, where
 * the file says how long, or goes back to the queue.
 */
import type { ReworkCause } from '../ports.ts'
import { fewestNodes, isFluid, startAnew, uncount } from './elastic.ts'
import { moveTo } from './jobs.ts'
import { addNode, dropNode } from './node-moves.ts'
import { ruleNow } from './place.ts'
import { LEVEL } from './placement-rules.ts'
import { partOf } from './partitions.ts'
import { closeSegment, settleLost } from './progress.ts'
import { isNear, noteFault } from './saving.ts'
import { samplerRow } from './samplers.ts'
import { findSpare, takeSpare } from './spares.ts'
import { holdFor } from './tenants.ts'
import { type Cluster, JOB_STATE, NONE } from './tables.ts'

/** Whether a node is of the part of the site that the job runs in, and none that it avoids, where it may. */
const mayHave = (c: Cluster, job: number, node: number, avoids: boolean): boolean =>
  (c.partitions === undefined || c.partitions.ofNode[node] === partOf(c, job)) && c.eligibility?.mayHave(c.jobs.col.entry[job], node) !== false && !(avoids && c.exclusions?.avoids(job, node) === true)

/** Lowest free node of [begin, end) with so many accelerators where the job may run and that it does not avoid, −1 if none. */
function freeNode(c: Cluster, job: number, begin: number, end: number, accelerators: number, avoids: boolean): number {
  const { bits } = c.freeNodes.col
  for (let node = begin; node < end; node++) {
    if (bits[node >> 5] === 0) node |= 31
    else if (((bits[node >> 5] >>> (node & 31)) & 1) === 1 && c.world.nodes.accelerators[node] === accelerators && mayHave(c, job, node, avoids)) return node
  }
  return -1
}

/** A free node for a job, as near to the failed one as its rule allows, if possible none that it avoids; −1 if none. */
function nearestFree(c: Cluster, job: number, failed: number, within: number): number {
  const near = nearest(c, job, failed, within, true)
  return near >= 0 || c.exclusions === undefined ? near : nearest(c, job, failed, within, false)
}

/** In the leaf of the failed one, its block, or anywhere. */
function nearest(c: Cluster, job: number, failed: number, within: number, avoids: boolean): number {
  const { nodes, leaves, blocks } = c.world
  const [leaf, block, accelerators] = [nodes.leaf[failed], nodes.block[failed], nodes.accelerators[failed]]
  if (c.leaves.free(leaf) > 0) {
    const near = freeNode(c, job, leaves.nodeBegin[leaf], leaves.nodeBegin[leaf + 1], accelerators, avoids)
    if (near >= 0) return near
  }
  if (within === LEVEL.leaf) return -1
  const inBlock = c.blocks.col.freeNodes[block] > 0 ? freeNode(c, job, blocks.nodeBegin[block], blocks.nodeBegin[block + 1], accelerators, avoids) : -1
  return inBlock >= 0 || within === LEVEL.pod ? inBlock : freeNode(c, job, 0, nodes.count, accelerators, avoids)
}

/** Whether a job may get another node at all: not when it is about to leave or has two gangs, nor where units of nodes share a domain, for there is no telling one node apart. */
function isReplaceable(c: Cluster, job: number): boolean {
  const rule = ruleNow(c, c.jobs.col.entry[job])
  return c.jobs.col.state[job] !== JOB_STATE.ending && samplerRow(c, job) === NONE && c.params.handover.onFault === 'replace' && rule.segment === 1 && rule.within > LEVEL.domain
}

/** Replaces a failed node of a job; false when there is none, and nothing has changed. */
export function replaceNode(c: Cluster, job: number, failed: number, rework: ReworkCause): boolean {
  if (!isReplaceable(c, job) || c.handoverWaits?.isWaiting(job) === true) return false
  const { within } = ruleNow(c, c.jobs.col.entry[job])
  const spare = findSpare(c, job, failed, within)
  const other = spare < 0 ? nearestFree(c, job, failed, within) : -1
  if (spare < 0 && other < 0) return doWithout(c, job, failed, rework) || waitFor(c, job, failed, rework)
  lose(c, job, rework)
  const isOwn = spare >= 0 && takeSpare(c, job, spare)
  if (other >= 0) addNode(c, job, other)
  dropNode(c, job, failed)
  startAgain(c, job, Number(isOwn), Number(isOwn))
  return true
}

/** An elastic job that has more than its fewest nodes goes on without the failed one. */
function doWithout(c: Cluster, job: number, failed: number, rework: ReworkCause): boolean {
  const { nodes, spareNodes, held, tenant } = c.jobs.col
  if (!isFluid(c, job) || nodes[job] - spareNodes[job] <= fewestNodes(c, job)) return false
  const before = held[job]
  lose(c, job, rework)
  dropNode(c, job, failed)
  holdFor(c, tenant[job], held[job] - before)
  startAgain(c, job, 1, 0)
  return true
}

/** A job of several nodes keeps the others, as long as the file says, until there is one in place of the failed one. */
function waitFor(c: Cluster, job: number, failed: number, rework: ReworkCause): boolean {
  const { nodes, spareNodes, held, tenant } = c.jobs.col
  if (c.handoverWaits === undefined || nodes[job] - spareNodes[job] < 2) return false
  const before = held[job]
  lose(c, job, rework)
  dropNode(c, job, failed)
  holdFor(c, tenant[job], held[job] - before)
  noteLoss(c, job, 1, 0)
  c.handoverWaits.wait(job, failed)
  return true
}

/** A job that waits for a node in place of a failed one takes it and starts again; false when there is still none. */
export function takeAwaited(c: Cluster, job: number, failed: number): boolean {
  const { nodes, spareNodes, held, tenant, entry } = c.jobs.col
  const { within } = ruleNow(c, entry[job])
  const spare = findSpare(c, job, failed, within)
  const other = spare < 0 ? nearestFree(c, job, failed, within) : -1
  if (spare < 0 && other < 0) return false
  const before = held[job]
  uncount(c, job)
  moveTo(c, job, JOB_STATE.free)
  const isOwn = spare >= 0 && takeSpare(c, job, spare)
  if (other >= 0) addNode(c, job, other)
  nodes[job] += 1 - Number(isOwn)
  spareNodes[job] -= Number(isOwn)
  holdFor(c, tenant[job], held[job] - before)
  startAnew(c, job, JOB_STATE.stalled, c.params.handover.swapMs)
  return true
}

/** What was not durable is lost, and no account holds the job until it starts again. */
function lose(c: Cluster, job: number, rework: ReworkCause): void {
  if (c.jobs.col.state[job] === JOB_STATE.running) closeSegment(c, job)
  noteFault(c, job, rework)
  settleLost(c, job, rework, isNear(c, job))
  moveTo(c, job, JOB_STATE.free)
}

/** The job waits for the swap, then starts from its last checkpoint, on `fewerNodes` less and with `fewerSpares` less than before. */
function startAgain(c: Cluster, job: number, fewerNodes: number, fewerSpares: number): void {
  noteLoss(c, job, fewerNodes, fewerSpares)
  startAnew(c, job, JOB_STATE.stalled, c.params.handover.swapMs)
}

/** Nobody counts on the job until it starts again; its loss is told. */
function noteLoss(c: Cluster, job: number, fewerNodes: number, fewerSpares: number): void {
  const { col } = c.jobs
  uncount(c, job)
  col.nodes[job] -= fewerNodes
  col.spareNodes[job] -= fewerSpares
  col.restarts[job] += 1
  c.counts.jobInterruptions += 1
  c.emit({ kind: 'jobInterrupted', job: col.uid[job], accelerators: col.accelerators[job] })
}
