/** A service over time: what it is asked for against what its replicas could answer, and below it the times to the first token. */
import { digits, percent } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import type { ServiceData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, valueAxis, valueScale } from './parts.ts'
import { plotOf, type Plot, timeAxis, timeScale, type TimeScale } from './time-axis.ts'

/** Share of the plot that times take, and the least height for which they are drawn at all. */
const TIMES_SHARE = 0.4
const TIMES_FROM_HEIGHT = 110
const GAP = 24
/** Most points of a line; more windows are averaged. */
const MOST_POINTS = 400

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

function finding({ service }: ServiceData): string {
  const { requests, answered, onTime } = service.windows
  const asked = sum(requests)
  if (asked === 0) return `Nobody asked ${service.id} for anything yet`
  return `${service.id} answers ${percent(sum(answered) / asked, 1)} of requests, ${percent(sum(onTime) / asked, 1)} with their first token in time`
}

interface Groups {
  /** Middle of each group of windows. */
  readonly xs: readonly number[]
  readonly demand: readonly number[]
  readonly capacity: readonly number[]
  readonly p50: readonly number[]
  readonly p95: readonly number[]
  readonly p99: readonly number[]
}

/** Means over groups of windows, so that there are not more points than a line can show; percentiles weighted by requests. */
function groupsOf({ service: { windows }, windowDays, startDay }: ServiceData, time: TimeScale): Groups {
  const count = windows.requests.length
  const size = Math.max(1, Math.ceil(count / MOST_POINTS))
  const begins = Array.from({ length: Math.ceil(count / size) }, (_, i) => i * size)
  const rate = (values: Float64Array): number[] => begins.map(begin => sum(values.subarray(begin, begin + size)) / (Math.min(size, count - begin) * windowDays * 86_400))
  const weighted = (values: Float64Array): number[] => begins.map(begin => {
    let weight = 0
    let total = 0
    for (let at = begin; at < Math.min(count, begin + size); at++) {
      if (!Number.isFinite(values[at])) continue
      weight += windows.answered[at]
      total += windows.answered[at] * values[at]
    }
    return weight > 0 ? total / weight : NaN
  })
  return {
    xs: begins.map(begin => time.x(startDay + Math.min(count, begin + size / 2) * windowDays)),
    demand: rate(windows.requests),
    capacity: rate(windows.capacity),
    p50: weighted(windows.firstTokenP50Ms),
    p95: weighted(windows.firstTokenP95Ms),
    p99: weighted(windows.firstTokenP99Ms),
  }
}

const line = (xs: readonly number[], ys: readonly number[], colour: string): Mark => h('path', { d: linePath(xs, ys), fill: 'none', stroke: colour, 'stroke-width': 1.5, 'stroke-linecap': 'round' })

function demandMarks({ xs, demand, capacity }: Groups, frame: Frame, plot: Plot): Mark[] {
  const ink = inkOf(frame)
  const value = valueScale(0, Math.max(0.01, ...demand, ...capacity), plot)
  const ys = (values: readonly number[]): number[] => values.map(value.y)
  const short = demand.map((asked, i) => Math.min(asked, capacity[i]))
  const labels = [
    { y: value.y(capacity.at(-1) ?? 0), text: 'capacity', colour: SERIES.sky },
    { y: value.y(demand.at(-1) ?? 0), text: 'demand', colour: SERIES.blue },
  ]
  return [
    valueAxis(value, plot, ink, tick => digits(tick, value.decimals), 'request/s'),
    h('path', { d: bandPath(xs, ys(short), ys(demand)), fill: SERIES.vermilion, 'fill-opacity': 0.35 }),
    line(xs, ys(capacity), SERIES.sky),
    line(xs, ys(demand), SERIES.blue),
    endLabels(labels, plot, frame.width, ink),
  ]
}

function timeMarks({ xs, p50, p95, p99 }: Groups, { service }: ServiceData, frame: Frame, plot: Plot): Mark[] {
  const ink = inkOf(frame)
  const known = [...p50, ...p95, ...p99].filter(Number.isFinite)
  if (known.length === 0) return []
  const value = valueScale(0, Math.max(1, ...known), plot)
  const last = (values: readonly number[]): number => value.y(values.findLast(Number.isFinite) ?? 0)
  const { firstTokenMs } = service
  const limit = firstTokenMs > value.max ? null : h('line', { x1: plot.left, x2: plot.right, y1: value.y(firstTokenMs), y2: value.y(firstTokenMs), stroke: ink.text, 'stroke-dasharray': '4 3' })
  return [
    valueAxis(value, plot, ink, tick => digits(tick, value.decimals), 'first token, ms'),
    ...(limit === null ? [] : [limit]),
    line(xs, p99.map(value.y), SERIES.vermilion),
    line(xs, p95.map(value.y), SERIES.orange),
    line(xs, p50.map(value.y), SERIES.green),
    endLabels([{ y: last(p99), text: '99 %', colour: SERIES.vermilion }, { y: last(p95), text: '95 %', colour: SERIES.orange }, { y: last(p50), text: 'median', colour: SERIES.green }], plot, frame.width, ink),
  ]
}

function content(data: ServiceData, frame: Frame): Mark[] {
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const groups = groupsOf(data, time)
  const height = plot.bottom - plot.top
  const axis = timeAxis(time, plot, inkOf(frame))
  if (height < TIMES_FROM_HEIGHT) return [...demandMarks(groups, frame, plot), axis]
  const timesTop = plot.bottom - height * TIMES_SHARE
  return [...demandMarks(groups, frame, { ...plot, bottom: timesTop - GAP }), ...timeMarks(groups, data, frame, { ...plot, top: timesTop }), axis]
}

export const serving = defineChart<ServiceData>({
  id: 'serving',
  label: 'Demand and latency of a service',
  layout(data, frame) {
    if (data.service.windows.requests.length === 0) return emptyPage(frame, `Service ${data.service.id}`, 'Nothing simulated yet')
    return alignedPage(frame, finding(data), 'Demand, capacity and first token, replication 0', content(data, frame))
  },
  rows: ({ service: { windows }, startDay, windowDays }) => ({
    columns: [
      { name: 'day', unit: '' }, { name: 'demand', unit: 'request/s' }, { name: 'capacity', unit: 'request/s' },
      { name: 'first token, median', unit: 'ms' }, { name: 'first token, 95 %', unit: 'ms' }, { name: 'first token, 99 %', unit: 'ms' },
    ],
    rows: Array.from(windows.requests, (requests, at) => [
      formatDate(startDay + Math.floor(at * windowDays)), requests / (windowDays * 86_400), windows.capacity[at] / (windowDays * 86_400),
      ...[windows.firstTokenP50Ms, windows.firstTokenP95Ms, windows.firstTokenP99Ms].map(values => (Number.isFinite(values[at]) ? values[at] : null)),
    ]),
  }),
  describe: data => `${finding(data)}. Demand against the capacity within the objective, and percentiles of the time to the first token.`,
})
