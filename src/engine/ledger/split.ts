/** Splits an integer into integer parts by shares, exactly: the parts sum to the amount (telescoping rounding). */

/** Guards against cumulative shares such as 0.9999999999999999; far below half an accelerator-ms. */
const EPSILON = 1e-6

/**
 * `out[i]` receives the part of `amount` (a non-negative integer) for `shares[i]`; shares are non-negative and sum to 1 up to
 * rounding. The last part takes what the floor of the cumulative sums leaves, so that Σ out = amount exactly.
 */
export function splitExactly(amount: number, shares: Float64Array, out: Float64Array): void {
  let cumulative = 0
  let booked = 0
  const last = shares.length - 1
  for (let i = 0; i < last; i++) {
    if (shares[i] === 0) {
      out[i] = 0
      continue
    }
    cumulative += shares[i]
    const upTo = Math.min(amount, Math.floor(amount * cumulative + EPSILON))
    out[i] = upTo - booked
    booked = upTo
  }
  out[last] = amount - booked
}
