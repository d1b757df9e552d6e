/**
 * Elastic jobs: they wait for the fewest nodes that they work on, grow into nodes that nobody waits for, and give back what they have
 * beyond the fewest when somebody of their class or a higher one does. Every change saves their work and starts them again, or goes on at
 * once where they change in place. Their speed follows a table or Amdahl's law, against that on the nodes they ask for.
 */
import { elasticOf, type WorkloadSection } from '../../scenario/schema/workload.ts'
import { comingUpMs } from './gang.ts'
import { expectedMs } from './asked.ts'
import { atomOf } from './atom.ts'
import { moveTo } from './jobs.ts'
import { armLimit } from './limits.ts'
import { addNode, dropNode, nodesOf, pickAgain } from './node-moves.ts'
import { isOfCurrent } from './partitions.ts'
import { ruleNow } from './place.ts'
import { LEVEL } from './placement-rules.ts'
import { redraw } from './power-draw.ts'
import { closeSegment, commitNow } from './progress.ts'
import { resetFactors } from './rates.ts'
import { holdFor } from './tenants.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NEVER, NONE } from './tables.ts'

/** A row of a speed table. */
export interface Speed {
  readonly size: number
  readonly speed: number
}

/** Sizes as shares of what a job asks for, and its share of work that more nodes do not speed up. */
export interface Elasticity {
  readonly min: number
  readonly max: number
  readonly serial: number
  /** Whether it chooses its size once instead, before it starts. */
  readonly sizing: 'while-running' | 'at-start'
  /** Least time between two changes that make it larger, ms. */
  readonly rest: number
  /** A change saves the work, but starts nothing again. */
  readonly inPlace: boolean
  /** Measured speeds, in any unit, by size as a share of what it asks for, in order of size; instead of `serial`. */
  readonly speeds?: readonly Speed[] | undefined
}

/** By workload entry; empty where no jobs are elastic. */
export function elasticities(workload: WorkloadSection): (Elasticity | undefined)[] {
  const each = workload.map(elasticOf)
  return each.every(elastic => elastic === undefined) ? [] : each
}

/** Nodes that a job asks for. */
export const asked = (c: Cluster, job: number): number => Math.ceil(c.jobs.col.accelerators[job] / atomOf(c, c.jobs.col.entry[job]))

/** Fewest nodes that a job works on. */
export function fewestNodes(c: Cluster, job: number): number {
  const elastic = c.elastic[c.jobs.col.entry[job]]
  return elastic === undefined || c.jobs.col.share[job] > 0 ? asked(c, job) : Math.max(1, Math.ceil(asked(c, job) * elastic.min - 1e-9))
}

/** Speed at a size, straight between the rows of a table. */
function speedAt(speeds: readonly Speed[], size: number): number {
  let at = 0
  while (at + 2 < speeds.length && speeds[at + 1].size <= size) at += 1
  const [low, high] = [speeds[at], speeds[at + 1] ?? speeds[at]]
  return high === low ? low.speed : low.speed + ((high.speed - low.speed) * (size - low.size)) / (high.size - low.size)
}

/** Speed on `nodes` against that on the nodes that are asked for. */
export function speedUp({ serial, speeds }: Pick<Elasticity, 'serial' | 'speeds'>, nodes: number, askedNodes: number): number {
  if (speeds !== undefined) return speedAt(speeds, nodes / askedNodes) / speedAt(speeds, 1)
  return (serial + (1 - serial) / askedNodes) / (serial + (1 - serial) / nodes)
}

/** Sets the speed of a job on the nodes that it works on now. */
export function rescale(c: Cluster, job: number): void {
  const { scale, entry, nodes, spareNodes } = c.jobs.col
  const elastic = c.elastic[entry[job]]
  scale[job] = elastic === undefined ? 1 : speedUp(elastic, nodes[job] - spareNodes[job], asked(c, job))
}

/** The nodes of a job are about to change: nobody counts on them until it starts anew. */
export function uncount(c: Cluster, job: number): void {
  c.ends.remove(job)
  if (c.isPreempting) c.victims.leave(job)
}

/** What a job draws in a state from which it starts. */
const PHASE_OF: Readonly<Record<number, keyof Cluster['params']['phases']>> = { [JOB_STATE.stalled]: 'stalled', [JOB_STATE.saving]: 'checkpoint' }

/** A job whose nodes have changed starts again on them from what it saved; in the state of one that saves, it goes on after that. */
export function startAnew(c: Cluster, job: number, state: number, waitMs: number): void {
  const { col } = c.jobs
  const { kernel } = c
  kernel.cancel(col.timer[job])
  rescale(c, job)
  moveTo(c, job, state)
  redraw(c, job, c.params.phases[PHASE_OF[state] ?? 'starting'])
  col.timer[job] = kernel.schedule(c.commands.begin, job, kernel.now + Math.max(1, waitMs))
  col.estimateMs[job] = expectedMs(c, job)
  col.endEstimateMs[job] = kernel.now + waitMs + col.estimateMs[job]
  armLimit(c, job)
  c.ends.insert(job)
  if (c.isPreempting) c.victims.enter(job)
  const fabric = c.fabric()
  fabric.detach(job)
  resetFactors(c, job)
  pickAgain(c, nodesOf(c, job))
  col.commFraction[job] = fabric.attach(job, c.picked, col.nodes[job] - col.spareNodes[job], col.commFraction[job], col.source[job])
}

