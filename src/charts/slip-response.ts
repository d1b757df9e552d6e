/** The question on the card: how utilisation answers to the slip of the substation. */
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { SERIES } from './palette.ts'
import { bandPath, digits, emptyPage, endLabels, inkOf, linePath, page, percent, valueAxis, valueScale } from './parts.ts'
import { plotOf } from './time-axis.ts'

export interface SlipPoint {
  readonly slipMonths: number
  /** Productive share of the contract over the horizon; lowest, middle and highest replication at this slip. */
  readonly low: number
  readonly middle: number
  readonly high: number
  /** Sustained utilisation from contract start; null where it does not apply. */
  readonly sustained: number | null
}

export interface SlipData {
  /** Ascending by slip; points still running are missing. */
  readonly points: readonly SlipPoint[]
  /** Name of what slips. */
  readonly what: string
  /** Slip of the run shown beside, months; null if unknown. */
  readonly present: number | null
}

function finding({ points, what }: SlipData): string {
  if (points.length < 2) return `Utilisation against slip of ${what}`
  const [first, last] = [points[0], points[points.length - 1]]
  const perMonth = ((first.middle - last.middle) / Math.max(1e-9, last.slipMonths - first.slipMonths)) * 100
  return `Each month of slip takes ${digits(perMonth, 1)} points of the contract`
}

function content(data: SlipData, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const plot = plotOf(frame.width, frame.height)
  const { points } = data
  const end = Math.max(1, points[points.length - 1].slipMonths)
  const x = (months: number): number => plot.left + (months / end) * (plot.right - plot.left)
  const value = valueScale(0, Math.max(0.1, ...points.map(({ high }) => high)), plot)
  const xs = points.map(({ slipMonths }) => x(slipMonths))
  const sustained = points.map(point => (point.sustained === null ? NaN : value.y(point.sustained)))
  const last = points[points.length - 1]
  const labels = [{ y: value.y(last.middle), text: 'mean', colour: SERIES.green }, ...(last.sustained === null ? [] : [{ y: value.y(last.sustained), text: 'sustained', colour: SERIES.blue }])]
  return [
    valueAxis(value, plot, ink, tick => percent(tick)),
    h('g', { 'font-size': 11 }, points.map(({ slipMonths }) => h('text', { x: x(slipMonths), y: plot.bottom + 16, 'text-anchor': 'middle', fill: ink.muted }, digits(slipMonths)))),
    h('text', { x: plot.right + 6, y: plot.bottom + 16, 'font-size': 11, fill: ink.muted }, 'months of slip'),
    h('path', { d: bandPath(xs, points.map(({ low }) => value.y(low)), points.map(({ high }) => value.y(high))), fill: SERIES.green, 'fill-opacity': 0.22 }),
    h('path', { d: linePath(xs, points.map(({ middle }) => value.y(middle))), fill: 'none', stroke: SERIES.green, 'stroke-width': 2 }),
    h('path', { d: linePath(xs, sustained), fill: 'none', stroke: SERIES.blue, 'stroke-width': 1.5, 'stroke-dasharray': '5 3' }),
    h('g', {}, points.map(({ slipMonths, middle }) => h('circle', { cx: x(slipMonths), cy: value.y(middle), r: 3, fill: SERIES.green }))),
    data.present === null || data.present > end ? null : h('line', { x1: x(data.present), x2: x(data.present), y1: plot.top, y2: plot.bottom, stroke: ink.text, 'stroke-dasharray': '2 3' }),
    endLabels(labels, plot),
  ]
}

export const slipResponse = defineChart<SlipData>({
  id: 'slip-response',
  label: 'Utilisation against substation slip',
  layout(data, frame) {
    if (data.points.length === 0) return emptyPage(frame, finding(data), 'Simulating the first points…')
    return page(frame, finding(data), `Productive share of the contract against slip of ${data.what}, range over replications`, content(data, frame))
  },
  rows: ({ points }) => ({
    columns: [{ name: 'slip', unit: 'months' }, { name: 'lowest', unit: '1' }, { name: 'mean utilisation', unit: '1' }, { name: 'highest', unit: '1' }, { name: 'sustained from contract start', unit: '1' }],
    rows: points.map(({ slipMonths, low, middle, high, sustained }) => [slipMonths, low, middle, high, sustained]),
  }),
  describe: data => `${finding(data)}. ${data.points.map(({ slipMonths, middle }) => `${digits(slipMonths)} months: ${percent(middle, 1)}`).join(', ')}.`,
})
