/** The findings of an audit as rows, for spreadsheets. */
import { contingencyText } from '../../charts/one-line/names.ts'
import { AUDIT_WORDS } from '../../charts/one-line.ts'
import { writeCsv } from '../../exchange/csv.ts'
import type { AuditReport } from '../../results/audit.ts'

const COLUMNS = [
  { name: 'state', unit: '' }, { name: 'what fails', unit: '' }, { name: 'failed', unit: '' }, { name: 'under maintenance', unit: '' }, { name: 'equal cases', unit: '' },
  { name: 'racks lost', unit: '' }, { name: 'accelerators lost', unit: '' }, { name: 'racks cut back', unit: '' }, { name: 'accelerators cut back', unit: '' },
  { name: 'served share', unit: '1' }, { name: 'outcome', unit: '' }, { name: 'timeline', unit: '' }, { name: 'line', unit: '' },
]

/** One row a contingency, in the order of the report. */
export function auditCsv({ oneLine, contingencies }: AuditReport, blockLabels: readonly string[]): string {
  const rows = contingencies.map(each => [
    AUDIT_WORDS[each.state], contingencyText(oneLine, each, blockLabels), each.failed.join(' '), each.maintained, each.count, each.racksLost, each.acceleratorsLost, each.racksDegraded, each.acceleratorsDegraded,
    each.servedFraction, each.reason, each.timeline.map(({ atMs, what }) => `${atMs} ms: ${what}`).join('; '), each.line ?? null,
  ])
  return writeCsv(COLUMNS, rows)
}
