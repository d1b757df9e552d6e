/** A run that has not reached its horizon, cut to the windows that are closed, so that nothing counts as lost before its time. */
import { civilFromDays } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { LedgerBooks, RunResult } from './run-result.ts'

const MONTHS_PER_YEAR = 12

/** Ledger and series of the windows that are closed at `reachedMs`. */
function closedWindows({ ledger, series }: RunResult, reachedMs: number): Pick<RunResult, 'ledger' | 'series'> {
  const windowCount = Math.min(ledger.windowCount, Math.floor(reachedMs / ledger.windowMs))
  return {
    ledger: {
      ...ledger,
      windowCount,
      acceleratorMs: ledger.acceleratorMs.slice(0, windowCount * ledger.buckets.length),
      contractedMs: ledger.contractedMs.slice(0, windowCount),
      acceptedMs: ledger.acceptedMs.slice(0, windowCount),
    },
    series: series.map(one => ({ ...one, values: one.values.slice(0, windowCount) })),
  }
}

/** The run up to `reachedMs`, which goes on to its horizon; the same run if it is there. */
export function closedPart(run: RunResult, reachedMs: number): RunResult {
  const { ledger, sites } = run
  if (Math.floor(reachedMs / ledger.windowMs) >= ledger.windowCount && sites === undefined) return run
  // Books are by month and do not end where the windows do.
  const { books: _books, ...rest } = run
  return {
    ...rest,
    ...(sites === undefined ? {} : { sites: sites.map(site => ({ ...site, result: closedPart(site.result, reachedMs) })) }),
    ...closedWindows(run, reachedMs),
  }
}

/** The first months of books. */
function firstMonths(books: LedgerBooks, count: number, buckets: number): LedgerBooks {
  const [had, kept] = [books.months.length * buckets, count * buckets]
  const owners = books.acceleratorMs.length / had
  const acceleratorMs = new Float64Array(owners * kept)
  for (let owner = 0; owner < owners; owner++) acceleratorMs.set(books.acceleratorMs.subarray(owner * had, owner * had + kept), owner * kept)
  return { ...books, months: books.months.slice(0, count), acceleratorMs }
}

/** Calendar months from the first day of a run to the end of its day `days`, whole or in part. */
function monthsBegun(startDay: number, days: number): number {
  const [first, last] = [civilFromDays(startDay), civilFromDays(startDay + days - 1)]
  return (last.year - first.year) * MONTHS_PER_YEAR + last.month - first.month + 1
}

const spanTo = (run: RunResult, endMs: number): Pick<RunResult, 'horizonMs' | 'contractStartMs'> => ({ horizonMs: endMs, contractStartMs: Math.min(run.contractStartMs, endMs) })

/** A run that was ended at `endMs`, the end of a window, before its horizon: its horizon is there, so that all figures are of the time that was simulated. */
export function endedPart(run: RunResult, endMs: number): RunResult {
  if (endMs >= run.horizonMs) return run
  const part = { ...closedPart(run, endMs), ...spanTo(run, endMs) }
  // The clocks of sites further east are past the end, and their books with them.
  if (part.sites !== undefined) return { ...part, sites: part.sites.map(site => ({ ...site, result: { ...site.result, ...spanTo(site.result, endMs) } })) }
  const { books, startDay, ledger } = run
  return books === undefined ? part : { ...part, books: firstMonths(books, monthsBegun(startDay, Math.ceil(endMs / DAY_MS)), ledger.buckets.length) }
}
