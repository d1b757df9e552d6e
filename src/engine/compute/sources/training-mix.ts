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

/** Size at probability u: smallest · 2^k with weights 2^(−k·exponent), k up to the largest of the file; then halved until allowed. */
function sizeAt(entry: TrainingMixEntry, u: number, allowed: number): number {
  const ratio = pow(2, -entry.sizeExponent)
  let total = 0
  for (let size = entry.smallest, weight = 1; size <= Math.max(entry.largest, entry.smallest); size *= 2, weight *= ratio) total += weight
  let left = u * total
  let size = entry.smallest
  for (let weight = 1; left > weight && size * 2 <= entry.largest; weight *= ratio) {
    left -= weight
    size *= 2
  }
  return Math.min(size, allowed)
}

function meanSize(entry: TrainingMixEntry, allowed: number): number {
  const ratio = pow(2, -entry.sizeExponent)
  let sum = 0
  let total = 0
  for (let size = entry.smallest, weight = 1; size <= Math.max(entry.largest, entry.smallest); size *= 2, weight *= ratio) {
    sum += Math.min(size, allowed) * weight
    total += weight
  }
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
  /** Jobs that are submitted when the step begins. */
  readonly atOnce: number
}

function rateSteps(entry: TrainingMixEntry, site: SourceSite): RateStep[] {
  const runMs = meanRunMs(entry) * (1 - entry.failures * (1 - FAILED_SHARE))
  return site.contract.map((step, i) => {
    const allowed = largestSize(entry, step.accelerators)
    const size = meanSize(entry, allowed)
    const use = gangUse(entry.samplers)
    const added = Math.max(0, step.accelerators - (i === 0 ? 0 : site.contract[i - 1].accelerators))
    return { ...step, allowed, perMs: (entry.load * step.accelerators) / (size * runMs * use), atOnce: (entry.ahead * added) / (size * gangSize(entry.samplers)) }
  })
}

const stepEnd = (steps: readonly ContractStep[], index: number, horizonMs: number): number => Math.min(horizonMs, steps[index + 1]?.fromMs ?? horizonMs)

/** Expected jobs up to the horizon. */
function expectedJobs(steps: readonly RateStep[], horizonMs: number): number {
  return steps.reduce((sum, step, i) => sum + step.atOnce + step.perMs * Math.max(0, stepEnd(steps, i, horizonMs) - step.fromMs), 0)
}

/** Factor by which all runs are stretched so that the number of jobs stays below the entry's; two standard deviations are kept free. */
function stretchOf(entry: TrainingMixEntry, steps: readonly RateStep[], horizonMs: number): number {
  const most = Math.max(1, entry.jobs - 2 * sqrt(entry.jobs))
  return Math.max(1, expectedJobs(steps, horizonMs) / most)
}

/** Step in which the cumulative rate reaches `target`, and the time; undefined beyond the horizon. */
function timeOf(steps: readonly RateStep[], stretch: number, target: number, horizonMs: number): { step: RateStep; atMs: number } | undefined {
  let left = target * stretch
  for (let i = 0; i < steps.length; i++) {
    if (left < steps[i].atOnce) return { step: steps[i], atMs: steps[i].fromMs }
    left -= steps[i].atOnce
    const jobs = steps[i].perMs * Math.max(0, stepEnd(steps, i, horizonMs) - steps[i].fromMs)
    if (left < jobs) return { step: steps[i], atMs: Math.ceil(steps[i].fromMs + left / steps[i].perMs) }
    left -= jobs
  }
  return undefined
}

export const trainingMix = defineJobSource({
  id: 'training-mix',
  label: 'Mix of training jobs',
  summary: 'Poisson arrivals whose offered work follows the contracted capacity; sizes doubling from the smallest to the largest, lognormal runs.',
  create(entry, site) {
    const steps = rateSteps(entry, site)
    const stretch = stretchOf(entry, steps, site.horizonMs)
    const source = entityKey(site.root, `workload.${entry.id}`)
    const mu = ln(entry.median)
    return {
      next(cursor, job) {
        if (cursor.ordinal >= entry.jobs) return false
        const key = childKey(source, cursor.ordinal)
        cursor.ordinal += 1
        // The same uniforms at any rate: the cumulative rate is inverted, so a scenario that rescales it keeps its jobs.
        cursor.position += exponential(uniform(key, PURPOSE.arrival, 0), 1)
        const due = timeOf(steps, stretch, cursor.position, site.horizonMs)
        if (due === undefined || due.atMs >= site.horizonMs) return false
        const runMs = Math.min(entry.longest, lognormal(uniform(key, PURPOSE.duration, 0), mu, entry.spread)) * stretch
        job.cancels = false
        job.fails = uniform(key, PURPOSE.cancel, 0) < entry.failures
        const ends = job.fails ? failedShare(uniform(key, PURPOSE.cancel, 1)) : 1
        job.submitMs = due.atMs
        job.accelerators = sizeAt(entry, uniform(key, PURPOSE.size, 0), due.step.allowed)
        job.workMs = Math.max(1, Math.round(runMs * ends))
        job.requestedMs = Math.max(job.workMs, Math.ceil(runMs * (1 + entry.overestimate * uniform(key, PURPOSE.duration, 1))))
        job.commFraction = entry.communication
        job.deferrable = entry.deferrable
        return true
      },
    }
  },
})
