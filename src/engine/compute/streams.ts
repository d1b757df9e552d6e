/**
 * What batch entries and traces keep beyond the cursor of every source: where bursts and arrays stand, jobs that their users cancelled, and
 * how jobs with a date fared. Registered only where the file has such an entry.
 */
import type { Table } from '../../base/table.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { State } from '../kernel/state.ts'
import { classOf } from './batch-jobs.ts'
import type { Cursor } from './source.ts'
import type { Cluster } from './tables.ts'

/** By workload entry. `onTime`, `late` and `latenessMs` (sum over the late) are of jobs that completed. */
const COLUMNS = { sinceMs: 'f64', left: 'f64', member: 'f64', excited: 'f64', onTime: 'f64', late: 'f64', latenessMs: 'f64' } as const

export interface Streams {
  readonly table: Table<typeof COLUMNS>
  readonly counts: { stopped: number }
  /** Time from submission within which jobs are needed, by workload entry; Infinity without a date. */
  readonly deadlineMs: Float64Array
}

export function createStreams(state: State, workload: WorkloadSection): Streams | undefined {
  if (!workload.some(({ source }) => source === 'batch' || source === 'trace')) return undefined
  return {
    table: state.table('compute.streams', workload.length, COLUMNS),
    counts: state.scalars('compute.streamCounts', { stopped: 0 }),
    deadlineMs: Float64Array.from(workload, entry => (entry.source === 'batch' ? (classOf(entry).deadline ?? Infinity) : Infinity)),
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

/** A job completed: whether it made its date. */
export function noteDate({ streams, jobs, kernel }: Cluster, job: number): void {
  if (streams === undefined) return
  const { entry, submitMs } = jobs.col
  const { onTime, late, latenessMs } = streams.table.col
  const lateMs = kernel.now - submitMs[job] - streams.deadlineMs[entry[job]]
  if (lateMs === -Infinity) return
  if (lateMs <= 0) onTime[entry[job]] += 1
  else {
    late[entry[job]] += 1
    latenessMs[entry[job]] += lateMs
  }
}
