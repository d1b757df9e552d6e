import { describe, expect, test } from 'vitest'
import { capitalRows, depreciation, type CapitalItem, capitalItems, valueAt } from '../../src/analysis/capital.ts'
import { runFigures } from '../../src/analysis/figures.ts'
import { moneyReport } from '../../src/analysis/money-report.ts'
import { costRows } from '../../src/analysis/money.ts'
import { levelisedCost, netPresent, operatingResult, presentCapital, statementOf } from '../../src/analysis/statement.ts'
import { exp } from '../../src/base/exact-math.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import type { ServiceColumns } from '../../src/results/services.ts'
import { DAY_MS, handRun, HOUR_MS, type Window } from './runs.ts'
import { oneRack } from './site.ts'

const YEAR_DAYS = 365
const ACCELERATORS = 72

/** A year of one rack of 72: every day the same. */
const year = (day: Window, more: Partial<Parameters<typeof handRun>[0]> = {}): RunResult =>
  handRun({ acceleratorCount: ACCELERATORS, windows: Array.from({ length: YEAR_DAYS }, () => day), ...more })

const WORKED = { P: 1296, 'L9.ckpt': 130, 'L7.noDemand': 172, 'L5.repair': 130 }
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)

describe('1 GW of GB200: 8.5 bn USD a year', () => {
  // 1 GW over 132 kW racks × 1.3 are 5,827.5 racks, 419,580 accelerators: 25 bn of servers over five years, 13 bn of buildings over
  // thirteen, 1.9 bn of upkeep, 0.6 bn of energy; seen for one accelerator over 8,766 hours.
  const perAccelerator = (billions: number): string => `${(billions * 1e9) / 419_580}`
  const scenario = oneRack({
    'money.discountRate': '0',
    'money.accelerators': `{capex: ${perAccelerator(25)} USD, life: 5 years, maintenance: 7.6 %}`,
    'money.facility': `{capex: ${perAccelerator(13)} USD/kW, life: 13 years, maintenance: 0 %}`,
    'money.staff': '0 USD', 'money.insurance': '0 %', 'money.water': '0 USD/m^3',
    'grid.tariff': '{energy: 60 USD/MWh, demand: 0 USD/kW/month}',
  })
  const mwh = Number(perAccelerator(0.6)) / 60
  const run = handRun({ windowMs: 6 * HOUR_MS, windows: Array.from({ length: 1461 }, () => ({ P: 6 })), months: [{ year: 2029, month: 1, mwh: [mwh], monthDays: 31 }] })

  test('2.31 USD per contracted accelerator-hour', () => {
    const { levels } = moneyReport(scenario, [run])
    expect(levels[0].level).toBe('contracted')
    expect(levels[0].usdPerHour).toBeCloseTo(2.31, 2)
  })

  test('servers are 5 bn of it, energy 0.6, up-front 38', () => {
    const usd = Object.fromEntries(costRows(scenario, run).map(row => [row.id, (row.usd * 419_580) / 1e9]))
    expect(usd.accelerators).toBeCloseTo(5, 3)
    expect(usd.energy).toBeCloseTo(0.6, 3)
    expect(25 + 13).toBe(38)
  })

  test('three years of hardware instead of seven cost 4.8 bn a year more', () => {
    const at = (life: number): number => {
      const own = { ...scenario, money: { ...scenario.money, accelerators: { ...scenario.money.accelerators, life } } }
      return (costRows(own, run).reduce((all, row) => all + row.usd, 0) * 419_580) / 1e9
    }
    expect(at(3) - at(7)).toBeCloseTo(25 / 3 - 25 / 7, 3)
  })
})

