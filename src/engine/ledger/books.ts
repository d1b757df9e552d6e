/**
 * The ledger a second time, by generation of accelerators, tenant and calendar month (standard time). Every booking names its book;
 * what belongs to no tenant, such as closed and idle nodes, is in the book of nobody. Cells are integers, and the books of a window sum
 * to the whole. Kept only where there is more than one book.
 */
import { assert } from '../../base/assert.ts'
import { civilFromDays } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import { BUCKETS, bucketIndex } from '../../scenario/buckets.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { generationsOf, IDLE_REASONS, type World } from '../ports.ts'

const BUCKET_COUNT = BUCKETS.length
/** Buckets of nodes that are open and hold no job: their sum by generation is known, their reasons are of the whole site. */
const IDLE = [...IDLE_REASONS.map(reason => bucketIndex(`L7.${reason}`)), bucketIndex('L6.drainWait')]
const IS_IDLE = Uint8Array.from({ length: BUCKET_COUNT }, (_, bucket) => Number(IDLE.includes(bucket)))

export interface BookMonth {
  readonly year: number
  /** 1–12. */
  readonly month: number
}

export interface Books {
  /** 1 where nothing is kept: the whole is the only book. */
  readonly count: number
  readonly tenants: number
  readonly generations: readonly string[]
  readonly months: readonly BookMonth[]
  /** Book of nobody for the nodes of a lot. */
  ofLot(lot: number): number
  /** Contracted accelerators of a lot come or go. */
  contract(lot: number, by: number): void
  change(book: number, bucket: number, by: number): void
  /** Accelerators by reason of `IDLE`, the counts of the whole; each generation gets its part of every reason. */
  spreadIdle(counts: Float64Array): void
  /** Adds to a cell what is re-booked in a window. */
  add(book: number, window: number, bucket: number, acceleratorMs: number): void
  /** The window is over: counts are posted where a month ends with it. */
  closeWindow(window: number): void
  /** `acceleratorMs[(book * months + month) * buckets + bucket]` up to now. */
  cells(): Float64Array
}

/** Calendar month of every window, and the months. */
export function monthsOfWindows({ startDay, horizonMs, windowMs }: Pick<World, 'startDay' | 'horizonMs' | 'windowMs'>): { ofWindow: Int32Array; months: BookMonth[] } {
  const months: BookMonth[] = []
  const ofWindow = Int32Array.from({ length: Math.ceil(horizonMs / windowMs) }, (_, window) => {
    const { year, month } = civilFromDays(startDay + Math.floor((window * windowMs) / DAY_MS))
    const last = months.at(-1)
    if (last?.year !== year || last.month !== month) months.push({ year, month })
    return months.length - 1
  })
  return { ofWindow, months }
}

/** A tenant’s book of a generation. */
export const bookIndex = (tenants: number, generation: number, tenant: number): number => generation * tenants + tenant

interface Shelf {
  readonly kernel: Kernel
  readonly horizonMs: number
  readonly tenants: number
  readonly generationCount: number
  readonly monthCount: number
  readonly ofWindow: Int32Array
  readonly counts: ReturnType<typeof registerBooks>['counts']
  readonly cells: ReturnType<typeof registerBooks>['cells']
  readonly contracted: ReturnType<typeof registerBooks>['contracted']
  readonly open: { month: number }
  /** Idle counts not yet given to a generation. */
  readonly left: Float64Array
}

function registerBooks(state: State, books: number, months: number, generations: number) {
  return {
    counts: state.table('ledger.bookCounts', books * BUCKET_COUNT, { count: 'f64', lastMs: 'f64' }),
    cells: state.table('ledger.bookMonths', books * months * BUCKET_COUNT, { acceleratorMs: 'f64' }),
    contracted: state.table('ledger.bookContract', generations, { accelerators: 'f64' }),
    open: state.scalars('ledger.bookOpen', { month: 0 }),
  }
}

function post(s: Shelf, at: number): void {
  const { count, lastMs } = s.counts.col
  const elapsed = s.kernel.now - lastMs[at]
  lastMs[at] = s.kernel.now
  if (elapsed === 0 || count[at] === 0) return
  const book = Math.floor(at / BUCKET_COUNT)
  s.cells.col.acceleratorMs[(book * s.monthCount + s.open.month) * BUCKET_COUNT + (at - book * BUCKET_COUNT)] += count[at] * elapsed
}

