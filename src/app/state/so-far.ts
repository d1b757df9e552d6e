/** A run that is still under way, cut to the windows that are closed, so that nothing counts as lost before its time. */
import type { RunResult } from '../../results/run-result.ts'

/** The run up to `simulatedMs`. */
export function soFar(run: RunResult, simulatedMs: number): RunResult {
  const { ledger } = run
  const windowCount = Math.min(ledger.windowCount, Math.floor(simulatedMs / ledger.windowMs))
  if (windowCount === ledger.windowCount) return run
  const contractedMs = ledger.contractedMs.subarray(0, windowCount)
  return {
    ...run,
    ...(run.sites === undefined ? {} : { sites: run.sites.map(site => ({ ...site, result: soFar(site.result, simulatedMs) })) }),
    ledger: { ...ledger, windowCount, contractedMs, acceleratorMs: ledger.acceleratorMs.subarray(0, windowCount * ledger.buckets.length) },
    series: run.series.map(series => ({ ...series, values: series.values.subarray(0, windowCount) })),
  }
}

/** Whether anything is contracted in the windows of a run. */
export const hasContract = (run: RunResult): boolean => run.ledger.contractedMs.some(ms => ms > 0)
