/**
 * The allocation planner: what can be promised to whom in each quarter. Commitments and hard reservations come first, by class and by margin,
 * and weeks in which they cannot be kept are told with their shortage; then what tenants ask for, the dearest margin first, a constant number
 * of accelerators for all of its weeks of the quarter. Source: model specification, capacity allocation §8.2.
 */
import { formatDate } from '../../base/civil-date.ts'
import type { AllocationPlan, AskedQuarter, FirmQuarter, PoolQuarter, Shortage } from '../../results/allocation.ts'
import { PRIORITY_CLASSES } from '../../scenario/catalog/priority-classes.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { sitesOfTenant } from '../../scenario/sites.ts'
import { assuredWeeks, type PoolWeeks } from './delivery.ts'
import { type Stretch, stretchesOf } from './stretches.ts'
import { createWeekFlow, type WeekFlow } from './week-flow.ts'

const LEAST = 1e-6

/** One promise or wish. */
interface Demand {
  readonly tenant: string
  readonly kind: 'commitment' | 'reservation' | 'ask'
  readonly accelerators: number
  /** Days since the run began. */
  readonly from: number
  readonly until: number
  readonly rank: number
  /** USD per accelerator-hour, null where nobody says. */
  readonly price: number | null
  readonly margin: number
  readonly pools: readonly number[]
}

/** Weeks of a quarter, as places among all. */
interface Quarter {
  readonly label: string
  readonly weeks: readonly number[]
}

/** Price of reserved hours of a tenant by its contracts, else of any hours. */
function priceOf({ money }: Scenario, tenant: string): number | null {
  const own = Object.values(money.contracts).flatMap(contract => ('tenant' in contract && contract.tenant === tenant ? [contract] : []))
  return (own.find(({ kind }) => kind === 'reserved') ?? own[0])?.price ?? null
}

/** Whose racks a tenant works on at a site: its own, those of the nearest above it that has some, or those for all (undefined). */
function ownerAt({ tenants }: Scenario, tenant: string, site: string, pools: readonly PoolWeeks[]): string | undefined {
  const seen = new Set<string>()
  for (let at: string | undefined = tenant; at !== undefined && !seen.has(at); at = tenants[at]?.parent) {
    seen.add(at)
    if (pools.some(pool => pool.site === site && pool.tenant === at)) return at
  }
  return undefined
}

/** Pools that a tenant may use: of its sites, of the type that it asks for, and its own alone where it has its own. */
function poolsOf(scenario: Scenario, tenant: string, model: string | undefined, pools: readonly PoolWeeks[]): number[] {
  const sites = sitesOfTenant(scenario, tenant)
  return pools.flatMap((pool, at) => {
    const isThere = pool.site === '' || sites === undefined || sites.includes(pool.site)
    return isThere && (model === undefined || model === pool.model) && pool.tenant === ownerAt(scenario, tenant, pool.site, pools) ? [at] : []
  })
}

function demandsOf(scenario: Scenario, pools: readonly PoolWeeks[]): Demand[] {
  const { horizon } = scenario
  const days = horizon.end - horizon.start
  return Object.entries(scenario.tenants).flatMap(([tenant, { commitments, reservations, asks, priority }]) => {
    const known = priceOf(scenario, tenant)
    const of = (kind: Demand['kind'], row: { accelerators: number; from?: number | undefined; until?: number | undefined; price?: number | undefined; model?: string | undefined }): Demand => {
      const price = row.price ?? known
      const own = poolsOf(scenario, tenant, row.model, pools)
      const power = own.length === 0 ? 0 : own.reduce((sum, pool) => sum + pools[pool].usdPerHour, 0) / own.length
      return {
        tenant, kind, price, pools: own, accelerators: row.accelerators, margin: (price ?? 0) - power, rank: PRIORITY_CLASSES.indexOf(priority),
        from: Math.max(0, (row.from ?? horizon.start) - horizon.start), until: Math.min(days, (row.until ?? horizon.end) - horizon.start),
      }
    }
    return [
      ...commitments.map(row => of('commitment', row)),
      ...reservations.filter(({ kind }) => kind === 'hard').map(({ accelerators, from, until }) => of('reservation', { accelerators, from, until })),
      ...asks.map(row => of('ask', row)),
    ]
  })
}

/** Firm ones first, by class, then all by margin; of equals the first in the file. */
function inOrder(demands: readonly Demand[]): number[] {
  const isAsk = (at: number): number => (demands[at].kind === 'ask' ? 1 : 0)
  const rank = (at: number): number => (demands[at].kind === 'ask' ? 0 : demands[at].rank)
  return demands.map((_, at) => at).sort((a, b) => isAsk(a) - isAsk(b) || rank(b) - rank(a) || demands[b].margin - demands[a].margin || a - b)
}

function quartersOf(stretches: readonly Stretch[]): Quarter[] {
  const quarters: { label: string; weeks: number[] }[] = []
  stretches.forEach(({ quarter }, week) => {
    if (quarters.at(-1)?.label !== quarter) quarters.push({ label: quarter, weeks: [] })
    quarters[quarters.length - 1].weeks.push(week)
  })
  return quarters
}

