/**
 * One measure of several options by month: the baseline dashed and in grey, the others by colour and dash; or what they differ by, around a
 * line for the baseline.
 */
import { digits, short } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import type { OverlayData, OverlayLine } from './overlay-data.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { type Ink, SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, niceSteps } from './parts.ts'
import { type Plot, plotOf, timeAxis, timeScale } from './time-axis.ts'
import { ticksBetween } from './value-ticks.ts'

/** Told apart without colour by their dashes. */
const STROKES: readonly { readonly colour: string; readonly dash?: string }[] = [
  { colour: SERIES.blue },
  { colour: SERIES.vermilion, dash: '7 3' },
  { colour: SERIES.green, dash: '2 2.5' },
  { colour: SERIES.purple, dash: '9 3 2 3' },
  { colour: SERIES.orange, dash: '5 2.5' },
]
/** Colour and dashes of the nth other option. */
export const strokeOf = (index: number): { readonly colour: string; readonly dash?: string } => STROKES[index % STROKES.length]
export const BASE_DASH = '1 3.5'
/** Bands of more options than this would hide each other. */
const MOST_BANDS = 3

const isDifference = ({ base }: OverlayData): boolean => base === null

interface Scale {
  readonly y: (value: number) => number
  readonly ticks: readonly number[]
}

const finite = (values: readonly number[]): number[] => values.filter(Number.isFinite)

function scaleOf(data: OverlayData, plot: Plot): Scale {
  const lines = [...data.others, ...(data.base === null ? [] : [data.base])]
  const all = lines.flatMap(({ middle, low, high }) => (data.others.length <= MOST_BANDS ? [...finite(middle), ...finite(low), ...finite(high)] : finite(middle)))
  const least = all.reduce((a, b) => Math.min(a, b), 0)
  const most = all.reduce((a, b) => Math.max(a, b), 0)
  const span = most > least ? most - least : 1
  const step = niceSteps(span).find(({ size }) => span / size <= 4)?.size ?? span
  const from = Math.floor(least / step + 1e-9) * step
  const to = Math.max(from + step, Math.ceil(most / step - 1e-9) * step)
  const { at } = ticksBetween(from, to, 5)
  return { ticks: at, y: value => plot.bottom - ((value - from) / (to - from)) * (plot.bottom - plot.top) }
}

const signed = (value: number): string => (value > 0 ? `+${short(value)}` : value < 0 ? `−${short(-value)}` : '0')

function axis({ ticks, y }: Scale, plot: Plot, ink: Ink, data: OverlayData): Mark {
  const text = isDifference(data) ? signed : short
  return h(
    'g', { 'font-size': 11 },
    ticks.map(tick => h('g', {}, h('line', { x1: plot.left, x2: plot.right, y1: y(tick), y2: y(tick), stroke: tick === 0 ? ink.muted : ink.line, 'stroke-width': tick === 0 ? 1 : 0.5 }), h('text', { x: plot.left - 6, y: y(tick) + 4, 'text-anchor': 'end', fill: ink.muted }, text(tick)))),
    h('text', { class: 'axis-title', x: plot.left, y: plot.top - 7, 'font-size': 10, fill: ink.muted }, data.unit),
  )
}

