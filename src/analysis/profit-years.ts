/** Months of profit and loss as calendar years. */
import type { ProfitMonth, ProfitYear } from '../results/money.ts'

/** Sums of the months of each year; of one replication, so that years get intervals of their own when replications are gathered. */
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
