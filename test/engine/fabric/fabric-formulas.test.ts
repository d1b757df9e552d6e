import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { type Demand, maxMinRates, proportionalRates } from '../../../src/engine/fabric/sharing.ts'
import { fatTree } from '../../../src/engine/fabric/topology.ts'
import { allToAllS, ALPHA_NETWORK_S, dataParallelBytes, hierarchicalAllReduceS, ringAllReduceS, slowdown, stepTimeS, trainingFlop } from '../../../src/physics/collectives.ts'

describe('topology', () => {
  test.each([
    [512, 16, 8, 0],
    [1024, 32, 16, 0],
    [2048, 64, 32, 0],
    [4096, 128, 128, 64],
    [8192, 256, 256, 128],
    [16384, 512, 512, 256],
  ])('T2.1 %i hosts on radix 64: %i leaf, %i spine, %i core', (hosts, leaf, spine, core) => {
    const tree = fatTree(hosts, 64)
    expect([tree.leaf, tree.spine, tree.core]).toEqual([leaf, spine, core])
    expect(tree.cables).toEqual(core === 0 ? [hosts, hosts] : [hosts, hosts, hosts])
  })

  test('T2.2 node–leaf tier of a 256-accelerator unit: 256 NIC modules, 128 twin-port leaf modules, 256 fibres', () => {
    const [fibres] = fatTree(256, 64).cables
    expect([fibres, fibres, fibres / 2]).toEqual([256, 256, 128])
  })

  test('T2.9 job-relevant link events and module failures a day', () => {
    const links = 98_304 * 3
    expect((links * 0.0048) / 365.25).toBeCloseTo(3.88, 2)
    expect((links * 2 * 0.005) / 365.25).toBeCloseTo(8.07, 2)
  })
})

describe('collectives', () => {
  test('T2.3 ring, hierarchical and all-to-all', () => {
    expect(ringAllReduceS(64, 1e9, 40e9, ALPHA_NETWORK_S) * 1e3).toBeCloseTo(50.428, 2)
    expect(hierarchicalAllReduceS(8, 8, 1e9, 360e9, 40e9) * 1e3).toBeCloseTo(10.512, 1)
    expect(allToAllS(64, 256e6, 40e9, ALPHA_NETWORK_S) * 1e3).toBeCloseTo(6.905, 3)
  })

  test.each([
    [8, 1e9, 5e-6, 450e9, 3.958889],
    [64, 1e9, 5e-6, 50e9, 40.005],
    [1024, 4e9, 1e-5, 50e9, 180.30375],
  ])('published ring identity, n = %i', (n, bytes, alpha, bps, ms) => {
    expect(ringAllReduceS(n, bytes, bps, alpha) * 1e3).toBeCloseTo(ms, 6)
  })

  test('T2.4 a 405-billion-parameter model: 4.0769e19 FLOP a step, 6.2208 s on 16,384 at 400 TFLOP/s', () => {
    const flop = trainingFlop(405e9, 16_777_216)
    expect(flop / 1e19).toBeCloseTo(4.0769, 4)
    expect(flop / (16_384 * 400e12)).toBeCloseTo(6.2208, 3)
    expect(trainingFlop(405e9, 15.6e12) / (16_384 * 400e12) / 86_400).toBeCloseTo(66.95, 2)
  })

  test('T2.5 data-parallel volume and its time at 1:1 and 1:7', () => {
    const bytes = dataParallelBytes(405e9, 8, 16, 128)
    expect(bytes / 1e9).toBeCloseTo(18.836, 3)
    expect(bytes / 40e9).toBeCloseTo(0.471, 3)
    expect(bytes / (40e9 / 7)).toBeCloseTo(3.296, 3)
  })

  test('T2.6 step time under a slower network', () => {
    const step = { computeS: 5, bubbleFraction: 0.06, tensorS: 0.4, networkS: 1.2, overlapS: (0.5 * 2 * 5) / 3 }
    expect([1, 0.5, 0.25].map(rate => stepTimeS(step, rate))).toEqual([expect.closeTo(5.7, 9), expect.closeTo(6.4333, 4), expect.closeTo(8.8333, 4)])
    expect(stepTimeS(step, 0.5) / stepTimeS(step, 1)).toBeCloseTo(1.12865, 5)
    expect(stepTimeS(step, 0.25) / stepTimeS(step, 1)).toBeCloseTo(1.54971, 4)
  })

  test('slowdown by hand: exposed 0.15, overlap 0.5, rate 0.5: 0.85 + 0.575/0.5 − 0.425 = 1.575', () => {
    expect(slowdown(0.15, 0.5, 0.5)).toBeCloseTo(1.575, 12)
    expect(slowdown(0.15, 0.5, 1)).toBe(1)
    expect(slowdown(0, 0.5, 0.1)).toBe(1)
  })
})

