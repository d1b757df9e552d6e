/** Rows of a job trace as they are read: checked by the policy, kept in typed columns that grow, sorted and shifted at the end. */
import { TRACE_END, type JobTrace } from '../scenario/inputs.ts'
import type { TraceRules } from '../scenario/schema/trace.ts'
import { createPacker, packed, type PackedColumn, type Packer, valueAt } from '../base/packed-column.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Imported, ImportIssue } from './import-issue.ts'
import { type LinkReader, openLinks } from './job-links.ts'
import { type TraceFindings, traceFindings } from './trace-findings.ts'

/** Highest number of jobs that is kept. */
const MOST_JOBS = 20_000_000

/** One line as a format reads it; NaN is unknown. */
export interface JobLine {
  submitMs: number
  /** Whether the time of submission has an offset; undefined where times are numbers. */
  hasOffset: boolean | undefined
  runMs: number
  requestedMs: number
  processors: number
  user: string
  end: number
  /** Name of the job, '' where it has none, and of those that it followed, by `thinkMs` after their end. */
  job: string
  after: readonly string[]
  thinkMs: number
  /** When it ended on the recorded machine. */
  endMs: number
}

export const newJobLine = (): JobLine => ({ submitMs: Number.NaN, hasOffset: undefined, runMs: Number.NaN, requestedMs: Number.NaN, processors: Number.NaN, user: '', end: TRACE_END.completed, job: '', after: [], thinkMs: Number.NaN, endMs: Number.NaN })

export interface JobColumns {
  /** Whether names of jobs, what they follow and when they ended are wanted. */
  readonly keepsLinks: boolean
  readonly findings: TraceFindings
  /** Takes a line in, or counts why not. */
  take(line: JobLine, number: number): void
  finish(source: string): Result<Imported<JobTrace>, readonly ImportIssue[]>
}

/** What is kept of each row. */
const COLUMNS = ['submitMs', 'runMs', 'requestedMs', 'processors', 'user', 'end'] as const
type Kept = Readonly<Record<(typeof COLUMNS)[number], Packer>>
type Columns = Record<(typeof COLUMNS)[number], PackedColumn> & { readonly length: number }

interface Reading {
  readonly kept: Kept
  readonly findings: TraceFindings
  readonly users: Map<string, number>
  readonly stripNodeFailures: boolean
  readonly most: () => number
  readonly links: LinkReader | undefined
  lastMs: number
  zone: boolean | undefined
  isSorted: boolean
}

/** When the job was submitted; undefined where the line is left out. */
function submissionOf(reading: Reading, line: JobLine, number: number): number | undefined {
  const { findings } = reading
  if (Number.isNaN(line.submitMs)) {
    if (!findings.note('MISSING', number)) return undefined
    return reading.lastMs
  }
  if (line.hasOffset !== undefined) {
    reading.zone ??= line.hasOffset
    if (line.hasOffset !== reading.zone && !findings.note('ZONE', number)) return undefined
  }
  if (line.submitMs >= 0) return line.submitMs
  return findings.note('TIME', number) ? 0 : undefined
}

/** The run; undefined where the line is left out. */
function runOf({ findings }: Reading, line: JobLine, number: number): number | undefined {
  if (Number.isNaN(line.runMs)) {
    findings.note(line.end === TRACE_END.open ? 'RUNNING' : 'MISSING', number)
    return undefined
  }
  if (line.runMs < 0) return findings.note('NEGATIVE', number) ? 1 : undefined
  if (line.runMs === 0) findings.note('NOT_RUN', number)
  return line.runMs === 0 ? undefined : line.runMs
}

function sizeOf({ findings, most }: Reading, { processors }: JobLine, number: number): number | undefined {
  if (processors === 0 || Number.isNaN(processors) || processors < 0) {
    findings.note('SIZE', number)
    return undefined
  }
  if (processors <= most()) return processors
  return findings.note('SIZE', number) ? most() : undefined
}

function userOf({ users }: Reading, name: string): number {
  if (name === '') return -1
  const known = users.get(name)
  if (known !== undefined) return known
  users.set(name, users.size)
  return users.size - 1
}

