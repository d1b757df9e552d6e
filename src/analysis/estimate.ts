/** Estimates over replications: mean with a t-interval, and non-exceedance quantiles. */
import { studentQuantile } from '../base/student.ts'
import { observations } from './statistics/antithetic.ts'
import { quantileInterval } from './statistics/quantile-interval.ts'
import type { Censored, Estimate, Figure } from '../results/summary.ts'

/**
 * Quantile of the sample by linear interpolation between order statistics (type 7), non-exceedance convention.
 * Needs at least one value.
 */
export function quantile(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(sorted.length - 1, low + 1)
  if (at === low) return sorted[low]
  return sorted[low] + (at - low) * (sorted[high] - sorted[low])
}

/** Range that a figure cannot leave, whatever its interval says. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

const UNBOUNDED: Bounds = { low: -Infinity, high: Infinity }

/**
 * 95 % t-interval of the mean; null below two values. What lies outside the bounds is cut off: the mean cannot be there, so the rest
 * covers it as often.
 */
export function meanInterval(values: readonly number[], { low, high }: Bounds = UNBOUNDED): readonly [number, number] | null {
  const n = values.length
  if (n < 2) return null
  const mean = average(values)
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1)
  const half = (studentQuantile(0.975, n - 1) * Math.sqrt(variance)) / Math.sqrt(n)
  return [Math.max(low, mean - half), Math.min(high, mean + half)]
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The figure for values by replication; values that are not numbers make it inapplicable with the reason. */
export function figure(values: readonly number[], reason = 'no value in this run', bounds = UNBOUNDED, isAntithetic = false): Figure {
  const missing = values.filter(value => !Number.isFinite(value)).length
  if (missing === 0 && values.length > 0) return estimate(values, bounds, isAntithetic)
  return { value: null, reason: missing === values.length ? reason : `${reason} (${missing} of ${values.length} replications)` }
}

/** Quantiles of values of which some are only known to be later than the horizon; a quantile among those is null. */
function censored(values: readonly number[]): Censored {
  const sorted = values.map(value => (Number.isFinite(value) ? value : Infinity)).sort((a, b) => a - b)
  const at = (p: number): number | null => {
    const value = quantile(sorted, p)
    return Number.isFinite(value) ? value : null
  }
  return { count: values.filter(value => !Number.isFinite(value)).length, of: values.length, p10: at(0.1), p50: at(0.5), p90: at(0.9) }
}

/** As `figure`, for times until something happens: runs in which it never does stay in the quantiles, later than all others. */
export function censoredFigure(values: readonly number[], reason = 'never within the horizon', bounds = UNBOUNDED, isAntithetic = false): Figure {
  const told = figure(values, reason, bounds, isAntithetic)
  return 'mean' in told ? told : { ...told, censored: censored(values) }
}

/** Of antithetic pairs the interval is that of the pairs, and quantiles have none: order statistics want independent values. */
export function estimate(values: readonly number[], bounds = UNBOUNDED, isAntithetic = false): Estimate {
  const sorted = [...values].sort((a, b) => a - b)
  const quantiles = { p10: quantileInterval(sorted, 0.1), p50: quantileInterval(sorted, 0.5), p90: quantileInterval(sorted, 0.9) }
  const hasAny = !isAntithetic && Object.values(quantiles).some(interval => interval !== null)
  return { mean: average(values), ci95: meanInterval(observations(values, isAntithetic), bounds), p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), ...(hasAny ? { quantiles } : {}) }
}
