/**
 * The meter at the point of connection. Grid power is piecewise constant between settles, so energy by price period and the demand of
 * quarter-hours are exact integrals, not samples. Months, weekdays and hours are civil; intervals are of standard time, which clocks
 * only ever shift by whole ones.
 */
import { civilFromDays, daysFromCivil, weekday } from '../../base/civil-date.ts'
import { addEnergy, createEnergy, energyWMs } from '../../base/exact-sum.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { createCalendar } from '../../scenario/calendar.ts'
import { carbonByHour } from '../../scenario/carbon.ts'
import type { CarbonTable } from '../../scenario/inputs.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { holdsAt, holdsIn, periodByCell, pricePeriods, tariffCell } from '../../scenario/tariff-hours.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'

const INTERVAL_MS = 900_000
const INTERVALS_PER_HOUR = HOUR_MS / INTERVAL_MS
const W_MS_PER_KWH = 3_600_000_000
const MONTHS_PER_YEAR = 12
/** Colder than any hour. */
const NEVER_C = -1000

/** What one month's meter reads; see the result type of the same name. */
export interface MonthReading {
  readonly year: number
  readonly month: number
  readonly days: number
  readonly monthDays: number
  readonly energyWms: readonly string[]
  readonly peakW: number
  readonly coincidentW: number
  readonly coincidentInterval: number
  readonly carbonKg: number
}

export interface Meter {
  /** Integrates up to now with the power of the last call, then takes over the present one. */
  advance(nowMs: number, gridW: number): void
  readonly periods: readonly string[]
  /** Months up to the last call. */
  months(): MonthReading[]
  /** Energy of every closed quarter-hour, W·ms; empty unless kept. */
  intervals(): Float64Array
}

export interface MeterInputs {
  readonly scenario: Scenario
  readonly carbon: CarbonTable | null
  /** Dry bulb of the present hour, °C. */
  readonly ambientC: () => number
  /** Keep every quarter-hour for the reader. */
  readonly keepsIntervals: boolean
}

const MONTH_COLUMNS = { peakW: 'f64', coincidentW: 'f64', coincidentInterval: 'f64', hottestC: 'f64', carbonKg: 'f64' } as const

/** Static facts of the hour that is metered. */
interface MeteredHour {
  hour: number
  row: number
  period: number
  gPerKWh: number
  isCoincident: boolean
}

type Book = ReturnType<typeof createBook>

/** Quarter-hours that are kept are a record for readers; the meter's own table, without rows, has its place in the hash of every run. */
function keptIntervals(world: World, state: State, { keepsIntervals }: MeterInputs) {
  const none = state.table('meter.intervals', 0, { wMs: 'f64' })
  return keepsIntervals ? state.table('recorder.intervals', Math.ceil(world.horizonMs / INTERVAL_MS), { wMs: 'f64' }) : none
}

/** Months since the year 0 of the civil month that an instant lies in; a clock on daylight saving is an hour ahead. */
function createBook(world: World, state: State, inputs: MeterInputs) {
  const { tariff } = inputs.scenario.grid
  const calendar = createCalendar(inputs.scenario.site.location.timezone, world.startDay)
  const civilMs = (atMs: number): number => atMs + (calendar.isDaylight(atMs) ? HOUR_MS : 0)
  const monthNumber = (atMs: number): number => {
    const { year, month } = civilFromDays(world.startDay + Math.floor(civilMs(atMs) / DAY_MS))
    return year * MONTHS_PER_YEAR + month - 1
  }
  const firstMonth = monthNumber(0)
  const monthCount = monthNumber(world.horizonMs) - firstMonth + 1
  const periods = pricePeriods(tariff)
  const months = state.table('meter.months', monthCount, MONTH_COLUMNS)
  months.col.coincidentInterval.fill(-1)
  months.col.hottestC.fill(NEVER_C)
  return {
    tariff,
    inputs,
    startDay: world.startDay,
    civilMs,
    monthNumber,
    firstMonth,
    monthCount,
    periods: periods.map(({ id }) => id),
    byCell: periodByCell(tariff),
    carbon: carbonByHour(inputs.scenario, inputs.carbon),
    months,
    energies: state.table('meter.energies', monthCount * periods.length, { kWh: 'f64', wMs: 'f64' }),
    intervals: keptIntervals(world, state, inputs),
    now: state.scalars('meter.now', { lastMs: 0, flowW: 0, interval: 0, wMs: 0 }),
    hour: { hour: -1, row: 0, period: 0, gPerKWh: 0, isCoincident: false } as MeteredHour,
    sum: createEnergy(),
  }
}