/** Share of a week in which a demand holds. */
const partOf = ({ from, until }: Demand, week: Stretch): number => Math.max(0, Math.min(until, week.until) - Math.max(from, week.from)) / (week.until - week.from)

const hoursOf = ({ from, until }: Stretch): number => (until - from) * 24

interface Planning {
  readonly startDay: number
  readonly stretches: readonly Stretch[]
  readonly pools: readonly PoolWeeks[]
  readonly oversell: number
  readonly demands: readonly Demand[]
  readonly firm: FirmQuarter[]
  readonly asked: AskedQuarter[]
  readonly shortages: Shortage[]
}

/** The weeks of a quarter in which a demand holds, with the share of each. */
const holding = (p: Planning, demand: Demand, quarter: Quarter, flows: readonly WeekFlow[]): { week: Stretch; flow: WeekFlow; part: number }[] =>
  quarter.weeks.flatMap((at, index) => (partOf(demand, p.stretches[at]) > 0 ? [{ week: p.stretches[at], flow: flows[index], part: partOf(demand, p.stretches[at]) }] : []))

function keep(p: Planning, at: number, quarter: Quarter, flows: readonly WeekFlow[]): void {
  const demand = p.demands[at]
  const own = holding(p, demand, quarter, flows)
  if (own.length === 0) return
  const short = own.map(({ week, flow, part }) => ({ week, missing: demand.accelerators * part - flow.take(at, demand.accelerators * part) })).filter(({ missing }) => missing > LEAST)
  for (const { week, missing } of short) p.shortages.push({ tenant: demand.tenant, kind: demand.kind, week: formatDate(p.startDay + week.from), accelerators: demand.accelerators, short: missing })
  p.firm.push({
    tenant: demand.tenant, kind: demand.kind, quarter: quarter.label, accelerators: demand.accelerators, weeks: own.length, shortWeeks: short.length,
    worstShort: short.reduce((most, { missing }) => Math.max(most, missing), 0), shortGpuHours: short.reduce((sum, { missing, week }) => sum + missing * hoursOf(week), 0),
  })
}

function promise(p: Planning, at: number, quarter: Quarter, flows: readonly WeekFlow[]): void {
  const demand = p.demands[at]
  const own = holding(p, demand, quarter, flows)
  if (own.length === 0) return
  const most = own.reduce((least, { flow, part }) => Math.min(least, flow.possible(at, demand.accelerators * part) / part), demand.accelerators)
  const promised = demand.margin < 0 ? 0 : Math.floor(most + LEAST)
  for (const { flow, part } of own) flow.take(at, promised * part)
  const hours = own.reduce((sum, { part, week }) => sum + part * hoursOf(week), 0)
  p.asked.push({ tenant: demand.tenant, ask: at, quarter: quarter.label, accelerators: demand.accelerators, promised, price: demand.price, marginUsd: promised * hours * demand.margin })
}

function planQuarter(p: Planning, order: readonly number[], quarter: Quarter): PoolQuarter[] {
  const allowed = p.demands.map(({ pools }) => pools)
  const flows = quarter.weeks.map(week => createWeekFlow(p.pools.map(({ weeks }) => weeks[week] * p.oversell), allowed))
  for (const at of order) (p.demands[at].kind === 'ask' ? promise : keep)(p, at, quarter, flows)
  return p.pools.map(({ site, model, tenant, weeks }, pool): PoolQuarter => {
    const own = quarter.weeks.map(week => weeks[week])
    const left = flows.map(flow => flow.left(pool))
    return { site, model, ...(tenant === undefined ? {} : { tenant }), quarter: quarter.label, least: Math.min(...own), mean: own.reduce((sum, each) => sum + each, 0) / own.length, free: Math.max(0, Math.floor(Math.min(...left) + LEAST)) }
  })
}

/** What each replication could deliver, and the scenario with its promises; null where nothing is promised or asked for. */
export function allocationPlan(scenario: Scenario, replications: readonly (readonly PoolWeeks[])[]): AllocationPlan | null {
  if (replications.length === 0 || replications[0].length === 0) return null
  const { oversell, promise: confidence } = scenario.scheduler
  const pools = assuredWeeks(replications, confidence)
  const demands = demandsOf(scenario, pools)
  const stretches = stretchesOf(scenario.horizon.start, pools[0].days)
  const planning: Planning = { startDay: scenario.horizon.start, stretches, pools, oversell, demands, firm: [], asked: [], shortages: [] }
  const order = inOrder(demands)
  const quarters = quartersOf(stretches)
  const byPool = quarters.flatMap(quarter => planQuarter(planning, order, quarter))
  const numbers = new Map(demands.flatMap(({ kind }, at) => (kind === 'ask' ? [at] : [])).map((at, ask) => [at, ask]))
  return {
    confidence, replications: replications.length, oversell, pools: byPool, firm: planning.firm,
    asked: planning.asked.map(row => ({ ...row, ask: numbers.get(row.ask) ?? 0 })), shortages: planning.shortages,
  }
}
