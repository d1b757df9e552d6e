/** One series over a stretch of time as the screen has room for it: mean, lowest and highest value under every pixel, with what was measured beside it. */
import { digits } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, niceSteps, valueAxis, type ValueScale } from './parts.ts'
import { type Plot, plotOf, timeAxis, timeScale } from './time-axis.ts'
import { ticksBetween } from './value-ticks.ts'

/** Values by column from left to right, NaN where there is none. */
export interface SeriesColumns {
  readonly label: string
  readonly low: ArrayLike<number>
  readonly high: ArrayLike<number>
  readonly mean: ArrayLike<number>
}

export interface SeriesData {
  /** Stretch of time, days since 1970-01-01. */
  readonly fromDay: number
  readonly toDay: number
  readonly label: string
  readonly unit: string
  readonly simulated: SeriesColumns
  readonly actuals: readonly SeriesColumns[]
  /** How well they meet, as a sentence; '' without measured values. */
  readonly fit: string
}

/** Shorter stretches have ticks by days and hours, days. */
const FINE_BELOW = 80
const PIXELS_PER_TICK = { x: 74, y: 34 } as const
const HOURS = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336] as const
const ACTUAL_COLOURS = [SERIES.vermilion, SERIES.purple, SERIES.orange] as const

const finite = (columns: SeriesColumns): boolean => Array.from(columns.mean).some(Number.isFinite)
const finding = ({ label, fit }: SeriesData): string => (fit === '' ? label : fit)

/** Ticks by hours or days for a stretch that is shorter than what months can divide. */
function fineAxis({ fromDay, toDay }: SeriesData, plot: Plot, muted: string, line: string): Mark {
  const most = Math.max(2, Math.floor((plot.right - plot.left) / PIXELS_PER_TICK.x))
  const hours = HOURS.find(step => ((toDay - fromDay) * 24) / step <= most) ?? Math.max(1, niceSteps(((toDay - fromDay) * 24) / most)[4].size)
  const ticks: Mark[] = []
  for (let hour = Math.ceil((fromDay * 24) / hours) * hours; hour <= toDay * 24; hour += hours) {
    const x = plot.left + ((hour / 24 - fromDay) / (toDay - fromDay)) * (plot.right - plot.left)
    const date = formatDate(Math.floor(hour / 24))
    const text = hour % 24 === 0 ? date.slice(5) : `${String(Math.floor(hour % 24)).padStart(2, '0')}:00`
    ticks.push(h('g', { transform: `translate(${x.toFixed(1)},${plot.bottom})` }, h('line', { y2: 4, stroke: line }), h('text', { y: 16, 'text-anchor': 'middle', fill: muted }, text)))
  }
  const year = h('text', { x: plot.left, y: plot.bottom + 30, fill: muted, 'font-size': 10 }, `${formatDate(Math.floor(fromDay))} to ${formatDate(Math.floor(toDay))}`)
  return h('g', { class: 'time-axis', 'font-size': 11 }, h('line', { x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom, stroke: line }), ticks, year)
}

/** An axis around all that is drawn; from zero where that costs little of the room. */
function valueOf(all: readonly SeriesColumns[], plot: Plot): ValueScale {
  let [low, high] = [Infinity, -Infinity]
  for (const columns of all) {
    for (let at = 0; at < columns.low.length; at++) {
      if (columns.low[at] < low) low = columns.low[at]
      if (columns.high[at] > high) high = columns.high[at]
    }
  }
  if (low > 0 && low < high / 2) low = 0
  const air = high > low ? (high - low) * 0.05 : high === 0 ? 1 : Math.abs(high) * 0.05
  const [from, to] = [low === 0 ? 0 : low - air, high + air]
  const { at, decimals } = ticksBetween(from, to, Math.max(2, Math.floor((plot.bottom - plot.top) / PIXELS_PER_TICK.y)))
  return { ticks: at, max: to, decimals, y: value => plot.bottom - ((value - from) / (to - from)) * (plot.bottom - plot.top) }
}

