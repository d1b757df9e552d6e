/**
 * Topologies of UPS systems: how much they may carry, which systems back which racks, and what happens when one is lost.
 * A rack hangs on a pair of systems (or on one); whether a site is secure follows from the matrix of pair loads, not from totals.
 */
import { breakerClockAfter, breakerTripMs } from '../../physics/breaker-trip.ts'
import { TOPOLOGY_SHAPES, type TopologyId } from '../../scenario/schema/topologies.ts'

/** No second system. */
export const NO_SYSTEM = -1

/** Racks that hang on the same systems; `firstShare` (0–1) is the part of their load on the first while both are live. */
export interface Pair {
  readonly first: number
  readonly second: number
  readonly firstShare: number
  /** A static transfer switch feeds the racks from one system at a time; left out: the racks have a cord on each. */
  readonly hasSwitch?: boolean
}
export interface PairLoad extends Pair {
  readonly loadW: number
}

export interface Topology {
  readonly label: string
  /** Systems over which the modules of a block are spread. */
  readonly systems: number
  /** Paths of busway to each rack. */
  readonly paths: 1 | 2
  /** What redundancy counts in: modules of the one parallel system, or whole systems. */
  readonly unit: 'module' | 'system'
  /** Units that may be lost with all load still served; what the label promises. */
  readonly spareUnits: 0 | 1
  /** Pairs over which the racks of a block are spread evenly. */
  readonly pairs: readonly Pair[]
  /** The last system is a reserve that carries one of the others at a time. */
  readonly hasReserve?: boolean
  /** Load that `count` units of `ratedW` may carry with the promise kept, W. */
  usableW(count: number, ratedW: number): number
  /** Normal load of a working unit per rating when all that is usable is used. */
  normalLoading(count: number): number
}

const allPairs = (systems: number): Pair[] => {
  const pairs: Pair[] = []
  for (let gap = 1; gap < systems; gap++) for (let first = 0; first + gap < systems; first++) pairs.push({ first, second: first + gap, firstShare: 0.5 })
  return pairs
}

const ONE_SYSTEM: readonly Pair[] = [{ first: 0, second: NO_SYSTEM, firstShare: 1 }]

const distributed = (systems: number): Topology => ({
  label: `${systems} to make ${systems - 1}`,
  systems,
  paths: 2,
  unit: 'system',
  spareUnits: 1,
  pairs: allPairs(systems),
  usableW: (count, ratedW) => (count - 1) * ratedW,
  normalLoading: count => (count - 1) / count,
})

const { systems: BLOCK_REDUNDANT_SYSTEMS } = TOPOLOGY_SHAPES['block-redundant']

export const TOPOLOGY: Readonly<Record<TopologyId, Topology>> = {
  n: { label: 'N', systems: 1, paths: 1, unit: 'module', spareUnits: 0, pairs: ONE_SYSTEM, usableW: (count, ratedW) => count * ratedW, normalLoading: () => 1 },
  'n-plus-1': {
    label: 'N+1 parallel',
    systems: 1,
    paths: 1,
    unit: 'module',
    spareUnits: 1,
    pairs: ONE_SYSTEM,
    usableW: (count, ratedW) => (count - 1) * ratedW,
    normalLoading: count => (count - 1) / count,
  },
  '2n': {
    label: '2N',
    systems: 2,
    paths: 2,
    unit: 'system',
    spareUnits: 1,
    pairs: allPairs(2),
    usableW: (count, ratedW) => (count / 2) * ratedW,
    normalLoading: () => 0.5,
  },
  '3-to-make-2': distributed(3),
  '4-to-make-3': distributed(4),
  '5-to-make-4': distributed(5),
  '6-to-make-5': distributed(6),
  'block-redundant': {
    label: 'Block redundant with one reserve',
    systems: BLOCK_REDUNDANT_SYSTEMS,
    paths: 2,
    unit: 'system',
    spareUnits: 1,
    hasReserve: true,
    pairs: Array.from({ length: BLOCK_REDUNDANT_SYSTEMS - 1 }, (_, first) => ({ first, second: BLOCK_REDUNDANT_SYSTEMS - 1, firstShare: 1, hasSwitch: true })),
    usableW: (count, ratedW) => (count - 1) * ratedW,
    normalLoading: () => 1,
  },
}

