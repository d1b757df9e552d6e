/** Site and IT power by date, and the energy ratio between them. */
import { formatDate } from '../base/civil-date.ts'
import { thin } from './capacity-by-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { SERIES } from './palette.ts'
import { digits, emptyPage, endLabels, inkOf, linePath, page, valueAxis, valueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

export interface PowerData {
  readonly startDay: number
  readonly windowDays: number
  /** Energy by window, kWh. */
  readonly siteKWh: Float64Array
  readonly itKWh: Float64Array
  /** Highest site draw by window, W. */
  readonly peakW: Float64Array
}

const WEEK = 7

function pueOf({ siteKWh, itKWh }: PowerData): number {
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
  return sum(siteKWh) / sum(itKWh)
}

function finding(data: PowerData): string {
  const peak = data.peakW.reduce((max, value) => Math.max(max, value), 0) / 1e6
  const pue = pueOf(data)
  return Number.isFinite(pue) ? `PUE ${pue.toFixed(3)}; the site peaks at ${digits(peak, 1)} MW` : 'No IT power within the horizon'
}

function content(data: PowerData, frame: Frame): Mark[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const windows = data.itKWh.length
  const time = timeScale(data.startDay, data.startDay + windows * data.windowDays, plot)
  const hours = data.windowDays * 24
  const groups = Math.ceil((windows * data.windowDays) / WEEK)
  const series = [
    { name: 'site', colour: SERIES.blue, mw: thin(data.siteKWh, groups).map(kWh => kWh / hours / 1000) },
    { name: 'IT', colour: SERIES.sky, mw: thin(data.itKWh, groups).map(kWh => kWh / hours / 1000) },
  ]
  const size = Math.max(1, Math.ceil(windows / groups))
  const value = valueScale(0, Math.max(0.1, ...series.flatMap(({ mw }) => mw)), plot)
  const lines = series.map(({ colour, mw }) => {
    const xs = mw.map((_, i) => time.x(data.startDay + (i + 0.5) * size * data.windowDays))
    return h('path', { d: linePath(xs, mw.map(value.y)), fill: 'none', stroke: colour, 'stroke-width': 1.5 })
  })
  const labels = series.map(({ name, colour, mw }) => ({ y: value.y(mw.at(-1) ?? 0), text: name, colour }))
  return [valueAxis(value, plot, ink, tick => digits(tick, value.max < 2 ? 1 : 0)), timeAxis(time, plot, ink), ...lines, endLabels(labels, plot)]
}

export const power = defineChart<PowerData>({
  id: 'power',
  label: 'Power and PUE',
  layout(data, frame) {
    if (data.itKWh.length === 0) return emptyPage(frame, 'Power and PUE', 'Nothing simulated yet')
    return page(frame, finding(data), 'Mean power by week, MW, replication 0', ...content(data, frame))
  },
  rows: data => ({
    columns: [{ name: 'day', unit: '' }, { name: 'site energy', unit: 'kWh' }, { name: 'IT energy', unit: 'kWh' }, { name: 'highest site draw', unit: 'W' }],
    rows: Array.from(data.itKWh, (it, i) => [formatDate(data.startDay + Math.floor(i * data.windowDays)), data.siteKWh[i], it, data.peakW[i]]),
  }),
  describe: data => `${finding(data)}. Mean site and IT power by week.`,
})
