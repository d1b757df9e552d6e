/**
 * Cells of cooling towers side by side: how cold their water gets, how much heat they take, which fan speed suffices, and the power and
 * water that it costs. All healthy cells share the heat, because fans are best at part load; their pumps slow down with the heat.
 */
import { affinityPowerW } from '../../physics/affinity.ts'
import { TOWER_LIMITS, towerApproach, towerFanFraction, towerFlowRatioFor, towerRangeFor } from '../../physics/cooling-tower.ts'
import { makeup, towerEvaporation } from '../../physics/water.ts'
import { CONTROL_BAND_K, type PlantAnswer, type PlantDemand, type TowerBank, isRecovering, resetPlantAnswer } from './plant.ts'

/** Water flow of cells below their rated heat, as a share of its rating: pumps follow the heat as far as they turn down. */
const flowShare = (bank: TowerBank, cells: number, heatW: number): number => Math.min(1, Math.max(bank.flowMin, heatW / (cells * bank.ratedHeatW)))

/** Least flow at which the correlation was fitted. With less water the cells are as good as with this much; the correlation would have them better. */
const FITTED_FLOW_MIN = 0.75
const fittedShare = (bank: TowerBank, cells: number, heatW: number): number => Math.max(FITTED_FLOW_MIN, flowShare(bank, cells, heatW))
/** Range, K, that the correlation is asked for. */
const fittedRangeK = (bank: TowerBank, cells: number, heatW: number): number => heatW / (cells * bank.capacityFlowWPerK * fittedShare(bank, cells, heatW))

/** Lowest share of full air flow at which fans turn; below it they cycle. */
const FAN_SPEED_MIN = 0.2
/** Bounds of the fit, K. Below its smallest range the approach falls to its smallest value in proportion to the range. */
const LEAST_RANGE_K = TOWER_LIMITS.rangeK.min
const LEAST_APPROACH_K = TOWER_LIMITS.approachK.min
/**
 * Wet bulb below which towers get no better, °C: cells are kept from freezing. The fit is not monotone there either; with slow fans its
 * water warms as the air cools. Engineering default.
 */
const FROST_C = 0
/** Slack of a temperature for the rounding of its own bound, K. */
const ROUNDING_K = 1e-9
const duty = { flowRatio: 1, rangeK: 1, wetBulbC: 0 }

/** Range of the water, K, when `cells` give off `heatW`. */
export const towersRangeK = (bank: TowerBank, cells: number, heatW: number): number => heatW / (cells * bank.capacityFlowWPerK * flowShare(bank, cells, heatW))

/** Coldest water, °C, of `cells` > 0 that give off `heatW` with fans at full speed. */
export function towersLeavingC(bank: TowerBank, cells: number, heatW: number, airWetBulbC: number): number {
  const wetBulbC = Math.max(FROST_C, airWetBulbC)
  duty.flowRatio = bank.flowRatio * fittedShare(bank, cells, heatW)
  duty.rangeK = fittedRangeK(bank, cells, heatW)
  duty.wetBulbC = wetBulbC
  const { approachK } = towerApproach(duty)
  const share = Math.min(1, duty.rangeK / LEAST_RANGE_K)
  return wetBulbC + Math.max(bank.approachMinK, LEAST_APPROACH_K + (approachK - LEAST_APPROACH_K) * share)
}

/** Most heat, W, that `cells` give off while their water leaves at `leavingC`. */
export function towersHeatW(bank: TowerBank, cells: number, leavingC: number, airWetBulbC: number): number {
  if (cells === 0) return 0
  const wetBulbC = Math.max(FROST_C, airWetBulbC)
  const approachK = leavingC - wetBulbC
  // Closer to the wet bulb than the least approach fans are let off, evenly down to none.
  const shareLeft = bank.approachMinK <= LEAST_APPROACH_K ? 1 : Math.min(1, Math.max(0, (approachK - LEAST_APPROACH_K) / (bank.approachMinK - LEAST_APPROACH_K)))
  return shareLeft * cells * bank.capacityFlowWPerK * towerRangeFor(approachK, bank.flowRatio, wetBulbC)
}

/** Step of loop temperature between the points at which the curve of rejection is joined by straight lines, K. */
const PIECE_K = 1
const pieceFromC = (setpointC: number, supplyC: number): number => setpointC + Math.max(0, Math.floor((supplyC - setpointC) / PIECE_K)) * PIECE_K

/**
 * Adds `cells` at full fan speed behind an exchanger to a plant's line of rejection over supply temperature, times `share`, and returns
 * the heat they take at `supplyC`, W: the curve of the towers, joined by straight lines between whole kelvins above the set point.
 */
function addTowersLine(answer: PlantAnswer, bank: TowerBank, cells: number, exchangerK: number, share: number, { setpointC, supplyC, wetBulbC }: PlantDemand): number {
  const fromC = pieceFromC(setpointC, supplyC)
  const lowW = share * towersHeatW(bank, cells, fromC - exchangerK, wetBulbC)
  const slopeWPerK = (share * towersHeatW(bank, cells, fromC + PIECE_K - exchangerK, wetBulbC) - lowW) / PIECE_K
  answer.slopeWPerK += slopeWPerK
  answer.interceptW += lowW - slopeWPerK * fromC
  answer.fromC = Math.max(answer.fromC, fromC)
  answer.toC = Math.min(answer.toC, fromC + PIECE_K)
  return lowW + slopeWPerK * (supplyC - fromC)
}

