import { describe, expect, test } from 'vitest'
import { parseQuantity, parseRatio, readQuantity } from '../../src/scenario/schema/quantity-text.ts'
import { isUnitName, unitOf, unitText } from '../../src/scenario/schema/units.ts'

const DAY_MS = 86_400_000

describe('quantities in engine units', () => {
  test.each([
    ['60 MW', 'W', 60_000_000],
    ['60MW', 'W', 60_000_000],
    ['1.1 MW', 'W', 1_100_000],
    ['-5 kW', 'W', -5000],
    ['1e3 kW', 'W', 1_000_000],
    ['700 W', 'kW', 0.7],
    ['6 months', 'ms', 182.625 * DAY_MS],
    ['1 month', 'ms', (365.25 / 12) * DAY_MS],
    ['48 weeks', 'ms', 48 * 7 * DAY_MS],
    ['1 year', 'ms', 365.25 * DAY_MS],
    ['30 min', 'ms', 1_800_000],
    ['0.4 ms', 'ms', 0],
    ['36 degC', 'degC', 36],
    ['36 °C', 'degC', 36],
    ['309.15 K', 'degC', 36],
    ['96.8 degF', 'degC', 36],
    ['-40 degF', 'degC', -40],
    ['4 K', 'K', 4],
    ['1.5 L/min/kW', 'm^3/s/W', 2.5e-8],
    ['52 USD/MWh', 'USD/MWh', 52],
    ['0.052 USD/kWh', 'USD/MWh', 52],
    ['5.2 kUSD/GWh', 'USD/MWh', 5.2],
    ['14 USD/kW/month', 'USD/kW/month', 14],
    ['168 USD/kW/year', 'USD/kW/month', 14],
    ['329.17 USD/MW/day', 'USD/MW/day', 329.17],
    ['347 g/kWh', 'g/kWh', 347],
    ['347 kg/MWh', 'g/kWh', 347],
    ['0.5 1/year', '1/year', 0.5],
    ['0.5/year', '1/year', 0.5],
    ['5 %/year', '1/year', 0.05],
    ['4 krequest/s', 'request/s', 4000],
    ['120000 requests/min', 'request/s', 2000],
    ['400 Gb/s', 'B/s', 5e10],
    ['400 Gbit/s', 'B/s', 5e10],
    ['2.5 Pflop/s', 'flop/s', 2.5e15],
    ['80 GB', 'B', 8e10],
    ['300 MWh', 'J', 1.08e12],
    ['3 m²', 'm^2', 3],
    ['2 kW·h', 'J', 7.2e6],
    ['250 µs', 'us', 250],
    ['0.3 K/decade', 'K/decade', 0.3],
    ['0.03 K/year', 'K/decade', 0.3],
    ['12', '', 12],
  ])('%s is %s: %d', (text, unit, expected) => {
    const read = parseQuantity(text, unit)
    expect(read).toEqual({ ok: true, value: expect.closeTo(expected, 9) as number })
    if (read.ok) expect(Math.abs(read.value - expected)).toBeLessThanOrEqual(Math.abs(expected) * 1e-14)
  })

  test('decimal conversions are exact to the last bit', () => {
    expect(parseQuantity('52 USD/MWh', 'USD/MWh')).toEqual({ ok: true, value: 52 })
    expect(parseQuantity('700 W', 'kW')).toEqual({ ok: true, value: 0.7 })
    expect(parseQuantity('1360 kg', 'kg')).toEqual({ ok: true, value: 1360 })
    expect(parseQuantity('0.1 kV', 'V')).toEqual({ ok: true, value: 100 })
  })

  test('watts and milliseconds are whole, without negative zero', () => {
    expect(parseQuantity('0.4 W', 'W')).toEqual({ ok: true, value: 0 })
    const read = parseQuantity('-0.4 W', 'W')
    expect(read.ok && Object.is(read.value, 0)).toBe(true)
  })
})

describe('what is not a quantity', () => {
  test.each([
    ['60 kg', 'W', 'dimension'],
    ['60 MW/s', 'W', 'dimension'],
    ['60', 'W', 'unit-missing'],
    ['5 USD', 'USD/MWh', 'dimension'],
    ['4 degC', 'K', 'dimension'],
    ['4 degF', 'K', 'dimension'],
    ['60 MWW', 'W', 'unknown-unit'],
    ['60 constructor', 'W', 'unknown-unit'],
    ['60 __proto__', 'W', 'unknown-unit'],
    ['60 toString', 'W', 'unknown-unit'],
    ['60 W^99', 'W', 'unknown-unit'],
    ['60 W^0.5', 'W', 'unknown-unit'],
    ['60 (W)', 'W', 'unknown-unit'],
    ['60,000 W', 'W', 'not-a-quantity'],
    ['60_000 W', 'W', 'not-a-quantity'],
    ['sixty MW', 'W', 'not-a-quantity'],
    ['', 'W', 'not-a-quantity'],
    ['MW', 'W', 'not-a-quantity'],
    ['1e999 W', 'W', 'not-a-quantity'],
    ['1e300 W', 'W', 'range'],
    ['Infinity W', 'W', 'not-a-quantity'],
    ['NaN W', 'W', 'not-a-quantity'],
      ])('%s in %s: %s', (text, unit, code) => {
    const read = parseQuantity(text, unit)
    expect(read.ok ? read.value : read.error.code).toBe(code)
  })

  test.each([[null], [undefined], [true], [[1]], [{}]])('%s is of the wrong kind', (input) => {
    expect(parseQuantity(input, 'W').ok).toBe(false)
    expect(parseRatio(input).ok).toBe(false)
  })
})

test('text of any length is refused in words', () => {
  const read = parseQuantity(`1 ${'k'.repeat(5000)}W`, 'W')
  expect(read.ok ? read.value : read.error.code).toBe('not-a-quantity')
})

test('a ratio is a bare number or a percentage', () => {
  expect(parseRatio(0.85)).toEqual({ ok: true, value: 0.85 })
  expect(parseRatio('85 %')).toEqual({ ok: true, value: 0.85 })
  expect(parseRatio('7%')).toEqual({ ok: true, value: 0.07 })
  expect(parseRatio('0.85 W').ok).toBe(false)
  expect(parseRatio(Number.NaN).ok).toBe(false)
})

test('a unit that is written is read back', () => {
  for (const text of ['USD/MWh', 'kg m^2/s^3', '1/year', 'L/min/kW', 'degC', 'W']) {
    const unit = unitOf(text)
    if (!unit.ok) throw new Error(unit.error)
    expect(unitOf(unitText(unit.value.parts))).toEqual(unit)
  }
})

test('words that are units cannot be taken for names', () => {
  for (const word of ['W', 'kW', 'months', 'USD', 'requests', 'degC', 'min']) expect(isUnitName(word)).toBe(true)
  for (const word of ['slip', 'energyPrice', 'constructor', '', 'x'.repeat(1000)]) expect(isUnitName(word)).toBe(false)
})

test('a quantity keeps its number and its unit', () => {
  const read = readQuantity('18 months')
  expect(read.ok && [read.value.value, read.value.unitText]).toEqual([18, 'months'])
})
