/** Lengths of prompts and answers as a few weighted values of their distribution, finer towards the long ones, which make the percentiles. */
import { exp, inverseNormal, log1p, sqrt } from '../../base/exact-math.ts'

/** Edges of the strata in probability; 50, 95 and 99 % are middles. */
const EDGES = [0, 0.03, 0.09, 0.17, 0.26, 0.35, 0.45, 0.55, 0.65, 0.74, 0.82, 0.89, 0.94, 0.96, 0.975, 0.985, 0.995, 1] as const

/** Probability of each stratum, and the one in its middle. */
export const STRATA = EDGES.slice(1).map((edge, i) => ({ weight: edge - EDGES[i], middle: (edge + EDGES[i]) / 2 }))

/** Many small strata, for histograms. */
export const FINE_STRATA = Array.from({ length: 200 }, (_, i) => ({ weight: 1 / 200, middle: (i + 0.5) / 200 }))

/** A length at probability p in (0, 1), over the mean length. */
export type Lengths = (p: number) => number

/** Lognormal lengths with this squared coefficient of variation. */
export function lognormalLengths(variability: number): Lengths {
  if (variability <= 0) return () => 1
  const variance = log1p(variability)
  const sigma = sqrt(variance)
  return p => exp(sigma * inverseNormal(p) - variance / 2)
}

/** Lengths as they were counted, in ascending order; not empty. */
export function countedLengths(sorted: ArrayLike<number>): Lengths {
  let sum = 0
  for (let i = 0; i < sorted.length; i++) sum += sorted[i]
  const mean = sum / sorted.length
  return p => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] / mean
}

/** Lengths by how often each was counted, `count` of them with this mean. */
export function lengthsByCount(counts: ArrayLike<number>, count: number, mean: number): Lengths {
  const upTo = new Float64Array(counts.length)
  let sum = 0
  for (let tokens = 0; tokens < counts.length; tokens++) upTo[tokens] = sum += counts[tokens]
  return p => {
    let [low, high] = [0, counts.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (upTo[middle] > p * count) high = middle
      else low = middle + 1
    }
    return low / mean
  }
}

/** Exponential times of mean 1 as weighted values. */
export const EXPONENTIAL = STRATA.map(({ weight, middle }) => ({ weight, value: -log1p(-middle) }))
