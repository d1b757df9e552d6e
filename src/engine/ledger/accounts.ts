/**
 * The accounts of the ledger: how many contracted accelerators sit in each bucket now, and the accelerator-ms booked per
 * window. A change of a count posts the time since the bucket's last change, so nothing is scanned and everything is an integer
 * (a window cell stays below 2^53; totals are folded to bigint when read).
 */
import { assert } from '../../base/assert.ts'
import { ln } from '../../base/exact-math.ts'
import { BUCKETS, bucketIndex } from '../../scenario/buckets.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { FACTORS, IDLE_REASONS, type LedgerPort, type ReworkCause, type World } from '../ports.ts'
import { splitExactly } from './split.ts'

const BUCKET_COUNT = BUCKETS.length
const PROVISIONAL = bucketIndex('E.provisional')
const PRODUCTIVE = bucketIndex('P')
const CHECKPOINT = bucketIndex('L9.ckpt')
const IDLE_BUCKET = Uint8Array.from(IDLE_REASONS, reason => bucketIndex(`L7.${reason}`))
const FACTOR_BUCKET = Uint8Array.from(FACTORS, factor => bucketIndex(`L9.${factor}`))

const REWORK_BUCKET: Readonly<Record<ReworkCause, number>> = {
  hw: bucketIndex('L9.rework.hw'),
  sw: bucketIndex('L9.rework.sw'),
  power: bucketIndex('L9.rework.power'),
  cooling: bucketIndex('L9.rework.cooling'),
  net: bucketIndex('L9.rework.net'),
  sdc: bucketIndex('L9.rework.sdc'),
  preempt: bucketIndex('L9.rework.preempt'),
  user: bucketIndex('L9.rework.user'),
}

export interface Accounts extends LedgerPort {
  /** Accelerators counted in a bucket now. */
  countOf(bucket: number): number
  /** Posts all counts up to now and starts the next window. */
  closeWindow(): void
  /** Posts all counts up to now without closing. */
  postAll(): void
  /** At the horizon: what was never committed nor lost becomes productive; the amount stays as a memo. */
  settleHorizon(): void
  /** Accelerator-ms that only the horizon made productive. */
  horizonMemoMs(): bigint
  /** Booked accelerator-ms, `[window * BUCKET_COUNT + bucket]`; cells of earlier windows may still move out of `E.provisional`. */
  windows(): Float64Array
  /** Index of the open window. */
  openWindow(): number
}

/** Accelerator-ms of the contract inside window `index`, from the plan alone (independent of all bookings). */
export function contractedMs(world: World, index: number): number {
  const begin = index * world.windowMs
  const end = Math.min(world.horizonMs, begin + world.windowMs)
  let sum = 0
  const { contractMs, retireMs, accelerators, count } = world.lots
  for (let lot = 0; lot < count; lot++) {
    const from = Math.max(begin, contractMs[lot])
    const to = Math.min(end, retireMs[lot])
    if (to > from) sum += accelerators[lot] * (to - from)
  }
  return sum
}

export function windowCount(world: World): number {
  return Math.ceil(world.horizonMs / world.windowMs)
}

/** Shares of [useful, factor losses…] of a segment: the loss is split in proportion to −ln of each factor (symmetric). */
function lossShares(factors: Float64Array, shares: Float64Array): void {
  let rate = 1
  let logSum = 0
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i]
    const log = factor < 1 ? -ln(factor) : 0
    rate *= factor
    logSum += log
    shares[i + 1] = log
  }
  shares[0] = rate
  if (logSum === 0) return
  for (let i = 1; i < shares.length; i++) if (shares[i] > 0) shares[i] = ((1 - rate) * shares[i]) / logSum
}

/** State of the accounts plus scratch; the functions below take it as `a`. */
interface Books {
  readonly world: World
  readonly kernel: Kernel
  readonly counts: ReturnType<typeof createTables>['counts']
  readonly booked: ReturnType<typeof createTables>['booked']
  readonly open: { window: number }
  readonly memo: { values: bigint[] }
  readonly shares: Float64Array
  readonly parts: Float64Array
}

function createTables(world: World, state: State) {
  return {
    counts: state.table('ledger.counts', BUCKET_COUNT, { count: 'f64', lastMs: 'f64' }),
    booked: state.table('ledger.windows', windowCount(world) * BUCKET_COUNT, { acceleratorMs: 'f64' }),
    open: state.scalars('ledger.open', { window: 0 }),
    memo: state.bigints('ledger.horizonMemo', 1),
  }
}

