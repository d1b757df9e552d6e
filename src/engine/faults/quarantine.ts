/**
 * Lemon nodes and the quarantine that finds them. Who is a lemon is drawn once per node, and again for a new node in its place; one that
 * burn-in already exposes never enters service. The detector counts the faults of each node in a sliding window, or judges by the
 * probability that a node with so many faults in its time is a lemon.
 */
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { exp, ln } from '../../base/exact-math.ts'
import { LEMON_DEFAULTS } from '../../scenario/schema/fault-nodes.ts'
import type { FaultsSection } from '../../scenario/schema/faults.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'

/** Counts that nobody reaches in a burn-in. */
const MOST_COUNTED = 1000

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
  /** Another node stands in its place. */
  renew(node: number): void
}

/** Faults that an ordinary node would have had in the time of this one up to now, mean. */
type Expected = (node: number) => number

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

/**
 * Probability that a node is a lemon after `count` faults where an ordinary node would have had `expected`: Bayes' rule for two kinds of
 * nodes with Poisson counts, `share` of them with `factor` times the rate.
 */
export function lemonProbability(count: number, expected: number, { share, factor }: { readonly share: number; readonly factor: number }): number {
  const logOdds = ln(share / (1 - share)) + count * ln(factor) - (factor - 1) * expected
  return 1 / (1 + exp(-logOdds))
}

/** Faults during burn-in that send a node to quarantine, an ordinary one having `expected` there. */
function faultsThatExpose({ faults, posterior }: NonNullable<FaultsSection['quarantine']>, lemons: NonNullable<FaultsSection['lemons']>, expected: number): number {
  if (posterior === undefined) return faults
  let count = 1
  while (count < MOST_COUNTED && lemonProbability(count, expected, lemons) < posterior) count += 1
  return count
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
    const mean = burnInFaults(node)
    const survives = quarantine === undefined ? 1 : 1 - poissonAtLeast(mean, faultsThatExpose(quarantine, lemons, mean / lemons.factor))
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

const NOBODY: Quarantine = { strikes: () => false, isHeld: () => false, release: () => undefined, renew: () => undefined }

/** The detector; without the section nobody is ever held. */
export function createQuarantine(state: State, kernel: Kernel, nodeCount: number, { quarantine: section, lemons }: FaultsSection, expected: Expected): Quarantine {
  if (section === undefined) return NOBODY
  const most = Math.floor(section.cap * nodeCount)
  const held = state.table('faults.records', nodeCount, { count: 'u32', held: 'u8' })
  const counts = state.scalars('faults.quarantine', { held: 0 })
  const record = section.posterior === undefined ? slidingCount(state, kernel, nodeCount, section, held.col.count) : judgement(state, nodeCount, section.posterior, lemons ?? LEMON_DEFAULTS, expected, held.col.count)
  return {
    strikes(node) {
      if (!record.isSuspect(node) || counts.held >= most) return false
      held.col.held[node] = 1
      counts.held += 1
      return true
    },
    isHeld: node => held.col.held[node] === 1,
    release(node) {
      held.col.held[node] = 0
      counts.held -= 1
      record.forget(node)
    },
    renew: record.renew,
  }
}

/** What is remembered of the faults of each node. */
interface Records {
  /** Counts a fault now; whether the node is under suspicion since. */
  isSuspect(node: number): boolean
  /** The node begins a new record. */
  forget(node: number): void
  /** So does a new one, whose time begins again. */
  renew(node: number): void
}

/** The last faults of each node as a ring: so many within the window. */
function slidingCount(state: State, kernel: Kernel, nodeCount: number, { faults, within }: NonNullable<FaultsSection['quarantine']>, count: Uint32Array): Records {
  const times = state.table('faults.times', nodeCount * faults, { atMs: 'f64' })
  times.col.atMs.fill(Number.NEGATIVE_INFINITY)
  return {
    isSuspect(node) {
      const begin = node * faults
      times.col.atMs[begin + (count[node] % faults)] = kernel.now
      count[node] += 1
      return kernel.now - times.col.atMs[begin + (count[node] % faults)] <= within
    },
    forget: node => void times.col.atMs.fill(Number.NEGATIVE_INFINITY, node * faults, (node + 1) * faults),
    renew: () => undefined,
  }
}

/** Faults since the record began, and what an ordinary node would have had before. */
function judgement(state: State, nodeCount: number, threshold: number, lemons: { readonly share: number; readonly factor: number }, expected: Expected, count: Uint32Array): Records {
  const before = state.table('faults.expectedBefore', nodeCount, { faults: 'f64' }).col.faults
  const forget = (node: number): void => {
    count[node] = 0
    before[node] = expected(node)
  }
  return {
    isSuspect(node) {
      count[node] += 1
      return lemonProbability(count[node], expected(node) - before[node], lemons) >= threshold
    },
    forget,
    renew(node) {
      count[node] = 0
      before[node] = 0
    },
  }
}
