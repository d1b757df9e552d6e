/**
 * The decision calendar: on which days an option could still be decided, what it is worth then against the file without it, in how many
 * futures of ten it gains, and the last day on which it pays. Worth falls as a decision comes later, so that the last day is bracketed on a
 * few days and then halved; days that contradict this are told.
 */
import { pairedInterval } from '../compare.ts'
import { average } from '../estimate.ts'
import type { RunFigures } from '../figures.ts'

/** Days that are looked at first. */
const FIRST_LOOKS = 5
const TEN = 10

/** Figures of which less is better; of all others more is. */
const LESS_IS_BETTER: ReadonlySet<keyof RunFigures> = new Set<keyof RunFigures>([
  'timeToCapacity50', 'timeToCapacity', 'timeToCapacity99', 'timeToProductive50', 'timeToProductive90', 'timeToProductive99', 'hoursBelowLow', 'p95LatencyMs', 'pue', 'sitePerBusbar', 'budgetPue', 'wue', 'cue',
  'energyMWh', 'peakSiteMW', 'waterM3', 'peakWaterKgps', 'carbonT', 'costPerUsefulGpuHour', 'costPerMillionTokens', 'totalCostUsd', 'levelisedCostPerGpuHour', 'delayUsd', 'idleMegawattMonths',
])

/** Gain of each replication, better is positive; undefined where a value is none. Never counts as worse than any time. */
export function gainsOf(key: keyof RunFigures, before: readonly RunFigures[], after: readonly RunFigures[]): number[] | undefined {
  const sign = LESS_IS_BETTER.has(key) ? -1 : 1
  const gains = after.map((figures, at) => sign * (figures[key] - before[at][key]))
  return gains.length > 0 && gains.every(Number.isFinite) ? gains : undefined
}

export interface DecisionDay {
  /** Day number of the decision. */
  readonly day: number
  /** Mean gain against the file without the option, its paired interval, null for one replication. */
  readonly gain: number
  readonly ci95: readonly [number, number] | null
  /** Futures of ten in which the option gains, and in which its condition comes true. */
  readonly gainsInTen: number
  readonly takenInTen: number
  readonly pays: boolean
}

export function decisionDay(day: number, gains: readonly number[], taken: number): DecisionDay {
  const gain = average(gains)
  return { day, gain, ci95: pairedInterval(gains), gainsInTen: (TEN * gains.filter(each => each > 0).length) / gains.length, takenInTen: (TEN * taken) / gains.length, pays: gain > 0 }
}

/**
 * Indexes of candidate days to be looked at next; none when the last one that pays is known. `known` says of each that was looked at whether
 * it pays.
 */
export function nextLooks(known: ReadonlyMap<number, boolean>, count: number): number[] {
  if (count === 0) return []
  if (known.size === 0) return [...new Set(Array.from({ length: Math.min(FIRST_LOOKS, count) }, (_, look) => Math.round((look * (count - 1)) / Math.max(1, Math.min(FIRST_LOOKS, count) - 1))))]
  const paying = [...known].filter(([, pays]) => pays).map(([index]) => index)
  const last = Math.max(-1, ...paying)
  const after = Math.min(count, ...[...known].filter(([index, pays]) => !pays && index > last).map(([index]) => index))
  // Nothing pays on the days that were looked at, the first of all among them.
  if (last < 0) return []
  return after - last > 1 && after < count ? [Math.floor((last + after) / 2)] : []
}

export interface CalendarRow {
  readonly option: string
  readonly label: string
  /** Condition as the file has it; null for none. */
  readonly when: string | null
  /** Day on which the file decides it: that of its condition, else the begin. */
  readonly writtenDay: number
  /** Days that were looked at, ascending. */
  readonly days: readonly DecisionDay[]
  /** Last day on which it pays; null where it pays on none. */
  readonly last: DecisionDay | null
  /** True when the last day that was possible at all still pays. */
  readonly isOpen: boolean
  /** Whether worth was never seen to come back after it was gone. */
  readonly isMonotone: boolean
  /** Why later days are not possible, or none is; '' where all are. */
  readonly impossible: string
}

export interface Looked {
  readonly option: string
  readonly label: string
  readonly when: string | null
  readonly writtenDay: number
  readonly days: readonly DecisionDay[]
  /** First day from which on the option cannot be decided, and why. */
  readonly impossible: { readonly day: number; readonly why: string } | null
  /** The last candidate of all. */
  readonly endDay: number
}

export function calendarRow({ option, label, when, writtenDay, days, impossible, endDay }: Looked): CalendarRow {
  const sorted = days.toSorted((a, b) => a.day - b.day)
  const last = sorted.findLast(({ pays }) => pays) ?? null
  const firstMiss = sorted.find(({ pays }) => !pays)
  return {
    option, label, when, writtenDay, days: sorted, last,
    isOpen: last !== null && last.day === endDay,
    isMonotone: last === null || firstMiss === undefined || firstMiss.day > last.day,
    impossible: impossible?.why ?? '',
  }
}

export interface Calendar {
  readonly result: keyof RunFigures
  readonly startDay: number
  readonly endDay: number
  readonly replications: number
  readonly rows: readonly CalendarRow[]
}
