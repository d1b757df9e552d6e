/**
 * What became of the time of jobs, by workload entry: the books behind goodput, effective training time (ETTR) and the time between
 * interruptions. Accelerator-ms as floats, for ratios; the ledger keeps the exact sums.
 */
import type { Columns } from '../../base/table.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { State } from '../kernel/state.ts'
import type { Fate } from '../ports.ts'
import { atomOf } from './atom.ts'
import { ROW } from './escrow.ts'
import { rateOfRow } from './factor-columns.ts'
import { heldByJob, samplerRow } from './samplers.ts'
import { type DateBook, dateBook } from './streams.ts'
import { createSlidingEttr, type HourlyEttr, type SlidingEttr } from './sliding-ettr.ts'
import type { StoreSummary } from './store-room.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NEVER, NONE } from './tables.ts'

/**
 * Accelerator-ms: useful, writing checkpoints, lost and done again, slowed, starting with restoring and stalled and torn down, waiting
 * before the first start, waiting again after an interruption. `runMs`: job-ms of attempts.
 */
const COLUMNS = {
  productive: 'f64', checkpoint: 'f64', rework: 'f64', slowed: 'f64', restart: 'f64', queued: 'f64', requeued: 'f64', runMs: 'f64', started: 'f64', interruptions: 'f64',
} as const

export interface ClassBooks {
  readonly col: Columns<typeof COLUMNS>
  /** Undefined where the file has no runs. */
  readonly sliding: SlidingEttr | undefined
}

/** The book of one entry. */
type JobClassBook = { readonly id: string } & { readonly [name in keyof typeof COLUMNS]: number } & DateBook & { readonly moved?: number }

export const createClassBooks = (state: State, workload: WorkloadSection): ClassBooks => ({ col: state.table('compute.jobClasses', workload.length, COLUMNS).col, sliding: createSlidingEttr(state, workload) })

const isHeld = (state: number): boolean => (state >= JOB_STATE.starting && state <= JOB_STATE.saving) || state >= JOB_STATE.dataWait

/** Share of a stretch that is useful, by the factors in `c.factors`. */
function rateOf({ factors }: Cluster): number {
  let rate = 1
  for (let i = 0; i < factors.length; i++) rate *= factors[i]
  return rate
}

/** A stretch of running time of a job on so many accelerators is settled; its factors are in `c.factors`. `isWhole`: not one more part of a stretch. */
export function noteSettled(c: Cluster, job: number, fromMs: number, toMs: number, blockedMs: number, fate: Fate | undefined, held: number, isWhole: boolean): void {
  const { entry, kind } = c.jobs.col
  if (kind[job] !== JOB_KIND.batch) return
  const { productive, checkpoint, rework, slowed } = c.classes.col
  const at = entry[job]
  if (fate === 'waits') {
    slowed[at] += (toMs - fromMs) * held
    return
  }
  const ranMs = (toMs - fromMs - blockedMs) * held
  const useful = ranMs * rateOf(c)
  checkpoint[at] += blockedMs * held
  slowed[at] += ranMs - useful
  if (fate === undefined || fate === 'discarded') {
    productive[at] += useful
    if (isWhole) c.classes.sliding?.add(at, fromMs, toMs, useful / ((toMs - fromMs) * held))
  } else rework[at] += useful
}

/** A job leaves a state for another; `held` is still what it had. */
export function noteState(c: Cluster, job: number, former: number): void {
  const { entry, enteredMs, kind } = c.jobs.col
  if (kind[job] !== JOB_KIND.batch) return
  const spentMs = c.kernel.now - enteredMs[job]
  enteredMs[job] = c.kernel.now
  if (!isHeld(former)) return
  c.classes.col.runMs[entry[job]] += spentMs
  if (former === JOB_STATE.saving) c.classes.col.checkpoint[entry[job]] += spentMs * heldByJob(c, job)
  else if (former !== JOB_STATE.running) c.classes.col.restart[entry[job]] += spentMs * heldByJob(c, job)
}

const sizeOf = (c: Cluster, job: number): number => (c.jobs.col.share[job] > 0 ? c.jobs.col.share[job] : c.jobs.col.nodes[job] * atomOf(c, c.jobs.col.entry[job]))

/** A waiting job starts, for the first time or again. */
export function noteClassStart(c: Cluster, job: number): void {
  const { entry, startMs, enteredMs } = c.jobs.col
  const { queued, requeued, started } = c.classes.col
  const isFirst = startMs[job] === NEVER
  const waited = (c.kernel.now - enteredMs[job]) * sizeOf(c, job)
  if (isFirst) {
    queued[entry[job]] += waited
    started[entry[job]] += 1
    c.classes.sliding?.begin(entry[job], c.kernel.now)
  } else requeued[entry[job]] += waited
  enteredMs[job] = c.kernel.now
}

