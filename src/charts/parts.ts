/** Pieces that all charts share: the page with title and source line, the value axis, areas, lines and end labels. */
import { h, type Mark } from './mark.ts'
import type { Frame } from './chart.ts'
import { FONT, INK, type Ink } from './palette.ts'
import type { Plot } from './time-axis.ts'

export const inkOf = (frame: Frame): Ink => INK[frame.theme]

/** The SVG root: title as the finding, subtitle as measure and unit, source line at the foot. */
export function page(frame: Frame, title: string, subtitle: string, ...content: (Mark | null | readonly (Mark | null)[])[]): Mark {
  const ink = inkOf(frame)
  const { width, height } = frame
  return h(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'font-family': FONT, 'font-size': 12, fill: ink.text, role: 'img' },
    h('title', {}, title),
    h('rect', { width, height, fill: ink.paper }),
    h('text', { x: 0, y: 14, 'font-size': 13, 'font-weight': 600 }, title),
    h('text', { x: 0, y: 30, 'font-size': 11, fill: ink.muted }, subtitle),
    ...content,
    frame.source === '' ? null : h('text', { x: 0, y: height - 4, 'font-size': 9, fill: ink.faint }, frame.source),
  )
}

/** Says why there is nothing to draw. */
export function emptyPage(frame: Frame, title: string, why: string): Mark {
  return page(frame, title, '', h('text', { x: frame.width / 2, y: frame.height / 2, 'text-anchor': 'middle', fill: inkOf(frame).muted }, why))
}

export interface ValueScale {
  y(value: number): number
  readonly ticks: readonly number[]
  readonly max: number
}

/** Step of 1, 2 or 5 × a power of ten that gives about `count` ticks. */
function niceStep(span: number, count: number): number {
  const rough = span / count
  let magnitude = 1
  while (magnitude * 10 <= rough) magnitude *= 10
  while (magnitude > rough) magnitude /= 10
  const factor = [1, 2, 5, 10].find(candidate => candidate * magnitude >= rough) ?? 10
  return factor * magnitude
}

/** Linear axis from `min` to at least `max`, rounded up to a tick unless `exact`. */
export function valueScale(min: number, max: number, plot: Plot, exact = false): ValueScale {
  const span = max > min ? max - min : 1
  const step = niceStep(span, 4)
  const top = exact ? min + span : Math.ceil((min + span) / step - 1e-9) * step
  const ticks: number[] = []
  for (let i = Math.ceil(min / step - 1e-9); i * step <= top + step * 1e-9; i++) ticks.push(i * step)
  return { ticks, max: top, y: value => plot.bottom - ((value - min) / (top - min)) * (plot.bottom - plot.top) }
}

/** Hairlines and labels at the left of the plot. */
export function valueAxis(scale: ValueScale, plot: Plot, ink: Ink, format: (value: number) => string): Mark {
  const marks = scale.ticks.map(tick =>
    h(
      'g',
      { transform: `translate(0,${scale.y(tick).toFixed(1)})` },
      h('line', { x1: plot.left, x2: plot.right, stroke: ink.line, 'stroke-width': tick === 0 ? 1 : 0.5 }),
      h('text', { x: plot.left - 6, y: 4, 'text-anchor': 'end', fill: ink.muted }, format(tick)),
    ),
  )
  return h('g', { class: 'value-axis', 'font-size': 11 }, marks)
}

const point = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`

/** Path through the points; NaN leaves a gap. */
export function linePath(xs: readonly number[], ys: readonly number[]): string {
  let path = ''
  let isOpen = false
  for (let i = 0; i < xs.length; i++) {
    if (!Number.isFinite(ys[i])) {
      isOpen = false
      continue
    }
    path += `${isOpen ? 'L' : 'M'}${point(xs[i], ys[i])}`
    isOpen = true
  }
  return path
}

/** Closed path between two curves; points where either is NaN are left out. */
export function bandPath(xs: readonly number[], lower: readonly number[], upper: readonly number[]): string {
  const known = xs.map((_, i) => i).filter(i => Number.isFinite(lower[i]) && Number.isFinite(upper[i]))
  if (known.length === 0) return ''
  const up = known.map(i => point(xs[i], upper[i]))
  const down = known.toReversed().map(i => point(xs[i], lower[i]))
  return `M${up.join('L')}L${down.join('L')}Z`
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

export interface EndLabel {
  readonly y: number
  readonly text: string
  readonly colour: string
}

/** Direct labels at the right edge, pushed apart so that none overlap. */
export function endLabels(labels: readonly EndLabel[], plot: Plot): Mark {
  const gap = 13
  const placed = [...labels].sort((a, b) => a.y - b.y).map(label => ({ ...label }))
  for (let i = 1; i < placed.length; i++) placed[i] = { ...placed[i], y: Math.max(placed[i].y, placed[i - 1].y + gap) }
  for (let i = placed.length - 1; i >= 0; i--) {
    const limit = i === placed.length - 1 ? plot.bottom : placed[i + 1].y - gap
    placed[i] = { ...placed[i], y: Math.min(placed[i].y, limit) }
  }
  return h('g', { 'font-size': 11 }, placed.map(({ y, text, colour }) => h('text', { x: plot.right + 6, y: y + 4, fill: colour }, text)))
}

/** Groups of three digits by a thin space. */
export function digits(value: number, decimals = 0): string {
  const [whole, rest] = Math.abs(value).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009')
  return `${value < 0 ? '−' : ''}${grouped}${rest === undefined ? '' : `.${rest}`}`
}

export const percent = (share: number, decimals = 0): string => `${(share * 100).toFixed(decimals)}\u2009%`

/** Thousands and millions in short, for axes. */
export function short(value: number): string {
  if (Math.abs(value) >= 1e6) return `${digits(value / 1e6, value % 1e6 === 0 ? 0 : 1)}\u2009M`
  if (Math.abs(value) >= 1e3) return `${digits(value / 1e3, value % 1e3 === 0 ? 0 : 1)}\u2009k`
  return digits(value)
}
