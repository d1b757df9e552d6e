import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { type Demand, maxMinRates, proportionalRates } from '../../../src/engine/fabric/sharing.ts'

const demand = (job: number, bundle: number, bps: number): Demand => ({ job, bundle, bps })

/** Flows a = (0), (0, 1), (1), (1) on two links, as one rate each. */
const flows = (weights: readonly number[]): Demand[] => [
  demand(0, 0, 100 * weights[0]), demand(1, 0, 100 * weights[1]), demand(1, 1, 100 * weights[1]), demand(2, 1, 100 * weights[2]), demand(3, 1, 100 * weights[3]),
]

describe('sharing', () => {
  test('Bertsekas and Gallager: links of 10 and 4, plain and with weights 1, 2, 1, 1', () => {
    const plain = [...maxMinRates(4, [10, 4], flows([1, 1, 1, 1]))].map(rate => rate * 100)
    expect(plain.map(flow => Math.round(flow * 3e9) / 1e9)).toEqual([26, 4, 4, 4])
    const weighted = [...maxMinRates(4, [10, 4], flows([1, 2, 1, 1]))].map((rate, i) => rate * 100 * [1, 2, 1, 1][i])
    expect(weighted.map(flow => Math.round(flow * 1e9) / 1e9)).toEqual([8, 2, 1, 1])
  })

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
