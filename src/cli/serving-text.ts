/** What inference services did, for the terminal: a line a figure that says something, by service. */
import { digits, percent, short } from '../analysis/number-text.ts'
import type { ServiceRow } from '../analysis/services.ts'
import { withReach } from './half-width.ts'

const LABEL_WIDTH = 44
const NUMBER_WIDTH = 34
const THIN = '\u2009'

/** A figure with its unit. */
export function serviceText(row: ServiceRow): string {
  const { amount, unit } = row
  if (unit === 'share') return withReach(row, 'amount', amount, value => percent(value, 2))
  const whole = withReach(row, 'amount', amount, value => digits(value, amount < 100 ? 1 : 0))
  const number = whole.length + unit.length < NUMBER_WIDTH ? whole : withReach(row, 'amount', amount, short)
  return unit === '' ? number : `${number}${THIN}${unit}`
}

/** Lines of all services, each under its name; figures that are nothing are left out. */
export function serviceLines(rows: readonly ServiceRow[]): string[] {
  return rows.flatMap((row, at) => {
    const heading = rows[at - 1]?.service === row.service ? [] : [`  ${row.service}`]
    return row.amount > 0 ? [...heading, `    ${row.label.padEnd(LABEL_WIDTH - 2)}${serviceText(row).padStart(NUMBER_WIDTH)}`] : heading
  })
}
