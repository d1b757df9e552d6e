/** Which watt: useful compute of a fixed feed against the cap of its accelerators. */
import { digits, percent, short } from '../analysis/number-text.ts'
import type { WattCurve, WattPoint } from '../analysis/watts-per-accelerator.ts'
import { defineChart, type Frame } from './chart.ts'
import { LYING_FOOT, lyingTitle } from './lying-axis.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { type Ink, SERIES } from './palette.ts'
import { endLabels, linePath, valueAxis, valueScale } from './parts.ts'
import { type Plot, TIME_MARGIN } from './time-axis.ts'

/** A gain below this share of the uncapped compute is none. */
const NO_GAIN = 0.005

const isEmpty = ({ points }: WattCurve): boolean => !points.some(({ accelerators }) => accelerators > 0)

function finding(curve: WattCurve): string {
  const { points, best, rack } = curve
  const uncapped = points.at(-1)
  if (uncapped === undefined || isEmpty(curve)) return 'Useful compute against watts per accelerator'
  const gain = uncapped.useful === 0 ? 0 : points[best].useful / uncapped.useful - 1
  if (gain < NO_GAIN) return `Caps on ${rack} gain nothing under this feed`
  return `${digits(points[best].capW)}\u2009W per ${rack} gets ${percent(gain)} more out of the feed`
}

const measure = ({ feedW, overheadFraction }: WattCurve): string => `Accelerators at full rate under ${digits(feedW / 1e6)} MW; losses and cooling take ${percent(overheadFraction)} on top of IT`

/** Whole hundreds of watts on the axis, at most seven. */
function capTicks(from: number, to: number): number[] {
  const step = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find(size => (to - from) / size <= 6) ?? to - from
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step)
}

function capAxis(from: number, to: number, x: (capW: number) => number, plot: Plot, ink: Ink): Mark {
  return h('g', { 'font-size': 11 }, capTicks(from, to).map(tick => h('text', { x: x(tick), y: plot.bottom + 16, 'text-anchor': 'middle', fill: ink.muted }, digits(tick))), lyingTitle('cap of an accelerator, W', plot, ink))
}

function content(curve: WattCurve, frame: Frame, top: number): (Mark | null)[] {
  const { points, best } = curve
  const ink = inkOf(frame)
  const plot: Plot = { left: TIME_MARGIN.left, right: Math.max(TIME_MARGIN.left + 1, frame.width - TIME_MARGIN.right), top, bottom: Math.max(top + 1, frame.height - LYING_FOOT) }
  const [from, to] = [points[0].capW, points[points.length - 1].capW]
  const x = (capW: number): number => plot.left + ((capW - from) / Math.max(1, to - from)) * (plot.right - plot.left)
  const value = valueScale(0, Math.max(1, ...points.map(({ useful }) => useful)), plot)
  const xs = points.map(({ capW }) => x(capW))
  const line = (of: (point: WattPoint) => number, colour: string, dash?: string): Mark =>
    h('path', { d: linePath(xs, points.map(point => value.y(of(point)))), fill: 'none', stroke: colour, 'stroke-width': 2, ...(dash === undefined ? {} : { 'stroke-dasharray': dash }) })
  const last = points[points.length - 1]
  return [
    valueAxis(value, plot, ink, short, 'accelerators at full rate'),
    capAxis(from, to, x, plot, ink),
    line(({ usefulPlanned }) => usefulPlanned, SERIES.blue, '5 3'),
    line(({ useful }) => useful, SERIES.green),
    h('circle', { cx: x(points[best].capW), cy: value.y(points[best].useful), r: 4, fill: SERIES.green }, h('title', {}, `${digits(points[best].capW)} W: ${digits(points[best].useful)}`)),
    endLabels([{ y: value.y(last.useful), text: 'as many as fit', colour: SERIES.green }, { y: value.y(last.usefulPlanned), text: 'those planned', colour: SERIES.blue, dash: '5 3' }], plot, frame.width, ink),
  ]
}

function answers(curve: WattCurve): string {
  const { points, best } = curve
  const uncapped = points.at(-1)
  if (uncapped === undefined || isEmpty(curve)) return 'The feed carries no rack'
  const tell = (point: WattPoint): string => `${digits(point.accelerators)} accelerators at ${percent(point.rate)} of their rate`
  return `At ${digits(points[best].capW)} W the feed carries ${tell(points[best])}, without cap ${tell(uncapped)}`
}

export const wattsPerAccelerator = defineChart<WattCurve>({
  id: 'watts-per-accelerator',
  label: 'Useful compute against watts per accelerator',
  layout(curve, frame) {
    if (isEmpty(curve)) return emptyPage(frame, finding(curve), 'The feed does not carry a single rack.')
    const heading = headingOf(frame, finding(curve), measure(curve))
    return page(frame, heading, content(curve, frame, heading.bottom + 20))
  },
  rows: ({ points }) => ({
    columns: [{ name: 'cap', unit: 'W' }, { name: 'accelerators', unit: '' }, { name: 'rate', unit: '1' }, { name: 'useful accelerators', unit: '' }, { name: 'useful of those planned', unit: '' }],
    rows: points.map(({ capW, accelerators, rate, useful, usefulPlanned }) => [capW, accelerators, rate, useful, usefulPlanned]),
  }),
  describe: curve => `${finding(curve)}. ${answers(curve)}.`,
})
