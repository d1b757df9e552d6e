/** Until when each option pays: a lane an option, a mark a day that was looked at, with the futures of ten in which it gains. */
import type { Calendar, CalendarRow, DecisionDay } from '../analysis/decide/calendar.ts'
import { FIGURE_TEXTS, figureDifference } from '../analysis/figure-text.ts'
import { digits } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { fitText } from './text-width.ts'
import { timeScale, type TimeScale, timeTicks } from './time-axis.ts'

const LABEL_SHARE = 0.28
const MOST_LABEL = 200
const ANSWER_WIDTH = 104
const FOOT = 40
const LEAST_ROW = 26
const MOST_ROW = 46
const RADIUS = 8

const inTen = (value: number): string => digits(value, Number.isInteger(value) ? 0 : 1)

/** Until when, in a few words. */
function answerText({ last, isOpen }: CalendarRow): string {
  if (last === null) return 'does not pay'
  return isOpen ? 'pays to the end' : `until ${formatDate(last.day)}`
}

function finding({ rows }: Calendar): string {
  const closing = rows.filter(({ last, isOpen }) => last !== null && !isOpen).toSorted((a, b) => (a.last?.day ?? 0) - (b.last?.day ?? 0) || (a.option < b.option ? -1 : 1))
  const [first] = closing
  if (first !== undefined) return `${first.label} pays until ${formatDate(first.last?.day ?? 0)}`
  if (rows.length === 0) return 'Until when each option pays'
  return rows.every(({ last }) => last === null) ? 'No option pays, whenever it is decided' : 'No option runs out within the horizon'
}

function dayMark({ day, pays, gain, gainsInTen }: DecisionDay, result: Calendar['result'], x: number, y: number, frame: Frame): Mark {
  const ink = inkOf(frame)
  return h(
    'g', {},
    h('title', {}, `${formatDate(day)}: gains in ${inTen(gainsInTen)} of 10 futures, ${figureDifference(result, gain)} on average`),
    h('circle', { cx: x, cy: y, r: RADIUS, fill: pays ? SERIES.green : ink.line, 'fill-opacity': pays ? 0.25 + (0.75 * gainsInTen) / 10 : 1 }),
    h('text', { x, y: y + 3.5, 'font-size': 9, 'text-anchor': 'middle', fill: ink.text }, inTen(Math.round(gainsInTen))),
  )
}

function laneMarks({ result }: Calendar, row: CalendarRow, scale: TimeScale, frame: Frame, y: number, left: number): Mark {
  const ink = inkOf(frame)
  const middle = y
  const [first] = row.days
  return h(
    'g', { 'font-size': 11 },
    h('text', { x: 0, y: middle + 4, fill: row.last === null ? ink.muted : ink.text }, fitText(row.label, left - 14, 11)),
    h('line', { x1: scale.x(scale.startDay), x2: scale.x(scale.endDay), y1: middle, y2: middle, stroke: ink.line, 'stroke-width': 0.75 }),
    row.last === null || first === undefined ? null : h('line', { x1: scale.x(first.day), x2: scale.x(row.last.day), y1: middle, y2: middle, stroke: SERIES.green, 'stroke-width': 4 }),
    row.days.map(day => dayMark(day, result, scale.x(day.day), middle, frame)),
    h('text', { x: frame.width, y: middle + 4, 'text-anchor': 'end', 'font-size': 10, fill: row.last === null ? ink.muted : ink.text }, fitText(answerText(row), ANSWER_WIDTH - 6, 10)),
  )
}

function content(data: Calendar, frame: Frame, top: number): (Mark | null)[] {
  const ink = inkOf(frame)
  const bottom = Math.max(top + LEAST_ROW, frame.height - FOOT)
  const shown = data.rows.slice(0, Math.max(1, Math.floor((bottom - top) / LEAST_ROW)))
  const height = Math.min(MOST_ROW, (bottom - top) / shown.length)
  const left = Math.min(MOST_LABEL, frame.width * LABEL_SHARE) + RADIUS
  const right = Math.max(left + 20, frame.width - ANSWER_WIDTH - RADIUS)
  const scale = timeScale(data.startDay, data.endDay, { left, right, top, bottom })
  const foot = top + shown.length * height
  const hidden = data.rows.length - shown.length
  return [
    h('g', { 'font-size': 10 }, timeTicks(scale, right - left).flatMap(({ day, label }) => [
      h('line', { x1: scale.x(day), x2: scale.x(day), y1: top, y2: foot, stroke: ink.line, 'stroke-width': 0.5 }),
      h('text', { x: scale.x(day), y: foot + 13, 'text-anchor': 'middle', fill: ink.muted }, label),
    ])),
    ...shown.map((row, at) => laneMarks(data, row, scale, frame, top + (at + 0.5) * height, left)),
    hidden > 0 ? h('text', { x: 0, y: foot + 13, 'font-size': 10, fill: ink.muted }, `and ${hidden} more`) : null,
  ]
}

export const decisionCalendar = defineChart<Calendar>({
  id: 'decision-calendar',
  label: 'Until when each option pays',
  layout(data, frame) {
    if (data.rows.length === 0) return emptyPage(frame, finding(data), 'The file has no options to decide')
    const heading = headingOf(frame, finding(data), `By ${FIGURE_TEXTS[data.result].label.toLowerCase()}, ${data.replications} futures a day; marks: gains in so many of ten, grey where the mean is a loss`)
    return page(frame, heading, content(data, frame, heading.bottom + 10))
  },
  rows: ({ result, rows }) => {
    const unit = FIGURE_TEXTS[result].isShare ? '1' : FIGURE_TEXTS[result].unit
    return {
      columns: [{ name: 'option', unit: '' }, { name: 'decided on', unit: '' }, { name: 'mean gain', unit }, { name: 'mean gain, low', unit }, { name: 'mean gain, high', unit }, { name: 'gains in ten futures', unit: '' }, { name: 'taken in ten futures', unit: '' }, { name: 'pays', unit: '' }],
      rows: rows.flatMap(({ label, days }) => days.map(({ day, gain, ci95, gainsInTen, takenInTen, pays }) => [label, formatDate(day), gain, ci95?.[0] ?? null, ci95?.[1] ?? null, gainsInTen, takenInTen, pays ? 'yes' : 'no'])),
    }
  },
  describe: data => `${finding(data)}. ${data.rows.length === 0 ? 'The file has no options' : data.rows.map(row => `${row.label}: ${answerText(row)}${row.last === null ? '' : `, gains in ${inTen(row.last.gainsInTen)} of 10 futures then`}`).join('; ')}.`,
})
