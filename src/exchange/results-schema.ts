/** What the tables of results are made of, told by the code that writes them. */
import { createHasher } from '../base/hash.ts'
import type { RunResult } from '../results/run-result.ts'
import { BUCKETS } from '../scenario/buckets.ts'
import { resultTables, type TabledRun } from './result-tables.ts'
import type { FigureColumn } from './row-tables.ts'
import type { ColumnType } from './table.ts'

const PARQUET: Readonly<Record<ColumnType, string>> = { text: 'STRING', integer: 'INT32', exact: 'INT64', number: 'DOUBLE', day: 'DATE', time: 'TIMESTAMP (milliseconds, local standard time)' }

/** Results of nothing: enough for tables to say their columns. */
function nothing(): TabledRun {
  const none = new Float64Array(0)
  const ledger = { windowMs: 86_400_000, windowCount: 0, buckets: BUCKETS, acceleratorMs: none, contractedMs: none }
  const first = { startDay: 0, horizonMs: 0, ledger, series: [], metering: { periods: ['all'], months: [], intervalsWms: none }, equipment: [], capacity: [], services: [] }
  return { label: '', report: { summary: {}, ledger: [], money: { months: [] } } as unknown as TabledRun['report'], rows: [], weekly: [], first: first as unknown as RunResult }
}

export interface TableSchema {
  readonly table: string
  readonly label: string
  readonly help: string
  readonly columns: readonly { readonly name: string; readonly heading: string; readonly unit: string; readonly type: string }[]
}

/** In the order in which they are written. Where columns follow the scenario (series, price periods), the help says so. */
export const resultsSchema = (figures: readonly FigureColumn[]): TableSchema[] =>
  resultTables(figures).map(({ id, label, help, table }) => ({
    table: id,
    label,
    help,
    columns: table(nothing()).columns.map(({ key, name, unit, type }) => ({ name: key, heading: unit === '' ? name : `${name} [${unit}]`, unit, type: PARQUET[type] })),
  }))

/** Changes whenever a table of results gains, loses or renames a column. */
export function resultsShape(figures: readonly FigureColumn[]): string {
  const hasher = createHasher()
  hasher.string(JSON.stringify(resultsSchema(figures)))
  return hasher.digest()
}
