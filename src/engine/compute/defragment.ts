/**
 * Defragmentation: when the first waiting job has had enough free nodes for a while, but not where its rule wants them, running jobs make room.
 * The groups of nodes that could hold it are looked at by what the jobs to be moved would lose; they move when that is less than what the
 * wait would cost. They save their work (`L9.ckpt`), start again elsewhere (`L8.init`, `L8.restore`), and lose nothing else.
 */
import { HOUR_MS } from '../../base/spans.ts'
import type { Table } from '../../base/table.ts'
import type { DefragmentationSection } from '../../scenario/schema/scheduler.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { Shadow } from './ends.ts'
import { moveOut, moveTo } from './jobs.ts'
import { nodesOf } from './node-moves.ts'
import { startupMs } from './parameters.ts'
import { canPlace } from './place.ts'
import { LEVEL } from './placement-rules.ts'
import { minimalSet } from './preemption.ts'
import { closeSegment } from './progress.ts'
import { restoreMs } from './saving.ts'
import { fitsAfter, freeByGroup, groupOf, shadowOf } from './shadow.ts'
import { changeDraw } from './shared-nodes.ts'
import { samplingOf } from './samplers.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'
import { requestPass } from './wake.ts'

/** Jobs that are looked at where units of nodes must fit into domains. */
const MOST_CANDIDATES = 256

export interface Defragmentation {
  /** First in a pass: jobs that have been moved out start again, behind the one for which they moved. */
  restart(): void
  /** After a pass: lets jobs make room for the first waiting one. */
  look(): void
  /** Jobs moved so far. */
  moved(): number
}

interface Book {
  readonly cluster: () => Cluster
  readonly section: DefragmentationSection
  /** The blocked job and since when it is; the job for which others move (0 none), whether they have left; moves in the present hour, and in all. */
  readonly counts: { blocked: number; sinceMs: number; timer: number; target: number; targetUid: number; hasLeft: number; hour: number; inHour: number; moved: number }
  readonly moves: Table<{ job: 'i32'; uid: 'u32' }>
  readonly types: { look: CommandType; left: CommandType }
}

/** A job that could move: nodes that it would free in the group, and accelerator-ms that it loses. */
interface Candidate {
  readonly job: number
  readonly nodes: number
  readonly cost: number
}

/** Whether a job may be moved: it works, alone on its nodes, and may go anywhere. */
function isMovable(c: Cluster, job: number): boolean {
  const { kind, state, share, spareNodes, entry } = c.jobs.col
  const rule = c.rules[entry[job]]
  return kind[job] === JOB_KIND.batch && state[job] === JOB_STATE.running && share[job] === 0 && spareNodes[job] === 0 && rule.segment === 1 && rule.within === LEVEL.site
}

/** Accelerator-ms that a move costs: the checkpoint, or what is not saved without one, the start and the restore. */
function costOf(c: Cluster, job: number): number {
  const { held, nodes, intervalMs, blockingMs, workedMs, doneMs, segmentMs, rate } = c.jobs.col
  const saving = intervalMs[job] > 0 ? blockingMs[job] : workedMs[job] + (c.kernel.now - segmentMs[job]) * rate[job] - doneMs[job]
  return held[job] * (saving + startupMs(c.params, nodes[job]) + restoreMs(c, job))
}

function movable(c: Cluster): Candidate[] {
  const found: Candidate[] = []
  c.ends.walk(job => {
    if (isMovable(c, job)) found.push({ job, nodes: c.jobs.col.nodes[job], cost: costOf(c, job) })
    return false
  })
  return found
}

/** Cheapest by node first. */
const byPrice = (a: Candidate, b: Candidate): number => a.cost * b.nodes - b.cost * a.nodes || a.job - b.job
const costOfAll = (chosen: readonly Candidate[]): number => chosen.reduce((sum, { cost }) => sum + cost, 0)

/** The cheapest jobs that empty one group far enough; none when no group can be. */
function cheapestGroup(c: Cluster, head: number, candidates: readonly Candidate[]): readonly Candidate[] {
  const rule = c.rules[c.jobs.col.entry[head]]
  const need = c.jobs.col.nodes[head]
  const free = freeByGroup(c, rule)
  const byGroup = new Map<number, Candidate[]>()
  for (const { job, cost } of candidates) {
    const inGroup = new Map<number, number>()
    for (const node of nodesOf(c, job)) inGroup.set(groupOf(c, rule, node), (inGroup.get(groupOf(c, rule, node)) ?? 0) + 1)
    for (const [group, nodes] of inGroup) byGroup.set(group, [...(byGroup.get(group) ?? []), { job, nodes, cost }])
  }
  let best: readonly Candidate[] = []
  for (const [group, own] of [...byGroup].sort(([a], [b]) => a - b)) {
    own.sort(byPrice)
    const chosen = minimal(own, set => free[group] + set.reduce((sum, { nodes }) => sum + nodes, 0) >= need)
    if (chosen.length > 0 && (best.length === 0 || costOfAll(chosen) < costOfAll(best))) best = chosen
  }
  return best
}

/** Adds the cheapest until they suffice, then lets off those that are not needed. */
function minimal(order: readonly Candidate[], isEnough: (chosen: readonly Candidate[]) => boolean): readonly Candidate[] {
  const at = (index: number): Candidate => order[index]
  return minimalSet(order.keys(), chosen => isEnough(chosen.map(at))).map(at)
}

