import type { Result } from '../../base/result.ts'
import { err, ok } from '../../base/result.ts'
import { dewPointC, pressureAtElevationPa, saturationPressurePa } from '../../physics/psychrometrics.ts'
import type { WeatherDesign, WeatherLocation, WeatherTable } from '../../scenario/inputs.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'
import { checkWeather } from './epw-checks.ts'

/**
 * EnergyPlus weather (EPW), one year of hours: header of eight lines, then 35 columns a row (EnergyPlus Auxiliary Programs).
 * Takes the text; compressed files are unpacked by the host. Reads dry bulb, dew point, humidity, pressure, sun and wind.
 */

/** Columns of a data row, from 0. */
const COLUMN = { month: 1, day: 2, hour: 3, dryBulb: 6, dewPoint: 7, humidity: 8, pressure: 9, solar: 13, wind: 21 } as const

/** What a file writes where a value is missing; at or above it a value is missing. */
const MISSING = { dryBulb: 99.9, dewPoint: 99.9, humidity: 999, pressure: 999_999, solar: 9999, wind: 999 } as const

const HEADER_LINES = 8

/** Whether text looks like an EPW file. */
export function sniffEpw(head: string): boolean {
  return /^\uFEFF?LOCATION,/i.test(head)
}

/** Raw columns of the file before any check; NaN where a value is missing or no number. */
export interface EpwColumns {
  readonly dryBulbC: Float64Array
  readonly dewPointC: Float64Array
  readonly relativeHumidityFraction: Float64Array
  readonly pressurePa: Float64Array
  readonly solarWPerM2: Float64Array
  readonly windMps: Float64Array
}

/** Parses and checks an EPW file. Errors come all at once; a table comes with its warnings. */
export function parseEpw(text: string): Result<Imported<WeatherTable>, readonly ImportIssue[]> {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
  const location = readLocation(lines[0] ?? '')
  if (location === undefined) {
    return err([{ code: 'EPW_HEADER', severity: 'error', line: 1, message: 'the first line must be LOCATION with latitude, longitude, time zone and elevation' }])
  }
  const design = readDesign(lines[1] ?? '')
  const rows = lines.slice(HEADER_LINES).filter((line) => line.trim() !== '')
  if (rows.length !== 8760 && rows.length !== 8784) {
    return err([{ code: 'EPW_ROWS', severity: 'error', line: HEADER_LINES + 1, message: `a year has 8760 or 8784 hourly rows, the file has ${rows.length}` }])
  }
  const order = checkOrder(rows)
  if (order !== undefined) return err([order])
  const columns = readColumns(rows)
  const filled = fillHumidity(columns, location)
  const issues = [...filled, ...checkWeather(columns, location, design, HEADER_LINES + 1)]
  const errors = issues.filter((issue) => issue.severity === 'error')
  if (errors.length > 0) return err(errors)
  const table = { source: sourceName(lines[0]), location, hours: rows.length, ...columns, ...(design === undefined ? {} : { design }) }
  return ok({ table, warnings: issues })
}

function sourceName(locationLine: string): string {
  const [, city = '', state = '', country = '', source = '', station = ''] = locationLine.split(',')
  return `EPW ${city.trim()}, ${state.trim()}, ${country.trim()} (${source.trim()}, station ${station.trim()})`
}

function readLocation(line: string): WeatherLocation | undefined {
  const cells = line.split(',')
  const [latitudeDeg, longitudeDeg, utcOffsetH, elevationM] = cells.slice(6, 10).map(Number)
  const isPlace =
    sniffEpw(line) && Math.abs(latitudeDeg) <= 90 && Math.abs(longitudeDeg) <= 180 && Math.abs(utcOffsetH) <= 14 && elevationM > -500 && elevationM < 9000
  return isPlace ? { latitudeDeg, longitudeDeg, elevationM, utcOffsetH } : undefined
}

/**
 * Extremes of the DESIGN CONDITIONS line. Its last section is three wind speeds, (up to the 2017 edition) the extreme wet bulb, then mean
 * coldest and hottest hour of a year, their standard deviations, and eight return values. From the 2021 edition on, the extreme wet bulb
 * closes the cooling section instead.
 */
