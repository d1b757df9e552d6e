/**
 * How long the electronics of a UPS stand an overload before they hand the load to the static bypass. Steps as vendors state them: up to
 * 110 % an hour, to 125 % ten minutes, to 150 % a minute, beyond 200 ms. Source: usual data sheets of double-conversion units.
 */
const STEPS: readonly (readonly [loadFraction: number, ms: number])[] = [[1.1, 3_600_000], [1.25, 600_000], [1.5, 60_000]]
const BEYOND_MS = 200

/** Milliseconds that a fresh unit stands a steady load fraction; Infinity at or below its rating. */
export function upsOverloadMs(loadFraction: number): number {
  if (loadFraction <= 1) return Infinity
  return STEPS.find(([most]) => loadFraction <= most)?.[1] ?? BEYOND_MS
}

/** Share of that time used after `dtMs` at a steady load fraction: gathers above the rating, starts anew at or below it. */
export function upsOverloadAfter(used: number, loadFraction: number, dtMs: number): number {
  return loadFraction <= 1 ? 0 : Math.min(1, used + dtMs / upsOverloadMs(loadFraction))
}
