/**
 * The log of jobs of the Philly clusters (Jeon et al., ATC 2019; `cluster_job_log`): a list of objects with `status`, `vc`, `jobid`, `attempts`,
 * `submitted_time` and `user`. An attempt has `start_time`, `end_time` and `detail`: machines with their `gpus`. A job that was tried again ran as long as
 * all of its attempts; without the failures of the recorded machines, as long as the last one.
 */
import { type JobTrace, TRACE_END } from '../../scenario/inputs.ts'
import type { TraceRules } from '../../scenario/schema/trace.ts'
import { type JobColumns, jobColumns, type JobLine, newJobLine } from '../job-columns.ts'
import { endOfState } from '../job-states.ts'
import { readObjects } from '../json-objects.ts'
import type { ChunkReader } from '../read-chunks.ts'
import { parseStamp } from '../timestamps.ts'

type Fields = Readonly<Record<string, unknown>>

/** A list or object of another format begins otherwise. */
export const sniffPhilly = (head: string): boolean => /^\uFEFF?\s*(?:\[\s*)?\{/u.test(head) && /"(?:attempts|submitted_time)"\s*:/u.test(head)

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : [])
const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '')

/** Times have no offset; "None" where there is none. */
const instantOf = (value: unknown): number => parseStamp(textOf(value))?.ms ?? Number.NaN

/** Accelerators of an attempt on all of its machines. */
const acceleratorsOf = ({ detail }: Fields): number => listOf(detail).reduce((sum, { gpus }) => sum + (Array.isArray(gpus) ? gpus.length : 0), 0)

/** Fills in the line of a job by the attempts that count. */
function readJob(job: JobLine, fields: Fields, attempts: readonly Fields[]): void {
  const last = attempts.at(-1)
  job.submitMs = instantOf(fields.submitted_time)
  job.hasOffset = undefined
  job.runMs = attempts.reduce((sum, { start_time, end_time }) => sum + instantOf(end_time) - instantOf(start_time), 0)
  job.endMs = last === undefined ? Number.NaN : instantOf(last.end_time)
  job.processors = attempts.reduce((most, attempt) => Math.max(most, acceleratorsOf(attempt)), 0)
  job.user = textOf(fields.user)
  job.job = textOf(fields.jobid)
  const status = textOf(fields.status)
  job.end = status === '' ? TRACE_END.completed : endOfState(status)
}

function take(columns: JobColumns, job: JobLine, rules: TraceRules, fields: Fields, line: number): void {
  if (fields.submitted_time === undefined && fields.attempts === undefined) {
    columns.findings.note('LINE', line)
    return
  }
  const all = listOf(fields.attempts)
  const counted = rules.stripNodeFailures ? all.slice(-1) : all
  if (counted.length < all.length) columns.findings.note('RETRIED', line)
  readJob(job, fields, counted)
  if (all.length > 0 && job.processors === 0) columns.findings.note('NO_GPU', line)
  // A job without an attempt never ran; how many accelerators it asked for is not recorded.
  else columns.take(all.length > 0 ? job : { ...job, processors: 1 }, line)
}

export function openPhilly(rules: TraceRules): ChunkReader<JobTrace> {
  const columns = jobColumns('PHILLY', rules, { fromFirst: true })
  const job = newJobLine()
  const objects = readObjects({ object: (fields, line) => take(columns, job, rules, fields, line), broken: line => void columns.findings.note('LINE', line) })
  return {
    push: chunk => objects.push(chunk),
    end() {
      const brokenOff = objects.end()
      if (brokenOff !== undefined) columns.findings.note('TRUNCATED', brokenOff)
      return columns.finish('Philly')
    },
  }
}
