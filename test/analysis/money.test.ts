import { describe, expect, test } from 'vitest'
import { runFigures } from '../../src/analysis/figures.ts'
import { capitalRecovery } from '../../src/scenario/capital-recovery.ts'
import { costRows } from '../../src/analysis/money.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { handRun, HOUR_MS } from './runs.ts'
import { oneRack } from './site.ts'

describe('capital recovery', () => {
  test('T11.1: 10 % over 5 years', () => {
    expect(capitalRecovery(0.1, 5)).toBeCloseTo(0.263797, 6)
  })

  test('without interest is straight-line', () => {
    expect(capitalRecovery(0, 20)).toBe(0.05)
  })

  test('of one year returns capital and interest', () => {
    expect(capitalRecovery(0.09, 1)).toBeCloseTo(1.09, 12)
  })
})

describe('T11.1: cost per accelerator-hour', () => {
  const scenario = oneRack({
    'money.discountRate': '10 %',
    'money.accelerators': '{capex: 50000 USD, life: 5 years, maintenance: 5 %}',
    'money.facility': '{capex: 12000 USD/kW, life: 15 years, maintenance: 0 %}',
    'money.staff': '0 USD',
    'money.insurance': '0 %',
    'money.water': '0 USD/m^3',
    'grid.tariff': '{energy: 60 USD/MWh, demand: 0 USD/kW/month}',
  })

  /** One accelerator for a year of 8,766 hours in windows of six hours, productive for a share of the time; 1.65 kW × 1.25 × 80 %. */
  const year = (productive: number): RunResult =>
    handRun({
      windowMs: 6 * HOUR_MS,
      windows: Array.from({ length: 1461 }, () => ({ P: 6 * productive, 'L7.noDemand': 6 - 6 * productive })),
      months: [{ year: 2029, month: 1, mwh: [1.65 * 8.766], monthDays: 31 }],
      energy: { gridWms: String(1650n * 8766n * BigInt(HOUR_MS)), itWms: String(1320n * 8766n * BigInt(HOUR_MS)) },
    })

  test('adds up line by line', () => {
    const usd = Object.fromEntries(costRows(scenario, year(1)).map(row => [row.id, row.usd]))
    expect(usd.energy).toBeCloseTo(867.83, 2)
    expect(usd.accelerators).toBeCloseTo(50_000 * 0.2637975, 1)
    expect(usd.facility).toBeCloseTo(12_000 * 0.1314738, 1)
    expect(usd.maintenance).toBe(2500)
    expect(runFigures(scenario, year(1)).totalCostUsd).toBeCloseTo(18_135.39, 1)
  })

  test.each([
    [1, 2.0688],
    [0.8, 2.586],
    [0.55, 3.7615],
  ])('at %d delivered is %d USD', (share, cost) => {
    expect(runFigures(scenario, year(share)).costPerUsefulGpuHour).toBeCloseTo(cost, 3)
  })

  test('of nothing delivered does not apply', () => {
    expect(runFigures(scenario, year(0)).costPerUsefulGpuHour).toBe(Infinity)
  })
})

describe('what else a run costs', () => {
  test('fuel is priced by lower heating value and water by volume', () => {
    const burnt = handRun({ windows: [{ P: 24 }], energy: { fuelWms: String(5n * 10n ** 12n), waterL: 2000 } })
    const usd = Object.fromEntries(costRows(oneRack({ 'money.fuel': '4 USD/GJ', 'money.water': '1.5 USD/m^3' }), burnt).map(row => [row.id, row.usd]))
    expect(usd.fuel).toBe(20)
    expect(usd.water).toBe(3)
  })
})
