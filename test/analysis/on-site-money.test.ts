import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { costRows } from '../../src/analysis/money.ts'
import { levelisedUsdPerMWh, plantUsd, storeUsd } from '../../src/analysis/on-site-money.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { handRun, HOUR_MS } from './runs.ts'
import { oneRack } from './site.ts'

function phoenix(): Scenario {
  const { scenario, issues } = loadScenario(readFileSync('scenarios/phoenix-1gw.yaml', 'utf8'))
  if (scenario === undefined) throw new Error(JSON.stringify(issues))
  return scenario
}
const YEAR_H = 8766
const wms = (mwh: number): string => String(BigInt(Math.round(mwh * 1e6)) * BigInt(HOUR_MS))
/** One year of a site whose plants deliver so much energy from so much heat of gas, MWh and GJ. */
const run = (mwh: number, gigajoules: number): RunResult => {
  const of = handRun({ windowMs: 6 * HOUR_MS, windows: [{ P: 6 }] })
  return { ...of, horizonMs: YEAR_H * HOUR_MS, onSite: { ...of.onSite, plantWms: wms(mwh), gasWms: wms(gigajoules / 3.6) } }
}

describe('site C: power made on site', () => {
  const scenario = phoenix()

  test('46 turbines cost 2,972 M USD, 250 MW and 500 MWh of storage 368.5 M USD', () => {
    expect(plantUsd(scenario, scenario.generation[0]) / 1e6).toBeCloseTo(2972, 0)
    expect(storeUsd(scenario, scenario.storage[0]) / 1e6).toBeCloseTo(368.5, 1)
  })

  test('Eq 10.2: 463.0 M USD a year of capital at 9 % over 10 years, 76.9 of operation and 305.6 of fuel are 120.9 USD/MWh', () => {
    const mwh = 76.9e6 / 11
    const gigajoules = 305.6e6 / scenario.money.fuel
    const result = run(mwh, gigajoules)
    expect(levelisedUsdPerMWh(scenario, result)).toBeCloseTo(120.9, 1)
    const usd = Object.fromEntries(costRows(scenario, result).map(row => [row.id, row.usd / 1e6]))
    expect(usd.plants).toBeCloseTo(463, 0)
    expect(usd.plantOperation).toBeCloseTo(76.9, 6)
    expect(usd.storageOperation).toBeCloseTo(368.5 * 0.025, 2)
    expect(usd.storage).toBeGreaterThan(40)
  })

  test('facility of 8,250 M USD at 10.32 USD/W: within 1 % of the specification', () => {
    const itKW = scenario.blocks.reduce((sum, { racks }) => sum + racks.reduce((all, { count, max }) => all + count * max, 0), 0) / 1000
    expect((itKW * scenario.money.facility.capex) / 1e6 / 8252).toBeCloseTo(1, 2)
  })
})

describe('what ownership costs', () => {
  test('insurance of 0.15 % of the value; property tax where stated', () => {
    const rows = (tax: string): Record<string, number> => Object.fromEntries(costRows(oneRack({ 'money.propertyTax': tax, 'money.accelerators.capex': '100000 USD', 'money.facility.capex': '0 USD/kW' }), handRun({ windows: Array.from({ length: 1461 }, () => ({ P: 6 })), windowMs: 6 * HOUR_MS })).map(({ id, usd }) => [id, usd]))
    const none = rows('0 %')
    expect(none.propertyTax).toBeUndefined()
    const some = rows('1 %')
    expect(some.propertyTax / some.insurance).toBeCloseTo(0.01 / 0.0015, 9)
    expect(some.insurance).toBeCloseTo(none.insurance, 9)
  })

  test('without plants nothing of them is in the books', () => {
    expect(costRows(oneRack(), run(0, 0)).map(({ id }) => id)).not.toContain('plants')
    expect(levelisedUsdPerMWh(oneRack(), run(0, 0))).toBeNaN()
  })
})