const demand = (job: number, bundle: number, bps: number): Demand => ({ job, bundle, bps })

describe('sharing', () => {
  test('T2.7 max-min and proportional', () => {
    const demands = [demand(0, 0, 6), demand(1, 0, 6), demand(1, 1, 6), demand(2, 1, 6)]
    expect([...maxMinRates(3, [10, 6], demands)]).toEqual([1, 0.5, 0.5])
    const rates = proportionalRates(3, [10, 6], demands)
    expect([rates[0], rates[1], rates[2]]).toEqual([expect.closeTo(0.8333, 4), 0.5, 0.5])
  })

  test('T2.8 random systems: feasible, proportional ≤ max-min, bottlenecks, monotone in jobs and capacity', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const key = rootKey(seed, 0)
      let n = 0
      const draw = (): number => uniform(key, 1, n++)
      const jobs = 2 + Math.floor(draw() * 10)
      const bundles = 1 + Math.floor(draw() * 6)
      const capacity = Array.from({ length: bundles }, () => 1 + draw() * 20)
      const demands: Demand[] = []
      for (let job = 0; job < jobs; job++) for (let b = 0; b < bundles; b++) if (draw() < 0.5) demands.push(demand(job, b, 0.5 + draw() * 8))
      const proportional = proportionalRates(jobs, capacity, demands)
      const fair = maxMinRates(jobs, capacity, demands)
      const flow = (rates: Float64Array, b: number): number => demands.filter(d => d.bundle === b).reduce((sum, d) => sum + d.bps * rates[d.job], 0)
      for (let b = 0; b < bundles; b++) {
        expect(flow(proportional, b), `seed ${seed}`).toBeLessThanOrEqual(capacity[b] + 1e-9)
        expect(flow(fair, b), `seed ${seed}`).toBeLessThanOrEqual(capacity[b] + 1e-9)
      }
      for (let job = 0; job < jobs; job++) {
        expect(proportional[job], `seed ${seed}`).toBeLessThanOrEqual(fair[job] + 1e-9)
        if (fair[job] > 1 - 1e-12) continue
        const bottleneck = demands.some(d => d.job === job && flow(fair, d.bundle) > capacity[d.bundle] - 1e-9 && demands.every(e => e.bundle !== d.bundle || fair[e.job] <= fair[job] + 1e-9))
        expect(bottleneck, `seed ${seed} job ${job} has a bottleneck`).toBe(true)
      }
      const without = proportionalRates(jobs, capacity, demands.filter(d => d.job !== 0))
      const wider = proportionalRates(jobs, capacity.map(c => c * 1.5), demands)
      for (let job = 1; job < jobs; job++) expect(without[job], `seed ${seed}`).toBeGreaterThanOrEqual(proportional[job] - 1e-12)
      for (let job = 0; job < jobs; job++) expect(wider[job], `seed ${seed}`).toBeGreaterThanOrEqual(proportional[job] - 1e-12)
    }
  })
})
