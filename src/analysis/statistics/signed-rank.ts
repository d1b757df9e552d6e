/** Wilcoxon's signed-rank test of paired differences: exact, ties and zeros included (zeros are left out, ties share their ranks). */

/** Most differences for which the distribution is made in whole; more are told by their interval. */
const MOST = 200

/** Twice the ranks of sizes, so that shared ranks are integers. */
function doubledRanks(sizes: readonly number[]): number[] {
  const order = sizes.map((size, index) => ({ size, index })).sort((a, b) => a.size - b.size || a.index - b.index)
  const ranks = new Array<number>(sizes.length)
  for (let first = 0; first < order.length; ) {
    let end = first
    while (end < order.length && order[end].size === order[first].size) end += 1
    for (let at = first; at < end; at++) ranks[order[at].index] = first + 1 + end
    first = end
  }
  return ranks
}

/** Two-sided p-value; 1 when nothing differs, NaN for more differences than the exact distribution is made for. */
export function signedRankP(differences: readonly number[]): number {
  const present = differences.filter(difference => difference !== 0)
  if (present.length === 0) return 1
  if (present.length > MOST) return NaN
  const ranks = doubledRanks(present.map(Math.abs))
  const total = ranks.reduce((sum, rank) => sum + rank, 0)
  // Probability of every sum of the ranks with a plus, each sign as likely as the other.
  let chances = new Float64Array(total + 1)
  chances[0] = 1
  for (const rank of ranks) {
    const next = new Float64Array(total + 1)
    for (let sum = 0; sum <= total; sum++) next[sum] = (chances[sum] + (sum >= rank ? chances[sum - rank] : 0)) / 2
    chances = next
  }
  const plus = ranks.reduce((sum, rank, at) => (present[at] > 0 ? sum + rank : sum), 0)
  const extreme = Math.min(plus, total - plus)
  let tail = 0
  for (let sum = 0; sum <= extreme; sum++) tail += chances[sum]
  return Math.min(1, 2 * tail)
}
