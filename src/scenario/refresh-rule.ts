/**
 * When a lot with a rule of refresh is taken out: at the first review within the horizon at which the rule holds. What is decided becomes
 * the life of the lot, so that everything that knows of lots follows it; a lot whose rule never holds outlives the horizon.
 */
import { civilFromDays, daysFromCivil } from '../base/civil-date.ts'
import { pow } from '../base/exact-math.ts'
import { DAY_MS, YEAR_MS } from '../base/spans.ts'
import { computeInSamePower, generationOf, keepUsd, type RefreshPrices, replaceUsd } from './generation-cost.ts'
import { type Lot, lotSpans } from './lots.ts'
import type { Scenario } from './schema/scenario.ts'

type Block = Scenario['blocks'][number]
type Rule = NonNullable<Lot['refresh']>
/** What the prices of a rule come from. */
type Prices = Pick<Scenario, 'grid' | 'money' | 'horizon'>

/** How long after the horizon a lot stays whose rule never holds in it. */
const BEYOND_MS = 20 * YEAR_MS

/** Whole years from one time to another, 0 where it is before. */
const yearsFrom = (fromMs: number, toMs: number): number => Math.max(0, Math.floor((toMs - fromMs) / YEAR_MS))

/** Mean price of energy of the tariff at a time, USD/kWh at the meter. */
function energyUsdPerKwh({ tariff }: Scenario['grid'], atMs: number): number {
  const { energy, periods, escalation } = tariff
  const usdPerMwh = periods.length === 0 ? energy : periods.reduce((sum, { price }) => sum + price, 0) / periods.length
  return (usdPerMwh / 1000) * pow(1 + escalation, yearsFrom(0, atMs))
}

/** What a rule looks at: the lot, its successor, and where on the time axis of the horizon it is. */
interface Review {
  readonly lot: Lot
  readonly successor: Lot
  readonly rule: Rule
  readonly contractMs: number
  readonly atMs: number
}

function isCheaper({ grid, money, horizon }: Prices, { lot, successor, rule, contractMs, atMs }: Review): boolean {
  const { capex, life, maintenance } = money.accelerators
  const common = { usdPerItKwh: energyUsdPerKwh(grid, atMs) * rule.overhead, lifeYears: life, discountRate: money.discountRate, softwareUsd: money.software }
  const onSaleMs = (daysFromCivil(successor.year, 1, 1) - horizon.start) * DAY_MS
  const kept: RefreshPrices = { ...common, capexUsd: capex, maintenance: maintenance * pow(1 + rule.upkeepGrowth, yearsFrom(contractMs, atMs)) }
  const bought: RefreshPrices = { ...common, capexUsd: (rule.price ?? capex) * pow(1 + rule.priceChange, yearsFrom(onSaleMs, atMs)), maintenance }
  return replaceUsd(generationOf(successor), bought) < keepUsd(generationOf(lot), kept)
}

/** Whether a rule ends the service of a lot at a review. */
function holds(prices: Prices, review: Review): boolean {
  const { lot, successor, rule, atMs } = review
  if (civilFromDays(prices.horizon.start + Math.floor(atMs / DAY_MS)).year < successor.year) return false
  return rule.rule === 'power' ? computeInSamePower(generationOf(lot), generationOf(successor)) >= rule.gain : isCheaper(prices, review)
}

/** Service of a lot from its promised date, ms; undefined where it stays. */
function lifeOf(prices: Prices, { racks }: Block, lot: Lot, contractMs: number): number | undefined {
  const { refresh: rule, life: latestMs = Infinity } = lot
  if (rule === undefined) return lot.life
  const successor = racks.find(({ replaces }) => replaces !== undefined && replaces === lot.id)
  const endMs = (prices.horizon.end - prices.horizon.start) * DAY_MS
  for (let ageMs = rule.after; ageMs < latestMs && contractMs + ageMs < endMs; ageMs += rule.every) {
    const atMs = contractMs + ageMs
    if (atMs <= 0) continue
    if (rule.rule === 'age' || (successor !== undefined && holds(prices, { lot, successor, rule, contractMs, atMs }))) return ageMs
  }
  if (latestMs < Infinity) return latestMs
  return successor === undefined ? undefined : endMs - contractMs + BEYOND_MS
}

function decided(prices: Prices, block: Block): Block {
  if (block.racks.every(({ refresh }) => refresh === undefined)) return block
  const racks: Lot[] = []
  for (const lot of block.racks) {
    // With no life, its end is its promised date, which may be before the horizon.
    const contractMs = lotSpans({ ready: block.ready, racks: [...racks, { ...lot, life: 0 }] }, prices.horizon.start)[racks.length].retireMs
    const { life: _, ...rest } = lot
    const life = lifeOf(prices, block, lot, contractMs)
    racks.push(life === undefined ? rest : { ...rest, life })
  }
  return { ...block, racks }
}

/** The sections with the lives that rules of refresh give to lots; as they are where a section that is needed cannot be read. */
export function withRefresh<Sections extends Partial<Scenario>>(sections: Sections): Sections {
  const { blocks, grid, money, horizon } = sections
  if (blocks === undefined || grid === undefined || money === undefined || horizon === undefined) return sections
  if (blocks.every(({ racks }) => racks.every(({ refresh }) => refresh === undefined))) return sections
  return { ...sections, blocks: blocks.map(block => decided({ grid, money, horizon }, block)) }
}

/** What the rule of a lot has decided. */
export interface RefreshDecision {
  readonly block: string
  readonly lot: string
  readonly rule: Rule['rule']
  /** Day on which it is taken out; null beyond the horizon. */
  readonly day: number | null
}

/** Lots with a rule, in file order, as decided. */
export function refreshDecisions({ blocks, horizon }: Pick<Scenario, 'blocks' | 'horizon'>): RefreshDecision[] {
  return blocks.flatMap(block => {
    const spans = lotSpans(block, horizon.start)
    return block.racks.flatMap(({ refresh, id, model }, at): RefreshDecision[] => {
      if (refresh === undefined) return []
      const day = horizon.start + Math.floor(spans[at].retireMs / DAY_MS)
      return [{ block: block.id, lot: id ?? model, rule: refresh.rule, day: day < horizon.end ? day : null }]
    })
  })
}
