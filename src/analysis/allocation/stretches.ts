/** Weeks of a plan: seven days each, counted from the begin of every quarter of the calendar, the last of a quarter shorter. */
import { civilFromDays, daysFromCivil } from '../../base/civil-date.ts'

export interface Stretch {
  /** Days since the run began. */
  readonly from: number
  readonly until: number
  /** `2027-Q3`. */
  readonly quarter: string
}

const WEEK_DAYS = 7

/** All stretches of a run of so many days. */
export function stretchesOf(startDay: number, days: number): Stretch[] {
  const stretches: Stretch[] = []
  for (let from = 0; from < days; ) {
    const { year, month } = civilFromDays(startDay + from)
    const quarter = Math.ceil(month / 3)
    const next = (quarter === 4 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, quarter * 3 + 1, 1)) - startDay
    const until = Math.min(from + WEEK_DAYS, next, days)
    stretches.push({ from, until, quarter: `${year}-Q${quarter}` })
    from = until
  }
  return stretches
}
