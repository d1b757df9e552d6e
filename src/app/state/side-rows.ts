/** What comparisons keep of a run: figures, buckets and months, worked out once for each run. */
import { type RunFigures, runFigures } from '../../analysis/figures.ts'
import { monthlyValues } from '../../analysis/reduce.ts'
import { bucketTotal, contractTotal } from '../../analysis/summarise.ts'
import type { MonthlyValues } from '../../results/replication.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

export interface SideRow {
  readonly figures: RunFigures
  readonly contractedMs: string
  readonly buckets: Readonly<Record<string, string>>
  readonly months: MonthlyValues
}

// Runs are replaced, never edited.
const known = new WeakMap<RunResult, SideRow>()

export function sideRow(scenario: Scenario, run: RunResult): SideRow {
  const found = known.get(run)
  if (found !== undefined) return found
  const totals = run.ledger.buckets.map(({ code }, bucket) => [code, bucketTotal(run, bucket).toString()] as const)
  const row: SideRow = { figures: runFigures(scenario, run), contractedMs: contractTotal(run).toString(), buckets: Object.fromEntries(totals), months: monthlyValues(run) }
  known.set(run, row)
  return row
}

export const sideRows = (scenario: Scenario, runs: readonly RunResult[]): SideRow[] => runs.map(run => sideRow(scenario, run))
