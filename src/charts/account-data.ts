/** From the accounts of a run to the charts that draw them; the app and the command line take the same. */
import { tenantSummaries } from '../analysis/tenants.ts'
import { daysFromCivil } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { MoneyReport, ProfitMonth } from '../results/money.ts'
import type { RunResult } from '../results/run-result.ts'
import type { ServiceColumns } from '../results/services.ts'
import { ZONE_STATES } from '../results/zones.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { AccountData, AccountRow, CashFlowData, TenantUseData, ZoneAvailabilityData } from './chart-data.ts'

/** Lines of the costs that buy things; all others run the site. */
const CAPITAL: ReadonlySet<string> = new Set(['accelerators', 'facility', 'fabric', 'datastore', 'plants', 'storage'])

/** Capital and running costs of an hour at each level that any reached. */
export function levelData({ costs, levels }: MoneyReport, replications: number): AccountData {
  const all = costs.reduce((sum, row) => sum + row.usd, 0)
  const capital = costs.reduce((sum, row) => (CAPITAL.has(row.id) ? sum + row.usd : sum), 0)
  return { replications, rows: levels.flatMap(({ level, usdPerHour }) => (usdPerHour === null ? [] : [{ label: level, parts: [(usdPerHour * capital) / all, (usdPerHour * (all - capital)) / all] }])) }
}

/** What each line of the costs adds to a useful accelerator-hour, largest first; empty where none was useful. */
export function costStackData({ costs, levels }: MoneyReport, replications: number): AccountData {
  const useful = levels.find(({ level }) => level === 'productive')?.gpuHours ?? 0
  if (useful === 0) return { replications, rows: [] }
  const rows = costs.filter(({ usd }) => usd > 0).map((row): AccountRow => ({ label: row.label.replace(/, annualised$/u, ''), parts: CAPITAL.has(row.id) ? [row.usd / useful, 0] : [0, row.usd / useful] }))
  const sizeOf = ({ parts: [capital, running] }: AccountRow): number => capital + running
  return { replications, rows: rows.sort((a, b) => sizeOf(b) - sizeOf(a) || (a.label < b.label ? -1 : 1)) }
}

function yearsOf(months: readonly ProfitMonth[]): { year: string; months: ProfitMonth[] }[] {
  const years: { year: string; months: ProfitMonth[] }[] = []
  for (const month of months) {
    const year = month.month.slice(0, 4)
    if (years.at(-1)?.year !== year) years.push({ year, months: [] })
    years[years.length - 1].months.push(month)
  }
  return years
}

const sumOf = (months: readonly ProfitMonth[], key: Exclude<keyof ProfitMonth, 'month' | 'intervals'>): number => months.reduce((sum, month) => sum + month[key], 0)

export function profitData({ months }: MoneyReport, replications: number): AccountData {
  const rows = yearsOf(months).map(({ year, months: own }) => {
    const profit = sumOf(own, 'profitUsd')
    return { label: year, parts: [sumOf(own, 'electricityUsd'), sumOf(own, 'operatingUsd'), sumOf(own, 'depreciationUsd'), Math.max(0, profit)], total: profit }
  })
  return { replications, rows }
}

/** Cash by month of the calendar. */
export function cashFlowData({ months }: MoneyReport, replications: number): CashFlowData {
  return {
    replications,
    months: months.map(({ month, revenueUsd, electricityUsd, operatingUsd, capitalUsd }) => {
      const [year, index] = month.split('-').map(Number)
      const fromDay = daysFromCivil(year, index, 1)
      return { month, fromDay, toDay: index === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, index + 1, 1), revenueUsd, runningUsd: electricityUsd + operatingUsd, capitalUsd }
    }),
  }
}

