/** Money of all replications: costs, capital, cost by level, revenue, profit and loss, revenue at risk, cost of delay. */
import { HOUR_MS } from '../base/spans.ts'
import { profitYears } from './profit-years.ts'
import type { CapitalRow, DelayRow, LevelRow, MoneyReport, ProfitMonth, RevenueRow, RiskRow } from '../results/money.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import { firstLots, lotAccelerators } from '../scenario/lots.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { sitesOf } from '../scenario/sites.ts'
import { capacityLevels } from './capacity.ts'
import { runsBySite } from './by-site.ts'
import { capitalItems, capitalRows, itMaxW } from './capital.ts'
import { hasEarnings } from './contracts-of-sites.ts'
import { blockDelayUsd } from './cost-of-delay.ts'
import { average, quantile } from './estimate.ts'
import { costRows } from './money.ts'
import { ledgerByMonth, monthName } from './money-months.ts'
import { missedLoss, presentValue, shiftedLoss } from './present-value.ts'
import { moneyRows } from './summarise.ts'
import { operatingResult, type Statement, statementOf } from './statement.ts'

/** Delays that are asked about, months. */
const DELAYS = [1, 3, 6, 12]

/** A replication with its books of money. */
interface Account {
  readonly run: RunResult
  readonly statement: Statement
  readonly costs: readonly MoneyRow[]
}

