/**
 * Windows: racks that are kept free at given times. From the notice on only jobs that end in time are started there, and what idles books
 * `L6.drainWait`; then the gates of the nodes close. Draining waits for jobs, stops them when it is time, or has them leave with their
 * next checkpoint.
 */
import { bucketIndex } from '../../scenario/buckets.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { GatePort } from '../ports.ts'
import { wallToCheckpoint } from './checkpoint.ts'
import { interrupt } from './jobs.ts'
import { jobAt } from './nodes.ts'
import { closeSegment, confirmWritten } from './progress.ts'
import type { Limits } from './queue.ts'
import { eachShare } from './shared-nodes.ts'
import { jobOfRow } from './samplers.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NEVER, NONE } from './tables.ts'
import { requestPass } from './wake.ts'
import { type Campaigns, createCampaigns, type UpdateFailed } from './campaigns.ts'
import { createHolds, type Holds } from './holds.ts'
import type { WindowPlan, WindowsPlan } from './window-plan.ts'
import { hideNodes, showNodes } from './withhold.ts'

const DRAIN_WAIT = bucketIndex('L6.drainWait')

/** idle: between two times; draining: from the notice on; emptying: begun, but jobs are still there; taken. */
const PHASE = { idle: 0, draining: 1, emptying: 2, taken: 3 } as const
const COLUMNS = { phase: 'u8', startMs: 'f64' } as const

/** What a pass asks of the windows. */
export interface Windows {
  start(): void
  /** Takes what is drained out of sight, until `showNodes`; returns the idle accelerators. */
  hide(): number
  /** Starts jobs that end in time on what is drained. */
  fill(): void
  /** Books so many idle accelerators as draining. */
  book(accelerators: number): void
}

interface Book {
  readonly cluster: () => Cluster
  readonly plans: readonly WindowPlan[]
  readonly table: { readonly col: { readonly phase: Uint8Array; readonly startMs: Float64Array } }
  /** Nodes that windows hold closed. */
  readonly holds: Holds
  readonly campaigns: Campaigns
  readonly counts: { draining: number; booked: number; asked: number }
  readonly types: { notice: number; begin: number; emptied: number; end: number; leave: number }
}

function setPhase(b: Book, window: number, phase: number): void {
  const { col } = b.table
  const isDraining = (of: number): number => Number(of === PHASE.draining || of === PHASE.emptying)
  b.counts.draining += isDraining(phase) - isDraining(col.phase[window])
  col.phase[window] = phase
}

/** The next time of a window after the one at `lastMs` (NEVER: the first), not in the past; Infinity when there is none. */
function timeAfter({ startMs, startsMs, everyMs }: WindowPlan, lastMs: number, nowMs: number): number {
  if (startsMs !== undefined) return startsMs.find(each => each > lastMs && each >= nowMs) ?? Infinity
  if (lastMs === NEVER) return startMs
  const atMs = everyMs === 0 ? Infinity : lastMs + everyMs
  return atMs <= nowMs ? atMs + everyMs * (Math.floor((nowMs - atMs) / everyMs) + 1) : atMs
}

/** Schedules the notice of the next time, the first after now. */
function next(b: Book, window: number): void {
  const { kernel, world } = b.cluster()
  const { untilMs, noticeMs } = b.plans[window]
  const { startMs: starts } = b.table.col
  const atMs = timeAfter(b.plans[window], starts[window], kernel.now)
  if (atMs < kernel.now || atMs >= Math.min(untilMs, world.horizonMs)) return
  starts[window] = atMs
  kernel.schedule(b.types.notice, window, Math.max(kernel.now, atMs - noticeMs))
}

/** Which time of a repeated window the present one is, from 0. */
function roundOf(b: Book, window: number): number {
  const { startMs, everyMs } = b.plans[window]
  return everyMs > 0 ? Math.round((b.table.col.startMs[window] - startMs) / everyMs) : 0
}

function giveNotice(b: Book, window: number): void {
  const c = b.cluster()
  if (b.campaigns.isSkipped(window, roundOf(b, window))) {
    next(b, window)
    return
  }
  setPhase(b, window, PHASE.draining)
  c.kernel.schedule(b.types.begin, window, Math.max(c.kernel.now + 1, b.table.col.startMs[window]))
  if (b.plans[window].drainBy === 'migrate') askToLeave(b, window)
  requestPass(c)
}

