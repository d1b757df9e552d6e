/**
 * Checkpoints on their way into the datastore while others are written too. No write is an event. Large jobs (512 accelerators or more)
 * share the store as they really do: when it is asked whether a checkpoint is durable, the last writes of all large jobs are worked
 * through from the times at which they began. What small jobs write in the long run is taken off the rate before, and slows their own
 * writes as a queue with equal shares does, 1 ÷ (1 − what others use), which is also what the pauses of blocking checkpoints follow.
 * A write takes at least its time alone, and at most the time of all that is under way one after the other.
 */
import { sharedEndS } from '../../physics/checkpoint-storage.ts'
import { checkpointTimes } from './checkpoint-times.ts'
import { wallToCheckpoint } from './checkpoint.ts'
import { closeSegment } from './progress.ts'
import { acceleratorsOf, nodesOf } from './saving.ts'
import { scheduleEnd } from './rates.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NEVER, NONE } from './tables.ts'

/** From this size on the writes of a job are followed one by one. Default of the model specification. */
const LARGE_ACCELERATORS = 512
/** Large jobs that are followed at a time; beyond that they count as small. */
const MOST_LARGE = 64
/** Most of the store that others are counted to use, and steps of what slows blocking checkpoints. */
const MOST_USED = 0.95
const STEP = 0.02

const stepped = (used: number): number => Math.ceil(Math.min(MOST_USED, used) / STEP - 1e-9) * STEP

/** Share of the store that a job writes to in the long run: its checkpoint once a cycle. */
function loadOf(c: Cluster, job: number): number {
  const { intervalMs, blockingMs } = c.jobs.col
  const bps = writeBps(c.params)
  if (bps === undefined || intervalMs[job] === 0) return 0
  return (acceleratorsOf(c, job) * c.params.size * 1000) / (intervalMs[job] + blockingMs[job]) / bps / c.params.datastoreEvery
}

/** A job begins (sign 1) or ends (−1) to train, and so to write. */
export function noteWriting(c: Cluster, job: number, sign: 1 | -1): void {
  if (c.store === undefined) return
  const { writeLoad, accelerators, isLarge } = c.jobs.col
  const { writing } = c
  if (sign === 1) {
    writeLoad[job] = loadOf(c, job)
    isLarge[job] = writeLoad[job] > 0 && accelerators[job] >= LARGE_ACCELERATORS && writing.col.job.length > 0 && takeLarge(c, job) ? 1 : 0
    c.counts.writeLoad += writeLoad[job]
    if (isLarge[job] === 0) c.counts.smallWriteLoad += writeLoad[job]
  } else {
    c.counts.writeLoad = Math.max(0, c.counts.writeLoad - writeLoad[job])
    if (isLarge[job] === 0) c.counts.smallWriteLoad = Math.max(0, c.counts.smallWriteLoad - writeLoad[job])
    else dropLarge(c, job)
    isLarge[job] = 0
    writeLoad[job] = 0
  }
  slowPauses(c)
}

function takeLarge({ writing }: Cluster, job: number): boolean {
  const { job: jobs } = writing.col
  for (let row = 0; row < MOST_LARGE; row++) {
    if (jobs[row] !== NONE) continue
    jobs[row] = job
    return true
  }
  return false
}

function dropLarge({ writing }: Cluster, job: number): void {
  const { job: jobs } = writing.col
  for (let row = 0; row < MOST_LARGE; row++) if (jobs[row] === job) jobs[row] = NONE
}

/** Where checkpoints are written to: the burst buffer in front of the datastore, or the datastore; undefined where the file states times. */
const writeBps = ({ datastore }: Cluster['params']): number | undefined => datastore?.burst?.write ?? datastore?.write

/** Share of the store that is used by what all jobs write; all of it while it does not answer. */
const usedOf = (c: Cluster): number => (c.burst === undefined && c.store?.isSilent() === true ? 1 : c.counts.writeLoad)

/** How much longer than alone a small job writes, or a job whose training waits for it. */
const slowdownOf = (c: Cluster, job: number): number => 1 / (1 - stepped(usedOf(c) - c.jobs.col.writeLoad[job]))

/** Blocking checkpoints take as long as others leave them: when that has moved by a step, running jobs go on with new pauses. */
export function slowPauses(c: Cluster): void {
  if (c.params.mode !== 'blocking') return
  const level = stepped(usedOf(c))
  if (level === c.counts.writeLevel) return
  c.counts.writeLevel = level
  const { state, kind, intervalMs, phaseMs, blockingMs } = c.jobs.col
  for (let job = 1; job < c.jobs.length; job++) {
    if (state[job] !== JOB_STATE.running || kind[job] !== JOB_KIND.batch || intervalMs[job] === 0) continue
    const takesMs = pauseMs(c, job)
    if (takesMs === blockingMs[job]) continue
    closeSegment(c, job)
    // One that is being written goes on as it began.
    if (phaseMs[job] < intervalMs[job]) blockingMs[job] = takesMs
    scheduleEnd(c, job)
  }
}

