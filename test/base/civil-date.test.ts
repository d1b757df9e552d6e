import { describe, expect, test } from 'vitest'
import { civilFromDays, dayOfYear, daysFromCivil, formatDate, isLeap, parseDate, weekday } from '../../src/base/civil-date.ts'

const DAY_MS = 86_400_000

describe('civil dates', () => {
  test('every day of 1900 to 2100 agrees with the calendar of the host and comes back', () => {
    const first = Math.floor(Date.UTC(1900, 0, 1) / DAY_MS)
    const last = Math.floor(Date.UTC(2100, 11, 31) / DAY_MS)
    const wrong: string[] = []
    for (let days = first; days <= last; days++) {
      const host = new Date(days * DAY_MS)
      const text = host.toISOString().slice(0, 10)
      const { year, month, day } = civilFromDays(days)
      const agrees =
        formatDate(days) === text &&
        parseDate(text) === days &&
        daysFromCivil(year, month, day) === days &&
        weekday(days) === (host.getUTCDay() + 6) % 7 &&
        dayOfYear(days) === (days * DAY_MS - Date.UTC(year, 0, 1)) / DAY_MS + 1
      if (!agrees) wrong.push(text)
    }
    expect(wrong).toEqual([])
    expect(last - first).toBe(73_413)
  })

  test('fixed points', () => {
    expect(daysFromCivil(1970, 1, 1)).toBe(0)
    expect(daysFromCivil(2000, 3, 1)).toBe(11_017)
    expect(civilFromDays(-1)).toEqual({ year: 1969, month: 12, day: 31 })
    expect(weekday(0)).toBe(3)
    expect(dayOfYear(daysFromCivil(2028, 12, 31))).toBe(366)
    expect(formatDate(daysFromCivil(33, 4, 3))).toBe('0033-04-03')
  })

  test('leap years', () => {
    expect([1900, 2000, 2023, 2024, 2100, 2400].map(isLeap)).toEqual([false, true, false, true, false, true])
  })

  test.each(['2027-02-29', '2027-13-01', '2027-00-10', '2027-04-31', '2027-1-1', '27-01-01', '2027-01-01T00:00', '', 'tomorrow'])('%o is no date', text => {
    expect(parseDate(text)).toBeUndefined()
  })
})
