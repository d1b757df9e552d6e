/**
 * Inverse-time overload of a breaker. The overload clock gathers (x² − 1)·ms while the load fraction x is above 1 and
 * trips at `TRIP_CONSTANT_MS`, chosen so that 125 % lasts 600 s (engineering default within usual thermal curves).
 */
export const TRIP_CONSTANT_MS = 337_500

/** Milliseconds until the breaker trips at a steady load fraction, from a clock reading; Infinity at or below rating. */
export function breakerTripMs(loadFraction: number, clock = 0): number {
  if (loadFraction <= 1) return Infinity
  return (TRIP_CONSTANT_MS - clock) / (loadFraction * loadFraction - 1)
}

/** Clock after `dtMs` at a steady load fraction: gathers above rating, is reset at or below it. */
export function breakerClockAfter(clock: number, loadFraction: number, dtMs: number): number {
  if (loadFraction <= 1) return 0
  return clock + (loadFraction * loadFraction - 1) * dtMs
}
