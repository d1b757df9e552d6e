/** PUE and water by week, on the shared time axis. */
import type { WeeklyValues } from '../analysis/efficiency-parts.ts'
import { digits, short } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { type ChartDefinition, defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { endLabels, linePath, type ValueScale, valueAxis, valueScale } from './parts.ts'
import { plotOf, type Plot, timeAxis, timeScale } from './time-axis.ts'

const WEEK = 7

interface Words {
  readonly id: string
  readonly label: string
  readonly measure: string
  readonly unit: string
  /** Title of the value axis. */
  readonly axis: string
  readonly name: string
  readonly finding: (values: readonly number[]) => string
  readonly least: number
  readonly format: (value: number, decimals: number) => string
  readonly colour: string
  /** Values as bars from zero instead of a line. */
  readonly isAmount: boolean
}

const known = ({ values }: WeeklyValues): number[] => values.filter(value => Number.isFinite(value))

function bars(data: WeeklyValues, x: (day: number) => number, value: ValueScale, plot: Plot, colour: string): Mark {
  const path = data.values.flatMap((amount, week) => {
    if (!(amount > 0)) return []
    const [from, to] = [x(data.startDay + week * WEEK), x(Math.min(data.endDay, data.startDay + (week + 1) * WEEK))]
    return [`M${from.toFixed(1)},${plot.bottom}V${value.y(amount).toFixed(1)}H${Math.max(from + 0.6, to - 0.4).toFixed(1)}V${plot.bottom}Z`]
  })
  return h('path', { d: path.join(''), fill: colour })
}

function content(data: WeeklyValues, frame: Frame, words: Words): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(data.startDay, data.endDay, plot)
  const values = known(data)
  const value = valueScale(words.least, values.reduce((most, each) => Math.max(most, each), words.least), plot)
  const last = data.values.findLast(each => Number.isFinite(each)) ?? 0
  const line = linePath(data.values.map((_, week) => time.x(Math.min(data.endDay, data.startDay + (week + 0.5) * WEEK))), data.values.map(each => value.y(each)))
  return [
    valueAxis(value, plot, ink, tick => words.format(tick, value.decimals), words.axis),
    timeAxis(time, plot, ink),
    words.isAmount ? bars(data, day => time.x(day), value, plot, words.colour) : h('path', { d: line, fill: 'none', stroke: words.colour, 'stroke-width': 1.5, 'stroke-linejoin': 'round' }),
    endLabels([{ y: value.y(last), text: words.name, colour: words.colour }], plot, frame.width, ink),
  ]
}

function weeklyChart(words: Words): ChartDefinition<WeeklyValues> {
  return defineChart<WeeklyValues>({
    id: words.id,
    label: words.label,
    layout: (data, frame) => (known(data).length === 0 ? emptyPage(frame, words.label, 'Nothing simulated yet') : alignedPage(frame, words.finding(known(data)), words.measure, content(data, frame, words))),
    rows: data => ({
      columns: [{ name: 'week from', unit: '' }, { name: words.name, unit: words.unit }],
      rows: data.values.map((value, week) => [formatDate(data.startDay + week * WEEK), Number.isFinite(value) ? value : null]),
    }),
    describe: data => (known(data).length === 0 ? `${words.label}: nothing simulated yet.` : `${words.finding(known(data))}. ${words.measure}.`),
  })
}

const most = (values: readonly number[]): number => values.reduce((high, value) => Math.max(high, value), -Infinity)
const least = (values: readonly number[]): number => values.reduce((low, value) => Math.min(low, value), Infinity)

export const pueByWeek = weeklyChart({
  id: 'pue-by-week',
  label: 'PUE by week',
  measure: 'Site energy over IT energy by week, replication 0',
  unit: '',
  axis: 'PUE',
  name: 'PUE',
  finding: values => `PUE lies between ${digits(least(values), 3)} and ${digits(most(values), 3)}`,
  least: 1,
  format: (value, decimals) => digits(value, Math.max(1, decimals)),
  colour: SERIES.blue,
  isAmount: false,
})

export const waterByWeek = weeklyChart({
  id: 'water-by-week',
  label: 'Water by week',
  measure: 'Make-up water by week, replication 0',
  unit: 'm³',
  axis: 'm³ a week',
  name: 'water',
  finding: values => (most(values) > 0 ? `The thirstiest week takes ${short(most(values))} m³` : 'No water is drawn'),
  least: 0,
  format: value => short(value),
  colour: SERIES.sky,
  isAmount: true,
})
