/** The electrical plan of the site in engine units, derived once from the scenario; everything else in this folder reads only this. */
import type { GridSection } from '../../scenario/schema/grid.ts'
import { isIdealised } from '../../scenario/idealise/cause-groups.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import { type AirPermits, airPermits } from './air-permit-plan.ts'
import { type BlockPlan, blockPlan } from './block-plan.ts'
import { type BreakerPlan, breakerPlans } from './breaker-plan.ts'
import { catcherOf } from './catchers.ts'
import type { TransformerSpec } from './components/index.ts'
import { type CurtailmentPlan, type ResponseStep, curtailmentPlans } from './curtailment-plan.ts'
import { type CommonMode, type FeedPlan, type OutageProcess, type SagProcess, commonModes, feedPlans, outageProcesses, sagProcesses } from './feed-plan.ts'
import { type PlantPlan, plantPlan } from './plant-plan.ts'
import { factoredLoads, mixedPowerFactor } from './power-factor.ts'
import { type GasPlan, type SolarPlan, type StoragePlan, gasPlan, solarPlan, storagePlan } from './storage-plan.ts'
import { type SwitchgearPlan, switchgearPlan } from './switchgear-plan.ts'
import { type TransformerGroupPlan, transformerGroups } from './transformer-plan.ts'

export interface SubstationPlan {
  readonly spec: TransformerSpec
  readonly model: string
  readonly count: number
  /** Transformers that may be out without loss of firm power. */
  readonly redundancy: number
  /** What the breaker of one transformer's infeed carries, W; Infinity where the file states none. */
  readonly infeedW: number
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
  /** Permits by mass, and what is under them. */
  readonly air: AirPermits
  /** Undefined: gas is always there. */
  readonly gas: GasPlan | undefined
  readonly storage: readonly StoragePlan[]
  readonly solar: readonly SolarPlan[]
  readonly blocks: readonly BlockPlan[]
  /** The reserve of each block, −1 for none. */
  readonly catcherOf: readonly number[]
  /** Undefined: a perfect bus. */
  readonly switchgear: SwitchgearPlan | undefined
  /** Breakers with a rating of their own, in order of blocks. */
  readonly breakers: readonly BreakerPlan[]
  /** Transformers in parallel: the substation's, if there is one, then each block's. */
  readonly transformers: readonly TransformerGroupPlan[]
  /** Power factor of all blocks together with racks at maximum on the design day. */
  readonly powerFactor: number
  /** Height of the site, m: thin air derates engines. */
  readonly elevationM: number
}

function substationPlan(scenario: Scenario, blocks: readonly BlockPlan[], infeedVa: number): SubstationPlan | undefined {
  const { substation } = scenario.grid
  if (substation === undefined) return undefined
  const { transformers, redundancy } = substation
  const loads = blocks.flatMap((block, index) => factoredLoads(scenario.blocks[index].power, block.itMaxW, block.mechanicalDesignW))
  const powerFactor = mixedPowerFactor(loads)
  return {
    spec: {
      rating: { ratedVa: transformers.rated, noLoadLossW: transformers.noLoadLoss, loadLossW: transformers.loadLoss },
      powerFactor,
      failuresPerYear: transformers.failures,
      repairMs: transformers.repair,
    },
    model: transformers.model,
    count: transformers.count,
    redundancy: Math.min(redundancy, Math.max(0, transformers.count - 1)),
    infeedW: Math.floor(infeedVa * powerFactor),
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
  const isUnlimited = isIdealised(scenario, 'powerCap')
  const blocks = scenario.blocks.map((block, index) => {
    const plan = blockPlan(block.power, world, index, mechanicalDesignW?.(index))
    return isUnlimited ? { ...plan, isUnlimited } : plan
  })
  const { substation: station, switchgear: gear } = scenario.grid
  const switchgear = gear === undefined ? undefined : switchgearPlan(gear, station?.transformers.count ?? 0, blocks.length)
  const substation = substationPlan(scenario, blocks, switchgear?.infeedVa ?? Infinity)
  const feeds = feedPlans(scenario.grid, world.startDay)
  const air = airPermits(scenario, world)
  return {
    feeds,
    outages: outageProcesses(scenario.grid, feeds),
    sags: sagProcesses(scenario.grid, feeds),
    commonModes: commonModes(scenario.grid),
    curtailment: curtailmentPlans(scenario, world, feeds.map(({ path }) => path)),
    response: scenario.grid.response,
    sagResponse: scenario.grid.sagResponse,
    substation,
    plants: scenario.generation.map((plant, index) => plantPlan(plant, scenario, world.startDay, path => world.blocks.path.indexOf(path), air.permits[air.ofPlant[index]]?.grant)),
    air,
    gas: gasPlan(scenario),
    storage: storagePlan(scenario, world.startDay),
    solar: solarPlan(scenario, world.startDay),
    blocks,
    catcherOf: catcherOf(blocks),
    switchgear,
    breakers: breakerPlans(blocks, switchgear, substation?.infeedW ?? Infinity),
    transformers: groupsOf(scenario, substation, blocks),
    powerFactor: mixedPowerFactor(blocks.flatMap((block, index) => factoredLoads(scenario.blocks[index].power, block.itMaxW, block.mechanicalDesignW))),
    elevationM,
  }
}

