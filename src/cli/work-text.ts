/** What the crews did, for the terminal: rows that say something, aligned. */
import { digits, percent } from '../analysis/number-text.ts'
import type { WorkRow } from '../analysis/work.ts'

const LABEL_WIDTH = 54
const NUMBER_WIDTH = 16
const THIN = '\u2009'

/** A figure with its unit. */
export function workText({ amount, unit }: WorkRow): string {
  if (unit === 'share') return percent(amount, 1)
  const number = digits(amount, amount < 100 ? 2 : 0)
  if (unit === '') return number
  return unit === 'h' ? `${number}${THIN}h` : `${number} a year`
}

/** Lines of all rows that are not nothing. */
export const workLines = (rows: readonly WorkRow[]): string[] => rows.filter(({ amount }) => amount > 0).map(row => `  ${row.label.padEnd(LABEL_WIDTH)}${workText(row).padStart(NUMBER_WIDTH)}`)
