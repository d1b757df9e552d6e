/** Rows of stacked horizontal bars with a key above them and a value at the right. */
import type { Frame } from './chart.ts'
import { LYING_FOOT, lyingAxis } from './lying-axis.ts'
import { h, type Mark } from './mark.ts'
import { type Heading, inkOf, page } from './page.ts'
import { hatchPath } from './parts.ts'
import { fitText, textWidth } from './text-width.ts'

export interface BarKey {
  readonly label: string
  readonly colour: string
  /** Told by hatching as well as by colour. */
  readonly isHatched: boolean
}

export interface BarRow {
  readonly label: string
  /** One length a key, in the unit of `max`. */
  readonly parts: readonly number[]
  /** Said at the right. */
  readonly text: string
  /** Said when the pointer rests on it. */
  readonly tip: string
}

const LABEL = { share: 0.3, most: 150, gap: 8 } as const
const TEXT_WIDTH = 62
const KEY = { height: 18, swatch: 10, gap: 14, size: 11, head: 10 } as const
const ROW = { least: 15, most: 26, bar: 0.62 } as const
const SIZE = 11
/** Height of a picture that has no room for an axis below its bars. */
const LOW = 120
const SOURCE = 14

export interface BarAxis {
  /** What the bars measure, with its unit. */
  readonly title: string
  /** What stands at the right of each bar, with its unit. */
  readonly value: string
  readonly format: (value: number, decimals: number) => string
}

/** Lines of the key, as many entries on each as fit. */
function keyLines(keys: readonly BarKey[], width: number): { readonly key: BarKey; readonly x: number; readonly line: number }[] {
  let x = 0
  let line = 0
  return keys.map(key => {
    const own = KEY.swatch + 5 + textWidth(key.label, KEY.size) + KEY.gap
    if (x > 0 && x + own > width) {
      x = 0
      line += 1
    }
    const placed = { key, x, line }
    x += own
    return placed
  })
}

function piece(x: number, y: number, width: number, height: number, { colour, isHatched }: BarKey): (Mark | null)[] {
  if (width <= 0) return []
  return [
    h('rect', { x, y, width, height, fill: colour, ...(isHatched ? { 'fill-opacity': 0.3 } : {}) }),
    isHatched ? h('path', { d: hatchPath(x, y, width, height), stroke: colour, 'stroke-width': 1.25, fill: 'none' }) : null,
  ]
}

/** Two lines of title, two of measure, two of keys. */
const MOST_HEAD = 116

/** Height that shows so many rows in full, for whoever chooses the frame. */
export const barsHeight = (rows: number): number => MOST_HEAD + LYING_FOOT + Math.max(1, rows) * ROW.least * 1.4

export function stackedBars(frame: Frame, heading: Heading, keys: readonly BarKey[], rows: readonly BarRow[], max: number, axis: BarAxis): Mark {
  const ink = inkOf(frame)
  const placed = keyLines(keys, frame.width)
  const keyTop = heading.bottom + 8
  const keyBottom = keyTop + ((placed.at(-1)?.line ?? 0) + 1) * KEY.height
  const last = placed.at(-1)
  const isCrowded = last !== undefined && last.x + KEY.swatch + 5 + textWidth(last.key.label, KEY.size) + KEY.gap > frame.width - textWidth(axis.value, KEY.head)
  const top = keyBottom + (isCrowded ? KEY.height - 4 : 2)
  const hasAxis = frame.height >= LOW
  const room = Math.max(0, frame.height - top - (hasAxis ? LYING_FOOT : SOURCE))
  const fit = Math.max(1, Math.floor(room / ROW.least))
  const shown = rows.length <= fit ? rows : rows.slice(0, Math.max(1, fit - 1))
  const rowHeight = shown.length < rows.length ? ROW.least : Math.max(ROW.least, Math.min(ROW.most, room / Math.max(1, shown.length)))
  const labelWidth = Math.min(LABEL.most, frame.width * LABEL.share)
  const width = Math.max(1, frame.width - labelWidth - LABEL.gap - TEXT_WIDTH)
  const barHeight = rowHeight * ROW.bar
  const bar = ({ label, parts, text, tip }: BarRow, index: number): Mark => {
    const y = top + index * rowHeight
    let x = labelWidth + LABEL.gap
    const pieces = parts.flatMap((part, key) => {
      const length = (Math.max(0, part) / max) * width
      x += length
      return piece(x - length, y, length, barHeight, keys[key])
    })
    const baseline = y + barHeight / 2 + 4
    return h(
      'g',
      {},
      h('title', {}, tip),
      h('text', { x: labelWidth, y: baseline, 'text-anchor': 'end', 'font-size': SIZE, fill: ink.muted }, fitText(label, labelWidth, SIZE)),
      h('rect', { x: labelWidth + LABEL.gap, y, width, height: barHeight, fill: ink.line, 'fill-opacity': 0.35 }),
      pieces,
      h('text', { x: frame.width, y: baseline, 'text-anchor': 'end', 'font-size': SIZE, style: 'font-variant-numeric: tabular-nums' }, text),
    )
  }
  const left = rows.length - shown.length
  const bottom = top + shown.length * rowHeight
  const plot = { left: labelWidth + LABEL.gap, right: labelWidth + LABEL.gap + width, top, bottom }
  return page(frame, heading, [
    hasAxis ? lyingAxis(0, max, axis.title, plot, ink, axis.format).mark : null,
    h('text', { class: 'axis-title', x: frame.width, y: top - 6, 'text-anchor': 'end', 'font-size': KEY.head, fill: ink.muted }, axis.value),
    ...placed.flatMap(({ key, x, line }) => [...piece(x, keyTop + line * KEY.height, KEY.swatch, KEY.swatch, key), h('text', { x: x + KEY.swatch + 5, y: keyTop + line * KEY.height + 9, 'font-size': KEY.size, fill: ink.muted }, key.label)]),
    ...shown.map(bar),
    left === 0 ? null : h('text', { x: 0, y: bottom + 16, 'font-size': SIZE, fill: ink.muted }, fitText(`and ${left} more`, labelWidth, SIZE)),
  ])
}
