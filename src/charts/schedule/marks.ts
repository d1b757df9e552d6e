/** The placed schedule as marks: grid, bands, bars, the critical path over them, orders and promised days as signs. */
import type { OrderDates, ScheduleReport } from '../../results/schedule.ts'
import { h, type Mark } from '../mark.ts'
import { type Ink, SERIES } from '../palette.ts'
import { hatchPath } from '../parts.ts'
import { fitText, textWidth } from '../text-width.ts'
import { timeTicks } from '../time-axis.ts'
import { AXIS_PX, BAR, type PlacedBar, type PlacedRow, type PlacedSchedule } from './layout.ts'
import { blockLines, dateText, delayMs, floatText, isLate, itemLines, itemName, spanText, type StepClass, STEPS } from './words.ts'

export interface ScheduleMarks {
  readonly report: ScheduleReport
  readonly ink: Ink
  readonly theme: 'light' | 'dark'
  /** Id of the selected row. */
  readonly selected: string | null
  /** Time of the clock, ms; null for none. */
  readonly todayMs: number | null
}

const LOUD: Readonly<Record<'light' | 'dark', { readonly bad: string; readonly good: string }>> = {
  light: { bad: '#b84e00', good: SERIES.blue },
  dark: { bad: '#f07c2b', good: SERIES.sky },
}

/** Fill of a bar and of the words on it. */
export const CLASS_COLOURS: Readonly<Record<StepClass, { readonly fill: string; readonly text: string }>> = {
  procurement: { fill: '#56B4E9', text: '#10202c' },
  construction: { fill: '#999999', text: '#16191c' },
  commissioning: { fill: '#CC79A7', text: '#2a1320' },
  power: { fill: '#E69F00', text: '#2b1f00' },
  racks: { fill: '#009E73', text: '#06231a' },
  done: { fill: '#009E73', text: '#06231a' },
}
const SIZE = { label: 11, small: 9.5 } as const

const diamond = (x: number, y: number, r: number, attributes: Readonly<Record<string, string | number>>): Mark => h('path', { d: `M${x.toFixed(1)} ${(y - r).toFixed(1)}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`, ...attributes })
const triangle = (x: number, y: number, attributes: Readonly<Record<string, string | number>>): Mark => h('path', { d: `M${(x - 4).toFixed(1)} ${(y - 4).toFixed(1)}h8l-4 7z`, ...attributes })

function gridMarks({ ink }: ScheduleMarks, { plot, fromDay, toDay }: PlacedSchedule): Mark {
  const width = plot.right - plot.left
  const scale = { startDay: fromDay, endDay: toDay, x: (day: number): number => plot.left + ((day - fromDay) / (toDay - fromDay)) * width }
  return h('g', { class: 'grid', 'font-size': 10 }, timeTicks(scale, width).map(({ day, label }) => {
    const x = scale.x(day)
    const half = textWidth(label, 10) / 2
    const at = Math.min(plot.right - half, Math.max(plot.left + half, x))
    return h('g', {}, h('line', { x1: x.toFixed(1), x2: x.toFixed(1), y1: plot.top, y2: plot.bottom, stroke: ink.line, 'stroke-width': label.length === 4 ? 1 : 0.5 }), h('text', { x: at.toFixed(1), y: plot.top - AXIS_PX + 14, 'text-anchor': 'middle', fill: ink.muted }, label))
  }))
}

function barMark({ theme }: ScheduleMarks, { step, from, to, isOpen }: PlacedBar, middle: number): Mark {
  const { of, tag } = STEPS[step.kind]
  const { fill, text } = CLASS_COLOURS[of]
  const width = to - from
  const { bad } = LOUD[theme]
  if (width < 1.5) return diamond(from, middle, 4.5, { fill, stroke: step.isCritical ? bad : 'none', 'stroke-width': 1.5 })
  const y = middle - BAR.height / 2
  const hasRoom = tag !== '' && textWidth(tag, SIZE.small) + 6 <= width
  return h(
    'g',
    { 'data-step': step.id },
    h('rect', { x: from.toFixed(1), y: y.toFixed(1), width: width.toFixed(1), height: BAR.height, rx: 1.5, fill }),
    step.isCritical ? h('path', { d: `M${from.toFixed(1)} ${(y + BAR.height + 1.5).toFixed(1)}H${to.toFixed(1)}`, stroke: bad, 'stroke-width': 2 }) : null,
    isOpen ? h('path', { d: `M${(to - 5).toFixed(1)} ${(middle - 3).toFixed(1)}l5 3l-5 3`, stroke: text, fill: 'none', 'stroke-width': 1.25 }) : null,
    hasRoom ? h('text', { x: ((from + to) / 2).toFixed(1), y: (middle + 3.2).toFixed(1), 'text-anchor': 'middle', 'font-size': SIZE.small, fill: text }, tag) : null,
  )
}

