/** What quarters had, from the months of the replications. */
import { average, quantile } from '../analysis/estimate.ts'
import type { MonthlyValues, ReplicationRow } from '../results/replication.ts'

/** A calendar quarter: mean, and 10 and 90 % quantiles over the replications. */
export interface Quarter {
  readonly year: number
  /** 1–4. */
  readonly quarter: number
  readonly p10: number
  readonly mean: number
  readonly p90: number
  /** What was promised; null where nothing of the kind is. */
  readonly contracted: number | null
}

export interface QuarterData {
  readonly quarters: readonly Quarter[]
  readonly replications: number
}

type MonthKey = 'productive' | 'itMW'

const MONTHS_PER_QUARTER = 3

/** Quarters since the year 0, by month of a replication. */
const quartersOf = ({ firstYear, firstMonth, productive }: MonthlyValues): number[] => productive.map((_, at) => Math.floor((firstYear * 12 + firstMonth - 1 + at) / MONTHS_PER_QUARTER))

export function quarterData(rows: readonly Pick<ReplicationRow<object>, 'months'>[], key: MonthKey): QuarterData {
  const [first] = rows
  if (first === undefined) return { quarters: [], replications: 0 }
  const ofMonth = quartersOf(first.months)
  const meanOf = (values: readonly number[], quarter: number): number => average(values.filter((_, at) => ofMonth[at] === quarter))
  const quarters = [...new Set(ofMonth)].map((quarter): Quarter => {
    const values = rows.map(({ months }) => meanOf(months[key], quarter)).sort((a, b) => a - b)
    const contracted = key === 'productive' ? meanOf(first.months.contracted, quarter) : null
    return { year: Math.floor(quarter / 4), quarter: (quarter % 4) + 1, p10: quantile(values, 0.1), mean: average(values), p90: quantile(values, 0.9), contracted }
  })
  return { quarters, replications: rows.length }
}
