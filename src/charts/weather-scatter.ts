/** PUE against the outdoor temperature and water per IT energy against the wet bulb: a point a window, the median by temperature as a line. */
import { quantile } from '../analysis/estimate.ts'
import { digits } from '../analysis/number-text.ts'
import { type ChartDefinition, defineChart, type Frame } from './chart.ts'
import { lyingAxis, LYING_FOOT } from './lying-axis.ts'
import { h, type Mark } from './mark.ts'
import type { WeatherScatterData } from './operation-shapes.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, valueAxis, valueScale } from './parts.ts'
import { type Plot, TIME_MARGIN } from './time-axis.ts'
import { ticksBetween } from './value-ticks.ts'

interface Words {
  readonly id: string
  readonly label: string
  readonly name: string
  readonly unit: string
  readonly axis: string
  readonly subtitle: string
  /** Least value that the axis begins at; undefined for the data's own. */
  readonly floor: number | undefined
  readonly decimals: number
  readonly colour: string
}

const BIN_C = 2
/** Windows of a bin from which its quantiles say something. */
const LEAST_IN_BIN = 8
const CELL_PX = 2

interface Bin {
  readonly celsius: number
  readonly p10: number
  readonly p50: number
  readonly p90: number
}

function binsOf({ celsius, value }: WeatherScatterData): Bin[] {
  const bins = new Map<number, number[]>()
  celsius.forEach((each, at) => {
    const bin = Math.floor(each / BIN_C)
    const list = bins.get(bin) ?? []
    list.push(value[at])
    bins.set(bin, list)
  })
  return [...bins.entries()].filter(([, list]) => list.length >= LEAST_IN_BIN).sort(([a], [b]) => a - b).map(([bin, list]) => {
    const sorted = list.sort((a, b) => a - b)
    return { celsius: (bin + 0.5) * BIN_C, p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
  })
}

function finding(data: WeatherScatterData, { name, unit, decimals }: Words): string {
  const bins = binsOf(data)
  const [first, last] = [bins[0], bins.at(-1)]
  const text = (value: number): string => `${digits(value, decimals)}${unit === '' ? '' : `\u2009${unit}`}`
  if (first === undefined || last === undefined || first === last) return `${name} against the weather`
  if (bins.every(({ p90 }) => p90 === 0)) return `${name} is zero in nearly every window, whatever the weather`
  return `${name} is ${text(first.p50)} around ${digits(first.celsius)}\u2009°C and ${text(last.p50)} around ${digits(last.celsius)}\u2009°C`
}

/** One dot a cell of the plot however many windows fall into it; windows of little load are hollow. */
function dots({ celsius, value, load }: WeatherScatterData, x: (c: number) => number, y: (v: number) => number, plot: Plot, colour: string): Mark[] {
  const seen = new Set<number>()
  const paths = ['', '']
  for (let at = 0; at < celsius.length; at++) {
    const [cx, cy] = [Math.round(x(celsius[at]) / CELL_PX) * CELL_PX, Math.round(y(value[at]) / CELL_PX) * CELL_PX]
    const low = load[at] < 0.5 ? 1 : 0
    const cell = (cy * 8192 + cx) * 2 + low
    if (cy < plot.top || seen.has(cell)) continue
    seen.add(cell)
    paths[low] += `M${cx - 1.5},${cy}a1.5,1.5 0 1 0 3,0a1.5,1.5 0 1 0 -3,0`
  }
  return [h('path', { d: paths[1], fill: 'none', stroke: colour, 'stroke-width': 0.7, 'stroke-opacity': 0.5 }), h('path', { d: paths[0], fill: colour, 'fill-opacity': 0.45 })]
}

function content(data: WeatherScatterData, frame: Frame, top: number, words: Words): (Mark | null)[] {
  const ink = inkOf(frame)
  const { left, right } = TIME_MARGIN
  const plot: Plot = { left, right: Math.max(left + 1, frame.width - right), top, bottom: Math.max(top + 1, frame.height - LYING_FOOT) }
  const [from, to] = [data.celsius.reduce((low, each) => Math.min(low, each), Infinity), data.celsius.reduce((high, each) => Math.max(high, each), -Infinity)]
  const axis = lyingAxis(from, Math.max(from + 1, to), words.axis, plot, ink, (value, decimals) => digits(value, decimals))
  const sorted = Array.from(data.value).sort((a, b) => a - b)
  // Windows in which next to nothing runs have any ratio; the axis holds 99 % of all.
  const [low, high] = [words.floor ?? sorted[0], quantile(sorted, 0.99) * 1.02]
  const scale = valueScale(low, Math.max(low + 0.02, high), plot)
  const ticks = scale.ticks.length > 1 ? scale.ticks : ticksBetween(low, scale.max, 3).at
  const bins = binsOf(data)
  const xs = bins.map(({ celsius }) => axis.x(celsius))
  const clipped = (value: number): number => Math.max(plot.top, scale.y(value))
  const last = bins.at(-1)
  return [
    valueAxis({ ...scale, ticks }, plot, ink, tick => digits(tick, Math.max(scale.decimals, words.decimals - 1)), words.unit === '' ? words.name : `${words.name}, ${words.unit}`),
    axis.mark,
    ...dots(data, axis.x, scale.y, plot, words.colour),
    h('path', { d: bandPath(xs, bins.map(({ p10 }) => clipped(p10)), bins.map(({ p90 }) => clipped(p90))), fill: ink.text, 'fill-opacity': 0.1 }),
    h('path', { d: linePath(xs, bins.map(({ p50 }) => clipped(p50))), fill: 'none', stroke: ink.text, 'stroke-width': 1.5 }),
    endLabels([...(last === undefined ? [] : [{ y: clipped(last.p50), text: 'median, P10–P90', colour: ink.text }]), { y: plot.top + 6, text: 'a window', colour: words.colour }], plot, frame.width, ink),
  ]
}

function scatter(words: Words): ChartDefinition<WeatherScatterData> {
  return defineChart<WeatherScatterData>({
    id: words.id,
    label: words.label,
    layout(data, frame) {
      if (!data.isRecorded) return emptyPage(frame, words.label, 'The weather of each window is written down by runs that record: the first replication in the app, chart and run --record on the command line')
      if (data.celsius.length === 0) return emptyPage(frame, words.label, 'No IT power yet: points come with the first window that has some')
      const heading = headingOf(frame, finding(data, words), words.subtitle)
      return page(frame, heading, content(data, frame, heading.bottom + 20, words))
    },
    rows: ({ celsius, value, load }) => ({
      columns: [{ name: words.axis.split(',')[0], unit: 'degC' }, { name: words.name, unit: words.unit === '' ? '1' : words.unit }, { name: 'IT load of its highest', unit: '1' }],
      rows: Array.from(celsius, (each, at) => [each, value[at], load[at]]),
    }),
    describe: data => (data.celsius.length === 0 ? `${words.label}: ${data.isRecorded ? 'no IT power yet' : 'not recorded'}.` : `${finding(data, words)}. ${digits(data.celsius.length)} windows.`),
  })
}

export const pueByWeather = scatter({ id: 'pue-by-weather', label: 'PUE against the weather', name: 'PUE', unit: '', axis: 'outdoor dry bulb, °C', subtitle: 'Site over IT energy by window, dry bulb at its close, replication 0; hollow below half of the highest IT load', floor: 1, decimals: 3, colour: SERIES.blue })
export const wueByWeather = scatter({ id: 'wue-by-weather', label: 'WUE against the weather', name: 'WUE', unit: 'L/kWh', axis: 'outdoor wet bulb, °C', subtitle: 'Make-up water over IT energy by window, wet bulb at its close, replication 0; hollow below half of the highest IT load', floor: 0, decimals: 2, colour: SERIES.sky })
