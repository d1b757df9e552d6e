/** The binomial distribution, and what a count says about the chance behind it. */

/** P(X = k) of a binomial for k = 0 … n, 0 < p < 1: ratios from the most likely k outwards, so that nothing overflows. */
export function binomial(n: number, p: number): Float64Array {
  const terms = new Float64Array(n + 1)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  const odds = p / (1 - p)
  terms[mode] = 1
  for (let k = mode; k < n; k++) terms[k + 1] = terms[k] * ((n - k) / (k + 1)) * odds
  for (let k = mode; k > 0; k--) terms[k - 1] = (terms[k] * (k / (n - k + 1))) / odds
  const sum = terms.reduce((total, term) => total + term, 0)
  return terms.map(term => term / sum)
}

/**
 * Whether so many of n say, with an error of at most `error`, that the chance of one is above p: the one-sided exact test (Clopper and Pearson,
 * The use of confidence or fiducial limits, Biometrika 26, 1934).
 */
export function isSurelyAbove(count: number, n: number, p: number, error: number): boolean {
  let tail = 0
  const chance = binomial(n, p)
  for (let k = count; k <= n; k++) tail += chance[k]
  return tail <= error
}

/** The same for a chance of at most p. */
export const isSurelyAtMost = (count: number, n: number, p: number, error: number): boolean => isSurelyAbove(n - count, n, 1 - p, error)