/** Calls `visit` once for every batch job with nodes in a window, in order of its first node there. */
function eachJob(b: Book, window: number, visit: (job: number) => void): void {
  const c = b.cluster()
  const { begin, end } = b.plans[window]
  const seen = new Set<number>()
  for (let node = begin; node < end; node++) {
    const job = jobOfRow(c, jobAt(c, node))
    if (job === NONE || seen.has(job)) continue
    seen.add(job)
    if (c.jobs.col.kind[job] === JOB_KIND.holder) eachShare(c, job, visit)
    else if (c.jobs.col.kind[job] === JOB_KIND.batch) visit(job)
  }
}

/** Jobs that would stay beyond the beginning leave with their next checkpoint, if that comes before. */
function askToLeave(b: Book, window: number): void {
  const c = b.cluster()
  const beginMs = b.table.col.startMs[window]
  eachJob(b, window, job => {
    const { state, endEstimateMs, intervalMs, phaseMs, rate, uid } = c.jobs.col
    if (state[job] !== JOB_STATE.running || endEstimateMs[job] <= beginMs || intervalMs[job] === 0) return
    closeSegment(c, job)
    const atMs = c.kernel.now + Math.max(1, Math.ceil(wallToCheckpoint(phaseMs[job], intervalMs[job], c.jobs.col.blockingMs[job], rate[job])))
    if (atMs < beginMs) c.kernel.schedule(b.types.leave, job, atMs, uid[job])
  })
}

/** A job that was asked to leave has its checkpoint; it may have left the window, or the run, by other ways. */
function leave(b: Book, job: number, uid: number): void {
  const c = b.cluster()
  if (c.jobs.col.uid[job] !== uid || c.jobs.col.state[job] !== JOB_STATE.running) return
  let isThere = false
  b.plans.forEach((_, window) => {
    if (b.table.col.phase[window] === PHASE.draining) eachJob(b, window, each => void (isThere ||= each === job))
  })
  if (!isThere) return
  closeSegment(c, job)
  confirmWritten(c, job)
  interrupt(c, job, 'preempt')
  requestPass(c)
}

/** Whether a node holds a job; the spares of a block are none. */
function isHeld(c: Cluster, node: number): boolean {
  const job = jobAt(c, node)
  return job !== NONE && !(c.jobs.col.kind[job] === JOB_KIND.spare && c.jobs.col.holder[job] === NONE)
}

/** Closes a node for a window; nodes that faults or construction hold are held by it too. */
function take(b: Book, window: number, node: number): void {
  if (!b.campaigns.wants(window, node)) return
  b.campaigns.taken(window, node)
  b.holds.take(node, b.plans[window].cause)
}

/** The round of a batch was broken off while it was drained. */
function callOff(b: Book, window: number): void {
  setPhase(b, window, PHASE.idle)
  requestPass(b.cluster())
  next(b, window)
}

function begin(b: Book, window: number): void {
  const c = b.cluster()
  if (b.campaigns.isSkipped(window, roundOf(b, window))) {
    callOff(b, window)
    return
  }
  const { begin: from, end, drainBy } = b.plans[window]
  setPhase(b, window, PHASE.emptying)
  if (drainBy !== 'wait') {
    takeAll(b, window)
    return
  }
  for (let node = from; node < end; node++) {
    if (!isHeld(c, node)) continue
    requestPass(c)
    return
  }
  takeAll(b, window)
}

/** The window takes all its nodes; whoever is still there goes back to the queue. */
function takeAll(b: Book, window: number): void {
  const c = b.cluster()
  const { begin: from, end, durationMs } = b.plans[window]
  setPhase(b, window, PHASE.taken)
  for (let node = from; node < end; node++) take(b, window, node)
  c.kernel.schedule(b.types.end, window, c.kernel.now + durationMs)
  requestPass(c)
}

function giveBack(b: Book, window: number): void {
  const { begin: from, end, cause } = b.plans[window]
  setPhase(b, window, PHASE.idle)
  const isMine = b.campaigns.finish(window, roundOf(b, window))
  for (let node = from; node < end; node++) if (isMine(node)) b.holds.release(node, cause)
  requestPass(b.cluster())
  next(b, window)
}

