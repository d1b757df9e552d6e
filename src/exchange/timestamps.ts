/** Points in time as traces write them: `2023-11-16 18:15:46.6805900`, with or without an offset, or plain numbers. */
import { daysFromCivil } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'

const STAMP = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/u

export interface Stamp {
  /** ms since 1970-01-01; UTC where there is an offset, otherwise as the clock showed it. */
  readonly ms: number
  readonly hasOffset: boolean
}

function offsetMs(text: string): number {
  if (text === 'Z' || text === 'UTC') return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return (text.startsWith('-') ? -minutes : minutes) * 60_000
}

/** Undefined where a text is no time; fractions beyond the ms are rounded. */
export function parseStamp(text: string): Stamp | undefined {
  const found = STAMP.exec(text)
  if (found === null) return undefined
  const [, year, month, day, hour = '0', minute = '0', second = '0', part = '0', zone] = found
  const [m, d, h] = [Number(month), Number(day), Number(hour)]
  if (m < 1 || m > 12 || d < 1 || d > 31 || h > 24 || Number(minute) > 59 || Number(second) > 60) return undefined
  const clock = (h * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + Math.round(Number(`0.${part}`) * 1000)
  return { ms: daysFromCivil(Number(year), m, d) * DAY_MS + clock - (zone === undefined ? 0 : offsetMs(zone)), hasOffset: zone !== undefined }
}

/** `[D-]HH:MM:SS`, `MM:SS` or minutes, as Slurm writes durations; ms, NaN for anything else. */
export function parseElapsed(text: string): number {
  const found = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)(?:\.\d+)?$/u.exec(text)
  if (found === null) return Number.NaN
  const [, days = '0', hours = '0', minutes, seconds] = found
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}
