/** What the columns of the Decide room say: figures of each side, what it changes against the baseline and why, and what it rests on. */
import { ledgerBridge, type LedgerBridge } from '../../analysis/ledger-bridge.ts'
import { lostValue } from '../../analysis/lost-value.ts'
import { ledgerRows, summaryOf } from '../../analysis/summarise.ts'
import { type Binding, bindingOf, type Verdict, verdictOf } from '../../analysis/verdict.ts'
import { average, quantile } from '../../analysis/estimate.ts'
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import { short } from '../../analysis/number-text.ts'
import { DAY_MS } from '../../base/spans.ts'
import { quarterData, type QuarterData } from '../../charts/quarter-data.ts'
import { type Figure, isEstimate, type LedgerRow, type Summary } from '../../results/summary.ts'
import { formatDay, formatDuration, formatMoney, formatNumber, formatPercent, formatRange } from '../format.ts'
import { type Comparison, compareStudies, rowsOf } from './comparison.ts'
import type { Study } from './run.ts'
import type { SideRow } from './side-rows.ts'
import type { Side } from './sides.ts'
import { hasContract } from './so-far.ts'

const THIN = '\u2009'
const MOST_FIXES = 3
const MOST_DATES = 3
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const

/** A figure of one side as text; `interval` is '' for one run. */
export interface HeadFigure {
  readonly key: string
  readonly label: string
  readonly value: string
  readonly interval: string
  /** Why there is no value. */
  readonly reason: string
}

/** A date that the result rests on: how much later than planned it comes. */
export interface RestingDate {
  readonly label: string
  readonly planned: string
  readonly spread: string
}

export interface Column {
  readonly side: Side
  readonly study: Study
  readonly rows: readonly SideRow[]
  readonly summary: Summary
  readonly figures: readonly HeadFigure[]
  readonly money: readonly HeadFigure[]
  readonly power: QuarterData
  readonly useful: QuarterData
  /** What the largest losses are worth. */
  readonly fixes: readonly { readonly label: string; readonly text: string }[]
  readonly dates: readonly RestingDate[]
  /** Against the baseline; null for the baseline itself and until there is a pair. */
  readonly against: Against | null
}

export interface Against {
  readonly comparison: Comparison
  readonly verdict: Verdict
  readonly binding: Binding
  readonly bridge: LedgerBridge
  /** How often a contingent option was taken; '' for others. */
  readonly taken: string
  /** Sentences on what matters and what binds. */
  readonly sentences: readonly string[]
}

const percent = (share: number): string => formatPercent(share)
const usd = (value: number): string => `${formatNumber(value, 2)}${THIN}USD`

function headFigure(key: string, label: string, figure: Figure, show: (value: number) => string): HeadFigure {
  if (!isEstimate(figure)) return { key, label, value: '–', interval: '', reason: figure.reason }
  if (figure.ci95 === null) return { key, label, value: show(figure.mean), interval: '', reason: '' }
  const [low, high] = [show(figure.ci95[0]), show(figure.ci95[1])]
  return { key, label, value: show(figure.mean), interval: low === high ? 'spread too small to show' : formatRange(low, high), reason: '' }
}

/** Days from the start of the contract as a date. */
const dateAfter = (study: Study, days: number): string => formatDay(study.runs[0].startDay + study.runs[0].contractStartMs / DAY_MS + days)

function figuresOf(study: Study, summary: Summary): HeadFigure[] {
  return [
    headFigure('meanUtilisation', 'Useful share of the contract', summary.meanUtilisation, percent),
    headFigure('sustainedUtilisation', 'Sustained after ramp', summary.sustainedUtilisation, percent),
    headFigure('timeToCapacity', '90 % of capacity', summary.timeToCapacity, days => dateAfter(study, days)),
    headFigure('costPerUsefulGpuHour', 'Cost per useful GPU-hour', summary.costPerUsefulGpuHour, usd),
  ]
}

const moneyOf = (summary: Summary): HeadFigure[] => [
  headFigure('totalCostUsd', 'Total cost', summary.totalCostUsd, formatMoney),
  headFigure('delayUsd', 'Cost of delay', summary.delayUsd, formatMoney),
]

/** The ledger over all replications, also of those that a file holds as figures only. */
export const ledgerOf = ({ opened, runs }: Study): readonly LedgerRow[] => opened?.report.ledger ?? ledgerRows(runs)

function fixesOf(study: Study, summary: Summary): Column['fixes'] {
  return lostValue(ledgerOf(study), summary).slice(0, MOST_FIXES).map(({ label, share, usd: lost }) => ({
    label,
    text: `${formatPercent(share)} of the contract${Number.isFinite(lost) ? `, ${formatMoney(lost)}` : ''}`,
  }))
}

/** Milestones that come later than planned, the latest first; quantiles over the replications. */
function datesOf({ runs, scenario }: Study): RestingDate[] {
  const all = new Map<string, { readonly planned: number; readonly at: number[] }>()
  for (const run of runs) {
    for (const { name, block, plannedMs, atMs } of run.milestones) {
      if (plannedMs < 0) continue
      const label = block >= 0 ? `${scenario.blocks[block]?.label ?? `Block ${block + 1}`}: ${name.toLowerCase()}` : name
      const known = all.get(label) ?? { planned: plannedMs, at: [] }
      known.at.push(atMs - plannedMs)
      all.set(label, known)
    }
  }
  return [...all]
    .map(([label, { planned, at }]) => ({ label, planned, at: at.sort((a, b) => a - b), mean: average(at) }))
    .filter(({ mean }) => Math.abs(mean) > DAY_MS)
    .sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean) || (a.label < b.label ? -1 : 1))
    .slice(0, MOST_DATES)
    .map(({ label, planned, at, mean }) => ({
      label,
      planned: formatDay((runs[0]?.startDay ?? 0) + planned / DAY_MS),
      spread: at.length > 1 ? `${lateness(quantile(at, 0.1))} to ${lateness(quantile(at, 0.9))}` : lateness(mean),
    }))
}