/** Fan speed 0–1 at which `cells` give off `heatW` and hold `leavingC`; Infinity when full speed does not. */
export function towersFanSpeed(bank: TowerBank, cells: number, heatW: number, leavingC: number, airWetBulbC: number): number {
  if (heatW <= 0) return 0
  const wetBulbC = Math.max(FROST_C, airWetBulbC)
  if (cells === 0) return Infinity
  const rangeK = fittedRangeK(bank, cells, heatW)
  if (rangeK > TOWER_LIMITS.rangeK.max || leavingC - wetBulbC < bank.approachMinK - ROUNDING_K) return Infinity
  const aboveLeastK = (leavingC - wetBulbC - LEAST_APPROACH_K) / Math.min(1, rangeK / LEAST_RANGE_K)
  const atFullSpeed = bank.flowRatio * fittedShare(bank, cells, heatW)
  const flowRatio = towerFlowRatioFor(LEAST_APPROACH_K + aboveLeastK, rangeK, wetBulbC, atFullSpeed)
  if (flowRatio === undefined) return Infinity
  const speed = atFullSpeed / flowRatio
  if (speed > FAN_SPEED_MIN) return speed
  return heatW <= bank.convectionFraction * towersHeatW(bank, cells, leavingC, wetBulbC) ? 0 : FAN_SPEED_MIN
}

/** Electric power, W, of fans at `speed` and of the condenser pumps of `cells` that give off `heatW`. */
export const towersPowerW = (bank: TowerBank, cells: number, heatW: number, speed: number): number =>
  cells === 0 ? 0 : cells * (bank.fanW * towerFanFraction(speed) + affinityPowerW(bank.pumpW, flowShare(bank, cells, heatW)))

/** Adds the water of `cells` that give off `heatW` at `leavingC` to an answer. */
export function chargeTowerWater(answer: PlantAnswer, bank: TowerBank, cells: number, heatW: number, leavingC: number, demand: PlantDemand): void {
  if (heatW <= 0 || cells === 0) return
  const hotC = leavingC + towersRangeK(bank, cells, heatW)
  const { evaporatedKgps } = towerEvaporation(heatW, hotC, leavingC, demand)
  const water = makeup(evaporatedKgps, demand.cycles, cells * bank.driftKgps * flowShare(bank, cells, heatW))
  answer.evaporatedKgps += evaporatedKgps
  answer.blowdownKgps += water.blowdownKgps
  answer.driftKgps += water.driftKgps
  answer.makeupKgps += water.makeupKgps
}

/** Cuts an answer's water down to what there is; returns the share of its heat that can still be given off, 0–1. */
export function holdToWater(answer: PlantAnswer, limitKgps: number): number {
  const { makeupKgps } = answer
  if (makeupKgps <= limitKgps) return 1
  const share = limitKgps / makeupKgps
  answer.makeupKgps = limitKgps
  answer.evaporatedKgps *= share
  answer.blowdownKgps *= share
  answer.driftKgps *= share
  return share
}

/**
 * Answers a demand with towers alone behind an exchanger: least fans that hold the set point, else full speed and the heat that the
 * towers take from the loop as warm as it is.
 */
export function solveTowers(bank: TowerBank, exchangerK: number, demand: PlantDemand, answer: PlantAnswer): void {
  resetPlantAnswer(answer)
  const { heatW, setpointC, supplyC, wetBulbC, powerShare } = demand
  const cells = demand.towers
  const speed = towersFanSpeed(bank, cells, heatW, setpointC - exchangerK, wetBulbC)
  // At full flow of the pumps cells take a little more than at the flow that the heat asks for.
  const mostW = towersHeatW(bank, cells, setpointC - exchangerK, wetBulbC)
  const enough = speed <= 1 || heatW <= mostW
  const recovering = isRecovering(demand)
  const least = enough && !recovering
  answer.fanSpeed = least ? Math.min(1, speed) : cells > 0 ? 1 : 0
  // Power and water are those of the effort, not of the drifting temperature: full flow, and the warm end of the straight piece.
  const leavingC = (least ? setpointC : pieceFromC(setpointC, supplyC) + PIECE_K) - exchangerK
  const takenW = least ? heatW : towersHeatW(bank, cells, leavingC, wetBulbC)
  if (heatW > 0 || !least) answer.electricW = towersPowerW(bank, cells, least ? heatW : Infinity, answer.fanSpeed)
  answer.towerHeatW = takenW
  chargeTowerWater(answer, bank, cells, takenW, leavingC, demand)
  const share = powerShare * holdToWater(answer, demand.waterLimitKgps)
  answer.holds = least && share >= 1
  answer.freeShare = answer.holds && heatW > 0 ? 1 : 0
  answer.floorC = setpointC + (enough && recovering ? CONTROL_BAND_K : 0)
  if (answer.holds) answer.coolerHeatW = heatW
  else answer.coolerHeatW = addTowersLine(answer, bank, cells, exchangerK, least && heatW < mostW ? (share * heatW) / mostW : share, demand)
}
