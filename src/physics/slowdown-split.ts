/**
 * What each of several slowdowns took when they hold at once. The work rate is the product of their factors; the loss 1 − Π f is split
 * either in proportion to −ln of each factor (symmetric: the order does not matter), or in order, each factor taking its share of what
 * those before it left. Source: model specification, utilisation accounting §9.5.
 */
import { exp, ln } from '../base/exact-math.ts'

export type SlowdownSplit = 'log-shares' | 'ordered'

function logShares(factors: Float64Array, shares: Float64Array): void {
  let rate = 1
  let logSum = 0
  for (let i = 0; i < factors.length; i++) {
    const factor = factors[i]
    const log = factor < 1 ? -ln(factor) : 0
    rate *= factor
    logSum += log
    shares[i + 1] = log
  }
  shares[0] = rate
  if (logSum === 0) return
  for (let i = 1; i < shares.length; i++) if (shares[i] > 0) shares[i] = ((1 - rate) * shares[i]) / logSum
}

function orderedShares(factors: Float64Array, shares: Float64Array): void {
  let rate = 1
  for (let i = 0; i < factors.length; i++) {
    shares[i + 1] = rate * (1 - factors[i])
    rate *= factors[i]
  }
  shares[0] = rate
}

/** Shares of [useful, loss of each factor…] of time worked with `factors` in (0, 1]; they sum to 1. `shares` is one longer. */
export function lossShares(factors: Float64Array, shares: Float64Array, split: SlowdownSplit): void {
  if (split === 'ordered') orderedShares(factors, shares)
  else logShares(factors, shares)
}

/** Factors whose loss shares are `shares`: the inverse of `lossShares`, for the mean of stretches with different factors. */
export function factorsOfShares(shares: Float64Array, factors: Float64Array, split: SlowdownSplit): void {
  const [useful] = shares
  let left = 1
  const scale = useful < 1 ? ln(useful) / (1 - useful) : 0
  for (let i = 0; i < factors.length; i++) {
    const loss = shares[i + 1]
    factors[i] = loss > 0 ? (split === 'ordered' ? (left - loss) / left : exp(scale * loss)) : 1
    left -= loss
  }
}