function readDesign(line: string): WeatherDesign | undefined {
  const cells = line.split(',')
  const at = cells.indexOf('Extremes')
  if (at < 0) return undefined
  const extremes = cells.slice(at + 1).map(Number)
  const hasWetBulb = extremes.length >= 16
  const wetBulbMaxC = hasWetBulb ? extremes[3] : Number(cells[at - 1])
  const [dryBulbMinMeanC, dryBulbMaxMeanC, dryBulbMinSdK, dryBulbMaxSdK] = extremes.slice(hasWetBulb ? 4 : 3, hasWetBulb ? 8 : 7)
  const design = { dryBulbMaxMeanC, dryBulbMaxSdK, dryBulbMinMeanC, dryBulbMinSdK, wetBulbMaxC, source: (cells[2] ?? '').trim() }
  const isSane =
    wetBulbMaxC > -20 && wetBulbMaxC < 40 && dryBulbMaxMeanC > wetBulbMaxC - 5 && dryBulbMaxMeanC < 60 && dryBulbMinMeanC < dryBulbMaxMeanC && dryBulbMaxSdK >= 0
  return isSane ? design : undefined
}

/** The rows must run from 1 January, hour 1, hour by hour. */
function checkOrder(rows: readonly string[]): ImportIssue | undefined {
  const wrong = rows.findIndex((row, index) => Number(row.split(',', 4)[COLUMN.hour]) !== (index % 24) + 1)
  const [, month, day] = rows[0].split(',', 3).map(Number)
  if (wrong < 0 && month === 1 && day === 1) return undefined
  const line = HEADER_LINES + 1 + Math.max(0, wrong)
  return { code: 'EPW_ORDER', severity: 'error', line, message: 'rows must run from 1 January, hours 1 to 24, one row an hour' }
}

function readColumns(rows: readonly string[]): EpwColumns {
  const make = () => new Float64Array(rows.length)
  const columns: EpwColumns = {
    dryBulbC: make(),
    dewPointC: make(),
    relativeHumidityFraction: make(),
    pressurePa: make(),
    solarWPerM2: make(),
    windMps: make(),
  }
  const number = (cells: readonly string[], name: keyof typeof MISSING): number => {
    const cell = cells[COLUMN[name]]
    const value = cell === undefined || cell.trim() === '' ? NaN : Number(cell)
    return value < MISSING[name] ? value : NaN
  }
  rows.forEach((row, index) => {
    const cells = row.split(',', COLUMN.wind + 1)
    columns.dryBulbC[index] = number(cells, 'dryBulb')
    columns.dewPointC[index] = number(cells, 'dewPoint')
    columns.relativeHumidityFraction[index] = number(cells, 'humidity') / 100
    columns.pressurePa[index] = number(cells, 'pressure')
    columns.solarWPerM2[index] = number(cells, 'solar')
    columns.windMps[index] = number(cells, 'wind')
  })
  return columns
}

/** Fills what can be computed from the rest of a row: dew point from humidity and back, pressure from the elevation. */
function fillHumidity(columns: EpwColumns, location: WeatherLocation): readonly ImportIssue[] {
  const { dryBulbC, dewPointC: dew, relativeHumidityFraction: humidity, pressurePa } = columns
  const standardPa = pressureAtElevationPa(location.elevationM)
  let first = -1
  let count = 0
  for (let index = 0; index < dryBulbC.length; index += 1) {
    const before = [dew[index], humidity[index], pressurePa[index]]
    if (Number.isNaN(before[0])) dew[index] = dewPointC(humidity[index] * saturationPressurePa(dryBulbC[index]))
    if (Number.isNaN(before[1])) humidity[index] = saturationPressurePa(dew[index]) / saturationPressurePa(dryBulbC[index])
    if (Number.isNaN(before[2])) pressurePa[index] = standardPa
    if (!before.some(Number.isNaN)) continue
    count += 1
    if (first < 0) first = index
  }
  if (count === 0) return []
  const message = 'missing dew point, humidity or pressure was computed from the other values of the row'
  return [{ code: 'EPW_FILLED', severity: 'warn', line: HEADER_LINES + 1 + first, count, message }]
}
