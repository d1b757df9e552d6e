/**
 * Checkpoints that only some tiers get: every copy stays near (memory or disks of nodes), one in so many goes to the datastore. Work behind the
 * last one there stays in escrow, also over restores from a near copy: its rows then remember what the job held. A fault that near copies
 * do not outlive loses all of it. There only where the file says `checkpoints.datastoreEvery`.
 */
import { growTable } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import type { ReworkCause } from '../ports.ts'
import { bookOf, heldByGeneration } from './books.ts'
import { stretch, type Stretch, wallToCheckpoint } from './checkpoint.ts'
import { copyFactors } from './factor-columns.ts'
import { keep, ROW, settleEscrow, takeRow } from './escrow.ts'
import { durableCount, silentMs } from './flushes.ts'
import { noteRunCheckpoints } from './named-runs.ts'
import { blockedUpTo, confirmFlush, saveUpTo, wholeMs } from './progress.ts'
import { diskMs, RESTORES_FROM } from './saving.ts'
import { type Cluster, NEVER, NONE } from './tables.ts'

export interface Tiers {
  /** A job comes in. */
  reset(job: number): void
  /** A run begins with the work of its restore. */
  open(job: number): void
  /** Books a segment of a job that takes checkpoints up to now; returns its nominal work, ms. */
  close(job: number, fromMs: number, now: number): number
  /** The datastore has so much of a job. */
  saved(job: number, workMs: number): void
  /** Whether a copy that a restore may go back to was written at that time. */
  isCut(job: number, atMs: number): boolean
  /** Work in the datastore. */
  farWorkMs(job: number): number
  /** The last near copy of a job goes to the datastore before the job stops. */
  promote(job: number): void
  /** A fault that a near copy outlives: what is behind it is lost, what is before stays open. */
  fallBack(job: number, rework: ReworkCause): void
  /** Near copies are gone. */
  drop(job: number): void
  /** Begin of the last write to the datastore of a running job, ms; NEVER without one. */
  lastWriteMs(job: number): number
}

/**
 * By row of the job table: work in the datastore; copies since then, the end of the last one and its work; and the same for the one before,
 * which is still on disks while the last is written to them.
 */
const COLUMNS = { farWorkMs: 'f64', since: 'i32', atMs: 'f64', workMs: 'f64', beforeSince: 'i32', beforeMs: 'f64', beforeWorkMs: 'f64' } as const

interface Book {
  readonly c: Cluster
  readonly every: number
  readonly table: ReturnType<typeof register>
}

const register = (state: State) => state.table('compute.tiers', 256, COLUMNS)

// Result of the closed form, overwritten by every call and read at once.
const whole: Stretch = { workMs: 0, blockedMs: 0, commits: 0, commitMs: 0, commitWorkMs: 0, phaseMs: 0 }

function rowFor({ table }: Book, job: number): void {
  if (job >= table.capacity) growTable(table, job + 1)
  if (job >= table.length) table.length = job + 1
}

/** The last of `count` checkpoints that goes to the datastore, by its number from 1 on; 0 or less for none. */
const lastFar = (every: number, since: number, count: number): number => count - ((since + count) % every)

/** Books a segment in which checkpoints were written or not; returns its nominal work. */
function close(b: Book, job: number, fromMs: number, now: number): number {
  const { c } = b
  const { phaseMs, intervalMs, blockingMs, rate } = c.jobs.col
  stretch(phaseMs[job], intervalMs[job], blockingMs[job], rate[job], now - fromMs, whole)
  const { commits, workMs, phaseMs: phase } = whole
  const blockedMs = Math.floor(whole.blockedMs + 1e-6)
  if (c.namedRuns !== undefined) noteRunCheckpoints(c, job, blockedMs)
  let openMs = fromMs
  let openBlockedMs = 0
  confirmFlush(c, job, false)
  if (commits > 0) {
    openMs = closeCopies(b, job, fromMs, commits)
    openBlockedMs = blockedUpTo(c, job, openMs - fromMs)
  }
  keep(c, job, openMs, now, blockedMs - openBlockedMs)
  phaseMs[job] = phase
  return workMs
}

