import { describe, expect, test } from 'vitest'
import { civilFromDays, daysFromCivil } from '../../../src/base/civil-date.ts'
import { entityKey, rootKey } from '../../../src/base/rng.ts'
import { generatedYears } from '../../../src/engine/site/weather-pool.ts'
import { buildWeatherSeries } from '../../../src/engine/site/weather-year.ts'
import { weatherOf } from '../../../src/engine/weather.ts'
import { climateOf, type Climate } from '../../../src/scenario/catalog/climates.ts'
import type { WeatherTable } from '../../../src/scenario/inputs.ts'
import { mustLoad, SMALL } from '../../scenario/support/files.ts'

const START = daysFromCivil(2027, 1, 1)
const YEARS = 8
const HOURS = (daysFromCivil(2027 + YEARS, 1, 1) - START) * 24
const KEY = entityKey(rootKey(4, 0), 'site/weather/months')

/** A year that tells itself: dry bulb `year + day/1000`, dew point 1 K below. */
function year(mark: number, days = 365): WeatherTable {
  const hours = days * 24
  const column = (of: (hour: number) => number) => Float64Array.from({ length: hours }, (_, hour) => of(hour))
  return {
    source: `year ${mark}`,
    location: { latitudeDeg: 33, longitudeDeg: -97, elevationM: 170, utcOffsetH: -6 },
    hours,
    dryBulbC: column(hour => mark + Math.floor(hour / 24) / 1000),
    dewPointC: column(hour => mark - 1 + Math.floor(hour / 24) / 1000),
    relativeHumidityFraction: column(() => 0.9),
    pressurePa: column(() => 99_300),
    solarWPerM2: column(() => 0),
    windMps: column(() => 2),
  }
}

const dayOf = (hour: number) => civilFromDays(START + Math.floor(hour / 24))

describe('AMY-sequence', () => {
  test('years follow each other in the order of the files and begin again after the last', () => {
    const series = buildWeatherSeries({ kind: 'sequence', tables: [year(10), year(20), year(30)], key: KEY }, { startDay: START, hours: HOURS })
    for (let hour = 0; hour < HOURS; hour += 12) {
      const { year: calendar } = dayOf(hour)
      expect(Math.floor(series.dryBulbC[hour])).toBe([10, 20, 30][(calendar - 2027) % 3])
    }
  })

  test('one file in sequence is the file repeated', () => {
    const span = { startDay: START, hours: HOURS }
    expect(buildWeatherSeries({ kind: 'sequence', tables: [year(10)], key: KEY }, span)).toEqual(buildWeatherSeries({ kind: 'table', table: year(10) }, span))
  })
})

