import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import type { Distribution } from '../../src/base/distribution.ts'
import { quantileOf } from '../../src/base/distribution.ts'
import {
  catalog, catalogItem, choice, count, date, datedMilestone, distribution, entry, flag, fraction, identifier, list, named, optional, optionalSection,
  orUnknown, quantity, ratio, section, text, variants,
} from '../../src/scenario/schema/fields.ts'

const help = 'A value.'
const MONTH_MS = (365.25 / 12) * 86_400_000
const codes = (field: z.ZodType, input: unknown): unknown[] => (field.safeParse(input).error?.issues ?? []).map((issue) => [issue.path.join('.'), issue.code === 'custom' ? issue.params?.code : issue.code])

describe('values', () => {
  test('ranges are stated with units and hold at their ends', () => {
    const power = quantity('W', { help, min: '1 kW', max: '2 GW' })
    expect(power.parse('1 kW')).toBe(1000)
    expect(power.parse('2 GW')).toBe(2e9)
    expect(codes(power, '0.999 kW')).toEqual([['', 'range']])
    expect(codes(power, '2.001 GW')).toEqual([['', 'range']])
  })

  test('negative quantities need a stated minimum, temperatures do not', () => {
    expect(codes(quantity('W', { help }), '-1 W')).toEqual([['', 'range']])
    expect(quantity('W', { help, min: '-1 kW' }).parse('-1 W')).toBe(-1)
    expect(quantity('degC', { help }).parse('-20 degC')).toBe(-20)
  })

  test('a bound that is no quantity of the unit is a programming error', () => {
    expect(() => quantity('W', { help, max: '2 kg' }).parse('1 W')).toThrow(/the schema has the bound/u)
  })

  test('fractions, ratios, counts, flags, texts, ids, dates', () => {
    expect(fraction({ help }).parse('85 %')).toBe(0.85)
    expect(codes(fraction({ help }), 1.01)).toEqual([['', 'range']])
    expect(ratio({ help }).parse(-3)).toBe(-3)
    expect(count({ help, max: 5 }).parse(5)).toBe(5)
    for (const wrong of [6, 1.5, -1, '3', null, Number.NaN]) expect(count({ help, max: 5 }).safeParse(wrong).success).toBe(false)
    expect(flag({ help }).parse(false)).toBe(false)
    expect(flag({ help }).safeParse('yes').success).toBe(false)
    expect(text({ help }).safeParse('x'.repeat(401)).success).toBe(false)
    expect(identifier({ help }).parse('block-2_a')).toBe('block-2_a')
    for (const wrong of ['2block', 'a.b', 'a b', '', 'ä', 'x'.repeat(65)]) expect(identifier({ help }).safeParse(wrong).success).toBe(false)
    expect(date({ help }).parse('1990-01-01')).toBe(7305)
    expect(date({ help }).parse('2028-02-29')).toBe(21_243)
    for (const wrong of ['2027-02-29', '2028-7-1', '28-07-01', '1989-12-31', '2101-01-01', 20280701]) expect(date({ help }).safeParse(wrong).success).toBe(false)
  })

  test('a wrong choice names the nearest', () => {
    const issue = choice(['easy-backfill', 'fifo'] as const, { help }).safeParse('easy-bakfill').error?.issues[0]
    expect(issue).toMatchObject({ params: { code: 'choice', allowed: 'easy-backfill, fifo', nearest: 'easy-backfill' } })
  })

  test('a default is read like input; an optional field has none', () => {
    expect(quantity('ms', { help, default: '6 months' }).parse(undefined)).toBe(6 * MONTH_MS)
    expect(optional(quantity('ms', { help, default: '6 months' })).parse(undefined)).toBeUndefined()
    expect(codes(quantity('ms', { help }), undefined)).toEqual([['', 'missing']])
    expect(codes(quantity('ms', { help, default: '6 months' }), null)).toEqual([['', 'missing']])
  })

  test('unknown is not zero', () => {
    const mass = orUnknown(quantity('kg', { help, min: '1 kg' }))
    expect(mass.parse('unknown')).toBeNull()
    expect(mass.parse('3 t')).toBe(3000)
    expect(mass.safeParse('0 kg').success).toBe(false)
  })
})

