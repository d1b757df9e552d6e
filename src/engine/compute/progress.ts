/**
 * Progress of running jobs. Between changes of its rate a job advances in closed form; `closeSegment` brings its books to now: what
 * became durable is settled as productive, the rest goes to escrow. A checkpoint is durable `flushMs` after it was written.
 */
import type { ReworkCause } from '../ports.ts'
import { stretch, type Stretch, wallToFinish } from './checkpoint.ts'
import { againCause, isCorrupt, leaveCorrupt, redone } from './corruption.ts'
import { keep, settleEscrow, settleNow } from './escrow.ts'
import { durableCount, isDurable } from './flushes.ts'
import { noteRunCheckpoints } from './named-runs.ts'
import { type Cluster, NEVER, NONE } from './tables.ts'

const LATEST_MS = 9_007_199_254_740_991

// Results of the closed forms, overwritten by every call and read at once.
const whole: Stretch = { workMs: 0, blockedMs: 0, commits: 0, commitMs: 0, commitWorkMs: 0, phaseMs: 0 }
const part: Stretch = { workMs: 0, blockedMs: 0, commits: 0, commitMs: 0, commitWorkMs: 0, phaseMs: 0 }

/** Blocked time of the open segment up to `wallMs` after its begin, in whole ms. */
export function blockedUpTo(c: Cluster, job: number, wallMs: number): number {
  const { phaseMs, intervalMs, blockingMs, rate } = c.jobs.col
  stretch(phaseMs[job], intervalMs[job], blockingMs[job], rate[job], wallMs, part)
  return Math.floor(part.blockedMs + 1e-6)
}

/** First checkpoint state of a run that starts now with `doneMs` of durable work. */
export function openRun(c: Cluster, job: number): void {
  const { segmentMs, phaseMs, workedMs, doneMs, pendingMs } = c.jobs.col
  segmentMs[job] = c.kernel.now
  phaseMs[job] = 0
  workedMs[job] = doneMs[job]
  pendingMs[job] = NEVER
  c.tiers?.open(job)
}

/** Books the open segment of a running job up to now and opens the next one. */
export function closeSegment(c: Cluster, job: number): void {
  const { segmentMs, intervalMs, rate, workedMs } = c.jobs.col
  const fromMs = segmentMs[job]
  const now = c.kernel.now
  if (now === fromMs) return
  if (intervalMs[job] === 0) {
    keep(c, job, fromMs, now, 0)
    workedMs[job] += (now - fromMs) * rate[job]
  } else if (c.tiers === undefined) {
    closeCheckpointed(c, job, fromMs, now)
  } else {
    workedMs[job] += c.tiers.close(job, fromMs, now)
  }
  segmentMs[job] = now
}

function closeCheckpointed(c: Cluster, job: number, fromMs: number, now: number): void {
  const { phaseMs, intervalMs, rate, workedMs } = c.jobs.col
  const blockingMs = c.jobs.col.blockingMs[job]
  stretch(phaseMs[job], intervalMs[job], blockingMs, rate[job], now - fromMs, whole)
  const blockedMs = Math.floor(whole.blockedMs + 1e-6)
  if (c.namedRuns !== undefined) noteRunCheckpoints(c, job, blockedMs)
  confirmFlush(c, job, false)
  let openFromMs = fromMs
  let openBlockedMs = 0
  if (whole.commits > 0) {
    const cycleMs = intervalMs[job] / rate[job] + blockingMs
    const durable = durableCount(c, job, whole.commits, fromMs + whole.commitMs, cycleMs)
    if (durable > 0) {
      const back = whole.commits - durable
      openFromMs = wholeMs(c, fromMs, whole.commitMs - back * cycleMs)
      openBlockedMs = blockedUpTo(c, job, openFromMs - fromMs)
      const workMs = workedMs[job] + whole.commitWorkMs - back * intervalMs[job]
      saveUpTo(c, job, openFromMs, openBlockedMs, workMs)
    }
    if (durable < whole.commits) {
      const writtenMs = wholeMs(c, fromMs, whole.commitMs)
      const writtenBlockedMs = blockedUpTo(c, job, writtenMs - fromMs)
      keep(c, job, openFromMs, writtenMs, writtenBlockedMs - openBlockedMs)
      c.jobs.col.pendingMs[job] = writtenMs
      c.jobs.col.pendingWorkMs[job] = workedMs[job] + whole.commitWorkMs
      openFromMs = writtenMs
      openBlockedMs = writtenBlockedMs
    }
  }
  keep(c, job, openFromMs, now, blockedMs - openBlockedMs)
  workedMs[job] += whole.workMs
  phaseMs[job] = whole.phaseMs
}

/** The work of the open segment up to `toMs` is durable; what it saves may be wrong. */
export function saveUpTo(c: Cluster, job: number, toMs: number, blockedMs: number, workMs: number): void {
  if (isCorrupt(c, job)) {
    keep(c, job, c.jobs.col.segmentMs[job], toMs, blockedMs)
    c.jobs.col.durableMs[job] = toMs
  } else {
    settleRun(c, job, toMs, blockedMs)
  }
  makeDurable(c, job, workMs)
}

