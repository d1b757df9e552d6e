/**
 * The accounts of the ledger: how many contracted accelerators sit in each bucket now, and the accelerator-ms booked per
 * window. A change of a count posts the time since the bucket's last change, so nothing is scanned and everything is an integer
 * (a window cell stays below 2^53; totals are folded to bigint when read).
 */
import { assert } from '../../base/assert.ts'
import { lossShares, type SlowdownSplit } from '../../physics/slowdown-split.ts'
import { BUCKETS, bucketIndex } from '../../scenario/buckets.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { type Fate, FACTORS, IDLE_REASONS, type LedgerPort, type ReworkCause, type World } from '../ports.ts'
import { type Books, createBooks } from './books.ts'
import { splitExactly } from './split.ts'

const BUCKET_COUNT = BUCKETS.length
/** Owner of time that nobody claims. */
const NOBODY = -1
const PROVISIONAL = bucketIndex('E.provisional')
const PRODUCTIVE = bucketIndex('P')
const CHECKPOINT = bucketIndex('L9.ckpt')
const GANG_WAIT = bucketIndex('L8.gangWait')
const DRAIN_WAIT = bucketIndex('L6.drainWait')
const IDLE_BUCKET = Uint8Array.from(IDLE_REASONS, reason => bucketIndex(`L7.${reason}`))
/** Buckets of the losses of the factors, in their order. */
export const FACTOR_BUCKET = Uint8Array.from(FACTORS, factor => bucketIndex(`L9.${factor}`))

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

/**
 * Hears of what is settled, window by window: [fromMs, toMs) of so many accelerators of an owner, `blockedMs` of it for checkpoints, the rest
 * split by `shares` into the useful bucket and the losses of the factors: `parts`, accelerator-ms, in that order. Both are read during the call.
 */
export type SettleListener = (owner: number, fromMs: number, toMs: number, accelerators: number, blockedMs: number, usefulBucket: number, shares: Float64Array, parts: Float64Array) => void

export interface Accounts extends LedgerPort {
  /** Has one observer hear of all that is settled from now on. */
  watch(listener: SettleListener): void
  readonly books: Books
  /** Contracted accelerators that have been in service once become more, or fewer when they retire. */
  accept(accelerators: number): void
  /** Accelerators in service that no contract covers yet become more, or fewer. */
  addSurplus(accelerators: number): void
  /** Accelerator-ms in service before the contract begins; no part of the waterfall. */
  surplusMs(): bigint
  /** Accelerators counted in a bucket now. */
  countOf(bucket: number): number
  /** Posts all counts up to now and starts the next window. */
  closeWindow(): void
  /** Posts all counts up to now without closing. */
  postAll(): void
  /**
   * At the horizon: whoever has work that was never committed nor lost settles it in `settleOpen`, as useful and with its slowdowns; its useful
   * part stays as a memo.
   */
  settleHorizon(settleOpen: () => void): void
  /** Accelerator-ms that only the horizon made productive. */
  horizonMemoMs(): bigint
  /** Useful accelerator-ms of jobs whose user threw the result away, productive or lost as the file chooses. */
  discardedMs(): bigint
  /** Accelerator-ms of the accepted fleet by window: contracted nodes from their first minute in service on. */
  acceptedWindows(): Float64Array
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

/** How the ledger books what the file may choose, and for how many tenants (1 for none). */
export interface LedgerOptions {
  readonly split: SlowdownSplit
  /** Whether work that its user throws away counts as lost. */
  readonly losesDiscarded: boolean
  readonly tenants: number
}

export const PLAIN_LEDGER: LedgerOptions = { split: 'log-shares', losesDiscarded: false, tenants: 1 }

/** State of the accounts plus scratch; the functions below take it as `a`. */
interface Ledgers {
  readonly world: World
  readonly kernel: Kernel
  readonly counts: ReturnType<typeof createTables>['counts']
  readonly booked: ReturnType<typeof createTables>['booked']
  readonly open: { window: number }
  readonly memo: { values: bigint[] }
  readonly discarded: { values: bigint[] }
  readonly accepted: ReturnType<typeof createTables>['accepted']
  readonly acceptedMs: ReturnType<typeof createTables>['acceptedMs']
  readonly surplus: ReturnType<typeof createTables>['surplus']
  readonly options: LedgerOptions
  readonly books: Books
  readonly shares: Float64Array
  readonly parts: Float64Array
  listener: SettleListener | undefined
  /** While what is open at the horizon is settled. */
  isHorizon: boolean
}

function createTables(world: World, state: State) {
  return {
    counts: state.table('ledger.counts', BUCKET_COUNT, { count: 'f64', lastMs: 'f64' }),
    booked: state.table('ledger.windows', windowCount(world) * BUCKET_COUNT, { acceleratorMs: 'f64' }),
    open: state.scalars('ledger.open', { window: 0 }),
    memo: state.bigints('ledger.horizonMemo', 1),
    discarded: state.bigints('ledger.discarded', 1),
    // Contracted accelerators that have been in service once, and their time by window.
    accepted: state.scalars('ledger.accepted', { count: 0, lastMs: 0 }),
    acceptedMs: state.table('ledger.acceptedMs', windowCount(world), { acceleratorMs: 'f64' }),
    // Accelerators in service before their contract begins, outside of the waterfall; nothing is kept where all are contracted at once.
    surplus: world.lots.contractMs.some(ms => ms > 0) ? { now: state.scalars('ledger.surplus', { count: 0, lastMs: 0 }), ms: state.bigints('ledger.surplusMs', 1) } : undefined,
  }
}

function post(a: Ledgers, bucket: number): void {
  const { count, lastMs } = a.counts.col
  const elapsed = a.kernel.now - lastMs[bucket]
  if (elapsed > 0 && count[bucket] !== 0) a.booked.col.acceleratorMs[a.open.window * BUCKET_COUNT + bucket] += count[bucket] * elapsed
  lastMs[bucket] = a.kernel.now
}

function postAll(a: Ledgers): void {
  for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) post(a, bucket)
}

