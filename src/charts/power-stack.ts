/** What the power of the site goes to, week by week, stacked; what was asked for and not served stands hatched on top. */
import { digits, percent } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import type { PowerStackData, PowerStackWeek } from './operation-shapes.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, hatchPath, linePath, valueAxis, valueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

const LABEL = 'What power goes to'
const LAYERS = [
  { label: 'IT', colour: SERIES.green, of: ({ itMW }: PowerStackWeek) => itMW },
  { label: 'cooling', colour: SERIES.sky, of: ({ coolingMW }: PowerStackWeek) => coolingMW },
  { label: 'losses', colour: SERIES.orange, of: ({ lossMW }: PowerStackWeek) => lossMW },
] as const
const drawn = (week: PowerStackWeek): number => LAYERS.reduce((sum, { of }) => sum + of(week), 0)
const isEmpty = ({ weeks }: PowerStackData): boolean => weeks.every(week => drawn(week) === 0 && week.notServedMW === 0)
const total = (weeks: readonly PowerStackWeek[], of: (week: PowerStackWeek) => number): number => weeks.reduce((sum, week) => sum + of(week) * (week.toDay - week.fromDay), 0)

function finding({ weeks }: PowerStackData): string {
  const all = total(weeks, drawn)
  const missing = total(weeks, ({ notServedMW }) => notServedMW)
  const it = `${percent(all > 0 ? total(weeks, ({ itMW }) => itMW) / all : 0, 1)} of the energy reaches IT`
  return missing / Math.max(1e-9, all + missing) < 0.0005 ? it : `${it}; ${percent(missing / (all + missing), 1)} of what was asked for was not served`
}

function content({ weeks, startDay, endDay, replications }: PowerStackData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(startDay, endDay, plot)
  const value = valueScale(0, weeks.reduce((most, week) => Math.max(most, drawn(week) + week.notServedMW, week.high), 0.001), plot)
  const xs = weeks.map(({ fromDay, toDay }) => time.x((fromDay + toDay) / 2))
  let below = weeks.map(() => 0)
  const ends: { y: number; text: string; colour: string }[] = []
  const areas = LAYERS.map(({ label, colour, of }) => {
    const above = weeks.map((week, i) => below[i] + of(week))
    const mark = h('path', { d: bandPath(xs, below.map(value.y), above.map(value.y)), fill: colour, 'fill-opacity': 0.85 }, h('title', {}, label))
    ends.push({ y: value.y(((below.at(-1) ?? 0) + (above.at(-1) ?? 0)) / 2), text: label, colour })
    below = above
    return mark
  })
  const missing = weeks.flatMap((week, i) => {
    if (week.notServedMW < value.max * 1e-4) return []
    const [left, right, top] = [time.x(week.fromDay), time.x(week.toDay), value.y(below[i] + week.notServedMW)]
    return [h('path', { d: hatchPath(left, top, Math.max(1, right - left), value.y(below[i]) - top, 4), stroke: SERIES.vermilion, 'stroke-width': 1 }, h('title', {}, `week from ${formatDate(Math.floor(week.fromDay))}: ${digits(week.notServedMW, 2)} MW not served`))]
  })
  const isSpread = replications > 1
  if (missing.length > 0) ends.push({ y: value.y(below.at(-1) ?? 0) - 12, text: 'not served', colour: SERIES.vermilion })
  if (isSpread) ends.push({ y: value.y(weeks.at(-1)?.high ?? 0) - 6, text: 'range of runs', colour: ink.text })
  return [
    ...areas, ...missing, valueAxis(value, plot, ink, tick => digits(tick, value.decimals), 'MW'), timeAxis(time, plot, ink),
    ...(isSpread ? (['low', 'high'] as const).map(side => h('path', { d: linePath(xs, weeks.map(week => value.y(week[side]))), fill: 'none', stroke: ink.text, 'stroke-width': 0.8, 'stroke-dasharray': '1 2' })) : []),
    endLabels(ends, plot, frame.width, ink),
  ]
}

export const powerStack = defineChart<PowerStackData>({
  id: 'power-stack',
  label: LABEL,
  layout(data, frame) {
    if (isEmpty(data)) return emptyPage(frame, LABEL, 'Nothing draws power yet: the stack begins when the first block is energised')
    return alignedPage(frame, finding(data), `Mean power by week, MW, ${data.replications > 1 ? `mean of ${data.replications} runs` : 'one replication'}`, content(data, frame))
  },
  rows: ({ weeks }) => ({
    columns: [{ name: 'week from', unit: '' }, ...['IT', 'cooling', 'losses', 'not served', 'site, lowest run', 'site, highest run'].map(name => ({ name, unit: 'MW' }))],
    rows: weeks.map(({ fromDay, itMW, coolingMW, lossMW, notServedMW, low, high }) => [formatDate(Math.floor(fromDay)), itMW, coolingMW, lossMW, notServedMW, low, high]),
  }),
  describe: data => (isEmpty(data) ? `${LABEL}: nothing draws power yet.` : `${finding(data)}. IT, cooling and electrical losses by week.`),
})
