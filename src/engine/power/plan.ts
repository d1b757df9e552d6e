/** The electrical plan of the site in engine units, derived once from the scenario; everything else in this folder reads only this. */
import type { Distribution } from '../../base/distribution.ts'
import { dieselDerate } from '../../physics/generator.ts'
import type { GenerationSection } from '../../scenario/schema/generation.ts'
import type { GridSection } from '../../scenario/schema/grid.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import { type BlockPlan, blockPlan } from './block-plan.ts'
import type { EngineSpec, TransformerSpec } from './components/index.ts'
import { type CurtailmentPlan, type ResponseStep, curtailmentPlans } from './curtailment-plan.ts'
import { type CommonMode, type FeedPlan, type OutageProcess, type SagProcess, commonModes, feedPlans, outageProcesses, sagProcesses } from './feed-plan.ts'
import { factoredLoads, mixedPowerFactor } from './power-factor.ts'
import { DAY_MS, YEAR_MS } from './spans.ts'
import { type SwitchgearPlan, switchgearPlan } from './switchgear-plan.ts'
import { type TransformerGroupPlan, transformerGroups } from './transformer-plan.ts'

export interface SubstationPlan {
  readonly spec: TransformerSpec
  readonly model: string
  readonly count: number
  /** Transformers that may be out without loss of firm power. */
  readonly redundancy: number
}

export interface PlantPlan {
  readonly id: string
  readonly path: string
  readonly model: string
  readonly spec: EngineSpec
  readonly count: number
  readonly redundancy: number
  readonly startSuccess: number
  readonly plannedMs: number
  readonly slip: Distribution
  /** Blocks that the plant is reserved for; undefined: all. */
  readonly serves: readonly number[] | undefined
}

export interface PowerPlan {
  readonly feeds: readonly FeedPlan[]
  readonly outages: readonly OutageProcess[]
  readonly sags: readonly SagProcess[]
  readonly commonModes: readonly CommonMode[]
  readonly curtailment: readonly CurtailmentPlan[]
  /** Order in which the site answers a call to curtail. */
  readonly response: readonly ResponseStep[]
  /** What a voltage sag does to the site; times in ms. */
  readonly sagResponse: GridSection['sagResponse']
  readonly substation: SubstationPlan | undefined
  readonly plants: readonly PlantPlan[]
  readonly blocks: readonly BlockPlan[]
  /** Undefined: a perfect bus. */
  readonly switchgear: SwitchgearPlan | undefined
  /** Transformers in parallel: the substation's, if there is one, then each block's. */
  readonly transformers: readonly TransformerGroupPlan[]
  /** Height of the site, m: thin air derates engines. */
  readonly elevationM: number
}

/** Ambient at which engines still give their rating, °C. */
const MILD_C = 25

function substationPlan(scenario: Scenario, blocks: readonly BlockPlan[]): SubstationPlan | undefined {
  const { substation } = scenario.grid
  if (substation === undefined) return undefined
  const { transformers, redundancy } = substation
  const loads = blocks.flatMap((block, index) => factoredLoads(scenario.blocks[index].power, block.itMaxW, block.mechanicalDesignW))
  return {
    spec: {
      rating: { ratedVa: transformers.rated, noLoadLossW: transformers.noLoadLoss, loadLossW: transformers.loadLoss },
      powerFactor: mixedPowerFactor(loads),
      failuresPerYear: transformers.failures,
      repairMs: transformers.repair,
    },
    model: transformers.model,
    count: transformers.count,
    redundancy: Math.min(redundancy, Math.max(0, transformers.count - 1)),
  }
}

function plantPlan(plant: GenerationSection[number], world: World, elevationM: number): PlantPlan {
  const upMs = (plant.repair * (1 - plant.forcedOutage)) / Math.max(plant.forcedOutage, 1e-9)
  return {
    id: plant.id,
    path: `generation[${plant.id}]`,
    model: plant.model,
    spec: {
      ratedW: Math.floor(plant.rated * dieselDerate(MILD_C, elevationM)),
      efficiency: plant.efficiency,
      loadFractionMin: plant.loadMin,
      failuresPerYear: plant.forcedOutage === 0 ? 0 : YEAR_MS / upMs,
      repairMs: plant.repair,
    },
    count: plant.count,
    redundancy: Math.min(plant.redundancy, plant.count),
    startSuccess: plant.startSuccess,
    plannedMs: (plant.inService.planned - world.startDay) * DAY_MS,
    slip: plant.inService.slip,
    serves: plant.serves?.map(path => world.blocks.path.indexOf(path)),
  }
}

function groupsOf(scenario: Scenario, substation: SubstationPlan | undefined, blocks: readonly BlockPlan[]): TransformerGroupPlan[] {
  const site = scenario.grid.substation?.transformers
  return transformerGroups([
    ...(substation === undefined || site === undefined ? [] : [{ path: 'grid/substation/transformer', block: -1, count: substation.count, unitW: unitW(substation.spec), section: site }]),
    ...blocks.map((plan, block) => ({ path: `${plan.path}/transformer`, block, count: plan.transformerCount, unitW: unitW(plan.transformer), section: scenario.blocks[block].power.transformers })),
  ])
}

const unitW = ({ rating, powerFactor }: TransformerSpec): number => rating.ratedVa * powerFactor

/** Reads the plan from a scenario; `mechanicalDesignW` is what cooling asks for on the design day, by block, when it is known. */
export function powerPlan(scenario: Scenario, world: World, mechanicalDesignW?: (block: number) => number): PowerPlan {
  const elevationM = scenario.site.location.elevation
  const blocks = scenario.blocks.map((block, index) => blockPlan(block.power, world, index, mechanicalDesignW?.(index)))
  const substation = substationPlan(scenario, blocks)
  const feeds = feedPlans(scenario.grid, world.startDay)
  return {
    feeds,
    outages: outageProcesses(scenario.grid, feeds),
    sags: sagProcesses(scenario.grid, feeds),
    commonModes: commonModes(scenario.grid),
    curtailment: curtailmentPlans(scenario, world, feeds.map(({ path }) => path)),
    response: scenario.grid.response,
    sagResponse: scenario.grid.sagResponse,
    substation,
    plants: scenario.generation.map(plant => plantPlan(plant, world, elevationM)),
    blocks,
    switchgear: scenario.grid.switchgear === undefined ? undefined : switchgearPlan(scenario.grid.switchgear, substation?.count ?? 0, blocks.length),
    transformers: groupsOf(scenario, substation, blocks),
    elevationM,
  }
}

/** Firm power of a plant, W: what is left with its redundant engines out. */
export const firmPlantW = (plant: PlantPlan): number => (plant.count - plant.redundancy) * plant.spec.ratedW