/** Jobs whose moving makes room for the first waiting one; none when they cannot, or when it costs more than the wait. */
function choose(b: Book, c: Cluster, head: number): readonly Candidate[] {
  const { nodes, entry } = c.jobs.col
  const rule = c.rules[entry[head]]
  const all = movable(c)
  const chosen =
    rule.segment === 1
      ? cheapestGroup(c, head, all)
      : minimal(all.sort(byPrice).slice(0, MOST_CANDIDATES), set => fitsAfter(c, head, set.map(({ job }) => job)))
  const shadow: Shadow = { atMs: 0, spareNodes: 0 }
  shadowOf(c, head, nodes[head], shadow)
  const waitMs = Math.min(shadow.atMs, c.world.horizonMs - c.kernel.now)
  return costOfAll(chosen) < nodes[head] * c.atom * waitMs * b.section.weight ? chosen : []
}

/** The chosen save their work where they are; when the last has, all leave together. */
function beginMoves(b: Book, c: Cluster, head: number, chosen: readonly Candidate[]): void {
  const { counts, moves } = b
  let longestMs = 1
  moves.length = 0
  for (const { job } of chosen) {
    closeSegment(c, job)
    longestMs = Math.max(longestMs, c.jobs.col.intervalMs[job] > 0 ? c.jobs.col.blockingMs[job] : 0)
    c.kernel.cancel(c.jobs.col.timer[job])
    c.jobs.col.timer[job] = 0
    moveTo(c, job, JOB_STATE.saving)
    changeDraw(c, job, c.params.phases.stalled)
    moves.col.job[moves.length] = job
    moves.col.uid[moves.length] = c.jobs.col.uid[job]
    moves.length += 1
  }
  counts.target = head
  counts.targetUid = c.jobs.col.uid[head]
  counts.hasLeft = 0
  counts.inHour += chosen.length
  counts.moved += chosen.length
  c.kernel.schedule(b.types.left, 0, c.kernel.now + Math.ceil(longestMs))
}

const isStill = ({ jobs: { col } }: Cluster, job: number, uid: number, state: number): boolean => col.uid[job] === uid && col.state[job] === state

/** All have saved: they leave, and wait for the pass; one that a fault took meanwhile is not among them. */
function leave(b: Book): void {
  const c = b.cluster()
  const { job, uid } = b.moves.col
  for (let row = 0; row < b.moves.length; row++) if (isStill(c, job[row], uid[row], JOB_STATE.saving)) moveOut(c, job[row], c.jobs.col.intervalMs[job[row]] > 0)
  b.counts.hasLeft = 1
  requestPass(c)
}

function restart(b: Book): void {
  const { counts, moves } = b
  if (counts.hasLeft === 0) return
  const c = b.cluster()
  if (isStill(c, counts.target, counts.targetUid, JOB_STATE.queued)) c.view.start(counts.target)
  for (let row = 0; row < moves.length; row++) {
    if (isStill(c, moves.col.job[row], moves.col.uid[row], JOB_STATE.queued)) c.view.start(moves.col.job[row])
  }
  counts.target = NONE
  counts.targetUid = 0
  counts.hasLeft = 0
  moves.length = 0
}

/** Whether a job could have its nodes but for where they are. */
function isFragmented(c: Cluster, job: number): boolean {
  const { nodes, share, entry } = c.jobs.col
  return job !== NONE && share[job] === 0 && c.eligibility?.has(entry[job]) !== true && samplingOf(c, job) === undefined && c.counts.freeNodes >= nodes[job] && !canPlace(c, entry[job], nodes[job])
}

function wait(b: Book, c: Cluster): void {
  c.kernel.cancel(b.counts.timer)
  b.counts.sinceMs = c.kernel.now
  b.counts.timer = c.kernel.schedule(b.types.look, 0, c.kernel.now + Math.max(1, b.section.after))
}

function look(b: Book): void {
  const { counts, section } = b
  if (counts.target !== NONE) return
  const c = b.cluster()
  const head = c.queue.head()
  if (!isFragmented(c, head)) {
    counts.blocked = 0
    return
  }
  const uid = c.jobs.col.uid[head]
  if (counts.blocked !== uid) {
    counts.blocked = uid
    wait(b, c)
    return
  }
  if (c.kernel.now < counts.sinceMs + section.after) return
  wait(b, c)
  const hour = Math.floor(c.kernel.now / HOUR_MS)
  if (counts.hour !== hour) counts.inHour = 0
  counts.hour = hour
  if (counts.inHour >= section.movesPerHour) return
  const chosen = choose(b, c, head)
  if (chosen.length > 0 && counts.inHour + chosen.length <= section.movesPerHour) beginMoves(b, c, head, chosen)
}

/** Undefined where the file does not ask for it. */
export function createDefragmentation(cluster: () => Cluster, section: DefragmentationSection | undefined, kernel: Kernel, state: State): Defragmentation | undefined {
  if (section === undefined) return undefined
  const b: Book = {
    cluster,
    section,
    counts: state.scalars('compute.defragmentation', { blocked: 0, sinceMs: 0, timer: 0, target: 0, targetUid: 0, hasLeft: 0, hour: -1, inHour: 0, moved: 0 }),
    moves: state.table('compute.moves', MOST_CANDIDATES, { job: 'i32', uid: 'u32' }),
    types: { look: 0, left: 0 },
  }
  b.types.look = kernel.command('compute.lookForRoom', Phase.control, () => requestPass(cluster()))
  b.types.left = kernel.command('compute.leftForRoom', Phase.jobEnd, () => leave(b))
  return { restart: () => restart(b), look: () => look(b), moved: () => b.counts.moved }
}