/** Books the escrow and the open segment up to `toMs` as useful, what of it is done a second time after corruption or a lost site as rework. */
function settleRun(c: Cluster, job: number, toMs: number, blockedMs: number): void {
  const { segmentMs, redoWorkMs } = c.jobs.col
  const fromMs = segmentMs[job]
  const againMs = redoWorkMs[job] === 0 ? fromMs : Math.min(toMs, redoneUntil(c, job, fromMs))
  if (againMs === fromMs) {
    settleEscrow(c, job, fromMs)
    settleNow(c, job, fromMs, toMs, blockedMs)
    return
  }
  const againBlockedMs = againMs === toMs ? blockedMs : blockedUpTo(c, job, againMs - fromMs)
  const cause = againCause(c, job)
  settleEscrow(c, job, fromMs, cause)
  settleNow(c, job, fromMs, againMs, againBlockedMs, cause)
  settleNow(c, job, againMs, toMs, blockedMs - againBlockedMs)
  if (againMs < toMs) redoWorkMs[job] = 0
}

/** When the open segment has done again what was lost to corruption. */
function redoneUntil(c: Cluster, job: number, fromMs: number): number {
  const { redoWorkMs, workedMs, phaseMs, intervalMs, rate } = c.jobs.col
  const leftMs = redoWorkMs[job] - workedMs[job]
  if (leftMs > 0) return fromMs + Math.ceil(wallToFinish(phaseMs[job], intervalMs[job], c.jobs.col.blockingMs[job], rate[job], leftMs) - 1e-6)
  redoWorkMs[job] = 0
  return fromMs
}

/** Time of a checkpoint, rounded up to a whole ms but never beyond now. */
export function wholeMs(c: Cluster, fromMs: number, offsetMs: number): number {
  return Math.min(c.kernel.now, fromMs + Math.ceil(offsetMs - 1e-6))
}

/** A checkpoint that was on its way has become durable, or does so in any case (`isCertain`). */
export function confirmFlush(c: Cluster, job: number, isCertain: boolean): void {
  const { pendingMs } = c.jobs.col
  if (pendingMs[job] === NEVER || !(isCertain || isDurable(c, job, pendingMs[job]))) return
  becomeDurable(c, job)
}

/** Books what the checkpoint on its way saves; what it saves may be wrong. */
function becomeDurable(c: Cluster, job: number): void {
  const { pendingMs, pendingWorkMs, durableMs } = c.jobs.col
  if (isCorrupt(c, job)) durableMs[job] = pendingMs[job]
  else settleEscrow(c, job, pendingMs[job], redone(c, job, pendingWorkMs[job]))
  makeDurable(c, job, pendingWorkMs[job])
}

/** A checkpoint that is written but on its way counts as durable: whoever stops the job waits for it. The segment is closed. */
export function confirmWritten(c: Cluster, job: number): void {
  confirmFlush(c, job, true)
  c.tiers?.promote(job)
}

/** A job saves all its work now, before it is changed; its segment is closed. The time that takes is the caller's. */
export function commitNow(c: Cluster, job: number): void {
  settleEscrow(c, job, c.kernel.now)
  makeDurable(c, job, c.jobs.col.workedMs[job])
  c.tiers?.drop(job)
}

function makeDurable(c: Cluster, job: number, workMs: number): void {
  c.jobs.col.doneMs[job] = workMs
  c.tiers?.saved(job, workMs)
  c.jobs.col.pendingMs[job] = NEVER
}

/** Books everything of a job whose work is done. */
export function settleFinished(c: Cluster, job: number): void {
  const { segmentMs, intervalMs } = c.jobs.col
  const fromMs = segmentMs[job]
  const blockedMs = intervalMs[job] === 0 ? 0 : blockedUpTo(c, job, c.kernel.now - fromMs)
  if (c.namedRuns !== undefined) noteRunCheckpoints(c, job, blockedMs)
  settleRun(c, job, c.kernel.now, blockedMs)
}

/** Books what all jobs have in escrow as useful: at the horizon nobody knows of a loss. What is done a second time stays rework. */
export function settleOpen(c: Cluster): void {
  const { escrowFirst, workedMs } = c.jobs.col
  for (let job = 1; job < c.jobs.length; job++) {
    if (escrowFirst[job] !== NONE) settleEscrow(c, job, c.kernel.now, redone(c, job, workedMs[job]))
  }
}

/** Books what is not durable of an interrupted job as rework; its segment is closed. What a near copy has outlived the fault with stays open. */
export function settleLost(c: Cluster, job: number, rework: ReworkCause, isNear = false): void {
  if (isCorrupt(c, job)) leaveCorrupt(c, job, rework)
  if (isNear && c.tiers !== undefined) {
    c.tiers.fallBack(job, rework)
    return
  }
  settleEscrow(c, job, c.kernel.now, rework)
  c.jobs.col.pendingMs[job] = NEVER
  c.tiers?.drop(job)
}

/** Books everything of a job that saves its work on the way out; its segment is closed. What silent corruption has spoilt is not saved. */
export function settleKept(c: Cluster, job: number, rework: ReworkCause): void {
  if (isCorrupt(c, job)) {
    settleLost(c, job, rework)
    return
  }
  c.jobs.col.pendingMs[job] = c.kernel.now
  c.jobs.col.pendingWorkMs[job] = c.jobs.col.workedMs[job]
  becomeDurable(c, job)
  c.tiers?.drop(job)
}

/** When a running job whose segment starts now will have done its work. */
export function finishMs(c: Cluster, job: number): number {
  const { workMs, workedMs, phaseMs, intervalMs, blockingMs, rate } = c.jobs.col
  const leftMs = Math.max(0, workMs[job] - workedMs[job])
  const wallMs = wallToFinish(phaseMs[job], intervalMs[job], blockingMs[job], rate[job], leftMs)
  return Math.min(LATEST_MS, c.kernel.now + Math.max(1, Math.ceil(wallMs - 1e-6)))
}
