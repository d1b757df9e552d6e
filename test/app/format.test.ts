import { describe, expect, test } from 'vitest'
import { formatDay, formatDuration, formatMoney, formatNumber, formatPercent, formatRange, formatScaled, formatSigned, formatWords } from '../../src/app/format.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'

const THIN = '\u2009'
const spaced = (text: string): string => text.replaceAll(' ', THIN)

describe('numbers as people read them', () => {
  test.each([
    [0, 0, '0'],
    [1234, 0, '1234'],
    [12345, 0, '12 345'],
    [1234567.891, 2, '1 234 567.89'],
    [-0.04, 1, '0.0'],
    [-1.25, 1, '−1.3'],
    [NaN, 1, '–'],
  ])('%d with %d decimals', (value, decimals, text) => {
    expect(formatNumber(value, decimals)).toBe(spaced(text))
  })

  test.each([
    [999.6, 'W', '1.00 kW'],
    [25_000_000, 'W', '25.0 MW'],
    [812_000, 'W', '812 kW'],
    [1.5, 'W', '1.50 W'],
  ])('%d %s', (value, unit, text) => {
    expect(formatScaled(value, unit)).toBe(spaced(text))
  })

  test.each([
    [3_204_000_000, '3.20 bn USD'],
    [412_300_000, '412 M USD'],
    [3.512, '3.51 USD'],
    [9876, '9876 USD'],
  ])('%d dollars', (usd, text) => {
    expect(formatMoney(usd).replaceAll(THIN, ' ')).toBe(text)
  })

  test('a scaled number without a unit has no space at its end', () => {
    expect([formatScaled(4_090_000, ''), formatScaled(12, '')]).toEqual([spaced('4.09 M'), '12.0'])
  })

  test('a difference shows its sign, and ± when it reads as zero', () => {
    expect([1.24, -1.26, 0.001].map(value => formatSigned(value))).toEqual(['+1.2', '−1.3', '±0.0'])
  })

  test('a range says a shared unit once', () => {
    expect(formatRange(formatPercent(0.766), formatPercent(0.861))).toBe(`76.6–86.1${THIN}%`)
    expect(formatRange(formatMoney(-12e6), formatMoney(-8.2e6))).toMatch(/^−12.* … −8/u)
    expect(formatRange(formatDuration(2 * 86_400_000), formatDuration(80 * 86_400_000))).toBe(`2${THIN}days – 2.6${THIN}months`)
  })
})

test.each([
  [86_400_000 * 800, '2.2 years'],
  [86_400_000 * 91.3125, '3.0 months'],
  [86_400_000 * 12, '12 days'],
  [3_600_000 * 4, '4.0 h'],
  [90_000, '2 min'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(spaced(text))
})

test('days and words', () => {
  expect(formatDay(daysFromCivil(2029, 3, 1))).toBe('1 Mar 2029')
  expect(formatWords('liquidFlush')).toBe('Liquid flush')
})
