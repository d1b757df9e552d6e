/**
 * Recurrence of windows by the rules of RFC 5545 (iCalendar), the part that maintenance calendars need: FREQ DAILY, WEEKLY, MONTHLY or YEARLY with
 * INTERVAL, COUNT, UNTIL, BYDAY (with ordinals by month or year), BYMONTHDAY and BYMONTH. Days are civil days of the site; weeks begin on Monday.
 * Days that a month lacks are left out, as the RFC has it.
 */
import { civilFromDays, daysFromCivil, weekday } from '../base/civil-date.ts'
import { err, ok, type Result } from '../base/result.ts'

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
type Frequency = (typeof FREQUENCIES)[number]
/** In the order of `weekday`, Monday first. */
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const PARTS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH'] as const
type PartName = (typeof PARTS)[number]

/** `nth` 0: every such weekday; 1 the first of its month or year, −1 the last. */
interface ByDay {
  readonly weekday: number
  readonly nth: number
}

export interface Recurrence {
  readonly frequency: Frequency
  readonly interval: number
  readonly count: number | undefined
  /** Last day, days since 1970. */
  readonly until: number | undefined
  readonly byDay: readonly ByDay[]
  readonly byMonthDay: readonly number[]
  readonly byMonth: readonly number[]
}

export interface RecurrenceError {
  readonly message: string
  readonly allowed: string
}

const bad = (message: string, allowed: string): Result<never, RecurrenceError> => err({ message, allowed })

function wholes(text: string | undefined, low: number, high: number): number[] | undefined {
  if (text === undefined) return []
  const values = text.split(',').map(part => (/^[+-]?\d{1,4}$/u.test(part) ? Number(part) : NaN))
  return values.every(value => Math.abs(value) >= low && Math.abs(value) <= high) ? values : undefined
}

function byDayOf(text: string | undefined): ByDay[] | undefined {
  if (text === undefined) return []
  const found = text.split(',').map(part => /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/u.exec(part))
  return found.every(match => match !== null) ? found.map(([, nth, day]) => ({ weekday: DAYS.findIndex(each => each === day), nth: nth === undefined ? 0 : Number(nth) })) : undefined
}

/** Days since 1970 of `20280131`, with or without a time behind it. */
function untilOf(text: string): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?$/u.exec(text)
  if (match === null) return undefined
  const [year, month, day] = match.slice(1, 4).map(Number)
  const days = daysFromCivil(year, month, day)
  const back = civilFromDays(days)
  return back.month === month && back.day === day ? days : undefined
}

function splitRule(rule: string): Result<ReadonlyMap<PartName, string>, RecurrenceError> {
  const parts = new Map<PartName, string>()
  for (const piece of rule.replace(/^RRULE:/u, '').split(';')) {
    const [name, value] = piece.split('=')
    const known = PARTS.find(part => part === name)
    if (known === undefined || value === undefined || value === '') return bad(`has the part "${piece}"`, `${PARTS.join(', ')}, as in FREQ=MONTHLY;BYDAY=1SU`)
    if (parts.has(known)) return bad(`states ${known} twice`, 'each part once')
    parts.set(known, value)
  }
  return ok(parts)
}

