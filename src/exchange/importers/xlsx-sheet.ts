/**
 * A sheet of an Office Open XML workbook (ECMA-376, parts 1 and 2). Values are read as they were stored: a formula is told as one and not
 * worked out, neither is the value that was stored with it taken for granted. Numbers with a format of dates are days.
 */
import { unzipSync } from 'fflate'
import { civilFromDays } from '../../base/civil-date.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'
import { columnNumber, MAX_SHEET_BYTES, MAX_SHEET_CELLS, type Merge, type Sheet, type SheetCell, type SheetRow } from '../sheet.ts'
import { attributesOf, type Tag, tagsOf, unescaped } from '../xml-tags.ts'

/** Most bytes that the parts of a workbook may unpack to: a file of a few kilobytes may claim any number. */
const MAX_UNPACKED = 512_000_000
/** Days from 1970-01-01 back to day 0 of the two calendars of workbooks; the first one has a 29 February 1900. */
const DAY_ZERO = { 1900: -25_569, 1904: -24_107 } as const
const LAST_WRONG_DAY = 60
/** Formats of dates and times that every workbook has. Source: ECMA-376 part 1, 18.8.30. */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

type Parts = Readonly<Record<string, Uint8Array>>

const failure = (code: string, message: string): Result<never, readonly ImportIssue[]> => err([{ code, severity: 'error', message }])

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b
/** Old binary workbooks and encrypted ones are compound files. */
const isCompound = (bytes: Uint8Array): boolean => bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0

export const sniffXlsxSheet = (bytes: Uint8Array): boolean => isZip(bytes) || isCompound(bytes)

const wanted = (name: string): boolean => /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/u.test(name)

/** The parts that are read, or why they cannot be. */
function unpacked(bytes: Uint8Array): Result<Parts, readonly ImportIssue[]> {
  let claimed = 0
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!wanted(name)) return false
        claimed += originalSize
        return claimed <= MAX_UNPACKED
      },
    })
    return claimed <= MAX_UNPACKED ? ok(parts) : failure('SHEET_SIZE', `the workbook unpacks to more than ${MAX_UNPACKED} bytes`)
  } catch {
    return failure('SHEET_DAMAGED', 'the workbook cannot be unpacked: the file is damaged or was not saved to its end')
  }
}

const textOf = (parts: Parts, name: string): string => (parts[name] === undefined ? '' : new TextDecoder().decode(parts[name]))

interface WorkbookSheet {
  readonly name: string
  readonly part: string
}

/** Sheets of the workbook in their order, with the parts that hold them. */
function sheetsOf(parts: Parts): WorkbookSheet[] {
  const targets = new Map([...tagsOf(textOf(parts, 'xl/_rels/workbook.xml.rels'))].filter(({ name }) => name === 'Relationship').map(tag => attributesOf(tag)).map(({ Id = '', Target = '' }) => [Id, Target] as const))
  return [...tagsOf(textOf(parts, 'xl/workbook.xml'))].filter(({ name, isEnd }) => name === 'sheet' && !isEnd).map(tag => {
    const attributes = attributesOf(tag)
    const target = targets.get(attributes['r:id'] ?? '') ?? ''
    return { name: attributes.name ?? '', part: target.startsWith('/') ? target.slice(1) : `xl/${target}` }
  })
}

/** Shared texts, each the sum of its runs; phonetic hints are no part of them. */
function sharedTexts(xml: string): string[] {
  const texts: string[] = []
  let text = ''
  let isHint = false
  for (const { name, isEnd, after } of tagsOf(xml)) {
    if (name === 'si' && !isEnd) text = ''
    else if (name === 'si') texts.push(text)
    else if (name === 'rPh') isHint = !isEnd
    else if (name === 't' && !isEnd && !isHint) text += unescaped(after)
  }
  return texts
}

/** Which cell styles show dates. */
function dateStyles(xml: string): boolean[] {
  const custom = new Map<number, boolean>()
  const styles: boolean[] = []
  let isInCells = false
  for (const tag of tagsOf(xml)) {
    if (tag.name === 'numFmt') {
      const { numFmtId = '', formatCode = '' } = attributesOf(tag)
      // Letters in quotation marks, after a backslash or in brackets are no letters of a date.
      custom.set(Number(numFmtId), /[dy]|m{3}/iu.test(formatCode.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/gu, '')))
    }
    if (tag.name === 'cellXfs') isInCells = !tag.isEnd
    if (tag.name === 'xf' && isInCells && !tag.isEnd) {
      const id = Number(attributesOf(tag).numFmtId ?? '0')
      styles.push(custom.get(id) ?? isBuiltInDate(id))
    }
  }
  return styles
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** Day of a serial number, as `2028-07-01`. */
function dayText(serial: number, calendar: keyof typeof DAY_ZERO): string {
  const whole = Math.floor(serial)
  const days = whole + DAY_ZERO[calendar] + (calendar === 1900 && whole < LAST_WRONG_DAY ? 1 : 0)
  const { year, month, day } = civilFromDays(days)
  return `${year}-${twoDigits(month)}-${twoDigits(day)}`
}

interface Workbook {
  readonly texts: readonly string[]
  readonly dates: readonly boolean[]
  readonly calendar: keyof typeof DAY_ZERO
}

