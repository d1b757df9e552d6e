/** Pieces that charts share: the value axis, areas, lines, hatching, labels at the end of lines. */
import { h, type Mark } from './mark.ts'
import type { Ink } from './palette.ts'
import { fitText } from './text-width.ts'
import type { Plot } from './time-axis.ts'

export interface ValueScale {
  y(value: number): number
  readonly ticks: readonly number[]
  readonly max: number
  /** Decimals that tell the ticks apart. */
  readonly decimals: number
}

const FACTORS = [1, 2, 2.5, 5]
const PIXELS_PER_TICK = 34
const MOST_TICKS = 5

export interface Step {
  readonly size: number
  readonly decimals: number
}

/** Steps of 1, 2, 2.5 or 5 × a power of ten around `span`, ascending. */
export function niceSteps(span: number): Step[] {
  let magnitude = 1
  let power = 0
  for (; magnitude * 10 <= span; magnitude *= 10) power += 1
  for (; magnitude > span; magnitude /= 10) power -= 1
  const decade = (scale: number, exponent: number): Step[] => FACTORS.map(factor => ({ size: factor * scale, decimals: Math.max(0, (factor === 2.5 ? 1 : 0) - exponent) }))
  return [...decade(magnitude / 10, power - 1), ...decade(magnitude, power)]
}

/** The finest step with not too many ticks on the height of the plot. */
function stepFor(span: number, plot: Plot): Step {
  const most = Math.min(MOST_TICKS, Math.max(1, Math.floor((plot.bottom - plot.top) / PIXELS_PER_TICK)))
  return niceSteps(span).find(({ size }) => Math.ceil(span / size - 1e-9) <= most) ?? { size: span, decimals: 0 }
}

/** Linear axis from `min` to at least `max`, rounded up to a tick unless `exact`. */
export function valueScale(min: number, max: number, plot: Plot, exact = false): ValueScale {
  const span = max > min ? max - min : 1
  const { size, decimals } = stepFor(span, plot)
  const top = exact ? min + span : min + Math.ceil(span / size - 1e-9) * size
  const ticks: number[] = []
  for (let i = 0; min + i * size <= top + size * 1e-9; i++) ticks.push(min + i * size)
  return { ticks, max: top, decimals, y: value => plot.bottom - ((value - min) / (top - min)) * (plot.bottom - plot.top) }
}

/** Hairlines and labels at the left of the plot; above them the title of the axis with its unit, '' for none. */
export function valueAxis(scale: ValueScale, plot: Plot, ink: Ink, format: (value: number) => string, title: string): Mark {
  const marks = scale.ticks.map(tick =>
    h(
      'g',
      { transform: `translate(0,${scale.y(tick).toFixed(1)})` },
      h('line', { x1: plot.left, x2: plot.right, stroke: ink.line, 'stroke-width': tick === 0 ? 1 : 0.5 }),
      h('text', { x: plot.left - 6, y: 4, 'text-anchor': 'end', fill: ink.muted }, format(tick)),
    ),
  )
  const above = title === '' ? null : h('text', { class: 'axis-title', x: plot.left, y: plot.top - 7, 'font-size': 10, fill: ink.muted }, title)
  return h('g', { class: 'value-axis', 'font-size': 11 }, marks, above)
}

const point = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`

/** Path through the points; NaN leaves a gap, a point between gaps is a dot. */
export function linePath(xs: readonly number[], ys: readonly number[]): string {
  let path = ''
  let isOpen = false
  for (let i = 0; i < xs.length; i++) {
    if (!Number.isFinite(ys[i])) {
      isOpen = false
      continue
    }
    const isAlone = !isOpen && !Number.isFinite(ys[i + 1] ?? NaN)
    path += `${isOpen ? 'L' : 'M'}${point(xs[i], ys[i])}${isAlone ? 'h0.1' : ''}`
    isOpen = true
  }
  return path
}

/** Closed path between two curves, one piece for each run of points where both are known. */
export function bandPath(xs: readonly number[], lower: readonly number[], upper: readonly number[]): string {
  const pieces: number[][] = []
  let isOpen = false
  xs.forEach((_, i) => {
    const isKnown = Number.isFinite(lower[i]) && Number.isFinite(upper[i])
    if (isKnown && isOpen) pieces[pieces.length - 1].push(i)
    else if (isKnown) pieces.push([i])
    isOpen = isKnown
  })
  const piecePath = (piece: readonly number[]): string => {
    const up = piece.map(i => point(xs[i], upper[i]))
    const down = piece.toReversed().map(i => point(xs[i], lower[i]))
    return `M${up.join('L')}L${down.join('L')}Z`
  }
  return pieces.map(piecePath).join('')
}

/** Staircase x and y of values that hold from one x to the next. */
export function steps(xs: readonly number[], endX: number, values: readonly number[]): { xs: number[]; values: number[] } {
  const out = { xs: [] as number[], values: [] as number[] }
  xs.forEach((x, i) => {
    out.xs.push(x, i + 1 < xs.length ? xs[i + 1] : endX)
    out.values.push(values[i], values[i])
  })
  return out
}

/** Diagonal lines over a rectangle, as one path; they line up between neighbours. */
export function hatchPath(x: number, y: number, width: number, height: number, gap = 5): string {
  if (width < 1 || height < 1) return ''
  let path = ''
  for (let sum = Math.ceil((x + y) / gap) * gap; sum < x + width + y + height; sum += gap) {
    const fromX = Math.max(x, sum - y - height)
    const toX = Math.min(x + width, sum - y)
    if (toX > fromX) path += `M${point(fromX, sum - fromX)}L${point(toX, sum - toX)}`
  }
  return path
}

export interface EndLabel {
  readonly y: number
  readonly text: string
  readonly colour: string
  /** Dashes of the line that it names. */
  readonly dash?: string
}

const LABEL_GAP = 13
const KEY = { from: 6, to: 14, text: 18, size: 11 } as const

/** Direct labels at the right edge, pushed apart so that none overlap; a short stroke carries the colour, the words stay legible. */
export function endLabels(labels: readonly EndLabel[], plot: Plot, width: number, ink: Ink): Mark {
  const placed = [...labels].sort((a, b) => a.y - b.y).map(label => ({ ...label }))
  for (let i = 1; i < placed.length; i++) placed[i] = { ...placed[i], y: Math.max(placed[i].y, placed[i - 1].y + LABEL_GAP) }
  for (let i = placed.length - 1; i >= 0; i--) {
    const limit = i === placed.length - 1 ? plot.bottom : placed[i + 1].y - LABEL_GAP
    placed[i] = { ...placed[i], y: Math.min(placed[i].y, limit) }
  }
  const room = width - plot.right - KEY.text
  const marks = placed.map(({ y, text, colour, dash }) => [
    h('line', { x1: plot.right + KEY.from, x2: plot.right + KEY.to, y1: y, y2: y, stroke: colour, 'stroke-width': 3, ...(dash === undefined ? {} : { 'stroke-dasharray': dash }) }),
    h('text', { x: plot.right + KEY.text, y: y + 4, fill: ink.text }, fitText(text, room, KEY.size)),
  ])
  return h('g', { 'font-size': KEY.size }, marks.flat())
}
