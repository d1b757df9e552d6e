import { describe, expect, test } from 'vitest'
import { PURPOSE, rootKey, uniform } from '../../../src/base/rng.ts'
import { normal } from '../../../src/base/variates.ts'
import { bindingShares } from '../../../src/analysis/solve/binds.ts'
import { looksUpTo } from '../../../src/analysis/solve/looks.ts'
import { changeOf } from '../../../src/analysis/solve/marginal.ts'
import { front } from '../../../src/analysis/solve/pareto.ts'
import { standing } from '../../../src/analysis/solve/race.ts'

const draw = (seed: number, replication: number, n: number): number => uniform(rootKey(seed, replication), PURPOSE.demand, n)

describe('a race', () => {
  const means = [10, 10.5, 11, 10.8, 4]
  /** Shared noise of ten, own noise of one: pairs tell what single sides cannot. */
  function race(seed: number, error: number): { leader: number; left: readonly number[]; replications: number } {
    const looks = looksUpTo(200)
    const values = means.map((mean, side) => Array.from({ length: 200 }, (_, r) => mean + normal(draw(seed, r, 0), 0, 10) + normal(draw(seed, r, 1 + side), 0, 1)))
    let left: readonly number[] = means.map((_, side) => side)
    for (const look of looks) {
      const now = standing(values.map(each => ({ values: each.slice(0, look), decision: 'kept' as const })), left, { isHighest: true, error: error / (looks.length * (means.length - 1)), importance: 0 })
      if (now.isOver || look === 200) return { leader: now.leader, left: now.left, replications: look }
      left = now.left
    }
    throw new Error('no look')
  }

  test('the best is in, over 400 repetitions at least as often as stated, and mostly alone', () => {
    let [held, alone] = [0, 0]
    for (let seed = 1; seed <= 400; seed++) {
      const { left } = race(seed, 0.1)
      if (left.includes(2)) held += 1
      if (left.length === 1 && left[0] === 2) alone += 1
    }
    expect(held, 'seeds 1 to 400').toBeGreaterThanOrEqual(360)
    expect(alone, 'seeds 1 to 400').toBeGreaterThanOrEqual(100)
  })

  test('only what surely keeps its bounds drops another or wins; equals are a tie', () => {
    const rules = { isHighest: false, error: 0.01, importance: 0.01 }
    const cheap = { values: [1, 1.1, 0.9], decision: 'open' as const }
    const dear = { values: [50, 50.1, 49.9], decision: 'kept' as const }
    expect(standing([cheap, dear], [0, 1], rules)).toEqual({ left: [0, 1], leader: 1, isOver: false })
    expect(standing([{ ...cheap, decision: 'kept' }, dear], [0, 1], rules)).toEqual({ left: [0], leader: 0, isOver: true })
    expect(standing([{ ...cheap, decision: 'missed' }, dear], [0, 1], rules)).toEqual({ left: [1], leader: 1, isOver: true })
    expect(standing([dear, dear], [0, 1], rules)).toEqual({ left: [0, 1], leader: 0, isOver: true })
  })
})

describe('a Pareto front', () => {
  const side = (label: string, cost: number, gain: number, noise = 0.01) => ({ label, cost: [cost, cost + noise, cost - noise], gain: [gain, gain - noise, gain + noise] })

  test('holds the sides that nothing beats, says what beats the others, and is sure where intervals are', () => {
    const points = front([side('a', 1, 1), side('b', 2, 3), side('c', 3, 2), side('d', 4, 4)])
    expect(points.map(({ label, isOnFront, isSure, beatenBy }) => [label, isOnFront, isSure, beatenBy])).toEqual([
      ['a', true, true, null], ['b', true, true, null], ['c', false, true, 'b'], ['d', true, true, null],
    ])
    for (const { cost, costCi95 } of points) expect(costCi95?.[0] ?? NaN).toBeLessThan(cost)
  })

  test('is unsure where chance could turn it; one side alone is the front', () => {
    const close = front([{ label: 'a', cost: [1, 3, 2], gain: [1, 2, 3] }, { label: 'b', cost: [3, 1, 2.1], gain: [3, 1, 2.1] }])
    expect(close.every(({ isSure }) => !isSure)).toBe(true)
    expect(front([side('a', 1, 1)])).toMatchObject([{ isOnFront: true, isSure: true }])
    expect(front([])).toEqual([])
  })
})

test('what binds: share of contracted months in which a gate takes most, and the share of the contract that it takes', () => {
  const gates = (two: number[], seven: number[]) => Array.from({ length: 9 }, (_, gate) => (gate === 1 ? two : gate === 6 ? seven : two.map(() => 0)))
  const row = (two: number[]) => ({ contractedMs: '400', buckets: { 'L2.grid': '100', 'L7.noDemand': '60', P: '240' }, months: { firstYear: 2027, firstMonth: 1, contracted: [0, 10, 10, 10, 10], allocatable: [], productive: [], itMW: [], lost: gates(two, [9, 2, 2, 2, 0]) } })
  const shares = bindingShares([row([0, 5, 1, 1, 0]), row([0, 5, 5, 5, 0])])
  expect(shares.map(({ gate, months, share, bucket }) => [gate, months, share, bucket])).toEqual([[2, 0.5, 0.25, 'L2.grid'], [7, 0.25, 0.15, 'L7.noDemand']])
})

test('one more unit: paired, and the wider the more are asked together', () => {
  const [base, more] = [[10, 20, 30, 40], [11, 22, 31, 42]]
  const one = changeOf(base, more, 1)
  const ten = changeOf(base, more, 10)
  // Differences 1, 2, 1, 2: mean 1.5, s = 0.57735, t(0.975, 3) = 3.18245
  expect(one?.mean).toBe(1.5)
  expect(one?.ci95?.[1]).toBeCloseTo(1.5 + (3.182446 * 0.577350) / 2, 5)
  expect(ten?.ci95?.[1]).toBeGreaterThan(one?.ci95?.[1] ?? NaN)
  expect([one?.isClear, changeOf(base, [NaN, 1, 2, 3], 1)]).toEqual([true, null])
})
