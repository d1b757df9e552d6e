/** All series of one replication as CSV: a row per window, a column per series with its unit. */
import { formatDate } from '../../base/civil-date.ts'
import type { RunResult } from '../../results/run-result.ts'
import { writeCsv } from '../csv.ts'

const DAY_MS = 86_400_000

export function seriesCsv(run: RunResult): string {
  const { ledger, startDay, series } = run
  const columns = [{ name: 'window', unit: '' }, { name: 'day', unit: '' }, ...series.map(({ label, unit }) => ({ name: label, unit: unit === '1' ? '' : unit }))]
  const rows = Array.from({ length: ledger.windowCount }, (_, window) => [
    window,
    formatDate(startDay + Math.floor((window * ledger.windowMs) / DAY_MS)),
    ...series.map(({ values }) => values[window]),
  ])
  return writeCsv(columns, rows)
}
