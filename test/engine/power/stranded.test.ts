import { describe, expect, test } from 'vitest'
import { rootKey, entityKey, uniform } from '../../../src/base/rng.ts'
import { maximise } from '../../../src/base/simplex.ts'
import { TOPOLOGY, type PairLoad, isSecure } from '../../../src/engine/power/redundancy.ts'
import { largestPairLoad, placeGreedily, strandedPower } from '../../../src/engine/power/stranded.ts'

describe('linear programmes', () => {
  test('two products of a workshop', () => {
    // max 3x + 5y, x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18: 36 at (2, 6).
    const best = maximise([3, 5], [[1, 0], [0, 2], [3, 2]], [4, 12, 18])
    expect(best?.value).toBeCloseTo(36, 9)
    expect(Array.from(best?.x ?? [])).toEqual([2, 6])
  })

  test('no end to it', () => expect(maximise([1, 1], [[1, -1]], [1])).toBeUndefined())

  test.each(Array.from({ length: 40 }, (_, seed) => seed))('random programme, seed %d: no grid point inside is better', seed => {
    const key = entityKey(rootKey(seed, 0), 'programme')
    const draw = (n: number): number => uniform(key, 1, n)
    const rows = Array.from({ length: 4 }, (_, i) => [0.1 + draw(3 * i), 0.1 + draw(3 * i + 1), 0.1 + draw(3 * i + 2)])
    const limits = Array.from({ length: 4 }, (_, i) => 1 + 4 * draw(20 + i))
    const gains = [draw(30), draw(31), draw(32)]
    const best = maximise(gains, rows, limits)
    const value = best?.value ?? NaN
    const isInside = (x: readonly number[]): boolean => rows.every((row, i) => row.reduce((sum, a, j) => sum + a * x[j], 0) <= limits[i] + 1e-9)
    expect(isInside(Array.from(best?.x ?? []))).toBe(true)
    const steps = 24
    let brute = 0
    for (let a = 0; a <= steps; a++) for (let b = 0; b <= steps; b++) {
      // For given x and y the best z follows from the tightest row.
      const [x, y] = [(a / steps) * 20, (b / steps) * 20]
      const z = Math.min(...rows.map((row, i) => (limits[i] - row[0] * x - row[1] * y) / row[2]))
      if (z >= 0) brute = Math.max(brute, gains[0] * x + gains[1] * y + gains[2] * z)
    }
    expect(brute).toBeLessThanOrEqual(value + 1e-9)
    expect(brute).toBeGreaterThan(0.8 * value)
  })
})

const pairLoads = (systems: 3 | 4, mw: readonly number[]): PairLoad[] => TOPOLOGY[systems === 4 ? '4-to-make-3' : '3-to-make-2'].pairs.map((pair, k) => ({ ...pair, loadW: mw[k] * 1e6 }))

describe('stranded power', () => {
  test.each([['2n', 2], ['3-to-make-2', 3], ['4-to-make-3', 4], ['5-to-make-4', 5], ['6-to-make-5', 6], ['block-redundant', 5]] as const)('%s: the optimum is what the label promises', (id, systems) => {
    const best = largestPairLoad(TOPOLOGY[id].pairs, new Array<number>(systems).fill(2e6), true)
    expect(best?.totalW).toBeCloseTo(TOPOLOGY[id].usableW(systems, 2e6), 3)
  })

  test('W5.1: nothing is stranded by total, yet a loss overloads a system and nothing can be added', () => {
    // Order of pairs in the table: gap 1, gap 2, gap 3 = 12, 23, 34, 13, 24, 14.
    const found = strandedPower(pairLoads(4, [1.2, 0.9, 1.2, 0.9, 0.9, 0.9]), 4, 2e6)
    expect(found.optimumW).toBeCloseTo(6e6, 3)
    expect(found.strandedW).toBeCloseTo(0, 3)
    expect(found.worstLoadFraction).toBe(1.05)
    expect(found.addableW).toBeUndefined()
  })

  test('a crowded pair strands what the others cannot take up', () => {
    // 1.8 MW on pair 12 of three systems: L2 after loss of 1 is P12 + P23/2 + P13/2... so at most 0.2 MW of weighted room is left there.
    const found = strandedPower(pairLoads(3, [1.8, 0, 0]), 3, 2e6)
    expect(found.optimumW).toBeCloseTo(4e6, 3)
    expect(found.strandedW).toBeCloseTo(2.2e6, 3)
    // Loss of 1: 1.8 + P23/2 ≤ 2; loss of 2: 1.8 + P13/2 ≤ 2; loss of 3: 0.9 + P ≤ 2. So 0.4 + 0.4 can be added.
    expect(found.addableW).toBeCloseTo(0.8e6, 3)
  })

  test.each(Array.from({ length: 30 }, (_, seed) => seed))('random ratings of three systems, seed %d: brute force finds nothing better', seed => {
    const key = entityKey(rootKey(seed, 1), 'ratings')
    const rated = [0, 1, 2].map(n => 1 + uniform(key, 1, n))
    const { pairs } = TOPOLOGY['3-to-make-2']
    const best = largestPairLoad(pairs, rated, true)
    const [p12, p23] = [0, 1]
    const holds = (p: readonly number[]): boolean => {
      // Pairs in the order 12, 23, 13; after the loss of j all of a pair with j is on its other system.
      const [a, b, c] = p
      return a + b / 2 <= rated[1] + 1e-9 && c + b / 2 <= rated[2] + 1e-9 && a + c / 2 <= rated[0] + 1e-9 && b + c / 2 <= rated[2] + 1e-9 && c + a / 2 <= rated[0] + 1e-9 && b + a / 2 <= rated[1] + 1e-9 && (a + c) / 2 <= rated[0] && (a + b) / 2 <= rated[1] && (b + c) / 2 <= rated[2]
    }
    expect(holds(Array.from(best?.loadW ?? []))).toBe(true)
    let brute = 0
    const steps = 40
    for (let i = 0; i <= steps; i++) for (let j = 0; j <= steps; j++) for (let k = 0; k <= steps; k++) {
      const p = [(2 * i) / steps, (2 * j) / steps, (2 * k) / steps]
      if (holds(p)) brute = Math.max(brute, p[p12] + p[p23] + p[2])
    }
    expect(brute).toBeLessThanOrEqual((best?.totalW ?? 0) + 1e-9)
    expect(brute).toBeGreaterThan((best?.totalW ?? 0) - 0.15)
  })

  test('greedy placement of equal racks reaches the optimum, and never breaks it', () => {
    for (const id of ['3-to-make-2', '4-to-make-3', '5-to-make-4', '6-to-make-5'] as const) {
      const { pairs, systems, usableW } = TOPOLOGY[id]
      const rackW = 20_000
      const placed = placeGreedily(pairs, new Array<number>(systems).fill(2e6), new Array<number>(600).fill(rackW)).filter(pair => pair >= 0)
      const loads = pairs.map((pair, k) => ({ ...pair, loadW: placed.filter(at => at === k).length * rackW }))
      expect(isSecure(loads, systems, 2e6), id).toBe(true)
      expect(placed.length * rackW).toBeGreaterThan(0.97 * usableW(systems, 2e6))
    }
  })
})
