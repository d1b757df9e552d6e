import { civilFromDays, daysFromCivil, isLeap } from '../../base/civil-date.ts'
import type { EntityKey } from '../../base/rng.ts'
import { extremeDryBulbC } from '../../physics/extremes.ts'
import { KELVIN_OFFSET, humidityRatioOfVapour, saturationPressurePa, wetBulbC } from '../../physics/psychrometrics.ts'
import type { Climate } from '../../scenario/catalog/climates.ts'
import type { DesignDay, WeatherDesign, WeatherSeries, WeatherTable } from '../../scenario/inputs.ts'
import { generateWeather } from './weather-generator.ts'

/** Where a run's weather comes from: a file, repeated year after year, or a climate with the key of its random stream. */
export type WeatherSource =
  | { readonly kind: 'table'; readonly table: WeatherTable }
  | { readonly kind: 'climate'; readonly climate: Climate; readonly key: EntityKey }

/** The hours that a run needs, from local standard midnight of day number `startDay`. */
export interface WeatherSpan {
  readonly startDay: number
  readonly hours: number
  /** Trend of the dry bulb from the start of the run on, K per decade; relative humidity stays. */
  readonly warmingKPerDecade?: number
}

const HOURS_PER_DECADE = 87_660

/** Return period of the design day, years, and the share of hottest hours that gives its humidity. */
const DESIGN_YEARS = 20
const HOTTEST_SHARE = 0.004

/** Derives every hour of a run. A pure function of its arguments, so two runs that agree in them share their weather. */
export function buildWeatherSeries(source: WeatherSource, span: WeatherSpan): WeatherSeries {
  const raw = source.kind === 'table' ? repeatTable(source.table, span) : fromClimate(source.climate, source.key, span)
  const warmingKPerHour = (span.warmingKPerDecade ?? 0) / HOURS_PER_DECADE
  const { dryBulbC, dewPointC, pressurePa } = raw
  const wetBulb = new Float64Array(span.hours)
  const humidityRatio = new Float64Array(span.hours)
  for (let hour = 0; hour < span.hours; hour += 1) {
    const warmingK = warmingKPerHour * hour
    if (warmingK !== 0) {
      // At constant relative humidity the dew point follows by the ratio of absolute temperatures squared (Clausius–Clapeyron).
      const ratio = (dewPointC[hour] + KELVIN_OFFSET) / (dryBulbC[hour] + KELVIN_OFFSET)
      dryBulbC[hour] += warmingK
      dewPointC[hour] += warmingK * ratio * ratio
    }
    const vapourPa = saturationPressurePa(Math.min(dewPointC[hour], dryBulbC[hour]))
    humidityRatio[hour] = humidityRatioOfVapour(vapourPa, pressurePa[hour])
    wetBulb[hour] = wetBulbC(dryBulbC[hour], humidityRatio[hour], pressurePa[hour])
  }
  const columns = { dryBulbC, wetBulbC: wetBulb, humidityRatio, pressurePa }
  const base = { source: raw.source, startDay: span.startDay, hours: span.hours, ...columns }
  const design = raw.design
  if (design === undefined) return base
  return { ...base, designDay: designDay(design, columns, warmingKPerHour * span.hours) }
}

interface RawWeather {
  readonly source: string
  readonly dryBulbC: Float64Array
  readonly dewPointC: Float64Array
  readonly pressurePa: Float64Array
  readonly design: WeatherDesign | undefined
}

function fromClimate(climate: Climate, key: EntityKey, span: WeatherSpan): RawWeather {
  const { dryBulbC, dewPointC, pressurePa } = generateWeather(climate, key, span.startDay, span.hours)
  const source = `climate ${climate.id}: ${climate.name}`
  return { source, dryBulbC, dewPointC, pressurePa: new Float64Array(span.hours).fill(pressurePa), design: climate.design }
}

/** Repeats a year of hours over the run by month and day; a year without 29 February gives that day the hours of the 28th. */
function repeatTable(table: WeatherTable, span: WeatherSpan): RawWeather {
  const dryBulbC = new Float64Array(span.hours)
  const dewPointC = new Float64Array(span.hours)
  const pressurePa = new Float64Array(span.hours)
  const hasLeapDay = table.hours === 8784
  for (let start = 0; start < span.hours; start += 24) {
    const from = rowOfDay(span.startDay + start / 24, hasLeapDay)
    const count = Math.min(24, span.hours - start)
    dryBulbC.set(table.dryBulbC.subarray(from, from + count), start)
    dewPointC.set(table.dewPointC.subarray(from, from + count), start)
    pressurePa.set(table.pressurePa.subarray(from, from + count), start)
  }
  return { source: table.source, dryBulbC, dewPointC, pressurePa, design: table.design }
}

/** First row of a calendar day in a file that starts on 1 January. */
function rowOfDay(day: number, hasLeapDay: boolean): number {
  const { year } = civilFromDays(day)
  const dayIndex = day - daysFromCivil(year, 1, 1)
  const isLeapYear = isLeap(year)
  const lastOfFebruary = 58
  if (dayIndex <= lastOfFebruary || isLeapYear === hasLeapDay) return dayIndex * 24
  return (isLeapYear ? dayIndex - 1 : dayIndex + 1) * 24
}

/**
 * The day that a site must survive: twenty-year dry bulb with the humidity that the hottest hours of the run have, and the record wet
 * bulb. Both carry the warming up to the end of the run.
 */
function designDay(design: WeatherDesign, columns: Pick<WeatherSeries, 'dryBulbC' | 'humidityRatio' | 'pressurePa'>, warmingK: number): DesignDay {
  const hottest = Float64Array.from(columns.dryBulbC).sort()
  const thresholdC = hottest[Math.floor((1 - HOTTEST_SHARE) * (hottest.length - 1))]
  let ratioSum = 0
  let pressureSum = 0
  let count = 0
  for (let hour = 0; hour < hottest.length; hour += 1) {
    if (columns.dryBulbC[hour] < thresholdC) continue
    ratioSum += columns.humidityRatio[hour]
    pressureSum += columns.pressurePa[hour]
    count += 1
  }
  const dryBulbC = extremeDryBulbC(design.dryBulbMaxMeanC, design.dryBulbMaxSdK, DESIGN_YEARS) + warmingK
  const humidityRatio = ratioSum / count
  const pressurePa = pressureSum / count
  return {
    dryBulbC,
    wetBulbC: wetBulbC(dryBulbC, humidityRatio, pressurePa),
    humidityRatio,
    pressurePa,
    wetBulbMaxC: design.wetBulbMaxC + warmingK,
    dryBulbMinC: design.dryBulbMinMeanC - (extremeDryBulbC(0, design.dryBulbMinSdK, DESIGN_YEARS)),
  }
}
