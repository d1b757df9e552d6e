/**
 * Hazard and age of a node: mature time is what an age holds of failures, in ms at the mature rate. Early failures fade exponentially
 * (`physics/infant-mortality.ts`) or as a Weibull law of shape below 1; wear adds a Weibull law of shape above 1 from an age on. Integrals are closed form.
 */
import { pow } from '../../base/exact-math.ts'
import type { FaultsSection } from '../../scenario/schema/faults.ts'
import { exposureOfMature as exposureOfInfant, type InfantMortality, matureMs as matureOfInfant } from '../../physics/infant-mortality.ts'

export interface Weibull {
  readonly shape: number
  /** Time that holds as many failures as the same time at the mature rate, ms. */
  readonly spanMs: number
}

export interface AgeLaw {
  readonly youth: InfantMortality | Weibull
  readonly wearOut?: Weibull & { readonly fromMs: number }
}

export function ageLawOf({ infantMortality: { law, factor, decay, shape, span }, wearOut }: FaultsSection): AgeLaw {
  const youth = law === 'weibull' ? { shape, spanMs: span } : { factor, decayMs: decay }
  return wearOut === undefined ? { youth } : { youth, wearOut: { fromMs: wearOut.from, shape: wearOut.shape, spanMs: wearOut.span } }
}

/** Mature time of a Weibull law from age 0 to `ageMs`. */
const cumulated = ({ shape, spanMs }: Weibull, ageMs: number): number => (ageMs <= 0 ? 0 : spanMs * pow(ageMs / spanMs, shape))

function youthMs(youth: AgeLaw['youth'], fromAgeMs: number, exposureMs: number): number {
  return 'shape' in youth ? cumulated(youth, fromAgeMs + exposureMs) - cumulated(youth, fromAgeMs) : matureOfInfant(youth, fromAgeMs, exposureMs)
}

/** Mature time (ms) that holds as many failures as `exposureMs` of life beginning at age `fromAgeMs`. */
export function matureMs({ youth, wearOut }: AgeLaw, fromAgeMs: number, exposureMs: number): number {
  const young = youthMs(youth, fromAgeMs, exposureMs)
  if (wearOut === undefined) return young
  const worn = fromAgeMs - wearOut.fromMs
  return young + cumulated(wearOut, worn + exposureMs) - cumulated(wearOut, worn)
}

/** Inverse of `youthMs`, whole ms. */
function exposureOfYouth(youth: AgeLaw['youth'], fromAgeMs: number, mature: number): number {
  if (!('shape' in youth)) return exposureOfInfant(youth, fromAgeMs, mature)
  const { shape, spanMs } = youth
  return Math.round(Math.max(0, spanMs * pow((mature + cumulated(youth, fromAgeMs)) / spanMs, 1 / shape) - fromAgeMs))
}

/** The exposure (whole ms) after which `mature` ms of mature time are used up: the inverse of `matureMs`. */
export function exposureOfMature(law: AgeLaw, fromAgeMs: number, mature: number): number {
  const withoutWear = exposureOfYouth(law.youth, fromAgeMs, mature)
  if (law.wearOut === undefined || fromAgeMs + withoutWear <= law.wearOut.fromMs) return withoutWear
  // Wear only brings the failure forward, to after the age at which it begins; halving to 1 ms takes some fifty steps.
  let before = Math.max(0, law.wearOut.fromMs - fromAgeMs)
  let after = withoutWear
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (matureMs(law, fromAgeMs, middle) < mature) before = middle
    else after = middle
  }
  return after
}
