/** Sunshine of the built-in climates against their published months. */
import { describe, expect, test } from 'vitest'
import { civilFromDays, parseDate } from '../../../src/base/civil-date.ts'
import { entityKey, rootKey } from '../../../src/base/rng.ts'
import { climateIrradiance, tableIrradiance } from '../../../src/engine/site/irradiance.ts'
import { CLIMATE_IDS, climateOf } from '../../../src/scenario/catalog/climates.ts'
import { MONTHLY_IRRADIATION } from '../../../src/scenario/catalog/irradiance.ts'
import type { WeatherTable } from '../../../src/scenario/inputs.ts'

const START = parseDate('2027-01-01') ?? 0
const DAYS = 365 * 8 + 2

test('every climate has twelve months of sunshine', () => {
  expect(CLIMATE_IDS.filter(id => MONTHLY_IRRADIATION[id]?.length !== 12)).toEqual([])
})

describe.each(['dallas', 'phoenix', 'chicago'])('%s over eight years', id => {
  const climate = climateOf(id)
  if (climate === undefined) throw new Error(id)
  const sun = climateIrradiance(climate.location, MONTHLY_IRRADIATION[id], entityKey(rootKey(1, 0), 'site/sun'), { startDay: START, hours: DAYS * 24 })

  test('each month has its irradiation within 10 %, the year within 4 %', () => {
    const kWh = new Float64Array(12)
    const days = new Float64Array(12)
    for (let day = 0; day < DAYS; day++) {
      const { month } = civilFromDays(START + day)
      days[month - 1] += 1
      kWh[month - 1] += sun.subarray(day * 24, day * 24 + 24).reduce((sum, w) => sum + w, 0) / 1000
    }
    kWh.forEach((sum, month) => expect(Math.abs(sum / days[month] / MONTHLY_IRRADIATION[id][month] - 1), `month ${month + 1}`).toBeLessThan(0.1))
    const year = MONTHLY_IRRADIATION[id].reduce((sum, value) => sum + value, 0) / 12
    expect(Math.abs(kWh.reduce((sum, value) => sum + value, 0) / DAYS / year - 1)).toBeLessThan(0.04)
  })

  test('nights are dark, noons are not, and nothing exceeds what reaches the ground', () => {
    for (let day = 0; day < 365; day++) {
      expect(sun[day * 24 + 1]).toBe(0)
      expect(sun[day * 24 + 12]).toBeGreaterThan(0)
    }
    expect(sun.reduce((most, w) => Math.max(most, w), 0)).toBeLessThan(1200)
  })
})

test('a file repeats its own hours, 29 February as the 28th, and missing values are dark', () => {
  const solarWPerM2 = Float64Array.from({ length: 8760 }, (_, hour) => (hour === 5 ? NaN : hour))
  const table = { hours: 8760, solarWPerM2 } as unknown as WeatherTable
  const sun = tableIrradiance(table, { startDay: parseDate('2028-01-01') ?? 0, hours: 366 * 24 })
  expect(sun[5]).toBe(0)
  expect(sun[58 * 24 + 3]).toBe(57 * 24 + 3 + 24)
  expect(sun[59 * 24 + 3]).toBe(58 * 24 + 3)
  expect(sun[60 * 24]).toBe(59 * 24)
  expect(sun[366 * 24 - 1]).toBe(8759)
})