/** Books a segment up to its last checkpoint, with a cut wherever a restore may go back to; returns when that was written. */
function closeCopies(b: Book, job: number, fromMs: number, count: number): number {
  const { c, every, table: { col } } = b
  const { intervalMs, blockingMs, rate, workedMs, pendingMs, pendingWorkMs } = c.jobs.col
  const cycleMs = intervalMs[job] / rate[job] + blockingMs[job]
  const { commitMs, commitWorkMs } = whole
  const baseMs = workedMs[job]
  const timeOf = (n: number): number => wholeMs(c, fromMs, commitMs - (count - n) * cycleMs)
  const workOf = (n: number): number => baseMs + commitWorkMs - (count - n) * intervalMs[job]
  const far = lastFar(every, col.since[job], count)
  const farCount = Math.ceil(far / every)
  const durable = far < 1 ? far : far - (farCount - durableCount(c, job, farCount, timeOf(far), cycleMs * every)) * every
  noteCopies(b, job, count, timeOf, workOf)
  let openMs = fromMs
  let openBlockedMs = 0
  const cut = (n: number): void => {
    const atMs = timeOf(n)
    const upTo = blockedUpTo(c, job, atMs - fromMs)
    keep(c, job, openMs, atMs, upTo - openBlockedMs)
    openMs = atMs
    openBlockedMs = upTo
  }
  // One write at a time is on its way to the datastore, unless that does not answer.
  if (far > 0) confirmFlush(c, job, silentMs(c, pendingMs[job]) === 0)
  if (durable > 0) {
    openMs = timeOf(durable)
    openBlockedMs = blockedUpTo(c, job, openMs - fromMs)
    saveUpTo(c, job, openMs, openBlockedMs, workOf(durable))
  }
  if (far > 0 && far > durable) {
    cut(far)
    pendingMs[job] = openMs
    pendingWorkMs[job] = workOf(far)
  }
  const noted = Math.max(far, durable, 0)
  if (count - 1 > noted) cut(count - 1)
  if (count > noted) cut(count)
  return openMs
}

/** The last copies of a job are those that end and hold so much by their number. */
function noteCopies({ table: { col }, every }: Book, job: number, count: number, timeOf: (n: number) => number, workOf: (n: number) => number): void {
  const { since, atMs, workMs, beforeSince, beforeMs, beforeWorkMs } = col
  beforeSince[job] = (since[job] + count - 1) % every
  beforeMs[job] = count > 1 ? timeOf(count - 1) : atMs[job]
  beforeWorkMs[job] = count > 1 ? workOf(count - 1) : workMs[job]
  since[job] = (since[job] + count) % every
  atMs[job] = timeOf(count)
  workMs[job] = workOf(count)
}

/** Rows of a job up to `atMs` remember what it holds, one row a generation; the others are lost. */
function freeze(c: Cluster, job: number, atMs: number, rework: ReworkCause): void {
  const { escrow, jobs: { col } } = c
  let last = NONE
  let row = col.escrowFirst[job]
  while (row !== NONE && escrow.col.toMs[row] <= atMs) {
    last = escrow.col.frozen[row] === ROW.open ? freezeRow(c, job, row) : row
    row = escrow.col.next[last]
  }
  if (row === NONE) return
  const first = col.escrowFirst[job]
  col.escrowFirst[job] = row
  settleEscrow(c, job, c.kernel.now, rework)
  if (last === NONE) return
  escrow.col.next[last] = NONE
  col.escrowFirst[job] = first
  col.escrowLast[job] = last
}

/** Returns the last of the rows that the row became. */
function freezeRow(c: Cluster, job: number, row: number): number {
  const held = heldByGeneration(c, job)
  let last = NONE
  for (let generation = 0; generation < held.length; generation++) {
    if (held[generation] === 0) continue
    const at = last === NONE ? row : copyRow(c, row, last)
    const { col } = c.escrow
    col.frozen[at] = last === NONE ? ROW.frozen : ROW.part
    col.held[at] = held[generation]
    col.book[at] = bookOf(c, job, generation)
    last = at
  }
  if (c.jobs.col.escrowLast[job] === row) c.jobs.col.escrowLast[job] = last
  return last
}