function postAccepted({ accepted, acceptedMs, open, kernel }: Ledgers): void {
  if (accepted.count !== 0) acceptedMs.col.acceleratorMs[open.window] += accepted.count * (kernel.now - accepted.lastMs)
  accepted.lastMs = kernel.now
}

function countSurplus({ surplus, kernel }: Ledgers, by: number): void {
  if (surplus === undefined) return
  const { now, ms } = surplus
  if (now.count !== 0) ms.values[0] += BigInt(now.count) * BigInt(kernel.now - now.lastMs)
  now.lastMs = kernel.now
  now.count += by
}

function change(a: Ledgers, bucket: number, by: number, book: number): void {
  post(a, bucket)
  const { count } = a.counts.col
  count[bucket] += by
  if (a.books.count > 1) bookChange(a, bucket, by, book)
  if (count[bucket] < 0) assert(false, 'ledger bucket went negative', { bucket: BUCKETS[bucket].code, count: count[bucket], now: a.kernel.now })
}

/** Draining nodes are idle ones for the books, which know no more of them than their number. */
function bookChange(a: Ledgers, bucket: number, by: number, book: number): void {
  if (bucket === DRAIN_WAIT) a.books.spreadIdle(a.counts.col.count)
  else a.books.change(book, bucket, by)
}

function setIdle(a: Ledgers, vector: Int32Array): void {
  const { count } = a.counts.col
  for (let i = 0; i < IDLE_BUCKET.length; i++) {
    const bucket = IDLE_BUCKET[i]
    if (vector[i] === count[bucket]) continue
    post(a, bucket)
    count[bucket] = vector[i]
  }
  if (a.books.count > 1) a.books.spreadIdle(count)
}

/** The same for a book: the parts of the whole are in `a.parts`. */
function rebookIn(a: Ledgers, book: number, window: number, provisionalMs: number, checkpointMs: number, usefulBucket: number): void {
  const { books, parts } = a
  books.add(book, window, PROVISIONAL, -provisionalMs)
  if (checkpointMs > 0) books.add(book, window, CHECKPOINT, checkpointMs)
  books.add(book, window, usefulBucket, parts[0])
  for (let i = 0; i < FACTOR_BUCKET.length; i++) if (parts[i + 1] > 0) books.add(book, window, FACTOR_BUCKET[i], parts[i + 1])
}

/** Re-books one window's part of a segment out of the provisional account; returns what of it was useful. */
function rebook(a: Ledgers, window: number, accelerators: number, spanMs: number, blockedMs: number, usefulBucket: number, book: number): number {
  const cells = a.booked.col.acceleratorMs
  const base = window * BUCKET_COUNT
  cells[base + PROVISIONAL] -= accelerators * spanMs
  if (cells[base + PROVISIONAL] < 0) {
    assert(false, 'settled more than was provisional', { window, accelerators, spanMs, now: a.kernel.now })
  }
  cells[base + CHECKPOINT] += accelerators * blockedMs
  splitExactly(accelerators * (spanMs - blockedMs), a.shares, a.parts)
  cells[base + usefulBucket] += a.parts[0]
  for (let i = 0; i < FACTOR_BUCKET.length; i++) if (a.parts[i + 1] > 0) cells[base + FACTOR_BUCKET[i]] += a.parts[i + 1]
  if (a.books.count > 1) rebookIn(a, book, window, accelerators * spanMs, accelerators * blockedMs, usefulBucket)
  return a.parts[0]
}

