/** Which input moves a result most: a bar from the result at its low end to that at its high end, widest first. */
import { FIGURE_TEXTS, figureDifference, figureLabel, figureValue } from '../analysis/figure-text.ts'
import type { TornadoData, TornadoFactor } from './chart-data.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { fitTail, fitText } from './text-width.ts'
import { ticksBetween } from './value-ticks.ts'

const LABEL_SHARE = 0.3
const MOST_LABEL = 230
const SWING_WIDTH = 96
const FOOT = 44
const LEAST_ROW = 22
const MOST_ROW = 38
/** Share of the span that is kept free at both ends, for the words beside the bars. */
const AIR = 0.14

/** Whether chance alone does not explain the swing. */
const isClear = ({ swing, ci95 }: TornadoFactor): boolean => swing !== 0 && (ci95 === null || ci95[0] > 0 || ci95[1] < 0)

function finding({ result, factors }: TornadoData): string {
  const [first] = factors
  const { label } = FIGURE_TEXTS[result]
  if (first === undefined || !isClear(first)) return `No input moves ${label.toLowerCase()} beyond chance`
  return `${first.path} moves ${label.toLowerCase()} most: ${figureDifference(result, Math.abs(first.swing)).replace('+', '')}`
}

/** Half of the interval beside the swing; nothing for one replication. */
const swingText = (result: TornadoData['result'], { swing, ci95 }: TornadoFactor): string =>
  `${figureDifference(result, swing)}${ci95 === null ? '' : ` ± ${figureDifference(result, (ci95[1] - ci95[0]) / 2).replace('+', '')}`}`

interface Scale {
  readonly left: number
  readonly right: number
  readonly x: (value: number) => number
}

function scaleOf({ middle, factors }: TornadoData, frame: Frame): Scale & { readonly low: number; readonly high: number } {
  const ends = factors.flatMap(({ low, high }) => [low, high])
  const [least, most] = [Math.min(middle, ...ends), Math.max(middle, ...ends)]
  const span = most > least ? most - least : Math.max(1e-9, Math.abs(middle) * 0.01)
  const [low, high] = [least - AIR * span, most + AIR * span]
  const left = Math.min(MOST_LABEL, frame.width * LABEL_SHARE) + 8
  const right = Math.max(left + 20, frame.width - SWING_WIDTH - 8)
  return { left, right, low, high, x: value => left + ((value - low) / (high - low)) * (right - left) }
}

function rowMarks({ result, middle }: TornadoData, factor: TornadoFactor, frame: Frame, scale: Scale, y: number, height: number): Mark {
  const ink = inkOf(frame)
  const bar = (value: number, text: string, colour: string): Mark[] => {
    const [from, to] = [Math.min(scale.x(value), scale.x(middle)), Math.max(scale.x(value), scale.x(middle))]
    const isLeft = value < middle
    const room = isLeft ? from - scale.left - 3 : scale.right - to - 3
    const words = room > 24 && value !== middle ? [h('text', { x: isLeft ? from - 3 : to + 3, y: y + height / 2 + 3.5, 'font-size': 9, fill: ink.muted, 'text-anchor': isLeft ? 'end' : 'start' }, fitText(text, room, 9))] : []
    return [h('rect', { x: from, y: y + 4, width: Math.max(0, to - from), height: height - 8, fill: colour, 'fill-opacity': isClear(factor) ? 0.9 : 0.35 }), ...words]
  }
  return h(
    'g', { 'font-size': 11 },
    h('title', {}, `${factor.path}: ${factor.lowValue} gives ${figureValue(result, factor.low)}, ${factor.highValue} gives ${figureValue(result, factor.high)}`),
    h('text', { x: 0, y: y + height / 2 + 4, fill: isClear(factor) ? ink.text : ink.muted }, fitTail(factor.path, scale.left - 12, 11)),
    bar(factor.low, factor.lowValue, SERIES.orange),
    bar(factor.high, factor.highValue, SERIES.blue),
    h('text', { x: frame.width, y: y + height / 2 + 4, 'text-anchor': 'end', 'font-size': 10, fill: isClear(factor) ? ink.text : ink.muted, style: 'font-variant-numeric: tabular-nums' }, fitText(swingText(result, factor), SWING_WIDTH, 10)),
  )
}

function content(data: TornadoData, frame: Frame, top: number): Mark[] {
  const ink = inkOf(frame)
  const bottom = Math.max(top + LEAST_ROW, frame.height - FOOT)
  const shown = data.factors.slice(0, Math.max(1, Math.floor((bottom - top) / LEAST_ROW)))
  const height = Math.min(MOST_ROW, (bottom - top) / shown.length)
  const scale = scaleOf({ ...data, factors: shown }, frame)
  const ticks = ticksBetween(scale.low, scale.high, Math.max(3, Math.floor((scale.right - scale.left) / 72)))
  const foot = top + shown.length * height
  const left = data.factors.length - shown.length
  return [
    h('g', { 'font-size': 10 }, ticks.at.flatMap(tick => [
      h('line', { x1: scale.x(tick), x2: scale.x(tick), y1: top, y2: foot, stroke: ink.line, 'stroke-width': 0.5 }),
      h('text', { x: scale.x(tick), y: foot + 13, 'text-anchor': 'middle', fill: ink.muted }, figureValue(data.result, tick)),
    ])),
    ...shown.map((factor, at) => rowMarks(data, factor, frame, scale, top + at * height, height)),
    h('line', { x1: scale.x(data.middle), x2: scale.x(data.middle), y1: top - 2, y2: foot, stroke: ink.text, 'stroke-width': 1 }),
    h('text', { class: 'axis-title', x: (scale.left + scale.right) / 2, y: foot + 26, 'text-anchor': 'middle', 'font-size': 10, fill: ink.muted }, fitText(figureLabel(data.result), scale.right - scale.left, 10)),
    ...(left > 0 ? [h('text', { x: 0, y: foot + 13, 'font-size': 10, fill: ink.muted }, `and ${left} more`)] : []),
  ]
}

export const tornadoChart = defineChart<TornadoData>({
  id: 'tornado',
  label: 'Which input moves a result most',
  layout(data, frame) {
    if (data.factors.length === 0) return emptyPage(frame, `What moves ${FIGURE_TEXTS[data.result].label.toLowerCase()}`, 'No input was moved')
    const interval = data.factors.some(({ ci95 }) => ci95 !== null) ? `; swing ± 95 % of ${data.replications} runs, faint where it may be chance` : '; one run'
    const heading = headingOf(frame, finding(data), `Each input at its low (orange) and high (blue) end, others in the middle${interval}`)
    return page(frame, heading, content(data, frame, heading.bottom + 10))
  },
  rows: ({ result, factors }) => {
    const unit = FIGURE_TEXTS[result].isShare ? '1' : FIGURE_TEXTS[result].unit
    return {
      columns: [{ name: 'input', unit: '' }, { name: 'low', unit: '' }, { name: 'high', unit: '' }, ...['result at low', 'result at high', 'swing', 'swing, low', 'swing, high'].map(name => ({ name, unit }))],
      rows: factors.map(each => [each.path, each.lowValue, each.highValue, each.low, each.high, each.swing, each.ci95?.[0] ?? null, each.ci95?.[1] ?? null]),
    }
  },
  describe: data => `${finding(data)}. ${data.factors.length === 0 ? 'No input was moved' : data.factors.slice(0, 5).map(each => `${each.path} ${swingText(data.result, each)}`).join(', ')}.`,
})
