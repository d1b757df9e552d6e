/** What is told over all replications, as tables: the headline figures and the ledger, each with its interval. */
import { type Figure, isEstimate, type LedgerRow, type Summary } from '../results/summary.ts'
import type { FigureColumn } from './row-tables.ts'
import { column, type Table, type TableCell } from './table.ts'

const QUANTILES = ['p10', 'p50', 'p90'] as const

/** The figures that are asked for, in their order; units differ by row. */
export const summaryTable = (summary: Partial<Summary>, figures: readonly FigureColumn[]): Table => ({
  columns: [column('figure'), column('label'), column('unit'), ...['mean', 'mean low', 'mean high'].map(name => column(name, '', 'number')), ...QUANTILES.flatMap(p => ['', ' low', ' high'].map(end => column(`${p}${end}`, '', 'number')))],
  rows: figures.flatMap(({ id, label, unit }): TableCell[][] => {
    const figure = (summary as Readonly<Record<string, Figure | number | undefined>>)[id]
    if (figure === undefined || typeof figure === 'number') return []
    if (!isEstimate(figure)) return [[id, label, unit, null, null, null, ...QUANTILES.flatMap(p => [figure.censored?.[p] ?? null, null, null])]]
    return [[id, label, unit, figure.mean, figure.ci95?.[0] ?? null, figure.ci95?.[1] ?? null, ...QUANTILES.flatMap(p => [figure[p], figure.quantiles?.[p]?.[0] ?? null, figure.quantiles?.[p]?.[1] ?? null])]]
  }),
})

export const ledgerTable = (ledger: readonly LedgerRow[]): Table => ({
  columns: [column('bucket'), column('label'), column('gate', '', 'integer'), ...['', ' low', ' high'].map(end => column(`time${end}`, 'GPU·h', 'number')), ...['', ' low', ' high'].map(end => column(`share of contract${end}`, '', 'number'))],
  rows: ledger.filter(({ gpuHours }) => gpuHours > 0).map(({ bucket, label, gate, gpuHours, share, intervals }) => [bucket, label, gate, gpuHours, intervals?.gpuHours?.[0] ?? null, intervals?.gpuHours?.[1] ?? null, share, intervals?.share?.[0] ?? null, intervals?.share?.[1] ?? null]),
})
