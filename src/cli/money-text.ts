/** Money on the terminal and as Markdown: what it cost, what an hour costs at each level, what was earned by year. */
import { digits, percent } from '../analysis/number-text.ts'
import type { MoneyReport, ProfitMonth } from '../results/money.ts'

const THIN = '\u2009'
const million = (usd: number): string => digits(usd / 1e6, 1)

/** The months of a year as one row. */
export interface ProfitYear extends Omit<ProfitMonth, 'month' | 'intervals'> {
  readonly year: string
}

/** Sums of months by year. */
export function profitYears(months: readonly ProfitMonth[]): ProfitYear[] {
  const years = new Map<string, ProfitYear>()
  for (const { month, intervals: _intervals, ...usd } of months) {
    const year = month.slice(0, 4)
    const before = years.get(year)
    const keys = Object.keys(usd) as (keyof typeof usd)[]
    const sums = Object.fromEntries(keys.map(key => [key, (before?.[key] ?? 0) + usd[key]])) as typeof usd
    years.set(year, { year, ...sums })
  }
  return [...years.values()]
}

/** Cost by line over the simulated time. */
export const costLines = ({ costs }: MoneyReport): string[] => costs.filter(row => row.usd !== 0).map(row => `  ${row.label.padEnd(30)}${million(row.usd).padStart(12)}${THIN}M USD`)

/** An accelerator-hour at each level that any reached, in both views of capital. */
function levelLines({ levels }: MoneyReport): string[] {
  return levels.flatMap(({ level, usdPerHour, straightUsdPerHour }) =>
    (usdPerHour === null || straightUsdPerHour === null ? [] : [`  ${level.padEnd(30)}${digits(usdPerHour, 2).padStart(12)}${digits(straightUsdPerHour, 2).padStart(14)}`]))
}

const COLUMNS = ['revenue', 'electricity', 'operation', 'depreciated', 'profit', 'cash'] as const
const yearCells = (row: ProfitYear): string[] => [row.revenueUsd, row.electricityUsd, row.operatingUsd, row.depreciationUsd, row.profitUsd, row.cashUsd].map(million)

/** What the file earns: contracts, years, risk, delay; nothing without contracts. */
function earningLines(money: MoneyReport, strong: (text: string) => string): string[] {
  if (money.revenue.length === 0) return []
  return [
    strong('Revenue over the simulated time'),
    ...money.revenue.map(({ label, usd, creditUsd, delivered }) => `  ${label.padEnd(34)}${million(usd - creditUsd).padStart(10)}${THIN}M USD${delivered === null ? '' : `   delivered ${percent(delivered, 2)}`}`),
    '',
    strong('Profit and loss, M USD'),
    `  ${'year'.padEnd(6)}${COLUMNS.map(column => column.padStart(12)).join('')}`,
    ...profitYears(money.months).map(row => `  ${row.year.padEnd(6)}${yearCells(row).map(cell => cell.padStart(12)).join('')}`),
    '',
    ...(money.atRisk.length === 0 ? [] : [
      strong('Revenue at risk: committed hours lost, M USD (mean, P90 of replications)'),
      ...money.atRisk.slice(0, 5).map(({ bucket, label, meanUsd, p90Usd }) => `  ${bucket.padEnd(18)}${label.padEnd(32)}${million(meanUsd).padStart(10)}${million(p90Usd).padStart(10)}`),
      '',
    ]),
    ...(money.delay.length === 0 ? [] : [
      strong('A later start would cost, M USD'),
      `  ${'months'.padEnd(8)}${['all later', 'market waits not', 'idle capital'].map(column => column.padStart(18)).join('')}`,
      ...money.delay.map(({ months, shiftedUsd, missedUsd, carriedUsd }) => `  ${String(months).padEnd(8)}${[shiftedUsd, missedUsd, carriedUsd].map(usd => million(usd).padStart(18)).join('')}`),
      '',
    ]),
  ]
}

export function moneyLines(money: MoneyReport, strong: (text: string) => string): string[] {
  return [
    strong('Cost over the simulated time'),
    ...costLines(money),
    '',
    strong('Cost of a GPU-hour, USD       with interest    straight line'),
    ...levelLines(money),
    '',
    ...earningLines(money, strong),
  ]
}

/** Tables of levels and years; cells need no escaping. */
export function moneyMarkdown({ levels, months, revenue }: MoneyReport): string[] {
  const reached = levels.flatMap(({ level, usdPerHour, straightUsdPerHour }) => (usdPerHour === null || straightUsdPerHour === null ? [] : [`| ${level} | ${digits(usdPerHour, 2)} | ${digits(straightUsdPerHour, 2)} |`]))
  return [
    '| GPU-hour | with interest, USD | straight line, USD |',
    '| --- | ---: | ---: |',
    ...reached,
    '',
    ...(revenue.length === 0 ? [] : [
      `| M USD | ${COLUMNS.join(' | ')} |`,
      `| --- | ${COLUMNS.map(() => '---:').join(' | ')} |`,
      ...profitYears(months).map(row => `| ${row.year} | ${yearCells(row).join(' | ')} |`),
      '',
    ]),
  ]
}
