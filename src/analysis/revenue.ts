/**
 * Revenue of a run by contract and month. Reserved capacity is paid for, used or not, less what was committed and not delivered and the
 * credits of the month; work on demand and spot by the accelerator-hours that jobs of the tenant held, beyond its commitment; tokens by
 * the answer; resale by idle accelerator-hours. Prices are those at the middle of the month.
 */
import { DAY_MS, HOUR_MS, YEAR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneySection } from '../scenario/schema/money.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { allocatableByWindow } from './capacity.ts'
import { byMonth, ledgerByMonth, type RunMonth, type RunMonths } from './money-months.ts'
import { creditShare } from './tenants.ts'
import { decayed } from './present-value.ts'

export type Contract = MoneySection['contracts'][string]
type Priced = Exclude<Contract, { kind: 'per-token' }>
type Reserved = Extract<Contract, { kind: 'reserved' }>
type PerToken = Extract<Contract, { kind: 'per-token' }>

/** A contract over the months of a run. */
export interface ContractRevenue {
  readonly id: string
  readonly kind: Contract['kind']
  readonly label: string
  /** What is billed for: accelerator-hours, or millions of tokens of answers. */
  readonly amount: Float64Array
  readonly unit: 'GPU·h' | 'Mtoken'
  readonly usd: Float64Array
  /** Service-level credits of the month, USD, not yet taken off `usd`. */
  readonly creditUsd: Float64Array
  /** Of reserved capacity: accelerator-hours committed and delivered. */
  readonly committedH?: Float64Array
  readonly deliveredH?: Float64Array
  /** Price of an hour by month, USD; of reserved capacity. */
  readonly hourUsd?: Float64Array
}

interface Sale {
  readonly scenario: Scenario
  readonly run: RunResult
  readonly months: RunMonths
}

/** ms of a month in which a contract is in force. */
function inForceMs({ from, until }: Pick<Contract, 'from' | 'until'>, { fromMs, toMs }: RunMonth, startDay: number): number {
  const begin = from === undefined ? 0 : (from - startDay) * DAY_MS
  const end = until === undefined ? Infinity : (until - startDay) * DAY_MS
  return Math.max(0, Math.min(toMs, end) - Math.max(fromMs, begin))
}

/** Years from the first day of a contract to the middle of its time in a month. */
function yearsIn({ from }: Pick<Contract, 'from'>, { fromMs, toMs }: RunMonth, startDay: number): number {
  const begin = from === undefined ? 0 : (from - startDay) * DAY_MS
  return Math.max(0, (fromMs + toMs) / 2 - begin) / YEAR_MS
}

/** Price of an accelerator-hour in a month: the step that holds at its middle, or the first price in decline. */
export function hourPrice(contract: Priced, month: RunMonth, startDay: number): number {
  const midDay = startDay + (month.fromMs + month.toMs) / 2 / DAY_MS
  const step = contract.steps.findLast(({ from }) => from <= midDay)
  return step?.price ?? decayed(contract.price, contract.decay, yearsIn(contract, month, startDay))
}

/** A column of a tenant by month, hours. */
function tenantHours({ run, months }: Pick<Sale, 'run' | 'months'>, tenant: string, column: 'allocatedMs' | 'committedMs' | 'deliveredMs'): Float64Array {
  const { tenants, ledger } = run
  const at = tenants?.ids.indexOf(tenant) ?? -1
  if (tenants === undefined || at < 0) return new Float64Array(months.months.length)
  return byMonth(months, Float64Array.from({ length: ledger.windowCount }, (_, window) => tenants[column][window * tenants.ids.length + at])).map(ms => ms / HOUR_MS)
}

const acceleratorsOf = (contract: Reserved): number => contract.accelerators ?? 0

/** Accelerator-hours of reserved contracts by month: committed, and delivered in proportion to what was allocatable in each window. */
export function reservedHours(sale: Sale, contract: Reserved): { committedH: Float64Array; deliveredH: Float64Array } {
  const { scenario, run, months } = sale
  if (contract.accelerators === undefined) return { committedH: tenantHours(sale, contract.tenant, 'committedMs'), deliveredH: tenantHours(sale, contract.tenant, 'deliveredMs') }
  const reserved = Object.values(scenario.money.contracts).filter(other => other.kind === 'reserved')
  const allocatable = allocatableByWindow(run.ledger)
  const { windowMs, windowCount } = run.ledger
  const committed = new Float64Array(windowCount)
  const delivered = new Float64Array(windowCount)
  for (let window = 0; window < windowCount; window++) {
    const span = { year: 0, month: 1, fromMs: window * windowMs, toMs: Math.min(run.horizonMs, (window + 1) * windowMs) }
    committed[window] = acceleratorsOf(contract) * inForceMs(contract, span, run.startDay)
    const all = reserved.reduce((sum, other) => sum + acceleratorsOf(other) * inForceMs(other, span, run.startDay), 0)
    delivered[window] = all === 0 ? 0 : committed[window] * Math.min(1, allocatable[window] / all)
  }
  const hours = (values: Float64Array): Float64Array => byMonth(months, values).map(ms => ms / HOUR_MS)
  return { committedH: hours(committed), deliveredH: hours(delivered) }
}

