/** From the months of replications to lines that lie over each other. */
import { pairedInterval } from '../analysis/compare.ts'
import { average, quantile } from '../analysis/estimate.ts'
import { daysFromCivil } from '../base/civil-date.ts'
import type { MonthlyValues } from '../results/replication.ts'

export interface OverlayLine {
  readonly label: string
  /** By month; in a difference, what is above the baseline. NaN where there is nothing. */
  readonly middle: readonly number[]
  /** Band around it. */
  readonly low: readonly number[]
  readonly high: readonly number[]
}

export interface OverlayData {
  /** First days of the months, and the day after the last one. */
  readonly days: readonly number[]
  readonly measure: string
  readonly unit: string
  /** Null in a difference. */
  readonly base: OverlayLine | null
  readonly baseLabel: string
  readonly others: readonly OverlayLine[]
  readonly replications: number
}

export type OverlayMeasure = 'productive' | 'allocatable' | 'itMW'

const TEXTS: Readonly<Record<OverlayMeasure, { readonly measure: string; readonly unit: string }>> = {
  productive: { measure: 'Useful accelerators', unit: 'accelerators' },
  allocatable: { measure: 'Accelerators that jobs could have', unit: 'accelerators' },
  itMW: { measure: 'IT power', unit: 'MW' },
}
export const OVERLAY_MEASURES = Object.keys(TEXTS) as OverlayMeasure[]
export const measureLabel = (measure: OverlayMeasure): string => TEXTS[measure].measure

export interface OverlaySide {
  readonly label: string
  readonly rows: readonly { readonly months: MonthlyValues }[]
}

/** Day on which the lines begin, and the day after they end. */
export interface OverlaySpan {
  readonly startDay: number
  readonly endDay: number
}

const NONE = [NaN, NaN] as const

function daysOf({ firstYear, firstMonth, contracted }: MonthlyValues): number[] {
  return Array.from({ length: contracted.length + 1 }, (_, at) => {
    const month = firstMonth - 1 + at
    return daysFromCivil(firstYear + Math.floor(month / 12), (month % 12) + 1, 1)
  })
}

const isFinite = (values: readonly number[]): boolean => values.every(Number.isFinite)

/** Months from the first of a side to that of another: sides from files may begin elsewhere. */
const monthsTo = ({ rows: [from] }: OverlaySide, { rows: [to] }: OverlaySide): number => (to.months.firstYear - from.months.firstYear) * 12 + to.months.firstMonth - from.months.firstMonth

/** Mean over replications, between their 10 and 90 % quantiles; months of the baseline. */
function lineOf(side: OverlaySide, base: OverlaySide, measure: OverlayMeasure, months: number): OverlayLine {
  const { label, rows } = side
  const shift = monthsTo(side, base)
  const at = Array.from({ length: months }, (_, month) => rows.map(row => row.months[measure][month + shift] ?? NaN))
  const of = (values: readonly number[], p: number): number => (isFinite(values) && values.length > 1 ? quantile([...values].sort((a, b) => a - b), p) : NaN)
  return { label, middle: at.map(average), low: at.map(values => of(values, 0.1)), high: at.map(values => of(values, 0.9)) }
}

/** Mean of the paired differences with its 95 % interval, wide enough for so many options at once. */
function differenceOf(base: OverlaySide, side: OverlaySide, measure: OverlayMeasure, months: number, comparisons: number): OverlayLine {
  const { label, rows } = side
  const shift = monthsTo(side, base)
  const pairs = Math.min(base.rows.length, rows.length)
  const at = Array.from({ length: months }, (_, month) => rows.slice(0, pairs).map((row, pair) => (row.months[measure][month + shift] ?? NaN) - (base.rows[pair].months[measure][month] ?? NaN)))
  const intervals = at.map(values => (isFinite(values) ? pairedInterval(values, comparisons) : null) ?? NONE)
  return { label, middle: at.map(average), low: intervals.map(([low]) => low), high: intervals.map(([, high]) => high) }
}

/** Sides without a run are left out; the first and the last month are cut where the run begins and ends. */
export function overlayData(base: OverlaySide, others: readonly OverlaySide[], measure: OverlayMeasure, isDifference: boolean, { startDay, endDay }: OverlaySpan = { startDay: -Infinity, endDay: Infinity }): OverlayData {
  const simulated = others.filter(({ rows }) => rows.length > 0)
  const { measure: name, unit } = TEXTS[measure]
  const common = { measure: name, unit, baseLabel: base.label }
  if (base.rows.length === 0) return { ...common, days: [], base: null, others: [], replications: 0 }
  const days = daysOf(base.rows[0].months).map(day => Math.min(endDay, Math.max(startDay, day)))
  const months = days.length - 1
  return {
    ...common,
    days,
    base: isDifference ? null : lineOf(base, base, measure, months),
    others: simulated.map(side => (isDifference ? differenceOf(base, side, measure, months, simulated.length) : lineOf(side, base, measure, months))),
    replications: Math.min(base.rows.length, ...simulated.map(({ rows }) => rows.length)),
  }
}
