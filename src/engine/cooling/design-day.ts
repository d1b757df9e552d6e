/** The design day: what a block's cooling does when extreme weather and full load last, for checks before a run. */
import { STANDARD_PRESSURE_PA, altitudeFactor, humidityRatioOfWetBulb, wetBulbC } from '../../physics/psychrometrics.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import type { BlockDesign } from './block-design.ts'
import { designBlocks } from './design-blocks.ts'
import { modeOf } from './modes.ts'
import { ECONOMISER } from './plant.ts'
import { unitsBeside } from './row-groups.ts'
import { type BlockInput, type BlockSolution, createBlockSolution, healthyInput, solveEquilibrium } from './solution.ts'

/** Weather and state of a design day; what is left out is full load with everything in order. */
export interface DesignConditions {
  readonly dryBulbC: number
  /** Coincident wet bulb. */
  readonly wetBulbC: number
  readonly pressurePa?: number
  /** IT power, default the block's maximum; losses in its electrical rooms, default 3 % of it, W. */
  readonly itW?: number
  readonly roomLossW?: number
  /** Exhaust that the yard breathes again, K; default the block's own figure. */
  readonly recirculationK?: number
  readonly hasWater?: boolean
  /** Machines out of service. */
  readonly unitsOut?: number
  readonly trimOut?: number
  readonly towersOut?: number
  readonly airUnitsOut?: number
  readonly airChillersOut?: number
  readonly airTowersOut?: number
  readonly cdusOut?: number
  readonly handlersOut?: number
}

/** The state that lasts under design conditions. */
export interface LastingState {
  /** Electric power of the block's cooling, W. */
  readonly siteMechanicalW: number
  readonly facilitySupplyC: number
  readonly coolantC: number
  readonly inletAirC: number
  readonly makeupKgps: number
  /** Throttle factor that would last, and whether the block would shut down. */
  readonly throttle: number
  readonly shutsDown: boolean
  /** Machines that stop because the air is too hot for them. */
  readonly lockedOut: boolean
}

export interface DesignDay extends LastingState {
  /** IT power that could be added before coolant passes the vendor's limit or inlets theirs, W; negative when short. */
  readonly capacityMarginW: number
}

const ROOM_LOSS_FRACTION = 0.03
/** Margin is searched up to this multiple of the load, to one part in 2^30. */
const MARGIN_LOAD_MAX = 4
const MARGIN_HALVINGS = 30

/** Input of the solver under these conditions, at the set points. */
export function inputOf(design: BlockDesign, conditions: DesignConditions): BlockInput {
  const input = healthyInput(design)
  const { section } = design
  const pressurePa = conditions.pressurePa ?? STANDARD_PRESSURE_PA
  input.itW = conditions.itW ?? design.itDesignW
  input.roomLossW = conditions.roomLossW ?? ROOM_LOSS_FRACTION * input.itW
  const recirculationK = conditions.recirculationK ?? section.yardRecirculation
  input.humidityRatio = humidityRatioOfWetBulb(conditions.dryBulbC, conditions.wetBulbC, pressurePa)
  input.dryBulbC = conditions.dryBulbC + recirculationK
  // Exhaust adds heat and no moisture: the wet bulb rises by about a third of the dry bulb.
  input.wetBulbC = recirculationK === 0 ? conditions.wetBulbC : wetBulbC(input.dryBulbC, input.humidityRatio, pressurePa)
  input.pressurePa = pressurePa
  input.airFactor = altitudeFactor(pressurePa)
  input.waterLimitKgps = conditions.hasWater === false ? 0 : Infinity
  input.units -= conditions.unitsOut ?? 0
  input.trimChillers -= conditions.trimOut ?? 0
  input.towers -= conditions.towersOut ?? 0
  input.airUnits -= conditions.airUnitsOut ?? 0
  input.airChillers -= conditions.airChillersOut ?? 0
  input.airTowers -= conditions.airTowersOut ?? 0
  if (conditions.cdusOut !== undefined) input.cdus = design.liquid.groups.length > 0 ? unitsBeside(design.liquid.groups, design.liquid.cdusNeeded, conditions.cdusOut) : input.cdus - conditions.cdusOut
  input.handlers -= conditions.handlersOut ?? 0
  input.economiser = modeOf(design, input, true, design.air.coilHeatW, ECONOMISER.mechanical, Infinity)
  input.liquidEconomiser = modeOf(design, input, false, design.liquid.heatW, ECONOMISER.mechanical, Infinity)
  return input
}

const coolantOf = (design: BlockDesign, input: BlockInput, solution: BlockSolution): number =>
  design.liquid.heatW === 0 ? design.liquid.setpointC : input.facilityC + solution.loop.approachK

/** Whether the block's coolant and inlets stay within their limits at this load. */
function within(design: BlockDesign, conditions: DesignConditions, loadFactor: number, solution: BlockSolution): boolean {
  const input = inputOf(design, conditions)
  input.itW *= loadFactor
  input.roomLossW *= loadFactor
  solveEquilibrium(design, input, solution)
  if (!solution.loop.hasCoolant || !solution.air.hasAir) return false
  return coolantOf(design, input, solution) <= design.limits.coolantMaxC && input.chilledC + solution.air.inletAboveK <= design.limits.inletMaxC
}

function marginW(design: BlockDesign, conditions: DesignConditions, itW: number): number {
  const solution = createBlockSolution()
  let low = 0
  let high = MARGIN_LOAD_MAX
  for (let halving = 0; halving < MARGIN_HALVINGS; halving++) {
    const middle = 0.5 * (low + high)
    if (within(design, conditions, middle, solution)) low = middle
    else high = middle
  }
  return Math.round((low - 1) * itW)
}

/** The lasting state of one block under design conditions, without the margin that takes a search. */
export function lastingState(design: BlockDesign, conditions: DesignConditions): LastingState {
  const input = inputOf(design, conditions)
  const solution = createBlockSolution()
  solveEquilibrium(design, input, solution)
  const coolantC = coolantOf(design, input, solution)
  const inletAirC = input.chilledC + solution.air.inletAboveK
  const { limits } = design
  const { liquidPlant, airPlant } = solution
  const rise = (limits.plate.throttleC - coolantC) / limits.junctionRiseK
  return {
    siteMechanicalW: Math.round(solution.requestW),
    facilitySupplyC: input.facilityC,
    coolantC,
    inletAirC,
    makeupKgps: liquidPlant.makeupKgps + airPlant.makeupKgps,
    throttle: Math.min(1, Math.max(limits.plate.throttleFractionMin, rise)),
    shutsDown: coolantC >= limits.shutdownC || inletAirC >= limits.inletMaxC || !solution.loop.hasCoolant || !solution.air.hasAir,
    lockedOut: liquidPlant.coolersLockedOut || liquidPlant.chillersLockedOut || airPlant.chillersLockedOut,
  }
}

/** The lasting state of one block under design conditions, and what more it could carry. */
export function designDay(design: BlockDesign, conditions: DesignConditions): DesignDay {
  return { ...lastingState(design, conditions), capacityMarginW: marginW(design, conditions, conditions.itW ?? design.itDesignW) }
}

/** Design days of the blocks of a scenario by index. */
export function designDays(scenario: Scenario, world: World): (block: number, conditions: DesignConditions) => DesignDay {
  const designs = designBlocks(scenario, world)
  return (block, conditions) => designDay(designs[block], conditions)
}
