/**
 * Global horizontal irradiance of every hour of a run: a weather file's own column, or for a built-in climate the clear sky of the hour times
 * the clearness that gives the month its published irradiation, with days that differ. A day's clearness has no link to its temperature.
 */
import { civilFromDays, dayOfYear, daysFromCivil, isLeap } from '../../base/civil-date.ts'
import type { EntityKey } from '../../base/rng.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { clearSkyIrradiance, zenithCosine } from '../../physics/solar.ts'
import type { WeatherLocation, WeatherTable } from '../../scenario/inputs.ts'

const HOURS = 24
const MINUTES_PER_DEGREE = 4
const MINUTES_PER_HOUR = 60
const DEGREES_PER_HOUR = 15
/** Days before 1970 have positive counters. */
const DAY_OFFSET = 1_000_000
/** Clearest day per mean clearness of the month, and the clearest sky per clear-sky model; engineering defaults. */
const CLEAREST = 1.6
const CLEARNESS_MAX = 1.1

/** Hours of a run from local standard midnight of `startDay`. */
export interface SunSpan {
  readonly startDay: number
  readonly hours: number
}

/** Clear-sky irradiance of the 24 hours of a day at their middles, W/m². */
function clearDay(location: WeatherLocation, day: number): number[] {
  const meridianDeg = location.utcOffsetH * DEGREES_PER_HOUR
  const shiftH = ((location.longitudeDeg - meridianDeg) * MINUTES_PER_DEGREE) / MINUTES_PER_HOUR
  return Array.from({ length: HOURS }, (_, hour) => clearSkyIrradiance(zenithCosine(location.latitudeDeg, dayOfYear(day) - 1, hour + 0.5 + shiftH)))
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Clearness of each month: published irradiation per clear-sky irradiation of its middle day. */
function monthlyClearness(location: WeatherLocation, monthlyKWh: readonly number[]): number[] {
  return monthlyKWh.map((kWh, month) => (kWh * 1000) / Math.max(1, sum(clearDay(location, daysFromCivil(2027, month + 1, 15)))))
}

/** Irradiance of a built-in climate; days draw by date. */
export function climateIrradiance(location: WeatherLocation, monthlyKWh: readonly number[], key: EntityKey, span: SunSpan): Float64Array {
  const clearness = monthlyClearness(location, monthlyKWh)
  const out = new Float64Array(span.hours)
  for (let start = 0; start < span.hours; start += HOURS) {
    const day = span.startDay + start / HOURS
    const u = uniform(key, PURPOSE.weather, day + DAY_OFFSET)
    // Days are spread evenly about the month's mean, as widely as the clearest sky allows.
    const mean = clearness[civilFromDays(day).month - 1]
    const spread = Math.max(0, Math.min(CLEAREST * mean, CLEARNESS_MAX) - mean)
    const factor = mean + spread * (2 * u - 1)
    clearDay(location, day).forEach((w, hour) => {
      if (start + hour < span.hours) out[start + hour] = w * factor
    })
  }
  return out
}

/** Irradiance of a weather file, repeated by month and day; hours without a value count as dark. */
export function tableIrradiance(table: WeatherTable, span: SunSpan): Float64Array {
  const out = new Float64Array(span.hours)
  const hasLeapDay = table.hours === 8784
  for (let hour = 0; hour < span.hours; hour++) {
    const day = span.startDay + Math.floor(hour / HOURS)
    const { year, month, day: date } = civilFromDays(day)
    const [ofYear, ofMonth, ofDate] = !hasLeapDay && isLeap(year) && month === 2 && date === 29 ? [2027, 2, 28] : [hasLeapDay ? 2028 : 2027, month, date]
    const row = (daysFromCivil(ofYear, ofMonth, ofDate) - daysFromCivil(ofYear, 1, 1)) * HOURS + (hour % HOURS)
    const w = table.solarWPerM2[row]
    out[hour] = w > 0 ? w : 0
  }
  return out
}
