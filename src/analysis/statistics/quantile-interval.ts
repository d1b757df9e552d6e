/**
 * Interval of a quantile over replications from two of their order statistics, whatever the distribution: the number of values below the
 * quantile is binomial. David and Nagaraja, Order Statistics, 2003, §7.1.
 */
import { binomial } from './binomial.ts'

/**
 * Two-sided interval of the p-quantile with at least `level`, half of the rest on each side at most; null where there are too few values for
 * it to exist: for P10 and P90 it takes 36 values for 95 %.
 */
export function quantileInterval(sorted: ArrayLike<number>, p: number, level = 0.95): readonly [number, number] | null {
  const n = sorted.length
  const tail = (1 - level) / 2
  const chance = binomial(n, p)
  // Greatest rank `low` with P(X < low) ≤ tail, least rank `high` with P(X ≥ high) ≤ tail; ranks count from 1.
  let low = 0
  for (let below = chance[0]; below <= tail && low < n; below += chance[low]) low += 1
  let high = n + 1
  for (let above = chance[n]; above <= tail && high > 1; above += chance[high - 1]) high -= 1
  return low < 1 || high > n ? null : [sorted[low - 1], sorted[high - 1]]
}