/** Calls `visit` with every stretch of a job that is not settled, in order: its time, blocked time, useful share of the rest, accelerators, and whether it is no further part of one. */
function eachOpen(c: Cluster, job: number, visit: (fromMs: number, toMs: number, blockedMs: number, rate: number, held: number, isWhole: boolean) => void): void {
  const { state, escrowFirst, segmentMs, rate, speed, scale, held } = c.jobs.col
  const { fromMs, toMs, blockedMs, next, frozen, held: heldThen } = c.escrow.col
  for (let row = escrowFirst[job]; row !== NONE; row = next[row]) {
    visit(fromMs[row], toMs[row], blockedMs[row], rateOfRow(c.escrow.col, row), frozen[row] === ROW.open ? held[job] : heldThen[row], frozen[row] === ROW.open || frozen[row] === ROW.frozen)
  }
  if (state[job] === JOB_STATE.running) visit(segmentMs[job], c.kernel.now, 0, rate[job] / (speed[job] * scale[job]), held[job], true)
  const samplers = samplerRow(c, job)
  if (state[job] === JOB_STATE.running && samplers !== NONE) visit(segmentMs[job], c.kernel.now, 0, rate[job] / speed[samplers], held[samplers], false)
}

/** What is open of a job now: not settled, or in a state that it has not left. */
function addOpen(c: Cluster, job: number, book: Record<keyof typeof COLUMNS, number>): void {
  const { state, enteredMs, startMs } = c.jobs.col
  const { now } = c.kernel
  eachOpen(c, job, (fromMs, toMs, blockedMs, rate, accelerators) => {
    const ran = (toMs - fromMs - blockedMs) * accelerators
    book.checkpoint += blockedMs * accelerators
    book.productive += ran * rate
    book.slowed += ran - ran * rate
  })
  if (state[job] === JOB_STATE.queued && startMs[job] !== NEVER) book.requeued += (now - enteredMs[job]) * sizeOf(c, job)
  if (!isHeld(state[job])) return
  book.runMs += now - enteredMs[job]
  if (state[job] === JOB_STATE.saving) book.checkpoint += (now - enteredMs[job]) * heldByJob(c, job)
  else if (state[job] !== JOB_STATE.running) book.restart += (now - enteredMs[job]) * heldByJob(c, job)
}

/** The books of all entries but services up to now. What is not durable yet counts as useful, as in the ledger at the horizon. */
function jobClassBooks(c: Cluster, workload: WorkloadSection): JobClassBook[] {
  const { classes, jobs } = c
  const names = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]
  const books = workload.map((_, entry) => Object.fromEntries(names.map(name => [name, classes.col[name][entry]])) as Record<keyof typeof COLUMNS, number>)
  for (let job = 1; job < jobs.length; job++) if (jobs.col.kind[job] === JOB_KIND.batch) addOpen(c, job, books[jobs.col.entry[job]])
  return workload.flatMap((entry, at) => (entry.source === 'inference' ? [] : [{ id: entry.id, ...books[at], ...dateBook(c, at), ...(c.moves === undefined ? {} : { moved: c.moves.count(at) }) }]))
}

/** Effective training time by the hour of the runs that started, up to now; undefined where the file has none. */
function hourlyEttr(c: Cluster): HourlyEttr[] | undefined {
  const { col, length } = c.jobs
  return c.classes.sliding?.read((entry, add) => {
    for (let job = 1; job < length; job++) {
      if (col.kind[job] !== JOB_KIND.batch || col.entry[job] !== entry || col.state[job] === JOB_STATE.free) continue
      eachOpen(c, job, (fromMs, toMs, blockedMs, rate, _held, isWhole) => {
        if (isWhole && toMs > fromMs) add(entry, fromMs, toMs, ((toMs - fromMs - blockedMs) * rate) / (toMs - fromMs))
      })
      return c.kernel.now
    }
    return undefined
  })
}

export interface ClassBooksPort {
  /** What became of the time of jobs so far, by workload entry. */
  jobClasses(): JobClassBook[]
  /** Effective training time of runs by the hour; undefined where the file has none. */
  hourlyEttr(): HourlyEttr[] | undefined
  /** What lies in the datastore and when it was full; undefined where its capacity is not stated. */
  storeRoom(): StoreSummary | undefined
}

export const classBooksPort = (c: Cluster, workload: WorkloadSection): ClassBooksPort => ({ jobClasses: () => jobClassBooks(c, workload), hourlyEttr: () => hourlyEttr(c), storeRoom: () => c.room?.summary() })
