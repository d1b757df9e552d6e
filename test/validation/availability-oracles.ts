/** Closed forms of availability and stock, written for the comparison alone; the product's own code is what they judge. */

/** Time that a unit with exponential life and any repair is up, 0–1; same unit of time for both. */
export const availabilityOf = (failuresPerYear: number, repairHours: number): number => 1 / (1 + failuresPerYear * (repairHours / YEAR_HOURS))

/** A year of 365.25 days, as in the engine's failure rates. */
export const YEAR_HOURS = 8766

/** Probability that at least `k` of `units` are up, by going through the units one by one. */
export function atLeast(k: number, units: readonly number[]): number {
  // up[j]: probability that j of the units so far are up.
  let up = [1]
  for (const a of units) up = [...up, 0].map((p, j) => p * (1 - a) + (j > 0 ? up[j - 1] * a : 0))
  return up.slice(k).reduce((sum, p) => sum + p, 0)
}

/** Two paths, each down for the share `u` of the time, a part `beta` of which takes both. */
export const pairDown = (u: number, beta: number): number => beta * u + ((1 - beta) * u) ** 2

/** Spares one for one with a Poisson number of parts on order (Palm): mean back-orders and share of requests served at once. */
export function stockOf(pipeline: number, stock: number): { readonly backOrders: number; readonly fillRate: number } {
  let p = Math.exp(-pipeline)
  let short = pipeline - stock
  let fillRate = 0
  for (let onOrder = 0; onOrder < stock; onOrder++) {
    short += (stock - onOrder) * p
    fillRate += p
    p *= pipeline / (onOrder + 1)
  }
  return { backOrders: short, fillRate }
}

/** Mean outage of a unit whose spare is there with probability `p`, else ordered, h. */
export const meanOutageHours = (p: number, withSpareHours: number, leadHours: number): number => p * withSpareHours + (1 - p) * leadHours
