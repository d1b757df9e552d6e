/** Tenants over the run, for the terminal: a line each, and their commitments below. */
import { digits, percent } from '../analysis/number-text.ts'
import type { TenantSummary } from '../analysis/tenants.ts'

const NAME_WIDTH = 20

/** Lines of all tenants; none where the file names none. */
export function tenantLines(tenants: readonly TenantSummary[]): string[] {
  if (tenants.length === 0) return []
  const header = `  ${''.padEnd(NAME_WIDTH)}${'asked, GPU·h'.padStart(15)}${'held'.padStart(9)}${'mean wait'.padStart(12)}`
  return [header, ...tenants.flatMap(each => [lineOf(each), ...committedLine(each), ...strandedLine(each)])]
}

const shareOf = (part: number, whole: number): string => (whole === 0 ? '–' : percent(part / whole, 1))

function lineOf({ tenant, demandH, allocatedH, meanWaitH }: TenantSummary): string {
  const wait = meanWaitH === null ? '–' : `${digits(meanWaitH, 1)} h`
  return `  ${(tenant === '' ? '(none)' : tenant).slice(0, NAME_WIDTH - 1).padEnd(NAME_WIDTH)}${digits(demandH).padStart(15)}${shareOf(allocatedH, demandH).padStart(9)}${wait.padStart(12)}`
}

function strandedLine({ strandedH }: TenantSummary): string[] {
  return strandedH === 0 ? [] : [`    ${digits(strandedH)} GPU·h idle on nodes of its own while others waited`]
}

function committedLine({ availability, committedH, committedMonths, creditedMonths }: TenantSummary): string[] {
  if (availability === null) return []
  return [`    of ${digits(committedH)} committed GPU·h available ${percent(availability, 2)}; credits in ${creditedMonths} of ${committedMonths} months`]
}
