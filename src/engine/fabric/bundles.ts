/**
 * Bundles: the uplinks of every leaf group and of every block, the spines of every block where they are thinner than the uplinks below
 * them, and the links to every region. A job loads the bundles that it crosses. Loads and levels change incrementally; a job is told only
 * when its rate moves. Source: bundle model of the specification §2.6 (topology-ordered ring: one ring per rail crosses each boundary once
 * a direction).
 */
import { ln, pow } from '../../base/exact-math.ts'
import { growTable, type Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'

/** Quantum of overload levels: 2 %, rounded up, so that rates never exceed max-min. */
const LEVEL_STEP = 1.02
const LN_STEP = ln(LEVEL_STEP)

const BUNDLE_COLUMNS = { healthyBps: 'f64', capacityBps: 'f64', loadBps: 'f64', healthyLevel: 'f64', level: 'f64', first: 'i32', transferBps: 'f64' } as const
const MEMBER_COLUMNS = { job: 'i32', bundle: 'i32', bps: 'f64', ofJob: 'i32', previous: 'i32', next: 'i32' } as const

/** Where each kind of bundle begins in the table. */
export interface BundleIndex {
  readonly pods: number
  readonly spines: number
  readonly regions: number
  readonly count: number
}

export interface Bundles {
  readonly at: BundleIndex
  readonly table: Table<typeof BUNDLE_COLUMNS>
  /** Memberships: intrusive lists by bundle (previous, next) and by job (ofJob); references are row + 1, 0 none. */
  readonly members: Table<typeof MEMBER_COLUMNS>
  readonly counts: { free: number; used: number }
}

export function createBundles({ leaves, blocks }: World, state: State, regions: number, capacityOfBps: (at: BundleIndex, bundle: number) => number): Bundles {
  const at = { pods: leaves.count, spines: leaves.count + blocks.count, regions: leaves.count + 2 * blocks.count, count: leaves.count + 2 * blocks.count + regions }
  const table = state.table('fabric.bundles', at.count, BUNDLE_COLUMNS)
  for (let bundle = 0; bundle < at.count; bundle++) {
    table.col.healthyBps[bundle] = capacityOfBps(at, bundle)
    table.col.capacityBps[bundle] = table.col.healthyBps[bundle]
    table.col.healthyLevel[bundle] = 1
    table.col.level[bundle] = 1
  }
  return { at, table, members: state.table('fabric.members', 1024, MEMBER_COLUMNS), counts: state.scalars('fabric.memberRows', { free: 0, used: 0 }) }
}

/** Overload of a bundle, at least 1, rounded up to the next 2 % step. */
export function overload(loadBps: number, capacityBps: number): number {
  if (loadBps <= capacityBps) return 1
  if (capacityBps <= 0) return Infinity
  return pow(LEVEL_STEP, Math.ceil(ln(loadBps / capacityBps) / LN_STEP - 1e-9))
}

/** Recomputes the levels of a bundle; true if one moved. */
export function relevel(b: Bundles, bundle: number): boolean {
  const { healthyBps, capacityBps, loadBps, healthyLevel, level } = b.table.col
  const healthy = overload(loadBps[bundle], healthyBps[bundle])
  const actual = capacityBps[bundle] === healthyBps[bundle] ? healthy : overload(loadBps[bundle], capacityBps[bundle])
  if (healthy === healthyLevel[bundle] && actual === level[bundle]) return false
  healthyLevel[bundle] = healthy
  level[bundle] = actual
  return true
}

/** Sets what transfers of data ask of a bundle beside jobs. */
export function setTransfers(b: Bundles, bundle: number, bps: number): void {
  const { first, loadBps, transferBps } = b.table.col
  loadBps[bundle] = first[bundle] === 0 ? bps : loadBps[bundle] + bps - transferBps[bundle]
  transferBps[bundle] = bps
}

function takeRow(b: Bundles): number {
  const { counts, members } = b
  if (counts.free !== 0) {
    const row = counts.free - 1
    counts.free = members.col.ofJob[row]
    return row
  }
  if (counts.used === members.capacity) growTable(members, counts.used + 1)
  counts.used += 1
  return counts.used - 1
}

/** Adds a membership in front of the job's list `head` and returns the new head. */
export function join(b: Bundles, job: number, bundle: number, bps: number, head: number): number {
  const row = takeRow(b)
  const { first, loadBps } = b.table.col
  const columns = b.members.col
  columns.job[row] = job
  columns.bundle[row] = bundle
  columns.bps[row] = bps
  columns.ofJob[row] = head
  columns.previous[row] = 0
  columns.next[row] = first[bundle]
  if (first[bundle] !== 0) columns.previous[first[bundle] - 1] = row + 1
  first[bundle] = row + 1
  loadBps[bundle] += bps
  return row + 1
}

/** Removes one membership; returns the rest of the job's list. */
export function leave(b: Bundles, reference: number): number {
  const row = reference - 1
  const { first, loadBps, transferBps } = b.table.col
  const { bundle, bps, ofJob, previous, next } = b.members.col
  const rest = ofJob[row]
  if (previous[row] === 0) first[bundle[row]] = next[row]
  else next[previous[row] - 1] = next[row]
  if (next[row] !== 0) previous[next[row] - 1] = previous[row]
  // The last member takes the load of jobs to exactly zero, so that no residue of floats stays.
  loadBps[bundle[row]] = first[bundle[row]] === 0 ? transferBps[bundle[row]] : Math.max(0, loadBps[bundle[row]] - bps[row])
  ofJob[row] = b.counts.free
  b.counts.free = reference
  return rest
}
