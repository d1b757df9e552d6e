/** Two options side by side: each headline figure with its paired difference and interval, as a change in percent of the base. */
import type { FigureDifference } from '../analysis/compare.ts'
import { FIGURE_TEXTS, figureDifference, figureLabel, figureValue } from '../analysis/figure-text.ts'
import { digits } from '../analysis/number-text.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { fitWords } from './text-width.ts'

export interface ComparisonData {
  readonly base: string
  readonly option: string
  readonly differences: readonly FigureDifference[]
}

const LABEL_WIDTH = 172
const VALUE_WIDTH = 76
const DIFFERENCE_WIDTH = 84
/** Below this width the two values are left to the table. */
const WIDE = 560
const FOOT = 44

interface Row {
  readonly label: string
  readonly difference: FigureDifference
  /** Change relative to the base; NaN where the base is zero. */
  readonly change: number
  readonly low: number
  readonly high: number
}

/** What is the same in every pair of runs is left to the table. */
const isChanged = ({ difference, ci95 }: FigureDifference): boolean => difference !== 0 || (ci95 !== null && ci95[0] !== ci95[1])

function rowsOf({ differences }: ComparisonData): Row[] {
  return differences.filter(isChanged).map(difference => {
    const scale = difference.base === 0 ? NaN : 1 / Math.abs(difference.base)
    const [low, high] = difference.ci95 ?? [difference.difference, difference.difference]
    return { label: figureLabel(difference.key), difference, change: difference.difference * scale, low: low * scale, high: high * scale }
  })
}

function finding({ differences, base, option }: ComparisonData): string {
  const useful = differences.find(({ key }) => key === 'meanUtilisation')
  if (useful === undefined) return `${option} against ${base}`
  if (!useful.isClear && useful.ci95 !== null) return `${option}: no clear change of useful compute`
  return `${option}: ${figureDifference('meanUtilisation', useful.difference)} of the contract useful`
}

/** Half-width of the axis: a round share that holds every change; intervals beyond it are cut. */
function extentOf(rows: readonly Row[]): number {
  const widest = rows.reduce((most, { change }) => (Number.isFinite(change) ? Math.max(most, Math.abs(change)) : most), 0)
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10].find(extent => extent >= widest * 1.15) ?? widest * 1.15
}

interface Columns {
  readonly left: number
  readonly right: number
  readonly middle: number
  readonly isWide: boolean
  x(change: number): number
}

function columnsOf(frame: Frame, extent: number): Columns {
  const isWide = frame.width >= WIDE
  const left = LABEL_WIDTH + (isWide ? 2 * VALUE_WIDTH : 0) + 14
  const right = Math.max(left + 20, frame.width - DIFFERENCE_WIDTH)
  const middle = (left + right) / 2
  const x = (change: number): number => middle + (Math.max(-extent, Math.min(extent, change)) / extent) * ((right - left) / 2)
  return { left, right, middle, isWide, x }
}

function rowMarks(frame: Frame, row: Row, y: number, columns: Columns): Mark {
  const ink = inkOf(frame)
  const { key, base, option, difference, isClear } = row.difference
  const colour = difference < 0 ? SERIES.orange : SERIES.blue
  const baseline = y + 4
  const number = { 'text-anchor': 'end', style: 'font-variant-numeric: tabular-nums' }
  const isKnown = Number.isFinite(row.change)
  const emphasis = isClear ? { 'font-weight': 600, fill: ink.text } : { 'font-weight': 400, fill: ink.muted }
  return h(
    'g',
    { 'font-size': 11 },
    h('text', { x: 0, y: baseline, fill: ink.text }, row.label),
    columns.isWide ? h('text', { x: LABEL_WIDTH + VALUE_WIDTH, y: baseline, fill: ink.muted, ...number }, figureValue(key, base)) : null,
    columns.isWide ? h('text', { x: LABEL_WIDTH + 2 * VALUE_WIDTH, y: baseline, ...number }, figureValue(key, option)) : null,
    isKnown ? h('line', { x1: columns.x(row.low), x2: columns.x(row.high), y1: y, y2: y, stroke: colour, 'stroke-width': 2, 'stroke-opacity': isClear ? 0.55 : 0.3 }) : null,
    isKnown ? h('circle', { cx: columns.x(row.change), cy: y, r: 3.5, fill: isClear ? colour : ink.paper, stroke: colour, 'stroke-width': 1.5 }) : null,
    h('text', { x: frame.width, y: baseline, ...number, ...emphasis }, figureDifference(key, difference)),
  )
}

function axisMarks(frame: Frame, extent: number, columns: Columns, top: number, bottom: number): Mark {
  const ink = inkOf(frame)
  const decimals = extent < 0.02 ? 1 : 0
  const tick = (change: number, text: string): Mark[] => [
    h('line', { x1: columns.x(change), x2: columns.x(change), y1: top, y2: bottom, stroke: ink.line, 'stroke-width': change === 0 ? 1 : 0.5 }),
    h('text', { x: columns.x(change), y: bottom + 12, 'text-anchor': 'middle', fill: ink.muted }, text),
  ]
  const title = h('text', { class: 'axis-title', x: columns.middle, y: bottom + 27, 'text-anchor': 'middle', fill: ink.muted }, fitWords(['change, % of the value compared with', 'change, %'], columns.right - columns.left, 10))
  return h('g', { 'font-size': 10 }, [...tick(-extent, `−${digits(extent * 100, decimals)}\u2009%`), ...tick(0, '0'), ...tick(extent, `+${digits(extent * 100, decimals)}\u2009%`), title])
}

export const comparison = defineChart<ComparisonData>({
  id: 'compare',
  label: 'Two options compared',
  layout(data, frame) {
    const rows = rowsOf(data)
    if (rows.length === 0) return emptyPage(frame, `${data.option} against ${data.base}`, data.differences.length === 0 ? 'No figure applies to both yet' : 'Nothing differs')
    const heading = headingOf(frame, finding(data), `Change against ${data.base}, percent of its value; paired 95 % intervals, filled where clear of zero`)
    const extent = extentOf(rows)
    const columns = columnsOf(frame, extent)
    const top = heading.bottom + 8
    const bottom = Math.max(top + 20, frame.height - FOOT)
    const rowHeight = (bottom - top) / rows.length
    return page(frame, heading, [axisMarks(frame, extent, columns, top, bottom), ...rows.map((row, i) => rowMarks(frame, row, top + (i + 0.5) * rowHeight, columns))])
  },
  rows: ({ base, option, differences }) => ({
    columns: [{ name: 'figure', unit: '' }, { name: 'unit', unit: '' }, { name: base, unit: '' }, { name: option, unit: '' }, { name: 'difference', unit: '' }, { name: 'low', unit: '' }, { name: 'high', unit: '' }],
    rows: differences.map(d => [FIGURE_TEXTS[d.key].label, FIGURE_TEXTS[d.key].unit, d.base, d.option, d.difference, d.ci95?.[0] ?? null, d.ci95?.[1] ?? null]),
  }),
  describe: data => `${finding(data)}, compared with ${data.base}. ${data.differences.filter(({ isClear }) => isClear).map(d => `${FIGURE_TEXTS[d.key].label} ${figureDifference(d.key, d.difference)}`).join(', ') || 'No difference is clear'}.`,
})
