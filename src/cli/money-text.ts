/** Money on the terminal and as Markdown: what it cost, what an hour costs at each level, what was earned by year. */
import { digits, percent } from '../analysis/number-text.ts'
import type { MoneyReport, ProfitYear, RevenueRow } from '../results/money.ts'
import { reachLine, reachOf, withReach } from './half-width.ts'

const THIN = '\u2009'
const cents = (usd: number): string => digits(usd, 2)
const million = (usd: number): string => digits(usd / 1e6, 1)

/** Cost by line over the simulated time. */
export const costLines = ({ costs }: MoneyReport): string[] => costs.filter(row => row.usd !== 0).map(row => `  ${row.label.padEnd(30)}${withReach(row, 'usd', row.usd, million).padStart(20)}${THIN}M USD`)

/** An accelerator-hour at each level that any reached, in both views of capital. */
function levelLines({ levels }: MoneyReport): string[] {
  return levels.flatMap(row => {
    const { level, usdPerHour, straightUsdPerHour } = row
    if (usdPerHour === null || straightUsdPerHour === null) return []
    return [`  ${level.padEnd(24)}${withReach(row, 'usdPerHour', usdPerHour, cents).padStart(18)}${withReach(row, 'straightUsdPerHour', straightUsdPerHour, cents).padStart(18)}`]
  })
}

const COLUMNS = ['revenue', 'electricity', 'operation', 'depreciated', 'profit', 'cash'] as const
const YEAR_FIELDS = ['revenueUsd', 'electricityUsd', 'operatingUsd', 'depreciationUsd', 'profitUsd', 'cashUsd'] as const
const yearCells = (row: ProfitYear): string[] => YEAR_FIELDS.map(field => million(row[field]))
const yearCellsWithReach = (row: ProfitYear): string[] => YEAR_FIELDS.map(field => withReach(row, field, row[field], million))

/** What a contract earns after credits; below it, since the two belong together, what is uncertain of both. */
function revenueLines(row: RevenueRow): string[] {
  const { label, usd, creditUsd, delivered } = row
  const half = reachOf(row, 'usd', usd)
  const uncertain = half === undefined ? '' : ` ± ${million(half)}`
  const kept = delivered === null ? '' : `   delivered ${withReach(row, 'delivered', delivered, value => percent(value, 2))}`
  return [`  ${label.padEnd(28)}${`${million(usd - creditUsd)}${uncertain}`.padStart(14)}${THIN}M USD${kept}`]
}

/** What the file earns: contracts, years, risk, delay; nothing without contracts. */
function earningLines(money: MoneyReport, strong: (text: string) => string): string[] {
  if (money.revenue.length === 0) return []
  return [
    strong('Revenue over the simulated time'),
    ...money.revenue.flatMap(revenueLines),
    '',
    strong('Profit and loss, M USD'),
    `  ${'year'.padEnd(6)}${COLUMNS.map(column => column.padStart(12)).join('')}`,
    ...money.years.flatMap(row => [`  ${row.year.padEnd(6)}${yearCells(row).map(cell => cell.padStart(12)).join('')}`, ...reachLine(row, ' '.repeat(8), YEAR_FIELDS.map(field => ({ field, text: million, width: 12 })))]),
    '',
    ...(money.atRisk.length === 0 ? [] : [
      strong('Revenue at risk: committed hours lost, M USD (mean, P90 of replications)'),
      ...money.atRisk.slice(0, 5).map(row => `  ${row.bucket.padEnd(18)}${row.label.slice(0, 30).padEnd(31)}${withReach(row, 'meanUsd', row.meanUsd, million).padStart(15)}${million(row.p90Usd).padStart(10)}`),
      '',
    ]),
    ...(money.delay.length === 0 ? [] : [
      strong('A later start would cost, M USD'),
      `  ${'months'.padEnd(8)}${['all later', 'market waits not', 'idle capital'].map(column => column.padStart(18)).join('')}`,
      ...money.delay.map(row => `  ${String(row.months).padEnd(8)}${(['shiftedUsd', 'missedUsd', 'carriedUsd'] as const).map(field => withReach(row, field, row[field], million).padStart(18)).join('')}`),
      '',
    ]),
  ]
}

export function moneyLines(money: MoneyReport, strong: (text: string) => string): string[] {
  return [
    strong('Cost over the simulated time'),
    ...costLines(money),
    '',
    strong(`${'Cost of a GPU-hour, USD'.padEnd(26)}${'with interest'.padStart(18)}${'straight line'.padStart(18)}`),
    ...levelLines(money),
    '',
    ...earningLines(money, strong),
  ]
}

/** Tables of levels and years; cells need no escaping. */
export function moneyMarkdown({ levels, years, revenue }: MoneyReport): string[] {
  const reached = levels.flatMap(row => {
    const { level, usdPerHour, straightUsdPerHour } = row
    return usdPerHour === null || straightUsdPerHour === null ? [] : [`| ${level} | ${withReach(row, 'usdPerHour', usdPerHour, cents)} | ${withReach(row, 'straightUsdPerHour', straightUsdPerHour, cents)} |`]
  })
  return [
    '| GPU-hour | with interest, USD | straight line, USD |',
    '| --- | ---: | ---: |',
    ...reached,
    '',
    ...(revenue.length === 0 ? [] : [
      `| M USD | ${COLUMNS.join(' | ')} |`,
      `| --- | ${COLUMNS.map(() => '---:').join(' | ')} |`,
      ...years.map(row => `| ${row.year} | ${yearCellsWithReach(row).join(' | ')} |`),
      '',
    ]),
  ]
}
