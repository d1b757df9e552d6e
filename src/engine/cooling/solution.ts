/**
 * Heat, power and water of one block at given temperatures, weather and health: a pure function of its input, so that every
 * round of a settle begins from the same place. The equilibrium is the same with the temperatures that would last.
 */
import { PAD_BLEED_FRACTION } from '../../physics/adiabatic.ts'
import { STANDARD_PRESSURE_PA } from '../../physics/psychrometrics.ts'
import { CYCLES } from '../../physics/water.ts'
import type { BlockDesign } from './block-design.ts'
import { type AirFlows, createAirFlows, solveHallAir } from './hall-air.ts'
import { type LoopFlows, createLoopFlows, solveLoop } from './loop.ts'
import { type Plant, type PlantAnswer, type PlantDemand, createPlantAnswer, resetPlantAnswer } from './plant.ts'

export interface BlockInput {
  /** IT power drawn and losses of electrical rooms, W. */
  itW: number
  roomLossW: number
  /** Heat that chips still give to the coolant after a shutdown, W. */
  chipsW: number
  /** Keep the plant running without heat: a block that cools off after a shutdown. */
  awake: boolean
  /** Heat that storage tanks of the two loops would give up to be charged, W. */
  liquidChargeW: number
  airChargeW: number
  /** Granted over asked electric power, 0–1. */
  poweredFraction: number
  /** Present supply temperatures of facility water and chilled water, °C. */
  facilityC: number
  chilledC: number
  /** False while pumps are still starting after a loss of power. */
  pumpsStarted: boolean
  /** Share of their capacity that chillers have reached since they started. */
  chillerShare: number
  /** Healthy machines of the liquid loop and of the air share; coolers with failed fans count in part. */
  units: number
  trimChillers: number
  towers: number
  airUnits: number
  airChillers: number
  airTowers: number
  cdus: number
  handlers: number
  /** Share of the design flow that the healthy pumps of facility and chilled water deliver, and of the exchangers' capacity that fouling leaves. */
  facilityFlow: number
  chilledFlow: number
  exchange: number
  waterLimitKgps: number
  cycles: number
  bleedFraction: number
  /** Warmer set points of facility and chilled water in a shortage of water, K; and whether chillers are to spare water. */
  riseK: number
  airRiseK: number
  chillersFirst: boolean
  economiser: number
  liquidEconomiser: number
  dryBulbC: number
  wetBulbC: number
  humidityRatio: number
  pressurePa: number
  airFactor: number
}

export interface BlockSolution {
  /** False for a block without IT, without electrical losses and not cooling off: everything is off. */
  live: boolean
  readonly loop: LoopFlows
  readonly air: AirFlows
  readonly liquidPlant: PlantAnswer
  readonly airPlant: PlantAnswer
  houseW: number
  /** Electric power that the block's cooling asks for, W. */
  requestW: number
  /** Whether the granted power runs the pumps, and the share of it left for fans and compressors of the plants. */
  pumpsPowered: boolean
  powerShare: number
  /** Heaters that keep machines of idle loops from freezing, W. */
  heatersW: number
  /** Heat that the plants take out of the storage tanks, W. */
  liquidChargeW: number
  airChargeW: number
}

export const createBlockSolution = (): BlockSolution => ({
  live: false, loop: createLoopFlows(), air: createAirFlows(), liquidPlant: createPlantAnswer(), airPlant: createPlantAnswer(),
  houseW: 0, requestW: 0, pumpsPowered: true, powerShare: 1, heatersW: 0, liquidChargeW: 0, airChargeW: 0,
})

/** A dark block without equipment in mild weather. */
export const createBlockInput = (): BlockInput => ({
  itW: 0, roomLossW: 0, chipsW: 0, awake: false, liquidChargeW: 0, airChargeW: 0, poweredFraction: 1, facilityC: 0, chilledC: 0, pumpsStarted: true, chillerShare: 1,
  units: 0, trimChillers: 0, towers: 0, airUnits: 0, airChillers: 0, airTowers: 0, cdus: 0, handlers: 0, facilityFlow: 1, chilledFlow: 1, exchange: 1, waterLimitKgps: Infinity, cycles: CYCLES, bleedFraction: PAD_BLEED_FRACTION, riseK: 0, airRiseK: 0, chillersFirst: false, economiser: 0, liquidEconomiser: 0,
  dryBulbC: 20, wetBulbC: 15, humidityRatio: 0.008, pressurePa: STANDARD_PRESSURE_PA, airFactor: 1,
})

