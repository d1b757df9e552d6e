/**
 * Adaptive checkpoint intervals: the rate of failures as the mean of a gamma distribution whose prior is the expectation of the file and whose
 * evidence is what the site has seen: M̂ = (β0 + exposure) ÷ (α0 + failures). It is looked at again after every failure and whenever the exposure
 * behind it has doubled, and jobs that train go on with the interval that follows. Jobs of a site share what they learn.
 */
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { closeSegment } from './progress.ts'
import { noteWriting, pauseMs } from './flushes.ts'
import { drawOfTraining } from './jobs.ts'
import { scheduleEnd } from './rates.ts'
import { acceleratorsOf, plannedInterval } from './saving.ts'
import { type Cluster, JOB_KIND, JOB_STATE } from './tables.ts'

/** Failures that the expectation of the file counts for, beside those that the site has seen (α0). */
const PRIOR_FAILURES = 1
/**
 * Intervals that are off by less are left alone. Lost time has its minimum at the optimum, so it is higher there by half the square of this
 * share of the overhead: 1 in 20,000 of it.
 */
const NOTABLE = 0.01

export interface Adaptive {
  /** Failures per accelerator and ms by what was seen until now. */
  failureRate(): number
  /** A job begins (sign 1) or ends (−1) to train. */
  train(job: number, sign: 1 | -1): void
  /** A fault has taken a job down. */
  failed(): void
}

interface Book {
  readonly c: () => Cluster
  readonly kernel: Kernel
  /** Accelerator-ms that the prior counts for (β0). */
  readonly priorMs: number
  /** Exposure and failures when the rate was looked at last. */
  readonly of: { seenMs: number; seenFailures: number; timer: number }
  readonly types: { look: number }
}

/** Brings the accelerator-ms under training up to now, before so many more accelerators train. */
function expose({ c, kernel }: Book, accelerators: number): void {
  const { counts } = c()
  counts.exposureMs += counts.training * (kernel.now - counts.trainingSinceMs)
  counts.trainingSinceMs = kernel.now
  counts.training += accelerators
}

/** Until the next look, ms: at once after a failure, else when the exposure, that of the prior included, is twice what it was at the last one. */
function untilLook({ c, of, priorMs }: Book): number {
  const { training, exposureMs, failures } = c().counts
  if (failures > of.seenFailures) return 1
  return training === 0 ? Infinity : Math.max(1, Math.ceil((priorMs + 2 * of.seenMs - exposureMs) / training))
}

function arm(b: Book): void {
  const { kernel, of, types } = b
  const waitMs = untilLook(b)
  kernel.cancel(of.timer)
  of.timer = waitMs === Infinity ? 0 : kernel.schedule(types.look, 0, kernel.now + waitMs)
}

/** Jobs that train go on with the interval that follows from what was seen. */
function look(b: Book): void {
  const c = b.c()
  const { state, kind, intervalMs } = c.jobs.col
  expose(b, 0)
  b.of.seenMs = c.counts.exposureMs
  b.of.seenFailures = c.counts.failures
  b.of.timer = 0
  for (let job = 1; job < c.jobs.length; job++) {
    if (state[job] !== JOB_STATE.running || kind[job] !== JOB_KIND.batch || intervalMs[job] === 0) continue
    const wantedMs = plannedInterval(c, job)
    if (Math.abs(wantedMs - intervalMs[job]) > NOTABLE * intervalMs[job]) changeInterval(c, job, wantedMs)
  }
  arm(b)
}

/** A job that trains goes on with another interval: a checkpoint that is being written goes on, one that is overdue now begins. */
function changeInterval(c: Cluster, job: number, toMs: number): void {
  const { intervalMs, phaseMs, blockingMs } = c.jobs.col
  closeSegment(c, job)
  const writtenMs = phaseMs[job] - intervalMs[job]
  noteWriting(c, job, -1)
  c.room?.train(job, -1)
  intervalMs[job] = toMs
  phaseMs[job] = writtenMs >= 0 ? toMs + writtenMs : Math.min(phaseMs[job], toMs)
  noteWriting(c, job, 1)
  if (writtenMs < 0 && c.store !== undefined) blockingMs[job] = pauseMs(c, job)
  c.room?.train(job, 1)
  drawOfTraining(c, job)
  scheduleEnd(c, job)
}

/** Undefined where intervals are not adaptive. */
export function createAdaptive(c: () => Cluster, isAdaptive: boolean, failureRate: number, kernel: Kernel, state: State): Adaptive | undefined {
  if (!isAdaptive) return undefined
  const b: Book = { c, kernel, priorMs: PRIOR_FAILURES / failureRate, of: state.scalars('compute.adaptive', { seenMs: 0, seenFailures: 0, timer: 0 }), types: { look: 0 } }
  b.types.look = kernel.command('compute.adapt', Phase.control, () => look(b))
  return {
    failureRate() {
      expose(b, 0)
      const { failures, exposureMs } = c().counts
      return (PRIOR_FAILURES + failures) / (b.priorMs + exposureMs)
    },
    train(job, sign) {
      expose(b, sign * acceleratorsOf(c(), job))
      arm(b)
    },
    failed() {
      expose(b, 0)
      c().counts.failures += 1
      arm(b)
    },
  }
}
