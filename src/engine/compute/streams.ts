/**
 * What batch entries and traces keep beyond the cursor of every source: where bursts and arrays stand, jobs that their users cancelled, and
 * how jobs with a date fared. Registered only where the file has such an entry.
 */
import { DAY_MS } from '../../base/spans.ts'
import type { Table } from '../../base/table.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { State } from '../kernel/state.ts'
import { classOf } from './batch-jobs.ts'
import type { Cursor } from './source.ts'
import type { Outcome } from './finished.ts'
import { paceOf } from './samplers.ts'
import { type Cluster, JOB_KIND, JOB_STATE } from './tables.ts'

/**
 * By workload entry: where its arrivals stand, and the number of the job announced last; jobs that their users cancelled, that the time asked for ended, that their own errors ended, and that were withdrawn; those
 * that made their date, those that completed after it, by how many ms in all, and those with a date that were withdrawn;
 * and those that never came, because one that they wait for failed.
 */
const COLUMNS = { sinceMs: 'f64', left: 'f64', member: 'f64', excited: 'f64', announced: 'f64', stopped: 'f64', expired: 'f64', failed: 'f64', withdrawn: 'f64', onTime: 'f64', late: 'f64', latenessMs: 'f64', missed: 'f64', dismissed: 'f64' } as const

/** What of it is told of the run. */
const NO_DATES = { stopped: 0, expired: 0, failed: 0, withdrawn: 0, onTime: 0, late: 0, latenessMs: 0, missed: 0, dismissed: 0 }
export type DateBook = Readonly<typeof NO_DATES>

export interface Streams {
  readonly table: Table<typeof COLUMNS>
  /** Time from submission within which jobs are needed, by workload entry; Infinity without a date. */
  readonly deadlineMs: Float64Array
  /** Instant by which all jobs of an entry are needed, ms; Infinity without one. */
  readonly dueMs: Float64Array
  /** Entries that refuse what cannot make its date. */
  readonly refuses: readonly boolean[]
}

/** `startDay`: day of instant 0. */
export function createStreams(state: State, workload: WorkloadSection, startDay: number): Streams | undefined {
  if (!workload.some(({ source }) => source === 'batch' || source === 'trace')) return undefined
  return {
    table: state.table('compute.streams', workload.length, COLUMNS),
    deadlineMs: Float64Array.from(workload, entry => (entry.source === 'batch' ? (classOf(entry).deadline ?? Infinity) : Infinity)),
    dueMs: Float64Array.from(workload, entry => (entry.source === 'batch' && entry.due !== undefined ? (entry.due + 1 - startDay) * DAY_MS : Infinity)),
    refuses: workload.map(entry => entry.source === 'batch' && entry.refuseLate),
  }
}

export function readCursor({ sources, streams }: Cluster, index: number, cursor: Cursor): void {
  cursor.ordinal = sources.col.ordinal[index]
  cursor.position = sources.col.position[index]
  if (streams === undefined) return
  const { sinceMs, left, member, excited } = streams.table.col
  cursor.sinceMs = sinceMs[index]
  cursor.left = left[index]
  cursor.member = member[index]
  cursor.excited = excited[index]
}

export function keepCursor({ sources, streams }: Cluster, index: number, cursor: Cursor): void {
  sources.col.ordinal[index] = cursor.ordinal
  sources.col.position[index] = cursor.position
  if (streams === undefined) return
  const { sinceMs, left, member, excited } = streams.table.col
  sinceMs[index] = cursor.sinceMs
  left[index] = cursor.left
  member[index] = cursor.member
  excited[index] = cursor.excited
}

/** When a job is needed, ms: so long after its submission, or by the date of its entry, whatever comes first. */
const neededMs = ({ deadlineMs, dueMs }: Streams, entry: number, submitMs: number): number => Math.min(submitMs + deadlineMs[entry], dueMs[entry])
const hasDate = ({ deadlineMs, dueMs }: Streams, entry: number): boolean => deadlineMs[entry] < Infinity || dueMs[entry] < Infinity

/** A job is over: how it ended, and whether it made its date. Errors and second thoughts of users are no matter of dates. */
export function noteEnding({ streams, jobs, kernel }: Cluster, job: number, outcome: Outcome): void {
  if (streams === undefined) return
  const { entry, submitMs } = jobs.col
  const { stopped, expired, failed, withdrawn, onTime, late, latenessMs, missed } = streams.table.col
  const at = entry[job]
  if (outcome === 'stopped') stopped[at] += 1
  else if (outcome === 'expired') expired[at] += 1
  else if (outcome === 'failed') failed[at] += 1
  else if (outcome === 'withdrawn') withdrawn[at] += 1
  if (!hasDate(streams, at)) return
  if (outcome === 'withdrawn' || outcome === 'expired') missed[at] += 1
  if (outcome !== 'completed') return
  const lateMs = kernel.now - neededMs(streams, at, submitMs[job])
  if (lateMs <= 0) onTime[at] += 1
  else {
    late[at] += 1
    latenessMs[at] += lateMs
  }
}

/** The same of an entry so far, with the jobs that are past their date and not done. */
export function dateBook({ streams, jobs, kernel }: Cluster, at: number): DateBook {
  if (streams === undefined) return NO_DATES
  const { stopped, expired, failed, withdrawn, onTime, late, latenessMs, missed, dismissed } = streams.table.col
  const book = { stopped: stopped[at], expired: expired[at], failed: failed[at], withdrawn: withdrawn[at], onTime: onTime[at], late: late[at], latenessMs: latenessMs[at], missed: missed[at], dismissed: dismissed[at] }
  if (!hasDate(streams, at)) return book
  const { kind, state, entry, submitMs } = jobs.col
  for (let job = 1; job < jobs.length; job++) {
    if (kind[job] === JOB_KIND.batch && state[job] !== JOB_STATE.free && entry[job] === at && kernel.now > neededMs(streams, at, submitMs[job])) book.missed += 1
  }
  return book
}

/** Whether a job that is submitted now is refused, since its work alone takes longer than there is time until its date. */
export function isTooLate(c: Cluster, job: number): boolean {
  const { entry, submitMs, workMs } = c.jobs.col
  return c.streams !== undefined && c.streams.refuses[entry[job]] && submitMs[job] + workMs[job] / paceOf(c, job) > neededMs(c.streams, entry[job], submitMs[job])
}

/** A job will never come: one that it waits for failed. */
export function noteDismissed({ streams }: Cluster, entry: number): void {
  if (streams !== undefined) streams.table.col.dismissed[entry] += 1
}

/** Jobs of all entries that their users cancelled. */
export const stoppedJobs = ({ streams }: Cluster): number => (streams === undefined ? 0 : streams.table.col.stopped.reduce((sum, count) => sum + count, 0))
