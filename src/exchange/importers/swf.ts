/**
 * Standard Workload Format 2.2 (Feitelson, Parallel Workloads Archive): one job a line, 18 numbers, −1 for unknown, comments and header
 * from `;`. Kept are jobs that ran and can be replayed; what is dropped is counted in the warnings.
 */
import { err, ok, type Result } from '../../base/result.ts'
import type { JobTrace } from '../../scenario/inputs.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'

const FIELDS = 18
/** Positions of the fields that a replay needs. */
const FIELD = { submit: 1, run: 3, allocated: 4, requested: 7, requestedTime: 8 } as const
/** Header fields after `;` with a colon; the archive's own files begin with them. */
const HEADER = /^;\s*([A-Za-z][A-Za-z ]*):\s*(.*)$/u
const MAX_LINES = 20_000_000

export function sniffSwf(head: string): boolean {
  const lines = head.split(/\r?\n/u).filter(line => line.trim() !== '')
  const first = lines.find(line => !line.startsWith(';'))
  const hasHeader = lines.some(line => /^;\s*(Version|MaxProcs|MaxJobs|MaxNodes|UnixStartTime)\s*:/u.test(line))
  // The last line of the head may be cut.
  const looksLikeJob = first !== undefined && (first !== lines.at(-1) || lines.length === 1) && numbersOf(first)?.length === FIELDS
  return hasHeader || looksLikeJob
}

function numbersOf(line: string): number[] | undefined {
  const numbers = line.trim().split(/\s+/u).map(Number)
  return numbers.every(Number.isFinite) ? numbers : undefined
}

/** Processors of the machine, as the header states them. */
function processorsOf(header: ReadonlyMap<string, string>): number {
  const stated = Number(header.get('MaxProcs') ?? header.get('MaxNodes') ?? Number.NaN)
  return Number.isFinite(stated) && stated > 0 ? stated : Infinity
}

interface Row {
  readonly submitS: number
  readonly runS: number
  readonly requestedS: number
  readonly processors: number
}

/** Why a job cannot be replayed, or its row. Runs are cut at the request, as the scheduler of the trace did. */
function readRow(numbers: readonly number[], most: number): Row | 'ran' | 'size' | 'time' {
  const allocated = numbers[FIELD.allocated]
  const requested = numbers[FIELD.requested]
  const submitS = numbers[FIELD.submit]
  const runS = numbers[FIELD.run]
  const requestedS = numbers[FIELD.requestedTime]
  if (submitS < 0) return 'time'
  if (runS <= 0) return 'ran'
  const processors = requested > 0 ? requested : allocated
  if (processors <= 0 || requested > most || allocated > most) return 'size'
  // −1 is an unknown request; 0 is none that could be kept.
  if (requestedS === 0) return 'time'
  return { submitS, processors, requestedS: requestedS > 0 ? requestedS : runS, runS: requestedS > 0 ? Math.min(runS, requestedS) : runS }
}

const DROPPED: Readonly<Record<'ran' | 'size' | 'time', { code: string; message: string }>> = {
  ran: { code: 'SWF_NOT_RUN', message: 'jobs without run time (cancelled before they started) are left out' },
  size: { code: 'SWF_SIZE', message: 'jobs without processors, or with more than the machine has, are left out' },
  time: { code: 'SWF_TIME', message: 'jobs with a negative submission or a requested time of zero are left out' },
}

interface Reading {
  readonly header: Map<string, string>
  readonly rows: Row[]
  readonly dropped: Map<'ran' | 'size' | 'time', { line: number; count: number }>
}

function readLine(reading: Reading, line: string, number: number): ImportIssue | undefined {
  if (line.startsWith(';')) {
    const [, key, value] = HEADER.exec(line) ?? []
    if (key !== undefined && !reading.header.has(key)) reading.header.set(key, value.trim())
    return undefined
  }
  if (line === '') return undefined
  const numbers = numbersOf(line)
  if (numbers === undefined || numbers.length !== FIELDS) {
    return { code: 'SWF_LINE', severity: 'error', line: number, message: `a job is a line of ${FIELDS} numbers` }
  }
  const row = readRow(numbers, processorsOf(reading.header))
  if (typeof row !== 'string') {
    reading.rows.push(row)
    return undefined
  }
  const known = reading.dropped.get(row)
  if (known === undefined) reading.dropped.set(row, { line: number, count: 1 })
  else known.count += 1
  return undefined
}

function tableOf(reading: Reading): JobTrace {
  // Order of the queue is submission, then the order of the file; sorting is stable.
  const rows = reading.rows.toSorted((a, b) => a.submitS - b.submitS)
  const column = (read: (row: Row) => number): Float64Array => Float64Array.from(rows, read)
  return {
    source: [reading.header.get('Computer'), reading.header.get('Installation')].filter(text => text !== undefined).join(', ') || 'SWF trace',
    submitMs: column(row => Math.round(row.submitS * 1000)),
    runMs: column(row => Math.max(1, Math.round(row.runS * 1000))),
    requestedMs: column(row => Math.max(1, Math.round(row.requestedS * 1000))),
    processors: column(row => row.processors),
  }
}

/** Reads a trace; one broken line refuses the file, with its number. */
export function parseSwf(text: string): Result<Imported<JobTrace>, readonly ImportIssue[]> {
  const reading: Reading = { header: new Map(), rows: [], dropped: new Map() }
  const lines = text.split(/\r?\n/u)
  if (lines.length > MAX_LINES) return err([{ code: 'SWF_LONG', severity: 'error', message: `${lines.length} lines, at most ${MAX_LINES}` }])
  const issues: ImportIssue[] = []
  for (let i = 0; i < lines.length && issues.length < 20; i++) {
    const issue = readLine(reading, lines[i].trim(), i + 1)
    if (issue !== undefined) issues.push(issue)
  }
  if (issues.length > 0) return err(issues)
  if (reading.rows.length === 0) return err([{ code: 'SWF_EMPTY', severity: 'error', message: 'no job in the file can be replayed' }])
  const warnings: ImportIssue[] = []
  for (const reason of ['ran', 'size', 'time'] as const) {
    const found = reading.dropped.get(reason)
    if (found !== undefined) warnings.push({ ...DROPPED[reason], severity: 'warn', line: found.line, count: found.count })
  }
  return ok({ table: tableOf(reading), warnings })
}
