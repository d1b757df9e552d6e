/**
 * When the contract was reached and how well it held afterwards: time to capacity at three levels, the worst month and the hours below a
 * level. Definitions: model specification, utilisation accounting §9.7.
 */
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { LedgerColumns, RunResult } from '../results/run-result.ts'
import { allocatableByWindow, productiveByWindow, timeToCapacity } from './capacity.ts'

/** Days that the trailing mean covers, and for which it has to hold. */
const HOLD_DAYS = 7
/** Days of the rolling mean whose least value is told. */
const ROLLING_DAYS = 30

export interface CapacityFigures {
  /** Days from contract start until 50, 90 or 99 % of the final contract is allocatable and stays so for a week; NaN if never. */
  readonly timeToCapacity50: number
  readonly timeToCapacity: number
  readonly timeToCapacity99: number
  /** The same of productive accelerators. */
  readonly timeToProductive50: number
  readonly timeToProductive90: number
  readonly timeToProductive99: number
  /** Least productive share of the contract over any 30 days after ramp end; NaN where there are no 30 days. */
  readonly worst30DayUtilisation: number
  /** Hours after ramp end in windows whose productive share of the contract is below `ledger.lowUtilisation`; NaN without a window. */
  readonly hoursBelowLow: number
}

/** First window that begins at or after a time. */
const firstWindowFrom = ({ windowMs }: LedgerColumns, fromMs: number): number => Math.ceil(fromMs / windowMs)

/**
 * Least ratio of sums over any `span` consecutive windows from `first` on, each window beginning one; groups without a denominator are
 * left out; NaN if none is left. Sums are of integers, so sliding them is exact.
 */
export function leastRolling(numerator: Float64Array, denominator: Float64Array, first: number, span: number): number {
  let [above, below, least] = [0, 0, Number.NaN]
  for (let end = first; end < numerator.length; end++) {
    above += numerator[end]
    below += denominator[end]
    if (end - span >= first) {
      above -= numerator[end - span]
      below -= denominator[end - span]
    }
    if (end - first + 1 < span || below === 0) continue
    least = Number.isNaN(least) ? above / below : Math.min(least, above / below)
  }
  return least
}

/** Hours of the contracted windows from `first` on whose ratio is below `share`; NaN if none is contracted. */
export function hoursBelow(numerator: Float64Array, denominator: Float64Array, first: number, share: number, windowMs: number): number {
  let [low, known] = [0, 0]
  for (let window = first; window < numerator.length; window++) {
    if (denominator[window] === 0) continue
    known += 1
    if (numerator[window] < share * denominator[window]) low += 1
  }
  return known === 0 ? Number.NaN : (low * windowMs) / HOUR_MS
}

/** `low` is the share of the contract below which hours are counted. */
export function capacityFigures({ ledger, contractStartMs, rampEndMs }: RunResult, low: number): CapacityFigures {
  const [allocatable, productive] = [allocatableByWindow(ledger), productiveByWindow(ledger)]
  const week = Math.round((HOLD_DAYS * DAY_MS) / ledger.windowMs)
  const reached = (levelMs: Float64Array, share: number): number => (timeToCapacity(ledger, levelMs, share, week) - contractStartMs) / DAY_MS
  const first = firstWindowFrom(ledger, rampEndMs)
  return {
    timeToCapacity50: reached(allocatable, 0.5),
    timeToCapacity: reached(allocatable, 0.9),
    timeToCapacity99: reached(allocatable, 0.99),
    timeToProductive50: reached(productive, 0.5),
    timeToProductive90: reached(productive, 0.9),
    timeToProductive99: reached(productive, 0.99),
    worst30DayUtilisation: leastRolling(productive, ledger.contractedMs, first, Math.round((ROLLING_DAYS * DAY_MS) / ledger.windowMs)),
    hoursBelowLow: hoursBelow(productive, ledger.contractedMs, first, low, ledger.windowMs),
  }
}
