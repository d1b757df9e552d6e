/** Time along the timeline: a stretch of ms on so many pixels, where stretches without events may be left out, and the ticks of its axis. */
import { civilFromDays, daysFromCivil } from '../../base/civil-date.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/spans.ts'
import type { Stretch } from './clock.ts'

/** Width of what stands for a gap. */
export const GAP_PX = 16
/** A gap is at least this share of what is shown; so much stays on either side of it. */
const GAP_SHARE = 0.12
const PAD_SHARE = 0.015

/** Stretches without events that are long enough to be left out; times ascend. */
export function gapsBetween(times: readonly number[], { fromMs, toMs }: Stretch): Stretch[] {
  const length = toMs - fromMs
  const ends = [fromMs, ...times.filter(ms => ms > fromMs && ms < toMs), toMs]
  return ends.slice(1).flatMap((end, index): Stretch[] => {
    const gap = { fromMs: ends[index] + length * PAD_SHARE, toMs: end - length * PAD_SHARE }
    return gap.toMs - gap.fromMs >= length * GAP_SHARE ? [gap] : []
  })
}

export interface TimeMap extends Stretch {
  readonly gaps: readonly Stretch[]
  x(atMs: number): number
  /** The time at a pixel, within what is shown. */
  at(x: number): number
}

/** Maps what is shown, without its gaps, on pixels from `left` to `right`. */
export function timeMap(shown: Stretch, gaps: readonly Stretch[], left: number, right: number): TimeMap {
  const open = shown.toMs - shown.fromMs - gaps.reduce((sum, gap) => sum + gap.toMs - gap.fromMs, 0)
  const pxPerMs = Math.max(1, right - left - gaps.length * GAP_PX) / Math.max(1, open)
  // Knots of a piecewise straight line.
  const knots: { readonly ms: number; readonly x: number }[] = [{ ms: shown.fromMs, x: left }]
  for (const gap of gaps) {
    const last = knots[knots.length - 1]
    const x = last.x + (gap.fromMs - last.ms) * pxPerMs
    knots.push({ ms: gap.fromMs, x }, { ms: gap.toMs, x: x + GAP_PX })
  }
  const last = knots[knots.length - 1]
  knots.push({ ms: shown.toMs, x: last.x + (shown.toMs - last.ms) * pxPerMs })
  const between = (key: 'ms' | 'x', to: 'ms' | 'x', value: number): number => {
    const end = Math.max(1, knots.findIndex((knot, index) => index > 0 && value <= knot[key]))
    const upper = value > knots[knots.length - 1][key] ? knots.length - 1 : end
    const [a, b] = [knots[upper - 1], knots[upper]]
    return b[key] === a[key] ? a[to] : a[to] + ((value - a[key]) / (b[key] - a[key])) * (b[to] - a[to])
  }
  return { ...shown, gaps, x: atMs => between('ms', 'x', atMs), at: x => Math.min(shown.toMs, Math.max(shown.fromMs, between('x', 'ms', x))) }
}

export interface TimeTick {
  readonly atMs: number
  readonly label: string
  /** Begins something larger: a year, a day. */
  readonly isMajor: boolean
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTH_STEPS = [1, 3, 6, 12, 24, 60]
const STEPS_MS = [1000, 5000, 15_000, MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 2 * DAY_MS, 7 * DAY_MS, 14 * DAY_MS]
const PX_PER_TICK = 62

const two = (value: number): string => String(value).padStart(2, '0')

function clockText(ofDay: number, stepMs: number): string {
  const seconds = Math.floor(ofDay / 1000)
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  return stepMs < MINUTE_MS ? `${text}:${two(seconds % 60)}` : text
}

function monthTicks({ fromMs, toMs }: Stretch, startDay: number, step: number): TimeTick[] {
  const first = civilFromDays(Math.floor(startDay + fromMs / DAY_MS))
  const ticks: TimeTick[] = []
  for (let month = Math.ceil((first.year * 12 + first.month - 1) / step) * step; ; month += step) {
    const [year, ofYear] = [Math.floor(month / 12), month % 12]
    const atMs = (daysFromCivil(year, ofYear + 1, 1) - startDay) * DAY_MS
    if (atMs > toMs) return ticks
    if (atMs >= fromMs) ticks.push({ atMs, label: ofYear === 0 ? String(year) : MONTHS[ofYear], isMajor: ofYear === 0 })
  }
}

/** Ticks on round times of the site, as many as there is room for. */
export function timeTicks(shown: Stretch, startDay: number, width: number): TimeTick[] {
  const length = shown.toMs - shown.fromMs
  const most = Math.max(2, width / PX_PER_TICK)
  const stepMs = STEPS_MS.find(step => length / step <= most)
  if (stepMs === undefined) return monthTicks(shown, startDay, MONTH_STEPS.find(step => length / (step * 30.44 * DAY_MS) <= most) ?? 60)
  const ticks: TimeTick[] = []
  for (let atMs = Math.ceil(shown.fromMs / stepMs) * stepMs; atMs <= shown.toMs; atMs += stepMs) {
    const ofDay = ((atMs % DAY_MS) + DAY_MS) % DAY_MS
    const { day, month } = civilFromDays(startDay + Math.floor(atMs / DAY_MS))
    ticks.push({ atMs, label: ofDay === 0 ? `${day} ${MONTHS[month - 1]}` : clockText(ofDay, stepMs), isMajor: ofDay === 0 })
  }
  return ticks
}

/** `14 Mar 2029`, with the time of day on the scale of operations. */
export function momentWords(startDay: number, atMs: number, day: (day: number) => string, hasTime: boolean): string {
  const date = day(startDay + atMs / DAY_MS)
  return hasTime ? `${date} ${clockText(((atMs % DAY_MS) + DAY_MS) % DAY_MS, 1000)}` : date
}
