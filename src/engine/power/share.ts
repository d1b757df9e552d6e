/**
 * Divides whole watts among siblings in proportion to what they ask, by the divisor method of Jefferson: each watt in turn goes to the
 * sibling with the largest weight ÷ (watts it has + 1). Largest remainders would be simpler, but there one more watt in total can
 * take a watt from somebody; here nobody ever loses by an increase, which the monotony of the whole flow rests on.
 */

/**
 * Writes shares of `total` (whole, ≥ 0) to `shares[0 … width − 1]`; no share exceeds its weight, and all of `total` is given if the
 * weights (whole, ≥ 0) allow. Ties go to the smaller rank.
 */
export function shareByDivisor(weights: Float64Array, ranks: Float64Array, width: number, total: number, shares: Float64Array): void {
  let sum = 0
  for (let i = 0; i < width; i++) sum += weights[i]
  if (total >= sum) {
    for (let i = 0; i < width; i++) shares[i] = weights[i]
    return
  }
  let left = total
  for (let i = 0; i < width; i++) {
    // Every divisor share reaches the rounded-down quota; one less is safe against the rounding of the product.
    const quota = Math.floor((total * weights[i]) / sum) - 1
    shares[i] = quota > 0 ? quota : 0
    left -= shares[i]
  }
  for (; left > 0; left--) shares[next(weights, ranks, width, shares)] += 1
}

/** Who gets the next watt. */
function next(weights: Float64Array, ranks: Float64Array, width: number, shares: Float64Array): number {
  let best = -1
  let bestClaim = 0
  for (let i = 0; i < width; i++) {
    if (shares[i] >= weights[i]) continue
    const claim = weights[i] / (shares[i] + 1)
    if (best < 0 || claim > bestClaim || (claim === bestClaim && ranks[i] < ranks[best])) {
      best = i
      bestClaim = claim
    }
  }
  return best
}
