/** A result against an input: median over replications and the band from the 10 to the 90 % quantile. */
import { FIGURE_TEXTS, figureDifference, figureLabel, figureValue } from '../analysis/figure-text.ts'
import { digits } from '../analysis/number-text.ts'
import type { ResponseData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, valueAxis, type ValueScale } from './parts.ts'
import { fitText } from './text-width.ts'
import type { Plot } from './time-axis.ts'
import { ticksBetween } from './value-ticks.ts'

const MARGIN = { left: 62, right: 72, bottom: 46 } as const
/** More points than these are a line without dots. */
const MOST_DOTS = 40
const PIXELS_PER_TICK = { x: 60, y: 34 } as const

function finding({ result, path, points }: ResponseData): string {
  const { label } = FIGURE_TEXTS[result]
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined || first === last) return `${label} against ${path}`
  const change = figureDifference(result, last.p50 - first.p50)
  return /[1-9]/.test(change) ? `${label}: ${change} from ${path} ${first.text} to ${last.text}` : `${path} does not move ${label.toLowerCase()}`
}

/** Value axis that need not begin at 0: what counts is how the result answers. */
function valueOf(points: ResponseData['points'], plot: Plot): ValueScale {
  const [low, high] = [Math.min(...points.map(({ p10 }) => p10)), Math.max(...points.map(({ p90 }) => p90))]
  const air = high > low ? (high - low) * 0.06 : Math.max(1e-6, Math.abs(high) * 0.02)
  const [from, to] = [low - air, high + air]
  const { at, decimals } = ticksBetween(from, to, Math.max(2, Math.floor((plot.bottom - plot.top) / PIXELS_PER_TICK.y)))
  return { ticks: at, max: to, decimals, y: value => plot.bottom - ((value - from) / (to - from)) * (plot.bottom - plot.top) }
}

function inputAxis({ path, unit, points }: ResponseData, x: (value: number) => number, plot: Plot, muted: string, line: string): Mark {
  const { at, decimals } = ticksBetween(points[0].x, points[points.length - 1].x, Math.max(2, Math.floor((plot.right - plot.left) / PIXELS_PER_TICK.x)))
  const title = unit === '' ? path : `${path}, ${unit}`
  return h(
    'g', { 'font-size': 11 },
    h('line', { x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom, stroke: line }),
    at.map(tick => h('text', { x: x(tick), y: plot.bottom + 15, 'text-anchor': 'middle', fill: muted }, digits(tick, decimals))),
    h('text', { class: 'axis-title', x: (plot.left + plot.right) / 2, y: plot.bottom + 29, 'text-anchor': 'middle', fill: muted, 'font-size': 10 }, fitText(title, plot.right - plot.left, 10)),
  )
}

function content(data: ResponseData, frame: Frame, top: number): (Mark | null)[] {
  const ink = inkOf(frame)
  const { points, result, replications } = data
  const plot: Plot = { left: MARGIN.left, right: Math.max(MARGIN.left + 1, frame.width - MARGIN.right), top, bottom: Math.max(top + 1, frame.height - MARGIN.bottom) }
  const [from, to] = [points[0].x, points[points.length - 1].x]
  const x = (value: number): number => plot.left + (to > from ? (value - from) / (to - from) : 0.5) * (plot.right - plot.left)
  const value = valueOf(points, plot)
  const xs = points.map(point => x(point.x))
  const ys = (pick: (point: ResponseData['points'][number]) => number): number[] => points.map(point => value.y(pick(point)))
  const last = points[points.length - 1]
  return [
    valueAxis(value, plot, ink, tick => figureValue(result, tick), figureLabel(result)),
    inputAxis(data, x, plot, ink.muted, ink.line),
    replications > 1 ? h('path', { d: bandPath(xs, ys(({ p10 }) => p10), ys(({ p90 }) => p90)), fill: SERIES.green, 'fill-opacity': 0.2 }) : null,
    h('path', { d: linePath(xs, ys(({ p50 }) => p50)), fill: 'none', stroke: SERIES.green, 'stroke-width': 2 }),
    ...(points.length > MOST_DOTS ? [] : points).map(point => h('circle', { cx: x(point.x), cy: value.y(point.p50), r: 3, fill: SERIES.green }, h('title', {}, `${point.text}: ${figureValue(result, point.p50)}`))),
    endLabels([{ y: value.y(last.p50), text: replications > 1 ? 'median' : 'one run', colour: SERIES.green }], plot, frame.width, ink),
  ]
}

export const response = defineChart<ResponseData>({
  id: 'response',
  label: 'A result against an input',
  layout(data, frame) {
    if (data.points.length === 0) return emptyPage(frame, finding(data), 'No point is simulated')
    const band = data.replications > 1 ? `; band P10–P90 of ${data.replications} runs` : '; one run a point'
    const heading = headingOf(frame, finding(data), `${FIGURE_TEXTS[data.result].label} by ${data.path}${band}`)
    return page(frame, heading, content(data, frame, heading.bottom + 20))
  },
  rows: ({ result, path, unit, points }) => {
    const own = FIGURE_TEXTS[result].isShare ? '1' : FIGURE_TEXTS[result].unit
    return {
      columns: [{ name: path, unit }, ...['mean', 'mean, low', 'mean, high', 'P10', 'P50', 'P90'].map(name => ({ name, unit: own }))],
      rows: points.map(({ x, mean, ci95, p10, p50, p90 }) => [x, mean, ci95?.[0] ?? null, ci95?.[1] ?? null, p10, p50, p90]),
    }
  },
  describe: data => `${finding(data)}. ${data.points.length === 0 ? 'No point is simulated' : [...new Set([data.points[0], data.points[data.points.length - 1]])].map(({ text, p10, p50, p90 }) => `${text}: ${figureValue(data.result, p50)} (${figureValue(data.result, p10)} to ${figureValue(data.result, p90)})`).join(', ')}.`,
})
