/** Calendar arithmetic on the proleptic Gregorian calendar without clock or time zone. Days count from 1970-01-01 = 0. */

/** A calendar day: month 1–12, day 1–31. */
export interface CivilDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

const DAYS_PER_ERA = 146_097 // 400 years
const DAYS_TO_EPOCH = 719_468 // 0000-03-01 to 1970-01-01

/**
 * Days since 1970-01-01. Years are counted from March, so that the leap day ends the year (the usual era arithmetic of civil calendars).
 * The month may be 1–12; a day past the end of its month runs on into the next.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const monthFromMarch = (month + 9) % 12
  const dayOfMarchYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfMarchYear
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH
}

/** The calendar day of a day number (whole). */
export function civilFromDays(days: number): CivilDate {
  const shifted = days + DAYS_TO_EPOCH
  const era = Math.floor(shifted / DAYS_PER_ERA)
  const dayOfEra = shifted - era * DAYS_PER_ERA
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365)
  const dayOfMarchYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfMarchYear + 2) / 153)
  const day = dayOfMarchYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** Day number of `2028-07-01`; undefined for anything else, such as the 30th of February. */
export function parseDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return undefined
  const [year, month, day] = match.slice(1).map(Number)
  if (month < 1 || month > 12 || day < 1) return undefined
  const days = daysFromCivil(year, month, day)
  return formatDate(days) === text ? days : undefined
}

/** ISO 8601 calendar date, `2028-07-01`. */
export function formatDate(days: number): string {
  const { year, month, day } = civilFromDays(days)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Day of the week, 0 = Monday … 6 = Sunday. */
export function weekday(days: number): number {
  const fromMonday = (days + 3) % 7 // 1970-01-01 was a Thursday
  return fromMonday < 0 ? fromMonday + 7 : fromMonday
}

/** Day of the year, 1 = 1 January. */
export function dayOfYear(days: number): number {
  return days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1
}

/** Whether a year has a 29 February. */
export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
