/** What tenants pay and cost, and what those of shared services got, for the terminal. */
import { digits, percent } from '../analysis/number-text.ts'
import type { BudgetRow } from '../analysis/tenant-budgets.ts'
import type { ServiceTenantRow, TenantMoneyRow } from '../analysis/tenant-money.ts'

const NAME_WIDTH = 24
const name = (text: string): string => `  ${(text === '' ? '(none)' : text).slice(0, NAME_WIDTH - 3)}`.padEnd(NAME_WIDTH)
const cells = (texts: readonly string[], width: number): string => texts.map(text => text.padStart(width)).join('')
const shareText = (value: number | null): string => (value === null ? '–' : percent(value, 1))

/** A line a tenant of each shared service; none without such. */
export function serviceTenantLines(rows: readonly ServiceTenantRow[]): string[] {
  return rows.flatMap((row, at) => {
    const heading = rows[at - 1]?.service === row.service ? [] : [`  ${row.service}`.padEnd(NAME_WIDTH) + cells(['asks', 'answered', 'in time', 'Mtoken good', 'GPU·h held', 'USD earned', 'USD cost'], 12)]
    return [...heading, name(`  ${row.tenant}`) + cells([percent(row.demandShare, 1), shareText(row.availability), shareText(row.sloAttainment), digits(row.goodMtoken), digits(row.gpuHours), digits(row.revenueUsd), digits(row.costUsd)], 12)]
  })
}

/** A line a tenant; none where nothing was held. */
export function tenantMoneyLines(rows: readonly TenantMoneyRow[]): string[] {
  const told = rows.filter(row => row.gpuHours > 0 || row.revenueUsd !== 0)
  if (told.length === 0) return []
  return [
    ''.padEnd(NAME_WIDTH) + cells(['GPU·h held', 'USD cost', 'USD earned', 'credits', 'result'], 14),
    ...told.map(row => name(row.tenant) + cells([row.gpuHours, row.costUsd, row.revenueUsd, row.creditUsd, row.resultUsd].map(value => digits(value)), 14)),
  ]
}

/** A line a tenant with a budget: in how many periods it was spent. */
export function budgetLines(rows: readonly BudgetRow[]): string[] {
  return [...new Set(rows.map(({ tenant }) => tenant))].map(tenant => {
    const own = rows.filter(row => row.tenant === tenant)
    const spent = own.filter(({ spentUsd, budgetUsd }) => spentUsd >= budgetUsd)
    return `  ${tenant}: budget of ${digits(own[0].budgetUsd)} USD spent in ${spent.length} of ${own.length} periods; ${digits(own.reduce((sum, row) => sum + row.spentUsd, 0) / own.length)} USD in the mean of them`
  })
}
