import { describe, expect, test } from 'vitest'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { planDeliveries } from '../../../src/engine/facility/procurement.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'

const DAY_MS = 86_400_000
const LEAD = '{p50: 100 days, p90: 200 days}'
/** Standard deviation of the logarithm of that lead time. */
const SIGMA = Math.log(2) / 1.2815515655446004

function site(delivered: readonly [string, string], more = ''): Scenario {
  const loaded = loadScenario(`format: 1
name: Suppliers
horizon: {start: 2027-01-01, end: 2029-01-01}
site: {location: {latitude: 33, longitude: -97, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 5 MW, voltage: 25 kV, energised: 2027-02-01}}}
blocks:
  - id: hall
    ready: 2027-12-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 4}, transformers: {model: lv-2500kva}}
    cooling: {units: {model: dry-cooler-980kw, count: 4}}
    racks:
      - {id: one, model: gb200-nvl72, count: 4, ${more} delivered: {lead: ${LEAD}, ${delivered[0]}}}
      - {id: two, model: gb200-nvl72, count: 4, ${more} delivered: {lead: ${LEAD}, ${delivered[1]}}}
workload: [{id: training, source: training-mix, load: 0.6}]
`, { file: 'suppliers' })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

/** Lead times of the two lots in replications, days from order to the first truck. */
function leads(scenario: Scenario, replications: number): (readonly [number, number])[] {
  return Array.from({ length: replications }, (_, replication) => {
    const { trucks } = planDeliveries({ scenario, world: assembleWorld(scenario, { seed: 1, replication }) })
    const of = (lot: number): number => {
      const truck = trucks.find(each => each.lot === lot)
      return truck === undefined ? NaN : (truck.arriveMs - truck.orderMs) / DAY_MS
    }
    return [of(0), of(1)] as const
  })
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const scores = pairs.map(([a, b]) => [Math.log(a / 100) / SIGMA, Math.log(b / 100) / SIGMA])
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const [ma, mb] = [mean(scores.map(([a]) => a)), mean(scores.map(([, b]) => b))]
  const moment = (f: (a: number, b: number) => number): number => mean(scores.map(([a, b]) => f(a - ma, b - mb)))
  return moment((a, b) => a * b) / Math.sqrt(moment(a => a * a) * moment((_a, b) => b * b))
}

const RUNS = 1000
/** Three standard deviations of a correlation of so many pairs, ρ = 0.6 and 0. */
const SLACK = { shared: (3 * (1 - 0.36)) / Math.sqrt(RUNS), none: 3 / Math.sqrt(RUNS) }

describe('batches of a supplier', () => {
  test('lots of one batch are late together: correlation 0.6, each with its own distribution (seed 1)', () => {
    const pairs = leads(site(['supplier: foundry', 'supplier: foundry']), RUNS)
    expect(Math.abs(correlation(pairs) - 0.6)).toBeLessThan(SLACK.shared)
    for (const lot of [0, 1]) {
      const below = (days: number): number => pairs.filter(pair => pair[lot] <= days).length / RUNS
      expect(Math.abs(below(100) - 0.5)).toBeLessThan(0.05)
      expect(Math.abs(below(200) - 0.9)).toBeLessThan(0.03)
    }
  })

  test('lots of others are not, and a lot alone has the lead time that it had (seed 1)', () => {
    expect(Math.abs(correlation(leads(site(['supplier: foundry', 'supplier: other']), RUNS)))).toBeLessThan(SLACK.none)
    expect(leads(site(['shipping: 7 days', 'supplier: other, correlation: 0']), 20)).toEqual(leads(site(['shipping: 7 days', 'shipping: 7 days']), 20))
  })

  test('a slot of production comes before the lead time, and the order so much earlier', () => {
    const plan = (slot: string) => {
      const scenario = site([slot, slot])
      return planDeliveries({ scenario, world: assembleWorld(scenario, { seed: 1, replication: 0 }) }).trucks[0]
    }
    const [without, with60] = [plan('shipping: 7 days'), plan('slot: 60 days')]
    expect(without.orderMs - with60.orderMs).toBe(60 * DAY_MS)
    expect(with60.arriveMs).toBe(without.arriveMs)
  })
})

describe('tranches of a lot', () => {
  test('each part comes on its own day after the first, truck by truck, with the lead time of the lot', () => {
    const scenario = site(['truckload: 1, interval: 2 days, tranches: [{racks: 1}, {racks: 3, after: 60 days}]', 'truckload: 3, interval: 2 days'])
    const { trucks } = planDeliveries({ scenario, world: assembleWorld(scenario, { seed: 1, replication: 0 }) })
    const of = (lot: number) => trucks.filter(truck => truck.lot === lot)
    const [first] = of(0)
    expect(of(0).map(({ arriveMs }) => (arriveMs - first.arriveMs) / DAY_MS)).toEqual([0, 60, 62, 64])
    expect(of(0).map(({ firstRack, endRack }) => endRack - firstRack)).toEqual([1, 1, 1, 1])
    expect(of(0).map(({ firstRack }) => firstRack - first.firstRack)).toEqual([0, 1, 2, 3])
    expect(of(1).map(({ firstRack, endRack }) => endRack - firstRack)).toEqual([3, 1])
    // The order is placed so that the last part of a median delivery is in time.
    const plain = site(['truckload: 1, interval: 2 days', 'truckload: 3, interval: 2 days'])
    const ordered = (one: Scenario): number => planDeliveries({ scenario: one, world: assembleWorld(one, { seed: 1, replication: 0 }) }).trucks[0].orderMs
    expect((ordered(plain) - ordered(scenario)) / DAY_MS).toBeCloseTo(58, 6)
  })
})
