/**
 * Size, run and end of batch jobs from what a cluster publishes: medians, means, and shares by final state. Runs are lognormal and cut at
 * the longest; sizes double; a Gaussian copula ties them, so that large jobs run longer where the mean accelerator time says so. How a job
 * ends hangs on whether it is among the tenth with most accelerator time, the coarsest split that meets both its shares.
 */
import { exp, inverseNormal, ln, normalCdf, pow, sqrt } from '../../base/exact-math.ts'
import type { JobClass } from '../../scenario/catalog/job-classes.ts'

export interface JobShape {
  /** Ascending, with running sums of their probabilities that end at 1. */
  readonly sizes: readonly number[]
  readonly upTo: readonly number[]
  /** Of the logarithm of a run in ms. */
  readonly mu: number
  readonly sigma: number
  readonly longestMs: number
  /** Correlation of the normal scores of size and run. */
  readonly tie: number
  /** Mean accelerator-ms of a job. */
  readonly meanUseMs: number
  /** Jobs above so many accelerator-ms end by the second pair of shares. */
  readonly heavyMs: number
  readonly ends: readonly [light: EndShares, heavy: EndShares]
}

export interface EndShares {
  readonly failed: number
  readonly cancelled: number
}

type ShapeOf = Pick<JobClass, 'smallest' | 'largest' | 'meanSize' | 'smallestShare' | 'median' | 'meanRun' | 'longest' | 'meanUse' | 'failed' | 'cancelled' | 'failedUse' | 'cancelledUse'>

const HEAVY_SHARE = 0.1
const STEPS = 48
const HIGHEST_SIGMA = 6

/** x in [low, high] at which a rising function reaches `target`, or the end that comes nearest. */
function bisect(low: number, high: number, target: number, of: (x: number) => number): number {
  let [from, to] = [low, high]
  for (let i = 0; i < STEPS; i++) {
    const middle = (from + to) / 2
    if (of(middle) < target) from = middle
    else to = middle
  }
  return (from + to) / 2
}

/** Mean of a lognormal of which what is above `longest` counts as `longest`. */
export function cutMean(median: number, sigma: number, longest: number): number {
  if (sigma === 0) return Math.min(median, longest)
  const z = ln(longest / median) / sigma
  return median * exp((sigma * sigma) / 2) * normalCdf(z - sigma) + longest * (1 - normalCdf(z))
}

export function sizesOf({ smallest, largest }: Pick<ShapeOf, 'smallest' | 'largest'>): number[] {
  const sizes = [smallest]
  for (let size = smallest * 2; size <= largest; size *= 2) sizes.push(size)
  return sizes
}

/** Probabilities of sizes: each doubling 2^−x as frequent, the first as stated. */
function sizeShares(sizes: readonly number[], x: number, first: number | undefined): number[] {
  const weights = sizes.map((_, k) => pow(2, -x * k))
  const free = weights.reduce((sum, weight, k) => (first !== undefined && k === 0 ? sum : sum + weight), 0)
  return weights.map((weight, k) => (first === undefined ? weight / free : sizes.length === 1 ? 1 : k === 0 ? first : (weight / free) * (1 - first)))
}

const meanOf = (sizes: readonly number[], shares: readonly number[]): number => sizes.reduce((sum, size, k) => sum + size * shares[k], 0)

/** Smallest and largest mean size that a class can have. */
export function meanSizeRange(of: Pick<ShapeOf, 'smallest' | 'largest' | 'smallestShare'>): readonly [number, number] {
  const sizes = sizesOf(of)
  return [meanOf(sizes, sizeShares(sizes, 20, of.smallestShare)), meanOf(sizes, sizeShares(sizes, -20, of.smallestShare))]
}

const SCORES = Array.from({ length: 160 }, (_, i) => -8 + (i + 0.5) / 10)
const WEIGHTS = SCORES.map(z => exp((-z * z) / 2))
const WEIGHT_SUM = WEIGHTS.reduce((sum, weight) => sum + weight, 0)

interface Cell {
  readonly use: number
  readonly weight: number
}

/** Joint distribution of size and run on a grid of normal scores: accelerator-ms and probability of each cell. */
function cellsOf(sizes: readonly number[], edges: readonly number[], tie: number, runAt: readonly number[]): Cell[] {
  const spread = sqrt(1 - tie * tie)
  return SCORES.flatMap((z, i) => {
    let below = 0
    return sizes.map((size, k): Cell => {
      const above = k === sizes.length - 1 ? 1 : normalCdf((edges[k] - tie * z) / spread)
      const cell = { use: size * runAt[i], weight: (Math.max(0, above - below) * WEIGHTS[i]) / WEIGHT_SUM }
      below = above
      return cell
    })
  })
}

