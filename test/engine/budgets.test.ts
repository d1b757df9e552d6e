/** Budgets of tenants: nothing starts once the money of the period is spent, and what idles for it is told. */
import { describe, expect, test } from 'vitest'
import { memoRows } from '../../src/analysis/memos.ts'
import { budgetRows } from '../../src/analysis/tenant-budgets.ts'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { budgetMs, periodOf } from '../../src/scenario/budgets.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { fourRacks } from '../four-racks.ts'

const DAY_MS = 86_400_000

/** Four racks of four nodes of eight, more work than they hold, three months. */
const site = (tenants: string): Scenario => {
  const { scenario, issues } = loadScenario(`${fourRacks('Budgets', '2027-01-01', '2027-04-01')}faults: {preset: none}
tenants: ${tenants}
workload: [{id: mix, source: training-mix, load: 1.5, smallest: 8, largest: 16, median: 5 h, tenants: {lab: 1}}]
`, { file: 'budgets' })
  if (scenario === undefined) throw new Error(issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return scenario
}

const simulate = (scenario: Scenario): Simulation => createSimulation(scenario, { weather: null }, { seed: 5, replication: 0, record: false })

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const booked = ({ ledger }: RunResult, code: string): number => {
  const at = ledger.buckets.findIndex(bucket => bucket.code === code)
  return Array.from({ length: ledger.windowCount }, (_, window) => ledger.acceleratorMs[window * ledger.buckets.length + at]).reduce((sum, ms) => sum + ms, 0)
}

test('periods are those of the calendar', () => {
  const day = daysFromCivil(2027, 5, 17)
  expect(periodOf('month', day)).toEqual({ from: daysFromCivil(2027, 5, 1), until: daysFromCivil(2027, 6, 1) })
  expect(periodOf('quarter', day)).toEqual({ from: daysFromCivil(2027, 4, 1), until: daysFromCivil(2027, 7, 1) })
  expect(periodOf('year', daysFromCivil(2027, 12, 31))).toEqual({ from: daysFromCivil(2027, 1, 1), until: daysFromCivil(2028, 1, 1) })
  expect(budgetMs({ amount: 100, price: 2.5 })).toBe(40 * 3_600_000)
})

describe('a budget of a third of the site', () => {
  // 128 accelerators at 2 USD: a month of 30 days is worth 184,320 USD.
  const scenario = site('{house: {budget: {amount: 60000 USD, price: 2 USD/h}}, lab: {parent: house}}')
  const simulation = simulate(scenario)
  const run = finish(simulation)
  const free = finish(simulate(site('{house: {}, lab: {parent: house}}')))

  test('is spent in every month, beyond it only by what was running', () => {
    const rows = budgetRows(scenario, run)
    expect(rows.map(({ tenant, from, budgetUsd }) => [tenant, from, budgetUsd])).toEqual([['house', '2027-01-01', 60_000], ['house', '2027-02-01', 60_000], ['house', '2027-03-01', 60_000]])
    for (const { spentUsd } of rows) {
      expect(spentUsd).toBeGreaterThanOrEqual(60_000)
      expect(spentUsd).toBeLessThan(80_000)
    }
  })

  test('what waits for money idles as quota, with a memo; every accelerator-ms is booked', () => {
    const memo = (of: RunResult): number => Number(memoRows(scenario, [of]).find(({ code }) => code === 'L7.quota.budget')?.acceleratorMs)
    expect(booked(free, 'L7.quota')).toBe(0)
    expect(memo(free)).toBe(0)
    expect(booked(run, 'L7.quota')).toBeGreaterThan(0.4 * 128 * 90 * DAY_MS)
    // No other limit holds anything back here.
    expect(memo(run)).toBe(booked(run, 'L7.quota'))
    expect(run.ledger.acceleratorMs.reduce((sum, ms) => sum + ms, 0)).toBe(run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0))
  })

  test('a run restored in a month whose money is spent goes on as before', () => {
    const first = simulate(scenario)
    first.run(25 * DAY_MS, Infinity)
    const saved = first.snapshot()
    const second = simulate(scenario)
    second.restore(saved)
    second.run(second.horizonMs, Infinity)
    expect(second.hash()).toBe(simulation.hash())
  })
})
