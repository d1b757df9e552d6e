import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { daysFromCivil } from '../../../src/base/civil-date.ts'
import { entityKey, rootKey } from '../../../src/base/rng.ts'
import { generateWeather } from '../../../src/engine/site/weather-generator.ts'
import { buildWeatherSeries } from '../../../src/engine/site/weather-year.ts'
import { importWeather } from '../../../src/exchange/importers/index.ts'
import { CLIMATES, CLIMATE_IDS, climateOf } from '../../../src/scenario/catalog/climates.ts'
import type { Climate } from '../../../src/scenario/catalog/climates.ts'
import type { WeatherSeries } from '../../../src/scenario/inputs.ts'
import { describeWithShared } from '../../fixtures.ts'

const YEARS = 30
const START = daysFromCivil(2027, 1, 1)
const HOURS = (daysFromCivil(2027 + YEARS, 1, 1) - START) * 24
const keyOf = (seed: number) => entityKey(rootKey(seed, 0), 'site.weather')

function climate(id: string): Climate {
  const found = climateOf(id)
  if (found === undefined) throw new Error(`no climate ${id}`)
  return found
}

const generated = (id: string, seed: number): WeatherSeries =>
  buildWeatherSeries({ kind: 'climate', climate: climate(id), key: keyOf(seed) }, { startDay: START, hours: HOURS })

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

function quantile(values: Float64Array, fraction: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.round(fraction * (sorted.length - 1))]
}

/** Mean over the years of the hottest hour of each. */
function meanAnnualMax(values: Float64Array): number {
  let sum = 0
  for (let year = 0; year < YEARS; year += 1) {
    const from = (daysFromCivil(2027 + year, 1, 1) - START) * 24
    const to = (daysFromCivil(2028 + year, 1, 1) - START) * 24
    sum += values.subarray(from, to).reduce((high, value) => Math.max(high, value), -Infinity)
  }
  return sum / YEARS
}

/** Stations with a typical year, and ASHRAE's 0.4 % wet bulb, °C, as the headers of the same files quote it. */
const STATIONS = [
  ['dallas', 'USA_TX_Dallas-Fort.Worth_TMYx', 25.9],
  ['ashburn', 'USA_VA_Leesburg.Exec_TMYx', 26.3],
  ['phoenix', 'USA_AZ_Phoenix-Sky.Harbor_TMYx', 24.2],
  ['atlanta', 'USA_GA_Atlanta-Hartsfield-Jackson_TMYx', 25.1],
  ['chicago', 'USA_IL_Chicago-OHare.Intl.AP.725300_TMY3', 25.5],
  ['san-francisco', 'USA_CA_San.Francisco.Intl.AP.724940_TMY3', 18.6],
  ['denver', 'USA_CO_Denver.Intl.AP.725650_TMY3', 18.3],
  ['new-york', 'USA_NY_New.York-J.F.Kennedy.Intl.AP.744860_TMY3', 25.0],
] as const

/** Kelvin by which thirty generated years may differ from the typical year. */
const TOLERANCE_K = { mean: 0.7, quantile: 2, wetBulbMean: 0.5, wetBulbQuantile: 1.2, annualMax: 1.8 }

/** The file of Phoenix is flagged by the importer: humid hours that no record knows. There, ASHRAE's value is the one to meet. */
const FLAGGED_WET_BULB_QUANTILE_K = 2.6

describeWithShared('generated climates against published typical years', 'data/weather', (folder) => {
  test.each(STATIONS)('%s (seed 1)', (id, file, wetBulbDesignC) => {
    const imported = importWeather(gunzipSync(readFileSync(join(folder, `${file}.epw.gz`))).toString('latin1'))
    if (!imported.ok) throw new Error(JSON.stringify(imported.error))
    const real = buildWeatherSeries({ kind: 'table', table: imported.value.table }, { startDay: daysFromCivil(2027, 1, 1), hours: 8760 })
    const series = generated(id, 1)
    const gap = (of: (weather: WeatherSeries) => number) => Math.abs(of(series) - of(real))
    expect(gap(({ dryBulbC }) => mean(dryBulbC)), 'mean dry bulb').toBeLessThan(TOLERANCE_K.mean)
    expect(gap(({ dryBulbC }) => quantile(dryBulbC, 0.996)), '99.6 % dry bulb').toBeLessThan(TOLERANCE_K.quantile)
    expect(gap(({ dryBulbC }) => quantile(dryBulbC, 0.004)), '0.4 % dry bulb').toBeLessThan(TOLERANCE_K.quantile)
    expect(gap(({ wetBulbC }) => mean(wetBulbC)), 'mean wet bulb').toBeLessThan(TOLERANCE_K.wetBulbMean)
    const wetBulbTolerance = id === 'phoenix' ? FLAGGED_WET_BULB_QUANTILE_K : TOLERANCE_K.wetBulbQuantile
    expect(gap(({ wetBulbC }) => quantile(wetBulbC, 0.996)), '99.6 % wet bulb').toBeLessThan(wetBulbTolerance)
    const wetBulbQuantileC = quantile(series.wetBulbC, 0.996)
    expect(Math.abs(wetBulbQuantileC - wetBulbDesignC), 'ASHRAE 0.4 % wet bulb').toBeLessThan(TOLERANCE_K.wetBulbQuantile)
    const { design } = imported.value.table
    if (design === undefined) throw new Error('no design conditions')
    expect(climate(id).design).toMatchObject({ dryBulbMaxMeanC: design.dryBulbMaxMeanC, dryBulbMaxSdK: design.dryBulbMaxSdK, wetBulbMaxC: design.wetBulbMaxC })
    expect(Math.abs(meanAnnualMax(series.dryBulbC) - design.dryBulbMaxMeanC), 'mean annual maximum').toBeLessThan(TOLERANCE_K.annualMax)
  })
})