function sum(values: readonly number[] | Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** Accelerator-hours at each level, contracted first, then after each gate. */
function levelHours({ ledger }: RunResult): number[] {
  const { contracted, byGate, productive } = capacityLevels(ledger)
  const hours = (accelerators: Float64Array): number => (sum(accelerators) * ledger.windowMs) / HOUR_MS
  return [hours(contracted), sum(ledger.acceptedMs) / HOUR_MS, ...byGate.slice(1, 9).map(hours), hours(productive)]
}

const LEVELS = ['contracted', 'accepted fleet', ...GATE_LABELS.filter(({ gate }) => gate >= 1 && gate <= 8).map(({ level }) => level), 'productive']

/** Costs with capital in a straight line: what the books show over the simulated time. */
const straightUsd = ({ statement: { electricityUsd, operatingUsd, depreciationUsd } }: Account): number => sum(electricityUsd) + sum(operatingUsd) + sum(depreciationUsd)

function levelRows(accounts: readonly Account[]): LevelRow[] {
  const hours = accounts.map(({ run }) => levelHours(run))
  const total = average(accounts.map(({ costs }) => costs.reduce((usd, row) => usd + row.usd, 0)))
  const straight = average(accounts.map(straightUsd))
  return LEVELS.map((level, index) => {
    const gpuHours = average(hours.map(own => own[index]))
    return { level, gpuHours, usdPerHour: gpuHours > 0 ? total / gpuHours : null, straightUsdPerHour: gpuHours > 0 ? straight / gpuHours : null }
  })
}

function revenueRows(accounts: readonly Account[]): RevenueRow[] {
  return accounts[0].statement.contracts.map(({ id, kind, label, unit }, index) => {
    const of = (value: (contract: Statement['contracts'][number]) => Float64Array | undefined): number => average(accounts.map(({ statement }) => sum(value(statement.contracts[index]) ?? [])))
    const committed = of(contract => contract.committedH)
    return { id, kind, label, unit, amount: of(({ amount }) => amount), usd: of(({ usd }) => usd), creditUsd: of(({ creditUsd }) => creditUsd), delivered: committed > 0 ? of(contract => contract.deliveredH) / committed : null }
  })
}

function monthRows(accounts: readonly Account[]): ProfitMonth[] {
  return accounts[0].statement.months.months.map((month, index) => {
    const of = (value: (statement: Statement) => Float64Array): number => average(accounts.map(({ statement }) => value(statement)[index]))
    const [revenueUsd, electricityUsd, operatingUsd, depreciationUsd, capitalUsd] = [of(s => s.revenueUsd), of(s => s.electricityUsd), of(s => s.operatingUsd), of(s => s.depreciationUsd), of(s => s.capitalUsd)]
    const result = revenueUsd - electricityUsd - operatingUsd
    return { month: monthName(month), revenueUsd, creditUsd: of(s => s.creditUsd), electricityUsd, operatingUsd, depreciationUsd, profitUsd: result - depreciationUsd, capitalUsd, cashUsd: result - capitalUsd }
  })
}

/** Committed hours that were not delivered at their price, by what took accelerators in the month, USD by bucket. */
function riskOf({ run, statement }: Account): number[] {
  const { buckets } = run.ledger
  const cells = ledgerByMonth(statement.months, run)
  const usd = new Array<number>(buckets.length).fill(0)
  statement.months.months.forEach((_, month) => {
    const base = month * buckets.length
    const lost = buckets.reduce((all, { gate }, bucket) => (gate >= 1 && gate <= 6 ? all + cells[base + bucket] : all), 0)
    if (lost === 0) return
    const missing = statement.contracts.reduce((all, { committedH, deliveredH, hourUsd }) => (committedH === undefined || deliveredH === undefined || hourUsd === undefined ? all : all + (committedH[month] - deliveredH[month]) * hourUsd[month]), 0)
    buckets.forEach(({ gate }, bucket) => {
      if (gate >= 1 && gate <= 6) usd[bucket] += (missing * cells[base + bucket]) / lost
    })
  })
  return usd
}

function riskRows(accounts: readonly Account[]): RiskRow[] {
  const each = accounts.map(riskOf)
  return accounts[0].run.ledger.buckets.map(({ code, label }, bucket): RiskRow => {
    const sorted = each.map(usd => usd[bucket]).sort((a, b) => a - b)
    return { bucket: code, label, meanUsd: average(sorted), p50Usd: quantile(sorted, 0.5), p90Usd: quantile(sorted, 0.9) }
  }).filter(({ meanUsd }) => meanUsd > 0).sort((a, b) => b.meanUsd - a.meanUsd || (a.bucket < b.bucket ? -1 : 1))
}

/** Interest on idle capital and damages when all blocks are so many months late, USD. */
const carriedUsd = (scenario: Scenario, months: number): number => sitesOf(scenario).reduce((usd, site) => usd + carriedAtSite(site.scenario, months), 0)

function carriedAtSite(scenario: Scenario, months: number): number {
  const noMargin = { money: { ...scenario.money, delay: { ...scenario.money.delay, margin: 0 } } }
  return scenario.blocks.reduce((usd, block) => {
    const accelerators = firstLots(block).reduce((count, lot) => count + lotAccelerators(lot), 0)
    return usd + blockDelayUsd(noMargin, { itKW: itMaxW(block) / 1000, accelerators, months })
  }, 0)
}

/** From the first month with revenue on; the shifted loss is of what is earned after running costs, the missed one of revenue. */
function delayRows(scenario: Scenario, accounts: readonly Account[]): DelayRow[] {
  const { discountRate } = scenario.money
  const earning = accounts.map(({ statement }) => {
    const first = statement.revenueUsd.findIndex(usd => usd > 0)
    return first < 0 ? undefined : { results: Array.from(operatingResult(statement).slice(first)), revenue: Array.from(statement.revenueUsd.slice(first)) }
  }).filter(found => found !== undefined)
  if (earning.length === 0) return []
  return DELAYS.map(months => ({
    months,
    shiftedUsd: average(earning.map(({ results }) => shiftedLoss(presentValue(results, discountRate), discountRate, months))),
    missedUsd: average(earning.map(({ revenue }) => missedLoss(revenue, discountRate, months))),
    carriedUsd: carriedUsd(scenario, months),
  }))
}

/** Capital by kind; that of several sites at the interest of each. */
function capitalOf(scenario: Scenario, run: RunResult): CapitalRow[] {
  const rows = new Map<string, CapitalRow>()
  for (const site of runsBySite(scenario, run)) {
    for (const row of capitalRows(site.scenario, capitalItems(site.scenario, site.run))) {
      const { usd = 0, levelUsdPerYear = 0, straightUsdPerYear = 0 } = rows.get(row.id) ?? {}
      rows.set(row.id, { ...row, usd: row.usd + usd, levelUsdPerYear: row.levelUsdPerYear + levelUsdPerYear, straightUsdPerYear: row.straightUsdPerYear + straightUsdPerYear })
    }
  }
  return [...rows.values()]
}

export function moneyReport(scenario: Scenario, runs: readonly RunResult[]): MoneyReport {
  const accounts = runs.map((run): Account => ({ run, statement: statementOf(scenario, run), costs: costRows(scenario, run) }))
  const hasContracts = hasEarnings(scenario)
  const months = monthRows(accounts)
  return {
    costs: moneyRows(scenario, runs),
    capital: capitalOf(scenario, runs[0]),
    levels: levelRows(accounts),
    revenue: revenueRows(accounts),
    months,
    years: profitYears(months),
    atRisk: hasContracts ? riskRows(accounts) : [],
    delay: hasContracts ? delayRows(scenario, accounts) : [],
  }
}
