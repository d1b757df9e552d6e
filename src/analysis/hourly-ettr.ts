/** Effective training time by the hour: how good the good and the bad hours of each run were, over all replications. */
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'

export interface HourlyEttrRow extends Uncertain {
  readonly entry: string
  /** Hours that were looked at over all replications, one ends with each minute. */
  readonly hours: number
  readonly mean: number
  /** Share that 95 % and half of the hours reached, whole percent rounded down. */
  readonly reachedBy95: number
  readonly median: number
  readonly lowest: number
  /** Share of the hours that reached 90 %. */
  readonly above90: number
}

/** Highest whole percent that a share of the hours reached. */
function reachedBy(bins: readonly number[], hours: number, share: number): number {
  let reached = 0
  for (let bin = bins.length - 1; bin >= 0; bin--) {
    reached += bins[bin]
    if (reached >= share * hours) return bin / 100
  }
  return 0
}

/** One row a run that went on for an hour, in file order. */
export function hourlyEttrRows(runs: readonly RunResult[]): HourlyEttrRow[] {
  const ids = [...new Set(runs.flatMap(({ hourlyEttr = [] }) => hourlyEttr.map(({ id }) => id)))]
  const order = (runs[0].jobClasses ?? []).map(({ id }) => id)
  return ids.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)).flatMap((entry): HourlyEttrRow[] => {
    const own = runs.flatMap(({ hourlyEttr = [] }) => hourlyEttr.filter(({ id, hours }) => id === entry && hours > 0))
    if (own.length === 0) return []
    const hours = own.reduce((sum, each) => sum + each.hours, 0)
    const bins = own[0].bins.map((_, bin) => own.reduce((sum, each) => sum + each.bins[bin], 0))
    return [{
      entry, hours,
      mean: own.reduce((sum, each) => sum + each.sum, 0) / hours,
      reachedBy95: reachedBy(bins, hours, 0.95),
      median: reachedBy(bins, hours, 0.5),
      lowest: own.reduce((least, each) => Math.min(least, each.lowest), 1),
      above90: bins.slice(90).reduce((sum, count) => sum + count, 0) / hours,
    }]
  })
}
