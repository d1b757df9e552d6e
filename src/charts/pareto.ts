/** Cost against what is gained: the sides of a file, and the front of those that no other beats in both. */
import { FIGURE_TEXTS, figureLabel, figureValue } from '../analysis/figure-text.ts'
import type { RunFigures } from '../analysis/figures.ts'
import { percent, short } from '../analysis/number-text.ts'
import type { FrontPoint } from '../analysis/solve/pareto.ts'
import { defineChart, type Frame } from './chart.ts'
import { lyingTitle } from './lying-axis.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, type Heading, inkOf, page } from './page.ts'
import { type Ink, SERIES } from './palette.ts'
import { valueAxis, type ValueScale, valueScale } from './parts.ts'
import { fitText, textWidth } from './text-width.ts'
import { type Plot, TIME_MARGIN } from './time-axis.ts'

export interface ParetoData {
  readonly cost: keyof RunFigures
  readonly gain: keyof RunFigures
  readonly points: readonly FrontPoint[]
}

const FOOT = 46
const RIGHT = 16
const LABEL = 10
/** Room of its own that a range leaves on each side. */
const PADDING = 0.08
/** More sides than these carry no names. */
const MOST_NAMED = 24

const tickText = (key: keyof RunFigures, value: number, decimals: number): string => (FIGURE_TEXTS[key].isShare ? percent(value, Math.max(0, decimals - 2)) : short(value))

const frontOf = ({ points }: ParetoData): FrontPoint[] => points.filter(({ isOnFront }) => isOnFront).toSorted((a, b) => a.cost - b.cost || a.gain - b.gain)

function finding(data: ParetoData): string {
  const front = frontOf(data)
  const [first] = front
  if (first === undefined) return `${FIGURE_TEXTS[data.gain].label} against ${FIGURE_TEXTS[data.cost].label.toLowerCase()}`
  if (front.length === 1) return data.points.length === 1 ? `${first.label}: the only side` : `${first.label} beats all others in both`
  return `${front.length} of ${data.points.length} sides are worth their cost`
}

const measure = ({ cost, gain }: ParetoData): string => `${figureLabel(gain)}, against ${FIGURE_TEXTS[cost].label.toLowerCase()}${FIGURE_TEXTS[cost].unit === '' ? '' : ` in ${FIGURE_TEXTS[cost].unit}`}; means with 95 % intervals; hollow: chance leaves it open`

/** Ends of an axis that holds all intervals, with some room; shares stay from 0 to 1. */
function extent(key: keyof RunFigures, values: readonly (number | undefined)[]): readonly [number, number] {
  const finite = values.filter((value): value is number => value !== undefined && Number.isFinite(value))
  const [low, high] = [Math.min(...finite), Math.max(...finite)]
  const room = high > low ? (high - low) * PADDING : Math.max(Math.abs(high) * PADDING, 1e-9)
  return [FIGURE_TEXTS[key].isShare && low >= 0 ? Math.max(0, low - room) : low - room, FIGURE_TEXTS[key].isShare && high <= 1 ? Math.min(1, high + room) : high + room]
}

interface Scales {
  readonly x: (cost: number) => number
  readonly costTicks: readonly number[]
  readonly costDecimals: number
  readonly value: ValueScale
  readonly plot: Plot
}

/** A scale whose ticks are round numbers inside its ends. */
function roundedScale(low: number, high: number, plot: Plot): ValueScale {
  const steps = valueScale(0, high - low, plot)
  const size = steps.ticks.length > 1 ? steps.ticks[1] - steps.ticks[0] : high - low
  const [first, last] = [Math.floor(low / size + 1e-9) * size, Math.ceil(high / size - 1e-9) * size]
  const ticks = Array.from({ length: Math.max(2, Math.round((last - first) / size) + 1) }, (_, at) => first + at * size)
  return { ticks, max: last, decimals: steps.decimals, y: value => plot.bottom - ((value - first) / Math.max(1e-12, last - first)) * (plot.bottom - plot.top) }
}

