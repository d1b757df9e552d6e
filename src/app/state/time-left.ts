/** How long work that tells its share will still take, from how it went so far. */
import { SECOND_MS } from '../../base/spans.ts'

/** Before so much is done, nothing can be said. */
const LEAST_SHARE = 0.02
const LEAST_MS = 300

export interface TimeLeft {
  /** Notes the share that is done at a time; answers the time left, ms, or null while it cannot be told. */
  note(share: number, nowMs: number): number | null
}

/** Begins to watch at `startMs`; work may be partly done then. */
export function createTimeLeft(startMs: number): TimeLeft {
  let first: number | undefined
  return {
    note(share, nowMs) {
      first ??= share
      const [done, took] = [share - first, nowMs - startMs]
      if (done < LEAST_SHARE || took < LEAST_MS) return null
      return Math.max(0, ((1 - share) * took) / done)
    },
  }
}

const MINUTE_S = 60
const HOUR_S = 3600

/** `about 12 s left`: no more exact than it is known. */
export function timeLeftText(leftMs: number): string {
  const seconds = leftMs / SECOND_MS
  if (seconds < 1.5) return 'about 1\u2009s left'
  if (seconds < 10) return `about ${Math.round(seconds)}\u2009s left`
  if (seconds < MINUTE_S) return `about ${Math.ceil(seconds / 5) * 5}\u2009s left`
  if (seconds < HOUR_S) return `about ${Math.ceil(seconds / MINUTE_S)}\u2009min left`
  return `about ${(seconds / HOUR_S).toFixed(1)}\u2009h left`
}
