/** Intervals against closed forms: how often they hold the true value over 400 repetitions, and what the formulas say exactly. */
import { describe, expect, test } from 'vitest'
import { quantileInterval } from '../../../src/analysis/statistics/quantile-interval.ts'
import { ratioInterval } from '../../../src/analysis/statistics/ratio.ts'
import { achieved, FIRST_LOOK, halfWidth, MOST_REPLICATIONS, nextLook } from '../../../src/analysis/statistics/stopping.ts'
import { inverseNormal, ln } from '../../../src/base/exact-math.ts'
import { entityKey, rootKey, uniform } from '../../../src/base/rng.ts'

const SEED = 20_270_101
const REPETITIONS = 400
/** 95 % less three standard deviations of a share of 400. */
const LOWEST = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / REPETITIONS)

/** Shares of repetitions in which `holds` is true for fresh uniform draws. */
function shareThat(holds: (draw: () => number) => boolean): number {
  let held = 0
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const key = entityKey(rootKey(SEED, repetition), 'interval')
    let n = 0
    if (holds(() => uniform(key, 1, n++))) held += 1
  }
  return held / REPETITIONS
}

const sample = (n: number, draw: () => number): number[] => Array.from({ length: n }, draw)
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe(`coverage over ${REPETITIONS} repetitions, seed ${SEED}`, () => {
  test('the t-interval of a normal mean holds it in 95 % of them', () => {
    const share = shareThat(draw => {
      const values = sample(FIRST_LOOK, () => 5 + 2 * inverseNormal(draw()))
      return Math.abs(mean(values) - 5) <= halfWidth(values)
    })
    expect(share).toBeGreaterThan(LOWEST)
    expect(share).toBeLessThan(0.985)
  })

  test('stopping at 10, 15, 22, … keeps most of it: never below 90 % for 5 % of a mean with a spread of a fifth', () => {
    const share = shareThat(draw => {
      const values: number[] = []
      for (let wanted = nextLook(0, MOST_REPLICATIONS); values.length < wanted; ) {
        while (values.length < wanted) values.push(5 + inverseNormal(draw()))
        if (!achieved(values, { share: 0.05, amount: 0 }).isReached) wanted = nextLook(wanted, MOST_REPLICATIONS)
      }
      return Math.abs(mean(values) - 5) <= halfWidth(values)
    })
    expect(share).toBeGreaterThan(0.9)
  })

  test('order statistics hold P90 and the median of an exponential, whose quantile is −ln(1 − p)', () => {
    for (const p of [0.1, 0.5, 0.9]) {
      const share = shareThat(draw => {
        const interval = quantileInterval(sample(50, () => -ln(1 - draw())).toSorted((a, b) => a - b), p)
        return interval !== null && interval[0] <= -ln(1 - p) && -ln(1 - p) <= interval[1]
      })
      expect(share, `p = ${p}`).toBeGreaterThan(LOWEST)
    }
  })

  test('a ratio of means holds its own: cost 3 × hours plus noise', () => {
    const share = shareThat(draw => {
      const hours = sample(20, () => 100 + 10 * inverseNormal(draw()))
      const [low, high] = ratioInterval(hours.map(each => 3 * each + 5 * inverseNormal(draw())), hours) ?? [NaN, NaN]
      return low <= 3 && 3 <= high
    })
    expect(share).toBeGreaterThan(LOWEST)
  })
})

describe('closed forms', () => {
  test('looks are at 10, 15, 22, 33 and at the last one that is allowed', () => {
    const looks = [0, 10, 15, 22, 33, 180].map(done => nextLook(done, MOST_REPLICATIONS))
    expect(looks).toEqual([10, 15, 22, 33, 49, 200])
    expect(nextLook(0, 4)).toBe(4)
  })

  test('T10.3, one side: half-width of five values is t(0.975, 4) · s / √5', () => {
    expect(halfWidth([0.03, 0.02, 0.04, 0.03, 0.025])).toBeCloseTo(0.009207, 5)
    expect(achieved([0.03, 0.02, 0.04, 0.03, 0.025], { share: 0.01, amount: 0.0093 })).toMatchObject({ isReached: true, asked: 0.0093 })
  })

  test('P10 has a two-sided 95 % interval from 36 values on: 0.9^36 < 2.5 % < 0.9^35', () => {
    const sorted = (n: number): number[] => Array.from({ length: n }, (_, index) => index)
    expect(quantileInterval(sorted(35), 0.1)).toBeNull()
    expect(quantileInterval(sorted(36), 0.1)?.[0]).toBe(0)
    // Median of ten: order statistics 2 and 9, coverage 97.9 %.
    expect(quantileInterval(sorted(10), 0.5)).toEqual([1, 8])
  })

  test('a ratio that never differs has no width; one replication has no interval', () => {
    expect(ratioInterval([2, 4, 6], [1, 2, 3])).toEqual([2, 2])
    expect(ratioInterval([2], [1])).toBeNull()
  })
})
