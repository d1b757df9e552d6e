/** Faults and goodput for the terminal and for Markdown: aligned rows, most frequent first. */
import type { Uncertain } from '../results/summary.ts'
import { withReach } from './half-width.ts'
import type { FaultRow, GoodputRow } from '../analysis/faults.ts'
import { digits, percent } from '../analysis/number-text.ts'

const LABEL_WIDTH = 38
const NUMBER_WIDTH = 16
const HOURS_WIDTH = 24
const GOODPUT_WIDTH = 54
const MOST_ROWS = 8
const THIN = '\u2009'

const countText = (count: number): string => digits(count, count < 100 && !Number.isInteger(count) ? 1 : 0)

/** A figure with its unit; a dash where there is none. */
export function goodputText(row: GoodputRow): string {
  const { amount, unit } = row
  if (amount === null) return '–'
  return withReach(row, 'amount', amount, value => (unit === 'share' ? percent(value, 1) : `${digits(value)}${THIN}h`))
}

/** Node-hours that faults took; nothing where they took none. */
const hoursText = (row: Uncertain, hours: number): string => (hours > 0 ? withReach(row, 'downNodeHours', hours, value => digits(value)) : '')

/** The most frequent kinds of faults with the node-hours that they took, then how well work came through; nothing where nothing failed. */
export function faultLines(faults: readonly FaultRow[], goodput: readonly GoodputRow[]): string[] {
  const shown = faults.slice(0, MOST_ROWS)
  const rest = faults.slice(MOST_ROWS)
  const line = (label: string, count: string, hours: string): string => `  ${label.padEnd(LABEL_WIDTH)}${count.padStart(NUMBER_WIDTH)}${(hours === '' ? '' : `${hours}${THIN}node·h`).padStart(HOURS_WIDTH)}`
  const others = rest.length === 0 ? [] : [line(`${rest.length} other kinds`, countText(rest.reduce((sum, row) => sum + row.count, 0)), hoursText({}, rest.reduce((sum, row) => sum + row.downNodeHours, 0)))]
  const worked = goodput.filter(({ amount }) => amount !== null).map(row => `  ${row.label.padEnd(GOODPUT_WIDTH)}${goodputText(row).padStart(78 - GOODPUT_WIDTH)}`)
  return [...shown.map(row => line(row.label.slice(0, LABEL_WIDTH - 1), withReach(row, 'count', row.count, countText), hoursText(row, row.downNodeHours))), ...others, ...worked]
}
