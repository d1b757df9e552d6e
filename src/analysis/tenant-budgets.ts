/** What tenants spent of their budgets, period by period: accelerator-hours that they and their parts held at the price of the budget. */
import { formatDate } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { periodOf } from '../scenario/budgets.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

export interface BudgetRow extends Uncertain {
  readonly tenant: string
  /** First day of the period. */
  readonly from: string
  readonly budgetUsd: number
  /** What was running when the money was spent goes on, so this may be more. */
  readonly spentUsd: number
}

/** Whether a tenant is `above` or part of it. */
function isWithin({ tenants }: Pick<Scenario, 'tenants'>, tenant: string, above: string): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = tenant; at !== undefined && !seen.has(at); at = Object.hasOwn(tenants, at) ? tenants[at].parent : undefined) {
    if (at === above) return true
    seen.add(at)
  }
  return false
}

/** By tenant, then by period; empty where none has a budget. */
export function budgetRows(scenario: Pick<Scenario, 'tenants'>, { tenants, ledger, startDay }: RunResult): BudgetRow[] {
  if (tenants === undefined) return []
  return Object.entries(scenario.tenants).flatMap(([tenant, { budget }]): BudgetRow[] => {
    if (budget === undefined) return []
    const own = tenants.ids.flatMap((id, at) => (isWithin(scenario, id, tenant) ? [at] : []))
    const rows: { from: number; ms: number }[] = []
    for (let window = 0; window < ledger.windowCount; window++) {
      const { from } = periodOf(budget.every, startDay + Math.floor((window * ledger.windowMs) / DAY_MS))
      if (rows.at(-1)?.from !== from) rows.push({ from, ms: 0 })
      rows[rows.length - 1].ms += own.reduce((sum, at) => sum + tenants.allocatedMs[window * tenants.ids.length + at], 0)
    }
    return rows.map(({ from, ms }) => ({ tenant, from: formatDate(from), budgetUsd: budget.amount, spentUsd: (ms / HOUR_MS) * budget.price }))
  })
}
