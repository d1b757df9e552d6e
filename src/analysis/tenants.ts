/** Tenants by month: what they asked for and held, and how much of their commitments the site could have given. */
import { civilFromDays } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { TenantColumns } from '../results/tenants.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

/** One tenant in one month of standard time; hours of accelerators. */
export interface TenantMonth {
  /** Empty for work that names no tenant. */
  readonly tenant: string
  /** `2028-07`. */
  readonly month: string
  /** Allocated and waiting. */
  readonly demandH: number
  readonly allocatedH: number
  readonly waitingH: number
  readonly committedH: number
  readonly deliveredH: number
  /** Idle on nodes of its own while others waited. */
  readonly strandedH: number
  /** Delivered over committed; null without a commitment in the month. */
  readonly availability: number | null
  /** Share of the fee of the month that is credited. */
  readonly creditShare: number
}

/** A tenant over the run. */
export interface TenantSummary extends Omit<TenantMonth, 'month' | 'creditShare'> {
  readonly jobs: TenantColumns['jobs'][number]
  /** Mean wait until the first start, h; null without a start. */
  readonly meanWaitH: number | null
  /** Months with a commitment, and those of them with a credit. */
  readonly committedMonths: number
  readonly creditedMonths: number
}

type Credits = Scenario['tenants'][string]['credits']

/** Share of the fee that a month of this availability is credited. */
export function creditShare(credits: Credits, availability: number): number {
  return credits.reduce((most, { below, share }) => (availability < below ? Math.max(most, share) : most), 0)
}

interface Sums {
  allocatedMs: number
  waitingMs: number
  committedMs: number
  deliveredMs: number
  strandedMs: number
}

const noSums = (): Sums => ({ allocatedMs: 0, waitingMs: 0, committedMs: 0, deliveredMs: 0, strandedMs: 0 })

function addWindow(sums: Sums, { ids, allocatedMs, waitingMs, committedMs, deliveredMs, strandedMs }: TenantColumns, window: number, tenant: number): void {
  const row = window * ids.length + tenant
  sums.allocatedMs += allocatedMs[row]
  sums.waitingMs += waitingMs[row]
  sums.committedMs += committedMs[row]
  sums.deliveredMs += deliveredMs[row]
  sums.strandedMs += strandedMs[row]
}

const hoursOf = ({ allocatedMs, waitingMs, committedMs, deliveredMs, strandedMs }: Sums) => ({
  demandH: (allocatedMs + waitingMs) / HOUR_MS,
  allocatedH: allocatedMs / HOUR_MS,
  waitingH: waitingMs / HOUR_MS,
  committedH: committedMs / HOUR_MS,
  deliveredH: deliveredMs / HOUR_MS,
  strandedH: strandedMs / HOUR_MS,
  availability: committedMs === 0 ? null : deliveredMs / committedMs,
})

const creditsOf = ({ tenants }: Pick<Scenario, 'tenants'>, tenant: string): Credits => (Object.hasOwn(tenants, tenant) ? tenants[tenant].credits : [])

const KEYS = ['allocatedMs', 'waitingMs', 'committedMs', 'deliveredMs', 'strandedMs'] as const

/** Sums of every month of a tenant, by its place. */
function monthSums(run: RunResult, tenants: TenantColumns, tenant: number): Map<string, Sums> {
  const months = new Map<string, Sums>()
  for (let window = 0; window < run.ledger.windowCount; window++) {
    const { year, month } = civilFromDays(run.startDay + Math.floor((window * run.ledger.windowMs) / DAY_MS))
    const key = `${year}-${String(month).padStart(2, '0')}`
    const sums = months.get(key) ?? noSums()
    addWindow(sums, tenants, window, tenant)
    months.set(key, sums)
  }
  return months
}

function monthOf(credits: Credits, tenant: string, month: string, sums: Sums): TenantMonth {
  const hours = hoursOf(sums)
  return { tenant, month, ...hours, creditShare: hours.availability === null ? 0 : creditShare(credits, hours.availability) }
}

/** By tenant, then by month; empty where the file names no tenants. */
export function tenantMonths(scenario: Pick<Scenario, 'tenants'>, run: RunResult): TenantMonth[] {
  const { tenants } = run
  if (tenants === undefined) return []
  return tenants.ids.flatMap((tenant, index) => [...monthSums(run, tenants, index)].map(([month, sums]) => monthOf(creditsOf(scenario, tenant), tenant, month, sums)))
}

/** By tenant over the run; work that names none is left out where there is none. */
export function tenantSummaries(scenario: Pick<Scenario, 'tenants'>, run: RunResult): TenantSummary[] {
  const { tenants } = run
  if (tenants === undefined) return []
  return tenants.ids.flatMap((tenant, index): TenantSummary[] => {
    const months = monthSums(run, tenants, index)
    const sums = noSums()
    for (const month of months.values()) for (const key of KEYS) sums[key] += month[key]
    if (tenant === '' && sums.allocatedMs + sums.waitingMs === 0) return []
    const committed = [...months].map(([month, each]) => monthOf(creditsOf(scenario, tenant), tenant, month, each)).filter(({ availability }) => availability !== null)
    const jobs = tenants.jobs[index]
    return [{ tenant, ...hoursOf(sums), jobs, meanWaitH: jobs.started === 0 ? null : jobs.waitMsSum / jobs.started / HOUR_MS, committedMonths: committed.length, creditedMonths: committed.filter(month => month.creditShare > 0).length }]
  })
}
