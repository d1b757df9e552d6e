/** The ledger by month, tenant and generation of accelerators as CSV: a row per bucket that is not empty, exact accelerator-ms. */
import type { RunResult } from '../../results/run-result.ts'
import { type CsvCell, writeCsv } from '../csv.ts'

export function booksCsv({ books, ledger: { buckets } }: RunResult): string {
  const rows: CsvCell[][] = []
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
  return writeCsv([{ name: 'month', unit: '' }, { name: 'generation', unit: '' }, { name: 'tenant', unit: '' }, { name: 'bucket', unit: '' }, { name: 'label', unit: '' }, { name: 'time', unit: 'accelerator-ms' }], rows)
}