describe('capital', () => {
  const item: CapitalItem = { id: 'accelerators', label: 'Accelerators', usd: 1000, lifeYears: 5, readyMs: 0, endMs: Infinity, spend: [], residual: 0.3, maintenance: 0, source: '' }
  const YEAR_MS = 31_557_600_000

  test('after three years three tenths are left, after a year 0.3^(1/3)', () => {
    expect(valueAt(item, 3 * YEAR_MS)).toBeCloseTo(300, 9)
    expect(valueAt(item, YEAR_MS)).toBeCloseTo(1000 * 0.669432950, 6)
    expect(valueAt({ ...item, residual: undefined }, YEAR_MS)).toBeCloseTo(800, 9)
  })

  test('a straight line ends with the life; what goes early is written off', () => {
    expect(depreciation(item, 0, YEAR_MS)).toBeCloseTo(200, 9)
    expect(depreciation(item, 0, 9 * YEAR_MS)).toBeCloseTo(1000, 9)
    expect(depreciation({ ...item, endMs: 2 * YEAR_MS }, 0, 9 * YEAR_MS)).toBeCloseTo(1000, 9)
    expect(depreciation({ ...item, endMs: 2 * YEAR_MS }, 0, YEAR_MS)).toBeCloseTo(200, 9)
  })

  test('network from its bill and file system by its room, where accelerators are priced by the rack', () => {
    const scenario = oneRack({ 'money.accelerators': '{includes: rack, capex: 40000 USD}', datastore: '{capacity: 2 PB}', 'money.datastore': '{capex: 100 USD/TB}' })
    const run = { ...year(WORKED), fabric: { kind: 'rail-fat-tree', radix: 64, planes: 1, hosts: 18, switches: { leaf: 1, spine: 0, core: 0 }, tiers: [], modules: [], usd: { switches: 50_000, modules: 20_000, cables: 10_000, total: 80_000 } } }
    const rows = Object.fromEntries(capitalRows(scenario, capitalItems(scenario, run)).map(({ id, usd }) => [id, usd]))
    expect(rows).toEqual({ accelerators: ACCELERATORS * 40_000, fabric: 80_000, datastore: 200_000, facility: 11_620 })
    expect(costRows(scenario, run).map(({ id }) => id)).toEqual(expect.arrayContaining(['fabric', 'datastore']))
    expect(costRows(oneRack(), run).map(({ id }) => id)).not.toContain('fabric')
  })

  test('parts of the facility are paid over their own lives', () => {
    const parts = '{capex: 7000 USD/kW, life: 20 years, parts: {shell: {capex: 2000 USD/kW, life: 40 years}, electrical: {capex: 5000 USD/kW}}}'
    const scenario = oneRack({ 'money.discountRate': '0', 'money.facility': parts })
    const years = (365 * 24) / 8766
    expect(costRows(scenario, year(WORKED)).find(({ id }) => id === 'facility')?.usd).toBeCloseTo((2000 / 40 + 5000 / 20) * years, 6)
  })
})

