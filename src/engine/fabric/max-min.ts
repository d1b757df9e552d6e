/**
 * Max-min fair rates by water filling (progressive filling; Bertsekas and Gallager, "Data Networks", 1992, §6.5.2). A job is one rate in
 * (0, 1], because its collectives progress together: it loads each of its bundles in proportion. Ties go to the lowest bundle.
 */

/** Members of bundles in compressed rows, and jobs likewise; all arrays are the caller's and may be longer than what is in use. */
export interface FairSystem {
  jobs: number
  bundles: number
  readonly capacityBps: Float64Array
  /** Demands of job j are its rows jobBegin[j] … jobBegin[j + 1] − 1 of `bundle` and `bps`. */
  readonly jobBegin: Int32Array
  readonly bundle: Int32Array
  readonly bps: Float64Array
  /** Result. */
  readonly rate: Float64Array
  /** Scratch by bundle: capacity left and load of jobs not yet fixed. */
  readonly leftBps: Float64Array
  readonly loadBps: Float64Array
  /** Scratch by job: 1 while not fixed. */
  readonly isOpen: Uint8Array
}

export function createFairSystem(jobs: number, bundles: number, demands: number): FairSystem {
  return {
    jobs,
    bundles,
    capacityBps: new Float64Array(bundles),
    jobBegin: new Int32Array(jobs + 1),
    bundle: new Int32Array(demands),
    bps: new Float64Array(demands),
    rate: new Float64Array(jobs),
    leftBps: new Float64Array(bundles),
    loadBps: new Float64Array(bundles),
    isOpen: new Uint8Array(jobs),
  }
}

/** Share of what is left that all open jobs of the tightest bundle get; its index, −1 where nothing binds. */
function tightest({ bundles, leftBps, loadBps }: FairSystem): number {
  let found = -1
  let level = 1
  for (let bundle = 0; bundle < bundles; bundle++) {
    if (loadBps[bundle] > 0 && leftBps[bundle] / loadBps[bundle] < level) {
      level = leftBps[bundle] / loadBps[bundle]
      found = bundle
    }
  }
  return found
}

/** Takes a job with its rate out of the loads. */
function fixJob(system: FairSystem, job: number, rate: number): void {
  const { jobBegin, bundle, bps, leftBps, loadBps } = system
  system.isOpen[job] = 0
  system.rate[job] = rate
  for (let row = jobBegin[job]; row < jobBegin[job + 1]; row++) {
    leftBps[bundle[row]] = Math.max(0, leftBps[bundle[row]] - bps[row] * rate)
    loadBps[bundle[row]] -= bps[row]
  }
}

function isOn({ jobBegin, bundle }: FairSystem, job: number, on: number): boolean {
  for (let row = jobBegin[job]; row < jobBegin[job + 1]; row++) if (bundle[row] === on) return true
  return false
}

/** Fills `rate`. Rounds × (bundles + demands) steps; nothing is allocated. */
export function waterFill(system: FairSystem): void {
  const { jobs, bundles, capacityBps, jobBegin, bundle, bps, rate, leftBps, loadBps, isOpen } = system
  for (let b = 0; b < bundles; b++) {
    leftBps[b] = capacityBps[b]
    loadBps[b] = 0
  }
  for (let job = 0; job < jobs; job++) {
    rate[job] = 1
    isOpen[job] = 1
    for (let row = jobBegin[job]; row < jobBegin[job + 1]; row++) loadBps[bundle[row]] += bps[row]
  }
  for (let full = tightest(system); full >= 0; full = tightest(system)) {
    const level = leftBps[full] / loadBps[full]
    for (let job = 0; job < jobs; job++) if (isOpen[job] === 1 && isOn(system, job, full)) fixJob(system, job, level)
    // Nobody is left on it: what floats leave behind must not bind again.
    loadBps[full] = 0
  }
}