const lateness = (ms: number): string => (Math.abs(ms) < DAY_MS ? 'on time' : `${formatDuration(Math.abs(ms))} ${ms > 0 ? 'late' : 'early'}`)

const names = (keys: Verdict['matters']): string => keys.map(key => FIGURE_TEXTS[key].label.toLowerCase()).join(', ')

/** What matters, what binds and when, in sentences. */
function sentencesOf(verdict: Verdict, { grew, fell, first }: Binding, comparison: Comparison): string[] {
  const threshold = `${formatPercent(verdict.importance, verdict.importance < 0.01 ? 1 : 0)} of the baseline`
  const told: string[] = comparison.isPaired ? [] : ['Not paired: the results were run with other seeds, so that chance differs as well; the intervals hold it.']
  if (verdict.matters.length > 0) told.push(`Matters, more than ${threshold}: ${names(verdict.matters)}.`)
  if (verdict.undecided.length > 0) told.push(`Undecided at ${threshold} after ${comparison.pairs} ${comparison.pairs === 1 ? 'pair' : 'pairs'}: ${names(verdict.undecided)}.`)
  if (verdict.judgement === 'no difference that matters') told.push(`No difference that matters: none is more than ${threshold}.`)
  const size = ({ gpuHours, ci95 }: NonNullable<Binding['grew']>): string => `${short(Math.abs(gpuHours))}${ci95 === null ? '' : ` ± ${short((ci95[1] - ci95[0]) / 2)}`}${THIN}GPU·h`
  if (fell !== null) told.push(`Gives back ${size(fell)}: ${fell.label.toLowerCase()}.`)
  if (grew !== null) told.push(`Loses ${size(grew)} more: ${grew.label.toLowerCase()}.`)
  if (first !== null) told.push(`From ${MONTHS[first.month - 1]} ${first.year} on it binds elsewhere: ${first.option.toLowerCase()} instead of ${first.base.toLowerCase()}.`)
  return told
}

/** A name within a sentence. */
export const inSentence = ({ kind, label }: Side): string => (kind === 'written' ? 'the scenario as written' : `“${label}”`)

/** In how many futures a contingent option was taken. */
function takenSentence({ scenario: { contingent }, runs }: Study): string {
  if (contingent === undefined) return ''
  return `Taken in ${runs.filter(({ decision }) => decision?.isTaken === true).length} of ${runs.length} replications: ${contingent.condition.text}.`
}

function againstOf(base: { readonly side: Side; readonly study: Study }, side: Side, study: Study, comparisons: number, importance: number): Against | null {
  const comparison = compareStudies(base.study, study, { base: inSentence(base.side), other: inSentence(side) }, comparisons, importance)
  if (comparison === null) return null
  const before = rowsOf(base.study).slice(0, comparison.pairs)
  const after = rowsOf(study).slice(0, comparison.pairs)
  const verdict = verdictOf(comparison.differences, importance)
  const binding = bindingOf(before, after, false, comparisons)
  return { comparison, verdict, binding, bridge: ledgerBridge(before, after, false, comparisons), taken: takenSentence(study), sentences: sentencesOf(verdict, binding, comparison) }
}

/** The column of a side; null while it has no finished run with a contract. */
export function columnOf(side: Side, study: Study | null, base: { readonly side: Side; readonly study: Study } | null, comparisons: number, importance: number): Column | null {
  if (study === null || study.runs.length === 0 || !study.runs.every(hasContract)) return null
  const rows = rowsOf(study)
  const summary = summaryOf(study.runs[0].acceleratorCount, rows.map(({ figures }) => figures))
  return {
    side, study, rows, summary,
    figures: figuresOf(study, summary),
    money: moneyOf(summary),
    power: quarterData(rows, 'itMW'),
    useful: quarterData(rows, 'productive'),
    fixes: fixesOf(study, summary),
    dates: datesOf(study),
    against: base === null ? null : againstOf(base, side, study, comparisons, importance),
  }
}

/** The sentence above all columns: the option that gives most, if any clearly does. */
export function overallSentence(base: Side, columns: readonly Column[]): string {
  const compared = columns.flatMap(({ side, against }) => (against === null ? [] : [{ side, against }]))
  if (compared.length === 0) return `Simulating what stands beside ${inSentence(base)}, under the same random numbers…`
  const gain = ({ against }: (typeof compared)[number]): number => against.comparison.differences.find(({ key }) => key === 'meanUtilisation')?.difference ?? 0
  const isBetter = ({ against }: (typeof compared)[number]): boolean => against.verdict.matters.includes('meanUtilisation') && against.comparison.figures.some(({ key, verdict }) => key === 'meanUtilisation' && verdict === 'better')
  const better = compared.filter(isBetter)
  if (better.length > 0) return better.reduce((most, each) => (gain(each) > gain(most) ? each : most)).against.comparison.sentence
  if (compared.length === 1) return compared[0].against.comparison.sentence
  return compared.every(({ against }) => against.verdict.judgement === 'undecided') ? `None of ${compared.length} options is clearly better than ${inSentence(base)} yet.` : `None of ${compared.length} options gives clearly more useful compute than ${inSentence(base)}.`
}
