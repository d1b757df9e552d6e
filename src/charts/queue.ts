/** Jobs that wait and jobs that run, week by week, with their spread over replications. */
import { digits } from '../analysis/number-text.ts'
import { civilFromDays, formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import type { QueueData } from './operation-shapes.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, valueAxis, valueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

const LABEL = 'Jobs waiting and running'
const isEmpty = ({ weeks }: QueueData): boolean => weeks.every(({ waiting, running }) => waiting[2] === 0 && running[2] === 0)
const hours = (value: number): string => (value >= 48 ? `${digits(value / 24, 1)} days` : `${digits(value, value < 10 ? 1 : 0)}\u2009h`)

function finding({ weeks, meanWaitH }: QueueData): string {
  const longest = weeks.reduce((most, week) => (week.waiting[1] > most.waiting[1] ? week : most), weeks[0])
  const wait = Number.isFinite(meanWaitH) ? `a job waits ${hours(meanWaitH)} on average` : 'no job has started yet'
  if (longest.waiting[1] < 0.5) return `Hardly a job ever waits; ${wait}`
  const { year, month } = civilFromDays(Math.floor(longest.fromDay))
  return `The queue is longest in ${year}-${String(month).padStart(2, '0')}, ${digits(longest.waiting[1])} jobs; ${wait}`
}

const measure = ({ replications }: QueueData): string => `Jobs by week, ${replications > 1 ? `median, P10–P90 of ${replications} runs` : 'one replication'}`

function content({ weeks, startDay, endDay, replications }: QueueData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(startDay, endDay, plot)
  const value = valueScale(0, weeks.reduce((most, { waiting, running }) => Math.max(most, waiting[2], running[2]), 1), plot)
  const xs = weeks.map(({ fromDay, toDay }) => time.x((fromDay + toDay) / 2))
  const line = (of: 'waiting' | 'running', colour: string, dash?: string): (Mark | null)[] => {
    const ys = (at: 0 | 1 | 2): number[] => weeks.map(week => value.y(week[of][at]))
    return [
      replications > 1 ? h('path', { d: bandPath(xs, ys(0), ys(2)), fill: colour, 'fill-opacity': 0.2 }) : null,
      h('path', { d: linePath(xs, ys(1)), fill: 'none', stroke: colour, 'stroke-width': 1.5, 'stroke-linecap': 'round', ...(dash === undefined ? {} : { 'stroke-dasharray': dash }) }),
    ]
  }
  const last = weeks[weeks.length - 1]
  return [
    valueAxis(value, plot, ink, tick => digits(tick, value.decimals), 'jobs'), timeAxis(time, plot, ink), ...line('running', SERIES.blue), ...line('waiting', SERIES.orange, '4 2'),
    endLabels([{ y: value.y(last.running[1]), text: 'running', colour: SERIES.blue }, { y: value.y(last.waiting[1]), text: 'waiting', colour: SERIES.orange, dash: '4 2' }], plot, frame.width, ink),
  ]
}

export const queue = defineChart<QueueData>({
  id: 'queue',
  label: LABEL,
  layout: (data, frame) => (isEmpty(data) ? emptyPage(frame, LABEL, 'No job was submitted yet; an entry of workload with a source of jobs brings some') : alignedPage(frame, finding(data), measure(data), content(data, frame))),
  rows: ({ weeks }) => ({
    columns: [{ name: 'week from', unit: '' }, ...['waiting', 'running'].flatMap(name => ['P10', 'P50', 'P90'].map(which => ({ name: `${name} ${which}`, unit: 'jobs' })))],
    rows: weeks.map(({ fromDay, waiting, running }) => [formatDate(Math.floor(fromDay)), ...waiting, ...running]),
  }),
  describe: data => (isEmpty(data) ? `${LABEL}: no job was submitted yet.` : `${finding(data)}. ${measure(data)}.`),
})