/** All equipment of a block healthy and powered, at its set points and design load; weather still to be filled in. */
export function healthyInput(design: BlockDesign): BlockInput {
  return {
    ...createBlockInput(),
    itW: design.itDesignW,
    facilityC: design.liquid.setpointC,
    chilledC: design.air.setpointC,
    units: design.coolers?.count ?? 0,
    trimChillers: design.trim?.count ?? 0,
    towers: design.towers?.count ?? 0,
    airUnits: design.airCoolers?.count ?? 0,
    airChillers: design.airChillers.count,
    airTowers: design.airTowers?.count ?? 0,
    cdus: design.liquid.cdusHealthy,
    handlers: design.air.handlersInstalled,
  }
}

const demand: PlantDemand = {
  heatW: 0, setpointC: 0, supplyC: 0, units: 0, chillers: 0, towers: 0, waterLimitKgps: 0, cycles: CYCLES, bleedFraction: PAD_BLEED_FRACTION, chillersFirst: false, powerShare: 1,
  mayRecover: true, economiser: 0, dryBulbC: 0, wetBulbC: 0, humidityRatio: 0, pressurePa: STANDARD_PRESSURE_PA, airFactor: 1,
}

/** The demand on the plant of the liquid loop (or of the air share) with this heat; the object is reused. */
export function demandOn(design: BlockDesign, input: BlockInput, isAir: boolean, heatW: number, powerShare: number): PlantDemand {
  demand.heatW = heatW
  demand.setpointC = isAir ? design.air.setpointC + input.airRiseK : design.liquid.setpointC + input.riseK
  demand.supplyC = isAir ? input.chilledC : input.facilityC
  demand.units = isAir ? input.airUnits : input.units
  demand.chillers = input.chillerShare * (isAir ? input.airChillers : input.trimChillers)
  demand.towers = isAir ? input.airTowers : input.towers
  demand.economiser = isAir ? input.economiser : input.liquidEconomiser
  demand.waterLimitKgps = input.waterLimitKgps
  demand.cycles = input.cycles
  demand.bleedFraction = input.bleedFraction
  demand.chillersFirst = input.chillersFirst
  demand.powerShare = powerShare
  demand.mayRecover = input.poweredFraction >= 1
  demand.dryBulbC = input.dryBulbC
  demand.wetBulbC = input.wetBulbC
  demand.humidityRatio = input.humidityRatio
  demand.pressurePa = input.pressurePa
  demand.airFactor = input.airFactor
  return demand
}

/** Asks a plant for the heat of its loop and, where it can hold both, for that of a tank to be charged; returns the latter. */
function askWithTank(design: BlockDesign, input: BlockInput, isAir: boolean, heatW: number, powerShare: number, takenKgps: number, answer: PlantAnswer): number {
  const plant = isAir ? design.airPlant : design.liquidPlant
  const chargeW = isAir ? input.airChargeW : input.liquidChargeW
  if (chargeW > 0 && heatW > 0 && input.poweredFraction >= 1) {
    const both = demandOn(design, input, isAir, heatW + chargeW, powerShare)
    both.waterLimitKgps -= takenKgps
    askPlant(plant, both, answer)
    if (answer.holds) return chargeW
  }
  const asked = demandOn(design, input, isAir, heatW, powerShare)
  asked.waterLimitKgps -= takenKgps
  askPlant(plant, asked, answer)
  return 0
}

function askPlant(plant: Plant | undefined, asked: PlantDemand, answer: PlantAnswer): void {
  if (plant !== undefined && asked.supplyC >= asked.setpointC) {
    plant.solve(asked, answer)
    if (!answer.holds) restAtSetpoint(asked, answer)
    return
  }
  resetPlantAnswer(answer)
  answer.holds = asked.heatW <= 0
  // Below a set point that was raised a plant rests while the heat warms the loop.
  if (plant !== undefined) answer.toC = asked.setpointC
}

/** A plant that would take more than there is at its set point holds it: the loop is bypassed and gets no colder. */
function restAtSetpoint({ heatW, setpointC, supplyC }: PlantDemand, answer: PlantAnswer): void {
  const takenW = answer.coolerHeatW + answer.chillerHeatW
  if (supplyC > setpointC || takenW < heatW) return
  answer.holds = true
  const share = takenW === 0 ? 0 : heatW / takenW
  answer.coolerHeatW *= share
  answer.chillerHeatW *= share
}

/** Asks both plants; what water the liquid loop leaves is there for the air share. */
function askPlants(design: BlockDesign, input: BlockInput, powerShare: number, solution: BlockSolution): void {
  const { loop, air, liquidPlant, airPlant } = solution
  solution.liquidChargeW = askWithTank(design, input, false, loop.facilityHeatW, powerShare, 0, liquidPlant)
  solution.airChargeW = askWithTank(design, input, true, air.waterHeatW, powerShare, liquidPlant.makeupKgps, airPlant)
}

