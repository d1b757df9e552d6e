/** Prime-power plants in engine units, and what one unit gives in the air around it. */
import type { Distribution } from '../../base/distribution.ts'
import { DAY_MS, MINUTE_MS, YEAR_MS } from '../../base/spans.ts'
import { extremeDryBulbC } from '../../physics/extremes.ts'
import { dieselDerate } from '../../physics/generator.ts'
import { pressureAtElevationPa } from '../../physics/psychrometrics.ts'
import { climateOf } from '../../scenario/catalog/climates.ts'
import type { GenerationSection } from '../../scenario/schema/generation.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Grant } from './air-permit-plan.ts'
import { type TurbineSpec, turbineUnitW } from './components/index.ts'

export interface PlantPlan {
  readonly id: string
  readonly path: string
  readonly model: string
  readonly kind: 'gas-engine' | 'gas-turbine'
  /** One unit: an engine's rating at the height of the site, a turbine's at 15 °C and sea level. */
  readonly spec: TurbineSpec
  readonly count: number
  readonly redundancy: number
  /** What one unit gives on the day for which power is promised, W. */
  readonly firmUnitW: number
  readonly startSuccess: number
  readonly startMs: number
  /** Change of output per rating, 1/ms, and what a running unit accepts at once per rating. */
  readonly rampPerMs: number
  readonly loadStep: number
  /** Units that run beyond what carries the load. */
  readonly spinning: number
  readonly isPlantFirst: boolean
  readonly isIsland: boolean
  /** Running time of a unit between inspections, and how long an inspection and an overhaul take, ms. */
  readonly inspectionEveryMs: number
  readonly inspectionMs: number
  readonly overhaulMs: number
  readonly plannedMs: number
  readonly slip: Distribution
  /** Day from which the air permit lets it run; undefined: no permit, or one that is granted. */
  readonly grant: Grant | undefined
  /** Blocks that the plant is reserved for; undefined: all. */
  readonly serves: readonly number[] | undefined
}

/** Ambient at which engines still give their rating, °C. */
const MILD_C = 25
/** Return period of the day on which a plant must still be firm, years, and its temperature where the weather states none, °C. */
const FIRM_YEARS = 20
const FIRM_AMBIENT_C = 45

type Plant = GenerationSection[number]

/** What one unit gives at a temperature, W; the wet bulb matters where the inlet is cooled. */
export function unitW(plant: Pick<PlantPlan, 'kind' | 'spec'>, ambientC: number, wetBulbC: number): number {
  return plant.kind === 'gas-turbine' ? turbineUnitW(plant.spec, ambientC, wetBulbC) : plant.spec.ratedW * dieselDerate(ambientC, 0)
}

/** What `units` of a plant give at a temperature without inlet cooling, W. */
export const plantCapacityW = (plant: Pick<PlantPlan, 'kind' | 'spec'>, units: number, ambientC: number): number => Math.floor(unitW(plant, ambientC, ambientC) * units)

/** Firm power of a plant, W: what is left with its redundant units out. */
export const firmPlantW = (plant: PlantPlan): number => (plant.count - plant.redundancy) * plant.firmUnitW

function firmAmbientC(plant: Plant, scenario: Scenario): number {
  if (plant.designAmbient !== undefined) return plant.designAmbient
  const climate = climateOf(scenario.site.weather?.climate ?? '')
  return climate === undefined ? FIRM_AMBIENT_C : extremeDryBulbC(climate.design.dryBulbMaxMeanC, climate.design.dryBulbMaxSdK, FIRM_YEARS)
}

function unitSpec(plant: Plant, elevationM: number): TurbineSpec {
  const upMs = (plant.repair * (1 - plant.forcedOutage)) / Math.max(plant.forcedOutage, 1e-9)
  return {
    ratedW: plant.kind === 'gas-turbine' ? plant.rated : Math.floor(plant.rated * dieselDerate(MILD_C, elevationM)),
    efficiency: plant.efficiency,
    loadFractionMin: plant.loadMin,
    failuresPerYear: plant.forcedOutage === 0 ? 0 : YEAR_MS / upMs,
    repairMs: plant.repair,
    derateFractionPerK: plant.ambientDerate,
    hasInletCooling: plant.inletCooling,
    pressurePa: pressureAtElevationPa(elevationM),
  }
}

/** Reads a plant; `blockOf` gives the index of a block's path, `grant` the day of its air permit. */
export function plantPlan(plant: Plant, scenario: Scenario, startDay: number, blockOf: (path: string) => number, grant?: Grant): PlantPlan {
  const spec = unitSpec(plant, scenario.site.location.elevation)
  // An engine's promise is its rating; heat above 40 °C is met by its redundancy. A turbine promises what it gives on the hottest day.
  const firmUnitW = plant.kind === 'gas-turbine' ? Math.floor(unitW({ kind: plant.kind, spec: { ...spec, hasInletCooling: false } }, firmAmbientC(plant, scenario), 0)) : spec.ratedW
  return {
    id: plant.id,
    path: `generation[${plant.id}]`,
    model: plant.model,
    kind: plant.kind,
    spec,
    count: plant.count,
    redundancy: Math.min(plant.redundancy, plant.count),
    firmUnitW,
    startSuccess: plant.startSuccess,
    startMs: plant.start,
    rampPerMs: plant.ramp / MINUTE_MS,
    loadStep: plant.loadStep,
    spinning: plant.spinning,
    isPlantFirst: plant.dispatch === 'plant-first',
    isIsland: plant.operation === 'island',
    inspectionEveryMs: plant.inspectionEvery,
    inspectionMs: plant.inspection,
    overhaulMs: plant.overhaul,
    plannedMs: (plant.inService.planned - startDay) * DAY_MS,
    slip: plant.inService.slip,
    grant,
    serves: plant.serves?.map(blockOf),
  }
}
