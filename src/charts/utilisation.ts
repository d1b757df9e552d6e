/** Weekly utilisation from contract start: median, band over replications, and the sustained level. */
import { quantile } from '../analysis/estimate.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { SERIES } from './palette.ts'
import { bandPath, emptyPage, inkOf, linePath, page, percent, valueAxis, valueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

export interface UtilisationData {
  readonly startDay: number
  readonly endDay: number
  /** Day of the first weekly value. */
  readonly firstDay: number
  /** Productive ÷ contracted by week, one list a replication, equal lengths; at least one replication. */
  readonly weekly: readonly (readonly number[])[]
  /** Sustained level after ramp end; null where it does not apply. */
  readonly sustained: number | null
  /** Plan day of the last contracted block. */
  readonly rampEndDay: number
}

interface Week {
  readonly day: number
  readonly p10: number
  readonly p50: number
  readonly p90: number
}

function weeks({ weekly, firstDay }: UtilisationData): Week[] {
  const count = Math.min(...weekly.map(({ length }) => length))
  return Array.from({ length: count }, (_, week) => {
    const sorted = weekly.map(values => values[week]).sort((a, b) => a - b)
    return { day: firstDay + week * 7 + 3.5, p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
  })
}

function finding(data: UtilisationData): string {
  if (data.sustained === null) return 'No whole week after ramp end to sustain anything'
  return `${percent(data.sustained, 1)} utilisation is sustained in 95 % of weeks after ramp end`
}

function content(data: UtilisationData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const value = valueScale(0, 1, plot, true)
  const points = weeks(data)
  const xs = points.map(({ day }) => time.x(day))
  const ys = (pick: (week: Week) => number): number[] => points.map(week => value.y(pick(week)))
  const rampX = time.x(data.rampEndDay)
  const band = data.weekly.length > 1 ? bandPath(xs, ys(({ p10 }) => p10), ys(({ p90 }) => p90)) : ''
  return [
    valueAxis(value, plot, ink, tick => percent(tick)),
    timeAxis(time, plot, ink),
    band === '' ? null : h('path', { d: band, fill: SERIES.green, 'fill-opacity': 0.22 }),
    h('path', { d: linePath(xs, ys(({ p50 }) => p50)), fill: 'none', stroke: SERIES.green, 'stroke-width': 1.75 }),
    h('line', { x1: rampX, x2: rampX, y1: plot.top, y2: plot.bottom, stroke: ink.faint, 'stroke-dasharray': '2 3' }),
    h('text', { x: Math.min(rampX + 4, plot.right - 60), y: plot.top + 10, 'font-size': 10, fill: ink.muted }, 'ramp end (plan)'),
    ...sustainedMarks(data, plot.right, rampX, value.y, ink.text),
    h('text', { x: plot.right + 6, y: (ys(({ p50 }) => p50).at(-1) ?? plot.top) + 4, 'font-size': 11, fill: SERIES.green }, data.weekly.length > 1 ? 'median, P10–P90' : 'one replication'),
  ]
}

function sustainedMarks({ sustained }: UtilisationData, right: number, rampX: number, y: (value: number) => number, colour: string): Mark[] {
  if (sustained === null) return []
  return [
    h('line', { x1: Math.min(rampX, right), x2: right, y1: y(sustained), y2: y(sustained), stroke: colour, 'stroke-width': 1.25 }),
    h('text', { x: right + 6, y: y(sustained) + 16, 'font-size': 11, fill: colour }, `sustained ${percent(sustained)}`),
  ]
}

export const utilisation = defineChart<UtilisationData>({
  id: 'utilisation',
  label: 'Utilisation from contract start',
  layout(data, frame) {
    if (data.weekly.length === 0 || data.weekly[0].length === 0) return emptyPage(frame, 'Utilisation from contract start', 'No whole contracted week yet')
    return page(frame, finding(data), `Productive share of the contract by week, ${data.weekly.length} replications`, content(data, frame))
  },
  rows(data) {
    const round = (day: number): string => formatDate(Math.floor(day - 3.5))
    return {
      columns: [{ name: 'week from', unit: '' }, { name: 'P10', unit: '1' }, { name: 'P50', unit: '1' }, { name: 'P90', unit: '1' }],
      rows: data.weekly.length === 0 ? [] : weeks(data).map(({ day, p10, p50, p90 }) => [round(day), p10, p50, p90]),
    }
  },
  describe: data => `${finding(data)}. Weekly productive share of the contract from contract start, with a band over replications.`,
})
