import { describe, expect, test } from 'vitest'
import { PURPOSE, rootKey, uniform } from '../../src/base/rng.ts'
import { exponential, geometric, lognormal, normal, pert, pertShape, poisson, roundMs, triangular, weibull } from '../../src/base/variates.ts'

// Quantiles that carry no other source are those of scipy.stats 1.17.
describe('inversion', () => {
  test('exponential: −mean·ln(1−p)', () => {
    expect(exponential(0.5, 10)).toBeCloseTo(6.931471805599453, 13)
    expect(exponential(0.9, 10)).toBeCloseTo(23.02585092994046, 12)
    expect(exponential(1e-16, 1)).toBeCloseTo(1e-16, 30)
  })

  test('Weibull', () => {
    expect(weibull(0.1, 1.5, 100)).toBeCloseTo(22.30755256, 7)
    expect(weibull(0.9, 1.5, 100)).toBeCloseTo(174.37215136, 7)
    expect(weibull(0.3, 1, 10)).toBeCloseTo(exponential(0.3, 10), 12)
  })

  test('normal and lognormal', () => {
    expect(normal(0.1, 5, 2)).toBeCloseTo(2.43689687, 7)
    expect(lognormal(0.5, Math.log(6), 1)).toBeCloseTo(6, 13)
  })

  test('PERT 100/128/180', () => {
    expect(pertShape(100, 128, 180)).toEqual({ alpha: 2.4, beta: 3.6 })
    expect(pert(0.1, 100, 128, 180)).toBeCloseTo(112.9349759891, 8)
    expect(pert(0.5, 100, 128, 180)).toBeCloseTo(131.0578897565, 8)
    expect(pert(0.9, 100, 128, 180)).toBeCloseTo(152.4845642376, 8)
    expect(pert(0.3, 5, 5, 5)).toBe(5)
    expect(() => pert(0.5, 10, 9, 20)).toThrow('mode = 9')
  })

  test('triangular 9/14/24', () => {
    expect(triangular(0.1, 9, 14, 24)).toBeCloseTo(11.73861279, 7)
    expect(triangular(0.9, 9, 14, 24)).toBeCloseTo(20.12701665, 7)
    expect(triangular(0.3, 4, 4, 4)).toBe(4)
  })

  test('Poisson, walked (mean 4.2) and by the corrected normal (mean 100)', () => {
    expect([0.001, 0.1, 0.5, 0.9, 0.999].map(p => poisson(p, 4.2))).toEqual([0, 2, 4, 7, 12])
    expect([0.001, 0.1, 0.5, 0.9, 0.999].map(p => poisson(p, 100))).toEqual([71, 87, 100, 113, 132])
    expect(poisson(0.999999, 0)).toBe(0)
    expect(() => poisson(0.5, -1)).toThrow('mean = -1')
  })

  test('geometric with mean 5', () => {
    expect([0.01, 0.2, 0.5, 0.9, 0.99].map(p => geometric(p, 5))).toEqual([1, 1, 4, 11, 21])
    expect(geometric(0.999, 1)).toBe(1)
  })

  test('durations are whole milliseconds, at least one', () => {
    expect([0, 0.2, 1.4, 1.5, 2.5].map(roundMs)).toEqual([1, 1, 1, 2, 3])
  })
})

const MONOTONE: readonly [string, (u: number) => number][] = [
  ['exponential', u => exponential(u, 3)],
  ['weibull', u => weibull(u, 0.7, 3)],
  ['normal', u => normal(u, 0, 1)],
  ['lognormal', u => lognormal(u, 1, 2)],
  ['pert', u => pert(u, 1, 2, 9)],
  ['triangular', u => triangular(u, 1, 2, 9)],
  ['poisson', u => poisson(u, 12)],
  ['poisson of a large mean', u => poisson(u, 1200)],
  ['geometric', u => geometric(u, 9)],
]

test.each(MONOTONE)('%s never falls as u rises, so common and antithetic numbers keep their meaning', (_, variate) => {
  let previous = -Infinity
  for (let i = 0; i < 2000; i++) {
    const value = variate((i + 0.5) / 2000)
    expect(value).toBeGreaterThanOrEqual(previous)
    previous = value
  }
})

test('sample means of seed 11 lie within 4 standard errors', () => {
  const key = rootKey(11, 0)
  const meanOf = (variate: (u: number) => number): number => {
    let sum = 0
    for (let n = 0; n < 40_000; n++) sum += variate(uniform(key, PURPOSE.size, n))
    return sum / 40_000
  }
  expect(Math.abs(meanOf(u => exponential(u, 10)) - 10)).toBeLessThan(4 * (10 / 200))
  expect(Math.abs(meanOf(u => poisson(u, 4.2)) - 4.2)).toBeLessThan(4 * (Math.sqrt(4.2) / 200))
  expect(Math.abs(meanOf(u => poisson(u, 400)) - 400)).toBeLessThan(4 * (20 / 200))
  expect(Math.abs(meanOf(u => geometric(u, 5)) - 5)).toBeLessThan(4 * (Math.sqrt(20) / 200))
})
