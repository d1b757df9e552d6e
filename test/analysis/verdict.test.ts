import { describe, expect, test } from 'vitest'
import { pairedInterval } from '../../src/analysis/compare.ts'
import { bindingOf, judgeDifference, verdictOf } from '../../src/analysis/verdict.ts'

const A = [0.71, 0.69, 0.73, 0.7, 0.72]
const B = [0.74, 0.71, 0.77, 0.73, 0.745]
const paired = B.map((value, r) => value - A[r])

describe('paired differences', () => {
  test('T10.3 mean 0.029, half-width 0.009207', () => {
    const [low, high] = pairedInterval(paired) ?? [0, 0]
    expect((low + high) / 2).toBeCloseTo(0.029, 9)
    expect((high - low) / 2).toBeCloseTo(0.009207, 5)
  })

  test('several options against one base widen the interval: with two, t at 0.9875 and 4 degrees of freedom is 3.4954', () => {
    const [low, high] = pairedInterval(paired, 2) ?? [0, 0]
    expect((high - low) / 2).toBeCloseTo((3.49541 * 0.0074162) / Math.sqrt(5), 5)
    expect(pairedInterval([1])).toBeNull()
  })
})

describe('verdict', () => {
  const of = (base: number, low: number, high: number) => ({ base, difference: (low + high) / 2, ci95: [low, high] as const })

  test('it matters beyond the threshold, does not within, and is undecided astride it', () => {
    expect(judgeDifference(of(100, 2, 3), 0.01)).toBe('matters')
    expect(judgeDifference(of(100, -3, -2), 0.01)).toBe('matters')
    expect(judgeDifference(of(100, -0.5, 0.9), 0.01)).toBe('no difference that matters')
    expect(judgeDifference(of(100, 0.5, 3), 0.01)).toBe('undecided')
    expect(judgeDifference({ base: 1, difference: 0.5, ci95: null }, 0.01)).toBe('undecided')
    expect(judgeDifference({ base: 1, difference: 0, ci95: null }, 0.01)).toBe('no difference that matters')
  })

  test('an option is judged by capacity, time, cost, carbon and water alone', () => {
    const row = (key: 'carbonT' | 'pue', low: number, high: number) => ({ key, option: 0, isClear: true, ...of(1, low, high) })
    expect(verdictOf([row('pue', 0.5, 0.6), row('carbonT', 0, 0.001)], 0.01)).toEqual({ importance: 0.01, judgement: 'no difference that matters', matters: [], undecided: [] })
    expect(verdictOf([row('carbonT', 0.5, 0.6)], 0.01).matters).toEqual(['carbonT'])
  })

  test('what became binding: how the ledger moved, and the first month with another largest loss', () => {
    const HOUR = 3_600_000
    const side = (grid: number, fault: number, lost: number[][]) => ({
      buckets: { 'L2.grid': String(grid * HOUR), 'L5.repair': String(fault * HOUR) },
      months: { firstYear: 2027, firstMonth: 11, contracted: [9, 9, 9], allocatable: [], productive: [], itMW: [], lost: [[0, 0, 0], ...lost, ...Array.from({ length: 4 }, () => [0, 0, 0])] },
    })
    const base = [side(30, 5, [[9, 9, 2], [0, 0, 0], [0, 0, 0], [1, 1, 3]])]
    const option = [side(10, 6, [[9, 0, 0], [0, 0, 0], [0, 0, 0], [1, 2, 3]])]
    expect(bindingOf(base, option)).toEqual({
      fell: { bucket: 'L2.grid', label: 'Grid late or out', gpuHours: -20, ci95: null },
      grew: { bucket: 'L5.repair', label: 'Under repair', gpuHours: 1, ci95: null },
      first: { year: 2027, month: 12, base: 'Not energised', option: 'Not healthy' },
    })
  })
})
