/** The two-sample Kolmogorov-Smirnov test, exact: whether two samples have the same spread, whatever it is. */

/** Largest distance of the two empirical distributions, times the product of the sizes: an integer. */
function scaledDistance(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [a, b].map(sample => [...sample].sort((x, y) => x - y))
  let [i, j, largest] = [0, 0, 0]
  while (i < left.length && j < right.length) {
    const value = Math.min(left[i], right[j])
    while (i < left.length && left[i] === value) i += 1
    while (j < right.length && right[j] === value) j += 1
    largest = Math.max(largest, Math.abs(i * right.length - j * left.length))
  }
  return largest
}

/**
 * Probability of a distance at least as large when both samples come from one distribution without ties: the share of lattice paths that
 * leave the band. With ties it is an upper bound.
 */
export function twoSampleKsP(a: readonly number[], b: readonly number[]): number {
  const distance = scaledDistance(a, b)
  const [n, m] = [a.length, b.length]
  if (distance === 0) return 1
  // Share of the paths to (i, j) that stay inside: each step comes from (i − 1, j) with chance i / (i + j).
  const inside = new Float64Array(m + 1)
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (Math.abs(i * m - j * n) >= distance) inside[j] = 0
      else if (i === 0 && j === 0) inside[j] = 1
      else inside[j] = (i / (i + j)) * (i > 0 ? inside[j] : 0) + (j / (i + j)) * (j > 0 ? inside[j - 1] : 0)
    }
  }
  return 1 - inside[m]
}
