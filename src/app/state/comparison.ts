/** An option against the baseline: paired differences under common random numbers, and what they say in a sentence. */
import { compareFigures, type FigureDifference } from '../../analysis/compare.ts'
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import { judgeDifference } from '../../analysis/verdict.ts'
import { DAY_MS } from '../../base/spans.ts'
import { formatDuration, formatMoney, formatNumber, formatPercent, formatScaled, formatSigned } from '../format.ts'
import { replicationCount, type Study } from './run.ts'
import { type SideRow, sideRows } from './side-rows.ts'
import { hasContract } from './so-far.ts'

type Key = FigureDifference['key']

interface Style {
  /** Value as text. */
  readonly show: (value: number) => string
  /** Difference as text, sign included. */
  readonly change: (value: number) => string
  /** 1 when more is better, −1 when less is, 0 when neither. */
  readonly better: 1 | -1 | 0
}

/** Below this, days are told with a decimal. */
const FEW_DAYS = 2
const THIN = '\u2009'

/** Days in words. */
export const days = (value: number): string => (Math.abs(value) < FEW_DAYS ? `${formatNumber(value, 1)}${THIN}days` : formatDuration(value * DAY_MS))

const share: Style = { show: value => formatPercent(value), change: value => `${formatSigned(value * 100)}${THIN}pp`, better: 1 }
const plain = (unit: string, decimals: number, better: Style['better']): Style => ({
  show: value => `${formatNumber(value, decimals)}${unit === '' ? '' : THIN + unit}`,
  change: value => `${formatSigned(value, decimals)}${unit === '' ? '' : THIN + unit}`,
  better,
})
const scaled = (unit: string, factor: number, better: Style['better']): Style => ({
  show: value => formatScaled(value * factor, unit),
  change: value => `${value < 0 ? '−' : '+'}${formatScaled(Math.abs(value) * factor, unit)}`,
  better,
})

/** In the order of the table; the first four are the headline. */
const STYLES: Readonly<Partial<Record<Key, Style>>> = {
  meanUtilisation: share,
  sustainedUtilisation: share,
  timeToCapacity: { show: days, change: value => `${value < 0 ? '−' : '+'}${days(Math.abs(value))}`, better: -1 },
  costPerUsefulGpuHour: plain('USD', 2, -1),
  sustainedUtilisationFromContractStart: share,
  productiveGpuHours: scaled('', 1, 1),
  worst30DayUtilisation: share,
  availability: share,
  runsOnTime: share,
  sloAttainment: share,
  p95LatencyMs: plain('ms', 0, -1),
  pue: plain('', 3, -1),
  sitePerBusbar: plain('', 3, -1),
  budgetPue: plain('', 3, -1),
  wue: plain('L/kWh', 3, -1),
  cue: plain('kg/kWh', 3, -1),
  energyMWh: scaled('Wh', 1e6, 0),
  peakSiteMW: plain('MW', 1, 0),
  waterM3: scaled('m³', 1, -1),
  peakWaterKgps: plain('kg/s', 1, -1),
  carbonT: scaled('t', 1, -1),
  totalCostUsd: { show: formatMoney, change: value => `${value < 0 ? '−' : '+'}${formatMoney(Math.abs(value))}`, better: -1 },
  delayUsd: { show: formatMoney, change: value => `${value < 0 ? '−' : '+'}${formatMoney(Math.abs(value))}`, better: -1 },
}

export interface ComparedFigure {
  readonly key: Key
  readonly label: string
  readonly base: string
  readonly option: string
  readonly change: string
  /** 95 % interval of the paired difference in words. */
  readonly interval: string
  readonly verdict: 'better' | 'worse' | 'neutral' | 'same' | 'unclear'
}

export interface Comparison {
  readonly pairs: number
  /** Whether chance is the same on both sides; else it differs as well, and intervals hold it. */
  readonly isPaired: boolean
  readonly figures: readonly ComparedFigure[]
  /** The same for the chart. */
  readonly differences: readonly FigureDifference[]
  readonly sentence: string
}

/** What reads as zero, or lies within what matters, is no difference, however sure it is. */
function verdictOf(figure: FigureDifference, { better, change }: Style, importance: number): ComparedFigure['verdict'] {
  const { isClear, difference } = figure
  if (judgeDifference(figure, importance) === 'no difference that matters') return 'same'
  if (!isClear) return 'unclear'
  if (!/[1-9]/u.test(change(difference))) return 'same'
  return better === 0 ? 'neutral' : Math.sign(difference) === better ? 'better' : 'worse'
}

function compared(difference: FigureDifference, style: Style, importance: number): ComparedFigure {
  const { key, ci95 } = difference
  return {
    key,
    label: FIGURE_TEXTS[key].label,
    base: style.show(difference.base),
    option: style.show(difference.option),
    change: style.change(difference.difference),
    interval: ci95 === null ? 'one pair' : `${style.change(ci95[0])} … ${style.change(ci95[1])}`,
    verdict: verdictOf(difference, style, importance),
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
  if (time?.isClear === true) parts.push(`${days(Math.abs(time.difference))} ${time.difference < 0 ? 'sooner' : 'later'}`)
  const cost = of('costPerUsefulGpuHour')
  if (cost?.isClear === true) parts.push(`at ${formatNumber(Math.abs(cost.difference), 2)}${THIN}USD ${cost.difference < 0 ? 'less' : 'more'} per useful GPU-hour`)
  return `${parts.join(', ')}.`
}

/** Figures, buckets and months of every replication of a study, simulated here or opened from a file. */
export const rowsOf = ({ opened, scenario, runs }: Study): readonly SideRow[] => opened?.rows ?? sideRows(scenario, runs)

/** Whether replications met the same random numbers, pair by pair: the same seeds. */
function arePaired(base: Study, other: Study, pairs: number): boolean {
  const seedsOf = ({ opened, runs }: Study): readonly number[] => (opened?.rows ?? runs).slice(0, pairs).map(({ seed }) => seed)
  const [before, after] = [seedsOf(base), seedsOf(other)]
  return before.every((seed, at) => seed === after[at])
}

/** Null until both have a finished pair; `comparisons` options against one base widen the intervals; differences below `importance`, a share of the base, do not matter. */
export function compareStudies(base: Study, other: Study, labels: { readonly base: string; readonly other: string }, comparisons = 1, importance = 0): Comparison | null {
  const pairs = Math.min(replicationCount(base), replicationCount(other))
  if (pairs === 0 || !base.runs.every(hasContract)) return null
  const figuresOf = (study: Study) => rowsOf(study).slice(0, pairs).map(row => row.figures)
  const differences = compareFigures(figuresOf(base), figuresOf(other), comparisons)
  const figures = Object.entries(STYLES).flatMap(([key, style]) => {
    const difference = differences.find(candidate => candidate.key === key)
    return difference === undefined ? [] : [compared(difference, style, importance)]
  })
  return { pairs, isPaired: arePaired(base, other, pairs), figures, differences: differences.filter(({ key }) => STYLES[key] !== undefined), sentence: sentenceOf(labels.other, labels.base, differences) }
}
