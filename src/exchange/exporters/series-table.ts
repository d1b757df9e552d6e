/** All series of one replication as a table: a row per window, a column per series with its unit. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import { column, type Table } from '../table.ts'

export function seriesTable(run: RunResult): Table {
  const { ledger, startDay, series } = run
  const columns = [column('window', '', 'integer'), column('day', '', 'day'), ...series.map(({ id, label, unit }) => column(label, unit === '1' ? '' : unit, 'number', id))]
  const rows = Array.from({ length: ledger.windowCount }, (_, window) => [
    window,
    formatDate(startDay + Math.floor((window * ledger.windowMs) / DAY_MS)),
    ...series.map(({ values }) => values[window]),
  ])
  return { columns, rows }
}
