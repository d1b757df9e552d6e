/**
 * Interval of a quantile over replications from two of their order statistics, whatever the distribution: the number of values below the
 * quantile is binomial. David and Nagaraja, Order Statistics, 2003, §7.1.
 */

/** P(X ≤ k) of a binomial, summed term by term. */
function binomialUpTo(k: number, n: number, p: number): number {
  if (k < 0) return 0
  // From P(X = 0); both shares are far from 0 and 1 here and n is at most some thousands, so terms may underflow harmlessly at first.
  let log = 0
  let term = 1
  for (let i = 0; i < n; i++) {
    term *= 1 - p
    if (term < 1e-250) {
      term *= 1e250
      log += 1
    }
  }
  let sum = 0
  for (let i = 0; i <= Math.min(k, n); i++) {
    if (log === 0) sum += term
    term *= ((n - i) / (i + 1)) * (p / (1 - p))
    if (log > 0 && term > 1) {
      term *= 1e-250
      log -= 1
    }
  }
  return Math.min(1, sum)
}

/** Chance that order statistic `low` (1 is the least) is below the quantile and `high` is not. */
export const coverage = (low: number, high: number, n: number, p: number): number => binomialUpTo(high - 1, n, p) - binomialUpTo(low - 1, n, p)

/**
 * Two-sided interval of the p-quantile with at least `level`, half of the rest on each side; null where there are too few values for it to
 * exist: for P10 and P90 it takes 36 values for 95 %.
 */
export function quantileInterval(sorted: readonly number[], p: number, level = 0.95): readonly [number, number] | null {
  const n = sorted.length
  const tail = (1 - level) / 2
  let low = 0
  while (low < n && binomialUpTo(low, n, p) <= tail) low += 1
  let high = n + 1
  while (high > 1 && 1 - binomialUpTo(high - 2, n, p) <= tail) high -= 1
  // P(B ≤ low − 1) ≤ tail and P(B ≥ high) ≤ tail.
  return low < 1 || high > n ? null : [sorted[low - 1], sorted[high - 1]]
}
