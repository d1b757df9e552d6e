/**
 * Standard Workload Format 2.2 (Feitelson, Parallel Workloads Archive): one job a line, 18 numbers, −1 for unknown, comments and header
 * from `;`. Kept are jobs that ran and can be replayed; what is left out is counted.
 */
import type { TraceRules } from '../../scenario/schema/trace.ts'
import { type JobTrace, TRACE_END } from '../../scenario/inputs.ts'
import { jobColumns, type JobLine, newJobLine } from '../job-columns.ts'
import { readText } from '../read-chunks.ts'
import type { Import, RowReader } from '../row-reader.ts'
import { PLAIN_RULES } from '../../scenario/trace-key.ts'

const FIELDS = 18
/** Positions of the fields that a replay needs. */
const FIELD = { job: 0, submit: 1, wait: 2, run: 3, allocated: 4, requested: 7, requestedTime: 8, status: 10, user: 11, after: 16, think: 17 } as const
/** Header fields after `;` with a colon; the archive's own files begin with them. */
const HEADER = /^;\s*([A-Za-z][A-Za-z ]*):\s*(.*)$/u
const STATUS: Readonly<Record<number, number>> = { 0: TRACE_END.failed, 5: TRACE_END.cancelled }

export function sniffSwf(head: string): boolean {
  const lines = head.split(/\r\n|\n|\r/u).filter(line => line.trim() !== '')
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

/** What the job followed, and when it ended. */
function readLinks(numbers: readonly number[], job: JobLine): void {
  job.job = String(numbers[FIELD.job])
  job.after = numbers[FIELD.after] < 0 ? [] : [String(numbers[FIELD.after])]
  job.thinkMs = numbers[FIELD.think] < 0 ? Number.NaN : numbers[FIELD.think] * 1000
  job.endMs = numbers[FIELD.wait] < 0 ? Number.NaN : job.submitMs + (numbers[FIELD.wait] + numbers[FIELD.run]) * 1000
}

export function openSwf(rules: TraceRules): RowReader<JobTrace> {
  const header = new Map<string, string>()
  const columns = jobColumns('SWF', rules, { most: () => processorsOf(header), fromFirst: false })
  const job = newJobLine()
  let lastBad = 0
  return {
    note: (reason, line) => void columns.findings.note(reason, line),
    line(text, number) {
      const line = text.trim()
      if (line.startsWith(';')) {
        const [, key, value] = HEADER.exec(line) ?? []
        if (key !== undefined && !header.has(key)) header.set(key, value.trim())
        return
      }
      if (line === '') return
      const numbers = numbersOf(line)
      if (numbers === undefined || numbers.length !== FIELDS) {
        lastBad = number
        columns.findings.note('LINE', number)
        return
      }
      const [allocated, requested, requestedS] = [numbers[FIELD.allocated], numbers[FIELD.requested], numbers[FIELD.requestedTime]]
      job.submitMs = numbers[FIELD.submit] * 1000
      // Runs are cut at the request, as the scheduler of the trace did; −1 is an unknown request, 0 is none that could be kept.
      job.runMs = Math.max(0, (requestedS > 0 ? Math.min(numbers[FIELD.run], requestedS) : numbers[FIELD.run]) * 1000)
      job.requestedMs = requestedS < 0 ? Number.NaN : requestedS * 1000
      // The larger one counts against the machine.
      job.processors = Math.max(allocated, requested) > processorsOf(header) ? Math.max(allocated, requested) : requested > 0 ? requested : allocated
      job.user = numbers[FIELD.user] < 0 ? '' : String(numbers[FIELD.user])
      job.end = STATUS[numbers[FIELD.status]] ?? TRACE_END.completed
      if (columns.keepsLinks) readLinks(numbers, job)
      columns.take(job, number)
    },
    end(lastIsWhole) {
      if (!lastIsWhole && lastBad > 0) columns.findings.note('TRUNCATED', lastBad)
      return columns.finish([header.get('Computer'), header.get('Installation')].filter(text => text !== undefined).join(', ') || 'SWF trace')
    },
  }
}

/** Reads a whole text. */
export const parseSwf = (text: string, rules: TraceRules = PLAIN_RULES): Import<JobTrace> => readText(openSwf(rules), text)
