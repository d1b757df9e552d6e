/**
 * Mode of free cooling, with a dead band and a shortest stay so that machines do not chatter. Less outdoor air is taken at once
 * (the set point must hold); more of it only when it is clearly cold enough. Form: CoolingMode of LBNL Modelica Buildings.
 */
import { ECONOMISER } from './plant.ts'

/** Outdoor air must be this much better than needed before a mode with more of it begins, K; engineering default. */
export const ECONOMISER_DEAD_BAND_K = 1
/** Shortest stay in a mode before one with more outdoor air, ms; engineering default. */
export const ECONOMISER_DWELL_MS = 20 * 60_000
/** Pre-cooling is not worth its fans unless it brings the return down by this much, K. */
const PARTIAL_GAIN_K = 1

/** Mode that follows `previous`, held for `heldMs`, when outdoor air brings water to `reachedC`. */
export function economiserMode(previous: number, heldMs: number, reachedC: number, supplyC: number, returnC: number): number {
  const rested = heldMs >= ECONOMISER_DWELL_MS
  const freeBelowC = previous === ECONOMISER.free ? supplyC : supplyC - ECONOMISER_DEAD_BAND_K
  if (reachedC <= freeBelowC && (rested || previous === ECONOMISER.free)) return ECONOMISER.free
  const partialBelowC = returnC - PARTIAL_GAIN_K - (previous === ECONOMISER.mechanical ? ECONOMISER_DEAD_BAND_K : 0)
  if (reachedC <= partialBelowC && (rested || previous !== ECONOMISER.mechanical)) return ECONOMISER.partial
  return ECONOMISER.mechanical
}
