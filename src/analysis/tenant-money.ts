/**
 * What tenants pay and cost: revenue of their contracts, tokens of shared services by what was answered for each, and all costs of the run in
 * proportion to the accelerator-hours that they held, so that they sum to the whole. What idles is borne by those who use the rest.
 */
import { HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { ServiceColumns, ServiceTenant } from '../results/services.ts'
import type { Uncertain } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { allocatedByWindow } from './capacity.ts'
import { costRows } from './money.ts'
import { byMonth, type RunMonths } from './money-months.ts'
import { type Contract, earningContracts } from './revenue.ts'
import { statementOf } from './statement.ts'

/** A tenant over the run; '' for work that names none, and for what is nobody’s, such as idle capacity resold. */
export interface TenantMoneyRow extends Uncertain {
  readonly tenant: string
  /** Held by jobs and services, its part of shared ones included. */
  readonly gpuHours: number
  readonly costUsd: number
  /** Before credits. */
  readonly revenueUsd: number
  readonly creditUsd: number
  /** Revenue less credits and cost. */
  readonly resultUsd: number
}

/** One tenant of a shared service. */
export interface ServiceTenantRow extends Uncertain {
  readonly service: string
  readonly tenant: string
  /** Its share of the demand, and of what was answered. */
  readonly demandShare: number
  readonly answeredShare: number | null
  readonly requests: number
  /** Answered of what it asked for, and in time of what was answered; null where it asked for nothing. */
  readonly availability: number | null
  readonly sloAttainment: number | null
  /** Millions of tokens of answers in time. */
  readonly goodMtoken: number
  readonly gpuHours: number
  readonly revenueUsd: number
  readonly costUsd: number
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0)
const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

/** All contracts by id, those of sites with them. */
const contractsOf = (scenario: Scenario): Map<string, Contract> =>
  new Map([...(scenario.sites ?? []).flatMap(site => earningContracts(site.scenario)), ...earningContracts(scenario)])

type Token = Extract<Contract, { kind: 'per-token' }>

/** What each tenant of a shared service pays of a contract by the token, USD. */
function tokenUsd(contract: Token, usd: Float64Array, tenants: readonly ServiceTenant[], months: RunMonths): number[] {
  const worth = tenants.map(({ windows }) => {
    const [input, output] = [byMonth(months, windows.promptTokens), byMonth(months, windows.goodTokens)]
    return usd.map((_, month) => contract.input * input[month] + contract.output * output[month])
  })
  return tenants.map((_, at) =>
    usd.reduce((total, value, month) => {
      const all = worth.reduce((whole, own) => whole + own[month], 0)
      return total + (all === 0 ? 0 : (value * worth[at][month]) / all)
    }, 0))
}

/** The one tenant of a service, '' without one. */
const ownerOf = ({ workload }: Scenario, service: string): string => {
  const entry = workload.find(({ id }) => id === service)
  if (entry === undefined || entry.source !== 'inference') return ''
  return entry.tenant ?? Object.keys(entry.tenants)[0] ?? ''
}

interface Paid {
  readonly revenue: Map<string, number>
  readonly credit: Map<string, number>
  /** By service, then as its tenants are. */
  readonly services: Map<string, number[]>
}

function paidBy(scenario: Scenario, run: RunResult): Paid {
  const { contracts, months } = statementOf(scenario, run)
  const known = contractsOf(scenario)
  const [revenue, credit, services] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number[]>()]
  const add = (to: Map<string, number>, tenant: string, usd: number): void => void to.set(tenant, (to.get(tenant) ?? 0) + usd)
  for (const { id, usd, creditUsd } of contracts) {
    const contract = known.get(id)
    if (contract === undefined || contract.kind === 'resale') add(revenue, '', sum(usd))
    else if (contract.kind === 'per-token') {
      const tenants = run.services?.find(service => service.id === contract.service)?.tenants
      if (tenants === undefined) add(revenue, ownerOf(scenario, contract.service), sum(usd))
      else {
        const parts = tokenUsd(contract, usd, tenants, months)
        const before = services.get(contract.service)
        services.set(contract.service, parts.map((part, at) => part + (before?.[at] ?? 0)))
        tenants.forEach((tenant, at) => add(revenue, tenant.id, parts[at]))
      }
    } else {
      add(revenue, contract.tenant, sum(usd))
      add(credit, contract.tenant, sum(creditUsd))
    }
  }
  return { revenue, credit, services }
}

/** Cost of an hour that was held: all costs over all of them. */
function usdPerHeldHour(scenario: Scenario, run: RunResult): number {
  const hours = sum(allocatedByWindow(run.ledger)) / HOUR_MS
  return hours === 0 ? 0 : costRows(scenario, run).reduce((usd, row) => usd + row.usd, 0) / hours
}

function serviceRowsOf({ id, tenants = [] }: ServiceColumns, usd: readonly number[], hourUsd: number): ServiceTenantRow[] {
  const answered = tenants.reduce((all, { total }) => all + total.answered, 0)
  return tenants.map(({ id: tenant, share: demandShare, total }, at) => {
    const gpuHours = total.heldAcceleratorMs / HOUR_MS
    return {
      service: id, tenant, demandShare, answeredShare: share(total.answered, answered), requests: total.requests,
      availability: share(total.answered, total.requests), sloAttainment: share(total.onTime, total.requests), goodMtoken: total.goodTokens / 1e6,
      gpuHours, revenueUsd: usd[at] ?? 0, costUsd: gpuHours * hourUsd,
    }
  })
}

/** Tenants with what they paid and cost, and those of shared services; empty where the file names none, or has none. */
export function tenantMoney(scenario: Scenario, run: RunResult): { readonly tenants: TenantMoneyRow[]; readonly services: ServiceTenantRow[] } {
  const { tenants } = run
  if (tenants === undefined) return { tenants: [], services: [] }
  const { revenue, credit, services } = paidBy(scenario, run)
  const hourUsd = usdPerHeldHour(scenario, run)
  const count = tenants.ids.length
  return {
    tenants: tenants.ids.map((tenant, at): TenantMoneyRow => {
      const gpuHours = Array.from({ length: run.ledger.windowCount }, (_, window) => tenants.allocatedMs[window * count + at]).reduce((all, ms) => all + ms, 0) / HOUR_MS
      const [revenueUsd, creditUsd, costUsd] = [revenue.get(tenant) ?? 0, credit.get(tenant) ?? 0, gpuHours * hourUsd]
      return { tenant, gpuHours, costUsd, revenueUsd, creditUsd, resultUsd: revenueUsd - creditUsd - costUsd }
    }),
    services: (run.services ?? []).flatMap(service => serviceRowsOf(service, services.get(service.id) ?? [], hourUsd)),
  }
}
