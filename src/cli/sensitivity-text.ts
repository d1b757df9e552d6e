/** Which input matters: the answer of each method as a table of words, numbers for machines, and rows of CSV. */
import { figureDifference, figureLabel, figureValue } from '../analysis/figure-text.ts'
import { digits, percent } from '../analysis/number-text.ts'
import type { Factor } from '../analysis/sensitivity/factors.ts'
import type { MorrisEffect } from '../analysis/sensitivity/morris-effects.ts'
import type { SobolResult } from '../analysis/sensitivity/sobol-indices.ts'
import type { Swing } from '../analysis/sensitivity/tornado.ts'
import type { Frame } from '../charts/chart.ts'
import type { ResponsePoint } from '../charts/chart-data.ts'
import { charts } from '../charts/index.ts'
import type { Mark } from '../charts/mark.ts'
import type { FigureKey } from './experiment/figure-named.ts'
import type { TextTable } from './text-table.ts'

export interface Answer {
  readonly table: TextTable
  readonly data: Readonly<Record<string, unknown>>
  readonly csv: { readonly header: readonly string[]; readonly rows: readonly (readonly (string | number)[])[] }
  /** The answer as a picture, where there is one. */
  readonly draw?: (frame: Frame) => Mark
}

const interval = (key: FigureKey, ci95: readonly [number, number] | null): string => (ci95 === null ? '–' : `${figureDifference(key, ci95[0])} … ${figureDifference(key, ci95[1])}`)

/** What should be measured next, in words. */
const nextNote = (path: string | undefined): string[] => (path === undefined ? [] : [`Measure next: ${path}.`])

export function tornadoAnswer(key: FigureKey, factors: readonly Factor[], { middle, replications }: { readonly middle: number; readonly replications: number }, swings: readonly Swing[]): Answer {
  const row = ({ factor, ...swing }: Swing) => ({ path: factors[factor].path, kind: factors[factor].kind, lowValue: factors[factor].low, highValue: factors[factor].high, ...swing })
  const rows = swings.map(row)
  const first = rows.find(({ swing, ci95 }) => swing !== 0 && (ci95 === null || ci95[0] > 0 || ci95[1] < 0))
  return {
    table: {
      title: `${figureLabel(key)}: ${figureValue(key, middle)} with all inputs in the middle`,
      columns: ['input', 'low', 'high', 'result at low', 'at high', 'swing', '95 %'],
      rows: rows.map(({ path, lowValue, highValue, low, high, swing, ci95 }) => [path, lowValue, highValue, figureValue(key, low), figureValue(key, high), figureDifference(key, swing), interval(key, ci95)]),
      notes: first === undefined ? ['No input moves the result beyond chance.'] : nextNote(first.path),
    },
    data: { method: 'tornado', middle, factors: rows, measureNext: first?.path ?? null },
    csv: { header: ['path', 'low_value', 'high_value', 'low', 'high', 'swing', 'ci_low', 'ci_high'], rows: rows.map(({ path, lowValue, highValue, low, high, swing, ci95 }) => [path, lowValue, highValue, low, high, swing, ci95?.[0] ?? '', ci95?.[1] ?? '']) },
    draw: frame => charts.tornado.layout({ result: key, middle, factors: rows, replications }, frame),
  }
}

export function morrisAnswer(key: FigureKey, factors: readonly Factor[], effects: readonly MorrisEffect[]): Answer {
  const rows = effects.map((effect, factor) => ({ path: factors[factor].path, ...effect })).sort((a, b) => b.muStar - a.muStar || (a.path < b.path ? -1 : 1))
  return {
    table: {
      title: `${figureLabel(key)}: screening of ${factors.length} inputs`,
      columns: ['input', 'mean size of its effect', 'mean effect', 'interaction or bend'],
      rows: rows.map(({ path, muStar, mu, sigma }) => [path, figureDifference(key, muStar).replace('+', ''), figureDifference(key, mu), figureDifference(key, sigma).replace('+', '')]),
      notes: nextNote(rows.find(({ muStar }) => muStar > 0)?.path),
    },
    data: { method: 'morris', factors: rows, measureNext: rows.find(({ muStar }) => muStar > 0)?.path ?? null },
    csv: { header: ['path', 'mu_star', 'mu', 'sigma'], rows: rows.map(({ path, muStar, mu, sigma }) => [path, muStar, mu, sigma]) },
  }
}

