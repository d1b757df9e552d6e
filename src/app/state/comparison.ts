/** Two options side by side: paired differences under common random numbers, and what they say in a sentence. */
import { compareRuns, type FigureDifference } from '../../analysis/compare.ts'
import { formatDuration, formatNumber, formatPercent, formatScaled, formatSigned } from '../format.ts'
import type { Study } from './run.ts'
import { hasContract } from './so-far.ts'

type Key = FigureDifference['key']

interface Style {
  readonly label: string
  readonly unit: string
  /** Value as text. */
  readonly show: (value: number) => string
  /** Difference as text, sign included. */
  readonly change: (value: number) => string
  /** 1 when more is better, −1 when less is, 0 when neither. */
  readonly better: 1 | -1 | 0
}

const DAY_MS = 86_400_000
const THIN = '\u2009'

const share = (label: string): Style => ({ label, unit: '%', show: value => formatPercent(value), change: value => `${formatSigned(value * 100)}${THIN}pp`, better: 1 })
const plain = (label: string, unit: string, decimals: number, better: Style['better']): Style => ({
  label,
  unit,
  show: value => `${formatNumber(value, decimals)}${unit === '' ? '' : THIN + unit}`,
  change: value => `${formatSigned(value, decimals)}${unit === '' ? '' : THIN + unit}`,
  better,
})
const scaled = (label: string, unit: string, factor: number, better: Style['better']): Style => ({
  label,
  unit,
  show: value => formatScaled(value * factor, unit),
  change: value => `${value < 0 ? '−' : '+'}${formatScaled(Math.abs(value) * factor, unit)}`,
  better,
})

/** In the order of the table; the first four are the headline. */
const STYLES: Readonly<Partial<Record<Key, Style>>> = {
  meanUtilisation: share('Useful share of the contract'),
  sustainedUtilisation: share('Sustained after ramp'),
  timeToCapacity: { label: 'Time to 90 % capacity', unit: '', show: value => formatDuration(value * DAY_MS), change: value => `${value < 0 ? '−' : '+'}${formatDuration(Math.abs(value) * DAY_MS)}`, better: -1 },
  costPerUsefulGpuHour: plain('Cost per useful GPU-hour', 'USD', 2, -1),
  sustainedUtilisationFromContractStart: share('Sustained from contract start'),
  productiveGpuHours: scaled('Productive GPU-hours', 'h', 1, 1),
  availability: share('Allocatable share'),
  runsOnTime: share('Jobs on time'),
  sloAttainment: share('Service-level attainment'),
  p95LatencyMs: plain('P95 latency', 'ms', 0, -1),
  pue: plain('PUE', '', 3, -1),
  wue: plain('WUE', 'L/kWh', 3, -1),
  energyMWh: scaled('Energy', 'Wh', 1e6, 0),
  peakSiteMW: plain('Peak site draw', 'MW', 1, 0),
  waterM3: scaled('Water', 'm³', 1, -1),
  carbonT: scaled('Carbon', 't', 1, -1),
  totalCostUsd: scaled('Total cost', 'USD', 1, -1),
}

export interface ComparedFigure {
  readonly key: Key
  readonly label: string
  readonly base: string
  readonly option: string
  readonly change: string
  /** 95 % interval of the paired difference in words. */
  readonly interval: string
  readonly verdict: 'better' | 'worse' | 'neutral' | 'unclear'
}

export interface Comparison {
  readonly pairs: number
  readonly figures: readonly ComparedFigure[]
  readonly sentence: string
}

function verdictOf({ isClear, difference }: FigureDifference, better: Style['better']): ComparedFigure['verdict'] {
  if (!isClear) return 'unclear'
  return better === 0 ? 'neutral' : Math.sign(difference) === better ? 'better' : 'worse'
}

function compared(difference: FigureDifference, style: Style): ComparedFigure {
  const { key, ci95 } = difference
  return {
    key,
    label: style.label,
    base: style.show(difference.base),
    option: style.show(difference.option),
    change: style.change(difference.difference),
    interval: ci95 === null ? 'one pair' : `${style.change(ci95[0])} … ${style.change(ci95[1])}`,
    verdict: verdictOf(difference, style.better),
  }
}

/** “Substation on time” gives 12.3 pp more useful compute (95 % interval …), 8.1 months sooner, at 0.42 USD less per useful GPU-hour. */
function sentenceOf(option: string, base: string, differences: readonly FigureDifference[]): string {
  const of = (key: Key): FigureDifference | undefined => differences.find(difference => difference.key === key)
  const useful = of('meanUtilisation')
  if (useful === undefined) return `${option} and ${base} cannot be compared yet.`
  if (useful.ci95 === null) return `${option} against ${base}: ${formatSigned(useful.difference * 100)}${THIN}pp of the contract in the first pair; more replications are coming.`
  const interval = `95${THIN}% interval ${formatSigned(useful.ci95[0] * 100)} to ${formatSigned(useful.ci95[1] * 100)}`
  if (!useful.isClear) return `${option} and ${base} do not differ clearly: ${formatSigned(useful.difference * 100)}${THIN}pp of the contract, ${interval}.`
  const parts = [`${option} gives ${formatNumber(Math.abs(useful.difference) * 100, 1)}${THIN}pp ${useful.difference > 0 ? 'more' : 'less'} useful compute than ${base} (${interval})`]
  const time = of('timeToCapacity')
  if (time?.isClear === true) parts.push(`${formatDuration(Math.abs(time.difference) * DAY_MS)} ${time.difference < 0 ? 'sooner' : 'later'}`)
  const cost = of('costPerUsefulGpuHour')
  if (cost?.isClear === true) parts.push(`at ${formatNumber(Math.abs(cost.difference), 2)}${THIN}USD ${cost.difference < 0 ? 'less' : 'more'} per useful GPU-hour`)
  return `${parts.join(', ')}.`
}

/** Null until both have a finished pair. */
export function compareStudies(base: Study, other: Study, labels: { readonly base: string; readonly other: string }): Comparison | null {
  const pairs = Math.min(base.runs.length, other.runs.length)
  if (pairs === 0 || !base.runs.every(hasContract)) return null
  const differences = compareRuns({ scenario: base.scenario, runs: base.runs.slice(0, pairs) }, { scenario: other.scenario, runs: other.runs.slice(0, pairs) })
  const figures = Object.entries(STYLES).flatMap(([key, style]) => {
    const difference = differences.find(candidate => candidate.key === key)
    return difference === undefined ? [] : [compared(difference, style)]
  })
  return { pairs, figures, sentence: sentenceOf(labels.other, labels.base, differences) }
}
