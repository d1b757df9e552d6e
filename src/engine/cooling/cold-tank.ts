/**
 * Storage tanks of cold water beside a plant: while the plant takes less than the loop brings, the tank takes the rest and the loop stays
 * where it is; spare capacity charges it again. Charge changes along straight lines, so empty and full are scheduled.
 */
import type { Table } from '../../base/table.ts'
import type { BlockDesign } from './block-design.ts'
import type { PlantAnswer } from './plant.ts'

export const COLD_TANK_COLUMNS = {
  /** Heat that the tank can still take, J, and its change, W. */
  chargeJ: 'f64', rateW: 'f64',
} as const
export type ColdTanks = Table<typeof COLD_TANK_COLUMNS>

/** Tank of a loop: what it holds, and the heat that is charged out of it at most. */
export interface ColdTank {
  readonly capacityJ: number
  readonly chargeW: number
}

/** Usable share of a stratified tank, and the time in which an empty one is charged; engineering defaults. */
const USABLE = 0.9
const CHARGE_S = 4 * 3600

/** A tank of `volumeM3` whose water warms by `swingK`. Water at 990 kg/m³ and 4 180 J/(kg·K). */
export function coldTank(volumeM3: number, swingK: number): ColdTank {
  const capacityJ = volumeM3 * 990 * 4180 * swingK * USABLE
  return { capacityJ, chargeW: capacityJ / CHARGE_S }
}

/** Rows of a block: the tank of the liquid loop, then that of the air share. */
export const tankRow = (block: number, isAir: boolean): number => 2 * block + (isAir ? 1 : 0)
const tankOf = ({ tanks }: BlockDesign, isAir: boolean): ColdTank => (isAir ? tanks.air : tanks.liquid)

export function fillColdTanks({ col }: ColdTanks, design: BlockDesign): void {
  for (const isAir of [false, true]) col.chargeJ[tankRow(design.block, isAir)] = tankOf(design, isAir).capacityJ
}

/** Moves the charge on by `dtMs`. */
export function advanceColdTanks({ col }: ColdTanks, design: BlockDesign, dtMs: number): void {
  for (const isAir of [false, true]) {
    const row = tankRow(design.block, isAir)
    if (col.rateW[row] === 0) continue
    const charge = col.chargeJ[row] + (col.rateW[row] * dtMs) / 1000
    col.chargeJ[row] = Math.min(tankOf(design, isAir).capacityJ, Math.max(0, charge))
  }
}

/** Heat, W, that a tank would give its plant now to be charged. */
export function chargeWantedW({ col }: ColdTanks, design: BlockDesign, isAir: boolean): number {
  const { capacityJ, chargeW } = tankOf(design, isAir)
  return capacityJ > 0 && col.chargeJ[tankRow(design.block, isAir)] < capacityJ ? chargeW : 0
}

/** Sets the charge of a loop's tank in motion; true when the tank holds the loop where it is. */
export function moveColdTank({ col }: ColdTanks, design: BlockDesign, isAir: boolean, heatW: number, chargingW: number, supplyC: number, answer: PlantAnswer): boolean {
  const row = tankRow(design.block, isAir)
  col.rateW[row] = chargingW
  if (answer.holds || col.chargeJ[row] <= 0) return false
  const shortW = heatW - (answer.slopeWPerK * supplyC + answer.interceptW)
  if (shortW <= 0) return false
  col.rateW[row] = -shortW
  return true
}

/** Until a tank of the block is empty or full, ms. */
export function coldTankMs({ col }: ColdTanks, design: BlockDesign): number {
  let waitMs = Infinity
  for (const isAir of [false, true]) {
    const row = tankRow(design.block, isAir)
    const rateW = col.rateW[row]
    if (rateW === 0) continue
    const leftJ = rateW < 0 ? col.chargeJ[row] : tankOf(design, isAir).capacityJ - col.chargeJ[row]
    if (leftJ > 0) waitMs = Math.min(waitMs, (leftJ / Math.abs(rateW)) * 1000)
  }
  return waitMs
}

/** Heat going into the tanks of a block, W; negative while they are charged. */
export const coldTankHeatW = ({ col }: ColdTanks, block: number): number => 0 - col.rateW[tankRow(block, false)] - col.rateW[tankRow(block, true)]
