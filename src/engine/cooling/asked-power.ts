/**
 * What temperatures ask of the racks, in whole percent of the power they want: a cap from the warning on, deeper up to the vendor's
 * limit; throttling above the ceiling of chips at full power. Less is asked at once; more only when it is clearly cool enough, a little at
 * a time, and not while heat has nowhere to go, so that the heat which a step takes away does not bring the step back. Rounded to the cool side.
 */
import type { BlockLimits } from './block-design.ts'
import { REGIME } from './block-state.ts'

/** Coolant and inlet air must be this much cooler than a step before it is taken back, K; engineering default. */
const HYSTERESIS_K = 0.3
/** What is asked rises by no more than so many percent, and then stays for so long, ms; engineering default. */
export const RISE_PERCENT = 5
export const RISE_DWELL_MS = 30_000
/** Slack of a percent for the rounding of its own bound. */
const ROUNDING = 1e-9

const lowestPercent = ({ plate }: BlockLimits): number => Math.ceil(plate.throttleFractionMin * 100 - ROUNDING)
const capPercent = ({ capFloor }: BlockLimits): number => Math.ceil(capFloor * 100 - ROUNDING)

/** Percent on a line that falls from 100 at `fromC` to the cap at `toC` and stays there. */
function onLine(limits: BlockLimits, fromC: number, toC: number, valueC: number): number {
  if (valueC <= fromC || limits.capFloor === 1) return 100
  return Math.max(capPercent(limits), Math.floor(100 - (100 * (1 - limits.capFloor) * (valueC - fromC)) / (toC - fromC) + ROUNDING))
}

/** Value above which less than `percent` is asked on that line; Infinity where the line never falls below it. */
function aboveLineC(limits: BlockLimits, fromC: number, toC: number, percent: number): number {
  if (percent <= capPercent(limits)) return Infinity
  return fromC + ((100 - percent) * (toC - fromC)) / (100 * (1 - limits.capFloor))
}

/** Percent of full power at which chips stay at their throttle point, not below their floor. */
export function throttlePercent(limits: BlockLimits, regime: number, coolantC: number): number {
  if (coolantC <= limits.throttleC) return 100
  const lowest = lowestPercent(limits)
  // Without flow the temperature runs away in seconds: chips go to their floor at once.
  if (regime === REGIME.noCoolant) return lowest
  return Math.max(lowest, Math.min(100, Math.floor((100 * (limits.plate.throttleC - coolantC)) / limits.junctionRiseK + ROUNDING)))
}

/** Percent that a warning about the coolant leaves: all at once while nothing carries its heat away, and none where chips heat in seconds. */
function coolantCapPercent(limits: BlockLimits, regime: number, coolantC: number): number {
  if (regime === REGIME.flowing) return onLine(limits, limits.warningC, limits.coolantMaxC, coolantC)
  return regime === REGIME.noCoolant || coolantC <= limits.warningC ? 100 : capPercent(limits)
}

function inletCapPercent(limits: BlockLimits, isHallWarming: boolean, inletC: number): number {
  if (!isHallWarming) return onLine(limits, limits.inletWarningC, limits.inletMaxC, inletC)
  return inletC <= limits.inletWarningC ? 100 : capPercent(limits)
}

function percentAt(limits: BlockLimits, regime: number, isHallWarming: boolean, coolantC: number, inletC: number): number {
  return Math.min(throttlePercent(limits, regime, coolantC), coolantCapPercent(limits, regime, coolantC), inletCapPercent(limits, isHallWarming, inletC))
}

/** Percent asked now, when `told` was asked before: of coolant and inlet air in °C, in a regime of the coolant, in a hall that warms without chilled water or not. */
export function askedPercent(limits: BlockLimits, regime: number, isHallWarming: boolean, coolantC: number, inletC: number, told: number): number {
  const now = percentAt(limits, regime, isHallWarming, coolantC, inletC)
  if (now <= told || regime !== REGIME.flowing || isHallWarming) return Math.min(now, told)
  return Math.max(told, percentAt(limits, regime, isHallWarming, coolantC + HYSTERESIS_K, inletC + HYSTERESIS_K))
}

/** Coolant above which less than `percent` is asked, °C. */
export function coolantAboveC(limits: BlockLimits, regime: number, percent: number): number {
  const isAboveFloor = percent > lowestPercent(limits)
  if (regime === REGIME.noCoolant) return isAboveFloor ? limits.throttleC : Infinity
  const throttleC = isAboveFloor ? limits.plate.throttleC - (percent * limits.junctionRiseK) / 100 : Infinity
  if (regime === REGIME.flowing) return Math.min(throttleC, aboveLineC(limits, limits.warningC, limits.coolantMaxC, percent))
  return percent > capPercent(limits) ? Math.min(throttleC, limits.warningC) : throttleC
}

/** Coolant at or below which more than `percent` may be asked, °C. */
export const coolantBelowC = (limits: BlockLimits, regime: number, percent: number): number =>
  percent >= 100 || regime !== REGIME.flowing ? -Infinity : coolantAboveC(limits, regime, percent + 1) - HYSTERESIS_K

/** Inlet air above which less than `percent` is asked, °C. */
export function inletAboveC(limits: BlockLimits, isHallWarming: boolean, percent: number): number {
  if (!isHallWarming) return aboveLineC(limits, limits.inletWarningC, limits.inletMaxC, percent)
  return percent > capPercent(limits) ? limits.inletWarningC : Infinity
}

/** Inlet air at or below which more than `percent` may be asked, °C. */
export const inletBelowC = (limits: BlockLimits, isHallWarming: boolean, percent: number): number =>
  percent >= 100 || isHallWarming ? -Infinity : inletAboveC(limits, isHallWarming, percent + 1) - HYSTERESIS_K