/** Time for which training stops at a checkpoint of a job, by what others write. */
export function pauseMs(c: Cluster, job: number): number {
  const slowdown = c.store === undefined || c.params.mode !== 'blocking' ? 1 : slowdownOf(c, job)
  return checkpointTimes(c.params, acceleratorsOf(c, job), nodesOf(c, job), slowdown).blockingMs
}

/** Begin of the last write of a running job, ms; NEVER without one that may still be under way. */
function lastWriteMs(c: Cluster, job: number): number {
  if (c.tiers !== undefined) return c.tiers.lastWriteMs(job)
  const { segmentMs, phaseMs, intervalMs, blockingMs, rate, pendingMs } = c.jobs.col
  const first = wallToCheckpoint(phaseMs[job], intervalMs[job], blockingMs[job], rate[job])
  const sinceMs = c.kernel.now - segmentMs[job] - first
  if (sinceMs < 0) return pendingMs[job]
  const cycleMs = intervalMs[job] / rate[job] + blockingMs[job]
  return segmentMs[job] + first + Math.floor(sinceMs / cycleMs) * cycleMs
}

// Scratch of one question.
const starts = new Float64Array(MOST_LARGE + 1)
const bytes = new Float64Array(MOST_LARGE + 1)
const caps = new Float64Array(MOST_LARGE + 1)

function put(c: Cluster, at: number, job: number, writtenMs: number): void {
  const { datastore, size } = c.params
  starts[at] = writtenMs / 1000
  bytes[at] = acceleratorsOf(c, job) * size
  caps[at] = datastore === undefined ? Infinity : Math.min(nodesOf(c, job) * datastore.perNode, (datastore.burst?.write ?? datastore.write) * datastore.share)
}

const aloneS = (at: number, rate: number): number => bytes[at] / Math.min(caps[at], rate)

/** Time of the last writes of all large jobs one after the other, ms: none is longer under way. */
function mostMs(c: Cluster, job: number, rate: number): number {
  const { job: large } = c.writing.col
  put(c, 0, job, 0)
  let sumS = aloneS(0, rate)
  for (let row = 0; row < MOST_LARGE; row++) {
    if (large[row] === NONE || large[row] === job) continue
    put(c, 0, large[row], 0)
    sumS += aloneS(0, rate)
  }
  return sumS * 1000
}

/** Whether a checkpoint of a large job is durable now, by the last writes of all large ones. */
function isSharedDurable(c: Cluster, job: number, writtenMs: number, now: number): boolean {
  const rate = (writeBps(c.params) ?? Infinity) * (1 - Math.min(MOST_USED, c.counts.smallWriteLoad))
  if (writtenMs + mostMs(c, job, rate) <= now) return true
  let count = 1
  put(c, 0, job, writtenMs)
  const { job: large } = c.writing.col
  for (let row = 0; row < MOST_LARGE; row++) {
    const other = large[row]
    if (other === NONE || other === job) continue
    const atMs = lastWriteMs(c, other)
    if (atMs === NEVER) continue
    put(c, count, other, atMs)
    count += 1
  }
  return sharedEndS(starts, bytes, caps, count, rate) * 1000 <= now
}

/** Time since then in which nothing was written because the datastore did not answer. */
export const silentMs = (c: Cluster, sinceMs: number): number => (c.store === undefined || c.burst !== undefined ? 0 : c.store.silentMs(sinceMs))

/**
 * How many of `count` checkpoints, written every `cycleMs` up to `lastMs`, are durable now. At most one is on its way, since an interval is never
 * shorter than the flush alone; a store that is slower than that has written the one before, unless it did not answer.
 */
export function durableCount(c: Cluster, job: number, count: number, lastMs: number, cycleMs: number): number {
  if (count < 1 || isDurable(c, job, lastMs)) return count
  let durable = count - 1
  while (durable > 0 && silentMs(c, lastMs - (count - durable) * cycleMs) > 0 && !isDurable(c, job, lastMs - (count - durable) * cycleMs)) durable -= 1
  return durable
}

/** Whether what a job wrote at `writtenMs` is durable now. */
export function isDurable(c: Cluster, job: number, writtenMs: number): boolean {
  const { flushMs, isLarge } = c.jobs.col
  if (writtenMs + flushMs[job] > c.kernel.now) return false
  if (c.store === undefined || flushMs[job] === 0) return true
  const now = c.kernel.now - silentMs(c, writtenMs)
  if (writtenMs + flushMs[job] > now) return false
  return isLarge[job] === 1 ? isSharedDurable(c, job, writtenMs, now) : writtenMs + flushMs[job] * slowdownOf(c, job) <= now
}