describe('bootstrap', () => {
  const pool = Array.from({ length: 12 }, (_, index) => year(index + 1))
  const series = buildWeatherSeries({ kind: 'bootstrap', tables: pool, key: KEY }, { startDay: START, hours: HOURS })
  const markOf = (hour: number): number => Math.floor(series.dryBulbC[hour])

  test('every month comes whole from one year, at its own dates, dry bulb and dew point of the same hour', () => {
    const drawn = new Map<string, number>()
    for (let hour = 0; hour < HOURS; hour += 1) {
      const { year: calendar, month, day } = dayOf(hour)
      const key = `${calendar}-${month}`
      const mark = drawn.get(key) ?? markOf(hour)
      drawn.set(key, mark)
      const first = daysFromCivil(2027, month, Math.min(day, month === 2 ? 28 : 31)) - START
      expect(series.dryBulbC[hour]).toBeCloseTo(mark + first / 1000, 9)
      expect(series.wetBulbC[hour]).toBeGreaterThan(series.dryBulbC[hour] - 1)
    }
    expect(drawn.size).toBe(YEARS * 12)
  })

  test('months are drawn evenly and for themselves (seed 4)', () => {
    const long = buildWeatherSeries({ kind: 'bootstrap', tables: pool, key: KEY }, { startDay: START, hours: 24 * 365 * 15 })
    const counts = new Array<number>(12).fill(0)
    let repeats = 0
    let before = -1
    for (let month = 0; month < 180; month += 1) {
      const day = daysFromCivil(2027 + Math.floor(month / 12), (month % 12) + 1, 10) - START
      const mark = Math.floor(long.dryBulbC[day * 24])
      counts[mark - 1] += 1
      if (mark === before) repeats += 1
      before = mark
    }
    // Chi-square with 11 degrees of freedom: 26.8 is the 99.5 % quantile. Repeats: 179/12 = 14.9, standard deviation 3.7.
    expect(counts.reduce((sum, count) => sum + (count - 15) ** 2 / 15, 0)).toBeLessThan(26.8)
    expect(Math.abs(repeats - 14.9)).toBeLessThan(11)
  })

  test('ten or more files without stated extremes give a design day from their own hottest hours', () => {
    // Annual maxima are mark + 0.364: mean 6.864, standard deviation √13 = 3.606; T_20 = M + 1.866 s.
    expect(series.designDay?.dryBulbC).toBeCloseTo(6.864 + 1.8658 * Math.sqrt(13), 3)
    expect(buildWeatherSeries({ kind: 'bootstrap', tables: pool.slice(0, 9), key: KEY }, { startDay: START, hours: 8760 }).designDay).toBeUndefined()
  })

  test('of a climate: months come from its own years, whose pool a longer run does not change', () => {
    const dallas = climateOf('dallas') as Climate
    const key = entityKey(rootKey(1, 0), 'site/weather/pool')
    const years = generatedYears(dallas, key, 12)
    expect(years.map(({ hours }) => hours)).toEqual([8760, 8784, 8760, 8760, 8760, 8784, 8760, 8760, 8760, 8784, 8760, 8760])
    expect(generatedYears(dallas, key, 11)[3].dryBulbC).toEqual(years[3].dryBulbC)
    const text = SMALL.replace('{climate: dallas}', '{climate: dallas, process: bootstrap, pool: 12}').replace('site:\n', 'site:\n  warming: 0 K/decade\n')
    const { scenario } = mustLoad(text)
    const run = weatherOf(scenario, rootKey(1, 0), { weather: null })
    for (let month = 1; month <= 12; month += 1) {
      const hour = (daysFromCivil(2027, month, 1) - START) * 24
      const length = (month === 12 ? daysFromCivil(2028, 1, 1) - daysFromCivil(2027, 12, 1) : daysFromCivil(2027, month + 1, 1) - daysFromCivil(2027, month, 1)) * 24
      const whole = years.filter(table => {
        // In leap years of the pool the days after February stand one later.
        const from = hour + (table.hours === 8784 && month > 2 ? 24 : 0)
        return table.dryBulbC.subarray(from, from + length).every((value, index) => value === run.dryBulbC[hour + index])
      })
      expect(whole, `month ${month}`).toHaveLength(1)
    }
  })
})

describe('warming', () => {
  const span = { startDay: START, hours: HOURS }

  test('in a file repeated, at constant relative humidity, from the start of the run', () => {
    const plain = buildWeatherSeries({ kind: 'table', table: year(20) }, span)
    const warm = buildWeatherSeries({ kind: 'table', table: year(20) }, { ...span, warmingKPerDecade: 0.5 })
    const last = HOURS - 1
    expect(warm.dryBulbC[last] - plain.dryBulbC[last]).toBeCloseTo((0.5 * last) / 87_660, 9)
    expect(warm.wetBulbC[last]).toBeGreaterThan(plain.wetBulbC[last])
  })

  test('by month: only the months that are told move', () => {
    const july = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    const plain = buildWeatherSeries({ kind: 'table', table: year(20) }, span)
    const warm = buildWeatherSeries({ kind: 'table', table: year(20) }, { ...span, warmingByMonthKPerDecade: july })
    for (let hour = 0; hour < HOURS; hour += 97) {
      expect(warm.dryBulbC[hour] - plain.dryBulbC[hour]).toBeCloseTo(dayOf(hour).month === 7 ? hour / 87_660 : 0, 9)
    }
  })
})
