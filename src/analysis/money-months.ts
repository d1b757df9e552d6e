/** The calendar months of a run, and sums of windows by month, for whatever is paid by the month. */
import { civilFromDays } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'

/** A calendar month of a run, whole or in part; standard time. */
export interface RunMonth {
  readonly year: number
  /** 1–12. */
  readonly month: number
  /** Its part inside the run, ms since start. */
  readonly fromMs: number
  readonly toMs: number
}

export interface RunMonths {
  readonly months: readonly RunMonth[]
  /** Month of every window. */
  readonly ofWindow: Int32Array
}

export function runMonths({ startDay, horizonMs, ledger: { windowCount, windowMs } }: RunResult): RunMonths {
  const months: { year: number; month: number; fromMs: number; toMs: number }[] = []
  const ofWindow = Int32Array.from({ length: windowCount }, (_, window) => {
    const fromMs = window * windowMs
    const { year, month } = civilFromDays(startDay + Math.floor(fromMs / DAY_MS))
    const last = months.at(-1)
    if (last?.year !== year || last.month !== month) months.push({ year, month, fromMs, toMs: fromMs })
    months[months.length - 1].toMs = Math.min(horizonMs, fromMs + windowMs)
    return months.length - 1
  })
  return { months, ofWindow }
}

/** Sums of a value by window over months. */
export function byMonth({ months, ofWindow }: RunMonths, values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(months.length)
  ofWindow.forEach((month, window) => {
    sums[month] += values[window] ?? 0
  })
  return sums
}

/** Accelerator-ms by month and bucket: `[month * buckets + bucket]`. */
export function ledgerByMonth({ months, ofWindow }: RunMonths, { ledger: { acceleratorMs, buckets } }: RunResult): Float64Array {
  const cells = new Float64Array(months.length * buckets.length)
  ofWindow.forEach((month, window) => {
    for (let bucket = 0; bucket < buckets.length; bucket++) cells[month * buckets.length + bucket] += acceleratorMs[window * buckets.length + bucket]
  })
  return cells
}

/** `2027-03`. */
export const monthName = ({ year, month }: Pick<RunMonth, 'year' | 'month'>): string => `${year}-${String(month).padStart(2, '0')}`
