/**
 * Jobs that go on at another site when theirs is lost or full. A waiting job is looked at once its patience with the site is over, and every so often
 * after that; it goes where it could start at once, with what it has saved: over the links where its site is reached, else from the last copy that
 * the other sites have. Copies are made while it runs, in closed form: no copy is an event. What was booked as useful and is not in the copy is done
 * a second time at the other site, and booked there as rework.
 */
import { growTable } from '../../base/table.ts'
import type { MovesSection } from '../../scenario/schema/moves.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { LOAD_CLASS, type ReworkCause } from '../ports.ts'
import { awaitData, enqueue, unqueue } from './jobs.ts'
import { noteRunState, putRun, type RunOnTheWay, takeRun } from './named-runs.ts'
import { newJob } from './new-job.ts'
import { settleEscrow } from './escrow.ts'
import type { RoutingPort } from './routing.ts'
import { restoreBytes } from './saving.ts'
import type { JobDraft } from './source.ts'
import { type Cluster, EARLY, freeJobRow, JOB_KIND, JOB_STATE, NEVER } from './tables.ts'
import { startWaiting, stopWaiting } from './waiting.ts'
import { requestPass } from './wake.ts'

/** A job between two sites. Times are ages, since every site has its own clock. */
export interface MovingJob {
  readonly entry: number
  readonly draft: JobDraft
  readonly drawn: number
  readonly submittedAgoMs: number
  /** NEVER for one that has not started. */
  readonly startedAgoMs: number
  readonly restarts: number
  readonly preemptions: number
  /** Work that it goes on from, and what it had saved at the site that it leaves. */
  readonly doneMs: number
  readonly savedMs: number
  /** What took the difference; and how much of it the move takes. */
  readonly cause: LostTo
  readonly lostMs: number
  /** Bytes that come over the links from the site with this number; 0 where nothing has to. */
  readonly bytes: number
  readonly from: number
  readonly run: RunOnTheWay | undefined
}

/** By row of the job table: begin of its present run, −1 when it has none, and its durable work then; work in copies elsewhere; 1 + place in CAUSES of what took work that it does again; whether its checkpoint is on its way here. */
const COLUMNS = { baseMs: 'f64', baseWorkMs: 'f64', copiedMs: 'f64', cause: 'u8', isComing: 'u8' } as const
/** Numbers are kept in state: append only. */
const CAUSES = ['power', 'net', 'sdc'] as const satisfies readonly ReworkCause[]
type LostTo = (typeof CAUSES)[number]

export interface Moves {
  /** A row begins. */
  reset(job: number): void
  /** A job waits for nodes. */
  waits(job: number): void
  /** A job trains. */
  runs(job: number): void
  /** Whether something has come for a job from another site: its checkpoint is here now. */
  hasCome(job: number): boolean
  /** What took work that a job does a second time; undefined where no lost site did. */
  lostTo(job: number): LostTo | undefined
  /** Takes a job over from another site; in phase arrival. */
  take(moving: MovingJob): void
  /** Jobs of an entry that left for another site. */
  count(entry: number): number
}

interface Book {
  readonly cluster: () => Cluster
  readonly routing: RoutingPort
  readonly rules: readonly (MovesSection | undefined)[]
  readonly rows: ReturnType<typeof tableOf>
  readonly moved: { readonly col: { readonly count: Float64Array } }
  readonly timer: { at: number }
  readonly types: { look: number }
}

const tableOf = (state: State) => state.table('compute.moves', 256, COLUMNS)

function reset({ rows, cluster }: Book, job: number): void {
  while (rows.capacity <= job) growTable(rows, rows.capacity + 1)
  rows.length = Math.max(rows.length, cluster().jobs.length)
  rows.col.baseMs[job] = NEVER
  rows.col.baseWorkMs[job] = 0
  rows.col.copiedMs[job] = 0
  rows.col.cause[job] = 0
  rows.col.isComing[job] = 0
}

/** Between two copies, and for one of them to come through, ms; Infinity where the entry makes none. */
function copying(b: Book, job: number): { readonly everyMs: number; readonly takesMs: number } {
  const c = b.cluster()
  const entry = c.jobs.col.entry[job]
  const every = b.rules[entry]?.copies
  if (every === undefined) return { everyMs: Infinity, takesMs: Infinity }
  const takesMs = b.routing.copyMs(entry, drawnOf(c, job), restoreBytes(c, job))
  return { everyMs: Math.max(every, takesMs), takesMs }
}

