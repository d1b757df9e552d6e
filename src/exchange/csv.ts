/** Tables as CSV: units in the headers, a byte order mark so that spreadsheets read UTF-8, CRLF by RFC 4180. */
import { neutral, type Table, type TableCell } from './table.ts'

export interface CsvColumn {
  readonly name: string
  /** '' for texts and counts. */
  readonly unit: string
}

export type CsvCell = TableCell

export interface CsvChoice {
  /** Whether the text begins with the mark; some readers take it for a letter. */
  readonly hasByteOrderMark: boolean
}

const BYTE_ORDER_MARK = '\uFEFF'

function cellText(cell: CsvCell): string {
  if (cell === null || (typeof cell === 'number' && !Number.isFinite(cell))) return ''
  const text = typeof cell === 'string' ? neutral(cell) : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function writeCsv(columns: readonly CsvColumn[], rows: Iterable<readonly CsvCell[]>, { hasByteOrderMark }: CsvChoice = { hasByteOrderMark: true }): string {
  const header = columns.map(({ name, unit }) => cellText(unit === '' ? name : `${name} [${unit}]`)).join(',')
  const lines = [header]
  for (const row of rows) lines.push(row.map(cellText).join(','))
  return `${hasByteOrderMark ? BYTE_ORDER_MARK : ''}${lines.join('\r\n')}\r\n`
}

export const tableCsv = ({ columns, rows }: Table, choice?: CsvChoice): string => writeCsv(columns, rows, choice)
