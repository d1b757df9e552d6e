/** Results of a sweep by point: figures over replications with their intervals. */
import { figure } from '../../analysis/estimate.ts'
import { boundsOfFigure } from '../../analysis/figure-bounds.ts'
import { FIGURE_TEXTS, figureLabel, figureSpread, figureValue } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import type { Row } from '../../analysis/reduce.ts'
import { writeCsv } from '../../exchange/csv.ts'
import { type Figure, isEstimate } from '../../results/summary.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { UsageError } from '../command.ts'
import type { SweepPlan } from './shard-file.ts'

type Key = keyof RunFigures

/** Figures that are told where none are asked for. */
const USUAL: readonly Key[] = ['meanUtilisation', 'sustainedUtilisation', 'costPerUsefulGpuHour', 'pue']

const isKey = (name: string): name is Key => Object.hasOwn(FIGURE_TEXTS, name)

/** Reads `--figures a,b`. */
export function collectFigures(text: string): Key[] {
  return text.split(',').map(part => part.trim()).map(name => {
    if (isKey(name)) return name
    const nearest = nearestName(name, Object.keys(FIGURE_TEXTS))
    throw new UsageError(`--figures knows no figure '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`)
  })
}

export interface PointTable {
  readonly plan: SweepPlan
  readonly keys: readonly Key[]
  readonly points: readonly { readonly point: number; readonly values: readonly string[]; readonly replications: number; readonly figures: Readonly<Record<string, Figure>> }[]
}

export function pointTable(plan: SweepPlan, values: readonly (readonly string[])[], rows: readonly Row[], keys: readonly Key[] = USUAL): PointTable {
  const byPoint = new Map<number, Row[]>()
  for (const row of rows) byPoint.set(row.point, [...(byPoint.get(row.point) ?? []), row])
  const points = [...byPoint].toSorted(([a], [b]) => a - b).map(([point, own]) => ({
    point, values: values[point], replications: own.length,
    // One replication without a value fails the point: the rest is no sample of it.
    figures: Object.fromEntries(keys.map(key => [key, figure(own.map(({ figures }) => figures[key]), undefined, boundsOfFigure(key))])),
  }))
  return { plan, keys, points }
}

/** Whether an interval was cut off where the figure cannot go, so that it reaches farther on one side. */
const isCut = (key: Key, [low, high]: readonly [number, number]): boolean => {
  const bounds = boundsOfFigure(key)
  return bounds !== undefined && high > low && (low <= bounds.low || high >= bounds.high)
}

const cellOf = (key: Key, value: Figure): string => {
  if (!isEstimate(value)) return 'n/a'
  const { mean, ci95 } = value
  if (ci95 === null) return figureValue(key, mean)
  const [low, high] = ci95
  return isCut(key, ci95) ? `${figureValue(key, mean)} [${figureValue(key, low)} … ${figureValue(key, high)}]` : `${figureValue(key, mean)} ± ${figureSpread(key, (high - low) / 2)}`
}

function cells({ plan, keys, points }: PointTable): string[][] {
  return [
    ['point', ...plan.axes.map(({ path }) => path), 'replications', ...keys.map(figureLabel)],
    ...points.map(({ point, values, replications, figures }) => [String(point), ...values, String(replications), ...keys.map(key => cellOf(key, figures[key]))]),
  ]
}

export function tableText(table: PointTable): string {
  const rows = cells(table)
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)))
  return `${rows.map(row => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n')}\nmean ± half of the 95 % interval over replications; [low … high] where it ends at what cannot be exceeded\n`
}

export function tableMarkdown(table: PointTable): string {
  const [head, ...rows] = cells(table).map(row => `| ${row.map(cell => cell.replace(/[|\r\n]/gu, ' ')).join(' | ')} |`)
  return `${[head, `|${' --- |'.repeat(table.keys.length + table.plan.axes.length + 2)}`, ...rows].join('\n')}\n`
}

export function tableCsv({ plan, keys, points }: PointTable): string {
  const columns = [{ name: 'point', unit: '' }, ...plan.axes.map(({ path }) => ({ name: path, unit: '' })), { name: 'replications', unit: '' }, ...keys.flatMap(key => ['', ' low', ' high', ' p10', ' p50', ' p90'].map(part => ({ name: `${key}${part}`, unit: FIGURE_TEXTS[key].unit })))]
  return writeCsv(columns, points.map(({ point, values, replications, figures }) => [point, ...values, replications, ...keys.flatMap(key => {
    const value = figures[key]
    return isEstimate(value) ? [value.mean, value.ci95?.[0] ?? null, value.ci95?.[1] ?? null, value.p10, value.p50, value.p90] : [null, null, null, null, null, null]
  })]))
}

export const tableJson = ({ plan, points }: PointTable): string => `${JSON.stringify({ plan, points: points.map(({ values, ...rest }) => ({ ...rest, values: Object.fromEntries(plan.axes.map(({ path }, axis) => [path, values[axis]])) })) }, null, 2)}\n`

export const TABLE_FORMATS = { text: tableText, json: tableJson, csv: tableCsv, md: tableMarkdown } as const
