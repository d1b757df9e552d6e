/** What the meter at the point of connection read: exact energy by price period, demand of quarter-hours, carbon. Bills follow from it alone. */

/** Length of a demand interval, ms. */
export const DEMAND_INTERVAL_MS = 900_000

/** One calendar month, or the part of it that was metered; civil time. */
export interface MeteredMonth {
  readonly year: number
  /** 1–12. */
  readonly month: number
  /** Days of it that were metered, and that it has. */
  readonly days: number
  readonly monthDays: number
  /** Energy by price period, W·ms, exact decimal strings. */
  readonly energyWms: readonly string[]
  /** Highest mean of a quarter-hour, W. */
  readonly peakW: number
  /** Mean of the quarter-hour at the peak of the grid, W, and its index since the start; −1 when the month has none. */
  readonly coincidentW: number
  readonly coincidentInterval: number
  /** Location-based carbon of the energy, kg. */
  readonly carbonKg: number
}

export interface Metering {
  /** Names of the price periods. */
  readonly periods: readonly string[]
  readonly months: readonly MeteredMonth[]
  /** Energy of every quarter-hour, W·ms; empty unless the run was recorded. */
  readonly intervalsWms: Float64Array
}
