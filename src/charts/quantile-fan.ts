/** Useful accelerators by month: quantiles over replications as nested bands around their median. */
import { digits, percent, short } from '../analysis/number-text.ts'
import type { FanData, FanMonth } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { bandPath, endLabels, linePath, steps, valueAxis, valueScale } from './parts.ts'
import { plotOf, timeAxis, timeScale } from './time-axis.ts'

type Level = 'p5' | 'p10' | 'p25' | 'p75' | 'p90' | 'p95'

const BANDS: readonly (readonly [Level, Level])[] = [['p5', 'p95'], ['p10', 'p90'], ['p25', 'p75']]

function finding({ months }: FanData): string {
  const last = months.at(-1)
  if (last === undefined) return 'No month simulated yet'
  const of = last.contracted > 0 ? `, ${percent(last.p50 / last.contracted)} of the contract` : ''
  return `${digits(last.p50)} useful accelerators in ${last.month}${of}`
}

const measure = ({ replications }: FanData): string => `Useful accelerators by month, ${replications > 1 ? `median and 50, 80, 90 % of ${replications} runs` : 'one run'}`

function content({ months, replications }: FanData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const [first, last] = [months[0], months[months.length - 1]]
  const time = timeScale(first.fromDay, last.toDay, plot)
  const highest = months.reduce((most, { p95, contracted }) => Math.max(most, p95, contracted), 0)
  const value = valueScale(0, highest === 0 ? 1 : highest, plot)
  const xs = months.map(({ fromDay, toDay }) => time.x((fromDay + toDay) / 2))
  const ys = (pick: (month: FanMonth) => number): number[] => months.map(month => value.y(pick(month)))
  const contract = steps(months.map(({ fromDay }) => time.x(fromDay)), time.x(last.toDay), ys(({ contracted }) => contracted))
  return [
    valueAxis(value, plot, ink, short, 'accelerators'),
    timeAxis(time, plot, ink),
    ...(replications > 1 ? BANDS : []).map(([low, high]) => h('path', { d: bandPath(xs, ys(month => month[low]), ys(month => month[high])), fill: SERIES.green, 'fill-opacity': 0.16 })),
    h('path', { d: linePath(contract.xs, contract.values), fill: 'none', stroke: ink.muted, 'stroke-width': 1.25, 'stroke-dasharray': '3 3' }),
    h('path', { d: linePath(xs, ys(({ p50 }) => p50)), fill: 'none', stroke: SERIES.green, 'stroke-width': 1.75, 'stroke-linecap': 'round' }),
    endLabels([{ y: value.y(last.p50), text: replications > 1 ? 'median' : 'useful', colour: SERIES.green }, { y: value.y(last.contracted), text: 'contracted', colour: ink.muted, dash: '3 3' }], plot, frame.width, ink),
  ]
}

export const quantileFan = defineChart<FanData>({
  id: 'quantile-fan',
  label: 'Useful accelerators by month, over replications',
  layout(data, frame) {
    if (data.months.length === 0) return emptyPage(frame, 'Useful accelerators by month', 'No month simulated yet')
    return alignedPage(frame, finding(data), measure(data), content(data, frame))
  },
  rows: ({ months }) => ({
    columns: [{ name: 'month', unit: '' }, ...['contracted', 'P5', 'P10', 'P25', 'P50', 'P75', 'P90', 'P95'].map(name => ({ name, unit: 'accelerators' }))],
    rows: months.map(({ month, contracted, p5, p10, p25, p50, p75, p90, p95 }) => [month, contracted, p5, p10, p25, p50, p75, p90, p95]),
  }),
  describe: data => `${finding(data)}. ${measure(data)}${data.months.length > 0 && data.replications > 1 ? `; 80 % of runs lie between ${digits(data.months[data.months.length - 1].p10)} and ${digits(data.months[data.months.length - 1].p90)} at the end` : ''}.`,
})
