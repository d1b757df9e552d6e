/** From a sheet to typed rows: which row holds the headings, which column is which field, and what every cell says. */
import { parseDate } from '../../base/civil-date.ts'
import type { ImportIssue } from '../import-issue.ts'
import { cellText, columnLetters, columnNumber, isBlank, isSpecial, type Sheet, type SheetCell, type SheetRow } from '../sheet.ts'

export interface SheetField {
  readonly name: string
  readonly help: string
  readonly kind: 'text' | 'count' | 'date' | 'duration'
  readonly isRequired: boolean
  /** Headings that mean this field, in lower case; its name is one. */
  readonly synonyms: readonly string[]
}

export interface ColumnChoice {
  readonly field: string
  /** 1-based. */
  readonly column: number
  readonly heading: string
  /** Unit in brackets after the heading; '' without one. */
  readonly unit: string
}

/** Column heading or letter by field, for headings that are not recognised. */
export type ColumnMapping = Readonly<Record<string, string>>

export interface ReadRow {
  readonly number: number
  /** By field; what is blank or wrong is left out. */
  readonly values: Readonly<Record<string, string | number>>
  readonly isWrong: boolean
}

export interface ReadSheet {
  readonly headerRow: number
  readonly columns: readonly ColumnChoice[]
  readonly rows: readonly ReadRow[]
  readonly issues: readonly ImportIssue[]
}

/** Rows among which the headings are looked for: titles and notes may stand above them. */
const HEADER_WITHIN = 50
const MOST_LISTED = 24

const plainHeading = (text: string): string => text.replaceAll(/[[(][^\])]*[\])]/gu, '').replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase()
const unitOf = (text: string): string => (/[[(]([^\])]*)[\])]/u.exec(text)?.[1] ?? '').trim()

/** Names a column as a person finds it. */
export const columnName = ({ column, heading }: Pick<ColumnChoice, 'column' | 'heading'>): string => (heading === '' ? columnLetters(column) : `${columnLetters(column)} (${heading})`)

/** Column of a field in a row of headings; 0 for none. */
function columnIn({ cells }: SheetRow, field: SheetField, mapping: ColumnMapping): number {
  const asked = mapping[field.name]
  const wanted = asked === undefined ? [field.name.toLowerCase(), ...field.synonyms].map(plainHeading) : [plainHeading(asked)]
  const found = cells.findIndex(cell => wanted.includes(plainHeading(cellText(cell))))
  if (found >= 0) return found + 1
  return asked === undefined ? 0 : columnNumber(asked)
}

interface Header {
  readonly row: SheetRow
  readonly columns: readonly ColumnChoice[]
}

const columnsIn = (row: SheetRow, fields: readonly SheetField[], mapping: ColumnMapping): ColumnChoice[] =>
  fields.flatMap(field => {
    const column = columnIn(row, field, mapping)
    const heading = cellText(row.cells[column - 1]).trim()
    return column === 0 ? [] : [{ field: field.name, column, heading, unit: unitOf(heading) }]
  })

function headerOf({ rows }: Sheet, fields: readonly SheetField[], mapping: ColumnMapping): Header | null {
  const candidates = rows.slice(0, HEADER_WITHIN).map((row): Header => ({ row, columns: columnsIn(row, fields, mapping) }))
  const complete = candidates.filter(({ columns }) => fields.every(({ isRequired, name }) => !isRequired || columns.some(({ field }) => field === name)))
  if (complete.length > 0) return complete.reduce((best, each) => (each.columns.length > best.columns.length ? each : best))
  // Without a complete one, the first row that looks like headings is the one whose columns are missing.
  return candidates.find(({ row }) => row.cells.filter(cell => typeof cell === 'string').length >= 2) ?? candidates[0] ?? null
}

function missingColumns(header: Header, fields: readonly SheetField[], mapping: ColumnMapping): ImportIssue[] {
  const headings = header.row.cells.map(cell => cellText(cell).trim()).filter(text => text !== '').slice(0, MOST_LISTED)
  const found = headings.length === 0 ? 'no headings are there' : `the headings are ${headings.map(text => `“${text}”`).join(', ')}`
  return fields.flatMap((field): ImportIssue[] => {
    if (header.columns.some(column => column.field === field.name)) return []
    const asked = mapping[field.name]
    if (asked !== undefined) return [{ code: 'SHEET_COLUMN', severity: 'error', line: header.row.number, message: `there is no column “${asked}” for ${field.name}; ${found}` }]
    return field.isRequired ? [{ code: 'SHEET_COLUMN', severity: 'error', line: header.row.number, message: `a column for ${field.name} is missing (${field.help}); ${found}. A mapping ${field.name}=HEADING names the one to take` }] : []
  })
}

/** A value of a cell, or what is wrong with it. */
type Read = { readonly value: string | number } | { readonly code: string; readonly message: string }

