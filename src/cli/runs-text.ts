/** Named model runs for the terminal: the date, how likely it is kept, and what delays most. */
import { digits, percent } from '../analysis/number-text.ts'
import type { NamedRunRow } from '../analysis/runs.ts'
import { formatDate } from '../base/civil-date.ts'
import { withReach } from './half-width.ts'

/** Delays that are told; smaller ones are in the JSON. */
const MOST_DELAYS = 3

export const dayText = (startDay: number, day: number | null): string => (day === null ? 'after the horizon' : formatDate(startDay + Math.floor(day - 1e-9)))

/** `done 2028-03-02 (P10 2028-02-20, P90 2028-03-30), by 2028-04-01 with 85 %`. */
export function runText(row: NamedRunRow, startDay: number): string {
  const { deadlineDay, endDay, onTime } = row
  const spread = endDay.p10 === endDay.p90 ? '' : ` (P10 ${dayText(startDay, endDay.p10)}, P90 ${dayText(startDay, endDay.p90)})`
  const promise = deadlineDay === null ? '' : `; by ${dayText(startDay, deadlineDay)} ${onTime === null ? 'not known within the horizon' : `with ${withReach(row, 'onTime', onTime, value => percent(value), value => digits(value * 100))}`}`
  return `done ${dayText(startDay, endDay.p50)}${spread}${promise}`
}

export const delayText = ({ delays }: NamedRunRow): string => delays.slice(0, MOST_DELAYS).map(each => `${each.label.toLowerCase()} ${withReach(each, 'days', each.days, value => digits(value, each.days < 10 ? 1 : 0))} d`).join(' · ')

export function runLines(rows: readonly NamedRunRow[], startDay: number): string[] {
  return rows.flatMap(row => [
    `  ${row.id}: ${digits(row.accelerators)} accelerators, ${digits(row.workDays, 1)} days at full speed`,
    `    ${runText(row, startDay)}`,
    ...(row.delays.length === 0 ? [] : [`    ${delayText(row)}`]),
  ])
}