/** Work that the store of the site has: what other tiers alone have does not leave it. */
const savedWork = (c: Cluster, job: number): number => c.tiers?.farWorkMs(job) ?? c.jobs.col.doneMs[job]

/** A run has ended: the last copy that came through while it went on holds its work then, straight between begin and end. */
function noteCopies(b: Book, job: number): void {
  const c = b.cluster()
  const { baseMs, baseWorkMs, copiedMs } = b.rows.col
  const fromMs = baseMs[job]
  baseMs[job] = NEVER
  const { everyMs, takesMs } = copying(b, job)
  const copies = Math.floor((c.kernel.now - fromMs - takesMs) / everyMs)
  if (everyMs === Infinity || copies < 0) return
  const share = (copies * everyMs) / Math.max(1, c.kernel.now - fromMs)
  const done = savedWork(c, job)
  copiedMs[job] = Math.max(copiedMs[job], Math.min(done, Math.floor(baseWorkMs[job] + (done - baseWorkMs[job]) * share)))
}

/** Which of the tenants of its entry a job is of. */
function drawnOf(c: Cluster, job: number): number {
  const { entry, tenant } = c.jobs.col
  for (let drawn = 0; ; drawn++) if (c.tenants.tenantOf(entry[job], drawn) === tenant[job] || c.tenants.tenantOf(entry[job], drawn) === undefined) return drawn
}

function arm(b: Book, atMs: number): void {
  const { kernel } = b.cluster()
  const due = kernel.timeOf(b.timer.at)
  if (due >= 0 && due <= atMs) return
  if (due >= 0) kernel.cancel(b.timer.at)
  b.timer.at = kernel.schedule(b.types.look, 0, atMs)
}

/** Looks at all jobs whose patience is over, the oldest first. */
function look(b: Book): void {
  const c = b.cluster()
  const { kind, state, entry, enteredMs, submitMs, uid } = c.jobs.col
  b.timer.at = 0
  const waiting: number[] = []
  for (let job = 1; job < c.jobs.length; job++) if (state[job] === JOB_STATE.queued && kind[job] === JOB_KIND.batch && b.rules[entry[job]] !== undefined) waiting.push(job)
  waiting.sort((x, y) => submitMs[x] - submitMs[y] || uid[x] - uid[y])
  let nextMs = Infinity
  for (const job of waiting) {
    const after = b.rules[entry[job]]?.after ?? Infinity
    const dueMs = enteredMs[job] + after
    if (dueMs <= c.kernel.now && leave(b, job)) continue
    nextMs = Math.min(nextMs, dueMs > c.kernel.now ? dueMs : c.kernel.now + after)
  }
  if (nextMs < Infinity) arm(b, nextMs)
}

/** A job goes to another site if one could start it; false where it stays. */
function leave(b: Book, job: number): boolean {
  const c = b.cluster()
  const { col } = c.jobs
  const entry = col.entry[job]
  const { copiedMs } = b.rows.col
  const { everyMs, takesMs } = copying(b, job)
  const savedMs = savedWork(c, job)
  const bytes = savedMs > copiedMs[job] ? restoreBytes(c, job) : 0
  const target = b.routing.findSite(entry, drawnOf(c, job), col.accelerators[job], bytes, b.rules[entry]?.copies !== undefined)
  // While it waits at a site that is reached, what it saved last is copied as well.
  if (b.routing.isReached() && c.kernel.now - col.enteredMs[job] >= everyMs + takesMs) copiedMs[job] = savedMs
  if (target === undefined) return false
  const draft: JobDraft = {
    ordinal: col.ordinal[job], submitMs: col.submitMs[job], accelerators: col.accelerators[job], workMs: col.workMs[job], requestedMs: col.requestedMs[job], commFraction: col.commFraction[job],
    deferrable: col.loadClass[job] === LOAD_CLASS.deferrable, fails: col.fails[job] === EARLY.fails, cancels: col.fails[job] === EARLY.cancels,
  }
  const moving: MovingJob = {
    entry, draft, drawn: drawnOf(c, job), submittedAgoMs: c.kernel.now - col.submitMs[job], startedAgoMs: col.startMs[job] === NEVER ? NEVER : c.kernel.now - col.startMs[job],
    restarts: col.restarts[job], preemptions: col.preemptions[job],
    doneMs: target.isReached ? savedMs : copiedMs[job], savedMs: Math.max(savedMs, col.redoWorkMs[job]), cause: target.isReached ? (lostTo(b, job) ?? 'sdc') : target.cause,
    lostMs: col.doneMs[job] - (target.isReached ? savedMs : copiedMs[job]),
    bytes: target.isReached ? bytes : 0, from: target.from, run: takeRun(c, job),
  }
  if (c.tiers !== undefined) {
    settleEscrow(c, job, c.kernel.now, target.isReached ? 'preempt' : target.cause)
    c.tiers.drop(job)
  }
  forget(b, job)
  b.moved.col.count[entry] += 1
  b.routing.send(target.site, moving)
  return true
}

