import { ln, sqrt } from '../base/exact-math.ts'

const EULER_GAMMA = 0.5772

/**
 * Frequency factor of the annual extreme with a return period of `years` (> 1), in standard deviations above the mean
 * annual extreme: Gumbel distribution, ASHRAE Handbook of Fundamentals ch. 14.
 */
export function extremeFactor(years: number): number {
  return -(sqrt(6) / Math.PI) * (EULER_GAMMA + ln(ln(years / (years - 1))))
}

/** Dry bulb, °C, exceeded on average once in `years`, from the mean and spread of annual maxima. */
export function extremeDryBulbC(annualMaxMeanC: number, annualMaxSdK: number, years: number): number {
  return annualMaxMeanC + extremeFactor(years) * annualMaxSdK
}