/** The cells with what is counted now and not yet posted; posts nothing. */
function readCells(s: Shelf): Float64Array {
  const cells = s.cells.col.acceleratorMs.slice()
  const { count, lastMs } = s.counts.col
  const nowMs = Math.min(s.kernel.now, s.horizonMs)
  for (let at = 0; at < count.length; at++) {
    const book = Math.floor(at / BUCKET_COUNT)
    if (count[at] !== 0) cells[(book * s.monthCount + s.open.month) * BUCKET_COUNT + (at - book * BUCKET_COUNT)] += count[at] * (nowMs - lastMs[at])
  }
  return cells
}

function change(s: Shelf, book: number, bucket: number, by: number): void {
  const at = book * BUCKET_COUNT + bucket
  post(s, at)
  s.counts.col.count[at] += by
}

/** Open accelerators of a generation that hold no job: its contract less what any other bucket of its books counts. */
function idleOf(s: Shelf, generation: number): number {
  let idle = s.contracted.col.accelerators[generation]
  for (let tenant = 0; tenant < s.tenants; tenant++) {
    const base = bookIndex(s.tenants, generation, tenant) * BUCKET_COUNT
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) if (IS_IDLE[bucket] === 0) idle -= s.counts.col.count[base + bucket]
  }
  return Math.max(0, idle)
}

/**
 * Every generation in turn takes its part of each reason, in proportion to what is left of them; whole accelerators, and the last takes
 * the rest.
 */
function spreadIdle(s: Shelf, counts: Float64Array): void {
  if (s.generationCount === 1) {
    for (let i = 0; i < IDLE.length; i++) {
      const by = counts[IDLE[i]] - s.counts.col.count[IDLE[i]]
      if (by !== 0) change(s, 0, IDLE[i], by)
    }
    return
  }
  let total = 0
  for (let i = 0; i < IDLE.length; i++) total += s.left[i] = counts[IDLE[i]]
  for (let generation = 0; generation < s.generationCount; generation++) {
    const isLast = generation === s.generationCount - 1
    const take = isLast ? total : Math.min(total, idleOf(s, generation))
    const whole = total
    let before = 0
    let upTo = 0
    for (let i = 0; i < IDLE.length; i++) {
      before += s.left[i]
      const taken = whole === 0 ? 0 : Math.floor((take * before) / whole) - upTo
      upTo += taken
      s.left[i] -= taken
      const book = bookIndex(s.tenants, generation, 0)
      const by = taken - s.counts.col.count[book * BUCKET_COUNT + IDLE[i]]
      if (by !== 0) change(s, book, IDLE[i], by)
    }
    total -= take
  }
}

const NONE: Omit<Books, 'generations' | 'months'> = {
  count: 1, tenants: 1,
  ofLot: () => 0, contract() {}, change() {}, spreadIdle() {}, add() {}, closeWindow() {},
  cells: () => new Float64Array(0),
}

export function createBooks(world: World, kernel: Kernel, state: State, tenants: number): Books {
  const { names, ofType } = generationsOf(world)
  const { ofWindow, months } = monthsOfWindows(world)
  const count = names.length * tenants
  if (count === 1) return { ...NONE, generations: names, months }
  const s: Shelf = { ...registerBooks(state, count, months.length, names.length), kernel, horizonMs: world.horizonMs, tenants, generationCount: names.length, monthCount: months.length, ofWindow, left: new Float64Array(IDLE.length) }
  const ofLot = (lot: number): number => bookIndex(tenants, ofType[world.lots.type[lot]] ?? 0, 0)
  return {
    count, tenants, generations: names, months, ofLot,
    contract: (lot, by) => void (s.contracted.col.accelerators[ofType[world.lots.type[lot]] ?? 0] += by),
    change: (book, bucket, by) => change(s, book, bucket, by),
    spreadIdle: counts => spreadIdle(s, counts),
    add(book, window, bucket, acceleratorMs) {
      const at = (book * s.monthCount + ofWindow[window]) * BUCKET_COUNT + bucket
      s.cells.col.acceleratorMs[at] += acceleratorMs
      if (s.cells.col.acceleratorMs[at] < 0) assert(false, 'a book settled more than was provisional', { book, window, bucket: BUCKETS[bucket].code, now: kernel.now })
    },
    closeWindow(window) {
      const next = window + 1 < ofWindow.length ? ofWindow[window + 1] : -1
      if (next === s.open.month) return
      for (let at = 0; at < count * BUCKET_COUNT; at++) post(s, at)
      s.open.month = Math.max(next, s.open.month)
    },
    cells: () => readCells(s),
  }
}
