import { pow } from '../base/exact-math.ts'

/** Peukert-like exponents of ride-through against load: lithium-ion and lead-acid, engineering defaults. */
export const RIDE_THROUGH_EXPONENT = { lithiumIon: 1.05, leadAcid: 1.25 } as const

/** A UPS battery. */
export interface UpsBattery {
  /** Rated output, W, and the time it lasts at that output when new, ms. */
  readonly ratedW: number
  readonly ratedMs: number
  readonly exponent: number
}

/** Milliseconds a full battery of the given state of health (0–1) and temperature factor carries `loadW` > 0. */
export function rideThroughMs(
  battery: UpsBattery,
  loadW: number,
  healthFraction = 1,
  temperatureFactor = 1,
): number {
  return battery.ratedMs * pow(battery.ratedW / loadW, battery.exponent) * healthFraction * temperatureFactor
}
