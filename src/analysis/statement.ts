/**
 * Profit and loss by month. Revenue by contract, what running the site costs, straight-line depreciation, and the cash that moves: capital
 * when it is paid, and what retired equipment brings. Electricity is billed by the month; other costs follow what causes them.
 */
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { BILL_LINES, monthlyBills } from './bill.ts'
import { type CapitalItem, capitalItems, depreciation, payments, valueAtEnd } from './capital.ts'
import { runsBySite } from './by-site.ts'
import { contractsOfSites } from './contracts-of-sites.ts'
import { costRows, seriesValues } from './money.ts'
import { byMonth, type RunMonths, runMonths } from './money-months.ts'
import { discountFactor } from './present-value.ts'
import { type ContractRevenue, contractRevenues } from './revenue.ts'

/** Cost rows that are capital as level payments: books show depreciation instead. */
const CAPITAL_ROWS: ReadonlySet<string> = new Set(['accelerators', 'facility', 'fabric', 'datastore', 'plants', 'storage'])
const BILL_IDS: ReadonlySet<string> = new Set(BILL_LINES.map(({ id }) => id))

/** Series that a cost follows over the months; contracted time where it names none or the series is empty. */
const FOLLOWS: Readonly<Record<string, string>> = { fuel: 'generation', diesel: 'generation', plantOperation: 'generation', fines: 'generation', curtailmentPenalty: 'curtailmentPenalty' }

export interface Statement {
  readonly months: RunMonths
  readonly contracts: readonly ContractRevenue[]
  readonly items: readonly CapitalItem[]
  /** By month, USD. Revenue is after credits. */
  readonly revenueUsd: Float64Array
  readonly creditUsd: Float64Array
  readonly electricityUsd: Float64Array
  readonly operatingUsd: Float64Array
  readonly depreciationUsd: Float64Array
  /** Capital paid in the month, less what was sold; payments before the run are in `before`. */
  readonly capitalUsd: Float64Array
  /** Capital paid before the run, by months before its start (1 for the month that ends there). */
  readonly before: ReadonlyMap<number, number>
  /** Worth of what stands at the end, USD. */
  readonly endValueUsd: number
}

/** Shares of the months of a cost; they sum to 1. */
function sharesOf(run: RunResult, months: RunMonths, id: string): Float64Array {
  const series = id.startsWith('water') ? 'water' : FOLLOWS[id]
  const followed = series === undefined ? undefined : byMonth(months, seriesValues(run, series))
  const weights = followed !== undefined && followed.some(value => value > 0) ? followed : byMonth(months, run.ledger.contractedMs)
  const sum = weights.reduce((all, weight) => all + weight, 0)
  return weights.map(weight => (sum === 0 ? 1 / weights.length : weight / sum))
}

/** Costs of running the site by month, electricity apart. */
function operatingByMonth(run: RunResult, months: RunMonths, rows: readonly MoneyRow[]): Float64Array {
  const sums = new Float64Array(months.months.length)
  for (const { id, usd } of rows) {
    if (CAPITAL_ROWS.has(id) || BILL_IDS.has(id) || usd === 0) continue
    sharesOf(run, months, id).forEach((share, month) => {
      sums[month] += usd * share
    })
  }
  return sums
}

/** Bills by month. A bill is of a civil month; that of a month outside the run counts with the nearest inside. */
function electricityByMonth(scenario: Scenario, run: RunResult, { months }: RunMonths): Float64Array {
  const sums = new Float64Array(months.length)
  for (const { year, month, totalUsd } of monthlyBills(scenario, run.metering)) {
    const at = months.findIndex(own => own.year === year && own.month === month)
    sums[at >= 0 ? at : year * 12 + month < months[0].year * 12 + months[0].month ? 0 : months.length - 1] += totalUsd
  }
  return sums
}

/** The books of a run; those of several sites are added up, contracts that all of them carry together are looked at once. */
export function statementOf(scenario: Scenario, run: RunResult): Statement {
  const months = runMonths(run)
  if (run.sites === undefined) return siteStatement(scenario, run, months, contractRevenues(scenario, run, months))
  const sites = runsBySite(scenario, run).map(site => siteStatement(site.scenario, site.run, months, []))
  return { ...addedUp(sites), months, ...revenueOf(contractsOfSites(scenario, run, months), months) }
}

type Revenue = Pick<Statement, 'contracts' | 'creditUsd' | 'revenueUsd'>