describe('revenue and profit of a year', () => {
  const scenario = oneRack({
    tenants: '{lab: {}, lease: {}}',
    'money.discountRate': '10 %',
    'money.contracts': '{lease: {kind: reserved, tenant: lease, accelerators: 60 GPU, price: 2 USD/h, credits: [{below: 95 %, share: 10 %}, {below: 90 %, share: 25 %}]}, left: {kind: resale, price: 1 USD/h, share: 50 %}}',
  })
  // 1,728 hours a day, of which 130 are lost: 1,598 are allocatable, more than the 1,440 committed.
  const good = year(WORKED)
  // 500 of them lost: 1,228 are allocatable of 1,440 committed, 85.3 %.
  const bad = year({ P: 1000, 'L7.noDemand': 228, 'L2.grid': 400, 'L5.repair': 100 })

  test('what is committed and there is paid in full, used or not; half of what idles is resold', () => {
    const { revenue } = moneyReport(scenario, [good])
    expect(revenue.map(({ usd }) => usd)).toEqual([expect.closeTo(60 * 24 * 365 * 2, 6), expect.closeTo(172 * 365 * 0.5, 6)])
    expect(revenue[0]).toMatchObject({ creditUsd: 0, delivered: 1, kind: 'reserved' })
  })

  test('what is not there is not paid, and the largest credit that applies is due', () => {
    const [lease] = moneyReport(scenario, [bad]).revenue
    expect(lease.delivered).toBeCloseTo(1228 / 1440, 9)
    expect(lease.usd).toBeCloseTo(1228 * 365 * 2, 4)
    expect(lease.creditUsd).toBeCloseTo(0.25 * 1440 * 365 * 2, 4)
  })

  test('revenue at risk: the missing 212 hours a day at their price, four fifths of them the grid’s', () => {
    const { atRisk } = moneyReport(scenario, [good, bad])
    expect(atRisk.map(({ bucket }) => bucket)).toEqual(['L2.grid', 'L5.repair'])
    expect(atRisk[0].meanUsd).toBeCloseTo((212 * 0.8 * 2 * 365) / 2, 4)
    expect(atRisk[0].p90Usd).toBeCloseTo(212 * 0.8 * 2 * 365 * 0.9, 4)
  })

  test('months sum to the year: revenue, costs and depreciation', () => {
    const { months, revenue, costs } = moneyReport(scenario, [good])
    expect(months.map(({ month }) => month)).toEqual(Array.from({ length: 12 }, (_, at) => `2029-${String(at + 1).padStart(2, '0')}`))
    expect(sum(months.map(({ revenueUsd }) => revenueUsd))).toBeCloseTo(sum(revenue.map(({ usd }) => usd)), 4)
    const running = costs.filter(({ id }) => !['accelerators', 'facility'].includes(id))
    expect(sum(months.map(({ operatingUsd, electricityUsd }) => operatingUsd + electricityUsd))).toBeCloseTo(sum(running.map(({ usd }) => usd)), 4)
    expect(sum(months.map(({ depreciationUsd }) => depreciationUsd))).toBeCloseTo((ACCELERATORS * 50_000 / 5 + 11_620 / 20) * (365 / 365.25), 2)
    for (const row of months) expect(row.profitUsd).toBeCloseTo(row.revenueUsd - row.electricityUsd - row.operatingUsd - row.depreciationUsd, 6)
  })

  test('a price in decline is that of the middle of the month; steps replace it', () => {
    const price = (more: string): number => {
      const own = oneRack({ tenants: '{lab: {}}', 'money.contracts': `{left: {kind: resale, price: 1 USD/h, ${more}}}` })
      const { contracts } = statementOf(own, good)
      return contracts[0].usd[11] / contracts[0].amount[11]
    }
    expect(price('decay: 0.25')).toBeCloseTo(exp((-0.25 * (334 + 15.5)) / 365.25), 9)
    expect(price('steps: [{from: 2029-03-01, price: 0.8 USD/h}, {from: 2029-12-01, price: 0.6 USD/h}]')).toBe(0.6)
  })

  test('present value: a rack bought on the first day and worth 0.3^(1/3) of its price after the year', () => {
    const own = oneRack({ 'money.discountRate': '0', 'money.facility': '{capex: 0 USD/kW}', 'money.accelerators': '{capex: 10000 USD, spend: [{before: 12 months, share: 0.5}, {before: 0 months, share: 0.5}]}', 'money.contracts': '{left: {kind: resale, price: 1 USD/h}}' })
    const statement = statementOf(own, good)
    const left = 720_000 * exp((Math.log(0.3) * 365) / 365.25 / 3)
    expect([...statement.before]).toEqual([[12, 360_000]])
    expect(presentCapital(statement, 0)).toBeCloseTo(720_000 - left, 2)
    expect(netPresent(statement, 0)).toBeCloseTo(sum(operatingResult(statement)) - (720_000 - left), 2)
    // With interest, what was paid a year before counts more, what is left less.
    expect(presentCapital(statement, 0.1)).toBeGreaterThan(presentCapital(statement, 0))
    const hours = statement.months.months.map(() => 100)
    expect(levelisedCost(statement, hours, 0)).toBeCloseTo((sum(statement.operatingUsd) + sum(statement.electricityUsd) + 720_000 - left) / 1200, 6)
  })

  test('a later start: both kinds, the second the larger, and the interest on what stands idle', () => {
    const { delay } = moneyReport(scenario, [good])
    expect(delay.map(({ months }) => months)).toEqual([1, 3, 6, 12])
    for (const { shiftedUsd, missedUsd, carriedUsd } of delay) {
      expect(missedUsd).toBeGreaterThan(shiftedUsd)
      expect(carriedUsd).toBeGreaterThan(0)
    }
  })

  test('without contracts nothing is earned, and the figures say why', () => {
    const report = moneyReport(oneRack(), [good])
    expect([report.revenue, report.atRisk, report.delay]).toEqual([[], [], []])
    const figures = runFigures(oneRack(), good)
    expect([figures.revenueUsd, figures.netPresentUsd]).toEqual([NaN, NaN])
    expect(figures.levelisedCostPerGpuHour).toBeGreaterThan(0)
  })
})