const useOf = (cells: readonly Cell[]): number => cells.reduce((sum, { use, weight }) => sum + use * weight, 0)

/** The accelerator-ms that a tenth of the jobs exceed, the share of jobs below it, and their share of all accelerator time. */
function splitOf(cells: readonly Cell[]): { heavyMs: number; jobs: number; use: number } {
  const sorted = cells.toSorted((a, b) => a.use - b.use)
  const total = useOf(cells)
  let jobs = 0
  let use = 0
  for (const cell of sorted) {
    if (jobs + cell.weight > 1 - HEAVY_SHARE) return { heavyMs: cell.use * (1 - 1e-9), jobs, use: use / total }
    jobs += cell.weight
    use += cell.use * cell.weight
  }
  return { heavyMs: Infinity, jobs: 1, use: 1 }
}

/** Shares below and above the split so that the stated shares of jobs and of accelerator time hold. */
function endAt(ofJobs: number, ofUse: number | undefined, { jobs, use }: { jobs: number; use: number }): readonly [number, number] {
  if (ofUse === undefined || jobs === 1) return [ofJobs, ofJobs]
  const heavy = (jobs * ofUse - use * ofJobs) / (jobs * (1 - use) - use * (1 - jobs))
  return [(ofJobs - (1 - jobs) * heavy) / jobs, heavy]
}

export function jobShape(of: ShapeOf): JobShape {
  const sizes = sizesOf(of)
  const shares = sizeShares(sizes, -bisect(-20, 20, of.meanSize, x => meanOf(sizes, sizeShares(sizes, -x, of.smallestShare))), of.smallestShare)
  let sum = 0
  const upTo = shares.map((share, k) => (k === shares.length - 1 ? 1 : (sum += share)))
  const mu = ln(of.median)
  const sigma = of.meanRun <= of.median ? 0 : bisect(0, HIGHEST_SIGMA, of.meanRun, s => cutMean(of.median, s, of.longest))
  const runAt = SCORES.map(z => Math.min(of.longest, exp(mu + sigma * z)))
  const edges = upTo.map(share => inverseNormal(Math.min(Math.max(share, 1e-300), 1 - 1e-16)))
  const isTied = of.meanUse !== undefined && sigma > 0 && sizes.length > 1
  const tie = isTied ? bisect(-0.999, 0.999, of.meanUse ?? 0, each => useOf(cellsOf(sizes, edges, each, runAt))) : 0
  const cells = cellsOf(sizes, edges, tie, runAt)
  const split = splitOf(cells)
  const failed = endAt(of.failed, of.failedUse, split)
  const cancelled = endAt(of.cancelled, of.cancelledUse, split)
  return {
    sizes, upTo, mu, sigma, longestMs: of.longest, tie, meanUseMs: useOf(cells), heavyMs: split.heavyMs,
    ends: [{ failed: failed[0], cancelled: cancelled[0] }, { failed: failed[1], cancelled: cancelled[1] }],
  }
}

/** What of a shape cannot be: none where shares and means fit together. */
export function shapeProblem(of: ShapeOf): { readonly key: keyof ShapeOf; readonly message: string; readonly allowed: string } | undefined {
  if (of.smallest > of.largest) return { key: 'smallest', message: 'is above the largest job', allowed: `at most ${of.largest}` }
  const [least, most] = meanSizeRange(of)
  if (of.meanSize < least * (1 - 1e-6) || of.meanSize > most * (1 + 1e-6)) return { key: 'meanSize', message: 'cannot be the mean of these sizes', allowed: `from ${Math.ceil(least * 100) / 100} to ${Math.floor(most * 100) / 100}` }
  if (of.meanRun < of.median || of.median > of.longest) return { key: 'meanRun', message: 'is below the median: runs are lognormal', allowed: 'from the median, and a median up to the longest run' }
  if (cutMean(of.median, HIGHEST_SIGMA, of.longest) < of.meanRun) return { key: 'meanRun', message: 'is out of reach below the longest run', allowed: 'a smaller mean or a longer run' }
  const shape = jobShape(of)
  if (of.meanUse !== undefined && Math.abs(shape.meanUseMs / of.meanUse - 1) > 0.02) return { key: 'meanUse', message: `cannot be met: these sizes and runs give ${Math.round(shape.meanUseMs / 1000)} s at most or at least`, allowed: 'a mean nearer to mean size times mean run' }
  const wrong = shape.ends.some(({ failed, cancelled }) => failed < -0.005 || cancelled < -0.005 || failed + cancelled > 1.005)
  return wrong ? { key: of.cancelledUse === undefined ? 'failed' : 'cancelledUse', message: 'does not fit the shares of jobs that fail and are cancelled', allowed: 'shares of jobs and of accelerator time that the tenth of largest jobs can carry, together at most 1' } : undefined
}
