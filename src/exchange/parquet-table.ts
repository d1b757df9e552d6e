/** Tables as Parquet: typed columns, Snappy, and beside the data what every column means and what made it. */
import type { KeyValue } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { parseDate } from '../base/civil-date.ts'
import { DAY_MS, MINUTE_MS } from '../base/spans.ts'
import type { ColumnType, Table, TableCell } from './table.ts'

const MINUTES_PER_HOUR = 60

type Element = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number]

const ELEMENTS: Readonly<Record<ColumnType, Pick<Element, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  exact: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  day: { type: 'INT32', converted_type: 'DATE' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
}

const dayMs = (text: string): number => (parseDate(text.slice(0, 10)) ?? NaN) * DAY_MS

/** Milliseconds since 1970 of `2029-06-01 06:15`, by the clock that it was written with. */
function timeMs(text: string): number {
  const [hour, minute] = text.slice(11).split(':').map(Number)
  return dayMs(text) + (hour * MINUTES_PER_HOUR + minute) * MINUTE_MS
}

/** Cells that are not numbers are missing, as in CSV. */
const finite = (cell: number): number | undefined => (Number.isFinite(cell) ? cell : undefined)

const VALUES: Readonly<Record<ColumnType, (cell: Exclude<TableCell, null>) => unknown>> = {
  text: String,
  integer: cell => finite(Number(cell)),
  exact: BigInt,
  number: cell => finite(Number(cell)),
  day: cell => new Date(dayMs(String(cell))),
  time: cell => new Date(timeMs(String(cell))),
}

/** `about` is written into the file by key, such as the manifest of the run. */
export function tableParquet({ columns, rows }: Table, about: Readonly<Record<string, string>>): Uint8Array {
  const data = columns.map((): unknown[] => [])
  for (const row of rows) row.forEach((cell, at) => data[at].push(cell === null ? undefined : VALUES[columns[at].type](cell)))
  const schema: Element[] = [{ name: 'root', num_children: columns.length }, ...columns.map(({ key, type }): Element => ({ name: key, repetition_type: 'OPTIONAL', ...ELEMENTS[type] }))]
  const kvMetadata: KeyValue[] = [
    ...Object.entries(about).map(([key, value]) => ({ key: `nameplate.${key}`, value })),
    { key: 'nameplate.columns', value: JSON.stringify(columns.map(({ key, name, unit, type }) => ({ key, name, unit, type }))) },
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData: columns.map(({ key }, at) => ({ name: key, data: data[at] })), schema, kvMetadata, createdBy: 'nameplate' }))
}
