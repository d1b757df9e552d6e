/**
 * Which share of the variance of a result comes from each input alone (first order), and with all that it takes part in (total). Estimators:
 * Saltelli et al., CPC 181, 2010, as in SALib; intervals by bootstrap over the rows of the design.
 */
import { entityKey, rootKey, uniform } from '../../base/rng.ts'
import { average, quantile } from '../estimate.ts'

const RESAMPLES = 200
const PATH = 'analysis/bootstrap'

export interface SobolIndex {
  readonly first: number
  readonly firstCi95: readonly [number, number]
  readonly total: number
  readonly totalCi95: readonly [number, number]
}

export interface SobolResult {
  readonly mean: number
  readonly variance: number
  readonly indices: readonly SobolIndex[]
  /** First-order and total indices with a quarter, a half and all of the rows. */
  readonly convergence: readonly { readonly rows: number; readonly first: readonly number[]; readonly total: readonly number[] }[]
}

/** Values of the rows of a design: f(A), f(AB) by factor, f(B). */
type Row = readonly number[]

/** First-order and total indices of all factors over some rows. */
function indicesOver(rows: readonly Row[], factors: number): { first: number[]; total: number[]; mean: number; variance: number } {
  const both = rows.flatMap(row => [row[0], row[factors + 1]])
  const mean = average(both)
  const variance = both.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / both.length
  const over = (sum: (row: Row, factor: number) => number): number[] =>
    Array.from({ length: factors }, (_, factor) => (variance === 0 ? 0 : rows.reduce((total, row) => total + sum(row, factor), 0) / rows.length / variance))
  const first = over((row, factor) => row[factors + 1] * (row[factor + 1] - row[0]))
  const total = over((row, factor) => 0.5 * (row[0] - row[factor + 1]) * (row[0] - row[factor + 1]))
  return { first, total, mean, variance }
}

const interval = (values: readonly number[]): readonly [number, number] => {
  const sorted = [...values].sort((a, b) => a - b)
  return [quantile(sorted, 0.025), quantile(sorted, 0.975)]
}

/** `values` in the order of the points of a Saltelli design with so many factors. */
export function sobolIndices(values: readonly number[], factors: number, seed = 1): SobolResult {
  const width = factors + 2
  const raw = Array.from({ length: Math.floor(values.length / width) }, (_, row) => values.slice(row * width, (row + 1) * width))
  // Values far from 0 would drown the products in rounding.
  const centre = average(raw.map(row => row[0]))
  const rows = raw.map(row => row.map(value => value - centre))
  const whole = indicesOver(rows, factors)
  const key = entityKey(rootKey(seed, 0), PATH)
  const resampled = Array.from({ length: RESAMPLES }, (_, sample) =>
    indicesOver(rows.map((_row, at) => rows[Math.floor(uniform(key, sample, at) * rows.length)]), factors))
  return {
    mean: whole.mean + centre,
    variance: whole.variance,
    indices: whole.first.map((first, factor) => ({
      first, total: whole.total[factor],
      firstCi95: interval(resampled.map(each => each.first[factor])),
      totalCi95: interval(resampled.map(each => each.total[factor])),
    })),
    convergence: [4, 2, 1].map(part => {
      const { first, total } = indicesOver(rows.slice(0, Math.max(1, rows.length / part)), factors)
      return { rows: Math.max(1, rows.length / part), first, total }
    }),
  }
}
