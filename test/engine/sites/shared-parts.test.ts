/** Spare parts that sites have in common: by hand on three shelves, and in two halls. */
import { expect, test } from 'vitest'
import { entityKey, rootKey } from '../../../src/base/rng.ts'
import { createSpares } from '../../../src/engine/facility/spares.ts'
import { createKernel } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import { createSharedParts } from '../../../src/engine/shared-parts.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { resultHash } from '../../../src/results/result-hash.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { campus } from './campus.ts'

const DAY_MS = 86_400_000

test('whoever finds the shelf empty gets one from the site with most to spare, after the transport; that one orders anew', () => {
  const state = createState()
  const kernel = createKernel(state)
  const pools = createSharedParts(3)
  const arrived: [number, number, number][] = []
  // One name at all sites; on one kernel each needs a table of its own, so the pool knows them by one name all the same.
  const shelf = (site: number, stock: number, keeps: number) =>
    createSpares(state, kernel, entityKey(rootKey(1, 0), `${site}`), { stock, reorderPoint: stock - 1, orderSize: 1, lead: { kind: 'fixed', value: 30 * DAY_MS }, sharing: { transport: (1 + site) * DAY_MS, keeps } },
      unit => void arrived.push([site, unit, kernel.now / DAY_MS]), `site${site}`, { join: (_name, own) => pools[site].join('gpu', own), borrow: () => pools[site].borrow('gpu') })
  const [a, b, c] = [shelf(0, 0, 0), shelf(1, 2, 1), shelf(2, 4, 1)]
  // The third has three to spare, the second one: 3 → 2 → 1, then the second as the first of equal ones, then the third again.
  expect([1, 2, 3, 4, 5].map(unit => a.take(unit))).toEqual([false, false, false, false, false])
  expect([b, c].map(each => each.summary().onHand)).toEqual([1, 1])
  expect([b, c].map(each => each.summary().onOrder)).toEqual([1, 3])
  kernel.run(40 * DAY_MS, Infinity)
  // Four came over in a day; the fifth found nothing to spare and waited for its own order.
  expect(arrived).toEqual([[0, 1, 1], [0, 2, 1], [0, 3, 1], [0, 4, 1], [0, 5, 30]])
  expect([b, c].map(each => each.summary().onHand)).toEqual([2, 4])
})

function halls(sharing: string): Simulation {
  const set = { 'horizon.end': '2027-08-21', sites: '{east: {}, west: {}}', 'faults.spares': `{gpu: 1, lead: 60 days${sharing}}`, 'faults.rateFactor': '3' }
  const scenario = campus({ workload: '[]', set })
  const [east, west] = scenario.sites ?? []
  const rich = { ...west.scenario, faults: { ...west.scenario.faults, spares: { ...west.scenario.faults.spares, gpu: 1000 } } }
  return createSimulation({ ...scenario, sites: [east, { ...west, scenario: rich }] }, { weather: null }, { seed: 1, replication: 0, record: false })
}

const finish = (simulation: Simulation): RunResult => {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const waited = (run: RunResult, site: number): number => {
  const { ledger } = run.sites?.[site].result ?? run
  const bucket = ledger.buckets.findIndex(({ code }) => code === 'L5.waitPart')
  return ledger.contractedMs.reduce((sum, _ms, window) => sum + ledger.acceleratorMs[window * ledger.buckets.length + bucket], 0)
}

test('a hall with one part beside one with a thousand waits a fraction of what it waits alone; the books balance and a restored run is the same', () => {
  const alone = finish(halls(''))
  const shared = finish(halls(', sharing: {transport: 12 hours}'))
  expect(waited(alone, 0)).toBeGreaterThan(0)
  expect(waited(shared, 0)).toBeLessThan(0.25 * waited(alone, 0))
  expect(waited(shared, 0)).toBeGreaterThan(0)
  for (const { result: { ledger } } of shared.sites ?? []) {
    ledger.contractedMs.forEach((ms, window) => expect(ledger.acceleratorMs.slice(window * ledger.buckets.length, (window + 1) * ledger.buckets.length).reduce((sum, each) => sum + each, 0)).toBe(ms))
  }
  const first = halls(', sharing: {transport: 12 hours}')
  first.run(10 * DAY_MS, Infinity)
  const second = halls(', sharing: {transport: 12 hours}')
  second.restore(first.snapshot())
  expect(resultHash([finish(second)])).toBe(resultHash([shared]))
})
