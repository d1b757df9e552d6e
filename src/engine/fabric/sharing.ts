/**
 * Sharing of bundles between jobs. A job's collectives progress together, so a job is one rate in (0, 1].
 * `maxMinRates` is the reference (progressive filling); `proportionalRates` is the fast bound used by the simulation, which never
 * exceeds max-min: on a job's max-min bottleneck every other job has a rate at most its own and the bundle is full.
 */

/** A job's demand on one bundle, B/s. */
export interface Demand {
  readonly job: number
  readonly bundle: number
  readonly bps: number
}

function loads(demands: readonly Demand[], bundles: number, counts: (job: number) => boolean): Float64Array {
  const load = new Float64Array(bundles)
  for (const { job, bundle, bps } of demands) if (counts(job)) load[bundle] += bps
  return load
}

/** r_j = min(1, min over its bundles of capacity ÷ load). */
export function proportionalRates(jobs: number, capacityBps: readonly number[], demands: readonly Demand[]): Float64Array {
  const load = loads(demands, capacityBps.length, () => true)
  const rate = new Float64Array(jobs).fill(1)
  for (const { job, bundle } of demands) rate[job] = Math.min(rate[job], capacityBps[bundle] / load[bundle])
  return rate
}

/** Weighted max-min by water filling: the tightest bundle fixes its jobs, then the rest goes on. Ties go to the lowest bundle. */
export function maxMinRates(jobs: number, capacityBps: readonly number[], demands: readonly Demand[]): Float64Array {
  const rate = new Float64Array(jobs).fill(1)
  const left = Float64Array.from(capacityBps)
  const active = new Uint8Array(jobs).fill(1)
  for (;;) {
    const load = loads(demands, left.length, job => active[job] === 1)
    let tightest = -1
    let level = 1
    for (let bundle = 0; bundle < left.length; bundle++) {
      if (load[bundle] > 0 && left[bundle] / load[bundle] < level) {
        level = left[bundle] / load[bundle]
        tightest = bundle
      }
    }
    if (tightest < 0) return rate
    fix(rate, active, left, demands, tightest, level)
  }
}

function fix(rate: Float64Array, active: Uint8Array, left: Float64Array, demands: readonly Demand[], tightest: number, level: number): void {
  for (const { job, bundle } of demands) if (bundle === tightest && active[job] === 1) rate[job] = level
  const fixed = new Set(demands.filter(({ job, bundle }) => bundle === tightest && active[job] === 1).map(({ job }) => job))
  for (const { job, bundle, bps } of demands) if (fixed.has(job)) left[bundle] = Math.max(0, left[bundle] - bps * level)
  for (const job of fixed) active[job] = 0
}
