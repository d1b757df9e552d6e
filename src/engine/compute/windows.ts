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
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'
import { requestPass } from './wake.ts'
import type { WindowPlan } from './window-plan.ts'
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
  readonly gates: Pick<GatePort, 'closeNode' | 'openNode'>
  readonly plans: readonly WindowPlan[]
  readonly table: { readonly col: { readonly phase: Uint8Array; readonly startMs: Float64Array } }
  /** Windows that hold a node closed. */
  readonly holds: { readonly col: { readonly windows: Uint8Array } }
  readonly counts: { draining: number; booked: number; asked: number }
  readonly types: { notice: number; begin: number; emptied: number; end: number; leave: number }
}

function setPhase(b: Book, window: number, phase: number): void {
  const { col } = b.table
  const isDraining = (of: number): number => Number(of === PHASE.draining || of === PHASE.emptying)
  b.counts.draining += isDraining(phase) - isDraining(col.phase[window])
  col.phase[window] = phase
}

/** Schedules the notice of the next time, the first after now. */
function next(b: Book, window: number): void {
  const { kernel, world } = b.cluster()
  const { startMs, everyMs, untilMs, noticeMs } = b.plans[window]
  const { startMs: starts } = b.table.col
  let atMs = Math.max(startMs, starts[window])
  if (everyMs > 0 && atMs <= kernel.now) atMs += everyMs * (Math.floor((kernel.now - atMs) / everyMs) + 1)
  if (atMs <= kernel.now || atMs >= Math.min(untilMs, world.horizonMs)) return
  starts[window] = atMs
  kernel.schedule(b.types.notice, window, Math.max(kernel.now, atMs - noticeMs))
}

function giveNotice(b: Book, window: number): void {
  const c = b.cluster()
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
    const job = jobAt(c, node)
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
  b.holds.col.windows[node] += 1
  if (b.holds.col.windows[node] === 1) b.gates.closeNode(node, b.plans[window].cause)
}

function begin(b: Book, window: number): void {
  const c = b.cluster()
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
  const { windows } = b.holds.col
  setPhase(b, window, PHASE.idle)
  for (let node = from; node < end; node++) {
    windows[node] -= 1
    if (windows[node] === 0) b.gates.openNode(node, cause)
  }
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

export function createWindows(cluster: () => Cluster, plans: readonly WindowPlan[], gates: Book['gates'], nodeCount: number, kernel: Kernel, state: State): Windows {
  if (plans.length === 0) return NO_WINDOWS
  const b: Book = {
    cluster, gates, plans,
    table: state.table('compute.windows', plans.length, COLUMNS),
    holds: state.table('compute.windowHolds', nodeCount, { windows: 'u8' }),
    counts: state.scalars('compute.windowCounts', { draining: 0, booked: 0, asked: 0 }),
    types: { notice: 0, begin: 0, emptied: 0, end: 0, leave: 0 },
  }
  b.types.notice = kernel.command('compute.windowNotice', Phase.control, window => giveNotice(b, window))
  b.types.begin = kernel.command('compute.windowBegin', Phase.control, window => begin(b, window))
  b.types.emptied = kernel.command('compute.windowEmptied', Phase.control, () => emptied(b))
  b.types.end = kernel.command('compute.windowEnd', Phase.repair, window => giveBack(b, window))
  b.types.leave = kernel.command('compute.leaveForWindow', Phase.jobEnd, (job, uid) => leave(b, job, uid))
  return {
    start: () => plans.forEach((_, window) => next(b, window)),
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