describe('distributions', () => {
  const duration = distribution('ms', { help, max: '15 years' })
  const fixed = (value: number): Distribution => ({ kind: 'fixed', value })

  test.each<[string, unknown, Distribution]>([
    ['a quantity', '2 weeks', fixed(1_209_600_000)],
    ['pert', { pert: ['1 s', '2 s', '4 s'] }, { kind: 'pert', low: 1000, mode: 2000, high: 4000 }],
    ['pert of one point', { pert: ['2 s', '2 s', '2 s'] }, fixed(2000)],
    ['weibull', { weibull: { shape: 1.5, scale: '10 s' } }, { kind: 'weibull', shape: 1.5, scale: 10_000 }],
    ['exponential', { exponential: '1 min' }, { kind: 'exponential', mean: 60_000 }],
    ['uniform', { uniform: ['1 s', '1 min'] }, { kind: 'uniform', low: 1000, high: 60_000 }],
    ['normal', { normal: { mean: '1 min', sd: '2 s' } }, { kind: 'normal', mean: 60_000, sd: 2000 }],
    ['equal quantiles', { p50: '1 s', p90: '1 s' }, fixed(1000)],
  ])('%s', (_, input, expected) => {
    expect(duration.parse(input)).toEqual(expected)
  })

  test('the quantiles of {p50, p90} are those written', () => {
    const slip = duration.parse({ p50: '6 months', p90: '18 months' })
    expect(quantileOf(slip, 0.5) / MONTH_MS).toBeCloseTo(6, 9)
    expect(quantileOf(slip, 0.9) / MONTH_MS).toBeCloseTo(18, 9)
  })

  test('the spread of a temperature is in kelvin', () => {
    expect(distribution('degC', { help }).parse({ normal: { mean: '20 degC', sd: '2 K' } })).toEqual({ kind: 'normal', mean: 20, sd: 2 })
    expect(distribution('degC', { help }).safeParse({ normal: { mean: '20 degC', sd: '2 degC' } }).success).toBe(false)
  })

  test.each<[string, unknown]>([
    ['p90 below p50', { p50: '2 s', p90: '1 s' }],
    ['half of p50, p90', { p50: '2 s' }],
    ['median zero', { p50: '0 s', p90: '1 s' }],
    ['pert out of order', { pert: ['3 s', '2 s', '4 s'] }],
    ['pert of two', { pert: ['2 s', '4 s'] }],
    ['weibull of negative shape', { weibull: { shape: -1, scale: '1 s' } }],
    ['weibull with a stranger', { weibull: { shape: 1, scale: '1 s', location: '1 s' } }],
    ['two forms', { exponential: '1 s', uniform: ['1 s', '2 s'] }],
    ['an unknown form', { gamma: { shape: 1 } }],
    ['nothing', {}],
    ['a list', ['1 s']],
    ['another dimension', '5 W'],
    ['another dimension inside', { pert: ['1 s', '2 W', '4 s'] }],
    ['negative', '-1 s'],
    ['negative inside', { uniform: ['-1 s', '4 s'] }],
    ['above the maximum', { p50: '16 years', p90: '17 years' }],
    ['prototype names', { constructor: '1 s' }],
  ])('refuses %s', (_, input) => {
    expect(codes(duration, input)).toHaveLength(1)
  })

  test('a milestone is a date, with or without slip', () => {
    const milestone = datedMilestone({ help })
    expect(milestone.parse('2029-01-01')).toEqual({ planned: 21_550, slip: fixed(0) })
    expect(milestone.parse({ planned: '2029-01-01', slip: '1 day' })).toEqual({ planned: 21_550, slip: fixed(86_400_000) })
    expect(codes(milestone, { planned: '2029-13-01', slip: '1 W' })).toEqual([['planned', 'date'], ['slip', 'dimension']])
    expect(codes(milestone, 5)).toEqual([['', 'type']])
  })
})

