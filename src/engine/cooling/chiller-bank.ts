/** Equal chillers side by side: they share the load, because part load is where they are best. */
import {
  CAPACITY_FACTOR_MAX,
  CAPACITY_FACTOR_MIN,
  CAPACITY_PER_CONDENSER_K,
  CAPACITY_PER_LEAVING_K,
  chillerCapacityW,
  chillerPowerW,
} from '../../physics/chiller.ts'
import type { ChillerBank, PlantAnswer } from './plant.ts'

/** Heat, W, that `count` machines can take at a leaving temperature. */
export function bankCapacityW(bank: ChillerBank, count: number, leavingC: number, condenserC: number): number {
  return count === 0 ? 0 : count * chillerCapacityW(bank.unit, leavingC, condenserC)
}

/** Electric power, W, of `count` machines that share `heatW`. */
export function bankPowerW(bank: ChillerBank, count: number, heatW: number, leavingC: number, condenserC: number): number {
  return count === 0 || heatW <= 0 ? 0 : count * chillerPowerW(bank.unit, heatW / count, leavingC, condenserC)
}

/**
 * Adds `count` machines (fractional: running at part of their capacity) to a plant's line of rejection over supply temperature.
 * Capacity rises with the leaving temperature between two bounds; the line is the piece on which `supplyC` lies.
 */
export function addBankLine(answer: PlantAnswer, bank: ChillerBank, count: number, supplyC: number, condenserC: number): void {
  if (count <= 0) return
  const { ratedHeatW, leavingRatedC, condenserRatedC } = bank.unit
  const atRatedLeaving = 1 - CAPACITY_PER_CONDENSER_K * (condenserC - condenserRatedC)
  const lowC = leavingRatedC + (CAPACITY_FACTOR_MIN - atRatedLeaving) / CAPACITY_PER_LEAVING_K
  const highC = leavingRatedC + (CAPACITY_FACTOR_MAX - atRatedLeaving) / CAPACITY_PER_LEAVING_K
  if (supplyC < lowC) {
    answer.interceptW += count * ratedHeatW * CAPACITY_FACTOR_MIN
    answer.toC = Math.min(answer.toC, lowC)
  } else if (supplyC >= highC) {
    answer.interceptW += count * ratedHeatW * CAPACITY_FACTOR_MAX
    answer.fromC = Math.max(answer.fromC, highC)
  } else {
    answer.slopeWPerK += count * ratedHeatW * CAPACITY_PER_LEAVING_K
    answer.interceptW += count * ratedHeatW * (atRatedLeaving - CAPACITY_PER_LEAVING_K * leavingRatedC)
    answer.fromC = Math.max(answer.fromC, lowC)
    answer.toC = Math.min(answer.toC, highC)
  }
}
