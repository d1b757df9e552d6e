/** The ledger by month, tenant and generation of accelerators as a table: a row per bucket that is not empty, exact accelerator-ms. */
import type { RunResult } from '../../results/run-result.ts'
import { column, type Table, type TableCell } from '../table.ts'

const COLUMNS = [...['month', 'generation', 'tenant', 'bucket', 'label'].map(name => column(name)), column('time', 'accelerator-ms', 'exact')]

export function booksTable({ books, ledger: { buckets } }: RunResult): Table {
  const rows: TableCell[][] = []
  const tenants = ['', ...(books?.tenants ?? [])]
  books?.generations.forEach((name, generation) => {
    tenants.forEach((tenant, index) => {
      books.months.forEach(({ year, month }, at) => {
        const base = ((generation * tenants.length + index) * books.months.length + at) * buckets.length
        buckets.forEach(({ code, label }, bucket) => {
          const ms = books.acceleratorMs[base + bucket]
          if (ms !== 0) rows.push([`${year}-${String(month).padStart(2, '0')}`, name, tenant, code, label, BigInt(ms)])
        })
      })
    })
  })
  return { columns: COLUMNS, rows }
}
