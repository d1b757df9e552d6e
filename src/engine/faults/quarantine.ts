/**
 * Lemon nodes and the quarantine that finds them. Who is a lemon is drawn once per node, and again for a new node in its place; one that
 * burn-in already exposes never enters service. The detector counts the faults of each node in a sliding window.
 */
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { exp } from '../../base/exact-math.ts'
import type { FaultsSection } from '../../scenario/schema/faults.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'

export interface Lemons {
  /** Fault rate of a node as a multiple of that of ordinary ones. */
  factorOf(node: number): number
  /** Deep repair has made the node like the others. */
  cure(node: number): void
  /** Another node stands in its place. */
  renew(node: number): void
}

export interface Quarantine {
  /** Counts a fault of a node now; true when the node must go to quarantine, which then counts as taken. */
  strikes(node: number): boolean
  isHeld(node: number): boolean
  /** The node is back and begins a new record. */
  release(node: number): void
}

/** Probability of at least `least` events of a Poisson count. */
function poissonAtLeast(mean: number, least: number): number {
  let term = exp(-mean)
  let below = 0
  for (let n = 0; n < least; n++) {
    below += term
    term *= mean / (n + 1)
  }
  return Math.max(0, 1 - below)
}

/** Rate of ordinary nodes as a share of that of all nodes together, which the preset gives. */
export const ordinaryShare = ({ lemons }: FaultsSection): number => (lemons === undefined ? 1 : 1 / (1 + lemons.share * (lemons.factor - 1)))

/**
 * The lemons of a site. `burnInFaults`: faults of a lemon during burn-in, mean; as many as send a node to quarantine expose it there.
 */
export function createLemons(state: State, world: World, faults: FaultsSection, burnInFaults: (node: number) => number): Lemons {
  const { lemons, quarantine } = faults
  if (lemons === undefined) return { factorOf: () => 1, cure: () => undefined, renew: () => undefined }
  const { count, key0, key1 } = world.nodes
  const table = state.table('faults.lemons', count, { isLemon: 'u8', generation: 'u8' })
  const drawn = (node: number): number => {
    const survives = quarantine === undefined ? 1 : 1 - poissonAtLeast(burnInFaults(node), quarantine.faults)
    return uniformOf(key0[node], key1[node], PURPOSE.lemon, table.col.generation[node]) < lemons.share * survives ? 1 : 0
  }
  for (let node = 0; node < count; node++) table.col.isLemon[node] = drawn(node)
  return {
    factorOf: node => (table.col.isLemon[node] === 1 ? lemons.factor : 1),
    cure(node) {
      table.col.isLemon[node] = 0
    },
    renew(node) {
      table.col.generation[node] += 1
      table.col.isLemon[node] = drawn(node)
    },
  }
}

/** The detector; without the section nobody is ever held. */
export function createQuarantine(state: State, kernel: Kernel, nodeCount: number, section: FaultsSection['quarantine']): Quarantine {
  if (section === undefined) return { strikes: () => false, isHeld: () => false, release: () => undefined }
  const { faults, within, cap } = section
  const most = Math.floor(cap * nodeCount)
  // The last faults of each node as a ring.
  const times = state.table('faults.times', nodeCount * faults, { atMs: 'f64' })
  times.col.atMs.fill(Number.NEGATIVE_INFINITY)
  const records = state.table('faults.records', nodeCount, { count: 'u32', held: 'u8' })
  const counts = state.scalars('faults.quarantine', { held: 0 })
  return {
    strikes(node) {
      const { count, held } = records.col
      const begin = node * faults
      times.col.atMs[begin + (count[node] % faults)] = kernel.now
      count[node] += 1
      const oldestMs = times.col.atMs[begin + (count[node] % faults)]
      if (kernel.now - oldestMs > within || counts.held >= most) return false
      held[node] = 1
      counts.held += 1
      return true
    },
    isHeld: node => records.col.held[node] === 1,
    release(node) {
      records.col.held[node] = 0
      counts.held -= 1
      times.col.atMs.fill(Number.NEGATIVE_INFINITY, node * faults, (node + 1) * faults)
    },
  }
}
