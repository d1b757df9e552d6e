/** Rows of a job trace as they are read: checked by the policy, kept in typed columns that grow, sorted and shifted at the end. */
import { TRACE_END, type JobTrace } from '../scenario/inputs.ts'
import type { TraceRules } from '../scenario/schema/trace.ts'
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

interface Kept {
  length: number
  submitMs: Float64Array
  runMs: Float64Array
  requestedMs: Float64Array
  processors: Float64Array
  user: Int32Array
  end: Uint8Array
}

function makeRoom(kept: Kept): void {
  if (kept.length < kept.submitMs.length) return
  const size = Math.ceil(kept.length * 1.6) + 1024
  const grow = <T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T => {
    to.set(from)
    return to
  }
  kept.submitMs = grow(kept.submitMs, new Float64Array(size))
  kept.runMs = grow(kept.runMs, new Float64Array(size))
  kept.requestedMs = grow(kept.requestedMs, new Float64Array(size))
  kept.processors = grow(kept.processors, new Float64Array(size))
  kept.user = grow(kept.user, new Int32Array(size))
  kept.end = grow(kept.end, new Uint8Array(size))
}

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
  makeRoom(kept)
  const row = kept.length++
  kept.submitMs[row] = submitMs
  kept.runMs[row] = Math.max(1, Math.round(runMs))
  kept.requestedMs[row] = line.requestedMs > 0 ? Math.max(1, Math.round(line.requestedMs)) : kept.runMs[row]
  kept.processors[row] = processors
  kept.user[row] = userOf(reading, line.user)
  kept.end[row] = line.end
  reading.links?.take(row, line)
}

/** Rows in order of submission, then of the file; undefined where they are. */
const orderOf = ({ kept, isSorted }: Reading): Uint32Array | undefined => (isSorted ? undefined : Uint32Array.from({ length: kept.length }, (_, row) => row).sort((a, b) => kept.submitMs[a] - kept.submitMs[b] || a - b))

/** Columns in that order. */
function sorted({ kept }: Reading, order: Uint32Array | undefined): Kept {
  const { length } = kept
  // One column after the other, so that the former ones are free: a trace may be most of the memory.
  const pick = <T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T => {
    for (let row = 0; row < length; row++) to[row] = from[order?.[row] ?? row]
    return to
  }
  kept.submitMs = pick(kept.submitMs, new Float64Array(length))
  kept.runMs = pick(kept.runMs, new Float64Array(length))
  kept.requestedMs = pick(kept.requestedMs, new Float64Array(length))
  kept.processors = pick(kept.processors, new Float64Array(length))
  kept.user = pick(kept.user, new Int32Array(length))
  kept.end = pick(kept.end, new Uint8Array(length))
  return kept
}

/** `prefix` of the codes; `most` processors of the recorded machine; `fromFirst`: times count from the first submission. */
export function jobColumns(prefix: string, rules: TraceRules, options: { readonly most?: () => number; readonly fromFirst: boolean }): JobColumns {
  const findings = traceFindings(prefix, rules.onBadLine)
  const kept: Kept = { length: 0, submitMs: new Float64Array(0), runMs: new Float64Array(0), requestedMs: new Float64Array(0), processors: new Float64Array(0), user: new Int32Array(0), end: new Uint8Array(0) }
  const reading: Reading = { kept, findings, users: new Map(), stripNodeFailures: rules.stripNodeFailures, most: options.most ?? (() => Infinity), links: openLinks(rules, findings), lastMs: 0, zone: undefined, isSorted: true }
  return {
    findings,
    keepsLinks: reading.links !== undefined,
    take(line, number) {
      if (kept.length < MOST_JOBS) take(reading, line, number)
    },
    finish(source) {
      const order = orderOf(reading)
      const columns = sorted(reading, order)
      const links = reading.links?.finish(columns, order)
      const issues = findings.issues()
      const errors = issues.filter(({ severity }) => severity === 'error')
      if (errors.length > 0) return err(errors)
      if (kept.length === 0) return err([{ code: `${prefix}_EMPTY`, severity: 'error', message: 'no job in the file can be replayed' }, ...issues.map(issue => ({ ...issue, severity: 'error' as const }))])
      if (kept.length >= MOST_JOBS) return err([{ code: `${prefix}_LONG`, severity: 'error', message: `more than ${MOST_JOBS} jobs` }])
      const { submitMs, runMs, requestedMs, processors, user, end } = columns
      const first = options.fromFirst ? submitMs[0] : 0
      for (let row = 0; row < submitMs.length; row++) submitMs[row] = Math.round(submitMs[row] - first)
      const hasUsers = reading.users.size > 0
      return ok({ table: { source, submitMs, runMs, requestedMs, processors, ends: end, ...(hasUsers ? { users: user } : {}), ...(links === undefined ? {} : { links }), leftOut: findings.left() }, warnings: issues })
    },
  }
}
