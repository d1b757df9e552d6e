/** Faults and goodput for the terminal and for Markdown: aligned rows, most frequent first. */
import type { FaultRow, GoodputRow } from '../analysis/faults.ts'
import { digits, percent } from '../analysis/number-text.ts'

const LABEL_WIDTH = 48
const NUMBER_WIDTH = 10
const MOST_ROWS = 8
const THIN = '\u2009'

const countText = (count: number): string => digits(count, count < 100 && !Number.isInteger(count) ? 1 : 0)

/** A figure with its unit; a dash where there is none. */
export function goodputText({ amount, unit }: GoodputRow): string {
  if (amount === null) return '–'
  return unit === 'share' ? percent(amount, 1) : `${digits(amount)}${THIN}h`
}

/** The most frequent kinds of faults with the node-hours that they took, then how well work came through; nothing where nothing failed. */
export function faultLines(faults: readonly FaultRow[], goodput: readonly GoodputRow[]): string[] {
  const shown = faults.slice(0, MOST_ROWS)
  const rest = faults.slice(MOST_ROWS)
  const line = (label: string, count: number, hours: number): string => `  ${label.padEnd(LABEL_WIDTH)}${countText(count).padStart(NUMBER_WIDTH)}${(hours > 0 ? `${digits(hours)}${THIN}node·h` : '').padStart(18)}`
  const others = rest.length === 0 ? [] : [line(`${rest.length} other kinds`, rest.reduce((sum, row) => sum + row.count, 0), rest.reduce((sum, row) => sum + row.downNodeHours, 0))]
  const worked = goodput.filter(({ amount }) => amount !== null).map(row => `  ${row.label.padEnd(LABEL_WIDTH)}${goodputText(row).padStart(NUMBER_WIDTH)}`)
  return [...shown.map(row => line(row.label, row.count, row.downNodeHours)), ...others, ...worked]
}
