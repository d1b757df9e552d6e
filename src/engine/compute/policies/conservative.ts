import type { Book } from '../book.ts'
import { definePolicy, type PolicyView } from '../policy.ts'
import { ANY } from '../queue.ts'

/** Starts a job whose hole begins now; where its nodes cannot be had all the same, it gets the next hole. */
function startOrWait(view: PolicyView, book: Book, job: number): void {
  if (view.start(job)) return
  const soonMs = view.nowMs() + 1
  if (book.place(job, soonMs) > soonMs) book.breakPromise()
}

/** Gives a job its earliest hole; none where that is beyond the window. Returns the begin. */
function promise(view: PolicyView, book: Book, job: number, fromMs: number, windowMs: number): number {
  const atMs = book.place(job, fromMs)
  if (atMs === Infinity || atMs - view.nowMs() <= windowMs) return atMs
  book.lift(job)
  return book.place(job, Infinity)
}

/** Jobs whose promised start has come. All leave the profile before the first is placed, since what began in the past is no longer in it. */
function startDue(view: PolicyView, book: Book): void {
  const nowMs = view.nowMs()
  const due: number[] = []
  for (let job = book.next(); job !== 0 && book.startOf(job) <= nowMs; job = book.next()) {
    due.push(job)
    book.lift(job)
  }
  for (const job of due) {
    const atMs = book.place(job, nowMs)
    if (atMs === nowMs) startOrWait(view, book, job)
    // One millisecond stands for whenever a job beyond its estimate ends.
    else if (atMs > nowMs + 1) book.breakPromise()
  }
}

/** Jobs looked at for nodes that were freed early, between two revisions of all. */
const TRIES = 8

/** Between revisions: the first jobs that fit into the free nodes start there if that breaks no promise. */
function fillFree(view: PolicyView, book: Book): void {
  const nowMs = view.nowMs()
  let behind = 0
  for (let tries = 0; tries < TRIES && view.freeNodes() > 0; tries++) {
    const job = view.firstWithin({ ...ANY, freeNodes: view.freeNodes() }, behind)
    if (job === 0) return
    behind = job
    if (book.startOf(job) <= nowMs + 1) continue
    book.lift(job)
    if (book.place(job, nowMs) === nowMs) startOrWait(view, book, job)
  }
}

/** Each job in queue order gets an earlier hole if there is one; never a later one. */
function compress(view: PolicyView, book: Book, windowMs: number): void {
  const nowMs = view.nowMs()
  let left = book.count()
  let behind = 0
  while (left > 0) {
    const job = view.firstWithin(ANY, behind)
    if (job === 0) return
    behind = job
    if (book.startOf(job) < 0) continue
    left -= 1
    book.lift(job)
    if (promise(view, book, job, nowMs, windowMs) === nowMs) startOrWait(view, book, job)
  }
}

/**
 * Conservative backfill (Feitelson and Weil, IPPS 1998): every job is promised a start when it comes, in the first hole that delays no
 * promise made before. When jobs end early, promises are moved forward in queue order.
 */
export const conservative = definePolicy({
  id: 'conservative',
  label: 'Conservative backfill',
  summary: 'Every job gets a reservation when it comes; later jobs may start earlier as long as they delay none of those before them.',
  lookAhead: () => 'reservations',
  decide(view, { backfill }) {
    const { book } = view
    const nowMs = view.nowMs()
    const windowMs = backfill.window ?? Infinity
    book.advance()
    startDue(view, book)
    const condition = book.condition()
    if (condition !== 'sound' && nowMs >= book.refreshedMs() + backfill.interval) {
      book.refreshed()
      if (condition === 'stale') compress(view, book, windowMs)
      else for (let job = book.next(); job !== 0; job = book.next()) book.lift(job)
    } else if (condition === 'stale') fillFree(view, book)
    for (let job = book.newcomer(); job !== 0 && book.count() < backfill.depth; job = book.newcomer()) {
      // Without a quota there is no promise.
      if (promise(view, book, job, view.isAllowed(job) ? nowMs : Infinity, windowMs) === nowMs) startOrWait(view, book, job)
    }
    // Time alone brings starts within the window.
    if (windowMs < Infinity && book.count() > 0) book.noteEarly()
    const startMs = book.nextStartMs()
    const againMs = book.refreshedMs() + backfill.interval
    view.wakeAt(book.condition() === 'sound' || againMs <= nowMs ? startMs : Math.min(startMs, againMs))
  },
})
