/** Delivery curves of pools: accelerators of one type at one site that jobs could have had, week by week, and what an hour of them costs in power. */
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { monthlyBills } from '../bill.ts'
import { runsBySite } from '../by-site.ts'
import { allocatableByWindow, allocatedByWindow } from '../capacity.ts'
import { runMonths } from '../money-months.ts'
import { type Stretch, stretchesOf } from './stretches.ts'

export interface PoolWeeks {
  /** Id of the site; '' where the file has one. */
  readonly site: string
  /** Name of the generation of accelerators. */
  readonly model: string
  /** Whose alone it is (`isolation`); left out where it is for all. */
  readonly tenant?: string
  /** Mean accelerators by stretch of the run (`stretchesOf`), and the days of the run. */
  readonly weeks: readonly number[]
  readonly days: number
  /** Electricity of an accelerator-hour in use, USD. */
  readonly usdPerHour: number
}

/** Share of each generation in what could be used in a month: `[month][generation]`. */
function sharesByMonth({ books, ledger }: RunResult, months: number): number[][] {
  const { generations, buckets } = ledger
  if (generations.length === 1 || books === undefined) return Array.from({ length: months }, () => [1])
  const tenants = books.tenants.length + 1
  return Array.from({ length: months }, (_, month) => {
    const own = generations.map((_name, generation) => {
      let ms = 0
      for (let tenant = 0; tenant < tenants; tenant++) {
        const base = ((generation * tenants + tenant) * books.months.length + month) * buckets.length
        for (let bucket = 0; bucket < buckets.length; bucket++) if (buckets[bucket].gate === 0 || buckets[bucket].gate > 6) ms += books.acceleratorMs[base + bucket]
      }
      return ms
    })
    const all = own.reduce((sum, ms) => sum + ms, 0)
    return own.map(ms => (all === 0 ? 0 : ms / all))
  })
}

/** Electricity of the run over the accelerator-hours that were held. */
function powerUsd(scenario: Scenario, run: RunResult): number {
  const hours = allocatedByWindow(run.ledger).reduce((sum, ms) => sum + ms, 0) / HOUR_MS
  const usd = monthlyBills(scenario, run.metering).reduce((sum, bill) => sum + Object.values(bill.usd).reduce((all, line) => all + line, 0), 0)
  return hours === 0 ? 0 : usd / hours
}

/** Whether racks of this site are the tenant's alone: of all of it, or of a block that it has. */
function hasOwnRacks({ tenants, blocks }: Scenario, tenant: string): boolean {
  const { isolation } = tenants[tenant] ?? {}
  return isolation !== undefined && (isolation.block === undefined || blocks.some(({ id }) => id === isolation.block?.replace(/\[\d+\]$/u, '')))
}

/** Racks that are one tenant's alone, by their owners in file order: accelerator-ms by window, and the generation that they are of. */
function ownPools(scenario: Scenario, { tenants, books, ledger }: RunResult): { readonly tenant: string; readonly generation: number; readonly ms: Float64Array }[] {
  const { ids, ownMs } = tenants ?? {}
  if (ids === undefined || ownMs === undefined) return []
  return ids.flatMap((tenant, at) => {
    if (!hasOwnRacks(scenario, tenant)) return []
    return [{ tenant, ms: ownMs.filter((_, cell) => cell % ids.length === at), generation: books === undefined ? 0 : generationOf(books, ledger.buckets.length, books.tenants.indexOf(tenant)) }]
  })
}

/** The generation on which most of what a tenant held was; the first where it held nothing. */
function generationOf({ acceleratorMs, generations, tenants, months }: NonNullable<RunResult['books']>, buckets: number, tenant: number): number {
  const size = months.length * buckets
  const held = generations.map((_, generation) => acceleratorMs.subarray((generation * (tenants.length + 1) + tenant + 1) * size, (generation * (tenants.length + 1) + tenant + 2) * size).reduce((sum, ms) => sum + ms, 0))
  return held.indexOf(Math.max(...held))
}

function poolsOfSite(site: string, scenario: Scenario, run: RunResult): PoolWeeks[] {
  const { windowMs, generations } = run.ledger
  const { months, ofWindow } = runMonths(run)
  const shares = sharesByMonth(run, months.length)
  const allocatable = allocatableByWindow(run.ledger)
  // A run that is under way is told of up to its last closed window.
  const days = Math.floor(Math.min(run.horizonMs, run.ledger.windowCount * windowMs) / DAY_MS)
  const stretches = stretchesOf(run.startDay, days)
  const usdPerHour = powerUsd(scenario, run)
  const weeksOf = (msOf: (window: number) => number): number[] => stretches.map(({ from, until }: Stretch) => {
    let sum = 0
    for (let window = Math.round((from * DAY_MS) / windowMs); window < Math.round((until * DAY_MS) / windowMs); window++) sum += msOf(window)
    return sum / ((until - from) * DAY_MS)
  })
  const own = ownPools(scenario, run)
  const forAll = generations.map((model, generation): PoolWeeks => {
    const alone = own.filter(pool => pool.generation === generation)
    const msOf = (window: number): number => Math.max(0, (allocatable[window] ?? 0) * shares[ofWindow[window]][generation] - alone.reduce((sum, { ms }) => sum + ms[window], 0))
    return { site, model, usdPerHour, days, weeks: weeksOf(msOf) }
  })
  return [...forAll, ...own.map(({ tenant, generation, ms }): PoolWeeks => ({ site, model: generations[generation], tenant, usdPerHour, days, weeks: weeksOf(window => ms[window]) }))]
}

/** Whether anything is promised to tenants, or asked for by them. */
export const hasPromises = ({ tenants }: Pick<Scenario, 'tenants'>): boolean =>
  Object.values(tenants).some(({ commitments, reservations, asks }) => commitments.length > 0 || asks.length > 0 || reservations.some(({ kind }) => kind === 'hard'))

/** Pools of all sites in one replication; none where nothing is promised or asked for. */
export function poolWeeks(scenario: Scenario, run: RunResult): PoolWeeks[] {
  if (!hasPromises(scenario)) return []
  return runsBySite(scenario, run).flatMap((each, index) => poolsOfSite(run.sites?.[index].id ?? '', each.scenario, each.run))
}

/** Of every pool and week what at least a share `confidence` of the replications has. */
export function assuredWeeks(replications: readonly (readonly PoolWeeks[])[], confidence: number): PoolWeeks[] {
  const [first] = replications
  const rank = Math.min(replications.length - 1, Math.floor((1 - confidence) * replications.length + 1e-9))
  return first.map((pool, at) => ({
    ...pool,
    usdPerHour: replications.reduce((sum, pools) => sum + pools[at].usdPerHour, 0) / replications.length,
    weeks: pool.weeks.map((_, week) => replications.map(pools => pools[at].weeks[week]).sort((a, b) => a - b)[rank]),
  }))
}
