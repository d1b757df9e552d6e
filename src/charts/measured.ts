/** Measured values laid over a chart over time: dashed, in a colour that no level has, with their name at the end. */
import { h, type Mark } from './mark.ts'
import { SERIES } from './palette.ts'
import { type EndLabel, linePath, type ValueScale } from './parts.ts'
import type { TimeScale } from './time-axis.ts'

/** Means over even stretches of the axis, NaN where nothing was measured. */
export interface MeasuredLine {
  readonly label: string
  readonly fromDay: number
  readonly toDay: number
  readonly values: readonly number[]
}

const COLOURS = [SERIES.purple, SERIES.vermilion, SERIES.orange] as const
const DASH = '4 2'
const colourOf = (at: number): string => COLOURS[at % COLOURS.length]
const known = (lines: readonly MeasuredLine[]): readonly MeasuredLine[] => lines.filter(({ values }) => values.some(Number.isFinite))

/** Highest measured value; 0 without any. */
export const mostMeasured = (lines: readonly MeasuredLine[] = []): number => lines.reduce((most, { values }) => values.reduce((high, value) => (value > high ? value : high), most), 0)

export const measuredMarks = (lines: readonly MeasuredLine[] = [], time: TimeScale, value: ValueScale): Mark[] =>
  known(lines).map(({ label, fromDay, toDay, values }, at) => {
    const xs = values.map((_, i) => time.x(fromDay + ((i + 0.5) / values.length) * (toDay - fromDay)))
    return h('path', { class: 'measured', d: linePath(xs, values.map(value.y)), fill: 'none', stroke: colourOf(at), 'stroke-width': 1.75, 'stroke-dasharray': DASH }, h('title', {}, `Measured: ${label}`))
  })

export const measuredLabels = (lines: readonly MeasuredLine[] = [], value: ValueScale): EndLabel[] =>
  known(lines).map(({ label, values }, at) => ({ y: value.y(values.findLast(Number.isFinite) ?? 0), text: label, colour: colourOf(at), dash: DASH }))

/** A sentence for those who do not see them; '' without any. */
export const measuredWords = (lines: readonly MeasuredLine[] = []): string => (known(lines).length === 0 ? '' : ` Measured values beside it: ${known(lines).map(({ label }) => label).join(', ')}.`)
