/** Money that comes and goes by month, and the sum of both so far. */
import { digits, short } from '../analysis/number-text.ts'
import type { CashFlowData, CashMonth } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { endLabels, hatchPath, linePath, valueAxis, valueScale, type ValueScale } from './parts.ts'
import { plotOf, type Plot, timeAxis, timeScale, type TimeScale } from './time-axis.ts'

/** Share of the plot that the sum takes, and the least height for which months are drawn beside it. */
const SUM_SHARE = 0.45
const SUM_FROM_HEIGHT = 110
const GAP = 24

const money = (usd: number): string => (usd < 0 ? `−${short(-usd)}` : short(usd))
const cashOf = ({ revenueUsd, runningUsd, capitalUsd }: CashMonth): number => revenueUsd - runningUsd - capitalUsd

/** Sum so far at the end of each month. */
function cumulative(months: readonly CashMonth[]): number[] {
  let sum = 0
  return months.map(month => (sum += cashOf(month)))
}

const isEmpty = ({ months }: CashFlowData): boolean => months.every(({ revenueUsd, runningUsd, capitalUsd }) => revenueUsd === 0 && runningUsd === 0 && capitalUsd === 0)

function finding({ months }: CashFlowData): string {
  const sums = cumulative(months)
  const least = sums.reduce((low, sum) => Math.min(low, sum), 0)
  const last = sums.at(-1) ?? 0
  const paidBack = least < 0 ? sums.findIndex((sum, i) => sum >= 0 && sums.slice(0, i).some(before => before < 0)) : -1
  const end = paidBack >= 0 ? `paid back in ${months[paidBack].month}` : `${money(last)} USD at the end`
  return least < 0 ? `Up to ${money(-least)} USD are tied up, ${end}` : `Cash never falls below zero, ${end}`
}

/** Pieces above and below zero, from zero outwards. */
function barMarks(month: CashMonth, x: number, width: number, value: ValueScale): Mark {
  let [up, down] = [0, 0]
  const piece = (usd: number, colour: string, isHatched: boolean): (Mark | null)[] => {
    if (usd === 0) return []
    const [from, to] = usd > 0 ? [up, (up += usd)] : [down, (down += usd)]
    const [top, bottom] = [Math.min(value.y(from), value.y(to)), Math.max(value.y(from), value.y(to))]
    return [
      h('rect', { x, y: top, width, height: bottom - top, fill: colour, ...(isHatched ? { 'fill-opacity': 0.35 } : {}) }),
      isHatched ? h('path', { d: hatchPath(x, top, width, bottom - top), stroke: colour, fill: 'none' }) : null,
    ]
  }
  const pieces = [...piece(month.revenueUsd, SERIES.green, false), ...piece(-month.runningUsd, SERIES.orange, true), ...piece(-month.capitalUsd, SERIES.grey, false)]
  const tip = `${month.month}: revenue ${money(month.revenueUsd)}, running costs ${money(month.runningUsd)}, capital ${money(month.capitalUsd)}, cash ${money(cashOf(month))} USD`
  return h('g', {}, h('title', {}, tip), pieces)
}

/** An axis through zero whose ticks lie on whole steps on both sides of it. */
function scaleAround(low: number, high: number, plot: Plot): ValueScale {
  const { ticks: [first, second], decimals } = valueScale(0, Math.max(1, high - low), plot)
  const size = second - first
  const [from, to] = [Math.floor(low / size + 1e-9), Math.max(1, Math.ceil(high / size - 1e-9))]
  return { decimals, max: to * size, ticks: Array.from({ length: to - from + 1 }, (_, i) => (from + i) * size), y: usd => plot.bottom - ((usd / size - from) / (to - from)) * (plot.bottom - plot.top) }
}

const axisMarks = (value: ValueScale, plot: Plot, frame: Frame, unit: string): Mark[] => {
  const ink = inkOf(frame)
  return [valueAxis(value, plot, ink, money, unit), h('line', { x1: plot.left, x2: plot.right, y1: value.y(0), y2: value.y(0), stroke: ink.muted })]
}