function take(reading: Reading, line: JobLine, number: number): void {
  const { findings, kept } = reading
  if (line.end === TRACE_END.nodeFailed && reading.stripNodeFailures) {
    findings.note('NODE_FAIL', number)
    return
  }
  const runMs = runOf(reading, line, number)
  const submitMs = runMs === undefined ? undefined : submissionOf(reading, line, number)
  const processors = submitMs === undefined ? undefined : sizeOf(reading, line, number)
  if (runMs === undefined || submitMs === undefined || processors === undefined) return
  if (line.requestedMs === 0 && !findings.note('TIME', number)) return
  if (submitMs < reading.lastMs) {
    findings.note('ORDER', number)
    reading.isSorted = false
  }
  reading.lastMs = submitMs
  const row = kept.submitMs.length
  const wholeMs = Math.max(1, Math.round(runMs))
  kept.submitMs.push(submitMs)
  kept.runMs.push(wholeMs)
  kept.requestedMs.push(line.requestedMs > 0 ? Math.max(1, Math.round(line.requestedMs)) : wholeMs)
  kept.processors.push(processors)
  kept.user.push(userOf(reading, line.user))
  kept.end.push(line.end)
  reading.links?.take(row, line)
}

/** Rows in order of submission, then of the file. */
const orderOf = (submitMs: PackedColumn): Uint32Array => Uint32Array.from({ length: submitMs.length }, (_, row) => row).sort((a, b) => valueAt(submitMs, a) - valueAt(submitMs, b) || a - b)

/** Packs what was read, in an order if one is given. */
function columnsOf(kept: Kept, isSorted: boolean): { readonly columns: Columns; readonly order: Uint32Array | undefined } {
  const { length } = kept.submitMs
  const columns = { length, ...(Object.fromEntries(COLUMNS.map(name => [name, kept[name].finish()])) as Record<(typeof COLUMNS)[number], PackedColumn>) }
  const order = isSorted ? undefined : orderOf(columns.submitMs)
  // One column after the other, so that the former ones are free: a trace may be most of the memory.
  if (order !== undefined) for (const name of COLUMNS) columns[name] = packed(length, row => valueAt(columns[name], order[row]))
  return { columns, order }
}

/** `prefix` of the codes; `most` processors of the recorded machine; `fromFirst`: times count from the first submission. */
export function jobColumns(prefix: string, rules: TraceRules, options: { readonly most?: () => number; readonly fromFirst: boolean }): JobColumns {
  const findings = traceFindings(prefix, rules.onBadLine)
  const kept: Kept = { submitMs: createPacker(), runMs: createPacker(), requestedMs: createPacker(), processors: createPacker(), user: createPacker(), end: createPacker() }
  const reading: Reading = { kept, findings, users: new Map(), stripNodeFailures: rules.stripNodeFailures, most: options.most ?? (() => Infinity), links: openLinks(rules, findings), lastMs: 0, zone: undefined, isSorted: true }
  return {
    findings,
    keepsLinks: reading.links !== undefined,
    take(line, number) {
      if (kept.submitMs.length < MOST_JOBS) take(reading, line, number)
    },
    finish(source) {
      const { columns, order } = columnsOf(kept, reading.isSorted)
      const links = reading.links?.finish(columns, order)
      const issues = findings.issues()
      const errors = issues.filter(({ severity }) => severity === 'error')
      if (errors.length > 0) return err(errors)
      if (columns.length === 0) return err([{ code: `${prefix}_EMPTY`, severity: 'error', message: 'no job in the file can be replayed' }, ...issues.map(issue => ({ ...issue, severity: 'error' as const }))])
      if (columns.length >= MOST_JOBS) return err([{ code: `${prefix}_LONG`, severity: 'error', message: `more than ${MOST_JOBS} jobs` }])
      const { submitMs: statedMs, runMs, requestedMs, processors, user, end } = columns
      const first = options.fromFirst ? valueAt(statedMs, 0) : 0
      const submitMs = packed(columns.length, row => Math.round(valueAt(statedMs, row) - first))
      const hasUsers = reading.users.size > 0
      return ok({ table: { source, submitMs, runMs, requestedMs, processors, ends: end, ...(hasUsers ? { users: user } : {}), ...(links === undefined ? {} : { links }), leftOut: findings.left() }, warnings: issues })
    },
  }
}
