/** The allocation plan as tables: pools, what is promised and short, what can be promised; for terminal, pull requests and sheets. */
import { digits, percent } from '../analysis/number-text.ts'
import type { AllocationPlan } from '../results/allocation.ts'
import type { TextTable } from './text-table.ts'

/** Weeks that are told one by one. */
const MOST_WEEKS = 20

const poolName = ({ site, model, tenant }: AllocationPlan['pools'][number]): string => `${site === '' ? '' : `${site} `}${model}${tenant === undefined ? '' : `, ${tenant} alone`}`

/** What is promised, a row a quarter in which something is short; then a row for what holds. */
function firmTable({ firm }: AllocationPlan): TextTable {
  const short = firm.filter(({ shortWeeks }) => shortWeeks > 0)
  return {
    title: 'Promised', columns: ['quarter', 'tenant', 'what', 'accelerators', 'short weeks', 'worst', 'GPU·h short'],
    rows: short.map(row => [row.quarter, row.tenant, row.kind, digits(row.accelerators), `${row.shortWeeks} of ${row.weeks}`, digits(row.worstShort), digits(row.shortGpuHours)]),
    notes: [short.length === 0 ? `All ${firm.length} promises of a quarter can be kept.` : `${firm.length - short.length} of ${firm.length} promises of a quarter can be kept.`],
  }
}

function weekTable({ shortages }: AllocationPlan): TextTable {
  return {
    title: 'Weeks that fall short', columns: ['week of', 'tenant', 'what', 'accelerators', 'short'],
    rows: shortages.slice(0, MOST_WEEKS).map(row => [row.week, row.tenant, row.kind, digits(row.accelerators), digits(row.short)]),
    notes: shortages.length > MOST_WEEKS ? [`and ${shortages.length - MOST_WEEKS} more; --format json has them all`] : [],
  }
}

/** The tables that say something. */
export function allocationTables(plan: AllocationPlan): TextTable[] {
  const { pools, asked, confidence, replications, oversell } = plan
  return [
    {
      title: 'What there is', columns: ['quarter', 'pool', 'least', 'mean', 'free to promise'],
      rows: pools.map(row => [row.quarter, poolName(row), digits(row.least), digits(row.mean), digits(row.free)]),
      notes: [`Accelerators that ${percent(confidence, 0)} of ${replications === 1 ? '1 replication' : `${replications} replications`} could have used${oversell > 1 ? `, promised up to ${digits(oversell, 2)} times` : ''}.`],
    },
    ...(plan.firm.length === 0 ? [] : [firmTable(plan)]),
    ...(plan.shortages.length === 0 ? [] : [weekTable(plan)]),
    ...(asked.length === 0 ? [] : [{
      title: 'Asked for', columns: ['quarter', 'tenant', 'accelerators', 'can be promised', 'USD/GPU·h', 'USD margin'],
      rows: asked.map(row => [row.quarter, row.tenant, digits(row.accelerators), digits(row.promised), row.price === null ? '–' : digits(row.price, 2), digits(row.marginUsd)]),
      notes: [],
    }]),
  ]
}

export const ALLOCATION_HEADER = ['what', 'quarter', 'site', 'model', 'tenant', 'accelerators', 'available', 'free', 'promised', 'short weeks', 'worst short', 'short GPU·h', 'USD/GPU·h', 'USD margin'] as const

/** All rows of the plan in one table of numbers. */
export const allocationCells = ({ pools, firm, asked }: AllocationPlan): (string | number)[][] => [
  ...pools.map(row => ['pool', row.quarter, row.site, row.model, row.tenant ?? '', '', row.least, row.free, '', '', '', '', '', '']),
  ...firm.map(row => [row.kind, row.quarter, '', '', row.tenant, row.accelerators, '', '', row.accelerators - row.worstShort, row.shortWeeks, row.worstShort, row.shortGpuHours, '', '']),
  ...asked.map(row => ['ask', row.quarter, '', '', row.tenant, row.accelerators, '', '', row.promised, '', '', '', row.price ?? '', row.marginUsd]),
]
