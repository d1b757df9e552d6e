import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../src/base/rng.ts'
import { factorsOfShares, lossShares } from '../../src/physics/slowdown-split.ts'

const FACTORS = Float64Array.of(0.9, 1, 0.8, 0.95)

describe('splitting the loss of slowdowns that hold at once', () => {
  test('in order, each takes its share of what is left: 0.1, 0, 0.9 × 0.2, 0.72 × 0.05', () => {
    const shares = new Float64Array(5)
    lossShares(FACTORS, shares, 'ordered')
    expect([...shares].map(share => Number(share.toFixed(12)))).toEqual([0.684, 0.1, 0, 0.18, 0.036])
  })

  test('by logarithms, two equal factors lose the same wherever they stand', () => {
    const shares = new Float64Array(4)
    lossShares(Float64Array.of(0.8, 0.5, 0.8), shares, 'log-shares')
    expect(shares[1]).toBe(shares[3])
    expect(shares[0] + shares[1] + shares[2] + shares[3]).toBeCloseTo(1, 12)
  })

  test.each(['ordered', 'log-shares'] as const)('%s: factors come back from their shares (seed 5)', split => {
    const draw = (n: number): number => 0.3 + 0.7 * uniform(rootKey(5, 0), 0, n)
    for (let round = 0; round < 50; round++) {
      const factors = Float64Array.from({ length: 7 }, (_, i) => ((i + round) % 3 === 0 ? 1 : draw(round * 7 + i)))
      const shares = new Float64Array(8)
      lossShares(factors, shares, split)
      const back = new Float64Array(7)
      factorsOfShares(shares, back, split)
      factors.forEach((factor, i) => expect(back[i]).toBeCloseTo(factor, 10))
    }
  })
})
