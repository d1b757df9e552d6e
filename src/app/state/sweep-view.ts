/** What the page shows of a merged sweep: a row a point with its figures and intervals, and the response of one figure to one axis. */
import { figure } from '../../analysis/estimate.ts'
import { FIGURE_TEXTS, figureLabel, figureValue } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import type { ResponseData, ResponsePoint } from '../../charts/chart-data.ts'
import { writeCsv } from '../../exchange/csv.ts'
import { type Figure, isEstimate } from '../../results/summary.ts'
import type { OpenedSweep, SweepPointRows } from '../opening/protocol.ts'

export type FigureKey = keyof RunFigures

/** Figures that stand side by side; the chosen one comes first where it is another. */
const USUAL: readonly FigureKey[] = ['meanUtilisation', 'sustainedUtilisation', 'timeToCapacity', 'costPerUsefulGpuHour', 'pue', 'energyMWh']

export interface SweepRow {
  readonly point: number
  readonly values: readonly string[]
  readonly replications: number
  readonly figures: readonly Figure[]
}

export interface SweepTable {
  readonly keys: readonly FigureKey[]
  readonly rows: readonly SweepRow[]
}

const figureOf = ({ rows }: SweepPointRows, key: FigureKey): Figure => figure(rows.map(({ figures }) => figures[key]))

/** Figures that any point has a value of, by their names. */
export function figureChoices({ points }: OpenedSweep): { readonly id: FigureKey; readonly label: string }[] {
  return (Object.keys(FIGURE_TEXTS) as FigureKey[]).filter(key => points.some(({ rows }) => rows.some(({ figures }) => Number.isFinite(figures[key])))).map(id => ({ id, label: FIGURE_TEXTS[id].label }))
}

export function sweepTable({ points }: OpenedSweep, chosen: FigureKey): SweepTable {
  const keys = USUAL.includes(chosen) ? USUAL : [chosen, ...USUAL]
  return { keys, rows: points.map(point => ({ point: point.point, values: point.values, replications: point.rows.length, figures: keys.map(key => figureOf(point, key)) })) }
}

const NUMBER = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(.*?)\s*$/iu

/** A value of an axis as a number with its unit; undefined for other texts. */
export function axisNumber(text: string): { readonly value: number; readonly unit: string } | undefined {
  const match = NUMBER.exec(text)
  return match === null ? undefined : { value: Number(match[1]), unit: match[2] }
}

/** Order of points by one column: by numbers where they are some, else as texts; rows without a value last. */
export function sortedRows({ rows }: SweepTable, column: { readonly kind: 'axis' | 'figure'; readonly index: number } | null, isDown: boolean): readonly SweepRow[] {
  if (column === null) return rows
  const valueOf = (row: SweepRow): number | string => {
    if (column.kind === 'axis') return axisNumber(row.values[column.index])?.value ?? row.values[column.index]
    const value = row.figures[column.index]
    return isEstimate(value) ? value.mean : NaN
  }
  const sign = isDown ? -1 : 1
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)]
    if (typeof x === 'string' || typeof y === 'string') return sign * (String(x) < String(y) ? -1 : String(x) > String(y) ? 1 : 0) || a.point - b.point
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a.point - b.point
    return sign * (x - y) || a.point - b.point
  })
}

/** Mean with the half of its interval: `61.3 % ± 1.2 %`. */
export function figureCell(key: FigureKey, value: Figure): string {
  if (!isEstimate(value)) return '–'
  return value.ci95 === null ? figureValue(key, value.mean) : `${figureValue(key, value.mean)} ± ${figureValue(key, (value.ci95[1] - value.ci95[0]) / 2)}`
}

/** The response of a figure to an axis, over all values of the others; null where its values are no numbers of one unit. */
export function responseOf({ axes, points }: OpenedSweep, axis: number, result: FigureKey): ResponseData | null {
  const numbers = points.map(({ values }) => axisNumber(values[axis]))
  const unit = numbers[0]?.unit
  if (unit === undefined || numbers.some(each => each?.unit !== unit)) return null
  const byValue = new Map<number, { text: string; values: number[] }>()
  points.forEach(({ values, rows }, at) => {
    const x = numbers[at]?.value ?? NaN
    const known = byValue.get(x) ?? { text: values[axis], values: [] }
    known.values.push(...rows.map(({ figures }) => figures[result]).filter(Number.isFinite))
    byValue.set(x, known)
  })
  const told = [...byValue].sort(([a], [b]) => a - b).flatMap(([x, { text, values }]): ResponsePoint[] => {
    const value = figure(values)
    return values.length === 0 || !isEstimate(value) ? [] : [{ x, text, mean: value.mean, ci95: value.ci95, p10: value.p10, p50: value.p50, p90: value.p90 }]
  })
  const least = Math.min(...[...byValue.values()].map(({ values }) => values.length))
  return { result, path: axes[axis], unit, points: told, replications: told.length === 0 ? 0 : least }
}

export function sweepCsv(sweep: OpenedSweep, { keys, rows }: SweepTable): string {
  const columns = [{ name: 'point', unit: '' }, ...sweep.axes.map(name => ({ name, unit: '' })), { name: 'replications', unit: '' }, ...keys.flatMap(key => ['', ', low', ', high'].map(part => ({ name: `${figureLabel(key)}${part}`, unit: FIGURE_TEXTS[key].unit })))]
  return writeCsv(columns, rows.map(({ point, values, replications, figures }) => [point, ...values, replications, ...figures.flatMap(value => (isEstimate(value) ? [value.mean, value.ci95?.[0] ?? null, value.ci95?.[1] ?? null] : [null, null, null]))]))
}
