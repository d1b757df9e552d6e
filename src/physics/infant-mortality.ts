/**
 * Early failures: the hazard of a unit of age a is its mature hazard × (1 + factor · e^(−a/decay)). The integral is closed form.
 * Source: shape of the burn-in law of reliability texts.
 */
import { assert } from '../base/assert.ts'
import { exp, expm1 } from '../base/exact-math.ts'

export interface InfantMortality {
  /** Extra hazard at age 0 as a multiple of the mature hazard, ≥ 0. */
  readonly factor: number
  /** Time constant of the decay, ms, > 0. */
  readonly decayMs: number
}

/** Mature time (ms) that holds as many failures as `exposureMs` of life beginning at age `fromAgeMs`. */
export function matureMs(infant: InfantMortality, fromAgeMs: number, exposureMs: number): number {
  const extraMs = infant.factor * infant.decayMs * exp(-fromAgeMs / infant.decayMs)
  return exposureMs - extraMs * expm1(-exposureMs / infant.decayMs)
}

const MAX_STEPS = 64

/**
 * The exposure (whole ms) after which `mature` ms of mature time are used up: the inverse of `matureMs`. The function is concave
 * and increasing, so Newton from below climbs to the root without overshooting.
 */
export function exposureOfMature(infant: InfantMortality, fromAgeMs: number, mature: number): number {
  const extraMs = infant.factor * infant.decayMs * exp(-fromAgeMs / infant.decayMs)
  let exposureMs = Math.max(0, mature - extraMs)
  if (extraMs === 0) return Math.round(exposureMs)
  for (let step = 0; step < MAX_STEPS; step++) {
    const survival = exp(-exposureMs / infant.decayMs)
    const missing = mature - (exposureMs - extraMs * expm1(-exposureMs / infant.decayMs))
    const climb = missing / (1 + (extraMs / infant.decayMs) * survival)
    exposureMs += climb
    if (climb < 0.25) return Math.round(exposureMs)
  }
  assert(false, 'the hazard integral was not inverted', { mature, fromAgeMs })
}
