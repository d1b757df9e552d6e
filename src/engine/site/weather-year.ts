import { civilFromDays, daysFromCivil, isLeap } from '../../base/civil-date.ts'
import { sqrt } from '../../base/exact-math.ts'
import { type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { extremeDryBulbC } from '../../physics/extremes.ts'
import { KELVIN_OFFSET, humidityRatioOfVapour, saturationPressurePa, wetBulbC } from '../../physics/psychrometrics.ts'
import type { Climate } from '../../scenario/catalog/climates.ts'
import type { DesignDay, WeatherDesign, WeatherSeries, WeatherTable } from '../../scenario/inputs.ts'
import { generateWeather } from './weather-generator.ts'

/**
 * Where a run's weather comes from: a file, repeated year after year; files of years in order; months drawn from years with the key of
 * a random stream; or a climate with such a key.
 */
export type WeatherSource =
  | { readonly kind: 'table'; readonly table: WeatherTable }
  | { readonly kind: 'sequence' | 'bootstrap'; readonly tables: readonly WeatherTable[]; readonly key: EntityKey }
  | { readonly kind: 'climate'; readonly climate: Climate; readonly key: EntityKey }

/** The hours that a run needs, from local standard midnight of day number `startDay`. */
export interface WeatherSpan {
  readonly startDay: number
  readonly hours: number
  /** Trend of the dry bulb from the start of the run on, K per decade; relative humidity stays. */
  readonly warmingKPerDecade?: number
  /** The same by month, January first, instead. */
  readonly warmingByMonthKPerDecade?: readonly number[] | undefined
}

const HOURS_PER_DECADE = 87_660

/** Return period of the design day, years, and the share of hottest hours that gives its humidity. */
const DESIGN_YEARS = 20
const HOTTEST_SHARE = 0.004

/** Derives every hour of a run. A pure function of its arguments, so two runs that agree in them share their weather. */
export function buildWeatherSeries(source: WeatherSource, span: WeatherSpan): WeatherSeries {
  const raw = rawWeather(source, span)
  const warming = warmingOf(span)
  const { dryBulbC, dewPointC, pressurePa } = raw
  const wetBulb = new Float64Array(span.hours)
  const humidityRatio = new Float64Array(span.hours)
  for (let hour = 0; hour < span.hours; hour += 1) {
    const warmingK = warming(hour)
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
  return { ...base, designDay: designDay(design, columns, designWarmingK(span)) }
}

/** Warming of an hour of the run, K. */
function warmingOf({ startDay, warmingKPerDecade = 0, warmingByMonthKPerDecade: byMonth }: WeatherSpan): (hour: number) => number {
  if (byMonth === undefined) {
    const warmingKPerHour = warmingKPerDecade / HOURS_PER_DECADE
    return hour => warmingKPerHour * hour
  }
  return hour => (byMonth[civilFromDays(startDay + Math.floor(hour / 24)).month - 1] / HOURS_PER_DECADE) * hour
}

/** What the hottest day of the last year of the run has gained, K; by month, in the month that gains most. */
const designWarmingK = ({ hours, warmingKPerDecade = 0, warmingByMonthKPerDecade: byMonth }: WeatherSpan): number =>
  (byMonth === undefined ? warmingKPerDecade : Math.max(...byMonth)) * (hours / HOURS_PER_DECADE)

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

function rawWeather(source: WeatherSource, span: WeatherSpan): RawWeather {
  if (source.kind === 'climate') return fromClimate(source.climate, source.key, span)
  if (source.kind === 'table') return { ...copyDays(() => source.table, span), source: source.table.source, design: source.table.design }
  const { kind, tables, key } = source
  const pick = kind === 'sequence' ? inOrder(tables, span.startDay) : byMonths(tables, key)
  const names = tables.length === 1 ? tables[0].source : `${tables.length} years, ${tables[0].source} and others`
  return { ...copyDays(pick, span), source: names, design: designOf(tables) }
}

/** The file of a day when years follow each other, beginning again after the last. */
function inOrder(tables: readonly WeatherTable[], startDay: number): (day: number) => WeatherTable {
  const firstYear = civilFromDays(startDay).year
  return day => tables[(civilFromDays(day).year - firstYear) % tables.length]
}

/** The file of a day when every month is taken whole from a year drawn at random: warmth, moisture and wind stay together. */
function byMonths(tables: readonly WeatherTable[], key: EntityKey): (day: number) => WeatherTable {
  return day => {
    const { year, month } = civilFromDays(day)
    return tables[Math.min(tables.length - 1, Math.floor(uniform(key, PURPOSE.weather, year * 12 + month) * tables.length))]
  }
}

/** Years from which extremes may be told without a publication. */
const DESIGN_RECORD_MIN = 10

/** Design extremes that a file states, else those of the hottest and coldest hours of at least ten files. */
function designOf(tables: readonly WeatherTable[]): WeatherDesign | undefined {
  const stated = tables.find(({ design }) => design !== undefined)?.design
  if (stated !== undefined || tables.length < DESIGN_RECORD_MIN) return stated
  const hottest = spread(tables.map(({ dryBulbC }) => dryBulbC.reduce((high, value) => Math.max(high, value), -Infinity)))
  const coldest = spread(tables.map(({ dryBulbC }) => dryBulbC.reduce((low, value) => Math.min(low, value), Infinity)))
  return {
    dryBulbMaxMeanC: hottest.mean,
    dryBulbMaxSdK: hottest.sd,
    dryBulbMinMeanC: coldest.mean,
    dryBulbMinSdK: coldest.sd,
    wetBulbMaxC: tables.reduce((high, table) => Math.max(high, wetBulbMaxC(table)), -Infinity),
    source: `extremes of ${tables.length} years`,
  }
}

function spread(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, sd: sqrt(values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1)) }
}

/** Highest wet bulb of a file. */
function wetBulbMaxC({ dryBulbC, dewPointC, pressurePa, hours }: WeatherTable): number {
  let high = -Infinity
  for (let hour = 0; hour < hours; hour += 1) {
    // The dew point is a lower and the dry bulb an upper bound of the wet bulb.
    if (dryBulbC[hour] <= high) continue
    const vapourPa = saturationPressurePa(Math.min(dewPointC[hour], dryBulbC[hour]))
    high = Math.max(high, wetBulbC(dryBulbC[hour], humidityRatioOfVapour(vapourPa, pressurePa[hour]), pressurePa[hour]))
  }
  return high
}

/** Fills the run with days of files by month and day; a year without 29 February gives that day the hours of the 28th. */
function copyDays(tableOf: (day: number) => WeatherTable, span: WeatherSpan): Omit<RawWeather, 'source' | 'design'> {
  const dryBulbC = new Float64Array(span.hours)
  const dewPointC = new Float64Array(span.hours)
  const pressurePa = new Float64Array(span.hours)
  for (let start = 0; start < span.hours; start += 24) {
    const day = span.startDay + start / 24
    const table = tableOf(day)
    const from = rowOfDay(day, table.hours === 8784)
    const count = Math.min(24, span.hours - start)
    dryBulbC.set(table.dryBulbC.subarray(from, from + count), start)
    dewPointC.set(table.dewPointC.subarray(from, from + count), start)
    pressurePa.set(table.pressurePa.subarray(from, from + count), start)
  }
  return { dryBulbC, dewPointC, pressurePa }
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
