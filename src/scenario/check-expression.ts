/**
 * The two texts of a check. A metric is a name, perhaps narrowed in braces and asked at a day: `availability{tenant: research}`,
 * `energisedAccelerators{option: bridge}@2029-06-01`. An expectation is an aggregate over replications, a comparison and a bound:
 * `p10 >= 0.55`, `mean <= 30 MW`, `p90 <= 2029-05-01`. Quantiles are by non-exceedance.
 */
import { formatDate, parseDate } from '../base/civil-date.ts'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { CHECK_METRIC_NAMES, checkMetric, type CheckMetricName, type SelectorKey } from './check-metrics.ts'
import { nearestName } from './nearest.ts'
import { parseQuantity, type Problem } from './schema/quantity-text.ts'

export interface MetricText {
  readonly name: CheckMetricName
  readonly selectors: Readonly<Partial<Record<SelectorKey, string>>>
  /** Day number of a metric that is asked at a day. */
  readonly day: number | null
  /** As written. */
  readonly text: string
}

/** As the name of an option: every option, and the file as written. */
export const ANY_OPTION = '*'

export const COMPARISONS = ['>=', '<=', '>', '<'] as const
export type Comparison = (typeof COMPARISONS)[number]

export interface Expectation {
  /** `mean`, `min` or `max` of the replications; a number is the quantile, 0–1. */
  readonly aggregate: 'mean' | 'min' | 'max' | number
  readonly comparison: Comparison
  /** In the unit of the metric once that is known; as written here. */
  readonly bound: string
  readonly text: string
}

const METRIC = /^([A-Za-z][A-Za-z0-9]*)\s*(?:\{([^{}]*)\})?\s*(?:@\s*(\S+))?$/u
const EXPECTATION = /^(p\d{1,2}(?:\.\d+)?|mean|min|max)\s*(>=|<=|>|<)\s*([^\s=].*)$/u
const MAX_TEXT_LENGTH = 200

const METRIC_SHAPE = 'a name, perhaps with {option: id} and @2029-06-01 behind it'

function readSelectors(name: CheckMetricName, text: string | undefined): Result<MetricText['selectors'], Problem> {
  const { selectors, needs = [] } = checkMetric(name)
  const allowed = `${selectors.join(', ')} of ${name}`
  const read: Partial<Record<SelectorKey, string>> = {}
  for (const part of (text ?? '').split(',').map(each => each.trim()).filter(each => each !== '')) {
    const [key, value, ...more] = part.split(/[:=]/u).map(each => each.trim())
    if (value === undefined || value === '' || more.length > 0) return err({ code: 'check-selector', message: `has the selector '${part}'`, allowed: 'key: value, separated by commas' })
    const known = selectors.find(each => each === key)
    if (known === undefined) return err({ code: 'check-selector', message: `cannot be narrowed by '${key}'`, allowed, ...nearest(key, selectors) })
    if (read[known] !== undefined) return err({ code: 'check-selector', message: `names ${key} twice`, allowed })
    read[known] = value
  }
  const missing = needs.find(key => read[key] === undefined)
  return missing === undefined ? ok(read) : err({ code: 'check-selector', message: `says nothing about which ${missing}`, allowed: `${name}{${missing}: …}` })
}

const nearest = (word: string, candidates: readonly string[]): { nearest?: string } => {
  const found = nearestName(word, candidates)
  return found === undefined ? {} : { nearest: found }
}

function readDay(name: CheckMetricName, text: string | undefined): Result<number | null, Problem> {
  const isDated = checkMetric(name).isDated === true
  if (text === undefined) return isDated ? err({ code: 'check-selector', message: 'needs a day', allowed: `${name}@2029-06-01` }) : ok(null)
  if (!isDated) return err({ code: 'check-selector', message: 'is of the whole run and has no day', allowed: `${name} without @; figures of a day are ${CHECK_METRIC_NAMES.filter(each => checkMetric(each).isDated === true).join(', ')}` })
  const day = parseDate(text)
  return day === undefined ? err({ code: 'check-selector', message: `is asked at '${text}', which is no day`, allowed: 'a date such as 2029-06-01' }) : ok(day)
}

/** Reads the text of a metric; the names in its selectors are compared with the file later. */
export function readMetric(input: unknown): Result<MetricText, Problem> {
  if (typeof input !== 'string' || input.length > MAX_TEXT_LENGTH) return err({ code: 'type', message: 'is not the text of a metric', allowed: METRIC_SHAPE })
  const match = METRIC.exec(input.trim())
  if (match === null) return err({ code: 'check-selector', message: 'is not a metric', allowed: METRIC_SHAPE })
  const name = CHECK_METRIC_NAMES.find(each => each === match[1])
  if (name === undefined) return err({ code: 'unknown-metric', message: 'is not a metric that checks know', allowed: CHECK_METRIC_NAMES.join(', '), ...nearest(match[1], CHECK_METRIC_NAMES) })
  const selectors = readSelectors(name, match[2])
  if (!selectors.ok) return selectors
  const day = readDay(name, match[3])
  return day.ok ? ok({ name, selectors: selectors.value, day: day.value, text: input.trim() }) : day
}

const EXPECTATION_SHAPE = 'an aggregate over replications (p1 to p99, mean, min, max), a comparison (>=, <=, >, <) and a bound: p10 >= 0.55'

/** Reads the text of an expectation; its bound is read with the unit of the metric by `boundOf`. */
export function readExpectation(input: unknown): Result<Expectation, Problem> {
  const match = typeof input === 'string' && input.length <= MAX_TEXT_LENGTH ? EXPECTATION.exec(input.trim()) : null
  const comparison = COMPARISONS.find(each => each === match?.[2])
  if (match === null || comparison === undefined) return err({ code: 'check-expect', message: 'is not an expectation', allowed: EXPECTATION_SHAPE })
  const word = match[1]
  const aggregate = word === 'mean' || word === 'min' || word === 'max' ? word : Number(word.slice(1)) / 100
  if (aggregate === 0) return err({ code: 'check-expect', message: 'asks for the 0 % quantile', allowed: 'p1 to p99, or min' })
  return ok({ aggregate, comparison, bound: match[3].trim(), text: match[0] })
}

/** The bound of an expectation in the unit of a metric; days as day numbers. */
export function boundOf(name: CheckMetricName, { bound }: Expectation): Result<number, Problem> {
  const { unit } = checkMetric(name)
  if (unit === 'date') {
    const day = parseDate(bound)
    return day === undefined ? err({ code: 'check-expect', message: `compares a day with '${bound}'`, allowed: 'a date such as 2029-06-01' }) : ok(day)
  }
  const isBare = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/u.test(bound)
  const read = isBare ? ok(Number(bound)) : parseQuantity(bound, unit)
  return read.ok ? read : err({ code: 'check-expect', message: `has the bound '${bound}', which ${read.error.message}`, allowed: unit === '' ? 'a number or a percentage' : `a number, or a quantity in ${unit}` })
}

/** A bound as people read it. */
export const boundText = (name: CheckMetricName, bound: number): string => (checkMetric(name).unit === 'date' ? formatDate(bound) : String(bound))