/** Hours that a tenant used well, from the books of the ledger; null while the run is under way, when they are not closed. */
export function productiveHours({ books, ledger: { buckets } }: RunResult, tenant: string): number | null {
  if (books === undefined) return null
  const at = tenant === '' ? 0 : books.tenants.indexOf(tenant) + 1
  const productive = buckets.findIndex(({ gate }) => gate === 10)
  let ms = 0
  books.generations.forEach((_, generation) => {
    for (let month = 0; month < books.months.length; month++) ms += books.acceleratorMs[((generation * (books.tenants.length + 1) + at) * books.months.length + month) * buckets.length + productive]
  })
  return ms / HOUR_MS
}

/** How a tenant is called; work that names none has no name. */
export const tenantName = (tenant: string): string => (tenant === '' ? 'no tenant' : tenant)

/** The same at the begin of a sentence about what was held. */
export const holderText = (label: string): string => (label === tenantName('') ? 'Work of no tenant' : label)

/** Productive, otherwise held and waited-for hours by tenant; no rows while the books are open or where there are no tenants. */
export function tenantData(scenario: Pick<Scenario, 'tenants'>, run: RunResult): AccountData {
  const rows = tenantSummaries(scenario, run).flatMap(({ tenant, allocatedH, waitingH }): AccountRow[] => {
    const productive = productiveHours(run, tenant)
    return productive === null ? [] : [{ label: tenantName(tenant), parts: [productive, Math.max(0, allocatedH - productive), waitingH] }]
  })
  return { replications: 1, rows }
}

/** Mean accelerators held by each tenant and waited for by all, window by window; no tenants where the file names none. */
export function tenantUseData(run: RunResult): TenantUseData {
  const { startDay, horizonMs, tenants, ledger: { windowMs, windowCount } } = run
  const frame = { startDay, endDay: startDay + horizonMs / DAY_MS, windowDays: windowMs / DAY_MS }
  if (tenants === undefined) return { ...frame, tenants: [], waiting: new Float64Array(0) }
  const { ids, allocatedMs, waitingMs } = tenants
  const column = (cells: Float64Array, at: number): Float64Array => Float64Array.from({ length: windowCount }, (_, window) => cells[window * ids.length + at] / windowMs)
  const waiting = new Float64Array(windowCount)
  for (let cell = 0; cell < windowCount * ids.length; cell++) waiting[Math.floor(cell / ids.length)] += waitingMs[cell] / windowMs
  return { ...frame, waiting, tenants: ids.map((id, at) => ({ label: tenantName(id), held: column(allocatedMs, at) })).filter(({ held }) => held.some(accelerators => accelerators > 0)) }
}

/** Requests by service over all runs, means. */
export function requestData(runs: readonly RunResult[]): AccountData {
  const services = runs[0].services ?? []
  return {
    replications: runs.length,
    rows: services.map(({ id }, index) => {
      const total = (item: keyof ServiceColumns['total']): number => runs.reduce((sum, { services: own }) => sum + (own?.[index].total[item] ?? 0), 0) / runs.length
      const [answered, inTime] = [total('answered'), total('onTime')]
      return { label: id, parts: [inTime, Math.max(0, answered - inTime), total('shed')] }
    }),
  }
}

/** Time of each fire zone by state; null where the run recorded none. */
export function zoneAvailabilityData(run: RunResult): ZoneAvailabilityData | null {
  const log = run.logs.find(({ id }) => id === 'zoneState')
  const zones = run.zones?.fire ?? []
  if (log === undefined || zones.length === 0) return null
  const hours = zones.map(() => new Array<number>(ZONE_STATES.length).fill(0))
  const [since, state] = [new Float64Array(zones.length), new Int32Array(zones.length)]
  const post = (zone: number, atMs: number): void => void (hours[zone][state[zone]] += (atMs - since[zone]) / HOUR_MS)
  for (let row = 0; row < log.atMs.length; row++) {
    const zone = log.entity[row]
    post(zone, log.atMs[row])
    since[zone] = log.atMs[row]
    state[zone] = log.value[row]
  }
  zones.forEach((_, zone) => post(zone, run.horizonMs))
  return { horizonH: run.horizonMs / HOUR_MS, zones: zones.map(({ name, racks }, zone) => ({ name, racks: racks.length, hours: hours[zone] })) }
}
