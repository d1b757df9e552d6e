/** Distributions as plain data, so that scenarios, catalogues and results can hold, show and hash them. */
import { exp, gamma, inverseNormal, ln, sqrt } from './exact-math.ts'
import { exponential, lognormal, normal, pert, pertShape, weibull } from './variates.ts'

/** The unit is that of the quantity; the parameters of a lognormal are those of its logarithm. */
export type Distribution =
  | { readonly kind: 'fixed'; readonly value: number }
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'pert'; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }

type Kind = Distribution['kind']
type Of<K extends Kind> = Extract<Distribution, { kind: K }>
interface Rule<K extends Kind> {
  quantile(d: Of<K>, p: number): number
  mean(d: Of<K>): number
  sd(d: Of<K>): number
}

const RULES: { readonly [K in Kind]: Rule<K> } = {
  fixed: { quantile: d => d.value, mean: d => d.value, sd: () => 0 },
  lognormal: {
    quantile: (d, p) => lognormal(p, d.mu, d.sigma),
    mean: d => exp(d.mu + (d.sigma * d.sigma) / 2),
    sd: d => exp(d.mu + (d.sigma * d.sigma) / 2) * sqrt(exp(d.sigma * d.sigma) - 1),
  },
  pert: { quantile: (d, p) => pert(p, d.low, d.mode, d.high), mean: d => (d.low + 4 * d.mode + d.high) / 6, sd: pertSd },
  weibull: {
    quantile: (d, p) => weibull(p, d.shape, d.scale),
    mean: d => d.scale * gamma(1 + 1 / d.shape),
    sd: d => d.scale * sqrt(gamma(1 + 2 / d.shape) - gamma(1 + 1 / d.shape) * gamma(1 + 1 / d.shape)),
  },
  exponential: { quantile: (d, p) => exponential(p, d.mean), mean: d => d.mean, sd: d => d.mean },
  uniform: { quantile: (d, p) => d.low + (d.high - d.low) * p, mean: d => (d.low + d.high) / 2, sd: d => (d.high - d.low) / sqrt(12) },
  normal: { quantile: (d, p) => normal(p, d.mean, d.sd), mean: d => d.mean, sd: d => d.sd },
}

function pertSd(d: Of<'pert'>): number {
  if (d.low === d.high) return 0
  const { alpha, beta } = pertShape(d.low, d.mode, d.high)
  const total = alpha + beta
  return (d.high - d.low) * sqrt((alpha * beta) / (total * total * (total + 1)))
}

/** The row for a distribution's own kind; the compiler cannot see that row and distribution match, the table's type guarantees it. */
const ruleOf = <K extends Kind>(d: Of<K>): Rule<K> => RULES[d.kind]

/** The value at probability p in (0, 1). */
export function quantileOf(d: Distribution, p: number): number {
  return ruleOf(d).quantile(d, p)
}

/** One value by inversion of one uniform u in (0, 1). */
export function sample(d: Distribution, u: number): number {
  return quantileOf(d, u)
}

/** The mean. */
export function meanOf(d: Distribution): number {
  return ruleOf(d).mean(d)
}

/** The standard deviation. */
export function sdOf(d: Distribution): number {
  return ruleOf(d).sd(d)
}

/** Lognormal through the median and the 90th percentile, both > 0, p90 ≥ p50. */
export function lognormalFromQuantiles(p50: number, p90: number): Of<'lognormal'> {
  return { kind: 'lognormal', mu: ln(p50), sigma: ln(p90 / p50) / inverseNormal(0.9) }
}

/** Lognormal with the given mean and median, mean ≥ median > 0. */
export function lognormalFromMeanMedian(mean: number, median: number): Of<'lognormal'> {
  return { kind: 'lognormal', mu: ln(median), sigma: sqrt(2 * ln(mean / median)) }
}
