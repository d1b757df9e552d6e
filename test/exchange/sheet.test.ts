// Spreadsheets as they were stored: texts, numbers, days; formulas told as formulas; whatever cannot be read is said.
import { describe, expect, test } from 'vitest'
import { importSheet } from '../../src/exchange/importers/index.ts'
import { columnLetters, columnNumber, type Sheet } from '../../src/exchange/sheet.ts'
import { attributesOf, tagsOf, unescaped } from '../../src/exchange/xml-tags.ts'
import { serialOf, workbook } from './workbook.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function sheetOf(data: Uint8Array, name?: string): Sheet {
  const read = importSheet(data, name)
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('; '))
  return read.value.table
}
const problem = (data: Uint8Array, name?: string): string => {
  const read = importSheet(data, name)
  return read.ok ? 'nothing' : read.error.map(({ code, line, message }) => `${code}${line === undefined ? '' : ` row ${line}`}: ${message}`).join('; ')
}

test.each([[1, 'A'], [26, 'Z'], [27, 'AA'], [52, 'AZ'], [703, 'AAA'], [16_384, 'XFD']])('column %i is %s', (number, letters) => {
  expect(columnLetters(number)).toBe(letters)
  expect(columnNumber(letters)).toBe(number)
})

describe('separated values', () => {
  test.each([['comma', ','], ['semicolon', ';'], ['tab', '\t']])('with a %s between them', (_, mark) => {
    const { rows } = sheetOf(bytes(`\uFEFFblock${mark}model\r\n"a${mark}b"${mark}"say ""x"""\r\n\r\nc${mark}\r\n`))
    expect(rows).toEqual([{ number: 1, cells: ['block', 'model'] }, { number: 2, cells: [`a${mark}b`, 'say "x"'] }, { number: 4, cells: ['c', null] }])
  })

  test('hold formulas as formulas, and long numbers as they are written', () => {
    expect(sheetOf(bytes('a,b\n=1+1,007\n')).rows[1].cells).toEqual([{ kind: 'formula', text: '=1+1' }, '007'])
  })

  test('in other encodings of Unicode', () => {
    expect(sheetOf(Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x2c, 0, 0x62, 0])).rows).toEqual([{ number: 1, cells: ['a', 'b'] }])
    expect(problem(Uint8Array.from([0x61, 0x2c, 0xe9, 0x0a]))).toMatch(/SHEET_ENCODING: .*CSV UTF-8/)
  })

  test('with a quotation mark that is never closed', () => {
    expect(problem(bytes('a,b\n1,"2\n3,4\n'))).toMatch(/SHEET_QUOTE row 2/)
  })
})

describe('workbooks', () => {
  test('give texts, numbers, flags, days, formulas and errors', () => {
    const { rows, name, names, merges } = sheetOf(workbook({
      sheets: { 'Q & A': [['a', 'b'], [], [1.5, true, { serial: serialOf('2028-07-01') }, { serial: serialOf('2029-02-28') + 0.5, custom: true }, { formula: 'A1*2', stored: 3 }, { error: '#REF!' }, { inline: 'x < y' }]], Other: [['z']] },
      merges: ['A1:B1'],
    }))
    expect([name, names]).toEqual(['Q & A', ['Q & A', 'Other']])
    expect(merges).toEqual([{ firstRow: 1, lastRow: 1, firstColumn: 1, lastColumn: 2 }])
    expect(rows).toEqual([
      { number: 1, cells: ['a', 'b'] },
      { number: 3, cells: [1.5, true, { kind: 'date', text: '2028-07-01' }, { kind: 'date', text: '2029-02-28' }, { kind: 'formula', text: '=A1*2' }, { kind: 'error', text: '#REF!' }, 'x < y'] },
    ])
  })

  // ECMA-376 part 1, 18.17.4.1: serial 1 is 1 January 1900, 60 a day that never was, 61 is 1 March; in the other calendar 0 is 1 January 1904.
  test.each([[1, false, '1900-01-01'], [59, false, '1900-02-28'], [61, false, '1900-03-01'], [46_935, false, '2028-07-01'], [0, true, '1904-01-01'], [45_473, true, '2028-07-01']])('day %i of the calendar (1904: %s) is %s', (serial, calendar1904, text) => {
    expect(sheetOf(workbook({ sheets: { a: [[{ serial }]] }, calendar1904 })).rows[0].cells).toEqual([{ kind: 'date', text }])
  })

  test('by the name of the sheet', () => {
    const two = workbook({ sheets: { One: [['a']], Two: [['b']] } })
    expect(sheetOf(two, 'two').rows[0].cells).toEqual(['b'])
    expect(problem(two, 'three')).toBe('SHEET_NAME: the workbook has no sheet “three”; it has One, Two')
  })

  test('that are damaged, encrypted or something else', () => {
    const good = workbook({ sheets: { a: [['x']] } })
    expect(problem(good.subarray(0, good.length >> 1))).toMatch(/SHEET_DAMAGED/)
    expect(problem(Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]))).toMatch(/SHEET_FORMAT: .*without a password/)
    expect(problem(workbook({ sheets: {} }))).toMatch(/SHEET_FORMAT: this is no workbook/)
    expect(problem(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]))).toMatch(/SHEET_FORMAT: not a spreadsheet/)
  })

  test('with 100,000 rows', () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => ['hall', 'gb200-nvl72', index])
    const read = sheetOf(workbook({ sheets: { racks: rows } }))
    expect(read.rows).toHaveLength(100_000)
    expect(read.rows[99_999]).toEqual({ number: 100_000, cells: ['hall', 'gb200-nvl72', 99_999] })
  })
})

describe('tags', () => {
  test('come in order; comments and declarations are passed over', () => {
    expect([...tagsOf('<?xml?><!DOCTYPE x><a:b c="1"><!-- <no> --><d/>t&amp;u</a:b><open')].map(({ name, isEnd, isEmpty }) => `${isEnd ? '/' : ''}${name}${isEmpty ? '/' : ''}`)).toEqual(['b', 'd/', '/b'])
  })
  test('entities of XML are resolved, others stay as they are written', () => {
    expect(unescaped('&lt;&#65;&#x42;&quot;&bomb;_x0041_')).toBe('<AB"&bomb;A')
    expect(attributesOf({ inside: 'c r="A1" t=\'s&gt;\'' })).toEqual({ r: 'A1', t: 's>' })
  })
})
