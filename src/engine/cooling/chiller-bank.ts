/**
 * Equal chillers side by side: they share the load, because part load is where they are best. Below the least part load of all of them
 * fewer run, which costs the same as all of them cycling. `condenserC` is outdoor air or the water that enters the condenser.
 *
 * Published curves are never used outside their box: a colder condenser is held at its lower bound, as head-pressure control does; a
 * hotter one stops the machine; in a loop above its set point a machine gives what it gives at the set point.
 */
import {
  CAPACITY_FACTOR_MAX,
  CAPACITY_FACTOR_MIN,
  CAPACITY_PER_CONDENSER_K,
  CAPACITY_PER_LEAVING_K,
  chillerCapacityW,
  chillerCop,
  chillerPowerW,
} from '../../physics/chiller.ts'
import { type EirChiller, eirAtPartLoad } from '../../physics/eir-chiller.ts'
import type { ChillerBank, PlantAnswer } from './plant.ts'

/** One machine with published curves at a part load of what it can deliver. */
function withCurves(curves: EirChiller, leavingC: number, condenserC: number, partLoad: number) {
  const held = Math.max(condenserC, curves.condenserC.min)
  const found = eirAtPartLoad(curves, leavingC, held, partLoad)
  if (!found.ok) throw new Error(`${found.error.code}: ${curves.name}, ${found.error.argument} ${found.error.value} is outside ${found.error.min}…${found.error.max}`)
  return found.value
}

/** Whether published curves hold for leaving water of this temperature; a share of Carnot holds for any. */
export const fitsCurves = ({ curves }: ChillerBank, leavingC: number): boolean =>
  curves === undefined || (leavingC >= curves.leavingC.min && leavingC <= curves.leavingC.max)

/** Heat, W, that `count` machines can take at a leaving temperature. */
export function bankCapacityW(bank: ChillerBank, count: number, leavingC: number, condenserC: number): number {
  if (count === 0) return 0
  const { curves, curveScale, unit } = bank
  if (curves === undefined) return count * chillerCapacityW(unit, leavingC, condenserC)
  return condenserC > curves.condenserC.max ? 0 : count * curveScale * withCurves(curves, leavingC, condenserC, 1).capacityW
}

/** Electric power, W, of `count` machines that share `heatW`, which must not be more than they can take. */
export function bankPowerW(bank: ChillerBank, count: number, heatW: number, leavingC: number, condenserC: number): number {
  if (count === 0 || heatW <= 0) return 0
  const { curves, curveScale, unit } = bank
  if (curves === undefined) return count * chillerPowerW(unit, heatW / count, leavingC, condenserC)
  if (condenserC > curves.condenserC.max) return 0
  const full = withCurves(curves, leavingC, condenserC, 1)
  return count * curveScale * withCurves(curves, leavingC, condenserC, heatW / (count * curveScale * full.capacityW)).powerW
}

/** Condenser temperature below which a colder condenser no longer spares power, °C. */
export function condenserLeastC({ unit, curves }: ChillerBank, leavingC: number): number {
  if (curves !== undefined) return curves.condenserC.min
  // Where the lift has fallen to the least: found from two points of a line, because the lift is linear above it.
  const [warmC, warmerC] = [leavingC + 100, leavingC + 200]
  const [warm, warmer] = [1 / chillerCop(unit, leavingC, warmC), 1 / chillerCop(unit, leavingC, warmerC)]
  const least = 1 / chillerCop(unit, leavingC, -200)
  return warmC - ((warm - least) * (warmerC - warmC)) / (warmer - warm)
}

/**
 * Adds `count` machines (fractional: running at part of their capacity) to a plant's line of rejection over supply temperature and
 * returns the heat they take at `supplyC`, W. Capacity rises with the leaving temperature between two bounds; the line is the piece on
 * which `supplyC` lies.
 */
export function addBankLine(answer: PlantAnswer, bank: ChillerBank, count: number, setpointC: number, supplyC: number, condenserC: number): number {
  if (count <= 0) return 0
  if (bank.curves !== undefined) {
    const heatW = bankCapacityW(bank, count, setpointC, condenserC)
    answer.interceptW += heatW
    return heatW
  }
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
  return bankCapacityW(bank, count, supplyC, condenserC)
}