function scalesOf({ cost: costKey, gain: gainKey, points }: ParetoData, frame: Frame, top: number): Scales {
  const plot: Plot = { left: TIME_MARGIN.left, right: Math.max(TIME_MARGIN.left + 1, frame.width - RIGHT), top, bottom: Math.max(top + 1, frame.height - FOOT) }
  const [fromCost, toCost] = extent(costKey, points.flatMap(({ cost, costCi95 }) => [cost, costCi95?.[0], costCi95?.[1]]))
  const [fromGain, toGain] = extent(gainKey, points.flatMap(({ gain, gainCi95 }) => [gain, gainCi95?.[0], gainCi95?.[1]]))
  // The same ticks as upright, laid down.
  const lying = roundedScale(fromCost, toCost, { left: 0, right: 1, top: 0, bottom: Math.max(1, (plot.right - plot.left) / 2.5) })
  const [first, last] = [lying.ticks[0], lying.max]
  return { plot, value: roundedScale(fromGain, toGain, plot), costTicks: lying.ticks, costDecimals: lying.decimals, x: cost => plot.left + ((cost - first) / Math.max(1e-12, last - first)) * (plot.right - plot.left) }
}

/** Numbers below the axis, none over its neighbour, and what they count. */
function costAxis({ cost }: ParetoData, { costTicks, costDecimals, x, plot }: Scales, ink: Ink): Mark {
  let free = -Infinity
  const texts = costTicks.flatMap(tick => {
    const text = tickText(cost, tick, costDecimals)
    const half = textWidth(text, 11) / 2 + 3
    if (x(tick) - half < free || x(tick) + half > plot.right + RIGHT) return []
    free = x(tick) + half
    return [h('text', { x: x(tick), y: plot.bottom + 16, 'text-anchor': 'middle', fill: ink.muted }, text)]
  })
  return h('g', { 'font-size': 11 }, texts, lyingTitle(figureLabel(cost), plot, ink))
}

/** Along the costs, up where a dearer side gains more. */
function frontPath(data: ParetoData, { x, value }: Scales): string {
  return frontOf(data).map(({ cost, gain }, at) => (at === 0 ? `M${x(cost).toFixed(1)},${value.y(gain).toFixed(1)}` : `H${x(cost).toFixed(1)}V${value.y(gain).toFixed(1)}`)).join('')
}

function pointMarks({ label, cost, costCi95, gain, gainCi95, isOnFront, isSure }: FrontPoint, { cost: costKey, gain: gainKey }: ParetoData, { x, value }: Scales, ink: Ink): Mark {
  const colour = isOnFront ? SERIES.green : ink.faint
  const [cx, cy] = [x(cost), value.y(gain)]
  const bar = { stroke: colour, 'stroke-width': 1.5, 'stroke-opacity': 0.6 }
  return h(
    'g',
    {},
    costCi95 === null ? null : h('line', { x1: x(costCi95[0]), x2: x(costCi95[1]), y1: cy, y2: cy, ...bar }),
    gainCi95 === null ? null : h('line', { x1: cx, x2: cx, y1: value.y(gainCi95[0]), y2: value.y(gainCi95[1]), ...bar }),
    h('circle', { cx, cy, r: isOnFront ? 4.5 : 3.5, fill: isSure ? colour : ink.paper, stroke: colour, 'stroke-width': 1.5 }, h('title', {}, `${label}: ${figureValue(costKey, cost)}, ${figureValue(gainKey, gain)}`)),
  )
}

