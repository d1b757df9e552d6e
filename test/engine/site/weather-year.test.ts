import { describe, expect, test } from 'vitest'
import { daysFromCivil } from '../../../src/base/civil-date.ts'
import { rootKey } from '../../../src/base/rng.ts'
import { buildWeatherSeries } from '../../../src/engine/site/weather-year.ts'
import { humidityRatioOfRelative, saturationPressurePa, vapourPressurePa } from '../../../src/physics/psychrometrics.ts'
import { climateOf } from '../../../src/scenario/catalog/climates.ts'
import type { WeatherTable } from '../../../src/scenario/inputs.ts'

/** A year whose dry bulb is the day of the year in tenths, so that every day can be told apart. */
function countingTable(days: number): WeatherTable {
  const hours = days * 24
  const column = (of: (hour: number) => number) => Float64Array.from({ length: hours }, (_, hour) => of(hour))
  return {
    source: 'counting days',
    location: { latitudeDeg: 33, longitudeDeg: -97, elevationM: 170, utcOffsetH: -6 },
    hours,
    dryBulbC: column((hour) => (Math.floor(hour / 24) + 1) / 10),
    dewPointC: column(() => -2),
    relativeHumidityFraction: column(() => 0.5),
    pressurePa: column(() => 99_300),
    solarWPerM2: column(() => 0),
    windMps: column(() => 2),
    design: { dryBulbMaxMeanC: 40.3, dryBulbMaxSdK: 1.8, dryBulbMinMeanC: -8.1, dryBulbMinSdK: 1.9, wetBulbMaxC: 28.3, source: 'ASHRAE' },
  }
}

const dayValue = (series: { dryBulbC: Float64Array }, day: number): number => Math.round(series.dryBulbC[day * 24 + 12] * 10)

describe('a file repeated over a run', () => {
  test('28 February is repeated on 29 February, and 1 March is itself', () => {
    const span = { startDay: daysFromCivil(2028, 2, 27), hours: 24 * 5 }
    const series = buildWeatherSeries({ kind: 'table', table: countingTable(365) }, span)
    expect([0, 1, 2, 3, 4].map((day) => dayValue(series, day))).toEqual([58, 59, 59, 60, 61])
  })

  test('a leap-year file keeps its 29 February in leap years and drops it in others', () => {
    const build = (year: number) =>
      buildWeatherSeries({ kind: 'table', table: countingTable(366) }, { startDay: daysFromCivil(year, 2, 27), hours: 24 * 4 })
    expect([0, 1, 2, 3].map((day) => dayValue(build(2028), day))).toEqual([58, 59, 60, 61])
    expect([0, 1, 2, 3].map((day) => dayValue(build(2027), day))).toEqual([58, 59, 61, 62])
  })

  test('years repeat, and a run may start and end on any day', () => {
    const startDay = daysFromCivil(2026, 12, 30)
    const series = buildWeatherSeries({ kind: 'table', table: countingTable(365) }, { startDay, hours: 24 * 368 + 5 })
    expect([0, 1, 2, 3, 367].map((day) => dayValue(series, day))).toEqual([364, 365, 1, 2, 1])
    expect(series.dryBulbC).toHaveLength(24 * 368 + 5)
  })
})

describe('derived columns', () => {
  const table = countingTable(365)

  test('humidity and wet bulb follow from the dew point', () => {
    const series = buildWeatherSeries({ kind: 'table', table }, { startDay: 0, hours: 8760 })
    const hour = 200 * 24
    expect(vapourPressurePa(series.humidityRatio[hour], 99_300)).toBeCloseTo(saturationPressurePa(-2), 6)
    expect(series.wetBulbC[hour]).toBeLessThan(series.dryBulbC[hour])
    expect(series.wetBulbC[hour]).toBeGreaterThan(-2)
  })

  test('warming is a trend from the start of the run at constant relative humidity', () => {
    const span = { startDay: 0, hours: 87_660 }
    const plain = buildWeatherSeries({ kind: 'table', table }, span)
    const warm = buildWeatherSeries({ kind: 'table', table }, { ...span, warmingKPerDecade: 0.6 })
    const hour = 43_830
    expect(warm.dryBulbC[hour] - plain.dryBulbC[hour]).toBeCloseTo(0.3, 9)
    expect(warm.dryBulbC[0]).toBe(plain.dryBulbC[0])
    const relative = (series: typeof plain) =>
      vapourPressurePa(series.humidityRatio[hour], series.pressurePa[hour]) / saturationPressurePa(series.dryBulbC[hour])
    expect(relative(warm) / relative(plain)).toBeCloseTo(1, 2)
    expect(warm.wetBulbC[hour]).toBeGreaterThan(plain.wetBulbC[hour])
  })

  test('the design day is the twenty-year dry bulb with the humidity of the hottest hours, warming included', () => {
    const span = { startDay: 0, hours: 87_660, warmingKPerDecade: 0.6 }
    const { designDay } = buildWeatherSeries({ kind: 'table', table }, span)
    if (designDay === undefined) throw new Error('no design day')
    expect(designDay.dryBulbC).toBeCloseTo(43.66 + 0.6, 2)
    expect(designDay.wetBulbMaxC).toBeCloseTo(28.9, 9)
    expect(designDay.dryBulbMinC).toBeCloseTo(-8.1 - 1.866 * 1.9, 2)
    expect(designDay.humidityRatio).toBeCloseTo(humidityRatioOfRelative(-1.45, 1, 99_300), 4)
    const { design: _, ...without } = countingTable(365)
    expect(buildWeatherSeries({ kind: 'table', table: without }, span).designDay).toBeUndefined()
  })

  test('a climate fills the same columns', () => {
    const climate = climateOf('dallas')
    if (climate === undefined) throw new Error('no Dallas')
    const series = buildWeatherSeries({ kind: 'climate', climate, key: rootKey(1, 0) }, { startDay: 20_000, hours: 8760 })
    expect(series.source).toContain('Dallas')
    expect([series.dryBulbC, series.wetBulbC, series.humidityRatio, series.pressurePa].map((column) => column.length)).toEqual([8760, 8760, 8760, 8760])
    // Coincident wet bulb of the hottest hours at Dallas: ASHRAE's 23.4 °C at the 0.4 % dry bulb of 38.6 °C, a little more at 43.7 °C.
    expect(series.designDay?.wetBulbC).toBeGreaterThan(23)
    expect(series.designDay?.wetBulbC).toBeLessThan(27)
  })
})
