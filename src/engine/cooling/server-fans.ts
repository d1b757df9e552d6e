/**
 * Fans of servers speed up in warm inlets: the air-cooled part of the load draws more for each kelvin. It is told in whole kelvins, taken
 * back a little below them, so that the heat which a step adds does not bring the next one at once.
 */
import type { BlockDesign } from './block-design.ts'

/** Inlet air must be this much cooler than a step before it is taken back, K; engineering default. */
const HYSTERESIS_K = 0.3
/** More steps than any inlet takes. */
const STEPS_MAX = 60

/** Whole kelvins above the temperature from which fans speed up, at an inlet and after `before` such steps. */
export function fanSteps({ fans }: BlockDesign, inletC: number, before: number): number {
  const at = (valueC: number): number => Math.min(STEPS_MAX, Math.max(0, Math.floor(valueC - fans.fromC)))
  const now = at(inletC)
  return now >= before ? now : Math.min(before, at(inletC + HYSTERESIS_K))
}

/** Inlets above and below which another step holds, °C. */
export const fansAboveC = ({ fans }: BlockDesign, steps: number): number => (fans.risePerK === 0 || steps >= STEPS_MAX ? Infinity : fans.fromC + steps + 1)
export const fansBelowC = ({ fans }: BlockDesign, steps: number): number => (steps === 0 ? -Infinity : fans.fromC + steps - HYSTERESIS_K)

/** What racks draw over what they would draw in cool inlets, ≥ 1. */
export const fanFactor = ({ fans, liquidFraction }: BlockDesign, steps: number): number => 1 + fans.risePerK * (1 - liquidFraction) * steps