describe('every built-in climate', () => {
  test('there are at least eight, with twelve months and distinct ids', () => {
    expect(CLIMATES.length).toBeGreaterThanOrEqual(8)
    expect(new Set(CLIMATE_IDS).size).toBe(CLIMATES.length)
    expect(climateOf('atlantis')).toBeUndefined()
    for (const { meanC, rangeK, dewPointC } of CLIMATES) {
      expect([meanC.length, rangeK.length, dewPointC.length]).toEqual([12, 12, 12])
    }
  })

  test.each(CLIMATE_IDS)('%s: physical hours, its own normals, and records that it keeps (seed 2)', (id) => {
    const place = climate(id)
    const { dryBulbC, wetBulbC, humidityRatio, pressurePa } = generated(id, 2)
    let saturated = 0
    for (let hour = 0; hour < HOURS; hour += 1) {
      if (wetBulbC[hour] > dryBulbC[hour] + 1e-9 || !(humidityRatio[hour] > 0)) throw new Error(`hour ${hour} of ${id}, seed 2`)
      if (dryBulbC[hour] - wetBulbC[hour] < 0.01) saturated += 1
    }
    expect(saturated / HOURS).toBeLessThan(0.25)
    expect(new Set(pressurePa).size).toBe(1)
    const normalC = place.meanC.reduce((sum, value) => sum + value, 0) / 12
    expect(Math.abs(mean(dryBulbC) - normalC)).toBeLessThan(0.3)
    expect(Math.abs(meanAnnualMax(dryBulbC) - place.design.dryBulbMaxMeanC)).toBeLessThan(TOLERANCE_K.annualMax)
    const highestWetBulbC = wetBulbC.reduce((high, value) => Math.max(high, value), -Infinity)
    expect(highestWetBulbC).toBeLessThan(place.design.wetBulbMaxC + 2.5)
    expect(highestWetBulbC).toBeGreaterThan(place.design.wetBulbMaxC - 3)
  })

  test('monthly means are the normals (Dallas, seed 3, thirty years)', () => {
    const place = climate('dallas')
    const { dryBulbC } = generated('dallas', 3)
    const sums = new Float64Array(12)
    const counts = new Float64Array(12)
    for (let year = 0; year < YEARS; year += 1) {
      for (let month = 0; month < 12; month += 1) {
        const from = (daysFromCivil(2027 + year, month + 1, 1) - START) * 24
        const to = (month === 11 ? daysFromCivil(2028 + year, 1, 1) : daysFromCivil(2027 + year, month + 2, 1)) - START
        for (let hour = from; hour < to * 24; hour += 1) sums[month] += dryBulbC[hour]
        counts[month] += to * 24 - from
      }
    }
    sums.forEach((sum, month) => expect(Math.abs(sum / counts[month] - place.meanC[month]), `month ${month + 1}`).toBeLessThan(0.9))
  })
})

describe('random streams of weather', () => {
  const dallas = climate('dallas')

  test('same key, same weather; other key, other weather; years differ', () => {
    const one = generateWeather(dallas, keyOf(5), START, 17_520)
    expect(generateWeather(dallas, keyOf(5), START, 17_520)).toEqual(one)
    expect(generateWeather(dallas, keyOf(6), START, 17_520).dryBulbC[100]).not.toBe(one.dryBulbC[100])
    const firstYear = one.dryBulbC.subarray(0, 8760)
    const secondYear = one.dryBulbC.subarray(8760)
    expect(firstYear.filter((value, hour) => Math.abs(value - secondYear[hour]) < 0.01).length).toBeLessThan(200)
  })

  test('the weather of a date depends neither on the length of the run nor, to a ten-thousandth of a kelvin, on its start', () => {
    const long = generateWeather(dallas, keyOf(5), START, 24 * 400)
    const short = generateWeather(dallas, keyOf(5), START, 24 * 30)
    expect(short.dryBulbC).toEqual(long.dryBulbC.slice(0, 24 * 30))
    const late = generateWeather(dallas, keyOf(5), START + 90, 24 * 30)
    late.dryBulbC.forEach((value, hour) => expect(Math.abs(value - long.dryBulbC[hour + 90 * 24])).toBeLessThan(1e-4))
  })
})