const wrong = (code: string, message: string): Read => ({ code, message })
const shown = (cell: SheetCell): string => {
  const text = cellText(cell).trim()
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

const READERS: Readonly<Record<SheetField['kind'], (cell: SheetCell, unit: string) => Read>> = {
  text: cell => (typeof cell === 'boolean' ? wrong('SHEET_TYPE', `“${String(cell)}” is no text`) : { value: cellText(cell).trim() }),
  count: cell => {
    const number = typeof cell === 'number' ? cell : typeof cell === 'string' && /^\d{1,15}$/u.test(cell.trim()) ? Number(cell.trim()) : Number.NaN
    return Number.isSafeInteger(number) && number >= 0 ? { value: number } : wrong('SHEET_TYPE', `“${shown(cell)}” is not a whole number: write it without separators, such as 1200`)
  },
  date: cell => {
    const text = cellText(cell).trim().replace(/[T ]00:00(?::00(?:\.0+)?)?Z?$/u, '')
    if (typeof cell === 'number') return wrong('SHEET_TYPE', `“${shown(cell)}” is a number: give the cell a date format or write 2028-07-01`)
    return /^\d{4}-\d{2}-\d{2}$/u.test(text) && parseDate(text) !== undefined ? { value: text } : wrong('SHEET_TYPE', `“${shown(cell)}” is not a date: write it as 2028-07-01, since 7/1/2028 means two days`)
  },
  duration: (cell, unit) => {
    if (typeof cell === 'boolean' || isSpecial(cell)) return wrong('SHEET_TYPE', `“${shown(cell)}” is not a time such as 38 weeks`)
    const text = cellText(cell).trim()
    if (!/^[-+]?[\d.]+$/u.test(text)) return { value: text }
    return unit === '' ? wrong('SHEET_UNIT', `“${text}” has no unit: write ${text} weeks, or name the unit in the heading, such as Lead [weeks]`) : { value: `${text} ${unit}` }
  },
}

function readCell(cell: SheetCell, field: SheetField, unit: string): Read {
  if (isSpecial(cell) && cell.kind === 'formula') return wrong('SHEET_FORMULA', `“${shown(cell)}” is a formula, and formulas are not worked out: paste its value`)
  if (typeof cell === 'string' && cell.trimStart().startsWith('=')) return wrong('SHEET_FORMULA', `“${shown(cell)}” begins as a formula does: paste a value`)
  if (isSpecial(cell) && cell.kind === 'error') return wrong('SHEET_TYPE', `“${cell.text}” is an error of the spreadsheet`)
  return READERS[field.kind](cell, unit)
}

function readRow(row: SheetRow, fields: readonly SheetField[], columns: readonly ColumnChoice[], issues: ImportIssue[]): ReadRow {
  const values: Record<string, string | number> = {}
  let isWrong = false
  for (const field of fields) {
    const choice = columns.find(column => column.field === field.name)
    if (choice === undefined) continue
    const at = { severity: 'error', line: row.number, column: columnName(choice) } as const
    const cell = row.cells[choice.column - 1] ?? null
    if (isBlank(cell)) {
      if (!field.isRequired) continue
      issues.push({ ...at, code: 'SHEET_EMPTY', message: `the ${field.name} is missing` })
      isWrong = true
      continue
    }
    const read = readCell(cell, field, choice.unit)
    if ('value' in read) values[field.name] = read.value
    else {
      issues.push({ ...at, ...read })
      isWrong = true
    }
  }
  return { number: row.number, values, isWrong }
}

/** Merged cells that reach into the columns that are read. */
function mergeIssues({ merges }: Sheet, headerRow: number, columns: readonly ColumnChoice[]): ImportIssue[] {
  return merges.flatMap((merge): ImportIssue[] => {
    const choice = columns.find(({ column }) => merge.firstColumn <= column && column <= merge.lastColumn)
    if (choice === undefined || merge.lastRow <= headerRow) return []
    const range = `${columnLetters(merge.firstColumn)}${merge.firstRow}:${columnLetters(merge.lastColumn)}${merge.lastRow}`
    return [{ code: 'SHEET_MERGED', severity: 'error', line: Math.max(merge.firstRow, headerRow + 1), column: columnName(choice), message: `the cells ${range} are merged: every row needs a value of its own` }]
  })
}

/** Reads a sheet as rows of these fields; everything that is wrong is told with its row and column. */
export function readSheet(sheet: Sheet, fields: readonly SheetField[], mapping: ColumnMapping = {}): ReadSheet {
  const unknown = Object.keys(mapping).filter(name => fields.every(field => field.name !== name))
  const issues: ImportIssue[] = unknown.map(name => ({ code: 'SHEET_FIELD', severity: 'error', message: `there is no field “${name}”; there are ${fields.map(field => field.name).join(', ')}` }))
  const header = headerOf(sheet, fields, mapping)
  if (header === null) return { headerRow: 0, columns: [], rows: [], issues: [...issues, { code: 'SHEET_EMPTY', severity: 'error', line: 1, message: 'the sheet is empty' }] }
  const { row, columns } = header
  issues.push(...missingColumns(header, fields, mapping))
  if (issues.length > 0) return { headerRow: row.number, columns, rows: [], issues }
  issues.push(...mergeIssues(sheet, row.number, columns))
  const read = columns.map(({ column }) => column - 1)
  const body = sheet.rows.filter(({ number, cells }) => number > row.number && read.some(column => !isBlank(cells[column])))
  const rows = body.map(each => readRow(each, fields, columns, issues))
  if (rows.length === 0) issues.push({ code: 'SHEET_EMPTY', severity: 'error', line: row.number, message: 'there are no rows below the headings' })
  return { headerRow: row.number, columns, rows, issues }
}
