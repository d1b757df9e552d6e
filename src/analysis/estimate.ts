/** Estimates over replications: mean with a t-interval, and non-exceedance quantiles. */
import { studentQuantile } from '../base/student.ts'
import type { Estimate, Figure } from '../results/summary.ts'

/**
 * Quantile of the sample by linear interpolation between order statistics (type 7), non-exceedance convention.
 * Needs at least one value.
 */
export function quantile(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(sorted.length - 1, low + 1)
  return sorted[low] + (at - low) * (sorted[high] - sorted[low])
}

/** 95 % t-interval of the mean; null below two values. */
export function meanInterval(values: readonly number[]): readonly [number, number] | null {
  const n = values.length
  if (n < 2) return null
  const mean = average(values)
  const variance = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1)
  const half = (studentQuantile(0.975, n - 1) * Math.sqrt(variance)) / Math.sqrt(n)
  return [mean - half, mean + half]
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The figure for values by replication; values that are not numbers make it inapplicable with the reason. */
export function figure(values: readonly number[], reason = 'no value in this run'): Figure {
  const missing = values.filter(value => !Number.isFinite(value)).length
  if (missing === 0 && values.length > 0) return estimate(values)
  return { value: null, reason: missing === values.length ? reason : `${reason} (${missing} of ${values.length} replications)` }
}

export function estimate(values: readonly number[]): Estimate {
  const sorted = [...values].sort((a, b) => a - b)
  return { mean: average(values), ci95: meanInterval(values), p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
}
