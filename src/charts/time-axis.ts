/** The shared horizontal axis of time charts: day numbers to x, with ticks on months, quarters or years. */
import { civilFromDays, daysFromCivil } from '../base/civil-date.ts'
import { h, type Mark } from './mark.ts'
import type { Ink } from './palette.ts'

/** Plot area inside the frame. All time charts use the same left and right, so that one crosshair fits all. */
export interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export const TIME_MARGIN = { left: 46, right: 116, top: 54, bottom: 36 } as const
/** Below this width a title may need two lines. */
const NARROW = 360
const SECOND_LINE = 16

export interface TitleLines {
  readonly title: number
  readonly subtitle: number
}

/** How many lines title and subtitle of a chart over time may have. */
export const TITLE_LINES = (width: number): TitleLines => ({ title: width < NARROW ? 2 : 1, subtitle: 1 })

/** The plot of a chart over time: the same in all charts of one size. */
export function plotOf(width: number, height: number): Plot {
  const { left, right, bottom } = TIME_MARGIN
  const top = TIME_MARGIN.top + (width < NARROW ? SECOND_LINE : 0)
  return { left, right: Math.max(left + 1, width - right), top, bottom: Math.max(top + 1, height - bottom) }
}

export interface TimeScale {
  /** x of a day number (days since 1970-01-01). */
  x(day: number): number
  readonly startDay: number
  readonly endDay: number
}

export function timeScale(startDay: number, endDay: number, plot: Plot): TimeScale {
  const span = Math.max(1, endDay - startDay)
  return { startDay, endDay, x: day => plot.left + ((day - startDay) / span) * (plot.right - plot.left) }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** Months between ticks, by the length of the axis in months. */
const STEPS = [1, 2, 3, 6, 12, 24, 60]
const PIXELS_PER_TICK = 44

export interface Tick {
  readonly day: number
  readonly label: string
}

/** Ticks on months, quarters or years, as many as the width has room for. */
export function timeTicks(scale: TimeScale, width: number): Tick[] {
  const start = civilFromDays(scale.startDay)
  const months = (scale.endDay - scale.startDay) / 30.4375
  const step = STEPS.find(candidate => months / candidate <= width / PIXELS_PER_TICK) ?? 60
  const first = start.year * 12 + start.month - 1
  const found: Tick[] = []
  for (let month = Math.ceil(first / step) * step; ; month += step) {
    const [year, index] = [Math.floor(month / 12), month % 12]
    const day = daysFromCivil(year, index + 1, 1)
    if (day > scale.endDay) return found
    if (day >= scale.startDay) found.push({ day, label: step >= 12 || index === 0 ? String(year) : MONTHS[index] })
  }
}

/** Where words beside an upright line above the plot begin or end: on the side that has room, clear of the title of the value axis. */
export function beside(x: number, width: number, title: number, plot: Plot): { readonly x: number; readonly 'text-anchor': 'start' | 'end' } {
  const free = plot.left + title + 8
  const isRight = x + 4 + width <= plot.right + 20 || x - 4 - width < free
  return isRight ? { x: Math.max(free, x + 4), 'text-anchor': 'start' } : { x: x - 4, 'text-anchor': 'end' }
}

/** Ticks and labels below the plot. */
export function timeAxis(scale: TimeScale, plot: Plot, ink: Ink): Mark {
  const marks = timeTicks(scale, plot.right - plot.left).map(({ day, label }) =>
    h('g', { transform: `translate(${scale.x(day).toFixed(1)},${plot.bottom})` }, h('line', { y2: 4, stroke: ink.line }), h('text', { y: 16, 'text-anchor': 'middle', fill: ink.muted }, label)),
  )
  return h('g', { class: 'time-axis', 'font-size': 11 }, h('line', { x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom, stroke: ink.line }), marks)
}
