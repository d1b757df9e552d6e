import { describe, expect, test } from 'vitest'
import { groupedRatios, sustainedLevel } from '../../src/analysis/sustained.ts'

/** Ten weeks of the worked example T9.4. */
const WEEKS = [0.62, 0.71, 0.55, 0.8, 0.77, 0.74, 0.69, 0.73, 0.78, 0.76]

describe('sustained level', () => {
  test.each([
    [0.9, 0.62],
    [0.8, 0.69],
    [0.5, 0.74],
    [1, 0.55],
  ])('T9.4: at least %d of ten weeks reach %d', (fraction, level) => {
    expect(sustainedLevel(WEEKS, fraction)).toBe(level)
  })

  test('reached by at least the fraction of windows, and no higher level is', () => {
    for (let tenths = 1; tenths <= 10; tenths++) {
      const level = sustainedLevel(WEEKS, tenths / 10)
      expect(WEEKS.filter(week => week >= level).length).toBeGreaterThanOrEqual(tenths)
      expect(WEEKS.filter(week => week > level).length).toBeLessThan(tenths)
    }
  })

  test('one window is its own level, none has none', () => {
    expect(sustainedLevel([0.4], 0.95)).toBe(0.4)
    expect(sustainedLevel([], 0.95)).toBeNaN()
  })

  test('does not reorder its input', () => {
    const values = [0.3, 0.1, 0.2]
    sustainedLevel(values, 0.5)
    expect(values).toEqual([0.3, 0.1, 0.2])
  })
})

describe('grouped ratios', () => {
  test('sums before it divides, from the first window, without the incomplete last group', () => {
    const productive = Float64Array.of(9, 1, 3, 2, 2, 5)
    const contracted = Float64Array.of(9, 4, 4, 2, 6, 5)
    expect(groupedRatios(productive, contracted, 1, 2)).toEqual([4 / 8, 4 / 8])
  })

  test('groups without a contract are left out', () => {
    expect(groupedRatios(Float64Array.of(0, 0, 1, 1), Float64Array.of(0, 0, 2, 2), 0, 2)).toEqual([0.5])
  })
})
