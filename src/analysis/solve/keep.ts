/** What a point of a search must keep, and whether its replications say that it does: decided only where the chance of error is small enough. */
import { studentQuantile } from '../../base/student.ts'
import type { Expectation } from '../../scenario/check-expression.ts'
import { average } from '../estimate.ts'
import { HOLDS } from '../judge-checks.ts'
import { isSurelyAbove, isSurelyAtMost } from '../statistics/binomial.ts'
import { looksUpTo, spend } from './looks.ts'

/** Kept and missed are certain at the stated confidence, open is neither. */
export type Decision = 'kept' | 'missed' | 'open'

/** A bound on an aggregate of one number a replication; the bound is in the unit of the metric. */
export interface Keep extends Pick<Expectation, 'aggregate' | 'comparison'> {
  readonly bound: number
}

const isLower = ({ comparison }: Pick<Keep, 'comparison'>): boolean => comparison.startsWith('>')

/** Share of replications beyond the bound that a quantile allows. */
const allowedShare = (keep: Keep, p: number): number => (isLower(keep) ? p : 1 - p)

/** Errors of one look: of saying wrongly that it is kept, and that it is missed. */
export interface LookErrors {
  readonly kept: number
  readonly missed: number
}

/** The extreme of as many replications as there may be: one is enough to miss it (or to keep it), and none may (or must) be left. */
function decideExtreme(values: readonly number[], keep: Keep, isLast: boolean): Decision {
  const isForAll = (keep.aggregate === 'min') === isLower(keep)
  const holds = (value: number): boolean => HOLDS[keep.comparison](value, keep.bound)
  if (isForAll && !values.every(holds)) return 'missed'
  if (!isForAll && values.some(holds)) return 'kept'
  return isLast ? (isForAll ? 'kept' : 'missed') : 'open'
}

/** A mean by its t-interval; what is infinite in one replication is infinite in the mean. */
function decideMean(values: readonly number[], keep: Keep, { kept, missed }: LookErrors): Decision {
  const mean = average(values)
  const holds = HOLDS[keep.comparison](mean, keep.bound)
  if (!Number.isFinite(mean)) return holds ? 'kept' : 'missed'
  const error = holds ? kept : missed
  const n = values.length
  if (error === 0 || n < 2) return 'open'
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const half = squares === 0 ? 0 : (studentQuantile(1 - error, n - 1) * Math.sqrt(squares / (n - 1))) / Math.sqrt(n)
  const end = mean + (mean < keep.bound ? half : -half)
  return HOLDS[keep.comparison](end, keep.bound) === holds ? (holds ? 'kept' : 'missed') : 'open'
}

/** A quantile by the number of replications beyond the bound, whatever their distribution. */
function decideQuantile(values: readonly number[], keep: Keep, p: number, { kept, missed }: LookErrors): Decision {
  const beyond = values.filter(value => !HOLDS[keep.comparison](value, keep.bound)).length
  const share = allowedShare(keep, p)
  if (kept > 0 && isSurelyAtMost(beyond, values.length, share, kept)) return 'kept'
  return missed > 0 && isSurelyAbove(beyond, values.length, share, missed) ? 'missed' : 'open'
}

/** Decides from the values of all replications up to a look; what has no value cannot be kept. */
export function decide(values: readonly number[], keep: Keep, errors: LookErrors, isLast: boolean): Decision {
  if (values.some(Number.isNaN)) return 'missed'
  if (keep.aggregate === 'mean') return decideMean(values, keep, errors)
  return typeof keep.aggregate === 'number' ? decideQuantile(values, keep, keep.aggregate, errors) : decideExtreme(values, keep, isLast)
}

/** How one point of a search is decided: after which numbers of replications, and with which errors for each of its bounds. */
export interface Schedule {
  readonly looks: readonly number[]
  /** `errors[keep][look]`. */
  readonly errors: readonly (readonly LookErrors[])[]
}

/** Spends an error over the looks at a point; it is missed wrongly by any of its bounds, kept wrongly only by one that is truly missed. */
export function scheduleOf(keeps: readonly Keep[], error: number, most: number): Schedule {
  const looks = looksUpTo(most)
  const power = (base: number) => (n: number): number => {
    let product = 1
    for (let i = 0; i < n; i++) product *= base
    return product
  }
  const errors = keeps.map(keep => {
    const { aggregate } = keep
    const share = typeof aggregate === 'number' ? allowedShare(keep, aggregate) : 0
    const isQuantile = typeof aggregate === 'number'
    const kept = spend(looks, error, isQuantile ? power(1 - share) : () => 0)
    const missed = spend(looks, error / keeps.length, isQuantile ? power(share) : () => 0)
    return looks.map((_, at): LookErrors => ({ kept: kept[at], missed: missed[at] }))
  })
  return { looks, errors }
}

/** Replications that a quantile takes until it can be known to be kept, at this error; 0 for other aggregates. */
export function neededFor(keep: Keep, error: number): number {
  if (typeof keep.aggregate !== 'number') return 0
  const share = allowedShare(keep, keep.aggregate)
  let [n, chance] = [0, 1]
  for (; chance > error; n++) chance *= 1 - share
  return n
}

/** All bounds of a point together: missed by one is missed, kept by all is kept. `values[keep]` are those of its replications. */
export function decideAll(values: readonly (readonly number[])[], keeps: readonly Keep[], { looks, errors }: Schedule, look: number): Decision {
  const isLast = look === looks.length - 1
  const decisions = keeps.map((keep, at) => decide(values[at].slice(0, looks[look]), keep, errors[at][look], isLast))
  if (decisions.includes('missed')) return 'missed'
  return decisions.every(each => each === 'kept') ? 'kept' : 'open'
}
