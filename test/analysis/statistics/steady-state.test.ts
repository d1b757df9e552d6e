/** One long series against closed forms, and how often its interval holds the true mean over 400 repetitions. */
import { describe, expect, test } from 'vitest'
import { handRun } from '../runs.ts'
import { dailyShares, steadyRows } from '../../../src/analysis/steady-state.ts'
import { BATCHES, batchMeans, steadyMean, warmUpOf } from '../../../src/analysis/statistics/steady-state.ts'
import { observations, pairMeans } from '../../../src/analysis/statistics/antithetic.ts'
import { estimate, meanInterval } from '../../../src/analysis/estimate.ts'
import { inverseNormal } from '../../../src/base/exact-math.ts'
import { sustainedLevel } from '../../../src/analysis/sustained.ts'
import { entityKey, mirrored, rootKey, uniform } from '../../../src/base/rng.ts'

const SEED = 20_270_102
const REPETITIONS = 400

/** A first-order autoregression around 5 that begins at `start`. */
function autoregression(repetition: number, n: number, start: number): number[] {
  const key = entityKey(rootKey(SEED, repetition), 'series')
  let value = start
  return Array.from({ length: n }, (_, at) => {
    value = 5 + 0.7 * (value - 5) + inverseNormal(uniform(key, 1, at))
    return value
  })
}

describe('a series that settles', () => {
  test('batch means, and their interval by hand', () => {
    expect(batchMeans([1, 2, 3, 4, 5], 2)).toEqual([1.5, 3.5])
    const { mean, ci95, warmUp, batch } = steadyMean(Array.from({ length: BATCHES }, (_, at) => at % 2)) ?? expect.fail('no mean')
    expect({ mean, warmUp, batch }).toEqual({ mean: 0.5, warmUp: 0, batch: 1 })
    // t(0.975, 19) = 2.09302; twenty values 0 and 1 have the deviation √(5/19).
    expect(ci95[1] - mean).toBeCloseTo((2.09302 * Math.sqrt(5 / 19)) / Math.sqrt(20), 5)
  })

  test('the warm-up is cut in whole fives, and what has not settled has no mean', () => {
    const series = [...Array.from({ length: 40 }, (_, at) => 40 - at), ...Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? 0.5 : -0.5))]
    expect(warmUpOf(series)).toBe(40)
    expect(warmUpOf(Array.from({ length: 100 }, (_, at) => at))).toBeNull()
    expect([steadyMean([]), steadyMean([1, 2, 3])]).toEqual([null, null])
  })

  test(`batches hold the mean of days that depend on each other; counting days as independent does not (seed ${SEED})`, () => {
    let [batched, naive] = [0, 0]
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const values = autoregression(repetition, 1000, 15)
      const { ci95: [low, high] } = steadyMean(values) ?? expect.fail('not settled')
      if (low <= 5 && 5 <= high) batched += 1
      const [from, to] = meanInterval(values.slice(20)) ?? [0, 0]
      if (from <= 5 && 5 <= to) naive += 1
    }
    expect(batched / REPETITIONS).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / REPETITIONS))
    expect(naive / REPETITIONS).toBeLessThan(0.75)
  })

  test('of a run: whole days from ramp end on, in the row that reports tell', () => {
    const run = handRun({ windows: Array.from({ length: 130 }, (_, day) => ({ P: day < 10 ? 0 : 12 + (day % 2), 'L7.noDemand': 12 - (day % 2) })), rampEndMs: 10 * 86_400_000 })
    const shares = dailyShares(run)
    expect([shares.length, shares[0], shares[1]]).toEqual([120, 12 / 24, 13 / 24])
    expect(steadyRows(run)).toEqual([expect.objectContaining({ days: 120, batches: 20, batchDays: 6, mean: expect.closeTo(12.5 / 24, 12) })])
    expect(steadyRows(handRun({ windows: [{ P: 1 }] }))).toEqual([])
  })
})

describe('antithetic pairs', () => {
  test('the second of a pair has every draw mirrored, and nobody else', () => {
    const key = entityKey(rootKey(1, 0), 'rack[0]')
    const plain = uniform(key, 5, 3)
    expect(mirrored(() => uniform(key, 5, 3))).toBe(1 - plain)
    expect(() => mirrored(() => { throw new Error('stop') })).toThrow('stop')
    expect(uniform(key, 5, 3)).toBe(plain)
  })

  test('a pair counts once: the interval is that of the pair means, and quantiles have none', () => {
    const values = [1, 3, 2, 6, 5, 1]
    expect(pairMeans(values)).toEqual([2, 4, 3])
    expect(observations(values, false)).toBe(values)
    const { mean, ci95, quantiles } = estimate(values, undefined, true)
    expect(mean).toBe(3)
    expect(ci95?.[1]).toBeCloseTo(3 + 4.30265 / Math.sqrt(3), 4) // t(0.975, 2), deviation 1
    expect(quantiles).toBeUndefined()
    expect(() => pairMeans([1])).toThrow('pairs')
  })

  test(`pairs hold the mean of what rises with its draws, and more narrowly (seed ${SEED})`, () => {
    let [held, width, plainWidth] = [0, 0, 0]
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const key = entityKey(rootKey(SEED, repetition), 'pair')
      const value = (n: number): number => uniform(key, 1, n) * uniform(key, 1, n) // mean 1/3
      const pairs = Array.from({ length: 10 }, (_, n) => [value(n), mirrored(() => value(n))]).flat()
      const [low, high] = meanInterval(pairMeans(pairs)) ?? [0, 0]
      if (low <= 1 / 3 && 1 / 3 <= high) held += 1
      width += high - low
      const [from, to] = meanInterval(Array.from({ length: 20 }, (_, n) => value(n))) ?? [0, 0]
      plainWidth += to - from
    }
    expect(held / REPETITIONS).toBeGreaterThan(0.9)
    // Var(u²) = 4/45, of a pair mean 1/180: per observation an eighth, so the interval is nearly three times as narrow.
    expect(width / plainWidth).toBeLessThan(0.5)
  })
})

test('quantiles in time and over replications are not pooled: the level that weeks reach is one value a run', () => {
  // Nine runs whose weeks all reach 0.9, one whose weeks all stay at 0.1. Pooled, a tenth of the weeks would be low and the level 0.1.
  const weeks = Array.from({ length: 10 }, (_, run) => Array.from({ length: 50 }, () => (run === 0 ? 0.1 : 0.9)))
  const each = weeks.map(own => sustainedLevel(own, 0.95))
  expect(sustainedLevel(weeks.flat(), 0.95)).toBe(0.1)
  expect(estimate(each)).toMatchObject({ mean: expect.closeTo(0.82, 12), p50: 0.9, p90: 0.9 })
  // Weeks that rise and fall in all runs alike spread in time, not over replications.
  const alike = Array.from({ length: 40 }, () => sustainedLevel(Array.from({ length: 50 }, (_, week) => (week % 2 === 0 ? 0.2 : 0.8)), 0.95))
  expect(estimate(alike)).toMatchObject({ p10: 0.2, p50: 0.2, p90: 0.2, quantiles: { p10: [0.2, 0.2], p90: [0.2, 0.2] } })
})