/** Largest change of a total index between half and all of the rows. */
function unsettled({ convergence }: SobolResult): number {
  const [, half, all] = convergence
  return Math.max(...all.total.map((total, factor) => Math.abs(total - half.total[factor])))
}

const indexText = (value: number, [low, high]: readonly [number, number]): string => `${digits(value, 3)} (${digits(low, 3)} … ${digits(high, 3)})`

export function sobolAnswer(key: FigureKey, factors: readonly Factor[], result: SobolResult): Answer {
  const rows = result.indices.map((index, factor) => ({ path: factors[factor].path, ...index })).sort((a, b) => b.total - a.total || (a.path < b.path ? -1 : 1))
  const alone = rows.reduce((sum, { first }) => sum + first, 0)
  return {
    table: {
      title: `${figureLabel(key)}: shares of its variance`,
      columns: ['input', 'alone', 'with all it takes part in'],
      rows: rows.map(({ path, first, firstCi95, total, totalCi95 }) => [path, indexText(first, firstCi95), indexText(total, totalCi95)]),
      notes: [
        `Mean ${figureValue(key, result.mean)}, standard deviation ${figureDifference(key, Math.sqrt(result.variance)).replace('+', '')}; inputs alone explain ${percent(alone)}.`,
        `From half to all of the rows, no total moves by more than ${digits(unsettled(result), 3)}; intervals by bootstrap.`,
        ...nextNote(result.variance > 0 ? rows[0]?.path : undefined),
      ],
    },
    data: { method: 'sobol', mean: result.mean, variance: result.variance, factors: rows, convergence: result.convergence, measureNext: result.variance > 0 ? (rows[0]?.path ?? null) : null },
    csv: { header: ['path', 'first', 'first_low', 'first_high', 'total', 'total_low', 'total_high'], rows: rows.map(({ path, first, firstCi95, total, totalCi95 }) => [path, first, ...firstCi95, total, ...totalCi95]) },
  }
}

export interface Curve {
  readonly points: readonly ResponsePoint[]
  readonly replications: number
}

/** A mean with its interval; alone where there is one replication. */
const withInterval = (key: FigureKey, mean: number, ci95: readonly [number, number] | null): string => `${figureValue(key, mean)}${ci95 === null ? '' : ` [${figureValue(key, ci95[0])} … ${figureValue(key, ci95[1])}]`}`

export function responseAnswer(key: FigureKey, { path, unit }: Factor, { points, replications }: Curve): Answer {
  return {
    table: {
      title: `${figureLabel(key)} over ${path}`,
      columns: [path, replications > 1 ? 'mean [95 %]' : 'one run', 'P10', 'P50', 'P90'],
      rows: points.map(({ text, mean, ci95, p10, p50, p90 }) => [text, withInterval(key, mean, ci95), figureValue(key, p10), figureValue(key, p50), figureValue(key, p90)]),
      notes: replications > 1 ? [`Quantiles over ${replications} replications.`] : [],
    },
    data: { method: 'response', path, replications, curve: points },
    csv: { header: ['value', 'mean', 'ci_low', 'ci_high', 'p10', 'p50', 'p90'], rows: points.map(({ x, mean, ci95, p10, p50, p90 }) => [x, mean, ci95?.[0] ?? '', ci95?.[1] ?? '', p10, p50, p90]) },
    draw: frame => charts.response.layout({ result: key, path, unit, points, replications }, frame),
  }
}
