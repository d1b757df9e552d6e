/** Rules of checks: names that exist, days that are simulated, bounds that can be kept together. */
import { formatDate } from '../../base/civil-date.ts'
import { BUCKETS } from '../buckets.ts'
import { ANY_OPTION, boundOf, boundText, type Expectation, type MetricText } from '../check-expression.ts'
import { checkMetric, type SelectorKey } from '../check-metrics.ts'
import { nearestName } from '../nearest.ts'
import type { Check } from '../schema/checks.ts'
import type { Scenario } from '../schema/scenario.ts'
import type { Problem } from '../validate.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Named = Pick<Scenario, 'options' | 'tenants' | 'workload'>

const GATES = [...new Set(BUCKETS.map(({ code }) => code.split('.')[0]))]

/** Names that a selector may have in this file; sites are compared where they are known. */
const NAMES: Readonly<Record<Exclude<SelectorKey, 'site'>, (scenario: Named) => string[]>> = {
  option: ({ options }) => [...Object.keys(options), ANY_OPTION],
  tenant: ({ tenants }) => Object.keys(tenants),
  service: ({ workload }) => workload.filter(({ source }) => source === 'inference').map(({ id }) => id),
  run: ({ workload }) => workload.filter(({ source }) => source === 'training-run').map(({ id }) => id),
  bucket: () => [...GATES, ...BUCKETS.map(({ code }) => code)],
}

const metricPath = (index: number): Finding['path'] => ['checks', index, 'metric']

function unknownName(name: string, key: SelectorKey, known: readonly string[], index: number): Finding[] {
  if (known.includes(name)) return []
  const nearest = nearestName(name, known)
  return [{ path: metricPath(index), message: `matches nothing: there is no ${key} '${name}'`, value: name, allowed: known.join(', ') || `nothing: the file has no ${key}`, ...(nearest === undefined ? {} : { nearest }) }]
}

function selectorFindings(scenario: Named, { selectors }: MetricText, index: number): Finding[] {
  return (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap(key => {
    const name = selectors[key]
    return name === undefined ? [] : unknownName(name, key, NAMES[key](scenario), index)
  })
}

/** Checks of sites that the file does not have; told beside the other rules of sites. */
export function checkSiteProblems({ checks = [] }: Partial<Scenario>, ids: readonly string[]): Problem[] {
  return checks.flatMap(({ metric: { selectors } }, index) => (selectors.site === undefined ? [] : unknownName(selectors.site, 'site', ids, index).map((finding): Problem => ({ severity: 'error', code: 'check-selector', ...finding }))))
}

interface Bound {
  readonly expectation: Expectation
  readonly value: number
  readonly index: number
}

const isLower = ({ expectation: { comparison } }: Bound): boolean => comparison.startsWith('>')

/** Where an aggregate stands in the order of the sample; the mean has no place among quantiles. */
const rankOf = ({ aggregate }: Expectation): number => (aggregate === 'min' ? 0 : aggregate === 'max' ? 1 : aggregate === 'mean' ? NaN : aggregate)

/** Whether `a` is at most `b` in every sample. */
function isAtMost(a: Expectation, b: Expectation): boolean {
  if (a.aggregate === b.aggregate || a.aggregate === 'min' || b.aggregate === 'max') return true
  return rankOf(a) <= rankOf(b)
}

/** A lower bound of something that is at most another, above the upper bound of that other. */
function contradicts(low: Bound, high: Bound): boolean {
  const isStrict = low.expectation.comparison === '>' || high.expectation.comparison === '<'
  return isAtMost(low.expectation, high.expectation) && (low.value > high.value || (isStrict && low.value === high.value))
}

/** What a share can never do. */
function isImpossible(bound: Bound): boolean {
  const { comparison } = bound.expectation
  return isLower(bound) ? bound.value > 1 || (comparison === '>' && bound.value === 1) : bound.value < 0 || (comparison === '<' && bound.value === 0)
}

/** Same figure, whatever the order in which its selectors are written. */
const figureOf = ({ name, selectors, day }: MetricText): string =>
  [name, day, ...Object.entries(selectors).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`)].join(' ')

function boundFindings(checks: readonly Check[]): Finding[] {
  const byFigure = new Map<string, Bound[]>()
  const findings: Finding[] = []
  checks.forEach(({ metric, expect }, index) => {
    const key = figureOf(metric)
    const known = byFigure.get(key) ?? []
    for (const expectation of expect) {
      const value = boundOf(metric.name, expectation)
      if (!value.ok) continue
      const bound = { expectation, value: value.value, index }
      const path = ['checks', index, 'expect']
      if (checkMetric(metric.name).isShare === true && isImpossible(bound)) findings.push({ path, message: 'asks more of a share than it can be', value: expectation.text, allowed: 'a bound from 0 to 1' })
      const other = known.find(each => (isLower(each) ? !isLower(bound) && contradicts(each, bound) : isLower(bound) && contradicts(bound, each)))
      if (other !== undefined) findings.push({ path, message: `cannot be kept together with '${other.expectation.text}' of checks[${other.index}]`, value: expectation.text, allowed: `${isLower(bound) ? 'at most' : 'at least'} ${boundText(metric.name, other.value)}` })
      known.push(bound)
    }
    byFigure.set(key, known)
  })
  return findings
}

export const checkRules: readonly Rule[] = [
  rule('check-selector', 'error', ['checks', 'options', 'tenants', 'workload'], scenario => scenario.checks.flatMap(({ metric }, index) => selectorFindings(scenario, metric, index))),
  rule('check-selector', 'error', ['checks', 'horizon'], ({ checks, horizon: { start, end } }) =>
    checks.flatMap(({ metric: { day } }, index): Finding[] => (day === null || (day >= start && day < end) ? [] : [{ path: metricPath(index), message: 'matches nothing: the day is not simulated', value: formatDate(day), allowed: `${formatDate(start)} to ${formatDate(end - 1)}` }]))),
  rule('check-expect', 'error', ['checks'], ({ checks }) =>
    checks.flatMap(({ metric, expect }, index) => expect.flatMap((expectation): Finding[] => {
      const bound = boundOf(metric.name, expectation)
      return bound.ok ? [] : [{ path: ['checks', index, 'expect'], message: bound.error.message, value: expectation.text, allowed: bound.error.allowed ?? '' }]
    }))),
  rule('check-bounds', 'error', ['checks'], ({ checks }) => boundFindings(checks)),
]