function post(a: Books, bucket: number): void {
  const { count, lastMs } = a.counts.col
  const elapsed = a.kernel.now - lastMs[bucket]
  if (elapsed > 0 && count[bucket] !== 0) a.booked.col.acceleratorMs[a.open.window * BUCKET_COUNT + bucket] += count[bucket] * elapsed
  lastMs[bucket] = a.kernel.now
}

function postAll(a: Books): void {
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) post(a, bucket)
}

function change(a: Books, bucket: number, by: number): void {
  post(a, bucket)
  const { count } = a.counts.col
  count[bucket] += by
  if (count[bucket] < 0) assert(false, 'ledger bucket went negative', { bucket: BUCKETS[bucket].code, count: count[bucket], now: a.kernel.now })
}

function setIdle(a: Books, vector: Int32Array): void {
  const { count } = a.counts.col
  for (let i = 0; i < IDLE_BUCKET.length; i++) {
    const by = vector[i] - count[IDLE_BUCKET[i]]
    if (by !== 0) change(a, IDLE_BUCKET[i], by)
  }
}

/** Re-books one window's part of a segment out of the provisional account. */
function rebook(a: Books, window: number, accelerators: number, spanMs: number, blockedMs: number, usefulBucket: number): void {
  const cells = a.booked.col.acceleratorMs
  const base = window * BUCKET_COUNT
  cells[base + PROVISIONAL] -= accelerators * spanMs
  if (cells[base + PROVISIONAL] < 0) {
    assert(false, 'settled more than was provisional', { window, accelerators, spanMs, now: a.kernel.now })
  }
  cells[base + CHECKPOINT] += accelerators * blockedMs
  splitExactly(accelerators * (spanMs - blockedMs), a.shares, a.parts)
  cells[base + usefulBucket] += a.parts[0]
  for (let i = 0; i < FACTOR_BUCKET.length; i++) cells[base + FACTOR_BUCKET[i]] += a.parts[i + 1]
}

function settle(a: Books, accelerators: number, fromMs: number, toMs: number, blockedMs: number, factors: Float64Array, lost?: ReworkCause): void {
  const totalMs = toMs - fromMs
  if (totalMs <= 0) return
  if (blockedMs < 0 || blockedMs > totalMs || toMs > a.kernel.now) {
    assert(false, 'settle outside the time spent', { fromMs, toMs, blockedMs, now: a.kernel.now })
  }
  post(a, PROVISIONAL)
  lossShares(factors, a.shares)
  const usefulBucket = lost === undefined ? PRODUCTIVE : REWORK_BUCKET[lost]
  const { windowMs } = a.world
  let at = fromMs
  let blockedBefore = 0
  while (at < toMs) {
    const window = Math.min(a.open.window, Math.floor(at / windowMs))
    const end = Math.min(toMs, (window + 1) * windowMs)
    const blockedUpTo = end === toMs ? blockedMs : Math.floor((blockedMs * (end - fromMs)) / totalMs)
    rebook(a, window, accelerators, end - at, blockedUpTo - blockedBefore, usefulBucket)
    blockedBefore = blockedUpTo
    at = end
  }
}

function settleHorizon(a: Books): void {
  const cells = a.booked.col.acceleratorMs
  for (let base = 0; base < cells.length; base += BUCKET_COUNT) {
    a.memo.values[0] += BigInt(cells[base + PROVISIONAL])
    cells[base + PRODUCTIVE] += cells[base + PROVISIONAL]
    cells[base + PROVISIONAL] = 0
  }
}

export function createAccounts(world: World, kernel: Kernel, state: State): Accounts {
  const a: Books = {
    ...createTables(world, state),
    world,
    kernel,
    shares: new Float64Array(FACTORS.length + 1),
    parts: new Float64Array(FACTORS.length + 1),
  }
  return {
    countOf: bucket => a.counts.col.count[bucket],
    hold: (bucket, accelerators) => change(a, bucket, accelerators),
    release: (bucket, accelerators) => change(a, bucket, -accelerators),
    setIdle: vector => setIdle(a, vector),
    settle: (accelerators, fromMs, toMs, blockedMs, factors, lost) => settle(a, accelerators, fromMs, toMs, blockedMs, factors, lost),
    postAll: () => postAll(a),
    settleHorizon: () => settleHorizon(a),
    horizonMemoMs: () => a.memo.values[0],
    closeWindow: () => {
      postAll(a)
      a.open.window += 1
    },
    windows: () => a.booked.col.acceleratorMs,
    openWindow: () => a.open.window,
  }
}