describe('sections', () => {
  const inner = section({ a: count({ help, default: 1 }), b: count({ help, default: 2 }) }, { help })

  test('a section of defaults may be left out, one with a required key may not', () => {
    expect(section({ inner }, { help }).parse({})).toEqual({ inner: { a: 1, b: 2 } })
    expect(section({ inner: section({ a: count({ help }) }, { help }) }, { help }).safeParse({}).success).toBe(false)
    expect(section({ inner: optionalSection({ a: count({ help }) }, { help }) }, { help }).parse({})).toEqual({})
  })

  test('unknown keys are refused at every depth', () => {
    expect(codes(section({ inner }, { help }), { inner: { c: 1 }, d: 2 })).toEqual([['inner', 'unrecognized_keys'], ['', 'unrecognized_keys']])
  })

  test('lists and named sections', () => {
    expect(list(count({ help }), { help, min: 1, max: 2 }).safeParse([1, 2, 3]).success).toBe(false)
    expect(named(inner, { help }).parse({ one: {}, two: { a: 5 } })).toEqual({ one: { a: 1, b: 2 }, two: { a: 5, b: 2 } })
    expect(codes(named(inner, { help }), { 'not a name': {} })).toEqual([['not a name', 'identifier']])
  })

  test('a variant is chosen by its key and has its own keys only', () => {
    const source = variants('source', { mix: { load: fraction({ help }) }, chat: { peak: quantity('request/s', { help }) } }, { help })
    expect(source.parse({ source: 'mix', load: 0.5 })).toEqual({ source: 'mix', load: 0.5 })
    expect(codes(source, { source: 'chat', load: 0.5 })).toEqual([['peak', 'missing'], ['', 'unrecognized_keys']])
    expect(codes(source, { source: 'chatt' })).toEqual([['source', 'choice']])
    expect(codes(source, {})).toEqual([['source', 'choice']])
    expect(codes(source, 'mix')).toEqual([['', 'choice']])
  })
})

describe('catalogs', () => {
  const engines = catalog('engine', { rated: quantity('W', { help, max: '5 MW' }), efficiency: fraction({ help, default: 0.4, source: 'x' }), noise: quantity('W', { help }) }, {
    small: entry('Small', 'a datasheet', 'high', { rated: '2 MW', noise: '1 W' }),
    open: entry('Open', 'a datasheet', 'high', { rated: '3 MW', efficiency: { value: 0.45, source: 'another', confidence: 'low' } }),
  })
  const item = catalogItem(engines, { inService: date({ help }) })

  test('an item is its row, with overrides and the extra fields of its place', () => {
    expect(item.parse({ model: 'small', inService: '2029-01-01' })).toEqual({ model: 'small', count: 1, rated: 2_000_000, efficiency: 0.4, noise: 1, inService: 21_550 })
    expect(item.parse({ model: 'open', count: 3, noise: '2 W', rated: '2.5 MW', inService: '2029-01-01' })).toMatchObject({ count: 3, rated: 2_500_000, efficiency: 0.45, noise: 2 })
  })

  test('what the catalog leaves open must be stated', () => {
    expect(codes(item, { model: 'open', inService: '2029-01-01' })).toEqual([['noise', 'missing']])
  })

  test('overrides keep their ranges; unknown models name the nearest', () => {
    expect(codes(item, { model: 'small', rated: '6 MW', inService: '2029-01-01' })).toEqual([['rated', 'range']])
    expect(item.safeParse({ model: 'smal', inService: '2029-01-01' }).error?.issues[0]).toMatchObject({ path: ['model'], params: { nearest: 'small' } })
    expect(codes(item, { model: 'constructor', inService: '2029-01-01' })).toEqual([['model', 'choice']])
    expect(codes(item, { model: 'small', color: 'red', inService: '2029-01-01' })).toEqual([['', 'unrecognized_keys']])
  })
})
