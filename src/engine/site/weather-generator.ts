import { civilFromDays, daysFromCivil, isLeap } from '../../base/civil-date.ts'
import { cos, exp, expm1, inverseNormal, log1p, sin, sqrt } from '../../base/exact-math.ts'
import type { EntityKey } from '../../base/rng.ts'
import { PURPOSE, uniform } from '../../base/rng.ts'
import { pressureAtElevationPa } from '../../physics/psychrometrics.ts'
import type { Climate, Seasonal } from '../../scenario/catalog/climates.ts'

/**
 * Hourly weather from a climate's monthly normals: no two years alike, any number of years, the same for the same key and date.
 *
 * Daily mean = seasonal mean + fast anomaly (first-order autoregressive, skewed) + slow anomaly (weeks). Over it lies a daily cycle of two
 * half cosines, coldest at dawn, warmest at 15 h, whose range varies from day to day with warmth and moisture. The dew point follows
 * warmth in part, has its own memory, is bent below the climate's humid design point plus 2 K, and never exceeds the dry bulb: such an
 * hour is saturated. Days are joined at noon. Pressure is that of the elevation. Each day draws its own numbers by date, and the memory
 * starts so long before the run that a date's weather does not depend on where the run begins.
 */
export interface GeneratedWeather {
  readonly dryBulbC: Float64Array
  readonly dewPointC: Float64Array
  readonly pressurePa: number
}

/** Day-to-day memory of warmth, dew point, daily range and spells; calibrated to the lag-1 to lag-3 correlations of typical years. */
const MEMORY = { day: 0.6, dewPoint: 0.68, range: 0.3, spell: 0.97 } as const

/** Skewness shape of the daily range: clear skies bound it from above. */
const RANGE_SKEW = -0.3

/** Share of the normal range that is left on the dullest day. */
const RANGE_SHARE_MIN = 0.2

/** How far above the humid design point dew points are bent back, and how softly, K. */
const DEW_POINT_MARGIN_K = 2
const DEW_POINT_SOFTNESS_K = 1

/** Days of memory before the run: the slowest memory has faded to one part in 200 000. */
const SPIN_UP_DAYS = 400

/** Local hour of the warmest moment, and mean hour of the coldest; dawn moves by an hour with the seasons at 40° of latitude. */
const WARMEST_H = 15
const COLDEST_H = 6

const HARMONICS = 4
const TAU = 2 * Math.PI

/** Draws of a day start here, so that days before 1970 have positive counters. */
const DAY_OFFSET = 1_000_000

/** Smooth yearly curve through monthly means: Fourier, corrected so that the mean over each month is the given one. */
function yearlyCurve(monthly: readonly number[]): Float64Array {
  const coefficients = new Float64Array(1 + 2 * HARMONICS)
  monthly.forEach((value, month) => {
    coefficients[0] += value / 12
    for (let k = 1; k <= HARMONICS; k += 1) {
      const half = (Math.PI * k) / 12
      const weight = (value / 6) * (half / sin(half))
      const angle = (TAU * k * (month + 0.5)) / 12
      coefficients[2 * k - 1] += weight * cos(angle)
      coefficients[2 * k] += weight * sin(angle)
    }
  })
  return coefficients
}

function curveAt(coefficients: Float64Array, basis: Float64Array): number {
  let sum = 0
  for (let index = 0; index < coefficients.length; index += 1) sum += coefficients[index] * basis[index]
  return sum
}

/** 1, cos, sin, cos 2, sin 2 … of the angle of a day in its year. */
function fillBasis(basis: Float64Array, day: number): void {
  const { year } = civilFromDays(day)
  const angle = (TAU * (day - daysFromCivil(year, 1, 1) + 0.5)) / (isLeap(year) ? 366 : 365)
  basis[0] = 1
  for (let k = 1; k <= HARMONICS; k += 1) {
    basis[2 * k - 1] = cos(k * angle)
    basis[2 * k] = sin(k * angle)
  }
}

/** Value of a seasonal triple at an angle after the coldest time of the year, given its cosine. */
function seasonal([winter, midSeason, summer]: Seasonal, cosine: number): number {
  const base = (winter + 2 * midSeason + summer) / 4
  const second = (winter - 2 * midSeason + summer) / 4
  return base + ((winter - summer) / 2) * cosine + second * (2 * cosine * cosine - 1)
}

/** Turns a standard normal number into one with a lognormal tail, still of mean 0 and variance 1; shape 0 leaves it alone. */
function skewed(z: number, shape: number): number {
  if (Math.abs(shape) < 1e-3) return z
  const half = 0.5 * shape * shape
  const scaled = (expm1(shape * z) - expm1(half)) / (exp(half) * sqrt(expm1(2 * half)))
  return shape > 0 ? scaled : -scaled
}

/** What each day contributes, at its noon. */
interface Days {
  readonly levelC: Float64Array
  readonly swingK: Float64Array
  readonly dewPointC: Float64Array
  readonly coldestH: Float64Array
}

/** The day after the coldest one of the year, 21 January in the north, as a share of the year. */
const COLDEST_SHARE = 20 / 365

/** Autoregressive memories of a day, each of unit variance. */
interface Memory {
  day: number
  spell: number
  dewPoint: number
  range: number
}

