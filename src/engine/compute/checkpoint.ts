/**
 * Checkpoint intervals and the arithmetic of a checkpointed run, in closed form: no command is spent on a checkpoint. A run repeats a
 * cycle of `intervalMs` of nominal work (interval ÷ rate of wall time) and `blockingMs` of writing, in which nothing progresses.
 */
import { exp, expm1, sqrt } from '../../base/exact-math.ts'

/** Interval of Young, CACM 17(9), 1974; all times in one unit. */
export function youngInterval(blocking: number, mttf: number): number {
  return sqrt(2 * blocking * mttf)
}

/** Higher-order interval of Daly, FGCS 22(3), 2006; the mean time to failure itself when writing takes longer than twice that. */
export function dalyInterval(blocking: number, mttf: number): number {
  if (blocking >= 2 * mttf) return mttf
  const ratio = blocking / (2 * mttf)
  return sqrt(2 * blocking * mttf) * (1 + sqrt(ratio) / 3 + ratio / 9) - blocking
}

/** Useful share of time under exponential failures that also strike during writing and restart (Daly's complete model). */
export function efficiency(interval: number, blocking: number, restart: number, mttf: number): number {
  return (interval * exp(-restart / mttf)) / (mttf * expm1((interval + blocking) / mttf))
}

/** First-order useful share: failures × (restart + half an interval), over the writing share. Kokolis et al., HPCA 2025. */
export function linearEfficiency(interval: number, blocking: number, restart: number, mttf: number): number {
  return (1 - (restart + interval / 2) / mttf) / (1 + blocking / interval)
}

/** What a stretch of a checkpointed run did. */
export interface Stretch {
  /** Nominal work, ms. */
  workMs: number
  /** Wall time spent writing, ms. */
  blockedMs: number
  /** Checkpoints written to the end. */
  commits: number
  /** Wall time from the begin to the end of the last of them, and nominal work in it up to then. */
  commitMs: number
  commitWorkMs: number
  /** Place in the cycle at the end: nominal work of it, beyond the interval plus time of writing. */
  phaseMs: number
}

/**
 * Runs for `wallMs` from `phaseMs` in the cycle at a constant `rate` in (0, 1] and tells what happened.
 * `intervalMs` > 0 is nominal work, `blockingMs` ≥ 0 wall time.
 */
export function stretch(phaseMs: number, intervalMs: number, blockingMs: number, rate: number, wallMs: number, into: Stretch): void {
  const wasWriting = phaseMs >= intervalMs
  const toCommit = wallToCheckpoint(phaseMs, intervalMs, blockingMs, rate)
  into.commits = 0
  into.commitMs = 0
  into.commitWorkMs = 0
  if (wallMs < toCommit) {
    partial(phaseMs, intervalMs, rate, wallMs, into)
    return
  }
  const cycleMs = intervalMs / rate + blockingMs
  const whole = Math.floor((wallMs - toCommit) / cycleMs)
  into.commits = whole + 1
  into.commitMs = toCommit + whole * cycleMs
  into.commitWorkMs = (wasWriting ? 0 : intervalMs - phaseMs) + whole * intervalMs
  partial(0, intervalMs, rate, Math.max(0, wallMs - into.commitMs), into)
  into.workMs += into.commitWorkMs
  into.blockedMs += (wasWriting ? toCommit : blockingMs) + whole * blockingMs
}

/** A stretch that ends before its next checkpoint is written. */
function partial(phaseMs: number, intervalMs: number, rate: number, wallMs: number, into: Stretch): void {
  const working = phaseMs >= intervalMs ? 0 : Math.min(wallMs, (intervalMs - phaseMs) / rate)
  into.workMs = working * rate
  into.blockedMs = wallMs - working
  into.phaseMs = phaseMs + working * rate + (wallMs - working)
}

/** Wall time from `phaseMs` in the cycle until the next checkpoint is written. */
export function wallToCheckpoint(phaseMs: number, intervalMs: number, blockingMs: number, rate: number): number {
  return phaseMs >= intervalMs ? intervalMs + blockingMs - phaseMs : (intervalMs - phaseMs) / rate + blockingMs
}

/** Wall time until `leftMs` > 0 of nominal work is done; nothing is written at the very end. */
export function wallToFinish(phaseMs: number, intervalMs: number, blockingMs: number, rate: number, leftMs: number): number {
  if (intervalMs <= 0) return leftMs / rate
  const writing = phaseMs >= intervalMs
  const lead = writing ? intervalMs + blockingMs - phaseMs : 0
  const inCycle = writing ? 0 : phaseMs
  // The tolerance keeps a checkpoint that falls on the end from being written because of a rounding error.
  const written = Math.max(0, Math.ceil((inCycle + leftMs) / intervalMs - 1e-9) - 1)
  return lead + leftMs / rate + written * blockingMs
}
