/** Carbon intensity of grid energy by hour: a table of a year, a daily shape around the mean, or the mean. */
import { civilFromDays, dayOfYear, isLeap } from '../base/civil-date.ts'
import { findZone } from './catalog/zones.ts'
import type { CarbonTable } from './inputs.ts'
import type { Scenario } from './schema/scenario.ts'

const HOURS_PER_DAY = 24
const DAY_OF_LEAP_DAY = 60

/** Row of an hour in a year of `hours` rows; 29 February repeats the day before where the table has none. */
function rowOf(dayNumber: number, hour: number, hours: number): number {
  const { year } = civilFromDays(dayNumber)
  const day = dayOfYear(dayNumber)
  const hasLeapDay = hours > 365 * HOURS_PER_DAY
  const shift = hasLeapDay ? (!isLeap(year) && day >= DAY_OF_LEAP_DAY ? 1 : 0) : isLeap(year) && day >= DAY_OF_LEAP_DAY ? -1 : 0
  return (day - 1 + shift) * HOURS_PER_DAY + hour
}

/**
 * Intensity, g/kWh, of hour `index` of a run that starts at standard midnight of day `startDay`. Tables are in UTC and repeat every year;
 * a zone that is half an hour off takes the hour in which its own begins.
 */
export function carbonByHour(scenario: Scenario, table: CarbonTable | null): (index: number, startDay: number) => number {
  const { carbon, carbonShape } = scenario.grid
  if (table === null) {
    if (carbonShape.length !== HOURS_PER_DAY) return () => carbon
    return index => carbon * carbonShape[index % HOURS_PER_DAY]
  }
  const offsetH = (findZone(scenario.site.location.timezone)?.standardOffsetMin ?? 0) / 60
  return (index, startDay) => {
    const utc = startDay * HOURS_PER_DAY + index - Math.ceil(offsetH)
    return table.gPerKWh[rowOf(Math.floor(utc / HOURS_PER_DAY), utc - Math.floor(utc / HOURS_PER_DAY) * HOURS_PER_DAY, table.hours)]
  }
}

