/** What held each hall while it was built and filled: spells of the critical resource of replication 0, as rows. */
import { formatDate } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'

export interface CriticalRow {
  readonly block: string
  readonly bucket: string
  readonly label: string
  /** First day and the day after the last. */
  readonly from: string
  readonly to: string
  readonly days: number
}

export function criticalRows(run: RunResult): CriticalRow[] {
  const day = (ms: number): string => formatDate(run.startDay + Math.round(ms / DAY_MS))
  return (run.critical ?? []).map(({ block, bucket, fromMs, toMs }) => ({
    block: run.efficiency[block]?.label ?? `block[${block}]`, bucket, label: run.ledger.buckets.find(({ code }) => code === bucket)?.label ?? bucket,
    from: day(fromMs), to: day(toMs), days: Math.round((toMs - fromMs) / DAY_MS),
  }))
}
