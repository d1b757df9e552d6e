/** The axis below a plot whose x is an amount: round ticks, their numbers, and a title with the unit. */
import { h, type Mark } from './mark.ts'
import type { Ink } from './palette.ts'
import { fitText, textWidth } from './text-width.ts'
import type { Plot } from './time-axis.ts'
import { ticksBetween } from './value-ticks.ts'

/** Room below the plot that numbers and title take. */
export const LYING_FOOT = 50
const PIXELS_PER_TICK = 56
/** A title is wider than a narrow plot; so far it reaches into the margins, which are empty in its row. */
const OVERHANG_PX = 24

/** What an axis below a plot counts, with its unit, in the middle under the numbers. */
export function lyingTitle(title: string, plot: Plot, ink: Ink): Mark {
  return h('text', { class: 'axis-title', x: (plot.left + plot.right) / 2, y: plot.bottom + 31, 'text-anchor': 'middle', 'font-size': 10, fill: ink.muted }, fitText(title, plot.right - plot.left + 2 * Math.min(plot.left, OVERHANG_PX), 10))
}

export function lyingAxis(from: number, to: number, title: string, plot: Plot, ink: Ink, format: (value: number, decimals: number) => string): { readonly x: (value: number) => number; readonly mark: Mark } {
  const x = (value: number): number => plot.left + (to > from ? (value - from) / (to - from) : 0.5) * (plot.right - plot.left)
  const { at, decimals } = ticksBetween(from, to, Math.max(2, Math.floor((plot.right - plot.left) / PIXELS_PER_TICK)))
  let free = -Infinity
  const texts = at.flatMap(tick => {
    const text = format(tick, decimals)
    const half = textWidth(text, 11) / 2 + 3
    if (x(tick) - half < free) return []
    free = x(tick) + half
    return [h('line', { x1: x(tick), x2: x(tick), y1: plot.bottom, y2: plot.bottom + 4, stroke: ink.line }), h('text', { x: x(tick), y: plot.bottom + 16, 'text-anchor': 'middle', fill: ink.muted }, text)]
  })
  const mark = h('g', { class: 'lying-axis', 'font-size': 11 }, h('line', { x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom, stroke: ink.line }), texts, lyingTitle(title, plot, ink))
  return { x, mark }
}