/** A waiting job is not of this site any more: it counts at the other one from now on. */
function forget({ cluster }: Book, job: number): void {
  const c = cluster()
  const { startMs, uid, accelerators, tenant } = c.jobs.col
  unqueue(c, job)
  c.counts.queuedCount -= 1
  if (startMs[job] === NEVER) stopWaiting(c, job)
  c.counts.jobsQueued -= 1
  c.tenantAccounts?.count(tenant[job], 'submitted', -1)
  c.room?.free(job)
  c.emit({ kind: 'jobMoved', job: uid[job], accelerators: accelerators[job] })
  freeJobRow(c, job)
}

function take(b: Book, moving: MovingJob): void {
  const c = b.cluster()
  const { col } = c.jobs
  const { entry, draft, drawn, doneMs, savedMs, startedAgoMs, submittedAgoMs } = moving
  const job = newJob(c, entry, draft, drawn)
  col.submitMs[job] = Math.max(0, c.kernel.now - submittedAgoMs)
  col.startMs[job] = startedAgoMs === NEVER ? NEVER : Math.max(0, c.kernel.now - startedAgoMs)
  col.restarts[job] = moving.restarts
  col.preemptions[job] = moving.preemptions
  col.doneMs[job] = doneMs
  c.tiers?.saved(job, doneMs)
  if (savedMs > doneMs) {
    col.redoWorkMs[job] = savedMs
    b.rows.col.cause[job] = 1 + CAUSES.indexOf(moving.cause)
  }
  // The copy that it came from is everywhere.
  b.rows.col.copiedMs[job] = doneMs
  c.counts.jobsQueued += 1
  c.tenantAccounts?.count(col.tenant[job], 'submitted')
  c.emit({ kind: 'jobQueued', job: col.uid[job], entry, ordinal: draft.ordinal + 1, accelerators: draft.accelerators })
  if (startedAgoMs === NEVER) startWaiting(c, job)
  if (moving.run !== undefined) putRun(c, job, moving.run, moving.cause, moving.lostMs)
  if (moving.bytes > 0 && c.staging !== undefined) {
    col.state[job] = JOB_STATE.staging
    noteRunState(c, job, JOB_STATE.staging)
    b.rows.col.isComing[job] = 1
    c.staging.bring(job, moving.from, moving.bytes)
  } else if (!awaitData(c, job)) enqueue(c, job)
  requestPass(c)
}

function lostTo({ rows }: Book, job: number): LostTo | undefined {
  return rows.col.cause[job] === 0 ? undefined : CAUSES[rows.col.cause[job] - 1]
}

/** Undefined where no job may go to another site. */
export function createMoves(cluster: () => Cluster, workload: WorkloadSection, routing: RoutingPort | undefined, kernel: Kernel, state: State): Moves | undefined {
  const rules = workload.map(entry => ('moves' in entry ? entry.moves : undefined))
  if (routing === undefined || rules.every(rule => rule === undefined)) return undefined
  const b: Book = {
    cluster, routing, rules, rows: tableOf(state),
    moved: state.table('compute.moved', workload.length, { count: 'f64' }),
    timer: state.scalars('compute.movesTimer', { at: 0 }),
    types: { look: kernel.command('compute.move', Phase.arrival, () => look(b)) },
  }
  return {
    reset: job => reset(b, job),
    waits(job) {
      const { entry, kind } = cluster().jobs.col
      const rule = kind[job] === JOB_KIND.batch ? rules[entry[job]] : undefined
      if (rule === undefined) return
      if (b.rows.col.baseMs[job] !== NEVER) noteCopies(b, job)
      arm(b, kernel.now + rule.after)
    },
    runs(job) {
      b.rows.col.baseMs[job] = kernel.now
      b.rows.col.baseWorkMs[job] = savedWork(cluster(), job)
    },
    hasCome(job) {
      const isComing = b.rows.col.isComing[job] === 1
      b.rows.col.isComing[job] = 0
      return isComing
    },
    lostTo: job => lostTo(b, job),
    take: moving => take(b, moving),
    count: entry => b.moved.col.count[entry],
  }
}
