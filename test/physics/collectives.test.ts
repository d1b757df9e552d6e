import { describe, expect, test } from 'vitest'
import {
  ALPHA_BASE_S, ALPHA_NETWORK_S, ALPHA_TREE_S, allReduceS, allToAllS, broadcastS, busBandwidthBps, hierarchicalAllReduceS, hierarchicalAllToAllS, pipelineS, reduceScatterS, ringAllReduceS, treeAllReduceS,
} from '../../src/physics/collectives.ts'

describe('collectives', () => {
  test('T2.3 ring, hierarchical and all-to-all', () => {
    expect(ringAllReduceS(64, 1e9, 40e9, ALPHA_NETWORK_S) * 1e3).toBeCloseTo(50.428, 3)
    expect(hierarchicalAllReduceS({ inside: 8, domains: 8, scaleUpBps: 360e9, networkBps: 40e9 }, 1e9) * 1e3).toBeCloseTo(10.512, 3)
    expect(allToAllS(64, 256e6, 40e9, ALPHA_NETWORK_S) * 1e3).toBeCloseTo(6.905, 3)
  })

  test.each([
    [8, 1e9, 5e-6, 450e9, 3.958889, 442.043],
    [64, 1e9, 5e-6, 50e9, 40.005, 49.213],
    [1024, 4e9, 1e-5, 50e9, 180.30375, 44.326],
  ])('published ring identity, n = %i', (n, bytes, alpha, bps, ms, busGBps) => {
    const seconds = ringAllReduceS(n, bytes, bps, alpha)
    expect(seconds * 1e3).toBeCloseTo(ms, 6)
    expect(busBandwidthBps(n, bytes, seconds) / 1e9).toBeCloseTo(busGBps, 3)
  })

  test('a ring is a reduce-scatter and an all-gather; a tree takes 2·log2(n) steps', () => {
    expect(2 * reduceScatterS(64, 1e9, 40e9, ALPHA_NETWORK_S)).toBeCloseTo(ringAllReduceS(64, 1e9, 40e9, ALPHA_NETWORK_S), 12)
    expect(treeAllReduceS(1024, 0, 50e9, 1e-5)).toBeCloseTo(200e-6, 12)
    expect(treeAllReduceS(1024, 1e9, 50e9, 1e-5)).toBeCloseTo(200e-6 + 0.04, 12)
  })

  test('point to point, broadcast and two-level all-to-all by hand', () => {
    expect(pipelineS(40e6, 40e9, 1e-5)).toBeCloseTo(1.01e-3, 12)
    expect(broadcastS(11, 40e6, 40e9, 1e-5)).toBeCloseTo(1.1e-3, 12)
    // 7 × 3.4 µs + 7/8 × 256 MB / 360 GB/s, then 7 × 9.6 µs + 7/8 × 256 MB / 40 GB/s.
    expect(hierarchicalAllToAllS({ inside: 8, domains: 8, scaleUpBps: 360e9, networkBps: 40e9 }, 256e6) * 1e3).toBeCloseTo(0.0238 + 0.622222 + 0.0672 + 5.6, 5)
  })

  test('the quickest algorithm: hierarchy for much, a tree for little on many ranks, a ring in one domain', () => {
    const many = { inside: 8, domains: 128, scaleUpBps: 360e9, networkBps: 40e9 }
    expect(allReduceS(many, 1e9).algorithm).toBe('hierarchical')
    expect(allReduceS(many, 1e9).seconds).toBeCloseTo(ALPHA_BASE_S + hierarchicalAllReduceS(many, 1e9), 12)
    expect(allReduceS(many, 1e3).algorithm).toBe('tree')
    expect(allReduceS(many, 1e3).seconds).toBeCloseTo(ALPHA_BASE_S + 20 * ALPHA_TREE_S + 2e3 / 36e9, 9)
    const one = { inside: 8, domains: 1, scaleUpBps: 360e9, networkBps: 40e9 }
    expect(allReduceS(one, 1e9).seconds).toBeCloseTo(ALPHA_BASE_S + ringAllReduceS(8, 1e9, 360e9, 3.4e-6), 9)
    expect(allReduceS({ ...one, inside: 1 }, 1e9).seconds).toBe(0)
  })

  test('the choice is never slower than any one algorithm (random sizes, seeds in message)', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const inside = 2 ** (seed % 4)
      const domains = 1 + ((seed * 7) % 97)
      const bytes = 1e3 * 1.13 ** seed
      const tiers = { inside, domains, scaleUpBps: 360e9, networkBps: 40e9 }
      const n = inside * domains
      if (n === 1) continue
      const [bps, alpha] = domains === 1 ? [360e9, 3.4e-6] : [40e9, ALPHA_NETWORK_S]
      const least = Math.min(ringAllReduceS(n, bytes, bps, alpha), treeAllReduceS(n, bytes, bps * 0.9, domains === 1 ? 3.4e-6 : ALPHA_TREE_S), hierarchicalAllReduceS(tiers, bytes))
      expect(allReduceS(tiers, bytes).seconds - ALPHA_BASE_S, `seed ${seed}`).toBeCloseTo(least, 9)
    }
  })
})
