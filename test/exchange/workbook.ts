/** Workbooks made in memory, right ones and broken ones: no file of anybody is kept for the tests. */
import { strToU8, zipSync } from 'fflate'
import { columnLetters } from '../../src/exchange/sheet.ts'

/** A text, a number, a flag, a day number with a date format, a formula with its stored value, an error, or nothing. */
export type TestCell = string | number | boolean | null | { readonly serial: number; readonly custom?: boolean } | { readonly formula: string; readonly stored: string | number } | { readonly error: string } | { readonly inline: string }

export interface TestWorkbook {
  readonly sheets: Readonly<Record<string, readonly (readonly TestCell[])[]>>
  readonly merges?: readonly string[]
  readonly calendar1904?: boolean
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const xml = (body: string): Uint8Array => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${body}`)
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

function cellXml(cell: TestCell, place: string, shared: string[]): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'string') {
    if (!shared.includes(cell) && shared.length < 1000) shared.push(cell)
    const at = shared.indexOf(cell)
    return at < 0 ? `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>` : `<c r="${place}" t="s"><v>${at}</v></c>`
  }
  if ('serial' in cell) return `<c r="${place}" s="${cell.custom === true ? 2 : 1}"><v>${cell.serial}</v></c>`
  if ('formula' in cell) return `<c r="${place}"${typeof cell.stored === 'string' ? ' t="str"' : ''}><f>${escaped(cell.formula)}</f><v>${escaped(String(cell.stored))}</v></c>`
  if ('inline' in cell) return `<c r="${place}" t="inlineStr"><is><r><t>${escaped(cell.inline)}</t></r></is></c>`
  return `<c r="${place}" t="e"><v>${cell.error}</v></c>`
}

export function workbook({ sheets, merges = [], calendar1904 = false }: TestWorkbook): Uint8Array {
  const names = Object.keys(sheets)
  const shared: string[] = []
  const parts: Record<string, Uint8Array> = {}
  names.forEach((name, index) => {
    const rows = sheets[name].map((cells, row) => (cells.length === 0 ? '' : `<row r="${row + 1}">${cells.map((cell, column) => cellXml(cell, `${columnLetters(column + 1)}${row + 1}`, shared)).join('')}</row>`))
    const merged = merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${merges.map(range => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`
    parts[`xl/worksheets/sheet${index + 1}.xml`] = xml(`<worksheet ${MAIN}><sheetData>${rows.join('')}</sheetData>${merged}</worksheet>`)
  })
  parts['xl/workbook.xml'] = xml(`<workbook ${MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${calendar1904 ? '<workbookPr date1904="1"/>' : '<workbookPr/>'}<sheets>${names.map((name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`)
  parts['xl/_rels/workbook.xml.rels'] = xml(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, index) => `<Relationship Id="rId${index + 1}" Type="worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`)
  parts['xl/sharedStrings.xml'] = xml(`<sst ${MAIN}>${shared.map(text => `<si><t xml:space="preserve">${escaped(text)}</t><rPh sb="0" eb="1"><t>hint</t></rPh></si>`).join('')}</sst>`)
  parts['xl/styles.xml'] = xml(`<styleSheet ${MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="[$-409]d\\-mmm\\-yy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`)
  return zipSync(parts)
}

/** Day number of workbooks for a date after February 1900. */
export const serialOf = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 86_400_000 + 25_569
