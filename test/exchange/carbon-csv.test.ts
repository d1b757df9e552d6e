import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { importCarbon } from '../../src/exchange/importers/index.ts'
import { describeWithShared } from '../fixtures.ts'

/** Means of the year that the model specification computed from the same files, g/kWh, rounded and without the empty hours that we fill. */
const MEANS = { ERCO: 347.2, PJM: 362.6, SOCO: 423.2, MISO: 440.5, NYIS: 272.8, CISO: 256.2, AZPS: 575.0, BPAT: 54.7 } as const

describeWithShared('real series of eight US grids', 'data/carbon-us-2022', folder => {
  test.each(Object.entries(MEANS))('%s: 8,760 hours with a mean of %d g/kWh', (grid, mean) => {
    const read = importCarbon(gunzipSync(readFileSync(join(folder, `${grid}_2022.csv.gz`))).toString())
    if (!read.ok) throw new Error(JSON.stringify(read.error))
    const { table, warnings } = read.value
    expect(warnings.map(({ code }) => code).filter(code => code !== 'CI_FILLED')).toEqual([])
    expect(table.hours).toBe(8760)
    expect(Math.abs(table.gPerKWh.reduce((sum, g) => sum + g, 0) / 8760 - mean)).toBeLessThan(0.1)
  })
})

/** A year of rows; the value is the hour of the year. */
function year({ hours = 8760, zone = '+00:00', change = (line: string, _hour: number): string => line } = {}): string {
  const days = [31, hours === 8784 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  const two = (n: number): string => String(n).padStart(2, '0')
  const lines: string[] = []
  days.forEach((count, month) => {
    for (let day = 1; day <= count; day++) for (let hour = 0; hour < 24; hour++) lines.push(change(`${hours === 8784 ? 2024 : 2022}-${two(month + 1)}-${two(day)} ${two(hour)}:00:00${zone},${lines.length / 10}`, lines.length))
  })
  return `timestamp,avg_CI\n${lines.join('\n')}\n`
}

describe('hourly carbon intensity', () => {
  test('row 0 is the first UTC hour of the year, also for a file in local time', () => {
    const utc = importCarbon(year())
    const local = importCarbon(year({ zone: '-06:00' }))
    if (!utc.ok || !local.ok) throw new Error('does not parse')
    expect([0, 6, 8759].map(hour => utc.value.table.gPerKWh[hour])).toEqual([0, 0.6, 875.9])
    // 0 h at UTC−6 is 6 h UTC; the last six hours of the local year fill the first ones.
    expect([6, 0, 5].map(hour => local.value.table.gPerKWh[hour])).toEqual([0, 875.4, 875.9])
  })

  test('missing hours are filled on a straight line, with a warning', () => {
    const read = importCarbon(year({ change: (line, hour) => (hour === 9 || hour === 10 || hour === 8759 ? line.replace(/,.*/u, ',') : line) }))
    if (!read.ok) throw new Error('does not parse')
    expect(Array.from(read.value.table.gPerKWh.subarray(8, 12))).toEqual([0.8, expect.closeTo(0.9, 12), expect.closeTo(1, 12), 1.1])
    // The last hour lies between the one before and the first of the year.
    expect(read.value.table.gPerKWh[8759]).toBeCloseTo(875.8 / 2, 9)
    expect(read.value.warnings).toMatchObject([{ code: 'CI_FILLED', line: 11, count: 3 }])
  })

  test('a leap year has 8,784 hours', () => expect(importCarbon(year({ hours: 8784 }))).toMatchObject({ ok: true, value: { table: { hours: 8784 } } }))

  test.each([
    { why: 'no intensity column', text: 'timestamp,price\n2022-01-01 00:00,3\n', code: 'CARBON_FORMAT', line: 1 },
    { why: 'a year that is cut off', text: year().split('\n').slice(0, 100).join('\n'), code: 'CI_LEN', line: 100 },
    { why: 'a negative intensity', text: year({ change: (line, hour) => (hour === 9 ? line.replace(/,.*/u, ',-3') : line) }), code: 'CI_RANGE', line: 11 },
    { why: 'no number', text: year({ change: (line, hour) => (hour === 9 ? line.replace(/,.*/u, ',much') : line) }), code: 'CI_RANGE', line: 11 },
    { why: 'a year full of holes', text: year({ change: (line, hour) => (hour % 10 === 9 ? line.replace(/,.*/u, ',') : line) }), code: 'CI_GAPS', line: 11 },
    { why: 'an hour twice', text: year({ change: (line, hour) => (hour === 9 ? line.replace('09:00', '08:00') : line) }), code: 'CI_ORDER', line: 11 },
  ])('$why is told with its line', ({ text, code, line }) => {
    expect(importCarbon(text)).toMatchObject({ ok: false, error: [{ code, line, severity: 'error' }] })
  })
})
