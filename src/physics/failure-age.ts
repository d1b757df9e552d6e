/**
 * Failure rate over the age of equipment: early failures that fade, a mature rate, and wear beyond the useful life. Of age a the rate is the
 * mature one × (1 + factor · e^(−a/decay)) up to the end of life and × (a/life)^(exponent − 1) beyond it, where early failures are over.
 * Source: bathtub curve of reliability texts (exponential burn-in, Weibull wear-out).
 */
import { pow } from '../base/exact-math.ts'
import { type InfantMortality, exposureOfMature, matureMs } from './infant-mortality.ts'

export interface FailureAge {
  readonly infant: InfantMortality
  /** End of useful life, ms; Infinity for what does not wear out. */
  readonly lifeMs: number
  /** Weibull shape of wear, ≥ 1; 1 is none. */
  readonly exponent: number
}

/** Mature time (ms) that a unit beyond its life has used up since the end of that life. */
const wornMs = ({ lifeMs, exponent }: FailureAge, ageMs: number): number => (lifeMs / exponent) * (pow(ageMs / lifeMs, exponent) - 1)

/** Mature time (ms) that holds as many failures as `exposureMs` (≥ 0) from the age `fromMs` (≥ 0) on. */
export function matureOverAge(age: FailureAge, fromMs: number, exposureMs: number): number {
  const untilMs = fromMs + exposureMs
  if (untilMs <= age.lifeMs) return matureMs(age.infant, fromMs, exposureMs)
  const bornWornMs = Math.max(fromMs, age.lifeMs)
  const young = fromMs < age.lifeMs ? matureMs(age.infant, fromMs, age.lifeMs - fromMs) : 0
  return young + wornMs(age, untilMs) - wornMs(age, bornWornMs)
}

/** Exposure (whole ms) from the age `fromMs` on after which `mature` ms of mature time are used up: the inverse of {@link matureOverAge}. */
export function exposureOverAge(age: FailureAge, fromMs: number, mature: number): number {
  const young = fromMs < age.lifeMs ? (age.lifeMs === Infinity ? Infinity : matureMs(age.infant, fromMs, age.lifeMs - fromMs)) : 0
  if (mature <= young) return exposureOfMature(age.infant, fromMs, mature)
  const worn = mature - young + wornMs(age, Math.max(fromMs, age.lifeMs))
  return Math.round(age.lifeMs * pow(1 + (age.exponent * worn) / age.lifeMs, 1 / age.exponent) - fromMs)
}
