/** Rows of cells over time, coloured by an amount: one row a thing, a label at the left, what it comes to at the right, a key below the heading. */
import { formatDate } from '../base/civil-date.ts'
import type { Frame } from './chart.ts'
import { h, type Mark } from './mark.ts'
import { type Heading, inkOf, page } from './page.ts'
import { hatchPath } from './parts.ts'
import { fitText, textWidth } from './text-width.ts'
import { type Plot, timeAxis, timeScale } from './time-axis.ts'

export interface CellRow {
  readonly label: string
  /** One value a column; NaN where there is none. */
  readonly values: readonly number[]
  /** Said at the right. */
  readonly text: string
}

export interface CellGrid {
  readonly startDay: number
  readonly endDay: number
  /** Length of a column, days. */
  readonly binDays: number
  readonly rows: readonly CellRow[]
}

export interface CellKey {
  readonly colour: string
  readonly label: string
  readonly isHatched?: boolean
}

/** How a value looks: hatched as well where it is beyond a limit. */
export interface CellLook {
  readonly colour: string
  readonly isHatched: boolean
}

const SIZE = 11
const LABEL = { share: 0.3, most: 170, gap: 8 } as const
const TEXT_WIDTH = 66
const KEY = { height: 18, swatch: 10, gap: 12, size: 10 } as const
const ROW = { least: 14, most: 34, gap: 2 } as const
const FOOT = 44
const LEAST_CELL = 2

function keyMarks(keys: readonly CellKey[], top: number, frame: Frame): { readonly marks: Mark[]; readonly bottom: number } {
  const ink = inkOf(frame)
  let [x, y] = [0, top]
  const marks = keys.flatMap(({ colour, label, isHatched }) => {
    const own = KEY.swatch + 4 + textWidth(label, KEY.size)
    if (x > 0 && x + own > frame.width) [x, y] = [0, y + KEY.height]
    const left = x
    x += own + KEY.gap
    return [
      h('rect', { x: left, y, width: KEY.swatch, height: KEY.swatch, fill: colour, stroke: ink.faint, 'stroke-width': 0.5 }),
      ...(isHatched === true ? [h('path', { d: hatchPath(left, y, KEY.swatch, KEY.swatch, 4), stroke: ink.text, 'stroke-width': 0.8 })] : []),
      h('text', { x: left + KEY.swatch + 4, y: y + 9, 'font-size': KEY.size, fill: ink.muted }, label),
    ]
  })
  return { marks, bottom: y + KEY.height }
}

/** Largest finite values of even groups, so that no cell is thinner than it can be seen. */
function grouped(values: readonly number[], size: number): number[] {
  const out: number[] = []
  for (let begin = 0; begin < values.length; begin += size) {
    let most = NaN
    for (let i = begin; i < Math.min(values.length, begin + size); i++) if (!(values[i] <= most) && Number.isFinite(values[i])) most = values[i]
    out.push(most)
  }
  return out
}

interface Look {
  readonly of: (value: number) => CellLook
  readonly text: (value: number) => string
}

function rowMarks(grid: CellGrid, row: CellRow, y: number, height: number, plot: Plot, frame: Frame, look: Look): (Mark | null)[] {
  const ink = inkOf(frame)
  const { x } = timeScale(grid.startDay, grid.endDay, plot)
  const size = Math.max(1, Math.ceil(LEAST_CELL / Math.max(1e-9, x(grid.startDay + grid.binDays) - x(grid.startDay))))
  const values = grouped(row.values, size)
  const dayOf = (column: number): number => Math.min(grid.endDay, grid.startDay + column * size * grid.binDays)
  const marks: Mark[] = []
  for (let from = 0; from < values.length; ) {
    const { colour, isHatched } = look.of(values[from])
    let to = from + 1
    let most = values[from]
    const isSame = (value: number): boolean => Number.isFinite(value) === Number.isFinite(values[from]) && (!Number.isFinite(value) || (look.of(value).colour === colour && look.of(value).isHatched === isHatched))
    for (; to < values.length && isSame(values[to]); to++) most = Math.max(most, values[to])
    if (Number.isFinite(values[from])) {
      const [left, right] = [x(dayOf(from)), x(dayOf(to))]
      const tip = h('title', {}, `${row.label}, from ${formatDate(Math.floor(dayOf(from)))}: ${look.text(most)}`)
      const box = h('rect', { x: left.toFixed(1), y, width: Math.max(0.4, right - left).toFixed(1), height, fill: colour }, tip)
      marks.push(box, ...(isHatched ? [h('path', { d: hatchPath(left, y, right - left, height, 4), stroke: '#14181d', 'stroke-width': 0.7, 'pointer-events': 'none' })] : []))
    }
    from = to
  }
  const baseline = y + height / 2 + 4
  return [
    h('text', { x: plot.left - LABEL.gap, y: baseline, 'text-anchor': 'end', fill: ink.muted }, fitText(row.label, plot.left - LABEL.gap, SIZE)),
    h('line', { x1: plot.left, x2: plot.right, y1: y + height / 2, y2: y + height / 2, stroke: ink.line, 'stroke-dasharray': '1 3' }),
    ...marks,
    h('text', { x: frame.width, y: baseline, 'text-anchor': 'end', style: 'font-variant-numeric: tabular-nums' }, fitText(row.text, TEXT_WIDTH - 6, SIZE)),
  ]
}

/** Height that shows so many rows in full. */
export const cellsHeight = (rows: number): number => 116 + FOOT + Math.max(1, rows) * ROW.least * 1.5

/** The page of a grid; rows that find no place are counted. `note` says what is not known. */
export function cellPage(frame: Frame, heading: Heading, grid: CellGrid, keys: readonly CellKey[], look: Look): Mark {
  const ink = inkOf(frame)
  const key = keyMarks(keys, heading.bottom + 8, frame)
  const left = Math.min(LABEL.most, frame.width * LABEL.share)
  const top = key.bottom + 2
  const bottom = Math.max(top + ROW.least, frame.height - FOOT)
  const fit = Math.max(1, Math.floor((bottom - top) / ROW.least))
  const shown = grid.rows.slice(0, fit)
  const height = Math.min(ROW.most, (bottom - top) / shown.length)
  const plot: Plot = { left, right: Math.max(left + 1, frame.width - TEXT_WIDTH), top, bottom: top + shown.length * height }
  const hidden = grid.rows.length - shown.length
  return page(frame, heading, [
    ...key.marks,
    h('g', { 'font-size': SIZE }, shown.flatMap((row, at) => rowMarks(grid, row, top + at * height, height - ROW.gap, plot, frame, look))),
    timeAxis(timeScale(grid.startDay, grid.endDay, plot), plot, ink),
    hidden === 0 ? null : h('text', { x: 0, y: plot.bottom + 16, 'font-size': 10, fill: ink.muted }, `and ${hidden} more`),
  ])
}
