/** The ledger of one replication as CSV: a row per window and bucket that is not empty, exact accelerator-ms. */
import { formatDate } from '../../base/civil-date.ts'
import type { RunResult } from '../../results/run-result.ts'
import { type CsvCell, writeCsv } from '../csv.ts'

const DAY_MS = 86_400_000

export function ledgerCsv(run: RunResult): string {
  const { ledger, startDay } = run
  const rows: CsvCell[][] = []
  for (let window = 0; window < ledger.windowCount; window++) {
    const day = formatDate(startDay + Math.floor((window * ledger.windowMs) / DAY_MS))
    ledger.buckets.forEach((bucket, index) => {
      const ms = ledger.acceleratorMs[window * ledger.buckets.length + index]
      if (ms !== 0) rows.push([window, day, bucket.code, bucket.label, BigInt(ms)])
    })
  }
  return writeCsv([{ name: 'window', unit: '' }, { name: 'day', unit: '' }, { name: 'bucket', unit: '' }, { name: 'label', unit: '' }, { name: 'time', unit: 'accelerator-ms' }], rows)
}
