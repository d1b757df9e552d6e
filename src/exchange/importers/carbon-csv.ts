/**
 * Hourly carbon intensity of a grid over a year, as comma-separated values with a time and an intensity column, such as the series that
 * are derived from the EIA-930 hourly generation. Times with an offset are turned to UTC.
 */
import { csvParseRows } from 'd3-dsv'
import { daysFromCivil } from '../../base/civil-date.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { CarbonTable } from '../../scenario/inputs.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'

/** Names of the intensity column in g/kWh (also called kg/MWh), lower case, in the order in which they are looked for. */
const INTENSITY = ['avg_ci', 'carbon_intensity', 'carbon intensity', 'gco2_per_kwh', 'g/kwh', 'kg/mwh']
const TIME = ['timestamp', 'datetime', 'utc_time', 'time']
const STAMP = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/u
const HOURS = [8760, 8784]
/** More than any fuel makes. */
const MAX_G_PER_KWH = 2000
const MINUTES_PER_HOUR = 60
/** Share of hours that may be filled. */
const MOST_GAPS = 0.05
const HOURS_PER_DAY = 24

const headerOf = (head: string): string[] => (csvParseRows(head.split(/\r?\n/u)[0] ?? '')[0] ?? []).map(name => name.trim().toLowerCase().replace(/^\uFEFF/u, ''))
const columnOf = (header: readonly string[], names: readonly string[]): number => header.findIndex(name => names.includes(name))

export function sniffCarbonCsv(head: string): boolean {
  const header = headerOf(head)
  return columnOf(header, TIME) >= 0 && columnOf(header, INTENSITY) >= 0
}

/** Hours since 1970 in UTC; NaN for anything that is not a full hour. */
function utcHour(stamp: string): number {
  const match = STAMP.exec(stamp.trim())
  if (match === null) return Number.NaN
  const [year, month, day, hour, minute] = match.slice(1, 6).map(Number)
  const zone = match[6] ?? 'Z'
  const [offsetHours, offsetMinutes] = zone === 'Z' ? [0, 0] : [Number(zone.slice(1, 3)), Number(zone.slice(-2))]
  const offset = (zone.startsWith('-') ? -1 : 1) * (offsetHours * MINUTES_PER_HOUR + offsetMinutes)
  return ((daysFromCivil(year, month, day) * HOURS_PER_DAY + hour) * MINUTES_PER_HOUR + minute - offset) / MINUTES_PER_HOUR
}

const isEmpty = (cell: string | undefined): boolean => cell === undefined || cell.trim() === ''

/** Values by row; hours without one are filled on a straight line between their neighbours, over the end of the year too. */
function filled(values: readonly number[]): Float64Array {
  const count = values.length
  const known = (at: number, step: number): number => {
    let index = at
    while (Number.isNaN(values[((index % count) + count) % count])) index += step
    return index
  }
  return Float64Array.from(values, (value, index) => {
    if (!Number.isNaN(value)) return value
    const [before, after] = [known(index, -1), known(index, 1)]
    const [low, high] = [values[(before + count) % count], values[after % count]]
    return low + ((high - low) * (index - before)) / (after - before)
  })
}

function gapIssues(values: readonly number[]): ImportIssue[] {
  const gaps = values.filter(value => Number.isNaN(value)).length
  if (gaps === 0) return []
  const line = values.findIndex(value => Number.isNaN(value)) + 2
  if (gaps > values.length * MOST_GAPS) return [{ code: 'CI_GAPS', severity: 'error', line, count: gaps, message: `at most ${MOST_GAPS * 100} % of the hours may be without a value` }]
  return [{ code: 'CI_FILLED', severity: 'warn', line, count: gaps, message: 'hours without a value are filled between their neighbours' }]
}

interface Columns {
  readonly time: number
  readonly intensity: number
}

/** What is wrong with the rows, the first place of each kind with the number of places. */
function problemsOf(rows: readonly string[][], { time, intensity }: Columns): ImportIssue[] {
  const found = new Map<string, { line: number; count: number; message: string }>()
  const tell = (code: string, index: number, message: string): void => {
    const known = found.get(code)
    if (known === undefined) found.set(code, { line: index + 2, count: 1, message })
    else known.count += 1
  }
  const first = utcHour(rows[0]?.[time] ?? '')
  rows.forEach((row, index) => {
    const value = isEmpty(row[intensity]) ? 0 : Number(row[intensity])
    if (!(value >= 0 && value <= MAX_G_PER_KWH)) tell('CI_RANGE', index, `an intensity is a number from 0 to ${MAX_G_PER_KWH} g/kWh`)
    if (utcHour(row[time] ?? '') !== first + index) tell('CI_ORDER', index, 'rows must be full hours, one after the other, with a date such as 2022-01-01 00:00:00+00:00')
  })
  return [...found].map(([code, { line, count, message }]) => ({ code, severity: 'error', line, count, message }))
}

export function parseCarbonCsv(text: string): Result<Imported<CarbonTable>, readonly ImportIssue[]> {
  const header = headerOf(text)
  const columns: Columns = { time: columnOf(header, TIME), intensity: columnOf(header, INTENSITY) }
  if (columns.time < 0 || columns.intensity < 0) {
    return err([{ code: 'CI_HEADER', severity: 'error', line: 1, message: `the header needs a time (${TIME.join(', ')}) and an intensity (${INTENSITY.join(', ')})` }])
  }
  const rows = csvParseRows(text).slice(1).filter(row => row.some(cell => cell.trim() !== ''))
  if (!HOURS.includes(rows.length)) return err([{ code: 'CI_LEN', severity: 'error', line: rows.length + 1, message: `a year has ${HOURS.join(' or ')} hours, the file has ${rows.length} rows` }])
  const problems = problemsOf(rows, columns)
  const values = rows.map(row => (isEmpty(row[columns.intensity]) ? Number.NaN : Number(row[columns.intensity])))
  const gaps = problems.length > 0 ? [] : gapIssues(values)
  const errors = [...problems, ...gaps.filter(({ severity }) => severity === 'error')]
  if (errors.length > 0) return err(errors)
  const start = utcHour(rows[0][columns.time])
  const year = Number(rows[Math.floor(rows.length / 2)][columns.time].slice(0, 4))
  const gPerKWh = new Float64Array(rows.length)
  // A year that begins at another hour than 0 h UTC of 1 January is turned around, as typical years are.
  const shift = start - daysFromCivil(year, 1, 1) * HOURS_PER_DAY
  filled(values).forEach((value, index) => {
    gPerKWh[(((index + shift) % rows.length) + rows.length) % rows.length] = value
  })
  return ok({ table: { source: `hourly carbon intensity of ${year}`, hours: rows.length, gPerKWh }, warnings: gaps })
}