/** Contracts and what they bring by month. */
function revenueOf(contracts: readonly ContractRevenue[], { months }: RunMonths): Revenue {
  const at = (of: (contract: ContractRevenue) => Float64Array): Float64Array => Float64Array.from(months, (_, month) => contracts.reduce((sum, contract) => sum + of(contract)[month], 0))
  const creditUsd = at(contract => contract.creditUsd)
  return { contracts, creditUsd, revenueUsd: at(contract => contract.usd).map((usd, month) => usd - creditUsd[month]) }
}

/** Costs and capital of all sites. */
function addedUp(sites: readonly Statement[]): Omit<Statement, 'months' | keyof Revenue> {
  const sum = (of: (site: Statement) => Float64Array): Float64Array => of(sites[0]).map((_, month) => sites.reduce((usd, site) => usd + of(site)[month], 0))
  const before = new Map<number, number>()
  for (const site of sites) for (const [month, usd] of site.before) before.set(month, (before.get(month) ?? 0) + usd)
  return {
    before,
    items: sites.flatMap(({ items }) => items),
    electricityUsd: sum(({ electricityUsd }) => electricityUsd),
    operatingUsd: sum(({ operatingUsd }) => operatingUsd),
    depreciationUsd: sum(({ depreciationUsd }) => depreciationUsd),
    capitalUsd: sum(({ capitalUsd }) => capitalUsd),
    endValueUsd: sites.reduce((usd, site) => usd + site.endValueUsd, 0),
  }
}

function siteStatement(scenario: Scenario, run: RunResult, months: RunMonths, contracts: readonly ContractRevenue[]): Statement {
  const count = months.months.length
  const items = capitalItems(scenario, run)
  const paid = payments(items, run.horizonMs)
  const capitalUsd = new Float64Array(count)
  const before = new Map<number, number>()
  for (const [month, usd] of paid) {
    if (month < 0) before.set(-month, (before.get(-month) ?? 0) + usd)
    else capitalUsd[Math.min(month, count - 1)] += usd
  }
  return {
    months, items, capitalUsd, before,
    ...revenueOf(contracts, months),
    electricityUsd: electricityByMonth(scenario, run, months),
    operatingUsd: operatingByMonth(run, months, costRows(scenario, run)),
    depreciationUsd: Float64Array.from(months.months, ({ fromMs, toMs }) => items.reduce((sum, item) => sum + depreciation(item, fromMs, toMs), 0)),
    endValueUsd: valueAtEnd(items, run.horizonMs),
  }
}

/** Revenue less what running costs, by month: before interest, depreciation and capital. */
export const operatingResult = ({ revenueUsd, electricityUsd, operatingUsd }: Statement): Float64Array => revenueUsd.map((usd, month) => usd - electricityUsd[month] - operatingUsd[month])

/** Middle of each month of the run in months from its start: payments count there. */
const middles = ({ months: { months } }: Statement): number[] => months.map(({ fromMs, toMs }) => (monthsFrom(fromMs) + monthsFrom(toMs)) / 2)
const MONTH_MS = ((365.25 / 12) * 86_400_000)
const monthsFrom = (ms: number): number => ms / MONTH_MS

/** Present value at the start of the run of amounts by month, each in the middle of its month. */
export function presentOf(statement: Statement, values: ArrayLike<number>, rate: number): number {
  // `discountFactor` counts from the middle of a whole month.
  return middles(statement).reduce((sum, middle, month) => sum + values[month] * discountFactor(rate, middle - 0.5), 0)
}

/** Present value of all capital, what is left of it at the end taken off. */
export function presentCapital(statement: Statement, rate: number): number {
  let sum = presentOf(statement, statement.capitalUsd, rate)
  for (const [month, usd] of statement.before) sum += usd * discountFactor(rate, -month)
  const end = statement.months.months.at(-1)?.toMs ?? 0
  return sum - statement.endValueUsd * discountFactor(rate, monthsFrom(end) - 0.5)
}

/** Net present value at the start of the run: results of all months, less capital. */
export const netPresent = (statement: Statement, rate: number): number => presentOf(statement, operatingResult(statement), rate) - presentCapital(statement, rate)

/** Levelised cost: discounted costs over discounted hours, USD per accelerator-hour. */
export function levelisedCost(statement: Statement, hoursByMonth: ArrayLike<number>, rate: number): number {
  const running = statement.electricityUsd.map((usd, month) => usd + statement.operatingUsd[month])
  return (presentOf(statement, running, rate) + presentCapital(statement, rate)) / presentOf(statement, hoursByMonth, rate)
}
