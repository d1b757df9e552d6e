import { describe, expect, test } from 'vitest'
import { average, estimate, figure, meanInterval, quantile } from '../../src/analysis/estimate.ts'
import { studentQuantile } from '../../src/base/student.ts'

describe('quantiles of Student’s t', () => {
  // Table values of t at 97.5 % and 95 %.
  test.each([
    [0.975, 1, 12.706205],
    [0.975, 2, 4.302653],
    [0.975, 4, 2.776445],
    [0.975, 9, 2.262157],
    [0.975, 30, 2.042272],
    [0.975, 199, 1.971957],
    [0.95, 4, 2.131847],
    [0.995, 7, 3.499483],
  ])('at %d with %d degrees of freedom is %d', (p, degrees, expected) => {
    expect(studentQuantile(p, degrees)).toBeCloseTo(expected, 6)
  })

  test('is zero at the median', () => {
    expect(studentQuantile(0.5, 5)).toBe(0)
  })
})

describe('quantiles of a sample', () => {
  test('interpolate between order statistics', () => {
    const sorted = [1, 2, 4, 8]
    expect(quantile(sorted, 0)).toBe(1)
    expect(quantile(sorted, 1)).toBe(8)
    expect(quantile(sorted, 0.5)).toBe(3)
    expect(quantile(sorted, 0.1)).toBeCloseTo(1.3, 12)
    expect(quantile(sorted, 0.9)).toBeCloseTo(4 + 0.7 * 4, 12)
  })

  test('of one value are that value', () => {
    expect([0, 0.1, 0.5, 0.9, 1].map(p => quantile([7], p))).toEqual([7, 7, 7, 7, 7])
  })
})

describe('estimates over replications', () => {
  const a = [0.71, 0.69, 0.73, 0.7, 0.72]
  const b = [0.74, 0.71, 0.77, 0.73, 0.745]

  // Deviations .001 −.009 .011 .001 −.004: variance 55e-6, half-width t·√(55e-6/5); .009207 in print, where t is rounded to 2.776.
  test('T10.3: the paired interval', () => {
    const differences = a.map((value, i) => b[i] - value)
    const [low, high] = meanInterval(differences) ?? [NaN, NaN]
    expect(average(differences)).toBeCloseTo(0.029, 9)
    expect((high - low) / 2).toBeCloseTo(2.776445 * Math.sqrt(11e-6), 8)
    expect((high + low) / 2).toBeCloseTo(0.029, 9)
  })

  test('one value has no interval', () => {
    expect(meanInterval([3])).toBeNull()
    expect(estimate([3])).toEqual({ mean: 3, ci95: null, p10: 3, p50: 3, p90: 3 })
  })

  test('equal values have an interval without width', () => {
    expect(meanInterval([2, 2, 2])).toEqual([2, 2])
  })

  test('one missing value makes the figure inapplicable and says in how many', () => {
    expect(figure([1, NaN, 2], 'not reached')).toEqual({ value: null, reason: 'not reached (1 of 3 replications)' })
    expect(figure([NaN, NaN], 'no service')).toEqual({ value: null, reason: 'no service' })
    expect(figure([Infinity], 'nothing useful')).toEqual({ value: null, reason: 'nothing useful' })
    expect(figure([], 'nothing')).toEqual({ value: null, reason: 'nothing' })
  })
})
