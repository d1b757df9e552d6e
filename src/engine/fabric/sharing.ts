/**
 * Sharing of bundles between jobs, in whole systems: the reference that the simulation is tested against. `maxMinRates` is exact;
 * `proportionalRates` is the fast bound, which never exceeds it: on a job's max-min bottleneck every other job has a rate at most its
 * own and the bundle is full.
 */
import { createFairSystem, waterFill } from './max-min.ts'

/** A job's demand on one bundle, B/s. */
export interface Demand {
  readonly job: number
  readonly bundle: number
  readonly bps: number
}

/** r_j = min(1, min over its bundles of capacity ÷ load). */
export function proportionalRates(jobs: number, capacityBps: readonly number[], demands: readonly Demand[]): Float64Array {
  const load = new Float64Array(capacityBps.length)
  for (const { bundle, bps } of demands) load[bundle] += bps
  const rate = new Float64Array(jobs).fill(1)
  for (const { job, bundle } of demands) rate[job] = Math.min(rate[job], capacityBps[bundle] / load[bundle])
  return rate
}

/** Weighted max-min fair rates; weights are the demands. */
export function maxMinRates(jobs: number, capacityBps: readonly number[], demands: readonly Demand[]): Float64Array {
  const system = createFairSystem(jobs, capacityBps.length, demands.length)
  system.capacityBps.set(capacityBps)
  const ofJob = Array.from({ length: jobs }, (): Demand[] => [])
  for (const demand of demands) ofJob[demand.job].push(demand)
  let row = 0
  for (let job = 0; job < jobs; job++) {
    system.jobBegin[job] = row
    for (const { bundle, bps } of ofJob[job]) {
      system.bundle[row] = bundle
      system.bps[row] = bps
      row += 1
    }
  }
  system.jobBegin[jobs] = row
  waterFill(system)
  return system.rate
}
