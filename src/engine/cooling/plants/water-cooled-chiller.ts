/**
 * Water-cooled chillers with open cooling towers and, where there is an exchanger between tower water and loop, free cooling: towers
 * alone when their water is cold enough, towers first and compressors on the rest, then compressors alone. The mode is decided where
 * weather changes (economiser.ts).
 *
 * Fans hold the loop's set point in free cooling, run at full speed while towers help compressors, and otherwise cool the condensers
 * down to where that no longer spares compressor power. Towers give off the heat of the loop and the
 * compressors' power; the two depend on each other and are found by repeating from a fixed start. Source: physics/chiller, cooling-tower.
 */
import { addBankLine, bankCapacityW, bankPowerW, condenserLeastC } from '../chiller-bank.ts'
import { type ChillerBank, CONTROL_BAND_K, ECONOMISER, type PlantAnswer, type PlantDefinition, type PlantDemand, type PlantParts, type TowerBank, isRecovering, resetPlantAnswer } from '../plant.ts'
import { chargeTowerWater, holdToWater, solveTowers, towersFanSpeed, towersHeatW, towersLeavingC, towersPowerW } from '../tower-bank.ts'

interface WaterCooledPlant {
  readonly bank: ChillerBank
  readonly towers: TowerBank
  readonly exchangerK: number | undefined
  readonly rangeK: number
}

/** Each repetition leaves less than a tenth of the error in the condenser's temperature. */
const REPETITIONS = 8

/** The plant at work: leaving tower water, fans, heat and power; reused between calls. */
interface Work {
  freeShare: number
  /** Heat of the chillers, W, their power and the heat of the towers. */
  chillerHeatW: number
  compressorW: number
  rejectedW: number
  condenserC: number
  fanSpeed: number
}
const work: Work = { freeShare: 0, chillerHeatW: 0, compressorW: 0, rejectedW: 0, condenserC: 0, fanSpeed: 0 }

/** Condenser water with fans at full speed, but not colder than is of use nor hotter than the machines are let run, °C. */
function condenserC({ bank, towers }: WaterCooledPlant, demand: PlantDemand, rejectedW: number): number {
  if (demand.towers === 0) return bank.ambientMaxC
  const coldestC = towersLeavingC(towers, demand.towers, rejectedW, demand.wetBulbC)
  return Math.min(bank.ambientMaxC, Math.max(coldestC, condenserLeastC(bank, demand.setpointC)))
}

/** Share of the heat that tower water takes without compressors while the towers also give off `compressorW`. */
function freeShareOf({ towers, exchangerK, rangeK }: WaterCooledPlant, demand: PlantDemand, compressorW: number): number {
  const { heatW, setpointC, wetBulbC } = demand
  if (exchangerK === undefined || demand.economiser === ECONOMISER.mechanical || demand.towers === 0 || heatW <= 0) return 0
  const reachedC = towersLeavingC(towers, demand.towers, heatW + compressorW, wetBulbC) + exchangerK
  return Math.min(1, Math.max(0, (setpointC + rangeK - reachedC) / rangeK))
}

/** Fills `work` for chillers that take `fixedW`, by default what is left of the heat. */
function operate(plant: WaterCooledPlant, demand: PlantDemand, chillers: number, fixedW?: number): void {
  const { heatW, setpointC, wetBulbC } = demand
  work.compressorW = 0
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const before = work.compressorW
    work.freeShare = freeShareOf(plant, demand, before)
    work.chillerHeatW = fixedW ?? heatW * (1 - work.freeShare)
    work.condenserC = condenserC(plant, demand, work.freeShare * heatW + work.chillerHeatW + before)
    work.compressorW = bankPowerW(plant.bank, chillers, work.chillerHeatW, setpointC, work.condenserC)
    if (work.compressorW === before) break
  }
  work.rejectedW = work.freeShare * heatW + work.chillerHeatW + work.compressorW
  // Free cooling alone holds the loop's set point; next to compressors colder water always helps.
  if (work.freeShare === 1 && work.chillerHeatW === 0) work.condenserC = setpointC - (plant.exchangerK ?? 0)
  const helps = work.freeShare > 0 && work.chillerHeatW > 0
  work.fanSpeed = helps ? 1 : Math.min(1, towersFanSpeed(plant.towers, demand.towers, work.rejectedW, work.condenserC, wetBulbC))
}

