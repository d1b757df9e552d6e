/** Tenants over the run, for the terminal: a line each, and their commitments below. */
import { digits, percent } from '../analysis/number-text.ts'
import type { TenantSummary } from '../analysis/tenants.ts'
import type { Uncertain } from '../results/summary.ts'
import { withReach } from './half-width.ts'

type Tenant = TenantSummary & Uncertain

const NAME_WIDTH = 20

/** Lines of all tenants; none where the file names none. */
export function tenantLines(tenants: readonly Tenant[]): string[] {
  if (tenants.length === 0) return []
  const header = `  ${''.padEnd(NAME_WIDTH)}${'asked, GPU·h'.padStart(27)}${'held'.padStart(11)}${'mean wait'.padStart(18)}`
  return [header, ...tenants.flatMap(each => [lineOf(each), ...committedLine(each), ...strandedLine(each)])]
}

const shareOf = (part: number, whole: number): string => (whole === 0 ? '–' : percent(part / whole, 1))

function lineOf(row: Tenant): string {
  const { tenant, demandH, allocatedH, meanWaitH } = row
  const wait = meanWaitH === null ? '–' : `${withReach(row, 'meanWaitH', meanWaitH, value => digits(value, 1))} h`
  return `  ${(tenant === '' ? '(none)' : tenant).slice(0, NAME_WIDTH - 1).padEnd(NAME_WIDTH)}${withReach(row, 'demandH', demandH, value => digits(value)).padStart(27)}${shareOf(allocatedH, demandH).padStart(11)}${wait.padStart(18)}`
}

function strandedLine(row: Tenant): string[] {
  return row.strandedH === 0 ? [] : [`    ${withReach(row, 'strandedH', row.strandedH, value => digits(value))} GPU·h idle on nodes of its own while others waited`]
}

function committedLine(row: Tenant): string[] {
  const { availability, committedH, committedMonths, creditedMonths } = row
  if (availability === null) return []
  return [`    of ${digits(committedH)} committed GPU·h available ${withReach(row, 'availability', availability, value => percent(value, 2))}; credits in ${withReach(row, 'creditedMonths', creditedMonths, value => digits(value, Number.isInteger(value) ? 0 : 1))} of ${digits(committedMonths, Number.isInteger(committedMonths) ? 0 : 1)} months`]
}
