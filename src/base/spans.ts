/** Spans of time in milliseconds, the unit of every clock here. A year is 365.25 days, as in failure rates. */
export const SECOND_MS = 1000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
export const WEEK_MS = 604_800_000
export const YEAR_MS = 31_557_600_000