function monthMarks(months: readonly CashMonth[], frame: Frame, plot: Plot, time: TimeScale): Mark[] {
  const up = ({ revenueUsd, runningUsd, capitalUsd }: CashMonth): number => Math.max(0, revenueUsd) + Math.max(0, -runningUsd) + Math.max(0, -capitalUsd)
  const down = (month: CashMonth): number => up({ ...month, revenueUsd: -month.revenueUsd, runningUsd: -month.runningUsd, capitalUsd: -month.capitalUsd })
  const most = (of: (month: CashMonth) => number): number => months.reduce((high, month) => Math.max(high, of(month)), 0)
  const value = scaleAround(-most(down), most(up), plot)
  const bars = months.map(month => barMarks(month, time.x(month.fromDay), Math.max(0.6, time.x(month.toDay) - time.x(month.fromDay) - 0.5), value))
  const labels = [
    { y: value.y(most(up) / 2), text: 'revenue', colour: SERIES.green },
    { y: value.y(0), text: 'running costs', colour: SERIES.orange },
    { y: value.y(-most(down) / 2), text: 'capital', colour: SERIES.grey },
  ]
  return [...axisMarks(value, plot, frame, 'USD a month'), ...bars, endLabels(labels, plot, frame.width, inkOf(frame))]
}

function sumMarks(months: readonly CashMonth[], frame: Frame, plot: Plot, time: TimeScale): Mark[] {
  const sums = cumulative(months)
  const value = scaleAround(Math.min(0, ...sums), Math.max(0, ...sums), plot)
  const line = linePath([time.x(months[0].fromDay), ...months.map(({ toDay }) => time.x(toDay))], [value.y(0), ...sums.map(value.y)])
  return [
    ...axisMarks(value, plot, frame, 'USD so far'),
    h('path', { d: line, fill: 'none', stroke: SERIES.blue, 'stroke-width': 2, 'stroke-linejoin': 'round' }),
    endLabels([{ y: value.y(sums.at(-1) ?? 0), text: 'cash so far', colour: SERIES.blue }], plot, frame.width, inkOf(frame)),
  ]
}

function content({ months }: CashFlowData, frame: Frame): Mark[] {
  const plot = plotOf(frame.width, frame.height)
  const time = timeScale(months[0].fromDay, months[months.length - 1].toDay, plot)
  const height = plot.bottom - plot.top
  const axis = timeAxis(time, plot, inkOf(frame))
  if (height < SUM_FROM_HEIGHT) return [...sumMarks(months, frame, plot, time), axis]
  const sumTop = plot.bottom - height * SUM_SHARE
  return [...monthMarks(months, frame, { ...plot, bottom: sumTop - GAP }, time), ...sumMarks(months, frame, { ...plot, top: sumTop }, time), axis]
}

export const cashFlow = defineChart<CashFlowData>({
  id: 'cash-flow',
  label: 'Cash flow by month',
  layout(data, frame) {
    if (isEmpty(data)) return emptyPage(frame, 'Cash flow by month', 'No money has moved yet')
    return alignedPage(frame, finding(data), `Cash by month and so far, USD${data.replications > 1 ? `, mean of ${digits(data.replications)} runs` : ', one replication'}`, content(data, frame))
  },
  rows: ({ months }) => {
    const sums = cumulative(months)
    return {
      columns: [{ name: 'month', unit: '' }, ...['revenue', 'running costs', 'capital', 'cash', 'cash so far'].map(name => ({ name, unit: 'USD' }))],
      rows: months.map((month, i) => [month.month, month.revenueUsd, month.runningUsd, month.capitalUsd, cashOf(month), sums[i]]),
    }
  },
  describe: data => (isEmpty(data) ? 'Cash flow by month: no money has moved yet.' : `${finding(data)}. Revenue, running costs and capital by month, and their sum so far, over ${digits(data.months.length)} months.`),
})
