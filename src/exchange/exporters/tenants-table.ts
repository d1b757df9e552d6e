/** What tenants held, waited for and were promised as a table: a row per window and tenant, exact accelerator-ms. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import { column, type Table, type TableCell } from '../table.ts'

const UNIT = 'accelerator-ms'
const COLUMNS = [column('window', '', 'integer'), column('day', '', 'day'), column('tenant'), ...['allocated', 'waiting', 'committed', 'delivered', 'stranded'].map(name => column(name, UNIT, 'exact'))]

/** The header alone where the file names no tenants. */
export function tenantsTable({ ledger, startDay, tenants }: RunResult): Table {
  const rows: TableCell[][] = []
  if (tenants !== undefined) {
    const { ids, allocatedMs, waitingMs, committedMs, deliveredMs, strandedMs } = tenants
    for (let window = 0; window < ledger.windowCount; window++) {
      const day = formatDate(startDay + Math.floor((window * ledger.windowMs) / DAY_MS))
      ids.forEach((id, tenant) => {
        const row = window * ids.length + tenant
        const cells = [allocatedMs[row], waitingMs[row], committedMs[row], deliveredMs[row], strandedMs[row]]
        if (cells.some(ms => ms !== 0)) rows.push([window, day, id, ...cells.map(BigInt)])
      })
    }
  }
  return { columns: COLUMNS, rows }
}
