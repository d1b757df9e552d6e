/** What the crews did, for the terminal: rows that say something, aligned. */
import { digits, percent } from '../analysis/number-text.ts'
import type { WorkRow } from '../analysis/work.ts'
import { withReach } from './half-width.ts'

const LABEL_WIDTH = 48
const NUMBER_WIDTH = 28
const THIN = '\u2009'

/** A figure with its unit. */
export function workText(row: WorkRow): string {
  const { amount, unit } = row
  if (unit === 'share') return withReach(row, 'amount', amount, value => percent(value, 1))
  const number = withReach(row, 'amount', amount, value => digits(value, amount < 100 ? 2 : 0))
  if (unit === '') return number
  return unit === 'h' ? `${number}${THIN}h` : `${number} a year`
}

/** Lines of all rows that are not nothing. */
export const workLines = (rows: readonly WorkRow[]): string[] => rows.filter(({ amount }) => amount > 0).map(row => `  ${row.label.padEnd(LABEL_WIDTH)}${workText(row).padStart(NUMBER_WIDTH)}`)
