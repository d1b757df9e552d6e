/** A table of results before it has a format: typed columns with units, rows of cells. CSV, Parquet and spreadsheets are written from it. */

/** `exact` is an integer beyond 2^53 in whole, a `day` the text 2029-06-01, a `time` the text 2029-06-01 06:15 in standard time. */
export type ColumnType = 'text' | 'integer' | 'exact' | 'number' | 'day' | 'time'

export interface TableColumn {
  /** In words, as the header of a CSV file. */
  readonly name: string
  /** '' for texts and counts. */
  readonly unit: string
  readonly type: ColumnType
  /** Name for programs: lower case, words joined by _, the unit at the end. */
  readonly key: string
}

export type TableCell = string | number | bigint | null

export interface Table {
  readonly columns: readonly TableColumn[]
  readonly rows: Iterable<readonly TableCell[]>
}

const snake = (text: string): string =>
  text
    .replaceAll('³', '3')
    .replaceAll('²', '2')
    .replaceAll('%', 'percent')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '_')
    .replace(/^_+|_+$/gu, '')

/** A column; its key follows from its name and unit unless `id` is a better name. */
export function column(name: string, unit = '', type: ColumnType = 'text', id = name): TableColumn {
  const words = id.replace(/([a-z])([A-Z])/gu, '$1_$2')
  return { name, unit, type, key: [snake(words), snake(unit)].filter(part => part !== '').join('_') }
}

/** Where a cell may begin: at the start, and behind what other readers of the file take for its separators. Full-width signs are signs to some. */
const FORMULAS = /^(?=[=+\-@\t\r\n＝＋－＠])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])/gu

/** Text that a spreadsheet would take for a formula, made plain by an apostrophe before it. */
export const neutral = (text: string): string => text.replace(FORMULAS, "'")
