/** Judges the checks of a scenario over its replications. */
import { formatDate } from '../base/civil-date.ts'
import { ANY_OPTION, boundOf, boundText, type Expectation } from '../scenario/check-expression.ts'
import { checkMetric, type CheckMetricName } from '../scenario/check-metrics.ts'
import type { Check } from '../scenario/schema/checks.ts'
import type { Verdict } from '../results/summary.ts'
import { average, meanInterval, quantile } from './estimate.ts'
import { digits, percent } from './number-text.ts'
import { observations } from './statistics/antithetic.ts'
import { quantileInterval } from './statistics/quantile-interval.ts'

/** One expectation of a check, judged. */
export interface CheckResult {
  readonly name: string
  readonly level: 'error' | 'warn'
  readonly pass: boolean
  /** The aggregate over replications, days as day numbers; null where it has no value. */
  readonly value: number | null
  /** What was expected, as written. */
  readonly limit: string
  /** The metric as written. */
  readonly metric: string
  /** Value and bound as people read them. */
  readonly valueText: string
  readonly boundText: string
  /** Why there is no value, or how far from the bound it is. */
  readonly reason: string
  /** 95 % interval of the mean, or of the quantile by order statistics; null for the least and the most, and where there are too few replications. */
  readonly interval: readonly [number, number] | null
  readonly replications: number
  /** Place in the list of the file. */
  readonly index: number
  /** Whether the check asks for options by name. */
  readonly isOfOption: boolean
}

/** What all results together say. */
export function verdictOf(results: readonly Pick<CheckResult, 'pass' | 'level'>[]): Verdict {
  if (results.length === 0) return 'none'
  const missed = results.filter(({ pass }) => !pass)
  if (missed.some(({ level }) => level === 'error')) return 'fail'
  return missed.length > 0 ? 'warn' : 'pass'
}

/** Quantile of values that may be infinite: between a day and never there is nothing to interpolate. */
function openQuantile(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1)
  const above = sorted[Math.ceil(at)]
  return Number.isInteger(at) || above === Infinity ? above : quantile(sorted, p)
}

/** An aggregate over replications; none of the values may be missing. */
export function aggregateOf({ aggregate }: Pick<Expectation, 'aggregate'>, values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  if (aggregate === 'mean') return average(values)
  if (aggregate === 'min') return sorted[0]
  return aggregate === 'max' ? sorted[sorted.length - 1] : openQuantile(sorted, aggregate)
}

/** Whether a value is on the wanted side of a bound. */
export const HOLDS: Readonly<Record<Expectation['comparison'], (value: number, bound: number) => boolean>> = {
  '>=': (value, bound) => value >= bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '<': (value, bound) => value < bound,
}

/** A value of a metric as people read it. */
export function metricText(name: CheckMetricName, value: number): string {
  const { unit, isShare } = checkMetric(name)
  if (value === Infinity) return 'never'
  if (unit === 'date') return formatDate(Math.floor(value))
  if (isShare === true) return percent(value, 2)
  const size = Math.abs(value)
  const amount = digits(value, value === 0 || size >= 1000 ? 0 : size >= 100 ? 1 : 3)
  return unit === '' ? amount : `${amount}\u2009${unit}`
}

/** What is told of a value beside its bound. */
function reasonOf(values: readonly number[], value: number): string {
  const missing = values.filter(Number.isNaN).length
  if (missing > 0) return `no value in ${missing} of ${values.length} replications, and what cannot be judged does not pass`
  const never = values.filter(each => each === Infinity).length
  return value === Infinity ? `not reached within the simulated time in ${never} of ${values.length} replications` : ''
}

/** Interval of what is judged; one whose end is never has none. */
function intervalOf({ aggregate }: Expectation, values: readonly number[], isAntithetic: boolean): readonly [number, number] | null {
  if (aggregate === 'mean') return meanInterval(observations(values, isAntithetic))
  if (typeof aggregate === 'string' || isAntithetic) return null
  const found = quantileInterval([...values].sort((a, b) => a - b), aggregate)
  return found?.every(Number.isFinite) === true ? found : null
}

interface Judged {
  readonly check: Check
  readonly index: number
  readonly values: readonly number[]
  readonly isAntithetic: boolean
}

function judge({ check, index, values, isAntithetic }: Judged, expectation: Expectation): CheckResult {
  const { metric, level, name } = check
  const bound = boundOf(metric.name, expectation)
  const limit = bound.ok ? bound.value : NaN
  const value = values.some(Number.isNaN) ? NaN : aggregateOf(expectation, values)
  const isKnown = Number.isFinite(value)
  return {
    name: name ?? `${metric.text} ${expectation.text}`,
    level,
    pass: !Number.isNaN(value) && HOLDS[expectation.comparison](value, limit),
    value: isKnown ? value : null,
    limit: expectation.text,
    metric: metric.text,
    valueText: Number.isNaN(value) ? 'no value' : metricText(metric.name, value),
    boundText: metric.name === 'runEnd' ? boundText(metric.name, limit) : metricText(metric.name, limit),
    reason: reasonOf(values, value),
    interval: isKnown ? intervalOf(expectation, values, isAntithetic) : null,
    replications: values.length,
    index,
    isOfOption: metric.selectors.option !== undefined,
  }
}

/** Checks that a run with this option answers, in file order; `values` by replication as `checkValues` gives them. */
export function judgeChecks(checks: readonly Check[], option: string | null, values: readonly (readonly number[])[], isAntithetic = false): CheckResult[] {
  return checks.flatMap((check, index) => {
    const wanted = check.metric.selectors.option
    const isAsked = wanted === undefined || wanted === ANY_OPTION || wanted === option
    return isAsked ? check.expect.map(expectation => judge({ check, index, values: values.map(each => each[index]), isAntithetic }, expectation)) : []
  })
}
