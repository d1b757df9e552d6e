/** Tables as one workbook, a sheet a table. Texts that look like formulas are made plain; numbers stay numbers, days are dates. */
import writeXlsx, { type Cell } from 'write-excel-file/universal'
import { parseDate } from '../base/civil-date.ts'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { DAY_MS } from '../base/spans.ts'
import { neutral, type Table, type TableCell, type TableColumn } from './table.ts'

/** Rows of a sheet, its header included. */
const MOST_ROWS = 1_048_576
/** Characters of the name of a sheet. */
const MOST_NAME = 31
/** Integers beyond it lose digits in a cell, which holds a double. */
const EXACT_TO = BigInt(Number.MAX_SAFE_INTEGER)

export interface NamedTable {
  readonly name: string
  readonly table: Table
}

function cellOf(cell: TableCell, { type }: TableColumn): Cell {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return null
  if (type === 'day') return { value: new Date((parseDate(String(cell)) ?? 0) * DAY_MS), type: Date, format: 'yyyy-mm-dd' }
  if (typeof cell === 'bigint') return cell <= EXACT_TO && cell >= -EXACT_TO ? { value: Number(cell), type: Number } : { value: cell.toString(), type: String }
  return typeof cell === 'number' ? { value: cell, type: Number } : { value: neutral(cell), type: String }
}

const headerOf = ({ name, unit }: TableColumn): Cell => ({ value: neutral(unit === '' ? name : `${name} [${unit}]`), type: String, fontWeight: 'bold' })

/** The bytes of a workbook; a table with more rows than a sheet holds is refused by its name. */
export async function xlsxBook(tables: readonly NamedTable[]): Promise<Result<Uint8Array, string>> {
  const sheets = tables.map(({ name, table: { columns, rows } }) => ({
    sheet: name.slice(0, MOST_NAME),
    stickyRowsCount: 1,
    data: [columns.map(headerOf), ...Array.from(rows, row => row.map((cell, at) => cellOf(cell, columns[at])))],
  }))
  const long = sheets.find(({ data }) => data.length > MOST_ROWS)
  if (long !== undefined) return err(`${long.sheet} has ${long.data.length - 1} rows; a sheet holds ${MOST_ROWS - 1}. Write it as parquet or csv`)
  const blob = await writeXlsx(sheets).toBlob()
  return ok(new Uint8Array(await blob.arrayBuffer()))
}
