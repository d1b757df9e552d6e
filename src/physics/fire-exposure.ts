/** What fires take in a year: the mean in closed form, the tail by sampling whole years, since a mean of rare fires says little. */
import { type Distribution, meanOf, sample } from '../base/distribution.ts'
import { type EntityKey, PURPOSE, uniform } from '../base/rng.ts'
import { HOUR_MS } from '../base/spans.ts'
import { poisson } from '../base/variates.ts'

/** One zone: fires a year that take it as a whole, and the power that goes with it, W. */
export interface ZoneExposure {
  readonly firesPerYear: number
  readonly lostW: number
}

/** How long a zone is away after a fire: the make-safe hold, then the restoration, ms. */
export interface ZoneOutage {
  readonly makeSafe: Distribution
  readonly restoration: Distribution
}

/** Energy not served in a year in the mean, W·h: Σ rate × power × (hold + restoration). */
export function expectedLossWh(zones: readonly ZoneExposure[], { makeSafe, restoration }: ZoneOutage): number {
  const hours = (meanOf(makeSafe) + meanOf(restoration)) / HOUR_MS
  return zones.reduce((sum, { firesPerYear, lostW }) => sum + firesPerYear * lostW * hours, 0)
}

/** Draws of one fire: hold and restoration; a zone burns at most this often in a sampled year. */
const DRAWS = 2
const FIRES_MAX = 100

/** Energy not served in each of `years` sampled years, W·h, ascending. Each zone has its own streams. */
export function sampledYearsWh(zones: readonly (ZoneExposure & { readonly key: EntityKey })[], { makeSafe, restoration }: ZoneOutage, years: number): Float64Array {
  const totals = new Float64Array(years)
  for (const { firesPerYear, lostW, key } of zones) {
    if (firesPerYear <= 0 || lostW <= 0) continue
    for (let year = 0; year < years; year++) {
      const fires = Math.min(FIRES_MAX, poisson(uniform(key, PURPOSE.outage, year), firesPerYear))
      for (let fire = 0; fire < fires; fire++) {
        const n = (year * FIRES_MAX + fire) * DRAWS
        const ms = sample(makeSafe, uniform(key, PURPOSE.duration, n)) + sample(restoration, uniform(key, PURPOSE.repair, n + 1))
        totals[year] += (lostW * ms) / HOUR_MS
      }
    }
  }
  return totals.sort()
}

/** The value that a share `p` of ascending values does not exceed. */
export function quantileOfYears(ascending: Float64Array, p: number): number {
  return ascending.length === 0 ? 0 : ascending[Math.min(ascending.length - 1, Math.max(0, Math.ceil(p * ascending.length) - 1))]
}
