/** Any table of jobs as separated values, by the columns that the scenario names; Philly, Acme, Helios and Alibaba are read this way. */
import type { JobTrace } from '../../scenario/inputs.ts'
import type { TraceColumns, TraceRules } from '../../scenario/schema/trace.ts'
import { err } from '../../base/result.ts'
import { jobColumns, newJobLine } from '../job-columns.ts'
import { type Cell, namesOf, readMapped } from '../mapped-job.ts'
import { type RowReader, separatorOf, splitLine } from '../row-reader.ts'

export function openJobCsv(rules: TraceRules, mapping: TraceColumns): RowReader<JobTrace> {
  const columns = jobColumns('CSV', rules, { fromFirst: true })
  const job = newJobLine()
  const at = new Map<string, number>()
  let separator = ','
  let cells: string[] = []
  let missing: string[] = []
  const cell = (name: string | undefined): Cell => (name === undefined ? undefined : cells[at.get(name) ?? -1])
  let lastBad = 0
  return {
    note: (reason, line) => void columns.findings.note(reason, line),
    line(text, number) {
      if (text.trim() === '') return
      if (at.size === 0) {
        separator = separatorOf(text)
        splitLine(text, separator).forEach((name, index) => at.set(name.trim(), index))
        missing = namesOf(mapping).filter(name => !at.has(name))
        return
      }
      cells = splitLine(text, separator)
      if (cells.length !== at.size) {
        lastBad = number
        columns.findings.note('LINE', number)
        return
      }
      readMapped(mapping, cell, job)
      if (job.processors === 0) columns.findings.note('NO_GPU', number)
      else columns.take(job, number)
    },
    end(lastIsWhole) {
      if (missing.length > 0) return err([{ code: 'CSV_COLUMN', severity: 'error', line: 1, message: `has no column ${missing.join(', ')}; its columns are ${[...at.keys()].slice(0, 40).join(', ')}` }])
      if (!lastIsWhole && lastBad > 0) columns.findings.note('TRUNCATED', lastBad)
      return columns.finish('table of jobs')
    },
  }
}
