/**
 * The design-day report: the site at the twenty-year dry bulb with its coincident wet bulb, and apart from it at the highest wet bulb,
 * all racks at maximum, nothing failed. Load and every source of power are taken in the same air.
 */
import type { DesignAir, DesignDayCase, DesignDayChoices, DesignDayReport, DesignLimit } from '../../results/design-day.ts'
import type { WeatherSeries } from '../../scenario/inputs.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { assembleWorld } from '../assemble.ts'
import type { DesignConditions } from '../cooling/design-day.ts'
import { designDays } from '../cooling/design-day.ts'
import type { World } from '../ports.ts'
import { powerPlan } from '../power/plan.ts'
import { type EngineInputs, weatherOf } from '../weather.ts'
import { designBlock } from './design-day-block.ts'
import { designSources } from './design-day-sources.ts'

/** Wet bulb of dense yards of evaporative plants above that of the place, K; engineering default. */
export const WET_RECIRCULATION_K = 1
/** Share of moistest hours that tell how far the dry bulb lies above a record wet bulb. */
const MOISTEST_SHARE = 0.001

/** A day of one case. */
export interface DesignWeather extends DesignAir {
  readonly id: DesignDayCase['id']
}

interface Limit {
  readonly limit: DesignLimit
  readonly marginW: number
}

const least = (limits: readonly Limit[]): Limit => limits.reduce((first, each) => (each.marginW < first.marginW ? each : first))

/** One case of the report, for any weather: also what tables over temperature are made of. */
export function designDayCase(scenario: Scenario, world: World, weather: DesignWeather, choices: DesignDayChoices = {}): DesignDayCase {
  const conditions: DesignConditions = {
    dryBulbC: weather.dryBulbC,
    wetBulbC: weather.wetBulbC,
    pressurePa: weather.pressurePa,
    ...(choices.recirculationK === undefined ? {} : { recirculationK: choices.recirculationK }),
  }
  const dayOf = designDays(scenario, world)
  const days = scenario.blocks.map((_, block) => dayOf(block, conditions))
  const plan = powerPlan(scenario, world, block => days[block].siteMechanicalW)
  const blocks = scenario.blocks.map((section, block) =>
    designBlock(section, plan.blocks[block], days[block], { ambientC: weather.dryBulbC, recirculationK: choices.recirculationK ?? section.cooling.yardRecirculation }))
  const busW = blocks.reduce((sum, { drawW }) => sum + drawW, 0)
  const itW = blocks.reduce((sum, block) => sum + block.itW, 0)
  const mechanicalW = blocks.reduce((sum, block) => sum + block.mechanicalW, 0)
  const supply = designSources(plan, busW, weather)
  // Watts at the bus for one more watt at the racks.
  const perIt = itW === 0 ? 1 : busW / itW
  const first = least([
    ...blocks.map(({ limit, marginW }) => ({ limit, marginW })),
    { limit: 'supply', marginW: Math.round(supply.marginW / perIt) },
    ...(supply.substation === null ? [] : [{ limit: 'substation' as const, marginW: Math.round(supply.substationMarginW / perIt) }]),
  ])
  return {
    id: weather.id,
    air: { dryBulbC: weather.dryBulbC, wetBulbC: weather.wetBulbC, pressurePa: weather.pressurePa },
    siteW: supply.meterW,
    itW,
    mechanicalW,
    lossW: supply.meterW - itW - mechanicalW,
    budgetW: supply.meterW + (scenario.efficiency.operations - 1) * mechanicalW,
    makeupKgps: blocks.reduce((sum, block) => sum + block.makeupKgps, 0),
    substation: supply.substation,
    sources: supply.sources,
    supplyMarginW: Math.round(supply.marginW),
    limit: first.limit,
    marginW: first.marginW,
    blocks,
  }
}

/** Dry bulb above wet bulb in the moistest hours, K. */
function moistDepressionK({ dryBulbC, wetBulbC, hours }: WeatherSeries): number {
  const sorted = Float64Array.from(wetBulbC).sort()
  const threshold = sorted[Math.floor((1 - MOISTEST_SHARE) * (hours - 1))]
  let sum = 0
  let count = 0
  for (let hour = 0; hour < hours; hour++) {
    if (wetBulbC[hour] < threshold) continue
    sum += dryBulbC[hour] - wetBulbC[hour]
    count += 1
  }
  return sum / count
}

/** The report, or undefined where the weather states no extremes. A pure function of its arguments. */
export function designDayReport(scenario: Scenario, inputs: EngineInputs, choices: DesignDayChoices = {}): DesignDayReport | undefined {
  const world = assembleWorld(scenario, { seed: scenario.seed, replication: 0 })
  const series = weatherOf(scenario, world.root, inputs)
  const { designDay } = series
  if (designDay === undefined) return undefined
  const { dryBulbC, wetBulbC, pressurePa, wetBulbMaxC } = designDay
  const wettestC = wetBulbMaxC + (choices.wetRecirculationK ?? WET_RECIRCULATION_K)
  const weathers: readonly DesignWeather[] = [
    { id: 'hottest', dryBulbC, wetBulbC, pressurePa },
    { id: 'wettest', dryBulbC: Math.max(wettestC, wetBulbMaxC + moistDepressionK(series)), wetBulbC: wettestC, pressurePa },
  ]
  return { source: series.source, cases: weathers.map(weather => designDayCase(scenario, world, weather, choices)) }
}