/** Heaters of the machines in the open whose loop carries no heat but that of its own pumps, W. */
function heatersOf({ heaters }: BlockDesign, input: BlockInput, liquidW: number, airW: number): number {
  const frostK = heaters.setpointC - input.dryBulbC
  if (frostK <= 0) return 0
  return frostK * ((liquidW > 0 ? 0 : heaters.liquidWPerK) + (airW > 0 ? 0 : heaters.airWPerK))
}

function dark(solution: BlockSolution): void {
  solution.houseW = 0
  solution.requestW = solution.heatersW
  solution.pumpsPowered = false
  solution.powerShare = 1
  solution.liquidChargeW = 0
  solution.airChargeW = 0
  resetPlantAnswer(solution.liquidPlant)
  resetPlantAnswer(solution.airPlant)
}

/**
 * Fills `solution` for a block. The request does not depend on how much is granted, except that plants do not ask for the extra
 * power of a recovery while power is short; the heat taken follows the grant.
 */
export function solveBlock(design: BlockDesign, input: BlockInput, solution: BlockSolution): void {
  const { loop, air, liquidPlant, airPlant } = solution
  solution.live = input.itW > 0 || input.roomLossW > 0 || input.awake
  const plateHeatW = design.liquidFraction * input.itW
  solveLoop(design.liquid, plateHeatW + input.chipsW, input, solution.live, loop)
  solution.houseW = solution.live ? design.air.houseW : 0
  const hallHeatW = solution.live ? input.itW - plateHeatW + input.roomLossW + loop.toHallW + solution.houseW : 0
  solveHallAir(design.air, hallHeatW, solution.live ? input.itW - plateHeatW : 0, input, air)
  solution.heatersW = heatersOf(design, input, plateHeatW + input.chipsW, air.waterHeatW)
  if (!solution.live) {
    dark(solution)
    return
  }
  askPlants(design, input, 1, solution)
  const backedW = loop.technologyPumpW + air.fanW + solution.houseW
  const pumpsW = loop.facilityPumpW + air.pumpW
  const plantsW = (input.pumpsStarted ? liquidPlant.electricW + airPlant.electricW : 0) + solution.heatersW
  solution.requestW = backedW + pumpsW + plantsW
  solution.pumpsPowered = true
  solution.powerShare = 1
  if (input.poweredFraction >= 1) return
  // What is granted goes to fans and pumps behind the UPS first, then to the other pumps, then to the plants.
  const spareW = input.poweredFraction * solution.requestW - backedW - pumpsW
  solution.pumpsPowered = spareW >= 0 && input.poweredFraction > 0
  solution.powerShare = plantsW <= 0 ? 1 : Math.min(1, Math.max(0, spareW / plantsW))
  if (solution.pumpsPowered && solution.powerShare < 1) askPlants(design, input, solution.powerShare, solution)
}

const PIECES_MAX = 8

/** Supply temperature that lasts: the set point, the balance on a line of rejection, or Infinity. */
function lastingC(heatW: number, answer: PlantAnswer, supplyC: number): number {
  if (answer.holds) return supplyC
  if (answer.slopeWPerK > 0) return (heatW - answer.interceptW) / answer.slopeWPerK
  return heatW > answer.interceptW ? Infinity : -Infinity
}

/** One step towards the lasting temperature: to it if it lies on this piece of the line, else to the end of the piece. */
function nextC(lastingTempC: number, answer: PlantAnswer): number {
  if (answer.holds) return lastingTempC
  return Math.min(Math.max(lastingTempC, answer.fromC), answer.toC)
}

/**
 * Solves the block at the supply temperatures that would last under `input`; `input.facilityC` and `input.chilledC` are set to
 * them, Infinity where heat outruns the plant at any temperature.
 */
export function solveEquilibrium(design: BlockDesign, input: BlockInput, solution: BlockSolution): void {
  input.facilityC = design.liquid.setpointC + input.riseK
  input.chilledC = design.air.setpointC + input.airRiseK
  for (let piece = 0; piece < PIECES_MAX; piece++) {
    solveBlock(design, input, solution)
    if (!solution.live) return
    const { liquidPlant, airPlant } = solution
    if (!input.pumpsStarted || !solution.pumpsPowered) {
      if (solution.loop.facilityHeatW > 0) input.facilityC = Infinity
      input.chilledC = Infinity
      return
    }
    const facilityC = Math.max(nextC(lastingC(solution.loop.facilityHeatW, liquidPlant, input.facilityC), liquidPlant), design.liquid.setpointC + input.riseK)
    const chilledC = Math.max(nextC(lastingC(solution.air.waterHeatW, airPlant, input.chilledC), airPlant), design.air.setpointC + input.airRiseK)
    if (facilityC === input.facilityC && chilledC === input.chilledC) return
    input.facilityC = facilityC
    input.chilledC = chilledC
  }
}
