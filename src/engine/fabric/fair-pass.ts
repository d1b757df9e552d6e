/**
 * Max-min fair rates where jobs share full bundles: from a bundle that changed, over its jobs and on through every bundle that is loaded
 * beyond what it carries. Up to 256 jobs are solved exactly; beyond that all of them keep the proportional bound.
 */
import type { Table } from '../../base/table.ts'
import type { Bundles } from './bundles.ts'
import { createFairSystem, type FairSystem, waterFill } from './max-min.ts'

/** Most jobs that are solved together. */
const EXACT_JOBS = 256

/** The columns of the job table that the pass reads and writes. */
type FairJobs = Table<{ readonly members: 'i32'; readonly fairHealthy: 'f64'; readonly fair: 'f64' }>

export interface FairPass {
  /** Solves anew what hangs together with a bundle whose load or capacity changed; `changed` is called for jobs whose share moved. */
  resolve(bundle: number, changed: (job: number) => void): void
}

interface Scratch {
  readonly bundles: Bundles
  readonly jobs: Pick<FairJobs, 'col'>
  system: FairSystem
  /** Place of a bundle in the system, −1 outside; the bundles by place; the jobs. */
  readonly placeOf: Int32Array
  readonly found: number[]
  readonly members: number[]
  readonly isMember: Set<number>
}

/** Bundles and jobs that hang together with a bundle; in order of discovery. */
function collect(s: Scratch, seed: number): void {
  const { table, members } = s.bundles
  const { first, loadBps, capacityBps } = table.col
  const { job, bundle, next, ofJob } = members.col
  const take = (b: number): void => {
    s.placeOf[b] = s.found.length
    s.found.push(b)
  }
  take(seed)
  for (let at = 0; at < s.found.length; at++) {
    for (let reference = first[s.found[at]]; reference !== 0; reference = next[reference - 1]) {
      const member = job[reference - 1]
      if (s.isMember.has(member)) continue
      s.isMember.add(member)
      s.members.push(member)
      for (let of = s.jobs.col.members[member]; of !== 0; of = ofJob[of - 1]) {
        const b = bundle[of - 1]
        if (s.placeOf[b] < 0 && loadBps[b] > capacityBps[b]) take(b)
      }
    }
  }
  // The same order whatever the history of the lists.
  s.members.sort((a, b) => a - b)
}

/** Writes the demands of the jobs on the bundles into the system. */
function fill(s: Scratch): void {
  const { bundle, bps, ofJob } = s.bundles.members.col
  let rows = 0
  for (const member of s.members) for (let of = s.jobs.col.members[member]; of !== 0; of = ofJob[of - 1]) rows += 1
  if (rows > s.system.bundle.length) s.system = createFairSystem(EXACT_JOBS, s.placeOf.length, rows * 2)
  const { system } = s
  system.jobs = s.members.length
  system.bundles = s.found.length
  let row = 0
  s.members.forEach((member, index) => {
    system.jobBegin[index] = row
    for (let of = s.jobs.col.members[member]; of !== 0; of = ofJob[of - 1]) {
      const place = s.placeOf[bundle[of - 1]]
      if (place < 0) continue
      system.bundle[row] = place
      system.bps[row++] = bps[of - 1]
    }
  })
  system.jobBegin[s.members.length] = row
}

/** Solves with one set of capacities; shares of the jobs are left in `system.rate`. */
function solve(s: Scratch, capacityBps: Float64Array): Float64Array {
  s.found.forEach((bundle, place) => {
    s.system.capacityBps[place] = capacityBps[bundle]
  })
  waterFill(s.system)
  return s.system.rate
}

function bound(s: Scratch, member: number, level: Float64Array): number {
  const { bundle, ofJob } = s.bundles.members.col
  let most = 1
  for (let of = s.jobs.col.members[member]; of !== 0; of = ofJob[of - 1]) most = Math.max(most, level[bundle[of - 1]])
  return 1 / most
}

function settle(s: Scratch): { readonly healthy: Float64Array; readonly actual: Float64Array } {
  const { healthyBps, capacityBps, healthyLevel, level } = s.bundles.table.col
  if (s.members.length > EXACT_JOBS) {
    return { healthy: Float64Array.from(s.members, member => bound(s, member, healthyLevel)), actual: Float64Array.from(s.members, member => bound(s, member, level)) }
  }
  fill(s)
  const actual = solve(s, capacityBps).slice(0, s.members.length)
  const isWhole = s.found.every(bundle => healthyBps[bundle] === capacityBps[bundle])
  return { healthy: isWhole ? actual : solve(s, healthyBps).slice(0, s.members.length), actual }
}

export function createFairPass(bundles: Bundles, jobs: Pick<FairJobs, 'col'>): FairPass {
  const s: Scratch = { bundles, jobs, system: createFairSystem(EXACT_JOBS, bundles.at.count, 4096), placeOf: new Int32Array(bundles.at.count).fill(-1), found: [], members: [], isMember: new Set() }
  return {
    resolve(seed, changed) {
      collect(s, seed)
      const { healthy, actual } = settle(s)
      const moved = s.members.filter((member, index) => {
        const { fairHealthy, fair } = jobs.col
        if (fairHealthy[member] === healthy[index] && fair[member] === actual[index]) return false
        fairHealthy[member] = healthy[index]
        fair[member] = actual[index]
        return true
      })
      for (const bundle of s.found) s.placeOf[bundle] = -1
      s.found.length = 0
      s.members.length = 0
      s.isMember.clear()
      for (const member of moved) changed(member)
    },
  }
}
