/** Spans of time in the engine's milliseconds. A year is 365.25 days, as in failure rates. */
export const SECOND_MS = 1000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
export const YEAR_MS = 31_557_600_000
