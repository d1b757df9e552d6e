/**
 * Civil time of the site from simulated time. t = 0 is local standard midnight of the start day; ledger days are exact 24 h of
 * standard time. Daylight saving only moves what people do (tariffs, demand), never the physics.
 */
import { civilFromDays, daysFromCivil, weekday } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import { type DaylightRule, findZone, type Zone } from './catalog/zones.ts'

export interface Calendar {
  /** Local civil hour of the day in [0, 24), daylight saving included. */
  localHour(atMs: number): number
  /** Whether clocks show daylight-saving time. */
  isDaylight(atMs: number): boolean
  /** Day number (days since 1970-01-01) of standard time. */
  dayOf(atMs: number): number
  monthOf(atMs: number): number
}

const SUNDAY = 6

/** Day number of the n-th Sunday (1-based) of a month, or the last one for n = −1. */
function sunday(year: number, month: number, n: number): number {
  if (n < 0) {
    const next = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)
    const lastDay = next - 1
    return lastDay - ((weekday(lastDay) - SUNDAY + 7) % 7)
  }
  const first = daysFromCivil(year, month, 1)
  return first + ((SUNDAY - weekday(first) + 7) % 7) + (n - 1) * 7
}

/** Start and end of daylight saving in a year as standard-time instants: day number and hour. For the south, start > end. */
type DaylightSpan = (year: number, zone: Zone) => { startDay: number; startHour: number; endDay: number; endHour: number } | undefined

const DAYLIGHT: Readonly<Record<DaylightRule, DaylightSpan>> = {
  none: () => undefined,
  northAmerica: year => ({ startDay: sunday(year, 3, 2), startHour: 2, endDay: sunday(year, 11, 1), endHour: 1 }),
  europe: (year, zone) => {
    const hour = 1 + zone.standardOffsetMin / 60
    return { startDay: sunday(year, 3, -1), startHour: hour, endDay: sunday(year, 10, -1), endHour: hour }
  },
  southEastAustralia: year => ({ startDay: sunday(year, 10, 1), startHour: 2, endDay: sunday(year, 4, 1), endHour: 2 }),
}

function isDaylight(zone: Zone, startDay: number, atMs: number): boolean {
  const day = startDay + Math.floor(atMs / DAY_MS)
  const span = DAYLIGHT[zone.daylight](civilFromDays(day).year, zone)
  if (span === undefined) return false
  const hours = (day - span.startDay) * 24 + (atMs % DAY_MS) / HOUR_MS - span.startHour
  const hoursToEnd = (span.endDay - day) * 24 + span.endHour - (atMs % DAY_MS) / HOUR_MS
  return span.startDay < span.endDay ? hours >= 0 && hoursToEnd > 0 : hours >= 0 || hoursToEnd > 0
}

/** Hours of the day in any time zone, at times of a clock in standard time of `clockZone`. */
export function createZoneHours(clockZone: string, startDay: number): (timezone: string, atMs: number) => number {
  const clockMin = findZone(clockZone)?.standardOffsetMin ?? 0
  const calendars = new Map<string, { readonly calendar: Calendar; readonly aheadMs: number }>()
  return (timezone, atMs) => {
    // A day earlier, so that places behind the clock have times from 0 on.
    const known = calendars.get(timezone) ?? { calendar: createCalendar(timezone, startDay - 1), aheadMs: ((findZone(timezone)?.standardOffsetMin ?? 0) - clockMin) * 60_000 + DAY_MS }
    calendars.set(timezone, known)
    return known.calendar.localHour(atMs + known.aheadMs)
  }
}

/** @throws when the zone is not in the compiled table (static validation reports it before). */
export function createCalendar(timezone: string, startDay: number): Calendar {
  const zone = findZone(timezone)
  if (zone === undefined) throw new Error(`unknown time zone ${timezone}`)
  // Daylight state by day with a change inside marked separately: at most two change days a year are computed in full.
  const cache = new Map<number, boolean | 'changes'>()
  const daylightAt = (atMs: number): boolean => {
    const day = Math.floor(atMs / DAY_MS)
    let known = cache.get(day)
    if (known === undefined) {
      const begin = isDaylight(zone, startDay, day * DAY_MS)
      known = begin === isDaylight(zone, startDay, day * DAY_MS + DAY_MS - 1) ? begin : 'changes'
      cache.set(day, known)
    }
    return known === 'changes' ? isDaylight(zone, startDay, atMs) : known
  }
  return {
    localHour: atMs => ((atMs % DAY_MS) / HOUR_MS + (daylightAt(atMs) ? 1 : 0)) % 24,
    isDaylight: daylightAt,
    dayOf: atMs => startDay + Math.floor(atMs / DAY_MS),
    monthOf: atMs => civilFromDays(startDay + Math.floor(atMs / DAY_MS)).month,
  }
}