/** Names beside their points, those of the front first; one that finds no free place is left to the table. */
function names({ points }: ParetoData, { x, value, plot }: Scales, ink: Ink): Mark {
  if (points.length > MOST_NAMED) return h('g', {})
  const taken: { left: number; right: number; y: number }[] = []
  const room = Math.max(0, (plot.right - plot.left) / 2)
  const marks = points.toSorted((a, b) => Number(b.isOnFront) - Number(a.isOnFront)).flatMap(({ label, cost, gain, isOnFront }) => {
    const text = fitText(label, room, LABEL)
    const width = textWidth(text, LABEL)
    const places = [[8, 14], [8, -7], [-8 - width, 14], [-8 - width, -7]].map(([dx, dy]) => ({ left: x(cost) + dx, right: x(cost) + dx + width, y: value.y(gain) + dy }))
    const place = places.find(each => each.left >= plot.left && each.right <= plot.right + RIGHT && each.y > plot.top - 4 && each.y < plot.bottom && !taken.some(other => Math.abs(other.y - each.y) < LABEL + 2 && each.left < other.right && each.right > other.left))
    if (place === undefined || text === '') return []
    taken.push(place)
    return [h('text', { x: place.left, y: place.y, fill: isOnFront ? ink.text : ink.muted }, text)]
  })
  return h('g', { 'font-size': LABEL }, marks)
}

function content(data: ParetoData, frame: Frame, { bottom }: Heading): Mark[] {
  const ink = inkOf(frame)
  const scales = scalesOf(data, frame, bottom + 18)
  return [
    valueAxis(scales.value, scales.plot, ink, tick => tickText(data.gain, tick, scales.value.decimals), figureLabel(data.gain)),
    costAxis(data, scales, ink),
    h('path', { d: frontPath(data, scales), fill: 'none', stroke: SERIES.green, 'stroke-width': 1.5, 'stroke-dasharray': '5 3' }),
    ...data.points.toSorted((a, b) => Number(a.isOnFront) - Number(b.isOnFront)).map(point => pointMarks(point, data, scales, ink)),
    names(data, scales, ink),
  ]
}

const hasNumbers = ({ cost, gain }: FrontPoint): boolean => Number.isFinite(cost) && Number.isFinite(gain)

function answers(data: ParetoData): string {
  const front = frontOf(data)
  const told = front.length > 8 ? [front[0], front[front.length - 1]] : front
  return told.map(({ label, cost, gain, isSure }) => `${label}: ${figureValue(data.cost, cost)} for ${figureValue(data.gain, gain)}${isSure ? '' : ', perhaps'}`).join('; ')
}

export const pareto = defineChart<ParetoData>({
  id: 'pareto',
  label: 'Cost against what it gains',
  layout(given, frame) {
    const data = { ...given, points: given.points.filter(hasNumbers) }
    if (data.points.length === 0) return emptyPage(frame, finding(data), 'No side keeps every bound and has both figures.')
    const heading = headingOf(frame, finding(data), measure(data))
    return page(frame, heading, content(data, frame, heading))
  },
  rows: ({ cost, gain, points }) => ({
    columns: [
      { name: 'side', unit: '' }, { name: 'on the front', unit: '' }, { name: 'sure', unit: '' },
      ...[cost, gain].flatMap(key => [FIGURE_TEXTS[key].label, `${FIGURE_TEXTS[key].label}, low`, `${FIGURE_TEXTS[key].label}, high`].map(name => ({ name, unit: FIGURE_TEXTS[key].isShare ? '1' : FIGURE_TEXTS[key].unit }))),
      { name: 'beaten by', unit: '' },
    ],
    rows: points.map(point => [point.label, point.isOnFront ? 'yes' : 'no', point.isSure ? 'yes' : 'no', point.cost, point.costCi95?.[0] ?? null, point.costCi95?.[1] ?? null, point.gain, point.gainCi95?.[0] ?? null, point.gainCi95?.[1] ?? null, point.beatenBy ?? '']),
  }),
  describe: data => (data.points.some(hasNumbers) ? `${finding(data)}. ${answers(data)}.` : `${finding(data)}. Nothing to compare.`),
})