/** Whether a job changes its size while it runs. */
export const isFluid = (c: Cluster, job: number): boolean => c.elastic[c.jobs.col.entry[job]]?.sizing === 'while-running'

const isRunning = (c: Cluster, job: number): boolean => isOfCurrent(c, job) && c.jobs.col.kind[job] === JOB_KIND.batch && c.jobs.col.state[job] === JOB_STATE.running && isFluid(c, job) && c.jobs.col.share[job] === 0

/** Changes a running job to `by` more (or fewer) nodes; its work is saved first. */
function resize(c: Cluster, job: number, by: number): void {
  const { col } = c.jobs
  const heldBefore = col.held[job]
  closeSegment(c, job)
  commitNow(c, job)
  moveTo(c, job, JOB_STATE.free)
  uncount(c, job)
  if (by > 0) for (const node of freeNodes(c, job, by)) addNode(c, job, node)
  else for (const node of nodesOf(c, job).slice(by)) dropNode(c, job, node)
  col.nodes[job] += by
  col.resizedMs[job] = c.kernel.now
  holdFor(c, col.tenant[job], col.held[job] - heldBefore)
  if (c.elastic[col.entry[job]]?.inPlace === true) startAnew(c, job, JOB_STATE.saving, col.blockingMs[job])
  else startAnew(c, job, JOB_STATE.starting, col.blockingMs[job] + comingUpMs(c, job, col.nodes[job] - col.spareNodes[job]))
}

/** The lowest `count` free nodes that a job may have: of its own block first, where it is bound to one only of that. */
function freeNodes(c: Cluster, job: number, count: number): number[] {
  const { nodeBegin } = c.world.blocks
  const home = c.world.racks.block[c.runs.col.rack[c.jobs.col.firstRun[job]]]
  const found: number[] = []
  const look = (begin: number, end: number): void => {
    for (let node = begin; node < end && found.length < count; node++) {
      const word = c.freeNodes.col.bits[node >> 5]
      if (word === 0) node |= 31
      else if (((word >>> (node & 31)) & 1) === 1 && c.eligibility?.mayHave(c.jobs.col.entry[job], node) !== false) found.push(node)
    }
  }
  look(nodeBegin[home], nodeBegin[home + 1])
  if (ruleNow(c, c.jobs.col.entry[job]).within === LEVEL.site) {
    look(0, nodeBegin[home])
    look(nodeBegin[home + 1], c.world.nodes.count)
  }
  return found
}

/** Jobs grow into what is free while nobody waits, in order of submission. */
function grow(c: Cluster): void {
  for (let job = 1; job < c.jobs.length && c.counts.freeNodes > 0; job++) {
    const elastic = isRunning(c, job) ? c.elastic[c.jobs.col.entry[job]] : undefined
    const { resizedMs } = c.jobs.col
    if (elastic === undefined || (resizedMs[job] !== NEVER && c.kernel.now - resizedMs[job] < elastic.rest)) continue
    const { nodes, spareNodes } = c.jobs.col
    const more = Math.floor(asked(c, job) * elastic.max + 1e-9) - (nodes[job] - spareNodes[job])
    const by = more > 0 ? freeNodes(c, job, Math.min(more, c.counts.freeNodes)).length : 0
    if (by > 0) resize(c, job, by)
  }
}

/** Jobs give back what the first waiting one lacks, the last submitted first; none where that would not be enough. */
function shrink(c: Cluster, head: number): void {
  const { nodes, spareNodes, uid, rank } = c.jobs.col
  let missing = nodes[head] - c.counts.freeNodes
  if (missing <= 0) return
  const jobs: number[] = []
  let most = 0
  for (let job = 1; job < c.jobs.length; job++) {
    const over = isRunning(c, job) && rank[job] <= rank[head] ? nodes[job] - spareNodes[job] - fewestNodes(c, job) : 0
    if (over <= 0) continue
    jobs.push(job)
    most += over
  }
  if (most < missing) return
  for (const job of jobs.sort((a, b) => uid[b] - uid[a])) {
    const by = Math.min(missing, nodes[job] - spareNodes[job] - fewestNodes(c, job))
    if (by <= 0) return
    resize(c, job, -by)
    missing -= by
  }
  c.view.start(head)
}

/** After a pass: elastic jobs take what is left, or make room. */
export function fitElastic(c: Cluster): void {
  if (c.elastic.length === 0) return
  const head = c.queue.head()
  if (head === NONE) grow(c)
  else shrink(c, head)
}