/** Reads a rule such as `FREQ=MONTHLY;BYDAY=1SU` (the first Sunday of each month). */
export function parseRecurrence(rule: string): Result<Recurrence, RecurrenceError> {
  const split = splitRule(rule)
  if (!split.ok) return split
  const parts = split.value
  const frequency = FREQUENCIES.find(name => name === parts.get('FREQ'))
  if (frequency === undefined) return bad('states no FREQ that is known', FREQUENCIES.join(', '))
  const [interval, count] = [wholes(parts.get('INTERVAL') ?? '1', 1, 1000), wholes(parts.get('COUNT'), 1, 9999)]
  if (interval?.length !== 1 || interval[0] < 1) return bad('has an INTERVAL that is no whole number', '1 to 1000')
  if (count === undefined || count.length > 1 || (count[0] ?? 1) < 1) return bad('has a COUNT that is no whole number', '1 to 9999')
  const untilText = parts.get('UNTIL')
  const until = untilText === undefined ? undefined : untilOf(untilText)
  if (untilText !== undefined && until === undefined) return bad('has an UNTIL that is no day', 'a day such as 20291231')
  if (untilText !== undefined && count.length > 0) return bad('states COUNT and UNTIL', 'one of them')
  const byDay = byDayOf(parts.get('BYDAY'))
  if (byDay === undefined) return bad('has a BYDAY that is no weekday', `${DAYS.join(', ')}, by month or year also with a number before it, such as 1SU or -1FR`)
  if (byDay.some(({ nth }) => nth !== 0) && (frequency === 'DAILY' || frequency === 'WEEKLY')) return bad(`counts weekdays by ${frequency === 'DAILY' ? 'day' : 'week'}`, 'numbers before weekdays with FREQ MONTHLY or YEARLY')
  const [byMonthDay, byMonth] = [wholes(parts.get('BYMONTHDAY'), 1, 31), wholes(parts.get('BYMONTH'), 1, 12)]
  if (byMonthDay === undefined) return bad('has a BYMONTHDAY that is no day of a month', '1 to 31, or -1 for the last day and so on')
  if (byMonthDay.length > 0 && frequency === 'WEEKLY') return bad('has BYMONTHDAY by week', 'another FREQ')
  if (byMonth === undefined || byMonth.some(month => month < 1)) return bad('has a BYMONTH that is no month', '1 to 12')
  return ok({ frequency, interval: interval[0], count: count[0], until, byDay, byMonthDay, byMonth })
}

const monthLength = (year: number, month: number): number => daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) - daysFromCivil(year, month, 1)

/** Whether a day is one of the ordinals of its weekday in [first, first + length). */
function isNth(day: number, first: number, length: number, nth: number): boolean {
  if (nth === 0) return true
  return nth > 0 ? Math.floor((day - first) / 7) + 1 === nth : -(Math.floor((first + length - 1 - day) / 7) + 1) === nth
}

/** Whether a day of a period that counts is one of the rule; `start` gives what the rule leaves open. */
function isChosen({ frequency, byDay, byMonthDay, byMonth }: Recurrence, day: number, start: number): boolean {
  const { year, month, day: ofMonth } = civilFromDays(day)
  const begin = civilFromDays(start)
  if (byMonth.length > 0 && !byMonth.includes(month)) return false
  const length = monthLength(year, month)
  if (byMonthDay.length > 0 && !byMonthDay.some(each => (each > 0 ? each : length + each + 1) === ofMonth)) return false
  if (byDay.length > 0) {
    const byYear = frequency === 'YEARLY' && byMonth.length === 0
    const first = byYear ? daysFromCivil(year, 1, 1) : daysFromCivil(year, month, 1)
    const span = byYear ? daysFromCivil(year + 1, 1, 1) - first : length
    return byDay.some(each => each.weekday === weekday(day) && isNth(day, first, span, each.nth))
  }
  if (byMonthDay.length > 0 || frequency === 'DAILY') return true
  if (frequency === 'WEEKLY') return weekday(day) === weekday(start)
  if (frequency === 'MONTHLY') return ofMonth === begin.day
  return ofMonth === begin.day && (byMonth.length > 0 || month === begin.month)
}

/** Number of the period that a day is in: days, weeks from Monday, months or years. */
function periodOf(frequency: Frequency, day: number): number {
  const { year, month } = civilFromDays(day)
  if (frequency === 'DAILY') return day
  // 1970-01-01 was a Thursday: Monday 1969-12-29 begins week 0.
  if (frequency === 'WEEKLY') return Math.floor((day + 3) / 7)
  return frequency === 'MONTHLY' ? year * 12 + month : year
}

/** Days since 1970 on which a rule falls from `start` on, before `end`. The first day counts only where the rule has it. */
export function recurrenceDays(rule: Recurrence, start: number, end: number): number[] {
  const days: number[] = []
  const first = periodOf(rule.frequency, start)
  const last = Math.min(end - 1, rule.until ?? Infinity)
  for (let day = start; day <= last && days.length < (rule.count ?? Infinity); day++) {
    if ((periodOf(rule.frequency, day) - first) % rule.interval === 0 && isChosen(rule, day, start)) days.push(day)
  }
  return days
}
