/** A run that has not reached its horizon, cut to the windows that are closed, so that nothing counts as lost before its time. */
import type { RunResult } from './run-result.ts'

/** The run up to `reachedMs`; the same run if that is its horizon. */
export function closedPart(run: RunResult, reachedMs: number): RunResult {
  const { ledger } = run
  const windowCount = Math.min(ledger.windowCount, Math.floor(reachedMs / ledger.windowMs))
  if (windowCount === ledger.windowCount && run.sites === undefined) return run
  // Books are by month and do not end where the windows do.
  const { books: _books, ...rest } = run
  return {
    ...rest,
    ...(run.sites === undefined ? {} : { sites: run.sites.map(site => ({ ...site, result: closedPart(site.result, reachedMs) })) }),
    ledger: {
      ...ledger,
      windowCount,
      acceleratorMs: ledger.acceleratorMs.slice(0, windowCount * ledger.buckets.length),
      contractedMs: ledger.contractedMs.slice(0, windowCount),
      acceptedMs: ledger.acceptedMs.slice(0, windowCount),
    },
    series: run.series.map(series => ({ ...series, values: series.values.slice(0, windowCount) })),
  }
}
