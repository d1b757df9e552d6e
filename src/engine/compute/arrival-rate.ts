/**
 * Expected arrivals as a function of time: a rate that is constant between knots, its sum from the begin, and the inverse. Arrivals come
 * by inversion of that sum, so that a scenario that rescales the rate keeps the jobs and their draws.
 */
import { civilFromDays, daysFromCivil, weekday } from '../../base/civil-date.ts'
import { cos, exp, ln } from '../../base/exact-math.ts'
import { type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { DAY_MS, HOUR_MS, YEAR_MS } from '../../base/spans.ts'
import { exponential } from '../../base/variates.ts'
import type { ArrivalsSection } from '../../scenario/schema/arrivals.ts'
import type { SourceSite } from './source.ts'

/** Growth is taken as constant for so long. */
const GROWTH_STEP_MS = 7 * DAY_MS

/** What of the site the rate follows. */
export type RateSite = Pick<SourceSite, 'root' | 'horizonMs' | 'startDay' | 'contract' | 'localHour'>

export interface ArrivalRate {
  /** Expected arrivals from the begin until `atMs`. */
  upTo(atMs: number): number
  /** Arrivals per ms at `atMs`. */
  perMs(atMs: number): number
  /** Time at which so many are expected, ms, not rounded; Infinity past the horizon. */
  at(expected: number): number
  readonly total: number
}

/** Proportions with a mean of 1. */
function proportions(values: readonly number[]): readonly number[] {
  const sum = values.reduce((total, value) => total + value, 0)
  return sum === 0 ? values : values.map(value => (value * values.length) / sum)
}

/** Arrivals of the hours of a day against their mean; undefined where all are equal. */
function hoursOf({ hours, amplitude, peakHour }: ArrivalsSection): readonly number[] | undefined {
  if (hours !== undefined) return proportions(hours)
  if (amplitude === 0) return undefined
  return Array.from({ length: 24 }, (_, hour) => 1 + amplitude * cos((2 * Math.PI * (hour - peakHour)) / 24))
}

/** Growth since the begin: exponential, or an S-curve with the same start. */
function growthAt({ growth, saturation }: ArrivalsSection, atMs: number): number {
  if (growth === 0) return 1
  const factor = exp((ln(1 + growth) * atMs) / YEAR_MS)
  return saturation === undefined ? factor : (saturation * factor) / (saturation - 1 + factor)
}

function weekOfYear(day: number): number {
  return Math.min(51, Math.floor((day - daysFromCivil(civilFromDays(day).year, 1, 1)) / 7))
}

/** Begins of busy times and of calm ones in turn, calm at first. */
function switches({ process, busy, calm }: ArrivalsSection, key: EntityKey, horizonMs: number): number[] {
  const times: number[] = []
  if (process !== 'switching') return times
  for (let atMs = 0, n = 0; ; n++) {
    atMs += exponential(uniform(key, PURPOSE.demand, n), n % 2 === 0 ? calm : busy)
    if (atMs >= horizonMs) return times
    times.push(atMs)
  }
}

/** Rates of calm and of busy times, with a mean of 1 over both. */
function levels({ busyRatio, busy, calm }: ArrivalsSection): readonly [number, number] {
  const low = (calm + busy) / (calm + busy * busyRatio)
  return [low, low * busyRatio]
}

function burstsOf({ bursts }: ArrivalsSection, startDay: number) {
  return bursts.map(({ from, duration, factor }) => ({ fromMs: (from - startDay) * DAY_MS, toMs: (from - startDay) * DAY_MS + duration, factor }))
}

/** All times at which the rate may change, ascending, 0 and the horizon included. */
function knotsOf(arrivals: ArrivalsSection, site: RateSite, switched: readonly number[]): Float64Array {
  const { horizonMs } = site
  const hasHours = hoursOf(arrivals) !== undefined
  const hasDays = arrivals.weekdays !== undefined || arrivals.season !== undefined
  const stepMs = hasHours ? HOUR_MS : hasDays ? DAY_MS : arrivals.growth === 0 ? horizonMs : GROWTH_STEP_MS
  const times = [horizonMs, ...site.contract.map(({ fromMs }) => fromMs), ...burstsOf(arrivals, site.startDay).flatMap(({ fromMs, toMs }) => [fromMs, toMs])].filter(ms => ms >= 0 && ms <= horizonMs)
  const all = new Float64Array(Math.ceil(horizonMs / stepMs) + times.length + switched.length)
  let length = 0
  for (let ms = 0; ms < horizonMs; ms += stepMs) all[length++] = ms
  for (const ms of times) all[length++] = ms
  for (const ms of switched) all[length++] = ms
  return all.subarray(0, length).sort()
}

/** The rate in the course of time against that of the mean, by factors; asked for in ascending order. */
function modulation(arrivals: ArrivalsSection, site: RateSite, switched: readonly number[]): (atMs: number) => number {
  const hours = hoursOf(arrivals)
  const weekdays = arrivals.weekdays === undefined ? undefined : proportions(arrivals.weekdays)
  const season = arrivals.season === undefined ? undefined : proportions(arrivals.season)
  const bursts = burstsOf(arrivals, site.startDay)
  const level = levels(arrivals)
  let passed = 0
  return atMs => {
    const day = site.startDay + Math.floor(atMs / DAY_MS)
    while (passed < switched.length && switched[passed] <= atMs) passed += 1
    let factor = growthAt(arrivals, atMs) * (arrivals.process === 'switching' ? level[passed % 2] : 1)
    if (hours !== undefined) factor *= hours[Math.floor(site.localHour(atMs)) % 24]
    if (weekdays !== undefined) factor *= weekdays[weekday(day)]
    if (season !== undefined) factor *= season[weekOfYear(day)]
    for (const burst of bursts) if (atMs >= burst.fromMs && atMs < burst.toMs) factor *= burst.factor
    return factor
  }
}

/** Index of the last knot at or before a value. */
function knotBefore(column: Float64Array, value: number): number {
  let [low, high] = [0, column.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (column[middle] <= value) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * The rate of an entry: `perMsAt` accelerators contracted gives the arrivals per ms without any of the factors of `arrivals`. `key` is that
 * of the entry: calm and busy times are drawn from it.
 */
export function arrivalRate(arrivals: ArrivalsSection, site: RateSite, key: EntityKey, perMsAt: (accelerators: number) => number): ArrivalRate {
  const switched = switches(arrivals, key, site.horizonMs)
  const times = knotsOf(arrivals, site, switched)
  const factorAt = modulation(arrivals, site, switched)
  const rates = new Float64Array(times.length)
  const sums = new Float64Array(times.length)
  let step = -1
  for (let i = 0; i + 1 < times.length; i++) {
    const span = times[i + 1] - times[i]
    while (step + 1 < site.contract.length && site.contract[step + 1].fromMs <= times[i]) step += 1
    const accelerators = step < 0 ? 0 : site.contract[step].accelerators
    rates[i] = span === 0 || accelerators === 0 ? 0 : perMsAt(accelerators) * factorAt(times[i] + span / 2)
    sums[i + 1] = sums[i] + rates[i] * span
  }
  const total = sums[sums.length - 1]
  return {
    total,
    upTo(atMs) {
      const i = knotBefore(times, atMs)
      return sums[i] + rates[i] * (atMs - times[i])
    },
    perMs: atMs => rates[knotBefore(times, atMs)],
    at(expected) {
      if (expected >= total) return Infinity
      const i = knotBefore(sums, expected)
      return times[i] + (expected - sums[i]) / rates[i]
    },
  }
}
