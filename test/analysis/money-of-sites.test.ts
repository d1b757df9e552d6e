/** Money of two sites by hand: one rack of 72 each for a January of 31 days, other prices at each. */
import { describe, expect, test } from 'vitest'
import { accountsOfSites } from '../../src/analysis/contracts-of-sites.ts'
import { runFigures } from '../../src/analysis/figures.ts'
import { moneyReport } from '../../src/analysis/money-report.ts'
import { costRows } from '../../src/analysis/money.ts'
import { runTogether } from '../../src/results/together.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { handRun, type Window } from './runs.ts'
import { oneRack } from './site.ts'

const DAYS = 31
const CONTRACTS = '{lease: {kind: reserved, tenant: lab, accelerators: 100 GPU, price: 2 USD/h}, left: {kind: resale, price: 1 USD/h, share: 50 %}}'
const COMMON = { tenants: '{lab: {}}', 'money.contracts': CONTRACTS }

const site = (day: Window, mwh: number, peakMW: number): RunResult =>
  handRun({ acceleratorCount: 72, windows: Array.from({ length: DAYS }, () => day), months: [{ year: 2029, month: 1, mwh: [mwh], peakMW, monthDays: DAYS }] })

function both(east: Scenario, west: Scenario, days: readonly [Window, Window]): { scenario: Scenario; run: RunResult } {
  const sites = [{ id: 'east', label: 'East', scenario: east }, { id: 'west', label: 'West', scenario: west }]
  const results = [site(days[0], 10, 0.02), site(days[1], 30, 0.05)]
  return { scenario: { ...east, sites }, run: runTogether(sites.map(({ id, label }, index) => ({ id, label, result: results[index] })), '0') }
}

const EAST = oneRack({ ...COMMON, 'grid.tariff': '{energy: 60 USD/MWh, demand: 10 USD/kW/month}' })
const WEST = oneRack({ ...COMMON, 'grid.tariff': '{energy: 100 USD/MWh, demand: 20 USD/kW/month}' })
const FULL = { P: 1296, 'L7.noDemand': 432 }

describe('two sites with their own tariffs', () => {
  const { scenario, run } = both(EAST, WEST, [FULL, FULL])
  const usd = Object.fromEntries(costRows(scenario, run).map(row => [row.id, row.usd]))

  test('each pays its own bill: 10 MWh at 60 and 30 at 100, 20 kW at 10 and 50 kW at 20', () => {
    expect(usd.energy).toBeCloseTo(10 * 60 + 30 * 100, 6)
    expect(usd.demand).toBeCloseTo(20 * 10 + 50 * 20, 6)
  })

  test('profit and loss has the same electricity as the table of costs', () => {
    const { months } = moneyReport(scenario, [run])
    expect(months).toHaveLength(1)
    expect(months[0].electricityUsd).toBeCloseTo(4800, 6)
    expect(months[0].electricityUsd).toBeCloseTo(usd.energy + usd.demand + usd.capacity, 6)
  })

  test('capital, running costs and depreciation are those of both', () => {
    const each = [EAST, WEST].map((own, index) => moneyReport(own, [run.sites?.[index].result ?? run]))
    const whole = moneyReport(scenario, [run])
    for (const key of ['electricityUsd', 'operatingUsd', 'depreciationUsd', 'capitalUsd'] as const) {
      expect(whole.months[0][key]).toBeGreaterThan(0)
      expect(whole.months[0][key]).toBeCloseTo(each[0].months[0][key] + each[1].months[0][key], 4)
    }
    for (const row of whole.capital) expect(row.usd).toBeCloseTo(each.reduce((sum, { capital }) => sum + (capital.find(({ id }) => id === row.id)?.usd ?? 0), 0), 4)
    // A delay of all blocks costs what it costs at both.
    expect(whole.delay[0].carriedUsd).toBeCloseTo(each[0].delay[0].carriedUsd + each[1].delay[0].carriedUsd, 4)
  })

  test('a contract at the top of the file is kept, and paid, once', () => {
    const { revenue } = moneyReport(scenario, [run])
    expect(revenue[0].usd).toBeCloseTo(100 * 24 * DAYS * 2, 6)
    // Half of twice 432 idle hours a day.
    expect(revenue[1].usd).toBeCloseTo(432 * DAYS, 6)
    const [east, west] = accountsOfSites(scenario, run).map(own => moneyReport(own.scenario, [own.run]).revenue[0].usd)
    expect(east + west).toBeCloseTo(revenue[0].usd, 6)
    expect(runFigures(scenario, run).revenueUsd).toBeCloseTo(revenue[0].usd + revenue[1].usd, 6)
  })
})

test('one site stands in for the other: 100 of 144 are there though one has lost two thirds', () => {
  const { scenario, run } = both(EAST, WEST, [{ P: 576, 'L2.grid': 1152 }, FULL])
  const { revenue } = moneyReport(scenario, [run])
  // 24 accelerators in the east and 72 in the west: 96 of 100.
  expect(revenue[0].delivered).toBeCloseTo(0.96, 9)
  expect(revenue[0].usd).toBeCloseTo(96 * 24 * DAYS * 2, 6)
})

test('a contract of one site is that site’s', () => {
  const west = oneRack({ ...COMMON, 'money.contracts': CONTRACTS.replace('100 GPU', '50 GPU') })
  const { scenario, run } = both(EAST, west, [FULL, FULL])
  const [lease] = moneyReport(scenario, [run]).revenue.filter(({ id }) => id === 'lease')
  // 72 of 100 in the east, 50 of 50 in the west.
  expect(lease.usd).toBeCloseTo((72 + 50) * 24 * DAYS * 2, 6)
})
