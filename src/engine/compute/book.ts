/**
 * The book of reservations, for policies that promise every waiting job a start. A waiting job is a newcomer until it gets its earliest
 * hole in the profile; from then on its nodes are taken there. Holes come earlier when running jobs end before their estimates; they come
 * later only where nodes or estimates did not hold.
 */
import type { State } from '../kernel/state.ts'
import type { Base, Profile } from './profile.ts'
import { createTreap, type Treap, type TreeRules } from './treap.ts'

/** Columns of the job table that the book reads and links. */
export interface BookColumns {
  readonly uid: Uint32Array
  readonly nodes: Int32Array
  readonly estimateMs: Float64Array
  /** Start that is promised, ms; NO_START for newcomers, Infinity where the nodes of the site do not suffice now. */
  readonly reservedMs: Float64Array
  readonly bookLeft: Int32Array
  readonly bookRight: Int32Array
}

export interface Book {
  /** A job waits from now on. */
  add(job: number): void
  /** A job waits no longer: it starts, or its user gave up. */
  drop(job: number): void
  /** A running job left before its estimate: what others wait for may come earlier. */
  noteEarly(): void
  /** First of all in a pass: forgets the past and sees whether nodes came or went. */
  advance(): void
  /** The first newcomer in order of submission, 0 if none. */
  newcomer(): number
  /** Jobs with a reservation. */
  count(): number
  /** The reservation with the earliest start, 0 if none; its start is `startOf`. */
  next(): number
  startOf(job: number): number
  /** The next promised start that the clock brings, Infinity if none; what waits for a job beyond its estimate, or for nodes that lie together, has no time. */
  nextStartMs(): number
  /** Takes a job's reservation out of the profile: it is a newcomer again. */
  lift(job: number): void
  /** Gives a job without reservation its earliest hole from `fromMs` on and returns its begin; a hole that begins now is only told, not booked. */
  place(job: number, fromMs: number): number
  /** A promised start could not be kept: all need new ones. */
  breakPromise(): void
  /** Whether reservations may come earlier (`stale`) or have to be made anew (`broken`). */
  condition(): 'sound' | 'stale' | 'broken'
  /** All reservations were looked at. */
  refreshed(): void
  /** When that was last, ms. */
  refreshedMs(): number
}

export const NO_START = -1

const CONDITIONS = ['sound', 'stale', 'broken'] as const

interface Pages {
  readonly scalars: { reserved: number; newcomers: number; count: number; capacity: number; condition: number; refreshedMs: number; hangs: number }
  readonly base: Base
  readonly profile: Profile
  readonly columns: () => BookColumns
  /** Trees in order of promised starts, then of submission: of the reservations, and of the newcomers, whose start is the same for all. */
  readonly order: Treap
}

function createPages(state: State, base: Base, profile: Profile, columns: () => BookColumns): Pages {
  const scalars = state.scalars('compute.book', { reserved: 0, newcomers: 0, count: 0, capacity: 0, condition: 0, refreshedMs: -Infinity, hangs: 0 })
  const rules: TreeRules = {
    columns(into) {
      const { bookLeft, bookRight, reservedMs, uid } = columns()
      into.left = bookLeft
      into.right = bookRight
      into.key = reservedMs
      into.identity = uid
    },
  }
  return {
    scalars,
    base,
    profile,
    columns,
    order: createTreap(rules),
  }
}

function leftmost({ columns }: Pages, root: number): number {
  const { bookLeft } = columns()
  let row = root
  while (row !== 0 && bookLeft[row] !== 0) row = bookLeft[row]
  return row
}

/** First promised start behind a time. */
function startBehind({ scalars, columns }: Pages, afterMs: number): number {
  const { reservedMs, bookLeft, bookRight } = columns()
  let best = Infinity
  for (let row = scalars.reserved; row !== 0; ) {
    if (reservedMs[row] > afterMs) {
      best = reservedMs[row]
      row = bookLeft[row]
    } else row = bookRight[row]
  }
  return best
}

/** Takes a reservation out of the book. */
function cross(pages: Pages, job: number): void {
  const { scalars, base, profile } = pages
  const { reservedMs, estimateMs, nodes } = pages.columns()
  const fromMs = reservedMs[job]
  scalars.reserved = pages.order.remove(scalars.reserved, job)
  scalars.count -= 1
  reservedMs[job] = NO_START
  // What began in the past has left the profile.
  if (fromMs > base.nowMs()) profile.change(fromMs, nodes[job])
  if (fromMs + estimateMs[job] > base.nowMs()) profile.change(fromMs + estimateMs[job], -nodes[job])
}

function place(pages: Pages, job: number, fromMs: number): number {
  const { scalars, base, profile } = pages
  const { nodes, estimateMs, reservedMs } = pages.columns()
  const atMs = profile.earliest(nodes[job], estimateMs[job], fromMs)
  if (atMs === base.nowMs()) return atMs
  // The next millisecond stands for whenever the nodes come back, or come together.
  if (atMs === base.nowMs() + 1 && (fromMs === atMs || base.freeSoon() > base.freeNow())) scalars.hangs = 1
  scalars.newcomers = pages.order.remove(scalars.newcomers, job)
  reservedMs[job] = atMs
  scalars.reserved = pages.order.insert(scalars.reserved, job)
  scalars.count += 1
  profile.hold(atMs, atMs + estimateMs[job], nodes[job])
  return atMs
}

/** Books over the columns of the job table. */
export function createBook(state: State, base: Base, profile: Profile, columns: () => BookColumns): Book {
  const pages = createPages(state, base, profile, columns)
  const { scalars } = pages
  const worsen = (condition: number): void => void (scalars.condition = Math.max(scalars.condition, condition))
  const enter = (job: number): void => void (scalars.newcomers = pages.order.insert(scalars.newcomers, job))
  return {
    add(job) {
      columns().reservedMs[job] = NO_START
      enter(job)
    },
    drop(job) {
      if (columns().reservedMs[job] === NO_START) {
        scalars.newcomers = pages.order.remove(scalars.newcomers, job)
        return
      }
      cross(pages, job)
      worsen(1)
    },
    noteEarly: () => worsen(1),
    advance() {
      profile.advance()
      scalars.hangs = 0
      const capacity = base.capacity()
      if (capacity !== scalars.capacity) worsen(capacity < scalars.capacity ? 2 : 1)
      scalars.capacity = capacity
    },
    newcomer: () => leftmost(pages, scalars.newcomers),
    count: () => scalars.count,
    next: () => leftmost(pages, scalars.reserved),
    startOf: job => columns().reservedMs[job],
    nextStartMs: () => startBehind(pages, base.nowMs() + scalars.hangs),
    lift(job) {
      cross(pages, job)
      enter(job)
    },
    place: (job, fromMs) => place(pages, job, fromMs),
    breakPromise: () => worsen(2),
    condition: () => CONDITIONS[scalars.condition],
    refreshed() {
      scalars.condition = 0
      scalars.refreshedMs = base.nowMs()
    },
    refreshedMs: () => scalars.refreshedMs,
  }
}
