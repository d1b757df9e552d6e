import { describe, expect, test } from 'vitest'
import { judgeChecks, verdictOf } from '../../src/analysis/judge-checks.ts'
import { checksSection } from '../../src/scenario/schema/checks.ts'

const judged = (expectation: string | string[], values: readonly number[], metric = 'meanUtilisation', option: string | null = null) =>
  judgeChecks(checksSection.parse([{ metric, expect: expectation }]), option, values.map(value => [value]))

describe('judging checks', () => {
  // Type 7: of 0.5, 0.6, …, 0.9 the 10 % quantile is 0.5 + 0.4 · 0.1 = 0.54, the mean 0.7.
  const VALUES = [0.9, 0.5, 0.7, 0.6, 0.8]
  test.each([
    ['p10 >= 0.54', true, 0.54],
    ['p10 > 0.541', false, 0.54],
    ['mean <= 70.1 %', true, 0.7],
    ['min > 0.5', false, 0.5],
    ['max < 0.91', true, 0.9],
  ])('%s over five replications: %s', (text, pass, value) => {
    const [result] = judged(text, VALUES)
    expect(result.pass).toBe(pass)
    expect(result.value).toBeCloseTo(value, 12)
  })

  test('what has no value in a replication does not pass, and says so', () => {
    const [result] = judged('mean >= 0', [0.5, NaN])
    expect(result).toMatchObject({ pass: false, value: null, reason: expect.stringContaining('1 of 2 replications') })
  })

  test('what is never reached is later than any day, and quantiles below it stay what they are', () => {
    const [p50, p90] = judged(['p50 <= 100', 'p90 <= 1000000'], [80, 90, 95, Infinity, Infinity], 'timeToCapacity')
    expect(p50).toMatchObject({ pass: true, value: 95 })
    expect(p90).toMatchObject({ pass: false, value: null, valueText: 'never', reason: expect.stringContaining('2 of 5') })
  })

  test('checks of an option are judged with it alone, those of * with all', () => {
    const checks = checksSection.parse(['{option: a}', '{option: *}', ''].map(of => ({ metric: `pue${of}`, expect: 'mean <= 2' })))
    const names = (option: string | null): number[] => judgeChecks(checks, option, [[1, 1, 1]]).map(({ index }) => index)
    expect([names(null), names('a'), names('b')]).toEqual([[1, 2], [0, 1, 2], [1, 2]])
  })

  test('a missed warning does not fail', () => {
    expect(verdictOf([])).toBe('none')
    expect(verdictOf([{ pass: true, level: 'error' }, { pass: false, level: 'warn' }])).toBe('warn')
    expect(verdictOf([{ pass: false, level: 'warn' }, { pass: false, level: 'error' }])).toBe('fail')
  })
})
