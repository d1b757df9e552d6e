import { describe, expect, test } from 'vitest'
import { lognormalFromMeanMedian, lognormalFromQuantiles, meanOf, quantileOf, sample, sdOf, type Distribution } from '../../src/base/distribution.ts'

describe('worked examples', () => {
  test('W2.1: slip with P50 6 and P90 18 months', () => {
    const slip = lognormalFromQuantiles(6, 18)
    expect(slip.sigma).toBeCloseTo(0.8573, 4)
    expect(meanOf(slip)).toBeCloseTo(8.664, 3)
    expect(quantileOf(slip, 0.95)).toBeCloseTo(24.58, 2)
    expect(quantileOf(slip, 0.5)).toBeCloseTo(6, 12)
    expect(quantileOf(slip, 0.9)).toBeCloseTo(18, 12)
  })

  test('W9.3: PERT 100/128/180 weeks has mean 132.0 and sd 14.81', () => {
    const lead: Distribution = { kind: 'pert', low: 100, mode: 128, high: 180 }
    expect(meanOf(lead)).toBeCloseTo(132, 12)
    expect(sdOf(lead)).toBeCloseTo(14.81, 2)
  })

  test('T4.1: lognormal fits of run times from mean and median', () => {
    const seren = lognormalFromMeanMedian(1414, 122)
    expect(seren.mu).toBeCloseTo(4.804, 3)
    expect(seren.sigma).toBeCloseTo(2.2137, 4) // sqrt(2 ln(1414/122)); the table prints 2.214
    const kalos = lognormalFromMeanMedian(1260, 124)
    expect(kalos.mu).toBeCloseTo(4.8203, 4)
    expect(kalos.sigma).toBeCloseTo(2.1534, 4) // sqrt(2 ln(1260/124)); the table prints 2.153
    expect(meanOf(seren)).toBeCloseTo(1414, 9)
    expect(quantileOf(kalos, 0.5)).toBeCloseTo(124, 11)
  })
})

// Mean and standard deviation by hand or scipy.stats 1.17.
const MOMENTS: readonly [Distribution, number, number][] = [
  [{ kind: 'fixed', value: 3 }, 3, 0],
  [{ kind: 'exponential', mean: 4 }, 4, 4],
  [{ kind: 'uniform', low: 2, high: 8 }, 5, Math.sqrt(3)],
  [{ kind: 'normal', mean: -1, sd: 2 }, -1, 2],
  [{ kind: 'weibull', shape: 1.5, scale: 100 }, 90.27452929509336, 61.293579175467634],
  [{ kind: 'lognormal', mu: 0, sigma: 1 }, Math.exp(0.5), Math.sqrt((Math.E - 1) * Math.E)],
  [{ kind: 'pert', low: 5, mode: 5, high: 5 }, 5, 0],
]

test.each(MOMENTS)('%o: mean and standard deviation', (d, mean, sd) => {
  expect(meanOf(d)).toBeCloseTo(mean, 10)
  expect(sdOf(d)).toBeCloseTo(sd, 10)
})

test.each(MOMENTS)('%o: the average over equally spaced probabilities is the mean', (d, mean, sd) => {
  const steps = 20_000
  let sum = 0
  for (let i = 0; i < steps; i++) sum += sample(d, (i + 0.5) / steps)
  expect(Math.abs(sum / steps - mean)).toBeLessThanOrEqual(0.002 * sd)
})
