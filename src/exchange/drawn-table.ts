/** What a chart draws as a typed table, for CSV and Parquet: days as days, numbers as numbers, keys that differ. */
import { column, type ColumnType, type Table } from './table.ts'

/** Columns with units and rows, as charts give them. */
export interface DrawnRows {
  readonly columns: readonly { readonly name: string; readonly unit: string }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

const DAY = /^\d{4}-\d{2}-\d{2}$/u

/** The type that all cells of a column have; text where they differ. */
function typeOf({ rows }: DrawnRows, at: number): ColumnType {
  let [hasText, hasNumber, areDays] = [false, false, true]
  for (const row of rows) {
    const cell = row[at]
    if (typeof cell === 'number') hasNumber = true
    if (typeof cell === 'string') {
      hasText = true
      if (!DAY.test(cell)) areDays = false
    }
  }
  if (!hasText) return 'number'
  return areDays && !hasNumber ? 'day' : 'text'
}

export function drawnTable(drawn: DrawnRows): Table {
  const taken = new Set<string>()
  const columns = drawn.columns.map(({ name, unit }, at) => {
    const own = column(name, unit === '1' ? '' : unit, typeOf(drawn, at))
    let key = own.key === '' ? `column_${at + 1}` : own.key
    while (taken.has(key)) key = `${key}_${at + 1}`
    taken.add(key)
    return { ...own, unit, key }
  })
  return { columns, rows: drawn.rows.map(row => row.map((cell, at) => (columns[at].type === 'text' && cell !== null ? String(cell) : cell))) }
}
