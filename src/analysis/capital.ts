/**
 * Capital of a site: what is bought, when it is paid, how long it lives, and what it is worth when it goes. Payments follow the schedule
 * of their section before the promised day; what is promised after the horizon is not bought.
 */
import { exp, ln } from '../base/exact-math.ts'
import { DAY_MS, YEAR_MS } from '../base/spans.ts'
import type { CapitalRow } from '../results/money.ts'
import type { RunResult } from '../results/run-result.ts'
import { lotAccelerators, lotSpans, sumPerPlace } from '../scenario/lots.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { capitalRecovery } from '../scenario/capital-recovery.ts'
import { plantUsd, storeUsd } from './on-site-money.ts'

const MONTH_MS = YEAR_MS / 12
const BYTES_PER_TB = 1e12
/** Age at which the residual value of accelerators is stated, years. */
const RESIDUAL_YEARS = 3

export interface SpendStep {
  /** Time before the promised day, ms. */
  readonly before: number
  readonly share: number
}

/** Something that is bought once. */
export interface CapitalItem {
  readonly id: string
  readonly label: string
  readonly usd: number
  readonly lifeYears: number
  /** Promised day, ms since start; may be before it. */
  readonly readyMs: number
  /** Day on which it is taken out; Infinity where none is planned. */
  readonly endMs: number
  readonly spend: readonly SpendStep[]
  /** Share of its price that it is worth after three years on the market; undefined for what is worth its book value. */
  readonly residual?: number
  /** Yearly maintenance as a share of its price. */
  readonly maintenance: number
  readonly source: string
}

/** IT power of a block with all racks at maximum, W. */
export const itMaxW = (block: Scenario['blocks'][number]): number => sumPerPlace(block, lot => lot.max)

function facilityItems({ money: { facility }, horizon, blocks }: Scenario): CapitalItem[] {
  const parts = Object.entries(facility.parts)
  return blocks.flatMap((block): CapitalItem[] => {
    const common = { readyMs: (block.ready - horizon.start) * DAY_MS, endMs: Infinity, spend: facility.spend, maintenance: facility.maintenance }
    const kW = itMaxW(block) / 1000
    if (parts.length === 0) return [{ ...common, id: 'facility', label: 'Facility', usd: kW * facility.capex, lifeYears: facility.life, source: 'money.facility' }]
    return parts.map(([name, part]) => ({ ...common, id: `facility.${name}`, label: `Facility: ${name}`, usd: kW * part.capex, lifeYears: part.life ?? facility.life, source: `money.facility.parts.${name}` }))
  })
}

function lotItems({ money: { accelerators }, horizon, blocks }: Scenario): CapitalItem[] {
  const { life: lifeYears, spend, residual, maintenance } = accelerators
  return blocks.flatMap(block => {
    const spans = lotSpans(block, horizon.start)
    return block.racks.map((lot, index): CapitalItem => ({
      id: 'accelerators', label: 'Accelerators', usd: lotAccelerators(lot) * accelerators.capex, lifeYears, readyMs: spans[index].contractMs, endMs: spans[index].retireMs, spend, residual, maintenance, source: 'money.accelerators',
    }))
  })
}

/** Network and file system where the price of an accelerator is without them; ready with the first block. */
export function sharedItems({ money, horizon, blocks, datastore }: Scenario, { fabric }: Pick<RunResult, 'fabric'>): CapitalItem[] {
  if (money.accelerators.includes === 'everything') return []
  const readyMs = (Math.min(...blocks.map(({ ready }) => ready)) - horizon.start) * DAY_MS
  const common = { readyMs, endMs: Infinity, spend: money.accelerators.spend }
  return [
    ...(fabric === undefined ? [] : [{ ...common, id: 'fabric', label: 'Network', usd: fabric.usd.total * money.fabric.price, lifeYears: money.fabric.life, maintenance: money.fabric.maintenance, source: 'bill of materials of the network, money.fabric' }]),
    ...(datastore?.capacity === undefined ? [] : [{ ...common, id: 'datastore', label: 'File system', usd: (datastore.capacity / BYTES_PER_TB) * money.datastore.capex, lifeYears: money.datastore.life, maintenance: money.datastore.maintenance, source: 'datastore.capacity, money.datastore' }]),
  ]
}

