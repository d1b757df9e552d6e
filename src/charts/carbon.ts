/** Carbon of the electricity by month, and of what is burnt on site over the whole time, which is not recorded by month. */
import { digits, percent, short } from '../analysis/number-text.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import type { CarbonData } from './operation-shapes.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { SERIES } from './palette.ts'
import { endLabels, hatchPath, linePath, valueAxis, valueScale } from './parts.ts'
import { plotOf, type Plot, timeAxis, timeScale } from './time-axis.ts'

const LABEL = 'Carbon of the energy'
/** Share of the plot that the sum so far takes. */
const SUM_SHARE = 0.4
const GAP = 24
const SUM_FROM_HEIGHT = 110

const gridOf = ({ months }: CarbonData): number => months.reduce((sum, { gridT }) => sum + gridT, 0)
const isEmpty = (data: CarbonData): boolean => gridOf(data) === 0 && data.fuelT === 0

function finding(data: CarbonData): string {
  const all = gridOf(data) + data.fuelT
  const each = data.usefulH > 0 ? `, ${digits((all * 1e6) / data.usefulH)}\u2009g a useful GPU-hour` : ''
  const burnt = data.fuelT / all
  return `${all >= 1e5 ? `${digits(all / 1000)}\u2009kt` : `${digits(all)}\u2009t`} CO₂${each}${burnt < 0.005 ? '' : `; ${percent(burnt)} of it is fuel on site`}`
}

function barMarks(data: CarbonData, frame: Frame, plot: Plot): Mark[] {
  const ink = inkOf(frame)
  const { x } = timeScale(data.startDay, data.endDay, plot)
  const value = valueScale(0, data.months.reduce((most, { high }) => Math.max(most, high), 0.001), plot)
  const bars = data.months.map(({ month, fromDay, toDay, gridT, low, high }) => {
    const [left, right] = [x(fromDay), x(toDay)]
    const middle = (left + right) / 2
    return h('g', {}, h('title', {}, `${month}: ${digits(gridT, gridT < 10 ? 2 : 0)} t${data.replications > 1 ? ` (${digits(low)} to ${digits(high)})` : ''}`),
      h('rect', { x: left, y: value.y(gridT), width: Math.max(0.6, right - left - 0.6), height: Math.max(0, plot.bottom - value.y(gridT)), fill: SERIES.grey }),
      data.replications > 1 && high > low ? h('line', { x1: middle, x2: middle, y1: value.y(low), y2: value.y(high), stroke: ink.text, 'stroke-width': 1 }) : null)
  })
  return [valueAxis(value, plot, ink, tick => short(tick), 't CO₂ a month'), ...bars, endLabels([{ y: value.y(data.months.at(-1)?.gridT ?? 0), text: 'grid', colour: SERIES.grey }], plot, frame.width, ink)]
}

/** The sum so far; fuel stands hatched above its end, for nobody knows its months. */
function sumMarks(data: CarbonData, frame: Frame, plot: Plot): (Mark | null)[] {
  const ink = inkOf(frame)
  const { x } = timeScale(data.startDay, data.endDay, plot)
  let sum = 0
  const sums = data.months.map(({ gridT }) => (sum += gridT))
  const value = valueScale(0, sum + data.fuelT, plot)
  const end = x(data.months.at(-1)?.toDay ?? data.endDay)
  const [fuelTop, fuelBottom] = [value.y(sum + data.fuelT), value.y(sum)]
  const hasFuel = data.fuelT > 0
  return [
    valueAxis(value, plot, ink, tick => short(tick), 't CO₂ so far'),
    h('path', { d: linePath([x(data.months[0]?.fromDay ?? data.startDay), ...data.months.map(({ toDay }) => x(toDay))], [value.y(0), ...sums.map(value.y)]), fill: 'none', stroke: SERIES.blue, 'stroke-width': 1.75 }),
    hasFuel ? h('g', {}, h('title', {}, `fuel on site: ${digits(data.fuelT, 1)} t; recorded for the whole time, not by month`), h('rect', { x: end - 10, y: fuelTop, width: 10, height: fuelBottom - fuelTop, fill: 'none', stroke: SERIES.vermilion, 'stroke-width': 0.75 }), h('path', { d: hatchPath(end - 10, fuelTop, 10, fuelBottom - fuelTop, 4), stroke: SERIES.vermilion, 'stroke-width': 0.9 })) : null,
    endLabels([{ y: value.y(sum), text: 'grid so far', colour: SERIES.blue }, ...(hasFuel ? [{ y: (fuelTop + fuelBottom) / 2, text: 'fuel, all months', colour: SERIES.vermilion }] : [])], plot, frame.width, ink),
  ]
}

function content(data: CarbonData, frame: Frame): (Mark | null)[] {
  const plot = plotOf(frame.width, frame.height)
  const axis = timeAxis(timeScale(data.startDay, data.endDay, plot), plot, inkOf(frame))
  const height = plot.bottom - plot.top
  if (height < SUM_FROM_HEIGHT) return [...barMarks(data, frame, plot), axis]
  const sumTop = plot.bottom - height * SUM_SHARE
  return [...barMarks(data, frame, { ...plot, bottom: sumTop - GAP }), ...sumMarks(data, frame, { ...plot, top: sumTop }), axis]
}

export const carbon = defineChart<CarbonData>({
  id: 'carbon',
  label: LABEL,
  layout: (data, frame) => (isEmpty(data) ? emptyPage(frame, LABEL, 'No energy was drawn yet; the carbon of the grid stands under grid.tariff.carbon') : alignedPage(frame, finding(data), `CO₂ of metered energy by month, location based, t${data.replications > 1 ? `, mean and range of ${data.replications} runs` : ''}`, content(data, frame))),
  rows: ({ months, fuelT }) => ({
    columns: [{ name: 'month', unit: '' }, ...['grid', 'grid, lowest run', 'grid, highest run'].map(name => ({ name, unit: 't' }))],
    rows: [...months.map(({ month, gridT, low, high }) => [month, gridT, low, high]), ['fuel on site, all months', fuelT, null, null]],
  }),
  describe: data => (isEmpty(data) ? `${LABEL}: no energy was drawn yet.` : `${finding(data)}. Grid ${digits(gridOf(data))} t, fuel on site ${digits(data.fuelT)} t.`),
})
