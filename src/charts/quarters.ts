/** A quantity by calendar quarter: a bar for the mean, a whisker from the 10 to the 90 % quantile, a line for what was promised. */
import { digits, percent, short } from '../analysis/number-text.ts'
import { type ChartDefinition, defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { alignedPage, emptyPage, inkOf } from './page.ts'
import { type Ink, SERIES } from './palette.ts'
import { valueAxis, valueScale } from './parts.ts'
import type { Quarter, QuarterData } from './quarter-data.ts'
import { type Plot, plotOf } from './time-axis.ts'

interface Words {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly colour: string
  readonly finding: (last: Quarter) => string
}

/** Room at the right is for labels of lines, which these charts do not have. */
const RIGHT = 8
const BAR = 0.7
/** Width that a year or a quarter needs for its name. */
const NAME_WIDTH = 30

const axisPlot = (frame: Frame): Plot => ({ ...plotOf(frame.width, frame.height), right: frame.width - RIGHT })

function bar(each: Quarter, x: number, width: number, plot: Plot, y: (value: number) => number, colour: string, ink: Ink): Mark[] {
  const middle = x + width / 2
  const marks = [h('rect', { x, y: y(each.mean), width, height: Math.max(0, plot.bottom - y(each.mean)), fill: colour })]
  if (each.p90 > each.p10) marks.push(h('path', { d: `M${middle.toFixed(1)},${y(each.p10).toFixed(1)}V${y(each.p90).toFixed(1)}`, stroke: ink.text, 'stroke-width': 1.25, fill: 'none' }))
  if (each.contracted !== null) marks.push(h('path', { d: `M${(x - 2).toFixed(1)},${y(each.contracted).toFixed(1)}H${(x + width + 2).toFixed(1)}`, stroke: ink.muted, 'stroke-width': 1.5, 'stroke-dasharray': '2 2', fill: 'none' }))
  return marks
}

/** Names of quarters where they fit, else of years at their first quarter. */
function names(quarters: readonly Quarter[], step: number, plot: Plot, ink: Ink): Mark[] {
  return quarters.flatMap(({ year, quarter }, at) => {
    const x = plot.left + (at + 0.5) * step
    const isFirst = quarter === 1 || at === 0
    const own = step >= NAME_WIDTH ? [h('text', { x, y: plot.bottom + 13, 'text-anchor': 'middle', 'font-size': 10, fill: ink.muted }, `Q${quarter}`)] : []
    const fits = isFirst && (quarter <= 2 || (4 - quarter + 1) * step >= NAME_WIDTH)
    return fits ? [...own, h('text', { x: plot.left + at * step, y: plot.bottom + (step >= NAME_WIDTH ? 25 : 13), 'font-size': 10, fill: ink.muted }, String(year))] : own
  })
}

function content({ quarters }: QuarterData, frame: Frame, { unit, colour }: Words): Mark[] {
  const ink = inkOf(frame)
  const plot = axisPlot(frame)
  const highest = quarters.reduce((most, { p90, mean, contracted }) => Math.max(most, p90, mean, contracted ?? 0), 0)
  const value = valueScale(0, highest === 0 ? 1 : highest, plot)
  const step = (plot.right - plot.left) / quarters.length
  const bars = quarters.flatMap((each, at) => bar(each, plot.left + (at + (1 - BAR) / 2) * step, step * BAR, plot, value.y, colour, ink))
  return [valueAxis(value, plot, ink, tick => (highest < 10 ? digits(tick, value.decimals) : short(tick)), unit), ...bars, ...names(quarters, step, plot, ink)]
}

const define = (words: Words): ChartDefinition<QuarterData> => {
  const finding = ({ quarters }: QuarterData): string => {
    const last = quarters.at(-1)
    return last === undefined ? 'Nothing simulated yet' : words.finding(last)
  }
  return defineChart<QuarterData>({
    id: words.id,
    label: words.label,
    layout(data, frame) {
      if (data.quarters.length === 0) return emptyPage(frame, words.label, 'Nothing simulated yet')
      const spread = data.replications > 1 ? `, P10–P90 of ${data.replications} runs` : ''
      return alignedPage(frame, finding(data), `${words.label}: mean${spread}`, content(data, frame, words))
    },
    rows: ({ quarters }) => ({
      columns: [{ name: 'quarter', unit: '' }, ...['p10', 'mean', 'p90', 'contracted'].map(name => ({ name, unit: words.unit }))],
      rows: quarters.map(({ year, quarter, p10, mean, p90, contracted }) => [`${year} Q${quarter}`, p10, mean, p90, contracted]),
    }),
    describe: data => `${finding(data)}. Bars by calendar quarter.`,
  })
}

const nameOf = ({ year, quarter }: Quarter): string => `${year} Q${quarter}`

export const quarterPower = define({ id: 'quarter-power', label: 'IT power by quarter', unit: 'MW', colour: SERIES.blue, finding: last => `${digits(last.mean, last.mean < 10 ? 2 : 1)}\u2009MW of IT in ${nameOf(last)}` })

export const quarterUseful = define({
  id: 'quarter-useful',
  label: 'Useful accelerators by quarter',
  unit: 'accelerators',
  colour: SERIES.green,
  finding: last => `${digits(last.mean)} useful accelerators in ${nameOf(last)}${last.contracted === null || last.contracted === 0 ? '' : `, ${percent(last.mean / last.contracted)} of the contract`}`,
})
