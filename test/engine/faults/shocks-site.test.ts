/** Common causes and heat at the inlets in whole sites: the books stay exact, what is struck is booked, and a restored run equals a straight one. */
import { describe, expect, test } from 'vitest'
import { faultRows, goodputRows } from '../../../src/analysis/faults.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { randomSiteText, siteOf } from '../properties/random-site.ts'

const CAUSES = [
  '{id: busbar, takes: power, racks: 2, rate: 40 1/year, outage: 3 h}',
  '{id: cdu, takes: cooling, zone: block, struck: 0.5, rate: 20 1/year, outage: 5 h}',
  '{id: spine, takes: fabric, zone: leaf, rate: 20 1/year, outage: 1 h}',
  '{id: driver, takes: equipment, zone: site, struck: 0.3, rate: 10 1/year}',
]
const text = (seed: number): string => randomSiteText(seed).replace('faults: {preset: rsc-1, rateFactor: 3}', `faults: {preset: rsc-1, rateFactor: 3, stress: {reference: 22 degC}, commonCauses: [${CAUSES.join(', ')}]}`)
const simulate = (seed: number): Simulation => createSimulation(siteOf(text(seed)), { weather: null }, { seed, replication: 0, record: false })

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const booked = ({ ledger: { buckets, acceleratorMs } }: RunResult, code: string): number =>
  acceleratorMs.reduce((sum, ms, cell) => (buckets[cell % buckets.length].code === code ? sum + ms : sum), 0)

describe.each([1, 4, 7])('random site of seed %d', seed => {
  test('buckets sum to the contract in every window; shocks are counted and booked', () => {
    const run = finish(simulate(seed))
    const { ledger } = run
    for (let window = 0; window < ledger.windowCount; window++) {
      const cells = ledger.acceleratorMs.subarray(window * ledger.buckets.length, (window + 1) * ledger.buckets.length)
      expect(cells.reduce((sum, ms) => sum + ms, 0)).toBe(ledger.contractedMs[window])
    }
    const rows = faultRows([run])
    expect(rows.find(({ kind }) => kind === 'common-busbar')).toMatchObject({ reach: 'zone', cause: 'power' })
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(run.faults?.reduce((sum, { count }) => sum + count, 0))
    expect(booked(run, 'L2.siteElec')).toBeGreaterThan(0)
    expect(booked(run, 'L3.cdu')).toBeGreaterThan(0)
    expect(booked(run, 'L4.leafFault')).toBeGreaterThan(0)
    const shares = goodputRows([run]).filter(({ unit }) => unit === 'share').map(({ amount }) => amount ?? -1)
    expect(shares.every(share => share >= 0 && share <= 1)).toBe(true)
  })

  test('going on from a snapshot changes no bit', () => {
    const straight = simulate(seed)
    straight.run(straight.horizonMs, Infinity)
    const first = simulate(seed)
    first.run(first.horizonMs / 2, Infinity)
    const saved = first.snapshot()
    const second = simulate(seed)
    second.restore(saved)
    second.run(second.horizonMs, Infinity)
    expect(second.hash()).toBe(straight.hash())
  })
})
