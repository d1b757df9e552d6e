/** What fails and what it costs in service: node-hours lost by kind of fault, largest first, with the running share of all. */
import { digits, percent, short } from '../analysis/number-text.ts'
import { defineChart, type Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import type { FailureData, FailureRow } from './operation-shapes.ts'
import { emptyPage, headingOf, inkOf, page } from './page.ts'
import { SERIES } from './palette.ts'
import { fitText, fitWords } from './text-width.ts'

const LABEL = 'What fails, and what it takes'
const ROW = { least: 17, most: 30, bar: 0.55 } as const
const MARGIN = { share: 0.34, most: 190, text: 118, foot: 20, axis: 28 } as const
const SIZE = 11
/** Below this width of the bars there are two ticks. */
const NARROW = 190

const totalOf = ({ rows }: FailureData): number => rows.reduce((sum, { downH }) => sum + downH, 0)

function finding(data: FailureData): string {
  const all = totalOf(data)
  const faults = data.rows.reduce((sum, { count }) => sum + count, 0)
  if (all === 0) return `${digits(faults, faults < 10 ? 1 : 0)} faults, none of which took a node out of service`
  let sum = 0
  const few = data.rows.findIndex(({ downH }) => (sum += downH) >= 0.8 * all) + 1
  return few === 1 ? `${data.rows[0].label} takes ${percent(data.rows[0].downH / all)} of the node-hours lost to faults` : `${few} of ${data.rows.length} kinds of fault take ${percent(sum / all)} of the node-hours lost, “${data.rows[0].label}” most`
}

interface Place {
  readonly left: number
  readonly width: number
  readonly top: number
  readonly height: number
}

function rowMarks(row: FailureRow, at: number, data: FailureData, { left, width, top, height }: Place, frame: Frame): Mark {
  const ink = inkOf(frame)
  const max = data.rows.reduce((most, { high, downH }) => Math.max(most, high, downH), 1e-9)
  const y = top + at * height
  const bar = height * ROW.bar
  const middle = y + bar / 2
  const x = (hours: number): number => left + (hours / max) * width
  const isSpread = data.replications > 1 && row.high > row.low
  return h(
    'g', { 'font-size': SIZE },
    h('title', {}, `${row.label}: ${digits(row.count, row.count < 10 ? 1 : 0)} faults, ${digits(row.downH)} node-hours${isSpread ? ` (${digits(row.low)} to ${digits(row.high)})` : ''}`),
    h('text', { x: left - 8, y: middle + 4, 'text-anchor': 'end', fill: ink.muted }, fitText(row.label, left - 8, SIZE)),
    h('rect', { x: left, y, width: Math.max(0.5, x(row.downH) - left), height: bar, fill: SERIES.vermilion, 'fill-opacity': 0.85 }),
    isSpread ? h('path', { d: `M${x(row.low).toFixed(1)} ${middle.toFixed(1)}H${x(row.high).toFixed(1)}M${x(row.low).toFixed(1)} ${(middle - 3).toFixed(1)}v6M${x(row.high).toFixed(1)} ${(middle - 3).toFixed(1)}v6`, stroke: ink.text, 'stroke-width': 1, fill: 'none' }) : null,
    h('text', { x: frame.width, y: middle + 4, 'text-anchor': 'end', style: 'font-variant-numeric: tabular-nums' }, `${short(row.downH)}\u2009h · ${short(Math.round(row.count * 10) / 10)} ×`),
  )
}

/** The running share of all as a line through the rows, with its own scale below. */
function shareMarks(data: FailureData, shown: number, { left, width, top, height }: Place, frame: Frame): (Mark | null)[] {
  const ink = inkOf(frame)
  const all = totalOf(data)
  if (all === 0) return []
  let sum = 0
  const points = data.rows.slice(0, shown).map(({ downH }, at) => {
    sum += downH
    return { x: left + (sum / all) * width, y: top + at * height + (height * ROW.bar) / 2 }
  })
  const bottom = top + shown * height
  const ticks = (width < NARROW ? [0, 1] : [0, 0.5, 1]).flatMap(share => {
    const x = left + share * width
    return [h('line', { x1: x, x2: x, y1: top, y2: bottom, stroke: ink.line, 'stroke-width': 0.5 }), h('text', { x, y: bottom + 11, 'text-anchor': share === 0 ? 'start' : share === 1 ? 'end' : 'middle', 'font-size': 10, fill: ink.muted }, percent(share))]
  })
  const title = h('text', { class: 'axis-title', x: left + width / 2, y: bottom + 24, 'text-anchor': 'middle', 'font-size': 10, fill: ink.muted }, fitWords(['running share of the node-hours lost, %', 'running share, %', '%'], width, 10))
  return [...ticks, title, h('path', { d: `M${points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}`, fill: 'none', stroke: SERIES.blue, 'stroke-width': 1.5 }), ...points.map(({ x, y }) => h('circle', { cx: x, cy: y, r: 2.5, fill: ink.paper, stroke: SERIES.blue, 'stroke-width': 1.5 }))]
}

function drawn(data: FailureData, frame: Frame): Mark {
  const ink = inkOf(frame)
  const heading = headingOf(frame, finding(data), `Node-hours out of service by kind, with the number of faults; line: running share of all${data.replications > 1 ? `; mean and range of ${data.replications} runs` : '; one replication'}`)
  const left = Math.min(MARGIN.most, frame.width * MARGIN.share)
  const top = heading.bottom + 10
  const room = Math.max(ROW.least, frame.height - top - MARGIN.foot - MARGIN.axis)
  const fit = Math.max(1, Math.floor(room / ROW.least))
  const shown = Math.min(fit, data.rows.length)
  const place: Place = { left, width: Math.max(1, frame.width - left - MARGIN.text), top, height: Math.min(ROW.most, room / shown) }
  const hidden = data.rows.length - shown
  return page(frame, heading, [
    ...data.rows.slice(0, shown).map((row, at) => rowMarks(row, at, data, place, frame)),
    ...shareMarks(data, shown, place, frame),
    hidden === 0 ? null : h('text', { x: 0, y: top + shown * place.height + 11, 'font-size': 10, fill: ink.muted }, `and ${hidden} more`),
  ])
}

export const failurePareto = defineChart<FailureData>({
  id: 'failure-pareto',
  label: LABEL,
  layout: (data, frame) => (data.rows.length === 0 ? emptyPage(frame, LABEL, 'Nothing has failed yet; the rates stand under faults') : drawn(data, frame)),
  rows: data => {
    const all = totalOf(data)
    let sum = 0
    return {
      columns: [{ name: 'kind', unit: '' }, { name: 'faults', unit: '' }, { name: 'node-hours out', unit: 'h' }, { name: 'lowest run', unit: 'h' }, { name: 'highest run', unit: 'h' }, { name: 'running share', unit: '1' }],
      rows: data.rows.map(({ label, count, downH, low, high }) => [label, count, downH, low, high, all === 0 ? null : (sum += downH) / all]),
    }
  },
  describe: data => (data.rows.length === 0 ? `${LABEL}: nothing has failed yet.` : `${finding(data)}. ${data.rows.slice(0, 5).map(({ label, count, downH }) => `${label}: ${digits(count, count < 10 ? 1 : 0)} faults, ${digits(downH)} node-hours`).join('; ')}.`),
})
