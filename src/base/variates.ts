/**
 * Random variates by inversion: one uniform u in (0, 1) gives one value, and a larger u gives a larger value. So the same u keeps its
 * meaning when a scenario changes a parameter (common random numbers), and 1 − u is the antithetic draw.
 */
import betaincinv from '@stdlib/math-base-special-betaincinv'
import { assert } from './assert.ts'
import { exp, inverseNormal, log1p, pow } from './exact-math.ts'

/** Exponential with the given mean. */
export function exponential(u: number, mean: number): number {
  return -mean * log1p(-u)
}

/** Weibull with the given shape and scale, both > 0. */
export function weibull(u: number, shape: number, scale: number): number {
  return scale * pow(-log1p(-u), 1 / shape)
}

/** Normal with mean and standard deviation. */
export function normal(u: number, mean: number, sd: number): number {
  return mean + sd * inverseNormal(u)
}

/** Lognormal: the logarithm is normal with mean `mu` and standard deviation `sigma`. */
export function lognormal(u: number, mu: number, sigma: number): number {
  return exp(mu + sigma * inverseNormal(u))
}

/** Shape of the Beta distribution on [low, high] that PERT stands for: α = 1 + 4(m−a)/(b−a), β = 1 + 4(b−m)/(b−a). */
export function pertShape(low: number, mode: number, high: number): { alpha: number; beta: number } {
  assert(low <= mode && mode <= high && low < high, 'PERT needs low ≤ mode ≤ high, low < high', { low, mode, high })
  return { alpha: 1 + (4 * (mode - low)) / (high - low), beta: 1 + (4 * (high - mode)) / (high - low) }
}

/** PERT (scaled Beta) between low and high with the given mode; the one value if all are equal. Costs about 20 µs, not for hot loops. */
export function pert(u: number, low: number, mode: number, high: number): number {
  if (low === high && low === mode) return low
  const { alpha, beta } = pertShape(low, mode, high)
  return low + (high - low) * betaincinv(u, alpha, beta)
}

/** Triangular between low and high with the given mode. */
export function triangular(u: number, low: number, mode: number, high: number): number {
  assert(low <= mode && mode <= high, 'triangular needs low ≤ mode ≤ high', { low, mode, high })
  const span = high - low
  if (span === 0) return low
  return u * span < mode - low ? low + Math.sqrt(u * span * (mode - low)) : high - Math.sqrt((1 - u) * span * (high - mode))
}

/** Above this mean the walk along the cumulative probabilities gives way to the corrected normal quantile. */
const POISSON_WALK_MAX = 30

/** Poisson count with the given mean ≥ 0. Exact inversion up to a mean of 30, above it the Cornish–Fisher corrected normal (within 1 count). */
export function poisson(u: number, mean: number): number {
  assert(mean >= 0, 'mean of a Poisson count must be ≥ 0', { mean })
  if (mean > POISSON_WALK_MAX) return poissonByNormal(u, mean)
  let probability = exp(-mean)
  let cumulative = probability
  let count = 0
  while (u > cumulative && probability > 0) {
    count++
    probability *= mean / count
    cumulative += probability
  }
  return count
}

function poissonByNormal(u: number, mean: number): number {
  const z = inverseNormal(u)
  return Math.max(0, Math.ceil(mean + z * Math.sqrt(mean) + (z * z - 1) / 6 - 0.5))
}

/** Geometric count 1, 2, 3, … with the given mean ≥ 1. */
export function geometric(u: number, mean: number): number {
  assert(mean >= 1, 'mean of a geometric count must be ≥ 1', { mean })
  if (mean === 1) return 1
  return Math.max(1, Math.ceil(log1p(-u) / log1p(-1 / mean)))
}

/** A duration in whole milliseconds, at least 1: durations are rounded once, here. */
export function roundMs(x: number): number {
  return Math.max(1, Math.round(x))
}
