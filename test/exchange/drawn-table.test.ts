import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { tableCsv } from '../../src/exchange/csv.ts'
import { drawnTable } from '../../src/exchange/drawn-table.ts'
import { tableParquet } from '../../src/exchange/parquet-table.ts'
import { withDensity } from '../../src/exchange/png-density.ts'

const DRAWN = {
  columns: [{ name: 'week from', unit: '' }, { name: 'share', unit: '1' }, { name: 'share', unit: '1' }, { name: 'what', unit: '' }, { name: 'power', unit: 'MW' }],
  rows: [['2028-01-03', 0.5, null, '=HYPERLINK("x")', 3], ['2028-01-10', NaN, 2, 'a "b", c', null]] as (string | number | null)[][],
}

test('days are days, numbers numbers, the rest text; equal names get keys of their own', () => {
  expect(drawnTable(DRAWN).columns.map(({ key, type, unit }) => [key, type, unit])).toEqual([['week_from', 'day', ''], ['share', 'number', '1'], ['share_3', 'number', '1'], ['what', 'text', ''], ['power_mw', 'number', 'MW']])
})

test('CSV has its units in the head, a byte order mark, and no formula', () => {
  expect(tableCsv(drawnTable(DRAWN))).toBe('\uFEFFweek from,share [1],share [1],what,power [MW]\r\n2028-01-03,0.5,,"\'=HYPERLINK(""x"")",3\r\n2028-01-10,,2,"a ""b"", c",\r\n')
})

test('Parquet reads back as it was', async () => {
  const bytes = Uint8Array.from(tableParquet(drawnTable(DRAWN), { chart: 'x' }))
  const rows = await parquetReadObjects({ file: bytes.buffer })
  expect(rows).toEqual([
    { week_from: new Date('2028-01-03T00:00:00Z'), share: 0.5, share_3: null, what: '=HYPERLINK("x")', power_mw: 3 },
    { week_from: new Date('2028-01-10T00:00:00Z'), share: null, share_3: 2, what: 'a "b", c', power_mw: null },
  ].map(row => expect.objectContaining(Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))))
})

test('the density of a PNG stands after its header: 300 dots an inch are 11811 a metre', () => {
  const png = new Uint8Array(33 + 12)
  const out = withDensity(png, 300)
  const view = new DataView(out.buffer)
  expect([out.length, String.fromCodePoint(...out.subarray(37, 41)), view.getUint32(41), view.getUint32(45), out[49]]).toEqual([png.length + 21, 'pHYs', 11811, 11811, 1])
})
