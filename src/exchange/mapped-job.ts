/** One job of a table whose columns a scenario names, from texts, numbers or dates. */
import type { TraceColumns } from '../scenario/schema/trace.ts'
import { TRACE_END } from '../scenario/inputs.ts'
import type { JobLine } from './job-columns.ts'
import { endOfState } from './job-states.ts'
import { parseElapsed, parseStamp } from './timestamps.ts'

const UNIT_MS: Readonly<Record<TraceColumns['unit'], number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }

/** A cell as a table has it. */
export type Cell = string | number | bigint | Date | null | undefined

interface Instant {
  readonly ms: number
  readonly hasOffset: boolean | undefined
}
const NO_INSTANT: Instant = { ms: Number.NaN, hasOffset: undefined }

function instantOf(cell: Cell, unitMs: number): Instant {
  if (cell === null || cell === undefined) return NO_INSTANT
  if (cell instanceof Date) return { ms: cell.getTime(), hasOffset: true }
  if (typeof cell !== 'string') return { ms: Number(cell) * unitMs, hasOffset: undefined }
  const text = cell.trim()
  const stamp = parseStamp(text)
  if (stamp !== undefined) return stamp
  return text === '' ? NO_INSTANT : { ms: Number(text) * unitMs, hasOffset: undefined }
}

function spanOf(cell: Cell, unitMs: number): number {
  if (cell === null || cell === undefined || cell === '') return Number.NaN
  const number = Number(cell) * unitMs
  return Number.isNaN(number) && typeof cell === 'string' ? parseElapsed(cell.trim()) : number
}

/** The names of the columns that a mapping uses. */
export const namesOf = ({ submit, run, start, end, accelerators, requested, user, state, id, dependsOn }: TraceColumns): string[] =>
  [submit, run, start, end, accelerators, requested, user, state, id, dependsOn].filter(name => name !== undefined)

/** Fills in the line of a job; `cell` gives the cell of a column, undefined for one that is not named. */
export function readMapped(columns: TraceColumns, cell: (name: string | undefined) => Cell, job: JobLine): void {
  const unitMs = UNIT_MS[columns.unit]
  const submitted = instantOf(cell(columns.submit), unitMs)
  job.submitMs = submitted.ms
  job.hasOffset = submitted.hasOffset
  const stated = columns.run === undefined ? Number.NaN : spanOf(cell(columns.run), unitMs)
  job.runMs = columns.run === undefined ? instantOf(cell(columns.end), unitMs).ms - instantOf(cell(columns.start), unitMs).ms : stated
  job.requestedMs = spanOf(cell(columns.requested), unitMs)
  if (job.requestedMs > 0) job.requestedMs = Math.max(job.requestedMs, job.runMs)
  const accelerators = cell(columns.accelerators)
  job.processors = accelerators === null || accelerators === undefined || accelerators === '' ? Number.NaN : Number(accelerators)
  job.user = columns.user === undefined ? '' : String(cell(columns.user) ?? '')
  job.job = columns.id === undefined ? '' : String(cell(columns.id) ?? '').trim()
  job.after = columns.dependsOn === undefined ? [] : String(cell(columns.dependsOn) ?? '').split(/[\s;|]+/u).filter(name => name !== '')
  job.endMs = columns.end !== undefined ? instantOf(cell(columns.end), unitMs).ms : columns.start === undefined ? job.submitMs + job.runMs : instantOf(cell(columns.start), unitMs).ms + job.runMs
  job.end = columns.state === undefined ? TRACE_END.completed : endOfState(String(cell(columns.state) ?? ''))
}
