/** Recurrence against the examples that RFC 5545 gives in its section 3.8.5.3. */
import { describe, expect, test } from 'vitest'
import { daysFromCivil, formatDate } from '../../src/base/civil-date.ts'
import { parseRecurrence, recurrenceDays } from '../../src/scenario/recurrence.ts'

const dayOf = (text: string): number => {
  const [year, month, day] = text.split('-').map(Number)
  return daysFromCivil(year, month, day)
}

function daysOf(rule: string, start: string, end = '2010-01-01'): string[] {
  const read = parseRecurrence(rule)
  if (!read.ok) throw new Error(`${read.error.message}; ${read.error.allowed}`)
  return recurrenceDays(read.value, dayOf(start), dayOf(end)).map(formatDate)
}

describe('examples of RFC 5545', () => {
  test.each([
    ['FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02', ['1997-09-02', '1997-09-12', '1997-09-22', '1997-10-02', '1997-10-12']],
    ['FREQ=WEEKLY;INTERVAL=2;COUNT=8;BYDAY=TU,TH', '1997-09-02', ['1997-09-02', '1997-09-04', '1997-09-16', '1997-09-18', '1997-09-30', '1997-10-02', '1997-10-14', '1997-10-16']],
    ['FREQ=WEEKLY;UNTIL=19970930', '1997-09-02', ['1997-09-02', '1997-09-09', '1997-09-16', '1997-09-23', '1997-09-30']],
    ['FREQ=MONTHLY;COUNT=10;BYDAY=1FR', '1997-09-05', ['1997-09-05', '1997-10-03', '1997-11-07', '1997-12-05', '1998-01-02', '1998-02-06', '1998-03-06', '1998-04-03', '1998-05-01', '1998-06-05']],
    ['FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997-09-22', ['1997-09-22', '1997-10-20', '1997-11-17', '1997-12-22', '1998-01-19', '1998-02-16']],
    ['FREQ=MONTHLY;COUNT=6;BYMONTHDAY=-3', '1997-09-28', ['1997-09-28', '1997-10-29', '1997-11-28', '1997-12-29', '1998-01-29', '1998-02-26']],
    ['FREQ=MONTHLY;COUNT=5;BYMONTHDAY=15,30', '2007-01-15', ['2007-01-15', '2007-01-30', '2007-02-15', '2007-03-15', '2007-03-30']],
    ['FREQ=MONTHLY;COUNT=5;BYDAY=FR;BYMONTHDAY=13', '1997-09-02', ['1998-02-13', '1998-03-13', '1998-11-13', '1999-08-13', '2000-10-13']],
    ['FREQ=YEARLY;COUNT=10;BYMONTH=6,7', '1997-06-10', ['1997-06-10', '1997-07-10', '1998-06-10', '1998-07-10', '1999-06-10', '1999-07-10', '2000-06-10', '2000-07-10', '2001-06-10', '2001-07-10']],
    ['FREQ=YEARLY;COUNT=3;BYDAY=20MO', '1997-05-19', ['1997-05-19', '1998-05-18', '1999-05-17']],
    ['FREQ=YEARLY;INTERVAL=4;COUNT=3;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8', '1996-11-05', ['1996-11-05', '2000-11-07', '2004-11-02']],
  ])('%s', (rule, start, days) => {
    expect(daysOf(rule, start)).toEqual(days)
  })

  test('a month without a 31st is left out', () => {
    expect(daysOf('RRULE:FREQ=MONTHLY;COUNT=4', '2027-01-31', '2029-01-01')).toEqual(['2027-01-31', '2027-03-31', '2027-05-31', '2027-07-31'])
  })
})

test.each([
  ['FREQ=HOURLY', /no FREQ/], ['BYDAY=MO', /no FREQ/], ['FREQ=WEEKLY;BYDAY=2MO', /by week/], ['FREQ=MONTHLY;BYDAY=Monday', /BYDAY/], ['FREQ=MONTHLY;UNTIL=20270231', /UNTIL/],
  ['FREQ=DAILY;COUNT=3;UNTIL=20270101', /COUNT and UNTIL/], ['FREQ=DAILY;WKST=SU', /WKST/], ['FREQ=DAILY;INTERVAL=0', /INTERVAL/], ['FREQ=DAILY;FREQ=DAILY', /twice/], ['FREQ=WEEKLY;BYMONTHDAY=1', /by week/], ['FREQ=YEARLY;BYMONTH=13', /BYMONTH/],
])('%s is not understood', (rule, message) => {
  const read = parseRecurrence(rule)
  expect(read.ok ? '' : read.error.message).toMatch(message)
})