/** Where the useful rest of a stretch goes. */
function bucketOf({ options }: Ledgers, fate: Fate | undefined): number {
  if (fate === 'waits') return GANG_WAIT
  if (fate === 'discarded') return options.losesDiscarded ? REWORK_BUCKET.user : PRODUCTIVE
  return fate === undefined ? PRODUCTIVE : REWORK_BUCKET[fate]
}

function settle(a: Ledgers, accelerators: number, fromMs: number, toMs: number, blockedMs: number, factors: Float64Array, fate: Fate | undefined, book: number, owner: number): void {
  const totalMs = toMs - fromMs
  if (totalMs <= 0) return
  if (blockedMs < 0 || blockedMs > totalMs || toMs > a.kernel.now) {
    assert(false, 'settle outside the time spent', { fromMs, toMs, blockedMs, now: a.kernel.now })
  }
  post(a, PROVISIONAL)
  if (a.books.count > 1) a.books.change(book, PROVISIONAL, 0)
  lossShares(factors, a.shares, a.options.split)
  const isDiscarded = fate === 'discarded'
  const usefulBucket = bucketOf(a, fate)
  const { windowMs } = a.world
  let at = fromMs
  let blockedBefore = 0
  let usefulMs = 0
  while (at < toMs) {
    const window = Math.min(a.open.window, Math.floor(at / windowMs))
    const end = Math.min(toMs, (window + 1) * windowMs)
    const blockedUpTo = end === toMs ? blockedMs : Math.floor((blockedMs * (end - fromMs)) / totalMs)
    usefulMs += rebook(a, window, accelerators, end - at, blockedUpTo - blockedBefore, usefulBucket, book)
    if (a.listener !== undefined) a.listener(owner, at, end, accelerators, blockedUpTo - blockedBefore, usefulBucket, a.shares, a.parts)
    blockedBefore = blockedUpTo
    at = end
  }
  if (isDiscarded) a.discarded.values[0] += BigInt(usefulMs)
  if (a.isHorizon && usefulBucket === PRODUCTIVE) a.memo.values[0] += BigInt(usefulMs)
}

function settleHorizon(a: Ledgers, settleOpen: () => void): void {
  a.isHorizon = true
  settleOpen()
  a.isHorizon = false
  const cells = a.booked.col.acceleratorMs
  for (let cell = PROVISIONAL; cell < cells.length; cell += BUCKET_COUNT) {
    if (cells[cell] !== 0) assert(false, 'work is left over at the horizon', { window: (cell - PROVISIONAL) / BUCKET_COUNT, acceleratorMs: cells[cell] })
  }
}

export function createAccounts(world: World, kernel: Kernel, state: State, options: LedgerOptions = PLAIN_LEDGER): Accounts {
  const a: Ledgers = {
    ...createTables(world, state),
    world,
    kernel,
    options,
    books: createBooks(world, kernel, state, options.tenants),
    shares: new Float64Array(FACTORS.length + 1),
    parts: new Float64Array(FACTORS.length + 1),
    listener: undefined,
    isHorizon: false,
  }
  return {
    books: a.books,
    countOf: bucket => a.counts.col.count[bucket],
    hold: (bucket, accelerators, book = 0) => change(a, bucket, accelerators, book),
    release: (bucket, accelerators, book = 0) => change(a, bucket, -accelerators, book),
    setIdle: vector => setIdle(a, vector),
    settle: (accelerators, fromMs, toMs, blockedMs, factors, fate, book = 0, owner = NOBODY) => settle(a, accelerators, fromMs, toMs, blockedMs, factors, fate, book, owner),
    watch: listener => void (a.listener = listener),
    accept(accelerators) {
      postAccepted(a)
      a.accepted.count += accelerators
    },
    addSurplus: accelerators => countSurplus(a, accelerators),
    surplusMs: () => a.surplus?.ms.values[0] ?? 0n,
    postAll: () => postAll(a),
    settleHorizon: settleOpen => settleHorizon(a, settleOpen),
    horizonMemoMs: () => a.memo.values[0],
    discardedMs: () => a.discarded.values[0],
    closeWindow: () => {
      postAll(a)
      postAccepted(a)
      countSurplus(a, 0)
      if (a.books.count > 1) a.books.closeWindow(a.open.window)
      a.open.window += 1
    },
    windows: () => a.booked.col.acceleratorMs,
    acceptedWindows: () => a.acceptedMs.col.acceleratorMs,
    openWindow: () => a.open.window,
  }
}
