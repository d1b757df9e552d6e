/** Job tables in Parquet, read by row groups: memory holds one group of the columns that the scenario names. */
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { err } from '../../base/result.ts'
import type { JobTrace } from '../../scenario/inputs.ts'
import type { TraceRules } from '../../scenario/schema/trace.ts'
import { jobColumns, newJobLine } from '../job-columns.ts'
import { type Cell, namesOf, readMapped } from '../mapped-job.ts'
import type { Import } from '../row-reader.ts'

/** Rows that are decoded at a time. */
const MOST_ROWS = 131_072

/** A file as bytes by range. */
export type FileBytes = AsyncBuffer

const refused = (code: string, message: string): Import<JobTrace> => err([{ code, severity: 'error', message }])

/** Rows from to, in pieces that no row group exceeds. */
function rangesOf(groupRows: readonly number[]): [number, number][] {
  let from = 0
  return groupRows.flatMap(rows => {
    const begin = from
    from += rows
    return Array.from({ length: Math.ceil(rows / MOST_ROWS) }, (_, i): [number, number] => [begin + i * MOST_ROWS, Math.min(from, begin + (i + 1) * MOST_ROWS)])
  })
}

export async function readJobParquet(file: FileBytes, rules: TraceRules): Promise<Import<JobTrace>> {
  const mapping = rules.columns
  if (mapping === undefined) return refused('PARQUET_COLUMNS', 'the trace needs `columns:` in the scenario: which columns of the file are submissions, runs and accelerators')
  try {
    const metadata = await parquetMetadataAsync(file)
    const known = metadata.schema.map(({ name }) => name).slice(1)
    const names = namesOf(mapping)
    const missing = names.filter(name => !known.includes(name))
    if (missing.length > 0) return refused('PARQUET_COLUMN', `has no column ${missing.join(', ')}; its columns are ${known.slice(0, 40).join(', ')}`)
    const columns = jobColumns('PARQUET', rules, { fromFirst: true })
    const job = newJobLine()
    for (const [rowStart, rowEnd] of rangesOf(metadata.row_groups.map(group => Number(group.num_rows)))) {
      const rows = (await parquetReadObjects({ file, metadata, columns: names, rowStart, rowEnd, compressors })) as Readonly<Record<string, Cell>>[]
      rows.forEach((row, i) => {
        readMapped(mapping, name => (name === undefined ? undefined : row[name]), job)
        if (job.processors === 0) columns.findings.note('NO_GPU', rowStart + i + 1)
        else columns.take(job, rowStart + i + 1)
      })
    }
    return columns.finish('table of jobs')
  } catch (error) {
    return refused('PARQUET_FILE', `cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}`)
  }
}