/** Adds the load of each pair to its live systems (`alive[i]` ≠ 0): normal shares while both live, all on one when the other is lost. */
export function spreadPairs(pairs: readonly Pair[], loadW: ArrayLike<number>, alive: ArrayLike<number>, systemW: Float64Array): void {
  systemW.fill(0)
  for (let p = 0; p < pairs.length; p++) {
    const { first, second, firstShare } = pairs[p]
    const hasFirst = alive[first] !== 0
    const hasSecond = second !== NO_SYSTEM && alive[second] !== 0
    if (hasFirst) systemW[first] += loadW[p] * (hasSecond ? firstShare : 1)
    if (hasSecond) systemW[second] += loadW[p] * (hasFirst ? 1 - firstShare : 1)
  }
}

/** Load of every system, W, with the systems of `lost` out of service: Eq L_i = Σ_k P_ik s_ik and its failover. */
export function systemLoadsW(pairs: readonly PairLoad[], systems: number, lost: readonly number[] = []): Float64Array {
  const loads = new Float64Array(systems)
  const alive = Array.from({ length: systems }, (_, system) => (lost.includes(system) ? 0 : 1))
  spreadPairs(pairs, pairs.map(pair => pair.loadW), alive, loads)
  return loads
}

export interface WorstLoss {
  readonly lost: number
  /** The system that is then loaded most, and its load per rating. */
  readonly system: number
  readonly loadFraction: number
}

/** The single loss that loads a remaining system most. */
export function worstLoss(pairs: readonly PairLoad[], systems: number, ratedW: number): WorstLoss {
  let worst: WorstLoss = { lost: 0, system: 0, loadFraction: 0 }
  for (let lost = 0; lost < systems; lost++) {
    systemLoadsW(pairs, systems, [lost]).forEach((loadW, system) => {
      if (loadW / ratedW > worst.loadFraction) worst = { lost, system, loadFraction: loadW / ratedW }
    })
  }
  return worst
}

/** True if every single loss leaves every system within its rating. */
export function isSecure(pairs: readonly PairLoad[], systems: number, ratedW: number): boolean {
  return worstLoss(pairs, systems, ratedW).loadFraction <= 1
}

export interface Cascade {
  /** Systems that trip after the first loss, and when, ms after it. */
  readonly trips: readonly { readonly system: number; readonly atMs: number }[]
  /** Load without any live system in the end, W. */
  readonly lostW: number
  /** Load that the controller must cut so that nothing trips, W; 0 without controller. */
  readonly cutW: number
}

/**
 * What follows the loss of one system: every overloaded system runs its inverse-time clock and trips, unless a capping controller
 * brings the load down `controllerMs` after the loss. A system trips at most once, so this ends.
 */
export function overloadCascade(pairs: readonly PairLoad[], systems: number, ratedW: number, lost: number, controllerMs = Infinity): Cascade {
  const down = [lost]
  const trips: { system: number; atMs: number }[] = []
  const clocks = new Float64Array(systems)
  let nowMs = 0
  for (;;) {
    const loads = systemLoadsW(pairs, systems, down)
    const waits = Array.from(loads, (loadW, system) => breakerTripMs(loadW / ratedW, clocks[system]))
    const waitMs = Math.min(...waits)
    if (waitMs === Infinity) break
    if (nowMs + waitMs > controllerMs) {
      const cutW = loads.reduce((sum, loadW) => sum + Math.max(0, loadW - ratedW), 0)
      return { trips, lostW: lostLoadW(pairs, down), cutW }
    }
    const system = waits.indexOf(waitMs)
    loads.forEach((loadW, i) => {
      clocks[i] = breakerClockAfter(clocks[i], loadW / ratedW, waitMs)
    })
    nowMs += waitMs
    trips.push({ system, atMs: nowMs })
    down.push(system)
  }
  return { trips, lostW: lostLoadW(pairs, down), cutW: 0 }
}

function lostLoadW(pairs: readonly PairLoad[], down: readonly number[]): number {
  return pairs.reduce((sum, pair) => {
    const isLost = down.includes(pair.first) && (pair.second === NO_SYSTEM || down.includes(pair.second))
    return isLost ? sum + pair.loadW : sum
  }, 0)
}
