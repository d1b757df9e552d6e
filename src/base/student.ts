/** Quantiles of Student's t distribution, for confidence intervals of a mean over replications. */
import betaincinv from '@stdlib/math-base-special-betaincinv'

/**
 * Quantile of t with `degrees` ≥ 1 degrees of freedom at probability `p` in [0.5, 1).
 * From the relation of the t tail to the incomplete beta function: P(|T| > t) = I_{ν/(ν+t²)}(ν/2, 1/2).
 */
export function studentQuantile(p: number, degrees: number): number {
  const x = betaincinv(2 * (1 - p), degrees / 2, 0.5)
  return Math.sqrt(degrees * (1 / x - 1))
}