function onSiteItems(scenario: Scenario): CapitalItem[] {
  const { money, generation, storage, horizon } = scenario
  const item = (id: string, label: string, usd: number, planned: number, lifeYears: number, source: string): CapitalItem =>
    ({ id, label, usd, lifeYears, readyMs: (planned - horizon.start) * DAY_MS, endMs: Infinity, spend: money.facility.spend, maintenance: 0, source })
  return [
    ...generation.map(plant => item('plants', 'Plants on site', plantUsd(scenario, plant), plant.inService.planned, money.generation.life, 'money.generation')),
    ...storage.map(store => item('storage', 'Storage on site', storeUsd(scenario, store), store.inService.planned, money.storage.life, 'money.storage')),
  ]
}

/** Everything that is bought for a run. */
export function capitalItems(scenario: Scenario, run: RunResult): CapitalItem[] {
  const all = [...lotItems(scenario), ...sharedItems(scenario, run), ...facilityItems(scenario), ...onSiteItems(scenario)]
  return all.filter(({ readyMs, usd }) => readyMs < run.horizonMs && usd > 0)
}

/** Month of a time, 0 for the first of the run, negative before it. */
export const monthAt = (ms: number): number => Math.floor(ms / MONTH_MS)

/** Value at a time: that of the market for accelerators, else what the books say. */
export function valueAt(item: CapitalItem, atMs: number): number {
  const years = Math.max(0, atMs - item.readyMs) / YEAR_MS
  if (item.residual !== undefined) return item.residual === 0 ? 0 : item.usd * exp((ln(item.residual) * years) / RESIDUAL_YEARS)
  return item.usd * Math.max(0, 1 - years / item.lifeYears)
}

/** Payments by month of the run, with what is sold when it is taken out as negative ones; months before the run are negative keys. */
export function payments(items: readonly CapitalItem[], horizonMs: number): Map<number, number> {
  const byMonth = new Map<number, number>()
  const pay = (ms: number, usd: number): void => void byMonth.set(monthAt(ms), (byMonth.get(monthAt(ms)) ?? 0) + usd)
  for (const item of items) {
    for (const { before, share } of item.spend) pay(item.readyMs - before, item.usd * share)
    if (item.endMs < horizonMs) pay(item.endMs, -valueAt(item, item.endMs))
  }
  return byMonth
}

/** What stands at the end of a run is worth, USD. */
export const valueAtEnd = (items: readonly CapitalItem[], horizonMs: number): number =>
  items.reduce((sum, item) => (item.endMs < horizonMs ? sum : sum + valueAt(item, horizonMs)), 0)

/** Straight-line depreciation of an item between two times, USD; what is left when it is taken out early is written off then. */
export function depreciation({ usd, lifeYears, readyMs, endMs }: CapitalItem, fromMs: number, toMs: number): number {
  const lifeEndMs = readyMs + lifeYears * YEAR_MS
  const spanMs = Math.max(0, Math.min(toMs, lifeEndMs, endMs) - Math.max(fromMs, readyMs))
  const leftAtEnd = Math.max(0, 1 - (endMs - readyMs) / (lifeYears * YEAR_MS))
  return usd * (spanMs / (lifeYears * YEAR_MS)) + (endMs > fromMs && endMs <= toMs ? usd * leftAtEnd : 0)
}

export function capitalRows({ money: { discountRate } }: Scenario, items: readonly CapitalItem[]): CapitalRow[] {
  const rows = new Map<string, CapitalRow>()
  for (const { id, label, usd, lifeYears, source } of items) {
    const before = rows.get(id)?.usd ?? 0
    const total = before + usd
    rows.set(id, { id, label, usd: total, lifeYears, levelUsdPerYear: total * capitalRecovery(discountRate, lifeYears), straightUsdPerYear: total / lifeYears, source })
  }
  return [...rows.values()]
}