/** A copy of a row behind another one of its list. */
function copyRow(c: Cluster, row: number, behind: number): number {
  const copy = takeRow(c)
  const { col } = c.escrow
  for (const column of [col.fromMs, col.toMs, col.blockedMs]) column[copy] = column[row]
  copyFactors(col, row, col, copy)
  col.next[copy] = col.next[behind]
  col.next[behind] = copy
  return copy
}

function fallBack(b: Book, job: number, rework: ReworkCause): void {
  const { c, table: { col } } = b
  const { restoresFrom, doneMs, pendingMs } = c.jobs.col
  if (restoresFrom[job] === RESTORES_FROM.disks && col.atMs[job] + diskMs(c, job) > c.kernel.now) {
    col.atMs[job] = col.beforeMs[job]
    col.workMs[job] = col.beforeWorkMs[job]
    col.since[job] = col.beforeSince[job]
  }
  col.beforeMs[job] = col.atMs[job]
  col.beforeWorkMs[job] = col.workMs[job]
  col.beforeSince[job] = col.since[job]
  const isAhead = col.workMs[job] > col.farWorkMs[job]
  freeze(c, job, isAhead ? col.atMs[job] : NEVER, rework)
  doneMs[job] = Math.max(col.farWorkMs[job], col.workMs[job])
  pendingMs[job] = NEVER
}

function lastWriteMs({ c, every, table }: Book, job: number): number {
  const { segmentMs, phaseMs, intervalMs, blockingMs, rate, pendingMs } = c.jobs.col
  const first = wallToCheckpoint(phaseMs[job], intervalMs[job], blockingMs[job], rate[job])
  const sinceMs = c.kernel.now - segmentMs[job] - first
  if (sinceMs < 0) return pendingMs[job]
  const cycleMs = intervalMs[job] / rate[job] + blockingMs[job]
  const far = lastFar(every, table.col.since[job], Math.floor(sinceMs / cycleMs) + 1)
  return far < 1 ? pendingMs[job] : segmentMs[job] + first + (far - 1) * cycleMs
}

/** Undefined where all checkpoints go to the datastore. */
export function createTiers(cluster: () => Cluster, every: number, state: State): Tiers | undefined {
  if (every === 1) return undefined
  const table = register(state)
  const book = (): Book => ({ c: cluster(), every, table })
  const toStart = (job: number, workMs: number): void => {
    const { col } = table
    col.since[job] = 0
    col.beforeSince[job] = 0
    for (const column of [col.workMs, col.beforeWorkMs]) column[job] = workMs
  }
  return {
    reset(job) {
      rowFor(book(), job)
      toStart(job, 0)
      for (const column of [table.col.farWorkMs, table.col.atMs, table.col.beforeMs]) column[job] = 0
    },
    open(job) {
      const { col } = table
      const { c } = book()
      for (const column of [col.atMs, col.beforeMs]) column[job] = c.kernel.now
      for (const column of [col.workMs, col.beforeWorkMs]) column[job] = c.jobs.col.doneMs[job]
    },
    close: (job, fromMs, now) => close(book(), job, fromMs, now),
    saved: (job, workMs) => void (table.col.farWorkMs[job] = workMs),
    isCut: (job, atMs) => table.col.atMs[job] === atMs || table.col.beforeMs[job] === atMs,
    farWorkMs: job => table.col.farWorkMs[job],
    promote(job) {
      const { c } = book()
      const { col } = table
      if (col.workMs[job] <= col.farWorkMs[job]) return
      c.jobs.col.pendingMs[job] = col.atMs[job]
      c.jobs.col.pendingWorkMs[job] = col.workMs[job]
      confirmFlush(c, job, true)
      toStart(job, col.workMs[job])
    },
    fallBack: (job, rework) => fallBack(book(), job, rework),
    drop(job) {
      const { doneMs, restoresFrom } = cluster().jobs.col
      doneMs[job] = table.col.farWorkMs[job]
      restoresFrom[job] = RESTORES_FROM.datastore
      toStart(job, doneMs[job])
    },
    lastWriteMs: job => lastWriteMs(book(), job),
  }
}
