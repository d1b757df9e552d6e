import { describe, expect, test } from 'vitest'
import { tableCsv, writeCsv } from '../../src/exchange/csv.ts'
import { capacityTable } from '../../src/exchange/exporters/capacity-table.ts'
import { equipmentTable } from '../../src/exchange/exporters/equipment-table.ts'
import { exporters } from '../../src/exchange/exporters/index.ts'
import { ledgerTable } from '../../src/exchange/exporters/ledger-table.ts'
import { seriesTable } from '../../src/exchange/exporters/series-table.ts'
import { handRun, HOUR_MS, MONDAY } from '../analysis/runs.ts'

const MARK = '\uFEFF'

/** Cells of CSV text by RFC 4180, the byte order mark set aside. */
function parse(text: string): string[][] {
  expect(text.startsWith(MARK)).toBe(true)
  expect(text.endsWith('\r\n')).toBe(true)
  const rows: string[][] = [['']]
  let isQuoted = false
  for (let i = 1; i < text.length - 2; i++) {
    const row = rows[rows.length - 1]
    const [before, character] = [i === 1 ? '' : text[i - 1], text[i]]
    if (character === '"') {
      if (!isQuoted && before === '"' && row[row.length - 1] !== '') row[row.length - 1] += '"'
      isQuoted = !isQuoted
    } else if (character === ',' && !isQuoted) row.push('')
    else if (character === '\n' && !isQuoted && before === '\r') rows.push([''])
    else if (character !== '\r' || isQuoted) row[row.length - 1] += character
  }
  return rows
}

describe('CSV text', () => {
  test('begins with a byte order mark, carries units in its head and ends lines with CRLF', () => {
    expect(writeCsv([{ name: 'day', unit: '' }, { name: 'IT energy', unit: 'kWh' }], [['2029-01-01', 1.5], ['2029-01-02', 0]])).toBe(`${MARK}day,IT energy [kWh]\r\n2029-01-01,1.5\r\n2029-01-02,0\r\n`)
  })

  test('quotes what would break a row, in the head as well', () => {
    const text = writeCsv([{ name: 'a, "b"', unit: 'm³' }], [['x,y'], ['say "hi"'], ['two\nlines'], ['plain']])
    expect(text).toBe(`${MARK}"a, ""b"" [m³]"\r\n"x,y"\r\n"say ""hi"""\r\n"two\nlines"\r\nplain\r\n`)
  })

  test('leaves missing values empty and writes exact integers whole', () => {
    expect(writeCsv([{ name: 'v', unit: '' }], [[null], [NaN], [Infinity], [47_338_559_999_994_521n], [-0.1]])).toBe(`${MARK}v\r\n\r\n\r\n\r\n47338559999994521\r\n-0.1\r\n`)
  })

  test('of no rows is its head', () => {
    expect(writeCsv([{ name: 'v', unit: 'W' }], [])).toBe(`${MARK}v [W]\r\n`)
  })
})

test('texts that a spreadsheet would compute are made plain; negative numbers stay numbers', () => {
  expect(writeCsv([{ name: 'v', unit: '' }], [['=1+1'], ['@x'], ['-2'], [-2]], { hasByteOrderMark: false })).toBe("v\r\n'=1+1\r\n'@x\r\n'-2\r\n-2\r\n")
})

describe('tables of a run', () => {
  const run = handRun({
    windows: [{ P: 6, 'L2.grid': 18 }, {}, { 'L7.noDemand': 24 }, { P: 24 }],
    windowMs: 12 * HOUR_MS,
    series: { it: { unit: 'kWh', values: [1, 2, 3, 4] }, throttle: { unit: '1', values: [0, 0.5, 1, NaN] } },
  })

  test('the ledger: a row for every window and bucket that holds anything, in accelerator-ms', () => {
    expect(parse(tableCsv(ledgerTable(run)))).toEqual([
      ['window', 'day', 'bucket', 'label', 'time [accelerator-ms]'],
      ['0', '2029-01-01', 'L2.grid', 'Grid late or out', String(18 * HOUR_MS)],
      ['0', '2029-01-01', 'P', 'Productive', String(6 * HOUR_MS)],
      ['2', '2029-01-02', 'L7.noDemand', 'No demand', String(24 * HOUR_MS)],
      ['3', '2029-01-02', 'P', 'Productive', String(24 * HOUR_MS)],
    ])
  })

  test('the ledger sums to the contract', () => {
    const rows = parse(tableCsv(ledgerTable(run))).slice(1)
    expect(rows.reduce((sum, row) => sum + BigInt(row[4]), 0n)).toBe(72n * BigInt(HOUR_MS))
  })

  test('series: a row a window, a column a series with its unit', () => {
    expect(parse(tableCsv(seriesTable(run)))).toEqual([
      ['window', 'day', 'it [kWh]', 'throttle'],
      ['0', '2029-01-01', '1', '0'],
      ['1', '2029-01-01', '2', '0.5'],
      ['2', '2029-01-02', '3', '1'],
      ['3', '2029-01-02', '4', ''],
    ])
  })

  test('equipment: a row a machine, with the unit of its rating', () => {
    const machines = [
      { id: 'grid/substation/transformer[0]', kind: 'substation-transformer', block: -1, model: 'hv-90mva', rating: 90e6 },
      { id: 'block[1]/cooler[3]', kind: 'cooler', block: 1, model: 'dry-cooler-980kw', rating: 980_000 },
    ]
    expect(parse(tableCsv(equipmentTable({ ...run, equipment: machines }))).slice(1)).toEqual([
      ['grid/substation/transformer[0]', 'substation-transformer', '', 'hv-90mva', '90000000', 'VA'],
      ['block[1]/cooler[3]', 'cooler', '1', 'dry-cooler-980kw', '980000', 'W'],
    ])
  })

  test('capacity: a row a block, with what binds and what the others have left', () => {
    const row = { block: 0, designW: 12e6, installedW: 12e6, commissionedW: 12e6, energisedW: 12e6, availableW: 10e6, usableW: 8e6, committedW: 7e6, usedW: 6e6, spaceW: 9e6, powerW: 8e6, coolingW: 10e6, imbalanceW: 1e5, overheadFraction: 0.2 }
    const [header, values] = parse(tableCsv(capacityTable({ ...run, capacity: [row] })))
    const of = (name: string): string => values[header.indexOf(name)]
    expect([of('available [W]'), of('placeable [W]'), of('binds'), of('stranded cooling [W]'), of('stranded space [W]')]).toEqual(['10000000', '8000000', 'power', '2000000', '1000000'])
  })

  test('every exporter writes a table even of an empty run, under a name of its own', () => {
    const empty = handRun({ windows: [], startDay: MONDAY })
    for (const { id, table } of exporters) {
      const { columns } = table(empty)
      expect(parse(tableCsv(table(empty))).length, id).toBe(1)
      expect(new Set(columns.map(({ key }) => key)).size, id).toBe(columns.length)
    }
    expect(new Set(exporters.map(({ id }) => id)).size).toBe(exporters.length)
  })
})