interface RawCell {
  readonly type: string
  readonly style: number
  value: string
  text: string
  formula: string | null
}

function cellOf({ type, style, value, text, formula }: RawCell, { texts, dates, calendar }: Workbook): SheetCell {
  if (formula !== null) return { kind: 'formula', text: `=${formula}` }
  if (type === 's') return texts[Number(value)] ?? null
  if (type === 'inlineStr') return text
  if (type === 'e') return { kind: 'error', text: value }
  if (value === '') return null
  if (type === 'str') return value
  if (type === 'b') return value === '1'
  if (type === 'd') return { kind: 'date', text: value.slice(0, 10) }
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  return dates[style] ? { kind: 'date', text: dayText(number, calendar) } : number
}

function mergeOf(reference: string): Merge | undefined {
  const match = /^\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)$/u.exec(reference)
  if (match === null) return undefined
  const [, left, top, right, bottom] = match
  return { firstRow: Number(top), lastRow: Number(bottom), firstColumn: columnNumber(left), lastColumn: columnNumber(right) }
}

/** Collects cells while the tags of a sheet go by. */
function createReader(book: Workbook) {
  const rows: SheetRow[] = []
  const merges: Merge[] = []
  let cells: SheetCell[] = []
  let rowNumber = 0
  let column = 0
  let cell: RawCell | null = null
  let count = 0
  const beginRow = (tag: Tag): void => {
    rowNumber = Number(attributesOf(tag).r ?? rowNumber + 1)
    cells = []
    column = 0
  }
  const endRow = (): void => {
    if (cells.some(each => each !== null && each !== '')) rows.push({ number: rowNumber, cells })
  }
  const beginCell = (tag: Tag): void => {
    // Attributes of cells are short words without entities; a million of them are read.
    const letters = / r="([A-Z]{1,3})\d/u.exec(tag.inside)?.[1]
    column = letters === undefined ? column + 1 : columnNumber(letters)
    cell = { type: / t="(\w+)"/u.exec(tag.inside)?.[1] ?? 'n', style: Number(/ s="(\d+)"/u.exec(tag.inside)?.[1] ?? '0'), value: '', text: '', formula: null }
    if (tag.isEmpty) endCell()
  }
  const endCell = (): void => {
    if (cell === null) return
    while (cells.length < column - 1) cells.push(null)
    cells[column - 1] = cellOf(cell, book)
    count += 1
    cell = null
  }
  const begins: Readonly<Record<string, (tag: Tag) => void>> = {
    row: tag => {
      beginRow(tag)
      if (tag.isEmpty) endRow()
    },
    c: beginCell,
    v: ({ after }) => void (cell !== null && (cell.value = unescaped(after))),
    t: ({ after }) => void (cell !== null && (cell.text += unescaped(after))),
    f: ({ after }) => void (cell !== null && (cell.formula = unescaped(after))),
    mergeCell: tag => {
      const merge = mergeOf(attributesOf(tag).ref ?? '')
      if (merge !== undefined) merges.push(merge)
    },
  }
  const ends: Readonly<Record<string, () => void>> = { row: endRow, c: endCell }
  return {
    take: (tag: Tag): void => (tag.isEnd ? ends[tag.name]?.() : begins[tag.name]?.(tag)),
    isTooLarge: () => count > MAX_SHEET_CELLS,
    sheet: () => ({ rows, merges }),
  }
}

/** Reads the sheet with this name, or the first one. */
export function parseXlsxSheet(bytes: Uint8Array, sheetName?: string): Result<Imported<Sheet>, readonly ImportIssue[]> {
  if (isCompound(bytes)) return failure('SHEET_FORMAT', 'this is an old or an encrypted workbook: save it as .xlsx without a password')
  if (bytes.length > MAX_SHEET_BYTES) return failure('SHEET_SIZE', `the file has ${bytes.length} bytes; at most ${MAX_SHEET_BYTES} are read`)
  const parts = unpacked(bytes)
  if (!parts.ok) return parts
  const sheets = sheetsOf(parts.value)
  const names = sheets.map(({ name }) => name)
  if (sheets.length === 0) return failure('SHEET_FORMAT', 'this is no workbook: it has no sheets')
  const chosen = sheetName === undefined ? sheets[0] : sheets.find(({ name }) => name.toLowerCase() === sheetName.toLowerCase())
  if (chosen === undefined) return failure('SHEET_NAME', `the workbook has no sheet “${sheetName ?? ''}”; it has ${names.join(', ')}`)
  const calendar = [...tagsOf(textOf(parts.value, 'xl/workbook.xml'))].some(tag => tag.name === 'workbookPr' && ['1', 'true'].includes(attributesOf(tag).date1904 ?? '')) ? 1904 : 1900
  const reader = createReader({ texts: sharedTexts(textOf(parts.value, 'xl/sharedStrings.xml')), dates: dateStyles(textOf(parts.value, 'xl/styles.xml')), calendar })
  for (const tag of tagsOf(textOf(parts.value, chosen.part))) {
    reader.take(tag)
    if (reader.isTooLarge()) return failure('SHEET_SIZE', `the sheet has more than ${MAX_SHEET_CELLS} cells`)
  }
  return ok({ table: { name: chosen.name, names, ...reader.sheet() }, warnings: [] })
}
