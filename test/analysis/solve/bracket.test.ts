import { describe, expect, test } from 'vitest'
import { PURPOSE, rootKey, uniform } from '../../../src/base/rng.ts'
import { normal } from '../../../src/base/variates.ts'
import { type Bracket, bracket, mostAsked, scanLevels } from '../../../src/analysis/solve/bracket.ts'
import { decideAll, type Decision, type Keep, neededFor, scheduleOf } from '../../../src/analysis/solve/keep.ts'
import { looksUpTo, spend } from '../../../src/analysis/solve/looks.ts'
import { isSurelyAbove, isSurelyAtMost } from '../../../src/analysis/statistics/binomial.ts'

function search(count: number, scan: number, decisionAt: (level: number) => Decision): { found: Bracket; asked: number } {
  const steps = bracket(count, scan)
  let asked = 0
  let told: Decision[] = []
  for (;;) {
    const step = steps.next(told)
    if (step.done === true) return { found: step.value, asked }
    asked += step.value.length
    told = step.value.map(decisionAt)
  }
}

describe('bracketing without noise', () => {
  test.each([1, 2, 3, 5, 6, 17, 64, 1000])('of %i levels finds every edge, with no more questions than it is charged for', count => {
    for (let edge = -1; edge < count; edge += Math.max(1, Math.floor(count / 37))) {
      const { found, asked } = search(count, 5, level => (level <= edge ? 'kept' : 'missed'))
      expect([found.kept, found.missed, found.status]).toEqual([edge, edge + 1, edge < 0 ? 'infeasible' : 'answered'])
      expect(asked).toBeLessThanOrEqual(mostAsked(count, 5))
    }
  })

  test('what stays open between kept and missed is bracketed from both sides', () => {
    for (const [kept, missed] of [[3, 9], [0, 63], [20, 22], [-1, 5], [62, 64], [-1, 64]]) {
      const { found, asked } = search(64, 5, level => (level <= kept ? 'kept' : level >= missed ? 'missed' : 'open'))
      expect([found.kept, found.missed, found.status]).toEqual([kept, missed, 'unresolved'])
      expect(asked).toBeLessThanOrEqual(mostAsked(64, 5))
    }
  })

  test('a range that is kept beyond one that is missed is not monotone', () => {
    expect(search(100, 5, level => (level > 20 && level < 40 ? 'missed' : 'kept')).found.status).toBe('not monotone')
    expect(search(100, 5, level => (level > 60 ? 'kept' : 'missed')).found.status).toBe('not monotone')
    expect(scanLevels(100, 5)).toEqual([0, 25, 50, 74, 99])
  })
})

describe('decisions', () => {
  test('the exact test of a count: 29 of 29 say at 95 % that at most a tenth is beyond, 28 do not', () => {
    expect([isSurelyAtMost(0, 29, 0.1, 0.05), isSurelyAtMost(0, 28, 0.1, 0.05)]).toEqual([true, false])
    expect(neededFor({ aggregate: 0.9, comparison: '<=', bound: 1 }, 0.05)).toBe(29)
    // P(X ≥ 3) of 10 at 0.1 is 0.0702, P(X ≥ 4) is 0.0128
    expect([isSurelyAbove(3, 10, 0.1, 0.05), isSurelyAbove(4, 10, 0.1, 0.05)]).toEqual([false, true])
  })

  test('error is spent on looks that can decide, and never more than there is', () => {
    const looks = looksUpTo(200)
    expect(looks).toEqual([10, 15, 22, 33, 49, 73, 109, 163, 200])
    expect(spend(looks, 0.05, () => 0)).toEqual(looks.map(() => 0.05 / 9))
    const tenth = spend(looks, 0.05, n => 0.9 ** n)
    expect(tenth.filter(error => error === 0).length).toBe(4)
    expect(tenth.reduce((sum, error) => sum + error, 0)).toBeCloseTo(0.05, 12)
    expect(spend(looks, 1e-12, n => 0.9 ** n).every(error => error === 0)).toBe(true)
  })

  test('extremes of all replications: one beyond is a miss at once, none is known at the end', () => {
    const keep: Keep = { aggregate: 'max', comparison: '<=', bound: 5 }
    const schedule = scheduleOf([keep], 0.05, 15)
    expect(decideAll([Array.from({ length: 15 }, () => 4)], [keep], schedule, 0)).toBe('open')
    expect(decideAll([Array.from({ length: 15 }, () => 4)], [keep], schedule, 1)).toBe('kept')
    expect(decideAll([[...Array.from({ length: 9 }, () => 4), 6]], [keep], schedule, 0)).toBe('missed')
  })

  test('what has no value is not kept, and never is later than every day', () => {
    const schedule = scheduleOf([{ aggregate: 'mean', comparison: '<=', bound: 5 }], 0.05, 200)
    expect(decideAll([[1, 2, NaN, 1, 2, 1, 2, 1, 2, 1]], [{ aggregate: 'mean', comparison: '<=', bound: 5 }], schedule, 0)).toBe('missed')
    expect(decideAll([[1, 2, Infinity, 1, 2, 1, 2, 1, 2, 1]], [{ aggregate: 'mean', comparison: '<=', bound: 5 }], schedule, 0)).toBe('missed')
  })
})

/** The answer of a search over levels 0 … 40 whose replication r is level + noise, over the same noise at every level. */
function repetition(seed: number, keep: Keep, error: number): { found: Bracket; runs: number } {
  const noise = Array.from({ length: 200 }, (_, replication) => normal(uniform(rootKey(seed, replication), PURPOSE.demand, 0), 0, 6))
  const count = 41
  const schedule = scheduleOf([keep], error / mostAsked(count, 5), 200)
  let runs = 0
  const { found } = search(count, 5, level => {
    for (let look = 0; ; look++) {
      const decision = decideAll([noise.map(each => level + each)], [keep], schedule, look)
      if (decision === 'open' && look < schedule.looks.length - 1) continue
      runs += schedule.looks[look]
      return decision
    }
  })
  return { found, runs }
}

describe('coverage over 400 repetitions', () => {
  // level + 6·N: the 90 % quantile is level + 7.689, at most 30.2 up to level 22; the mean at most 30.2 up to level 30.
  test.each([
    { keep: { aggregate: 0.9, comparison: '<=', bound: 30.2 }, edge: 22 },
    { keep: { aggregate: 'mean', comparison: '<', bound: 30.2 }, edge: 30 },
  ] as const)('the true edge lies in the bracket of $keep.aggregate at least as often as stated', ({ keep, edge }) => {
    const error = 0.1
    let held = 0
    let width = 0
    for (let seed = 1; seed <= 400; seed++) {
      const { found } = repetition(seed, keep, error)
      if (found.kept <= edge && edge < found.missed) held += 1
      width += found.missed - found.kept
    }
    expect(held, `seeds 1 to 400, held ${held}`).toBeGreaterThanOrEqual((1 - error) * 400)
    // The bracket is of use: far narrower than the spread of a replication.
    expect(width / 400).toBeLessThan(keep.aggregate === 'mean' ? 5 : 10)
  })
})