/** Where the end of a row lies in eight of ten cases: hatched, with an end stroke on both sides. */
function bandMark({ ink }: ScheduleMarks, { band, middle }: PlacedRow): Mark | null {
  if (band === null) return null
  const [y, height] = [middle - 7, 14]
  const width = Math.max(1, band.to - band.from)
  return h(
    'g',
    { class: 'band' },
    h('rect', { x: band.from.toFixed(1), y: y.toFixed(1), width: width.toFixed(1), height, fill: ink.line, 'fill-opacity': 0.7 }),
    h('path', { d: hatchPath(band.from, y, width, height, 5), stroke: ink.faint, 'stroke-width': 0.75, fill: 'none' }),
    h('path', { d: `M${band.from.toFixed(1)} ${y.toFixed(1)}v${height}M${band.to.toFixed(1)} ${y.toFixed(1)}v${height}`, stroke: ink.muted, 'stroke-width': 1, fill: 'none' }),
  )
}

/** Order and order-by days of an item. */
function orderMarks({ theme, ink }: ScheduleMarks, { x }: PlacedSchedule, order: OrderDates, middle: number): Mark[] {
  const { bad } = LOUD[theme]
  const late = isLate(order)
  const colour = late ? bad : ink.text
  return [
    triangle(x(order.orderByP90Ms), middle, { fill: colour, stroke: 'none' }),
    triangle(x(order.orderByP50Ms), middle, { fill: ink.paper, stroke: colour, 'stroke-width': 1.25 }),
    diamond(x(order.orderedMs), middle, 4, { fill: order.isStated ? ink.text : ink.paper, stroke: ink.text, 'stroke-width': 1.25 }),
  ]
}

/** The summary of a block: promised day, ready day, delay in words. */
function groupMarks(context: ScheduleMarks, placed: PlacedSchedule, row: PlacedRow): (Mark | null)[] {
  const { ink, theme, report } = context
  const { block, middle } = row
  if (block === null) return []
  const { good, bad } = LOUD[theme]
  const promised = placed.x(Math.min(block.promisedMs, report.horizonMs))
  const ready = block.ready.p50Ms === null ? placed.plot.right : placed.x(block.ready.p50Ms)
  const delay = delayMs(block)
  const isBlockLate = delay === null || delay > 0
  return [
    bandMark(context, row),
    Math.abs(ready - promised) < 1 ? null : h('path', { d: `M${promised.toFixed(1)} ${middle}H${ready.toFixed(1)}`, stroke: isBlockLate ? bad : good, 'stroke-width': 2.5 }),
    h('path', { d: `M${promised.toFixed(1)} ${(middle - 7).toFixed(1)}v14`, stroke: ink.text, 'stroke-width': 2 }),
    diamond(ready, middle, 5, { fill: CLASS_COLOURS.done.fill, stroke: ink.paper, 'stroke-width': 1 }),
  ]
}

function labelMarks(context: ScheduleMarks, placed: PlacedSchedule, row: PlacedRow): (Mark | null)[] {
  const { ink, theme } = context
  const { bad } = LOUD[theme]
  const { item, block, top, height, kind } = row
  const isGroup = kind === 'group'
  const right = placed.isNarrow ? placed.plot.right : placed.plot.right + 58
  const y = placed.isNarrow ? top + 12 : top + height / 2 + 4
  const delay = block === null ? null : delayMs(block)
  const end = block !== null ? (delay === null ? 'never' : Math.abs(delay) < 86_400_000 ? 'on time' : `${delay > 0 ? '+' : '−'}${spanText(Math.abs(delay)).replace(' months', ' mo').replace('\u2009months', '\u2009mo')}`) : item?.order == null ? '' : floatText(item.order)
  const isBad = block !== null ? delay === null || delay > 86_400_000 : item?.order != null && isLate(item.order)
  const name = item === null ? row.label : row.label === 'Building' ? row.label : itemName(item)
  const indent = isGroup ? 14 : 20
  const room = (placed.isNarrow ? placed.plot.right - textWidth(end, 10) - 14 : placed.plot.left - 8) - indent
  const chevron = row.isOpen ? `M3 ${y - 7}l4 5l4 -5z` : `M4.5 ${y - 8.5}l5 4l-5 4z`
  return [
    isGroup ? h('path', { d: chevron, fill: ink.muted, class: 'chevron' }) : null,
    h('text', { x: indent, y, 'font-size': SIZE.label, ...(isGroup ? { 'font-weight': 600 } : {}), fill: isGroup ? ink.text : ink.muted }, fitText(name, room, SIZE.label, isGroup)),
    end === '' ? null : h('text', { x: right, y, 'text-anchor': 'end', 'font-size': 10, fill: isBad ? bad : ink.muted, ...(isBad ? { 'font-weight': 600 } : {}), style: 'font-variant-numeric: tabular-nums' }, `${isBad && !isGroup ? '▲ ' : ''}${end}`),
  ]
}

