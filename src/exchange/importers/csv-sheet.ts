/** Comma-, semicolon- or tab-separated values as a sheet, by RFC 4180. Text that begins with `=` is a formula, as spreadsheets take it. */
import { dsvFormat } from 'd3-dsv'
import { err, ok, type Result } from '../../base/result.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'
import { MAX_SHEET_BYTES, MAX_SHEET_CELLS, type Sheet, type SheetCell } from '../sheet.ts'

const DELIMITERS = [',', ';', '\t'] as const
/** Rows that are looked at to find the delimiter. */
const LOOKED_AT = 20

const failure = (code: string, message: string, more: Partial<ImportIssue> = {}): Result<never, readonly ImportIssue[]> => err([{ code, severity: 'error', message, ...more }])

/** Text of the bytes, or undefined when they are not in an encoding of Unicode. */
function decoded(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** The delimiter that stands most often outside quotation marks in the first rows; a comma where none does. */
function delimiterOf(text: string): string {
  const head = text.split(/\r?\n/u, LOOKED_AT).join('\n').replaceAll(/"[^"]*"/gu, '')
  const count = (delimiter: string): number => head.split(delimiter).length - 1
  return DELIMITERS.reduce((most, each) => (count(each) > count(most) ? each : most))
}

const cellOf = (text: string): SheetCell => (text === '' ? null : text.trimStart().startsWith('=') ? { kind: 'formula', text: text.trim() } : text)

/** Quotation marks come in pairs; the row in which the last one is left open, or 0. */
function openQuoteRow(text: string, rows: readonly (readonly string[])[]): number {
  let marks = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) marks += 1
  return marks % 2 === 0 ? 0 : rows.length
}

export const sniffCsvSheet = (bytes: Uint8Array): boolean => !bytes.subarray(0, 4096).includes(0) || bytes[0] === 0xff || bytes[0] === 0xfe

export function parseCsvSheet(bytes: Uint8Array): Result<Imported<Sheet>, readonly ImportIssue[]> {
  if (bytes.length > MAX_SHEET_BYTES) return failure('SHEET_SIZE', `the file has ${bytes.length} bytes; at most ${MAX_SHEET_BYTES} are read`)
  const text = decoded(bytes)
  if (text === undefined) return failure('SHEET_ENCODING', 'the text is not in Unicode: save the file as “CSV UTF-8”')
  const rows = dsvFormat(delimiterOf(text)).parseRows(text.replace(/^\uFEFF/u, ''))
  const open = openQuoteRow(text, rows)
  if (open > 0) return failure('SHEET_QUOTE', 'a quotation mark is opened and never closed: write it twice inside a quoted value', { line: open })
  const cells = rows.reduce((sum, row) => sum + row.length, 0)
  if (cells > MAX_SHEET_CELLS) return failure('SHEET_SIZE', `the sheet has ${cells} cells; at most ${MAX_SHEET_CELLS} are read`)
  const kept = rows.flatMap((row, index) => (row.every(cell => cell.trim() === '') ? [] : [{ number: index + 1, cells: row.map(cellOf) }]))
  return ok({ table: { name: '', rows: kept, merges: [], names: [] }, warnings: [] })
}
