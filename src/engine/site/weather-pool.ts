/** Years of a built-in climate as if they had been read from files, for a bootstrap to draw months from. */
import { daysFromCivil } from '../../base/civil-date.ts'
import type { EntityKey } from '../../base/rng.ts'
import type { Climate } from '../../scenario/catalog/climates.ts'
import type { WeatherTable } from '../../scenario/inputs.ts'
import { generateWeather } from './weather-generator.ts'

/** Any year will do, as long as the pool is the same for every run of one key. */
const FIRST_YEAR = 1991
const LEAP_HOURS = 8784

/** `count` calendar years of the climate; their draws hang on `key` alone. Humidity is told by the dew point. */
export function generatedYears(climate: Climate, key: EntityKey, count: number): WeatherTable[] {
  const startDay = daysFromCivil(FIRST_YEAR, 1, 1)
  const hours = (daysFromCivil(FIRST_YEAR + count, 1, 1) - startDay) * 24
  const { dryBulbC, dewPointC, pressurePa } = generateWeather(climate, key, startDay, hours)
  const unknown = new Float64Array(LEAP_HOURS).fill(NaN)
  return Array.from({ length: count }, (_, index) => {
    const from = (daysFromCivil(FIRST_YEAR + index, 1, 1) - startDay) * 24
    const to = (daysFromCivil(FIRST_YEAR + index + 1, 1, 1) - startDay) * 24
    const size = to - from
    return {
      source: `climate ${climate.id}: ${climate.name}`,
      location: climate.location,
      hours: size,
      dryBulbC: dryBulbC.subarray(from, to),
      dewPointC: dewPointC.subarray(from, to),
      relativeHumidityFraction: unknown.subarray(0, size),
      pressurePa: new Float64Array(size).fill(pressurePa),
      solarWPerM2: unknown.subarray(0, size),
      windMps: unknown.subarray(0, size),
      design: climate.design,
    }
  })
}