function rowMark(context: ScheduleMarks, placed: PlacedSchedule, row: PlacedRow): Mark {
  const { report, ink, theme, selected } = context
  const { item, block, id, top, height } = row
  const { good } = LOUD[theme]
  const isSelected = selected === id
  const width = placed.isNarrow ? placed.plot.right + 4 : placed.plot.right + 62
  const told = item !== null ? itemLines(report, item) : block !== null ? blockLines(report, block) : ['Site: what feeds all blocks']
  return h(
    'g',
    { 'data-row': id, class: row.kind === 'group' ? 'row group' : 'row', ...(row.kind === 'group' ? { 'data-group': id } : {}) },
    h('title', {}, told.join('\n')),
    h('rect', { x: 0, y: top, width, height, fill: isSelected ? good : row.kind === 'group' ? ink.line : ink.paper, 'fill-opacity': isSelected ? 0.16 : row.kind === 'group' ? 0.35 : 0 }),
    labelMarks(context, placed, row),
    ...(item === null ? groupMarks(context, placed, row) : [bandMark(context, row)]),
    row.bars.map(bar => barMark(context, bar, row.middle)),
    item?.order == null ? null : orderMarks(context, placed, item.order, row.middle),
  )
}

function linkMarks({ theme }: ScheduleMarks, { links }: PlacedSchedule): Mark {
  const { bad } = LOUD[theme]
  return h('g', { class: 'critical', fill: 'none', stroke: bad, 'stroke-width': 1.25 }, links.map(({ from, to }) => {
    const turn = Math.min(from.x + 4, to.x)
    return h('path', { d: `M${from.x.toFixed(1)} ${from.y.toFixed(1)}H${turn.toFixed(1)}V${to.y.toFixed(1)}H${to.x.toFixed(1)}` })
  }))
}

function todayMark({ todayMs, report, ink }: ScheduleMarks, { plot, x }: PlacedSchedule): Mark | null {
  if (todayMs === null) return null
  const at = x(todayMs)
  if (at < plot.left || at > plot.right) return null
  const text = dateText(report.startDay, todayMs)
  const isRight = at + textWidth(text, 10) + 6 > plot.right
  return h('g', { class: 'today' }, h('line', { x1: at.toFixed(1), x2: at.toFixed(1), y1: plot.top - 3, y2: plot.bottom, stroke: ink.text, 'stroke-width': 1 }), h('text', { x: (at + (isRight ? -4 : 4)).toFixed(1), y: plot.bottom + 11, 'text-anchor': isRight ? 'end' : 'start', 'font-size': 10, fill: ink.text }, text))
}

interface Sign {
  readonly text: string
  readonly width: number
  draw(x: number, y: number): (Mark | null)[]
}

function signs({ ink, theme }: ScheduleMarks): Sign[] {
  const { bad } = LOUD[theme]
  const classes: readonly (readonly [StepClass, string])[] = [['procurement', 'procurement'], ['construction', 'construction'], ['commissioning', 'commissioning'], ['power', 'energisation'], ['racks', 'racks, ready']]
  const bars = classes.map(([of, text]): Sign => ({ text, width: 14, draw: (x, y) => [h('rect', { x, y: y - 8, width: 12, height: 8, rx: 1.5, fill: CLASS_COLOURS[of].fill })] }))
  return [
    ...bars,
    { text: 'end, P10–P90', width: 16, draw: (x, y) => [h('rect', { x, y: y - 9, width: 14, height: 10, fill: ink.line }), h('path', { d: hatchPath(x, y - 9, 14, 10, 5), stroke: ink.faint, 'stroke-width': 0.75, fill: 'none' })] },
    { text: 'critical', width: 16, draw: (x, y) => [h('path', { d: `M${x} ${y - 4}h14`, stroke: bad, 'stroke-width': 2 })] },
    { text: 'ordered', width: 12, draw: (x, y) => [diamond(x + 5, y - 4, 4, { fill: ink.paper, stroke: ink.text, 'stroke-width': 1.25 })] },
    { text: 'order by, P50', width: 12, draw: (x, y) => [triangle(x + 5, y - 4, { fill: ink.paper, stroke: ink.text, 'stroke-width': 1.25 })] },
    { text: 'order by, P90', width: 12, draw: (x, y) => [triangle(x + 5, y - 4, { fill: ink.text, stroke: 'none' })] },
    { text: 'promised', width: 8, draw: (x, y) => [h('path', { d: `M${x + 3} ${y - 10}v11`, stroke: ink.text, 'stroke-width': 2 })] },
  ]
}

/** What the signs mean, in as many lines as it takes; tells its height. */
export function legend(context: ScheduleMarks, width: number, top: number): { readonly mark: Mark; readonly height: number } {
  let x = 0
  let y = top + 10
  const marks = signs(context).flatMap(({ text, width: sign, draw }) => {
    const own = sign + 4 + textWidth(text, 11) + 20
    if (x > 0 && x + own - 20 > width) {
      x = 0
      y += 18
    }
    const found = [...draw(x, y), h('text', { x: x + sign + 4, y, fill: context.ink.muted }, text)]
    x += own
    return found.filter(mark => mark !== null)
  })
  return { mark: h('g', { class: 'legend', 'font-size': 11 }, marks), height: y - top + 6 }
}

export function scheduleMarks(context: ScheduleMarks, placed: PlacedSchedule): (Mark | null)[] {
  return [gridMarks(context, placed), h('g', { class: 'rows' }, placed.rows.map(row => rowMark(context, placed, row))), linkMarks(context, placed), todayMark(context, placed)]
}
