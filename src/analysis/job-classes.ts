/**
 * How well jobs came through, by workload entry: goodput = useful ÷ held; ETTR = useful ÷ time available to the runs, that is held and
 * waiting again after interruptions (with the first wait: `ettrWithQueue`); MTTI = time of attempts ÷ interruptions by faults.
 * Kokolis et al., HPCA 2025, and ByteRobust use these words so.
 */
import { HOUR_MS } from '../base/spans.ts'
import type { JobClassBook } from '../results/job-classes.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { average } from './estimate.ts'

export interface JobClassRow extends Uncertain {
  readonly entry: string
  /** Means over replications; shares are null where nothing ran, the hours where nothing was interrupted. */
  readonly started: number
  readonly interruptions: number
  readonly heldGpuHours: number
  readonly productiveGpuHours: number
  readonly goodput: number | null
  readonly ettr: number | null
  readonly ettrWithQueue: number | null
  readonly hoursBetweenInterruptions: number | null
  /** Shares of what jobs held. */
  readonly checkpointShare: number | null
  readonly reworkShare: number | null
  readonly restartShare: number | null
  readonly slowedShare: number | null
  /** Jobs that their users cancelled, that the time they asked for ended, and that errors of theirs ended. */
  readonly cancelledByUsers: number
  readonly expired: number
  readonly failedByUsers: number
  /** Jobs that never came, because one that they wait for failed. */
  readonly dismissed: number
  /** Moves of jobs to another site. */
  readonly moved: number
  /** Of jobs with a date: the share that made it, and hours by which those that completed later missed it; null without any. */
  readonly onTimeShare: number | null
  readonly lateHours: number | null
}

/** Accelerator-ms that the jobs of a book held. */
export const heldOf = ({ productive, checkpoint, rework, slowed, restart }: JobClassBook): number => productive + checkpoint + rework + slowed + restart

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : Number.NaN)

export const goodputOf = (book: JobClassBook): number => ratio(book.productive, heldOf(book))
export const ettrOf = (book: JobClassBook): number => ratio(book.productive, heldOf(book) + book.requeued)
const ettrWithQueueOf = (book: JobClassBook): number => ratio(book.productive, heldOf(book) + book.requeued + book.queued)
export const hoursBetweenInterruptions = ({ runMs, interruptions }: JobClassBook): number => ratio(runMs / HOUR_MS, interruptions)

/** All entries of a run as one book; undefined where the run has none. */
export function allClasses({ jobClasses = [] }: Pick<RunResult, 'jobClasses'>): JobClassBook | undefined {
  if (jobClasses.length === 0) return undefined
  return jobClasses.reduce((sum, book) => ({
    id: '', productive: sum.productive + book.productive, checkpoint: sum.checkpoint + book.checkpoint, rework: sum.rework + book.rework, slowed: sum.slowed + book.slowed,
    restart: sum.restart + book.restart, queued: sum.queued + book.queued, requeued: sum.requeued + book.requeued, runMs: sum.runMs + book.runMs,
    started: sum.started + book.started, interruptions: sum.interruptions + book.interruptions,
    stopped: sum.stopped + book.stopped, expired: sum.expired + book.expired, failed: sum.failed + book.failed, withdrawn: sum.withdrawn + book.withdrawn, onTime: sum.onTime + book.onTime, late: sum.late + book.late, latenessMs: sum.latenessMs + book.latenessMs, missed: sum.missed + book.missed, dismissed: sum.dismissed + book.dismissed,
  }))
}

/** Mean of the runs in which it applies; null where it applies in none. */
function meanOf(books: readonly JobClassBook[], of: (book: JobClassBook) => number): number | null {
  const values = books.map(of).filter(value => !Number.isNaN(value))
  return values.length === 0 ? null : average(values)
}

/** One row an entry, in file order. */
export function jobClassRows(runs: readonly RunResult[]): JobClassRow[] {
  return (runs[0].jobClasses ?? []).map(({ id }) => {
    const books = runs.flatMap(({ jobClasses = [] }) => jobClasses.filter(book => book.id === id))
    const share = (of: (book: JobClassBook) => number): number | null => meanOf(books, book => ratio(of(book), heldOf(book)))
    return {
      entry: id,
      started: average(books.map(({ started }) => started)),
      interruptions: average(books.map(({ interruptions }) => interruptions)),
      heldGpuHours: average(books.map(heldOf)) / HOUR_MS,
      productiveGpuHours: average(books.map(({ productive }) => productive)) / HOUR_MS,
      goodput: meanOf(books, goodputOf),
      ettr: meanOf(books, ettrOf),
      ettrWithQueue: meanOf(books, ettrWithQueueOf),
      hoursBetweenInterruptions: meanOf(books, hoursBetweenInterruptions),
      checkpointShare: share(({ checkpoint }) => checkpoint),
      reworkShare: share(({ rework }) => rework),
      restartShare: share(({ restart }) => restart),
      slowedShare: share(({ slowed }) => slowed),
      cancelledByUsers: average(books.map(({ stopped }) => stopped)),
      expired: average(books.map(({ expired }) => expired)),
      failedByUsers: average(books.map(({ failed }) => failed)),
      dismissed: average(books.map(({ dismissed }) => dismissed)),
      moved: average(books.map(({ moved = 0 }) => moved)),
      onTimeShare: meanOf(books, ({ onTime, late, missed }) => ratio(onTime, onTime + late + missed)),
      lateHours: meanOf(books, ({ late, latenessMs }) => ratio(latenessMs / HOUR_MS, late)),
    }
  })
}
