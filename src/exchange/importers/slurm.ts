/**
 * Accounting of Slurm: `sacct --parsable2 --format=JobID,User,State,Submit,Start,End,Elapsed,Timelimit,AllocTRES`. Columns are found by
 * their names, in any order; steps of jobs are left out, accelerators are `gres/gpu` of the allocation, else of the request.
 */
import { type JobTrace, TRACE_END } from '../../scenario/inputs.ts'
import type { TraceRules } from '../../scenario/schema/trace.ts'
import { type JobColumns, type JobLine, jobColumns, newJobLine } from '../job-columns.ts'
import { endOfState } from '../job-states.ts'
import type { RowReader } from '../row-reader.ts'
import { parseElapsed, parseStamp } from '../timestamps.ts'

export function sniffSlurm(head: string): boolean {
  const names = head.split(/\r\n|\n|\r/u, 1)[0].split('|')
  return ['JobID', 'Submit', 'State'].every(name => names.includes(name))
}

/** Accelerators of a list such as `cpu=64,gres/gpu=8,gres/gpu:a100=8`; NaN where it names none. */
export function acceleratorsOf(list: string): number {
  let typed = 0
  for (const part of list.split(',')) {
    const [name, count] = part.split('=')
    if (name === 'gres/gpu') return Number(count)
    if (name.startsWith('gres/gpu:')) typed += Number(count)
  }
  return typed > 0 ? typed : Number.NaN
}

type Cells = (name: string) => string

/** What the run took: its own column, else from start to end. */
function runOf(cell: Cells): number {
  const elapsed = parseElapsed(cell('Elapsed'))
  if (!Number.isNaN(elapsed)) return elapsed
  const raw = Number(cell('ElapsedRaw') || 'NaN')
  if (!Number.isNaN(raw)) return raw * 1000
  const [start, end] = [parseStamp(cell('Start')), parseStamp(cell('End'))]
  return start === undefined || end === undefined ? Number.NaN : end.ms - start.ms
}

function readJob(cell: Cells, job: JobLine): void {
  const submitted = parseStamp(cell('Submit'))
  job.submitMs = submitted?.ms ?? Number.NaN
  job.hasOffset = submitted?.hasOffset
  job.end = endOfState(cell('State'))
  job.runMs = job.end === TRACE_END.open ? Number.NaN : runOf(cell)
  // UNLIMITED and Partition_Limit are no numbers: the run stands for them.
  const limit = parseElapsed(cell('Timelimit'))
  job.requestedMs = limit > 0 ? Math.max(limit, job.runMs) : Number.NaN
  job.processors = acceleratorsOf(cell('AllocTRES') === '' ? cell('ReqTRES') : cell('AllocTRES'))
  job.user = cell('User')
  job.endMs = parseStamp(cell('End'))?.ms ?? Number.NaN
}

export function openSlurm(rules: TraceRules): RowReader<JobTrace> {
  const columns: JobColumns = jobColumns('SACCT', rules, { fromFirst: true })
  const job = newJobLine()
  const at = new Map<string, number>()
  let cells: string[] = []
  const cell: Cells = name => cells[at.get(name) ?? -1]?.trim() ?? ''
  let lastBad = 0
  return {
    note: (reason, line) => void columns.findings.note(reason, line),
    line(text, number) {
      if (text.trim() === '') return
      cells = text.split('|')
      if (at.size === 0) {
        cells.forEach((name, index) => at.set(name.trim(), index))
        return
      }
      if (cells.length !== at.size) {
        lastBad = number
        columns.findings.note('LINE', number)
        return
      }
      // 1234.batch and 1234.0 are steps; 1234_7 is a job of an array.
      if (cell('JobID').includes('.')) {
        columns.findings.note('STEP', number)
        return
      }
      readJob(cell, job)
      if (Number.isNaN(job.processors) && job.runMs > 0) columns.findings.note('NO_GPU', number)
      else columns.take(job, number)
    },
    end(lastIsWhole) {
      if (!lastIsWhole && lastBad > 0) columns.findings.note('TRUNCATED', lastBad)
      return columns.finish('Slurm accounting')
    },
  }
}