function advance(memory: Memory, key: EntityKey, day: number): void {
  const draw = (stream: number) => inverseNormal(uniform(key, PURPOSE.weather, (day + DAY_OFFSET) * 4 + stream))
  const step = (value: number, phi: number, z: number) => phi * value + sqrt(1 - phi * phi) * z
  memory.day = step(memory.day, MEMORY.day, draw(0))
  memory.spell = step(memory.spell, MEMORY.spell, draw(1))
  memory.dewPoint = step(memory.dewPoint, MEMORY.dewPoint, draw(2))
  memory.range = step(memory.range, MEMORY.range, draw(3))
}

/** Days `firstDay` … `firstDay + count − 1`. */
function generateDays(climate: Climate, key: EntityKey, firstDay: number, count: number): Days {
  const { variability } = climate
  const curves = { mean: yearlyCurve(climate.meanC), range: yearlyCurve(climate.rangeK), dewPoint: yearlyCurve(climate.dewPointC) }
  const days = { levelC: new Float64Array(count), swingK: new Float64Array(count), dewPointC: new Float64Array(count), coldestH: new Float64Array(count) }
  const basis = new Float64Array(1 + 2 * HARMONICS)
  const phaseCos = cos(TAU * COLDEST_SHARE)
  const phaseSin = sin(TAU * COLDEST_SHARE)
  const hemisphere = climate.location.latitudeDeg < 0 ? -1 : 1
  const dawnSwingH = Math.abs(climate.location.latitudeDeg) / 40
  const memory: Memory = { day: 0, spell: 0, dewPoint: 0, range: 0 }
  const { rangeWithWarmth, rangeWithDewPoint } = variability
  const rangeOwn = sqrt(1 - rangeWithWarmth * rangeWithWarmth - rangeWithDewPoint * rangeWithDewPoint)
  for (let day = firstDay - SPIN_UP_DAYS; day < firstDay + count; day += 1) {
    advance(memory, key, day)
    const index = day - firstDay
    if (index < 0) continue
    fillBasis(basis, day)
    const winter = hemisphere * (basis[1] * phaseCos + basis[2] * phaseSin)
    const dayK = seasonal(variability.dayK, winter)
    const spellK = seasonal(variability.spellK, winter)
    const anomalyK = dayK * skewed(memory.day, seasonal(variability.daySkew, winter)) + spellK * memory.spell
    const warmth = anomalyK / sqrt(dayK * dayK + spellK * spellK)
    const withWarmth = seasonal(variability.dewPointWithWarmth, winter)
    const moisture = withWarmth * warmth + sqrt(1 - withWarmth * withWarmth) * skewed(memory.dewPoint, variability.dewPointSkew)
    const clearness = skewed(rangeWithWarmth * warmth + rangeWithDewPoint * memory.dewPoint + rangeOwn * memory.range, RANGE_SKEW)
    const rangeShare = Math.max(RANGE_SHARE_MIN, 1 + seasonal(variability.rangeSpread, winter) * clearness)
    days.levelC[index] = curveAt(curves.mean, basis) + anomalyK
    days.swingK[index] = curveAt(curves.range, basis) * rangeShare
    days.dewPointC[index] = curveAt(curves.dewPoint, basis) + variability.dewPointOffsetK + seasonal(variability.dewPointK, winter) * moisture
    days.coldestH[index] = COLDEST_H + dawnSwingH * winter
  }
  return days
}

/** Daily cycle between −0.5 at the coldest and 0.5 at the warmest hour: one half cosine up, a longer one down. */
function dailyCycle(hour: number, coldestH: number): number {
  const riseH = WARMEST_H - coldestH
  if (hour >= coldestH && hour < WARMEST_H) return -0.5 * cos((Math.PI * (hour - coldestH)) / riseH)
  const sinceWarmest = hour >= WARMEST_H ? hour - WARMEST_H : hour + 24 - WARMEST_H
  return 0.5 * cos((Math.PI * sinceWarmest) / (24 - riseH))
}

/** Bends a dew point below the cap: unchanged far below it, never above. */
function bentDewPoint(tempC: number, capC: number): number {
  const above = (tempC - capC) / DEW_POINT_SOFTNESS_K
  if (above < -8) return tempC
  return above > 30 ? capC : tempC - DEW_POINT_SOFTNESS_K * log1p(exp(above))
}

/** Weather of `hours` hours from midnight (local standard time) of day number `startDay`. */
export function generateWeather(climate: Climate, key: EntityKey, startDay: number, hours: number): GeneratedWeather {
  const days = generateDays(climate, key, startDay - 1, Math.ceil(hours / 24) + 2)
  const dryBulbC = new Float64Array(hours)
  const dewPointC = new Float64Array(hours)
  const capC = climate.dewPointDesignC + DEW_POINT_MARGIN_K
  const { dewPointDailyK } = climate.variability
  for (let hour = 0; hour < hours; hour += 1) {
    const today = Math.trunc(hour / 24) + 1
    const clock = (hour % 24) + 0.5
    const other = clock < 12 ? today - 1 : today + 1
    const share = Math.abs(clock - 12) / 24
    const levelC = days.levelC[today] + (days.levelC[other] - days.levelC[today]) * share
    const swingK = days.swingK[today] + (days.swingK[other] - days.swingK[today]) * share
    const dewC = days.dewPointC[today] + (days.dewPointC[other] - days.dewPointC[today]) * share
    const cycle = dailyCycle(clock, days.coldestH[today])
    const dryC = levelC + swingK * cycle
    dryBulbC[hour] = dryC
    dewPointC[hour] = Math.min(dryC, bentDewPoint(dewC + dewPointDailyK * cycle, capC))
  }
  return { dryBulbC, dewPointC, pressurePa: pressureAtElevationPa(climate.location.elevationM) }
}
