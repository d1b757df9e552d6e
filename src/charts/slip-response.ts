/** The question on the card: how utilisation answers to the slip of the substation. */
import { digits, percent } from '../analysis/number-text.ts'
import type { SlipData, SlipPoint } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { LYING_FOOT, lyingTitle } from './lying-axis.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { type Ink, SERIES } from './palette.ts'
import { bandPath, type EndLabel, endLabels, linePath, valueAxis, valueScale, type ValueScale } from './parts.ts'
import { textWidth } from './text-width.ts'
import { beside, type Plot, TIME_MARGIN } from './time-axis.ts'

/** Percentage points of the contract that a month of slip takes on average; NaN below two points. */
function pointsPerMonth(points: readonly SlipPoint[]): number {
  if (points.length < 2) return NaN
  const [first, last] = [points[0], points[points.length - 1]]
  return ((first.middle - last.middle) / Math.max(1e-9, last.slipMonths - first.slipMonths)) * 100
}

function finding({ points, what }: SlipData): string {
  const perMonth = pointsPerMonth(points)
  if (!Number.isFinite(perMonth)) return `Utilisation against slip of ${what}`
  if (Math.abs(perMonth) < 0.05) return `Slip of ${what} hardly matters`
  return perMonth > 0 ? `Each month of slip takes ${digits(perMonth, 1)} points of the contract` : `Each month of slip adds ${digits(-perMonth, 1)} points of the contract`
}

const measure = ({ what, points }: SlipData): string =>
  `Useful share by slip of ${what}${points.some(({ low, high }) => high > low) ? '; band: range of runs' : ''}`

const AXIS = 'useful share'
/** More points than these are a line without dots, and a sentence that names the ends only. */
const MOST_DOTS = 40

interface Curve {
  readonly points: readonly SlipPoint[]
  readonly colour: string
  readonly mean: string
  readonly sustained: string
  /** Width of the line: the first of two is the wider one, so that it is seen under a second that says the same. */
  readonly stroke: number
}

function curvesOf({ points, label, other }: SlipData): Curve[] {
  if (other === undefined || other.points.length === 0) return [{ points, colour: SERIES.green, mean: 'mean', sustained: 'sustained', stroke: 2 }]
  return [
    { points, colour: SERIES.green, mean: label ?? 'as shown', sustained: '', stroke: 4 },
    { points: other.points, colour: SERIES.blue, mean: other.label, sustained: '', stroke: 1.5 },
  ]
}

function curveMarks({ points, colour, stroke }: Curve, x: (months: number) => number, value: ValueScale): Mark[] {
  const xs = points.map(({ slipMonths }) => x(slipMonths))
  return [
    h('path', { d: bandPath(xs, points.map(({ low }) => value.y(low)), points.map(({ high }) => value.y(high))), fill: colour, 'fill-opacity': 0.2 }),
    h('path', { d: linePath(xs, points.map(point => (point.sustained === null ? NaN : value.y(point.sustained)))), fill: 'none', stroke: colour, 'stroke-width': 1.5, 'stroke-dasharray': '5 3' }),
    h('path', { d: linePath(xs, points.map(({ middle }) => value.y(middle))), fill: 'none', stroke: colour, 'stroke-width': stroke }),
    ...(points.length > MOST_DOTS ? [] : points).map(({ slipMonths, middle }) => h('circle', { cx: x(slipMonths), cy: value.y(middle), r: stroke > 2 ? 4.5 : 3, fill: colour }, h('title', {}, `${digits(slipMonths)} months: ${percent(middle, 1)}`))),
  ]
}

function curveLabels({ points, colour, mean, sustained }: Curve, value: ValueScale): EndLabel[] {
  const last = points.at(-1)
  if (last === undefined) return []
  const held = points.findLast(point => point.sustained !== null)?.sustained ?? null
  return [{ y: value.y(last.middle), text: mean, colour }, ...(held === null || sustained === '' ? [] : [{ y: value.y(held), text: sustained, colour, dash: '5 3' }])]
}