function content(data: OverlayData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const { days, base, others } = data
  const time = timeScale(days[0], days[days.length - 1], plot)
  const scale = scaleOf(data, plot)
  const xs = days.slice(0, -1).map((from, at) => time.x((from + days[at + 1]) / 2))
  const ys = (values: readonly number[]): number[] => values.map(value => (Number.isFinite(value) ? scale.y(value) : NaN))
  const band = ({ low, high }: OverlayLine, colour: string): Mark => h('path', { d: bandPath(xs, ys(low), ys(high)), fill: colour, 'fill-opacity': 0.14 })
  const line = ({ label, middle }: OverlayLine, colour: string, dash: string | undefined, width: number): Mark =>
    h('path', { d: linePath(xs, ys(middle)), fill: 'none', stroke: colour, 'stroke-width': width, ...(dash === undefined ? {} : { 'stroke-dasharray': dash, 'stroke-linecap': dash === BASE_DASH ? 'round' : 'butt' }) }, h('title', {}, label))
  const last = ({ middle }: OverlayLine): number => finite(middle).at(-1) ?? 0
  const labels = others.map((each, at) => ({ y: scale.y(last(each)), text: each.label, ...strokeOf(at) }))
  const ofBase = { y: scale.y(base === null ? 0 : last(base)), text: data.baseLabel, colour: ink.muted, ...(base === null ? {} : { dash: '2 2' }) }
  return [
    axis(scale, plot, ink, data),
    timeAxis(time, plot, ink),
    ...(others.length > MOST_BANDS ? [] : others.map((each, at) => band(each, strokeOf(at).colour))),
    base === null ? null : line(base, ink.text, BASE_DASH, 2.25),
    ...others.map((each, at) => line(each, strokeOf(at).colour, strokeOf(at).dash, 1.75)),
    endLabels([...labels, ofBase], plot, frame.width, ink),
  ]
}

/** The other option that ends furthest from the baseline. */
function furthest({ base, others }: OverlayData): { readonly label: string; readonly by: number } | undefined {
  const ended = others.flatMap(({ label, middle }) => {
    const from = base?.middle ?? middle.map(() => 0)
    const at = middle.findLastIndex((value, month) => Number.isFinite(value) && Number.isFinite(from[month]))
    return at < 0 ? [] : [{ label, by: middle[at] - from[at] }]
  })
  return ended.reduce<(typeof ended)[number] | undefined>((most, each) => (most === undefined || Math.abs(each.by) > Math.abs(most.by) ? each : most), undefined)
}

function finding(data: OverlayData): string {
  const found = furthest(data)
  if (found === undefined) return `${data.measure}: nothing simulated yet`
  if (found.by === 0) return `${data.measure}: all end like ${data.baseLabel}`
  return `${found.label} ends ${short(Math.abs(found.by))} ${data.unit} ${found.by > 0 ? 'above' : 'below'} ${data.baseLabel}`
}

function subtitle(data: OverlayData): string {
  const of = data.replications === 1 ? 'one run' : isDifference(data) ? `mean of ${data.replications} pairs, band 95 %` : `mean of ${data.replications} runs, band P10–P90`
  return `${data.measure}${isDifference(data) ? ` less ${data.baseLabel}` : ''} by month, ${of}`
}

export const overlay = defineChart<OverlayData>({
  id: 'overlay',
  label: 'Options over time',
  layout(data, frame) {
    if (data.days.length < 2 || data.others.length === 0) return emptyPage(frame, data.measure, 'Nothing is simulated beside the baseline yet')
    return alignedPage(frame, finding(data), subtitle(data), content(data, frame))
  },
  rows({ days, base, baseLabel, others, unit }) {
    const lines = [...(base === null ? [] : [{ ...base, label: baseLabel }]), ...others]
    return {
      columns: [{ name: 'day', unit: '' }, ...lines.flatMap(({ label }) => ['mean', 'low', 'high'].map(part => ({ name: `${label}, ${part}`, unit })))],
      rows: days.slice(0, -1).map((day, month) => [formatDate(day), ...lines.flatMap(({ middle, low, high }) => [middle[month], low[month], high[month]].map(value => (Number.isFinite(value) ? value : null)))]),
    }
  },
  describe: data => `${finding(data)}. ${subtitle(data)}: ${data.others.map(({ label, middle }) => `${label} ${digits(finite(middle).at(-1) ?? 0)}`).join(', ') || 'nothing yet'}${data.base === null ? '' : `, ${data.baseLabel} ${digits(finite(data.base.middle).at(-1) ?? 0)}`}.`,
})
