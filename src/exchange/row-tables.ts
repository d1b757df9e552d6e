/** Tables over all replications: their figures, their ledgers, their months. A row of each names its replication and seed. */
import type { ReplicationRow } from '../results/replication.ts'
import type { ResultBucket } from '../results/run-result.ts'
import { column, type Table, type TableCell } from './table.ts'

/** A figure of `ReplicationRow.figures`, in words. */
export interface FigureColumn {
  readonly id: string
  readonly label: string
  /** '' for shares and ratios. */
  readonly unit: string
}

const KEYS = [column('replication', '', 'integer'), column('seed', '', 'exact')]
type Row = ReplicationRow<object>

const keysOf = ({ replication, seed }: Row): TableCell[] => [replication, BigInt(seed)]

export const replicationsTable = (rows: readonly Row[], figures: readonly FigureColumn[]): Table => ({
  columns: [...KEYS, column('result hash'), ...figures.map(({ id, label, unit }) => column(label, unit, 'number', id))],
  rows: rows.map(row => [...keysOf(row), row.resultHash, ...figures.map(({ id }) => (row.figures as Readonly<Record<string, number>>)[id] ?? null)]),
})

/** Buckets that are not empty, in the order of the ledger. */
export const bucketsTable = (rows: readonly Row[], buckets: readonly ResultBucket[]): Table => ({
  columns: [...KEYS, column('bucket'), column('label'), column('gate', '', 'integer'), column('time', 'accelerator-ms', 'exact'), column('share of contract', '', 'number')],
  rows: rows.flatMap(row =>
    buckets.flatMap(({ code, label, gate }): TableCell[][] => {
      const ms = row.buckets[code]
      return ms === undefined ? [] : [[...keysOf(row), code, label, gate, BigInt(ms), Number(ms) / Number(row.contractedMs)]]
    })),
})

const MONTHS_PER_YEAR = 12

export const monthsTable = (rows: readonly Row[]): Table => ({
  columns: [...KEYS, column('month'), ...['contracted', 'allocatable', 'productive'].map(name => column(`${name} accelerators`, '', 'number')), column('IT power', 'MW', 'number', 'it power'), ...Array.from({ length: 9 }, (_, gate) => column(`accelerators lost at gate ${gate + 1}`, '', 'number'))],
  rows: rows.flatMap(row => {
    const { firstYear, firstMonth, contracted, allocatable, productive, itMW, lost } = row.months
    return contracted.map((_, at): TableCell[] => {
      const month = firstMonth - 1 + at
      const name = `${firstYear + Math.floor(month / MONTHS_PER_YEAR)}-${String((month % MONTHS_PER_YEAR) + 1).padStart(2, '0')}`
      return [...keysOf(row), name, contracted[at], allocatable[at], productive[at], itMW[at], ...lost.map(gate => gate[at])]
    })
  }),
})