/** Facts of the hour of an interval, looked up once an hour. */
function hourOf(book: Book, interval: number): MeteredHour {
  const { hour, tariff, startDay } = book
  const index = Math.floor(interval / INTERVALS_PER_HOUR)
  if (hour.hour === index) return hour
  const civilMs = book.civilMs(index * HOUR_MS)
  const day = startDay + Math.floor(civilMs / DAY_MS)
  const { year, month } = civilFromDays(day)
  const civilHour = Math.floor((civilMs % DAY_MS) / HOUR_MS)
  hour.hour = index
  hour.row = year * MONTHS_PER_YEAR + month - 1 - book.firstMonth
  hour.period = book.byCell[tariffCell(month, weekday(day), civilHour)]
  hour.gPerKWh = book.carbon(index, startDay)
  hour.isCoincident = tariff.coincidentPeak !== undefined && holdsIn(tariff.coincidentPeak.months, month) && holdsAt(tariff.coincidentPeak, civilHour)
  return hour
}

/** Books `flowW` over a span inside the open interval. */
function add(book: Book, spanMs: number): void {
  const { now, sum, energies, periods } = book
  if (spanMs === 0 || now.flowW === 0) return
  const { row, period } = hourOf(book, now.interval)
  const at = row * periods.length + period
  sum.kWh = energies.col.kWh[at]
  sum.wMs = energies.col.wMs[at]
  addEnergy(sum, now.flowW, spanMs)
  energies.col.kWh[at] = sum.kWh
  energies.col.wMs[at] = sum.wMs
  now.wMs += now.flowW * spanMs
}

function closeInterval(book: Book): void {
  const { now, months, intervals, inputs } = book
  const { row, gPerKWh, isCoincident } = hourOf(book, now.interval)
  const meanW = now.wMs / INTERVAL_MS
  if (meanW > months.col.peakW[row]) months.col.peakW[row] = meanW
  months.col.carbonKg[row] += (now.wMs / W_MS_PER_KWH) * (gPerKWh / 1000)
  if (isCoincident && inputs.ambientC() > months.col.hottestC[row]) {
    months.col.hottestC[row] = inputs.ambientC()
    months.col.coincidentW[row] = meanW
    months.col.coincidentInterval[row] = now.interval
  }
  if (inputs.keepsIntervals) intervals.col.wMs[now.interval] = now.wMs
  now.wMs = 0
  now.interval += 1
}

function advance(book: Book, nowMs: number, gridW: number): void {
  const { now } = book
  for (let endMs = (now.interval + 1) * INTERVAL_MS; endMs <= nowMs; endMs += INTERVAL_MS) {
    add(book, endMs - now.lastMs)
    now.lastMs = endMs
    closeInterval(book)
  }
  add(book, nowMs - now.lastMs)
  now.lastMs = nowMs
  now.flowW = gridW
}

function monthReading(book: Book, row: number): MonthReading {
  const { months, energies, periods, now, startDay, firstMonth } = book
  const number = firstMonth + row
  const year = Math.floor(number / MONTHS_PER_YEAR)
  const month = (number % MONTHS_PER_YEAR) + 1
  const begin = daysFromCivil(year, month, 1)
  const end = month === MONTHS_PER_YEAR ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)
  const meteredUntil = startDay + now.lastMs / DAY_MS
  const { peakW, coincidentW, coincidentInterval, carbonKg } = months.col
  return {
    year,
    month,
    days: Math.max(0, Math.min(end, meteredUntil) - Math.max(begin, startDay)),
    monthDays: end - begin,
    energyWms: periods.map((_, period) => {
      const at = row * periods.length + period
      return energyWMs({ kWh: energies.col.kWh[at], wMs: energies.col.wMs[at] }).toString()
    }),
    peakW: peakW[row],
    coincidentW: coincidentW[row],
    coincidentInterval: coincidentInterval[row],
    carbonKg: carbonKg[row],
  }
}

/** Clocks on daylight saving show the next month an hour before its first day begins: that hour counts to the month before until then. */
function withoutStray(readings: readonly MonthReading[]): MonthReading[] {
  const [before, stray] = readings.slice(-2)
  if (stray === undefined || stray.days > 0) return [...readings]
  return [
    ...readings.slice(0, -2),
    {
      ...before,
      energyWms: before.energyWms.map((wms, period) => (BigInt(wms) + BigInt(stray.energyWms[period])).toString()),
      peakW: Math.max(before.peakW, stray.peakW),
      carbonKg: before.carbonKg + stray.carbonKg,
    },
  ]
}

export function createMeter(world: World, state: State, inputs: MeterInputs): Meter {
  const book = createBook(world, state, inputs)
  return {
    advance: (nowMs, gridW) => advance(book, nowMs, gridW),
    periods: book.periods,
    months: () => {
      const last = book.now.lastMs === 0 ? -1 : book.monthNumber(book.now.lastMs - 1) - book.firstMonth
      return withoutStray(Array.from({ length: Math.min(book.monthCount, last + 1) }, (_, row) => monthReading(book, row)))
    },
    intervals: () => book.intervals.col.wMs.slice(0, inputs.keepsIntervals ? book.now.interval : 0),
  }
}
