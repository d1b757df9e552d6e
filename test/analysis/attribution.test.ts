import { describe, expect, test } from 'vitest'
import { type Asked, attribute, largestGroups, type Outcome } from '../../src/analysis/attribution/attribute.ts'
import { neededOneByOne, oneByOne } from '../../src/analysis/attribution/one-by-one.ts'
import { sampledShapley, shapley, shareOf, type Value } from '../../src/analysis/attribution/shapley.ts'
import { allCoalitions, antithetic, coalitionsOf } from '../../src/analysis/designs/coalitions.ts'
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)

/** A value for every coalition of `count` causes, at random. */
function randomGame(count: number, seed: number): Value {
  const key = entityKey(rootKey(seed, 0), 'game')
  const values = Array.from({ length: 2 ** count }, (_, coalition) => BigInt(Math.floor(uniform(key, 0, coalition) * 1e15)))
  return coalition => values[coalition]
}

describe('Shapley shares', () => {
  test.each([1, 2, 3, 4, 5, 6])('T9.7 with %i causes they sum to the loss exactly, whatever the values', count => {
    for (let seed = 0; seed < 20; seed++) {
      const value = randomGame(count, seed)
      const { numerators, denominator } = shapley(count, value)
      expect(sum(numerators), `seed ${seed}`).toBe(denominator * (value(0) - value(2 ** count - 1)))
    }
  })

  test('T9.7 causes alike have equal shares, one that does nothing has none', () => {
    // What is left depends on how many of the first two are there, and on the third; the fourth does nothing.
    const value: Value = coalition => 1000n - BigInt(((coalition & 1) + ((coalition >> 1) & 1)) ** 2 * 70) - BigInt(coalition & 4 ? 111 * (1 + (coalition & 1) + ((coalition >> 1) & 1)) : 0)
    const shares = shapley(4, value)
    expect(shares.numerators[0]).toBe(shares.numerators[1])
    expect(shares.numerators[3]).toBe(0n)
    expect(sum(shares.numerators)).toBe(24n * (value(0) - value(15)))
  })

  test('a loss that needs all of its causes is shared equally, one that any of them brings about too', () => {
    const allOf = shapley(3, coalition => (coalition === 7 ? 0n : 90n))
    const anyOf = shapley(3, coalition => (coalition === 0 ? 90n : 0n))
    for (const shares of [allOf, anyOf]) expect([0, 1, 2].map(cause => shareOf(shares, cause))).toEqual([30, 30, 30])
  })

  test('T9.1 seen as a game: what each of the gates would give back alone, and in all orders', () => {
    // Not delivered [0, 2), not energised [0, 4), not cooled [3, 5): useful hours of ten when those in the coalition are there.
    const unmet = [[0, 1], [0, 1, 2, 3], [3, 4]]
    const value: Value = coalition => BigInt(10 - new Set(unmet.flatMap((hours, gate) => (coalition & (1 << gate) ? hours : []))).size)
    const single = oneByOne(3, value)
    expect(single).toEqual({ removed: [0n, 1n, 1n], added: [2n, 4n, 2n], loss: 5n, residual: 3n })
    const shares = shapley(3, value)
    expect([0, 1, 2].map(cause => shareOf(shares, cause))).toEqual([1, 2.5, 1.5])
  })

  test('sampled over antithetic orders they sum to the loss exactly and come close to the exact ones', () => {
    const value = randomGame(8, 5)
    const orders = antithetic(8, 400, 11)
    expect(orders.length).toBe(800)
    expect(orders[1]).toEqual(orders[0].toReversed())
    const shares = sampledShapley(8, orders, value)
    expect(sum(shares.numerators)).toBe(shares.denominator * (value(0) - value(255)))
    const exact = shapley(8, value)
    for (let cause = 0; cause < 8; cause++) expect(Math.abs(shareOf(shares, cause) - shareOf(exact, cause)) / 1e15).toBeLessThan(0.05)
  })

  test('coalitions in Gray code differ by one cause; orders share what they begin with', () => {
    const coalitions = allCoalitions(4)
    expect([...coalitions].sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i))
    for (let i = 1; i < 16; i++) expect(Math.log2(coalitions[i] ^ coalitions[i - 1]) % 1).toBe(0)
    expect(coalitionsOf([[0, 1, 2], [0, 2, 1]])).toEqual([0, 1, 3, 5, 7])
    expect(neededOneByOne(3, 'remove-one')).toEqual([0, 3, 5, 6, 7])
    expect(neededOneByOne(3, 'add-one')).toEqual([0, 1, 2, 4, 7])
  })
})

describe('attribution', () => {
  const HOUR = 3_600_000n
  const outcome = (coalition: number, replication: number): Outcome => {
    const lostHours = BigInt((coalition & 1 ? 10 : 0) + (coalition & 2 ? 20 + replication : 0) + (coalition === 3 ? 6 : 0))
    return { usefulMs: (1000n - lostHours) * HOUR, cents: -lostHours * 200n }
  }
  const asked: Asked = { groups: ['cooling', 'hardware'], method: 'shapley', orders: null, replications: 2, outcome, buckets: [{ P: '1', 'L3.leak': '36000000', 'L5.repair': '72000000' }, { P: '1', 'L5.triage': '72000000' }] }

  test('prices every share by net present value, and tells what is won alone', () => {
    const { rows, loss, residual, exact } = attribute({ ...asked })
    expect(loss.mean).toBe(36.5)
    expect(residual?.mean).toBe(-6)
    expect(rows.map(({ shapley: share }) => share?.mean)).toEqual([13, 23.5])
    expect(rows.map(({ removeOne }) => removeOne?.mean)).toEqual([16, 26.5])
    expect(rows.map(({ addOne }) => addOne?.mean)).toEqual([10, 20.5])
    expect(rows.map(({ valueUsd }) => valueUsd?.mean)).toEqual([26, 47])
    expect(rows.map(({ precedenceGpuHours }) => precedenceGpuHours)).toEqual([5, 20])
    expect((exact.numerators ?? []).reduce((total, share) => total + BigInt(share), 0n)).toBe(BigInt(exact.denominator ?? 0) * BigInt(exact.lossMs))
  })

  test('a mirrored pair is one observation: gains of 26, 27, 28 and 29 h are two means, 26.5 and 28.5', () => {
    const four = { ...asked, replications: 4, buckets: [...asked.buckets, ...asked.buckets] }
    const gain = (isAntithetic: boolean) => attribute({ ...four, isAntithetic }).rows[1].removeOne
    // Two means 2 h apart have a standard error of 1 h; Student's t at 97.5 % is 12.7062 with one degree of freedom, 3.18245 with three.
    expect(gain(true)).toEqual({ mean: 27.5, ci95: [expect.closeTo(27.5 - 12.7062, 3), expect.closeTo(27.5 + 12.7062, 3)] })
    expect(gain(false)?.ci95?.[1]).toBeCloseTo(27.5 + (3.18245 * Math.sqrt(5 / 3)) / 2, 3)
    expect(attribute({ ...four, isAntithetic: true }).rows[1].valueUsd?.ci95).not.toEqual(attribute(four).rows[1].valueUsd?.ci95)
  })

  test('without money there is no price; the largest groups are found by what they took', () => {
    const { rows } = attribute({ ...asked, method: 'remove-one', outcome: (coalition, replication) => ({ ...outcome(coalition, replication), cents: null }) })
    expect(rows.map(({ valueUsd }) => valueUsd)).toEqual([null, null])
    expect(largestGroups(asked.buckets, 1)).toEqual(['hardware'])
  })
})
