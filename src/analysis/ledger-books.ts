/**
 * The ledger of each tenant and of each generation of accelerators, from the books of a run. What belongs to no tenant, such as closed
 * and idle nodes, has a row of its own, so that rows sum to the whole, as integers.
 */
import { HOUR_MS } from '../base/spans.ts'
import type { LedgerBooks, RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { average } from './estimate.ts'

/** Name of the row of what is no tenant’s. */
export const NOBODY = ''

export interface BookRow extends Uncertain {
  /** Tenant or generation; '' for what is no tenant’s. */
  readonly name: string
  /** By bucket code, replication 0: decimal strings of those that are not 0. */
  readonly acceleratorMs: Readonly<Record<string, string>>
  /** By bucket code, mean over replications. */
  readonly gpuHours: Readonly<Record<string, number>>
}

export const BOOK_KINDS = ['tenant', 'generation'] as const
export type BookKind = (typeof BOOK_KINDS)[number]

const namesOf = (books: LedgerBooks, kind: BookKind): string[] => (kind === 'tenant' ? [NOBODY, ...books.tenants] : [...books.generations])

/** Accelerator-ms of every row and bucket, exact: `[row][bucket]`, of the months from `first` to before `end`. */
export function bookTotals(run: RunResult, kind: BookKind, first = 0, end = Infinity): bigint[][] {
  const { books, ledger } = run
  if (books === undefined) return []
  const [tenants, buckets] = [books.tenants.length + 1, ledger.buckets.length]
  const totals = namesOf(books, kind).map(() => new Array<bigint>(buckets).fill(0n))
  books.generations.forEach((_, generation) => {
    for (let tenant = 0; tenant < tenants; tenant++) {
      const row = totals[kind === 'tenant' ? tenant : generation]
      for (let month = first; month < Math.min(end, books.months.length); month++) {
        const base = ((generation * tenants + tenant) * books.months.length + month) * buckets
        for (let bucket = 0; bucket < buckets; bucket++) if (books.acceleratorMs[base + bucket] !== 0) row[bucket] += BigInt(books.acceleratorMs[base + bucket])
      }
    }
  })
  return totals
}

/** Rows of all tenants, or of all generations; none where the file has one book only. */
export function bookRows(runs: readonly RunResult[], kind: BookKind): BookRow[] {
  const [{ books, ledger }] = runs
  if (books === undefined) return []
  const names = namesOf(books, kind)
  if (names.length === 1) return []
  const each = runs.map(run => bookTotals(run, kind))
  return names.map((name, row) => {
    const codes = ledger.buckets.flatMap(({ code }, bucket) => (each.some(totals => totals[row][bucket] !== 0n) ? [{ code, bucket }] : []))
    return {
      name,
      acceleratorMs: Object.fromEntries(codes.map(({ code, bucket }) => [code, each[0][row][bucket].toString()])),
      gpuHours: Object.fromEntries(codes.map(({ code, bucket }) => [code, average(each.map(totals => Number(totals[row][bucket]) / HOUR_MS))])),
    }
  })
}