/** Slips of the points below the axis, none over its neighbour. */
function slipAxis(months: readonly number[], x: (months: number) => number, plot: Plot, ink: Ink): Mark {
  const shown: { at: number; text: string; half: number }[] = []
  for (const each of months.toReversed()) {
    const text = digits(each)
    const half = textWidth(text, 11) / 2 + 3
    const right = shown.at(-1)
    if (right === undefined || x(each) + half <= x(right.at) - right.half) shown.push({ at: each, text, half })
  }
  return h('g', { 'font-size': 11 }, shown.map(({ at, text }) => h('text', { x: x(at), y: plot.bottom + 16, 'text-anchor': 'middle', fill: ink.muted }, text)), lyingTitle('slip of the feed, months', plot, ink))
}

/** The slip of the run beside. */
function presentMarks(months: number, x: number, plot: Plot, colour: string): Mark[] {
  const label = `this scenario, ${digits(months, Number.isInteger(months) ? 0 : 1)} months`
  return [
    h('line', { x1: x, x2: x, y1: plot.top, y2: plot.bottom, stroke: colour, 'stroke-width': 0.75, 'stroke-dasharray': '2 3' }),
    h('text', { ...beside(x, textWidth(label, 10), textWidth(AXIS, 10), plot), y: plot.top - 7, 'font-size': 10, fill: colour }, label),
  ]
}

function content(data: SlipData, frame: Frame, top: number): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot: Plot = { left: TIME_MARGIN.left, right: Math.max(TIME_MARGIN.left + 1, frame.width - TIME_MARGIN.right), top, bottom: Math.max(top + 1, frame.height - LYING_FOOT) }
  const curves = curvesOf(data)
  const all = curves.flatMap(({ points }) => points)
  const months = [...new Set(all.map(({ slipMonths }) => slipMonths))].sort((a, b) => a - b)
  const end = Math.max(1, months[months.length - 1])
  const x = (slip: number): number => plot.left + (slip / end) * (plot.right - plot.left)
  const value = valueScale(0, Math.max(0.1, ...all.flatMap(({ high, sustained }) => [high, sustained ?? 0])), plot)
  const isPresent = data.present !== null && data.present >= 0 && data.present <= end
  return [
    valueAxis(value, plot, ink, tick => percent(tick, Math.max(0, value.decimals - 2)), AXIS),
    slipAxis(months, x, plot, ink),
    ...(isPresent ? presentMarks(data.present, x(data.present), plot, ink.muted) : []),
    ...curves.flatMap(curve => curveMarks(curve, x, value)),
    endLabels(curves.flatMap(curve => curveLabels(curve, value)), plot, frame.width, ink),
  ]
}

function answers({ points }: SlipData): string {
  if (points.length === 0) return 'No point is simulated yet'
  const named = points.length > MOST_DOTS ? [points[0], points[points.length - 1]] : points
  return named.map(({ slipMonths, middle }) => `${digits(slipMonths)} months: ${percent(middle, 1)}`).join(', ')
}

export const slipResponse = defineChart<SlipData>({
  id: 'slip-response',
  label: 'Utilisation against substation slip',
  layout(data, frame) {
    if (data.points.length === 0) return emptyPage(frame, finding(data), 'Simulating the first points…')
    const heading = headingOf(frame, finding(data), measure(data))
    return page(frame, heading, content(data, frame, heading.bottom + 20))
  },
  rows: ({ points, label, other }) => ({
    columns: [{ name: 'option', unit: '' }, { name: 'slip', unit: 'months' }, { name: 'lowest', unit: '1' }, { name: 'mean utilisation', unit: '1' }, { name: 'highest', unit: '1' }, { name: 'sustained utilisation', unit: '1' }],
    rows: [{ label: label ?? '', points }, ...(other === undefined ? [] : [other])].flatMap(series =>
      series.points.map(({ slipMonths, low, middle, high, sustained }) => [series.label, slipMonths, low, middle, high, sustained]),
    ),
  }),
  describe: data => `${finding(data)}. ${answers(data)}.`,
})
