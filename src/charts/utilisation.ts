/** Weekly utilisation from contract start: median, band over replications, and the sustained level. */
import { percent } from '../analysis/number-text.ts'
import { quantile } from '../analysis/estimate.ts'
import { formatDate } from '../base/civil-date.ts'
import type { UtilisationData } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { measuredLabels, measuredMarks, measuredWords, mostMeasured } from './measured.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, valueAxis, valueScale } from './parts.ts'
import { textWidth } from './text-width.ts'
import { beside, plotOf, type Plot, timeAxis, timeScale } from './time-axis.ts'

const AXIS = 'useful share'

interface Week {
  readonly day: number
  readonly p10: number
  readonly p50: number
  readonly p90: number
}

function weeks({ weekly, firstDay }: UtilisationData): Week[] {
  const count = weekly.reduce((least, { length }) => Math.min(least, length), weekly[0]?.length ?? 0)
  return Array.from({ length: count }, (_, week) => {
    const sorted = weekly.map(values => values[week]).sort((a, b) => a - b)
    return { day: firstDay + week * 7 + 3.5, p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
  })
}

function finding(data: UtilisationData): string {
  if (data.sustained === null) return 'No whole stretch after ramp end yet'
  return `${percent(data.sustained, 1)} is sustained in ${data.sustainedOf} after ramp end`
}

const measure = ({ weekly }: UtilisationData): string => `Useful share of the contract by week, ${weekly.length > 1 ? `median, P10–P90 of ${weekly.length} runs` : 'one replication'}`

/** The plan date of full capacity, labelled on the side that has room. */
function rampMarks(x: number, plot: Plot, muted: string, faint: string): Mark[] {
  if (x < plot.left || x > plot.right) return []
  const label = 'ramp end (plan)'
  return [
    h('line', { x1: x, x2: x, y1: plot.top, y2: plot.bottom, stroke: faint, 'stroke-dasharray': '2 3' }),
    h('text', { ...beside(x, textWidth(label, 10), textWidth(AXIS, 10), plot), y: plot.top - 7, 'font-size': 10, fill: muted }, label),
  ]
}

function content(data: UtilisationData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const value = valueScale(0, Math.max(1, mostMeasured(data.measured)), plot, true)
  const points = weeks(data)
  const xs = points.map(({ day }) => time.x(day))
  const ys = (pick: (week: Week) => number): number[] => points.map(week => value.y(pick(week)))
  const median = ys(({ p50 }) => p50)
  const rampX = time.x(data.rampEndDay)
  const { sustained } = data
  const labels = [
    { y: median.at(-1) ?? plot.bottom, text: data.weekly.length > 1 ? 'median' : 'productive', colour: SERIES.green },
    ...(sustained === null ? [] : [{ y: value.y(sustained), text: `sustained ${percent(sustained)}`, colour: ink.text }]),
  ]
  return [
    valueAxis(value, plot, ink, tick => percent(tick), AXIS),
    timeAxis(time, plot, ink),
    ...rampMarks(rampX, plot, ink.muted, ink.faint),
    data.weekly.length > 1 ? h('path', { d: bandPath(xs, ys(({ p10 }) => p10), ys(({ p90 }) => p90)), fill: SERIES.green, 'fill-opacity': 0.22 }) : null,
    h('path', { d: linePath(xs, median), fill: 'none', stroke: SERIES.green, 'stroke-width': 1.75, 'stroke-linecap': 'round' }),
    sustained === null ? null : h('line', { x1: Math.min(Math.max(rampX, plot.left), plot.right), x2: plot.right, y1: value.y(sustained), y2: value.y(sustained), stroke: ink.text, 'stroke-width': 1.25 }),
    ...measuredMarks(data.measured, time, value),
    endLabels([...labels, ...measuredLabels(data.measured, value)], plot, frame.width, ink),
  ]
}

export const utilisation = defineChart<UtilisationData>({
  id: 'utilisation',
  label: 'Utilisation from contract start',
  layout(data, frame) {
    if (weeks(data).length === 0) return emptyPage(frame, 'Utilisation from contract start', 'No whole contracted week yet')
    return alignedPage(frame, finding(data), measure(data), content(data, frame))
  },
  rows(data) {
    const round = (day: number): string => formatDate(Math.floor(day - 3.5))
    return {
      columns: [{ name: 'week from', unit: '' }, { name: 'P10', unit: '1' }, { name: 'P50', unit: '1' }, { name: 'P90', unit: '1' }],
      rows: weeks(data).map(({ day, p10, p50, p90 }) => [round(day), p10, p50, p90]),
    }
  },
  describe: data => `${finding(data)}. ${measure(data)}, from contract start.${measuredWords(data.measured)}`,
})
