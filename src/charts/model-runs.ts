/** Named model runs against their dates: a bar from the planned start to the middle end, the spread of ends, and the date as a mark. */
import { digits, percent } from '../analysis/number-text.ts'
import type { NamedRunRow } from '../analysis/runs.ts'
import { formatDate } from '../base/civil-date.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { fitText, textWidth } from './text-width.ts'
import { timeAxis, timeScale } from './time-axis.ts'

export interface ModelRunsData {
  readonly startDay: number
  /** End of the horizon. */
  readonly endDay: number
  readonly rows: readonly NamedRunRow[]
}

const ROW = { most: 44, bar: 0.42 } as const
/** Names of runs take what they need, up to a share of the width. */
const MARGIN = { least: 60, label: 20, most: 0.38, right: 70, bottom: 30, gap: 10 } as const
/** Room before the first and after the last date. */
const MARGIN_DAYS = 7
const MARGIN_SHARE = 0.05

const share = ({ onTime }: NamedRunRow): string => (onTime === null ? 'no date' : percent(onTime))

function finding({ rows }: ModelRunsData): string {
  const dated = rows.filter(({ onTime }) => onTime !== null)
  if (dated.length === 0) return `${rows.length} run${rows.length === 1 ? '' : 's'}, none with a date that is judged`
  const worst = dated.reduce((least, row) => ((row.onTime ?? 1) < (least.onTime ?? 1) ? row : least))
  if ((worst.onTime ?? 0) >= 0.995) return dated.length === 1 ? `${worst.id} is done on time` : 'All runs are done on time'
  const delay = worst.delays[0]
  return `${worst.id} is on time in ${percent(worst.onTime ?? 0)} of runs${delay === undefined ? '' : `; most delay: ${delay.label.toLowerCase()}`}`
}

const measure = ({ rows }: ModelRunsData): string =>
  `Planned start to median end, ends P10 to P90${rows[0].replications > 1 ? ` of ${rows[0].replications} runs` : ', one replication'}; diamond: needed by`

interface Place {
  readonly x: (day: number) => number
  readonly y: number
  readonly height: number
  readonly endDay: number
}

function rowMarks(row: NamedRunRow, { startDay }: ModelRunsData, { x, y, height, endDay }: Place, frame: Frame): Mark {
  const ink = inkOf(frame)
  const at = (day: number | null): number => x(Math.min(endDay, startDay + (day ?? Infinity)))
  const [from, low, middle, high] = [at(row.plannedDay), at(row.endDay.p10), at(row.endDay.p50), at(row.endDay.p90)]
  const isLate = row.onTime !== null && row.onTime < 0.5
  const colour = isLate ? SERIES.vermilion : SERIES.blue
  const centre = y + height / 2
  const tip = `${row.id}: ${row.endDay.p50 === null ? 'not done within the horizon' : `done ${formatDate(Math.floor(startDay + row.endDay.p50))}`}, on time ${share(row)}${row.delays.map(({ label, days }) => `; ${label.toLowerCase()} ${digits(days, 1)} d`).slice(0, 4).join('')}`
  const size = Math.min(6, height / 4)
  const needed = row.deadlineDay === null || startDay + row.deadlineDay > endDay ? null : at(row.deadlineDay)
  return h('g', {}, [
    h('title', {}, tip),
    h('rect', { x: from, y: centre - (height * ROW.bar) / 2, width: Math.max(1, middle - from), height: height * ROW.bar, fill: colour }),
    h('line', { x1: low, x2: high, y1: centre, y2: centre, stroke: ink.text, 'stroke-width': 1.5 }),
    ...[low, high].map(end => h('line', { x1: end, x2: end, y1: centre - 4, y2: centre + 4, stroke: ink.text, 'stroke-width': 1.5 })),
    needed === null ? null : h('path', { d: `M${needed} ${centre - size}L${needed + size} ${centre}L${needed} ${centre + size}L${needed - size} ${centre}Z`, fill: SERIES.vermilion, stroke: ink.text, 'stroke-width': 0.75 }),
  ])
}

/** Days around all runs and their dates, within the horizon. */
function shownDays({ startDay, endDay, rows }: ModelRunsData): [number, number] {
  const days = rows.flatMap(({ plannedDay, deadlineDay, endDay: { p90 } }) => [plannedDay, p90 ?? Infinity, deadlineDay ?? plannedDay].map(day => Math.min(endDay, startDay + day)))
  const [first, last] = [days.reduce((least, day) => Math.min(least, day), endDay), days.reduce((most, day) => Math.max(most, day), startDay)]
  const margin = Math.max(MARGIN_DAYS, (last - first) * MARGIN_SHARE)
  return [Math.max(startDay, first - margin), Math.min(endDay, last + margin)]
}

function drawn(data: ModelRunsData, frame: Frame): Mark {
  const ink = inkOf(frame)
  const heading = headingOf(frame, finding(data), measure(data))
  const longest = data.rows.reduce((most, { id }) => Math.max(most, textWidth(id, 11)), 0)
  const left = Math.max(MARGIN.least, Math.min(longest + MARGIN.label, frame.width * MARGIN.most))
  const plot = { left, right: frame.width - MARGIN.right, top: heading.bottom + MARGIN.gap, bottom: frame.height - MARGIN.bottom }
  const [from, to] = shownDays(data)
  const scale = timeScale(from, to, plot)
  const height = Math.min(ROW.most, (plot.bottom - plot.top) / data.rows.length)
  const marks = data.rows.flatMap((row, i): Mark[] => {
    const y = plot.top + i * height
    return [
      h('text', { x: left - 8, y: y + height / 2 + 4, 'text-anchor': 'end', 'font-size': 11, fill: ink.text }, fitText(row.id, left - 12, 11)),
      rowMarks(row, data, { x: scale.x, y, height, endDay: data.endDay }, frame),
      h('text', { x: frame.width - 4, y: y + height / 2 + 4, 'text-anchor': 'end', 'font-size': 11, fill: ink.text }, share(row)),
    ]
  })
  const label = 'on time'
  return page(frame, heading, [timeAxis(scale, plot, ink), ...marks, h('text', { x: frame.width - 4, y: plot.top - 2, 'text-anchor': 'end', 'font-size': 10, fill: ink.muted }, textWidth(label, 10) < MARGIN.right ? label : '')])
}

export const modelRuns = defineChart<ModelRunsData>({
  id: 'model-runs',
  label: 'Model runs and their dates',
  layout: (data, frame) => (data.rows.length === 0 ? emptyPage(frame, 'Model runs and their dates', 'The scenario plans no named run') : drawn(data, frame)),
  rows: ({ rows, startDay }) => {
    const date = (day: number | null): string | null => (day === null ? null : formatDate(Math.floor(startDay + day - 1e-9)))
    return {
      columns: ['run', 'accelerators', 'planned', 'end P10', 'end P50', 'end P90', 'needed by', 'on time', 'interruptions', 'largest delay', 'its days'].map(name => ({ name, unit: name === 'on time' ? '1' : '' })),
      rows: rows.map(row => [row.id, row.accelerators, date(row.plannedDay + 1e-6), date(row.endDay.p10), date(row.endDay.p50), date(row.endDay.p90), date(row.deadlineDay), row.onTime, row.interruptions, row.delays[0]?.label ?? null, row.delays[0]?.days ?? null]),
    }
  },
  describe: data => (data.rows.length === 0 ? 'The scenario plans no named run.' : `${finding(data)}. ${data.rows.map(row => `${row.id}: on time ${share(row)}`).join(', ')}.`),
})
