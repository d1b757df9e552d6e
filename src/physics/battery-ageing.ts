/** Ageing of standby batteries: life by chemistry and room temperature, and what is left of the ride-through on the way. */
import { pow } from '../base/exact-math.ts'

export type BatteryChemistry = 'lithiumIon' | 'leadAcid'

interface Ageing {
  /** Life at 25 °C, years: 12–15 for lithium-ion, 5 for valve-regulated lead-acid. */
  readonly lifeYears: number
  /** Warmer by this, K, halves the life. */
  readonly halvingK: number
  /** Capacity lost per kelvin below 25 °C. */
  readonly coldPerK: number
}

/** Engineering defaults within usual maintenance practice. */
export const BATTERY_AGEING: Readonly<Record<BatteryChemistry, Ageing>> = {
  lithiumIon: { lifeYears: 13, halvingK: 15, coldPerK: 0.004 },
  leadAcid: { lifeYears: 5, halvingK: 10, coldPerK: 0.008 },
}

const REFERENCE_C = 25
/** State of health at which a battery counts as worn (usual for standby batteries). */
export const END_OF_LIFE_HEALTH = 0.8
const LEAST_CAPACITY = 0.3

/** Life per life at 25 °C: halves every few kelvins above, does not grow below. */
export function batteryLifeFactor(chemistry: BatteryChemistry, roomC: number): number {
  return roomC <= REFERENCE_C ? 1 : pow(2, -(roomC - REFERENCE_C) / BATTERY_AGEING[chemistry].halvingK)
}

/** State of health, 1 new to 0.8 at the end of life, falling evenly with the share of the life that is used. */
export function batteryHealth(lifeUsed: number): number {
  return 1 - (1 - END_OF_LIFE_HEALTH) * Math.min(1, Math.max(0, lifeUsed))
}

/** Capacity in the cold per capacity at 25 °C. */
export function batteryColdFactor(chemistry: BatteryChemistry, roomC: number): number {
  return roomC >= REFERENCE_C ? 1 : Math.max(LEAST_CAPACITY, 1 - BATTERY_AGEING[chemistry].coldPerK * (REFERENCE_C - roomC))
}