/** Most heat, W, that the chillers take at the set point beside `freeW`: until their capacity ends or their condensers are too hot. */
function capacityW({ bank, towers }: WaterCooledPlant, demand: PlantDemand, chillers: number, freeW: number): number {
  if (chillers === 0) return 0
  const { setpointC, wetBulbC } = demand
  const leastC = condenserLeastC(bank, setpointC)
  const towersMostW = Math.max(0, towersHeatW(towers, demand.towers, bank.ambientMaxC, wetBulbC) - freeW)
  let mostW = bankCapacityW(bank, chillers, setpointC, leastC)
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const rejectedW = mostW + bankPowerW(bank, chillers, mostW, setpointC, bank.ambientMaxC)
    const throttled = rejectedW > towersMostW
    const atC = throttled ? bank.ambientMaxC : towersLeavingC(towers, demand.towers, freeW + rejectedW, wetBulbC)
    const capacity = bankCapacityW(bank, chillers, setpointC, Math.min(bank.ambientMaxC, Math.max(leastC, atC)))
    mostW = Math.min(capacity, throttled ? (mostW * towersMostW) / rejectedW : Infinity)
  }
  return mostW
}

/** What the plant takes from a loop that it does not hold. */
function drawLine({ bank }: WaterCooledPlant, demand: PlantDemand, chillers: number, share: number, answer: PlantAnswer): void {
  const { heatW, setpointC, supplyC } = demand
  answer.coolerHeatW = work.freeShare * heatW * share
  answer.interceptW = answer.coolerHeatW
  const fullW = bankCapacityW(bank, chillers, setpointC, work.condenserC)
  const running = fullW === 0 ? 0 : (chillers * share * work.chillerHeatW) / fullW
  answer.chillerHeatW = addBankLine(answer, bank, running, setpointC, supplyC, work.condenserC)
}

function solve(plant: WaterCooledPlant, demand: PlantDemand, answer: PlantAnswer): void {
  if (demand.chillers === 0 && plant.exchangerK !== undefined) {
    // Without compressors the towers take what they can, however warm the loop gets.
    solveTowers(plant.towers, plant.exchangerK, demand, answer)
    return
  }
  resetPlantAnswer(answer)
  const { heatW, setpointC } = demand
  const chillers = demand.towers > 0 ? demand.chillers : 0
  const recovering = isRecovering(demand)
  operate(plant, demand, chillers)
  const needW = work.chillerHeatW
  const mostW = needW > 0 || recovering ? capacityW(plant, demand, chillers, heatW - needW) : 0
  const enough = needW <= mostW
  if (!enough || recovering) operate(plant, demand, chillers, mostW)
  answer.chillersLockedOut = chillers > 0 && needW > 0 && mostW === 0
  answer.freeShare = work.freeShare
  answer.compressorW = work.compressorW
  answer.condenserC = work.condenserC
  answer.towerHeatW = work.rejectedW
  answer.fanSpeed = work.fanSpeed
  answer.chillerShare = mostW === 0 ? 0 : work.chillerHeatW / mostW
  if (work.rejectedW > 0) answer.electricW = work.compressorW + towersPowerW(plant.towers, demand.towers, work.rejectedW, work.fanSpeed)
  chargeTowerWater(answer, plant.towers, demand.towers, work.rejectedW, work.condenserC, demand)
  const share = demand.powerShare * holdToWater(answer, demand.waterLimitKgps)
  answer.holds = enough && !recovering && share >= 1
  answer.floorC = setpointC + (enough && recovering ? CONTROL_BAND_K : 0)
  if (answer.holds) {
    answer.coolerHeatW = work.freeShare * heatW
    answer.chillerHeatW = heatW - answer.coolerHeatW
  } else drawLine(plant, demand, chillers, share, answer)
}

export const waterCooledChiller: PlantDefinition = {
  id: 'water-cooled-chiller',
  label: 'Water-cooled chillers with cooling towers',
  help: 'Chillers whose condensers open towers cool, and an exchanger that lets tower water do the work when it is cold enough.',
  needs: ['chillers', 'towers'],
  takes: [],
  create({ chillers: bank, towers, exchangerK, rangeK }: PlantParts) {
    if (bank === undefined || towers === undefined) throw new Error('a water-cooled-chiller plant needs chillers and towers')
    const plant: WaterCooledPlant = { bank, towers, exchangerK, rangeK }
    const reachedC = (demand: PlantDemand): number => (demand.towers === 0 ? Infinity : towersLeavingC(towers, demand.towers, demand.heatW, demand.wetBulbC) + (exchangerK ?? 0))
    const besideC = (demand: PlantDemand): number => {
      if (demand.towers === 0 || demand.chillers === 0) return reachedC(demand)
      operate(plant, demand, demand.chillers, demand.heatW)
      return towersLeavingC(towers, demand.towers, demand.heatW + work.compressorW, demand.wetBulbC) + (exchangerK ?? 0)
    }
    return { reachedC: exchangerK === undefined ? undefined : reachedC, besideC, solve: (demand, answer) => solve(plant, demand, answer) }
  },
}
