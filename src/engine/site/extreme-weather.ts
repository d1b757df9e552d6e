/** Heat waves and freezes laid over hourly weather. Moisture stays as it was but for what the colder air cannot hold. */
import { HOUR_MS } from '../../base/spans.ts'
import { humidityRatioOfVapour, saturationPressurePa, wetBulbC } from '../../physics/psychrometrics.ts'
import type { WeatherSeries } from '../../scenario/inputs.ts'
import type { Occurrence } from './extremes.ts'

/** Kelvin by which an extreme moves the dry bulb; 0 for those that do not. */
function shiftK({ extreme }: Occurrence): number {
  if (extreme.kind === 'heat-wave') return extreme.rise
  return extreme.kind === 'freeze' ? -extreme.fall : 0
}

/** Hours that any part of an extreme touches, as [from, to). */
function hoursOf({ startMs, endMs }: Occurrence, hours: number): [number, number] {
  return [Math.floor(startMs / HOUR_MS), Math.min(hours, Math.ceil(endMs / HOUR_MS))]
}

/** The series with its extremes; the same one when none of them moves temperatures. The design day is that of the climate. */
export function withExtremes(series: WeatherSeries, occurrences: readonly Occurrence[]): WeatherSeries {
  const moving = occurrences.filter(each => shiftK(each) !== 0)
  if (moving.length === 0) return series
  const dryBulbC = Float64Array.from(series.dryBulbC)
  const wetBulb = Float64Array.from(series.wetBulbC)
  const humidityRatio = Float64Array.from(series.humidityRatio)
  for (const each of moving) {
    const [from, to] = hoursOf(each, series.hours)
    for (let hour = from; hour < to; hour++) dryBulbC[hour] += shiftK(each)
  }
  for (const each of moving) {
    const [from, to] = hoursOf(each, series.hours)
    for (let hour = from; hour < to; hour++) {
      const pressurePa = series.pressurePa[hour]
      humidityRatio[hour] = Math.min(series.humidityRatio[hour], humidityRatioOfVapour(saturationPressurePa(dryBulbC[hour]), pressurePa))
      wetBulb[hour] = wetBulbC(dryBulbC[hour], humidityRatio[hour], pressurePa)
    }
  }
  return { ...series, dryBulbC, wetBulbC: wetBulb, humidityRatio }
}
