import { describe, expect, test } from 'vitest'
import type { Distribution } from '../../src/base/distribution.ts'
import { exp, ln } from '../../src/base/exact-math.ts'
import { entityKey, rootKey } from '../../src/base/rng.ts'
import { type ZoneOutage, expectedLossWh, quantileOfYears, sampledYearsWh } from '../../src/physics/fire-exposure.ts'

const H = 3_600_000
const fixed = (value: number): Distribution => ({ kind: 'fixed', value })
/** Median 12 h, geometric standard deviation 2. */
const HOLD: Distribution = { kind: 'lognormal', mu: ln(12 * H), sigma: ln(2) }
const HALLS = Array.from({ length: 8 }, () => ({ firesPerYear: 5e-4, lostW: 25e6 }))

describe('W8.1: eight halls of 25 MW', () => {
  const outage: ZoneOutage = { makeSafe: HOLD, restoration: fixed(240 * H) }

  test('8 halls × 5e-4/y × 25 MW × (12·e^0.2402 + 240) h = 25.53 MW·h/y', () => {
    expect(12 * exp((ln(2) * ln(2)) / 2)).toBeCloseTo(15.26, 2)
    expect(expectedLossWh(HALLS, outage) / 1e6).toBeCloseTo(25.53, 2)
  })

  test('sampled years agree with the mean, and the tail is far from it', () => {
    const root = rootKey(7, 0)
    const years = 200_000
    const ascending = sampledYearsWh(HALLS.map((hall, i) => ({ ...hall, key: entityKey(root, `hall-${i}`) })), outage, years)
    const mean = ascending.reduce((sum, wh) => sum + wh, 0) / years
    // About 800 fires of about 6.4 GW·h: a standard error of 3.5 %.
    expect(Math.abs(mean / 25.53e6 - 1)).toBeLessThan(0.12)
    expect(quantileOfYears(ascending, 0.99)).toBe(0)
    expect(quantileOfYears(ascending, 0.999)).toBeGreaterThan(25e6 * 240)
  })
})

test('a quantile of no or of few years is the next one up', () => {
  expect(quantileOfYears(new Float64Array(0), 0.99)).toBe(0)
  expect(quantileOfYears(Float64Array.of(0, 0, 5, 9), 0.5)).toBe(0)
  expect(quantileOfYears(Float64Array.of(0, 0, 5, 9), 0.75)).toBe(5)
  expect(quantileOfYears(Float64Array.of(0, 0, 5, 9), 0.99)).toBe(9)
})
