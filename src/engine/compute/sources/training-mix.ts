import { normalCdf, exp, ln, pow, sqrt } from '../../../base/exact-math.ts'
import { childKey, entityKey, PURPOSE, uniform } from '../../../base/rng.ts'
import { exponential, lognormal } from '../../../base/variates.ts'
import { gangSize, gangUse } from '../../../scenario/gang-sizes.ts'
import type { TrainingMixEntry } from '../../../scenario/schema/workload.ts'
import { failedShare } from '../batch-jobs.ts'
import { type ContractStep, defineJobSource, type SourceSite } from '../source.ts'

/** Mean of the Beta(0.5, 2) share of its run after which a job with an error of its own ends. */
const FAILED_SHARE = 0.2

/** Largest size of the mix that is allowed when `accelerators` are contracted. */
function largestSize(entry: TrainingMixEntry, accelerators: number): number {
  const most = Math.max(entry.smallest, Math.min(entry.largest, (accelerators * entry.largestShare) / gangSize(entry.samplers)))
  let size = entry.smallest
  while (size * 2 <= most) size *= 2
  return size
}

/** Weight of a size against that of half of it, and the weights of all sizes together, which are the same for all jobs of an entry. */
interface SizeWeights {
  readonly ratio: number
  readonly total: number
}

function sizeWeights(entry: TrainingMixEntry): SizeWeights {
  const ratio = pow(2, -entry.sizeExponent)
  let total = 0
  for (let size = entry.smallest, weight = 1; size <= Math.max(entry.largest, entry.smallest); size *= 2, weight *= ratio) total += weight
  return { ratio, total }
}

/** Size at probability u: smallest · 2^k with weights 2^(−k·exponent), k up to the largest of the file; then halved until allowed. */
function sizeAt(entry: TrainingMixEntry, { ratio, total }: SizeWeights, u: number, allowed: number): number {
  let left = u * total
  let size = entry.smallest
  for (let weight = 1; left > weight && size * 2 <= entry.largest; weight *= ratio) {
    left -= weight
    size *= 2
  }
  return Math.min(size, allowed)
}

function meanSize(entry: TrainingMixEntry, { ratio, total }: SizeWeights, allowed: number): number {
  let sum = 0
  for (let size = entry.smallest, weight = 1; size <= Math.max(entry.largest, entry.smallest); size *= 2, weight *= ratio) sum += Math.min(size, allowed) * weight
  return sum / total
}

/** Mean of the lognormal run cut at the longest, ms. */
export function meanRunMs(entry: Pick<TrainingMixEntry, 'median' | 'spread' | 'longest'>): number {
  const { median, spread, longest } = entry
  if (spread === 0) return Math.min(median, longest)
  const z = ln(longest / median) / spread
  return median * exp((spread * spread) / 2) * normalCdf(z - spread) + longest * (1 - normalCdf(z))
}

/** Jobs per ms while a step of the contract holds. */
interface RateStep extends ContractStep {
  readonly perMs: number
  readonly allowed: number
  /** Jobs that are submitted when the step begins, and while it lasts. */
  readonly atOnce: number
  readonly inTime: number
}

function rateSteps(entry: TrainingMixEntry, weights: SizeWeights, site: SourceSite): RateStep[] {
  const runMs = meanRunMs(entry) * (1 - entry.failures * (1 - FAILED_SHARE))
  return site.contract.map((step, i) => {
    const allowed = largestSize(entry, step.accelerators)
    const size = meanSize(entry, weights, allowed)
    const use = gangUse(entry.samplers)
    const added = Math.max(0, step.accelerators - (i === 0 ? 0 : site.contract[i - 1].accelerators))
    const perMs = (entry.load * step.accelerators) / (size * runMs * use)
    return { ...step, allowed, perMs, atOnce: (entry.ahead * added) / (size * gangSize(entry.samplers)), inTime: perMs * Math.max(0, stepEnd(site.contract, i, site.horizonMs) - step.fromMs) }
  })
}

const stepEnd = (steps: readonly ContractStep[], index: number, horizonMs: number): number => Math.min(horizonMs, steps[index + 1]?.fromMs ?? horizonMs)

/** Expected jobs up to the horizon. */
function expectedJobs(steps: readonly RateStep[]): number {
  return steps.reduce((sum, step) => sum + step.atOnce + step.inTime, 0)
}

/** Factor by which all runs are stretched so that the number of jobs stays below the entry's; two standard deviations are kept free. */
function stretchOf(entry: TrainingMixEntry, steps: readonly RateStep[]): number {
  const most = Math.max(1, entry.jobs - 2 * sqrt(entry.jobs))
  return Math.max(1, expectedJobs(steps) / most)
}

/** Time at which the cumulative rate reaches `target`, and most accelerators of a job then, in `due`; false beyond the horizon. */
function findTime(steps: readonly RateStep[], stretch: number, target: number, due: { atMs: number; allowed: number }): boolean {
  let left = target * stretch
  for (let i = 0; i < steps.length; i++) {
    const { atOnce, inTime, fromMs, perMs, allowed } = steps[i]
    due.allowed = allowed
    due.atMs = fromMs
    if (left < atOnce) return true
    left -= atOnce
    due.atMs = Math.ceil(fromMs + left / perMs)
    if (left < inTime) return true
    left -= inTime
  }
  return false
}

export const trainingMix = defineJobSource({
  id: 'training-mix',
  label: 'Mix of training jobs',
  summary: 'Poisson arrivals whose offered work follows the contracted capacity; sizes doubling from the smallest to the largest, lognormal runs.',
  create(entry, site) {
    const weights = sizeWeights(entry)
    const steps = rateSteps(entry, weights, site)
    const stretch = stretchOf(entry, steps)
    // Overwritten with every job.
    const due = { atMs: 0, allowed: 0 }
    const source = entityKey(site.root, `workload.${entry.id}`)
    const mu = ln(entry.median)
    return {
      next(cursor, job) {
        if (cursor.ordinal >= entry.jobs) return false
        const key = childKey(source, cursor.ordinal)
        cursor.ordinal += 1
        // The same uniforms at any rate: the cumulative rate is inverted, so a scenario that rescales it keeps its jobs.
        cursor.position += exponential(uniform(key, PURPOSE.arrival, 0), 1)
        if (!findTime(steps, stretch, cursor.position, due) || due.atMs >= site.horizonMs) return false
        const runMs = Math.min(entry.longest, lognormal(uniform(key, PURPOSE.duration, 0), mu, entry.spread)) * stretch
        job.cancels = false
        job.fails = uniform(key, PURPOSE.cancel, 0) < entry.failures
        const ends = job.fails ? failedShare(uniform(key, PURPOSE.cancel, 1)) : 1
        job.submitMs = due.atMs
        job.accelerators = sizeAt(entry, weights, uniform(key, PURPOSE.size, 0), due.allowed)
        job.workMs = Math.max(1, Math.round(runMs * ends))
        job.requestedMs = Math.max(job.workMs, Math.ceil(runMs * (1 + entry.overestimate * uniform(key, PURPOSE.duration, 1))))
        job.commFraction = entry.communication
        job.deferrable = entry.deferrable
        return true
      },
    }
  },
})
