/** The decision calendar as a table, with what it rests on. */
import type { Calendar, CalendarRow } from '../analysis/decide/calendar.ts'
import { figureDifference, figureLabel } from '../analysis/figure-text.ts'
import { digits } from '../analysis/number-text.ts'
import { formatDate } from '../base/civil-date.ts'
import type { TextTable } from './text-table.ts'

const inTen = (value: number): string => `${digits(value, Number.isInteger(value) ? 0 : 1)} of 10`

function rowOf(result: Calendar['result'], { option, days, last, isOpen }: CalendarRow): string[] {
  if (last === null) return [option, 'never', days.length === 0 ? '' : inTen(days[0].gainsInTen), days.length === 0 ? '' : figureDifference(result, days[0].gain), days.length === 0 ? '' : `on ${formatDate(days[0].day)}`]
  return [option, `${isOpen ? 'still on ' : ''}${formatDate(last.day)}`, inTen(last.gainsInTen), figureDifference(result, last.gain), days[0] === last ? '' : `${figureDifference(result, days[0].gain)} on ${formatDate(days[0].day)}`]
}

function notesOf({ option, label, when, writtenDay, isMonotone, impossible, last }: CalendarRow): string[] {
  const asked = when === null ? `the file decides it at the start, ${formatDate(writtenDay)}` : `the file takes it when ${when}`
  const taken = last === null || when === null ? '' : `; on the last day its condition holds in ${inTen(last.takenInTen)} futures`
  return [
    `${option}, ${label}: ${asked}; its dates move with the decision${taken}.`,
    ...(impossible === '' ? [] : [`  It cannot be decided later: ${impossible}.`]),
    ...(isMonotone ? [] : ['  It pays again after a day on which it does not: look at the days of --format json.']),
  ]
}

export function calendarTable(calendar: Calendar, command: string): TextTable {
  const { result, rows, replications } = calendar
  return {
    title: `Until when each option pays, by ${figureLabel(result)}, ${replications} futures`,
    columns: ['option', 'pays until', 'gains in', 'mean gain then', 'at the first day'],
    rows: rows.map(row => rowOf(result, row)),
    notes: [...rows.flatMap(notesOf), `A day again: ${command}`],
  }
}

export const calendarCsvHeader = ['option', 'day', 'gain', 'gain low', 'gain high', 'gains in ten', 'taken in ten', 'pays'] as const

export const calendarCsvRows = ({ rows }: Calendar): (string | number)[][] =>
  rows.flatMap(({ option, days }) => days.map(({ day, gain, ci95, gainsInTen, takenInTen, pays }) => [option, formatDate(day), gain, ci95?.[0] ?? '', ci95?.[1] ?? '', gainsInTen, takenInTen, pays ? 'yes' : 'no']))
