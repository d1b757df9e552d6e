/** The ledger of one replication as a table: a row per window and bucket that is not empty, exact accelerator-ms. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import { column, type Table, type TableCell } from '../table.ts'

const COLUMNS = [column('window', '', 'integer'), column('day', '', 'day'), column('bucket'), column('label'), column('time', 'accelerator-ms', 'exact')]

export function ledgerTable(run: RunResult): Table {
  const { ledger, startDay } = run
  const rows: TableCell[][] = []
  for (let window = 0; window < ledger.windowCount; window++) {
    const day = formatDate(startDay + Math.floor((window * ledger.windowMs) / DAY_MS))
    ledger.buckets.forEach((bucket, index) => {
      const ms = ledger.acceleratorMs[window * ledger.buckets.length + index]
      if (ms !== 0) rows.push([window, day, bucket.code, bucket.label, BigInt(ms)])
    })
  }
  return { columns: COLUMNS, rows }
}
