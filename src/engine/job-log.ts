/**
 * Writes down when each job waits, runs and ends, from what is told of it. Only replication 0 of a run that records has one; it decides
 * nothing. Rows are in the order in which jobs are taken in, so that their numbers ascend.
 */
import { appendRow } from '../base/table.ts'
import { type JobLog, type JobOutcome, jobOutcomeCode } from '../results/job-log.ts'
import type { EngineEvent } from './events.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'

const COLUMNS = { job: 'i32', entry: 'i32', ordinal: 'i32', accelerators: 'i32', submitMs: 'f64', startMs: 'f64', endMs: 'f64', outcome: 'i32', interruptions: 'i32' } as const
const INITIAL_ROWS = 1024
/** Jobs that are written down, the first of the run: 10 MB. */
export const MOST_JOBS = 200_000

export interface JobRecorder {
  onEvent(event: EngineEvent): void
  log(): JobLog
}

type JobEvent = Extract<EngineEvent, { readonly job: number }>

/** Row of a job, −1 for replicas and jobs that are not written down; numbers ascend. */
function rowOf(numbers: Int32Array, count: number, job: number): number {
  let [low, high] = [0, count - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    if (numbers[middle] === job) return middle
    if (numbers[middle] < job) low = middle + 1
    else high = middle - 1
  }
  return -1
}

export function createJobRecorder(kernel: Kernel, state: State, entries: readonly string[]): JobRecorder {
  const rows = state.table('recorder.jobs', INITIAL_ROWS, COLUMNS)
  const counts = state.scalars('recorder.jobs.counts', { leftOut: 0 })

  function takeIn(event: Extract<EngineEvent, { readonly kind: 'jobQueued' }>): void {
    if (rows.length === MOST_JOBS) {
      counts.leftOut += 1
      return
    }
    const row = appendRow(rows)
    const { job, entry, ordinal, accelerators, submitMs, startMs, endMs, outcome, interruptions } = rows.col
    job[row] = event.job
    entry[row] = event.entry
    ordinal[row] = event.ordinal
    accelerators[row] = event.accelerators
    submitMs[row] = kernel.now
    startMs[row] = -1
    endMs[row] = -1
    outcome[row] = 0
    interruptions[row] = 0
  }

  function end(row: number, how: JobOutcome): void {
    rows.col.endMs[row] = kernel.now
    rows.col.outcome[row] = jobOutcomeCode(how)
  }

  function follow(event: JobEvent): void {
    const row = rowOf(rows.col.job, rows.length, event.job)
    if (row < 0) return
    if (event.kind === 'jobStarted' && rows.col.startMs[row] < 0) rows.col.startMs[row] = kernel.now
    if (event.kind === 'jobInterrupted' || event.kind === 'jobPreempted') rows.col.interruptions[row] += 1
    if (event.kind === 'jobMoved') end(row, 'moved')
    if (event.kind === 'jobEnded') end(row, event.outcome)
  }

  return {
    onEvent(event) {
      if (event.kind === 'jobQueued') takeIn(event)
      else if ('job' in event) follow(event)
    },
    log() {
      const { job, entry, ordinal, accelerators, submitMs, startMs, endMs, outcome, interruptions } = rows.col
      const { length } = rows
      return {
        entries,
        job: job.slice(0, length), entry: entry.slice(0, length), ordinal: ordinal.slice(0, length), accelerators: accelerators.slice(0, length),
        submitMs: submitMs.slice(0, length), startMs: startMs.slice(0, length), endMs: endMs.slice(0, length), outcome: outcome.slice(0, length), interruptions: interruptions.slice(0, length),
        leftOut: counts.leftOut,
      }
    },
  }
}
