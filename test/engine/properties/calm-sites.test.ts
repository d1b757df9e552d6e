// Sites in which nothing happens: what many of them use, and what is used without losses.
import { describe, expect, test } from 'vitest'
import { runFigures } from '../../../src/analysis/figures.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { runOf } from './whole-site.ts'
import { randomSiteText, siteOf } from './random-site.ts'

describe('calm sites', () => {
  test.each([1, 2, 3, 4])('I26: %d equal independent halls use that many times the energy of one', halls => {
    const calm = (count: number): Scenario =>
      siteOf(`format: 1
name: Calm
horizon: {start: 2027-06-01, end: 2027-07-01}
site: {location: {latitude: 35, longitude: -97}, weather: {climate: phoenix}}
grid: {feeds: {street: {capacity: 90 MW, voltage: 13.8 kV, energised: 2027-06-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    count: ${count}
    ready: 2027-06-02
    power: {ups: {model: ups-500kw, count: 8, failures: 0/year, systemFailures: 0/year}, transformers: {model: lv-2500kva, count: 1, failures: 0/year}, distribution: {failures: 0/year}}
    cooling: {units: {model: dry-cooler-980kw, count: 2}, trim: {model: chiller-screw, count: 1}, reliability: {fan: 0/year, chiller: 0/year, cdu: 0/year, handler: 0/year, pump: 0/year, cduPump: 0/year, controller: 0/year}, leaks: {rack: 0/year, row: 0/year}}
    racks: [{model: gb200-nvl72, count: 4, delivered: {lead: 1 day}}]
facility: {burnIn: {deadOnArrival: 0}}
faults: {preset: none}
`)
    const one = runOf(calm(1)).energy
    const many = runOf(calm(halls)).energy
    for (const key of ['itWms', 'mechanicalWms', 'lossWms', 'gridWms'] as const) expect(BigInt(many[key])).toBe(BigInt(one[key]) * BigInt(halls))
    expect(BigInt(one.itWms)).toBeGreaterThan(0n)
  })

  test('without electrical losses PUE is 1 + mechanical over IT', () => {
    const run = runOf(
      siteOf(`format: 1
name: Lossless
horizon: {start: 2027-06-01, end: 2027-07-01}
site: {location: {latitude: 35, longitude: -97}, weather: {climate: phoenix}}
grid: {feeds: {street: {capacity: 90 MW, voltage: 13.8 kV, energised: 2027-06-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: 2027-06-02
    power:
      ups: {model: none, count: 4}
      transformers: {model: lv-2500kva, count: 1, failures: 0/year, noLoadLoss: 1 W, loadLoss: 1 W}
      distribution: {failures: 0/year, loss: 0}
    cooling: {units: {model: dry-cooler-980kw, count: 2}, trim: {model: chiller-screw, count: 1}}
    racks: [{model: gb200-nvl72, count: 4, delivered: {lead: 1 day}}]
faults: {preset: none}
`),
    )
    const { itWms, mechanicalWms, lossWms } = run.energy
    // A transformer loses a watt at least; nothing else does.
    expect(BigInt(lossWms)).toBeLessThanOrEqual(4n * BigInt(run.horizonMs))
    const expected = 1 + Number(BigInt(mechanicalWms)) / Number(BigInt(itWms))
    expect(Math.abs(runFigures(siteOf(randomSiteText(1)), run).pue - expected)).toBeLessThan(1e-4)
  })
})
