import { describe, expect, test } from 'vitest'
import { boundOf, readExpectation, readMetric } from '../../src/scenario/check-expression.ts'

const metric = (text: string) => {
  const read = readMetric(text)
  return read.ok ? read.value : read.error
}

describe('texts of checks', () => {
  test('a metric has a name, selectors and a day', () => {
    expect(metric('energisedAccelerators{option: bridge, site: east}@2029-06-01')).toMatchObject({ name: 'energisedAccelerators', selectors: { option: 'bridge', site: 'east' }, day: 21_701 })
    expect(metric('availability { tenant = lab }')).toMatchObject({ name: 'availability', selectors: { tenant: 'lab' }, day: null })
  })

  test.each([
    ['sustainedUtilization', { code: 'unknown-metric', nearest: 'sustainedUtilisation' }],
    ['pue{tenat: lab}', { code: 'check-selector' }],
    ['availability{tenat: lab}', { code: 'check-selector', nearest: 'tenant' }],
    ['availability{tenant: a, tenant: b}', { code: 'check-selector' }],
    ['availability{tenant}', { code: 'check-selector' }],
    ['itMW@2029-02-30', { code: 'check-selector' }],
    ['{option: x}', { code: 'check-selector' }],
  ])('%s is refused', (text, problem) => expect(metric(text)).toMatchObject(problem))

  test.each([
    ['energyMWh', 'mean <= 30 GWh', 30_000],
    ['meanUtilisation', 'p10 >= 55 %', 0.55],
    ['timeToCapacity', 'p90 < 2 weeks', 14],
    ['runEnd', 'p90 <= 2029-06-01', 21_701],
    ['carbonT', 'max < 2e3', 2000],
  ] as const)('the bound of %s %s is %d', (name, text, value) => {
    const expectation = readExpectation(text)
    expect(expectation.ok && boundOf(name, expectation.value)).toEqual({ ok: true, value })
  })

  test.each(['p0 >= 1', 'p100 > 1', 'p10 = 1', 'median >= 1', 'p10 >=', '', 7])('%s is no expectation', text => {
    expect(readExpectation(text)).toMatchObject({ ok: false, error: { code: 'check-expect' } })
  })
})