/** Some nodes of windows that wait have emptied: those of which all have are taken. */
function emptied(b: Book): void {
  b.counts.asked = 0
  const c = b.cluster()
  b.plans.forEach(({ begin: from, end }, window) => {
    if (b.table.col.phase[window] !== PHASE.emptying) return
    for (let node = from; node < end; node++) if (isHeld(c, node)) return
    takeAll(b, window)
  })
}

/** Windows that wait for their jobs are looked at once something has changed there. */
function watch(b: Book): void {
  const c = b.cluster()
  const isWaiting = b.table.col.phase.some(phase => phase === PHASE.emptying)
  if (!isWaiting || b.counts.asked !== 0) return
  b.counts.asked = c.kernel.schedule(b.types.emptied, 0, c.kernel.now + 1)
}

function hide(b: Book): number {
  const c = b.cluster()
  let hidden = 0
  b.plans.forEach(({ begin: from, end }, window) => {
    const phase = b.table.col.phase[window]
    if (phase === PHASE.draining || phase === PHASE.emptying) hidden += hideNodes(c, from, end)
  })
  return hidden
}

/** Waiting jobs that end before a window begins may use what is drained for it. */
function fill(b: Book): void {
  const c = b.cluster()
  b.plans.forEach(({ begin: from, end }, window) => {
    if (b.table.col.phase[window] !== PHASE.draining) return
    hideNodes(c, 0, from)
    hideNodes(c, end, c.world.nodes.count)
    c.admission.hide(c)
    c.partitions?.hide(c)
    const limits: Limits = { freeNodes: c.counts.freeNodes, endsWithinMs: b.table.col.startMs[window] - c.kernel.now, spareNodes: 0 }
    let passed: number = NONE
    for (let job = limits.freeNodes > 0 ? c.queue.first(limits, passed) : NONE; job !== NONE; job = c.queue.first(limits, passed)) {
      if (!c.view.start(job)) passed = job
      limits.freeNodes = c.counts.freeNodes
      if (limits.freeNodes === 0) break
    }
    showNodes(c)
  })
}

/** Where nothing is planned. */
const NO_WINDOWS: Windows = { start() {}, hide: () => 0, fill() {}, book() {} }

/** What windows need besides the cluster: gates, and who hears of nodes that fail their update. */
export interface WindowPorts {
  readonly gates: Pick<GatePort, 'closeNode' | 'openNode'>
  readonly updateFailed: UpdateFailed
}

export function createWindows(cluster: () => Cluster, { windows: plans, campaigns }: WindowsPlan, { gates, updateFailed }: WindowPorts, nodeCount: number, kernel: Kernel, state: State): Windows {
  if (plans.length === 0) return NO_WINDOWS
  const holds = createHolds(state, gates, nodeCount, plans.map(({ cause }) => cause))
  const b: Book = {
    cluster, plans, holds,
    campaigns: createCampaigns(cluster, plans, campaigns, holds, updateFailed, nodeCount, kernel, state),
    table: state.table('compute.windows', plans.length, COLUMNS),
    counts: state.scalars('compute.windowCounts', { draining: 0, booked: 0, asked: 0 }),
    types: { notice: 0, begin: 0, emptied: 0, end: 0, leave: 0 },
  }
  b.table.col.startMs.fill(NEVER)
  b.types.notice = kernel.command('compute.windowNotice', Phase.control, window => giveNotice(b, window))
  b.types.begin = kernel.command('compute.windowBegin', Phase.control, window => begin(b, window))
  b.types.emptied = kernel.command('compute.windowEmptied', Phase.control, () => emptied(b))
  b.types.end = kernel.command('compute.windowEnd', Phase.repair, window => giveBack(b, window))
  b.types.leave = kernel.command('compute.leaveForWindow', Phase.jobEnd, (job, uid) => leave(b, job, uid))
  return {
    start() {
      b.campaigns.start()
      plans.forEach((_, window) => next(b, window))
    },
    hide: () => (b.counts.draining === 0 ? 0 : hide(b)),
    fill() {
      if (b.counts.draining > 0) fill(b)
    },
    book(accelerators) {
      if (b.counts.draining > 0) watch(b)
      const { ledger } = cluster()
      if (accelerators > b.counts.booked) ledger.hold(DRAIN_WAIT, accelerators - b.counts.booked)
      else if (accelerators < b.counts.booked) ledger.release(DRAIN_WAIT, b.counts.booked - accelerators)
      b.counts.booked = accelerators
    },
  }
}