describe('work that is paid by the hour', () => {
  // Two months; the lab holds 100 and 50 hours a day, of which 30 are within its reservation.
  const windows = Array.from({ length: 59 }, () => ({ P: 150, 'L7.noDemand': 1578 }))
  const base = year({}, { windows })
  const allocatedMs = Float64Array.from({ length: 59 * 2 }, (_, cell) => (cell % 2 === 0 ? 0 : (cell < 62 ? 100 : 50) * HOUR_MS))
  const none = new Float64Array(59 * 2)
  const run: RunResult = { ...base, tenants: { ids: ['', 'lab'], allocatedMs, waitingMs: none, committedMs: none, deliveredMs: none, strandedMs: none, jobs: [] } }

  test('on demand: what jobs held, less what was reserved; tokens by the million', () => {
    const scenario = oneRack({ tenants: '{lab: {}}', 'money.contracts': '{work: {kind: on-demand, tenant: lab, price: 3 USD/h, until: 2029-02-15}, base: {kind: reserved, tenant: lab, accelerators: 1 GPU, price: 2 USD/h}}' })
    const [work] = statementOf(scenario, run).contracts
    expect(work.amount[0]).toBeCloseTo((100 - 24) * 31, 6)
    expect(work.amount[1]).toBeCloseTo((50 - 24) * 14, 6)
    expect(sum(work.usd)).toBeCloseTo(3 * (76 * 31 + 26 * 14), 6)
    expect(DAY_MS * 59).toBe(run.horizonMs)
  })

  test('per token: answers of the service at its price', () => {
    const scenario = oneRack({ workload: '[{id: chat, source: inference, model: chat-70b, peak: 1 request/s}]', 'money.contracts': '{tokens: {kind: per-token, service: chat, input: 0.5 USD/Mtoken, output: 2 USD/Mtoken}}' })
    const empty = new Float64Array(59)
    const windows = { promptTokens: empty.slice().fill(4e7), goodTokens: empty.slice().fill(1e8) } as unknown as ServiceColumns['windows']
    const total = {} as unknown as ServiceColumns['total']
    const serving: RunResult = { ...run, services: [{ id: 'chat', firstTokenMs: 1000, perTokenMs: 100, attainment: 0.99, windows, total }] }
    const [tokens] = statementOf(scenario, serving).contracts
    expect(sum(tokens.amount)).toBeCloseTo(5900, 6)
    expect(sum(tokens.usd)).toBeCloseTo(5900 * 2 + 2360 * 0.5, 6)
    // The same prices on the service itself.
    const priced = oneRack({ workload: '[{id: chat, source: inference, model: chat-70b, peak: 1 request/s, price: {input: 0.5 USD/Mtoken, output: 2 USD/Mtoken}}]' })
    expect(runFigures(priced, serving).revenueUsd).toBeCloseTo(5900 * 2 + 2360 * 0.5, 6)
  })
})
