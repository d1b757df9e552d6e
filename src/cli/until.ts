/** The `--until` flag: a day at which a run stops early. */
import { formatDate, parseDate } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import { UsageError } from './command.ts'

/** Time since the start of the horizon, ms; null without the flag. */
export function untilMs(text: string | undefined, { start: startDay, end: endDay }: { readonly start: number; readonly end: number }): number | null {
  if (text === undefined) return null
  const day = parseDate(text)
  if (day === undefined || day <= startDay) throw new UsageError(`--until takes a date YYYY-MM-DD after the start of the horizon, not '${text}'`)
  if (day > endDay) throw new UsageError(`--until ${text} lies beyond the horizon, which ends on ${formatDate(endDay)}: leave it out to simulate to the end, or move horizon.end`)
  return (day - startDay) * DAY_MS
}