function reservedRevenue(sale: Sale, contract: Reserved): Omit<ContractRevenue, 'id' | 'label'> {
  const { committedH, deliveredH } = reservedHours(sale, contract)
  const hourUsd = Float64Array.from(sale.months.months, month => hourPrice(contract, month, sale.run.startDay))
  const usd = committedH.map((hours, month) => (hours - contract.undelivered * (hours - deliveredH[month])) * hourUsd[month])
  // The credits of the contract, or those that the tenant was promised.
  const credits = contract.credits.length > 0 ? contract.credits : (sale.scenario.tenants[contract.tenant]?.credits ?? [])
  const creditUsd = committedH.map((hours, month) => (hours === 0 ? 0 : creditShare(credits, deliveredH[month] / hours) * hours * hourUsd[month]))
  return { kind: 'reserved', amount: committedH, unit: 'GPU·h', usd, creditUsd, committedH, deliveredH, hourUsd }
}

/** What the tenant reserved besides, by month; work within it is paid for already. */
function reservedOf(sale: Sale, tenant: string): Float64Array {
  const sums = new Float64Array(sale.months.months.length)
  for (const contract of Object.values(sale.scenario.money.contracts)) {
    if (contract.kind !== 'reserved' || contract.tenant !== tenant) continue
    reservedHours(sale, contract).deliveredH.forEach((hours, month) => {
      sums[month] += hours
    })
  }
  return sums
}

function hourlyRevenue(sale: Sale, contract: Exclude<Priced, Reserved>): Omit<ContractRevenue, 'id' | 'label'> {
  const { run, months } = sale
  const hours = contract.kind === 'resale' ? idleHours(sale).map(idle => idle * contract.share) : beyond(tenantHours(sale, contract.tenant, 'allocatedMs'), reservedOf(sale, contract.tenant))
  const amount = hours.map((all, at) => {
    const month = months.months[at]
    return (all * inForceMs(contract, month, run.startDay)) / Math.max(1, month.toMs - month.fromMs)
  })
  const usd = amount.map((sold, at) => sold * hourPrice(contract, months.months[at], run.startDay))
  return { kind: contract.kind, amount, unit: 'GPU·h', usd, creditUsd: new Float64Array(amount.length) }
}

const beyond = (held: Float64Array, reserved: Float64Array): Float64Array => held.map((hours, month) => Math.max(0, hours - reserved[month]))

/** Allocatable accelerator-hours without a job, by month. */
function idleHours({ run, months }: Sale): Float64Array {
  const cells = ledgerByMonth(months, run)
  const { buckets } = run.ledger
  return Float64Array.from(months.months, (_, month) => buckets.reduce((sum, { gate }, bucket) => (gate === 7 ? sum + cells[month * buckets.length + bucket] / HOUR_MS : sum), 0))
}

/** Millions of tokens of a service by month: prompts of admitted requests, and answers in time. */
function tokensOf({ run, months }: Sale, service: string): { input: Float64Array; output: Float64Array } {
  const columns = run.services?.find(({ id }) => id === service)?.windows
  const millions = (values: Float64Array | undefined): Float64Array => byMonth(months, values ?? []).map(tokens => tokens / 1e6)
  return { input: millions(columns?.promptTokens), output: millions(columns?.goodTokens) }
}

function tokenRevenue(sale: Sale, contract: PerToken): Omit<ContractRevenue, 'id' | 'label'> {
  const { input, output } = tokensOf(sale, contract.service)
  const { months } = sale.months
  const share = Float64Array.from(months, month => inForceMs(contract, month, sale.run.startDay) / Math.max(1, month.toMs - month.fromMs))
  const usd = output.map((tokens, at) => (decayed(contract.output, contract.decay, yearsIn(contract, months[at], sale.run.startDay)) * tokens + decayed(contract.input, contract.decay, yearsIn(contract, months[at], sale.run.startDay)) * input[at]) * share[at])
  return { kind: 'per-token', amount: output.map((tokens, at) => tokens * share[at]), unit: 'Mtoken', usd, creditUsd: new Float64Array(months.length) }
}

const KIND_LABELS: Readonly<Record<Contract['kind'], string>> = { reserved: 'reserved', 'on-demand': 'on demand', spot: 'spot', 'per-token': 'per token', resale: 'idle capacity resold' }

/** Contracts of the file, and a service with prices that no contract names: it is paid by the token. */
export function earningContracts({ money, workload }: Scenario): [string, Contract][] {
  const stated = Object.entries(money.contracts)
  const named = new Set(stated.flatMap(([, contract]) => (contract.kind === 'per-token' ? [contract.service] : [])))
  const priced = workload.flatMap((entry): [string, Contract][] => {
    if (!('price' in entry) || entry.price === undefined || named.has(entry.id)) return []
    return [[entry.id, { kind: 'per-token', service: entry.id, input: entry.price.input, output: entry.price.output, decay: 0, allowNegative: false, from: undefined, until: undefined }]]
  })
  return [...stated, ...priced]
}

/** All contracts of a scenario over the months of a run. */
export function contractRevenues(scenario: Scenario, run: RunResult, months: RunMonths): ContractRevenue[] {
  const sale: Sale = { scenario, run, months }
  return earningContracts(scenario).map(([id, contract]) => {
    const label = `${id}: ${KIND_LABELS[contract.kind]}`
    if (contract.kind === 'reserved') return { id, label, ...reservedRevenue(sale, contract) }
    if (contract.kind === 'per-token') return { id, label, ...tokenRevenue(sale, contract) }
    return { id, label, ...hourlyRevenue(sale, contract) }
  })
}