function lineOf({ low, high, mean }: SeriesColumns, value: ValueScale, plot: Plot, colour: string, dash: string): Mark {
  const xs = Array.from(mean, (_, at) => plot.left + ((at + 0.5) / mean.length) * (plot.right - plot.left))
  const ys = (of: ArrayLike<number>): number[] => Array.from(of, each => value.y(each))
  const [lows, highs, means] = [ys(low), ys(high), ys(mean)]
  // Bands do not reach over gaps: each stretch of values has its own.
  const bands: Mark[] = []
  for (let from = 0; from < mean.length; from++) {
    if (!Number.isFinite(mean[from])) continue
    let to = from
    while (to + 1 < mean.length && Number.isFinite(mean[to + 1])) to += 1
    if (to > from) bands.push(h('path', { d: bandPath(xs.slice(from, to + 1), lows.slice(from, to + 1), highs.slice(from, to + 1)), fill: colour, 'fill-opacity': 0.22 }))
    from = to
  }
  return h('g', {}, bands.length <= 40 ? bands : [], h('path', { d: linePath(xs, means), fill: 'none', stroke: colour, 'stroke-width': 1.5, 'stroke-linejoin': 'round', ...(dash === '' ? {} : { 'stroke-dasharray': dash }) }))
}

function content(data: SeriesData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const shown = [data.simulated, ...data.actuals].filter(finite)
  const value = valueOf(shown, plot)
  const colourOf = (columns: SeriesColumns): string => (columns === data.simulated ? SERIES.blue : ACTUAL_COLOURS[data.actuals.indexOf(columns) % ACTUAL_COLOURS.length])
  const lastOf = ({ mean }: SeriesColumns): number => Array.from(mean).findLast(Number.isFinite) ?? 0
  const isFine = data.toDay - data.fromDay < FINE_BELOW
  return [
    valueAxis(value, plot, ink, tick => digits(tick, value.decimals), data.unit),
    isFine ? fineAxis(data, plot, ink.muted, ink.line) : timeAxis(timeScale(data.fromDay, data.toDay, plot), plot, ink),
    ...shown.map(columns => lineOf(columns, value, plot, colourOf(columns), columns === data.simulated ? '' : '4 2')),
    endLabels(shown.map(columns => ({ y: value.y(lastOf(columns)), text: columns.label, colour: colourOf(columns) })), plot, frame.width, ink),
  ]
}

export const series = defineChart<SeriesData>({
  id: 'series',
  label: 'A series over time',
  layout(data, frame) {
    if (![data.simulated, ...data.actuals].some(finite)) return emptyPage(frame, data.label, 'No value lies in this stretch of time')
    return alignedPage(frame, finding(data), `${data.label}${data.unit === '' ? '' : `, ${data.unit}`}: mean, lowest and highest value under each pixel, replication 0`, content(data, frame))
  },
  rows: ({ fromDay, toDay, unit, simulated, actuals }) => {
    const all = [simulated, ...actuals]
    const step = (toDay - fromDay) / Math.max(1, simulated.mean.length)
    return {
      columns: [{ name: 'from', unit: '' }, ...all.flatMap(({ label }) => ['mean', 'lowest', 'highest'].map(part => ({ name: `${label}, ${part}`, unit })))],
      rows: Array.from(simulated.mean, (_, at) => [stampOf(fromDay + at * step), ...all.flatMap(({ mean, low, high }) => [mean[at], low[at], high[at]].map(each => (Number.isFinite(each) ? each : null)))]),
    }
  },
  describe: data => `${finding(data)}. ${data.label} from ${formatDate(Math.floor(data.fromDay))} to ${formatDate(Math.floor(data.toDay))}${data.actuals.length === 0 ? '' : `, with ${data.actuals.map(({ label }) => label).join(', ')} as measured`}.`,
})

/** `2027-03-14 15:00`. */
function stampOf(day: number): string {
  const minutes = Math.round((day - Math.floor(day)) * 1440)
  return `${formatDate(Math.floor(day))} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
