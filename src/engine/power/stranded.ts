/** How much the pairs of UPS systems of a block could carry with every single loss survived, and what their imbalance strands. */
import { maximise } from '../../base/simplex.ts'
import { type Pair, type PairLoad, spreadPairs, worstLoss } from './redundancy.ts'

/** Loads of systems per watt of each pair in every state that must hold: all healthy, and each system lost. One row a system and state. */
function stateRows(pairs: readonly Pair[], systems: number, survivesLoss: boolean): { system: number; perPair: number[] }[] {
  const lostOnes = survivesLoss ? Array.from({ length: systems + 1 }, (_, lost) => lost - 1) : [-1]
  return lostOnes.flatMap(lost => {
    const alive = Array.from({ length: systems }, (_, system) => (system === lost ? 0 : 1))
    const perPair = pairs.map((_, k) => {
      const loads = new Float64Array(systems)
      spreadPairs(pairs, pairs.map((_other, other) => (other === k ? 1 : 0)), alive, loads)
      return loads
    })
    return alive.flatMap((isAlive, system) => (isAlive === 0 ? [] : [{ system, perPair: perPair.map(loads => loads[system]) }]))
  })
}

export interface PairOptimum {
  /** Largest load of all pairs together, W, and how it divides over them. */
  readonly totalW: number
  readonly loadW: Float64Array
}

/**
 * Largest load with every system within its rating in all states: max Σ P over L ≤ R. With `placed`, racks that stand cannot be moved, so
 * every pair keeps at least what it has; undefined if that breaks a rating already.
 */
export function largestPairLoad(pairs: readonly Pair[], ratedW: readonly number[], survivesLoss: boolean, placed?: readonly number[]): PairOptimum | undefined {
  const rows = stateRows(pairs, ratedW.length, survivesLoss)
  const floors = placed ?? pairs.map(() => 0)
  const limits = rows.map(({ system, perPair }) => ratedW[system] - perPair.reduce((sum, share, k) => sum + share * floors[k], 0))
  if (limits.some(limit => limit < -1e-6)) return undefined
  const best = maximise(pairs.map(() => 1), rows.map(({ perPair }) => perPair), limits.map(limit => Math.max(0, limit)))
  if (best === undefined) return undefined
  const loadW = Float64Array.from(best.x, (w, k) => w + floors[k])
  return { totalW: loadW.reduce((sum, w) => sum + w, 0), loadW }
}

export interface StrandedPower {
  /** What the systems could carry with the best division over pairs, what is placed, and the difference, W. */
  readonly optimumW: number
  readonly placedW: number
  readonly strandedW: number
  /** What could still be placed where racks stand as they do, W; undefined when some loss overloads a system already. */
  readonly addableW: number | undefined
  /** The largest load per rating after the worst single loss. */
  readonly worstLoadFraction: number
}

/** Stranded power of a block's pairs: the optimum of the linear programme less what is placed. */
export function strandedPower(pairs: readonly PairLoad[], systems: number, ratedW: number, survivesLoss = true): StrandedPower {
  const ratings = new Array<number>(systems).fill(ratedW)
  const placed = pairs.map(({ loadW }) => loadW)
  const placedW = placed.reduce((sum, w) => sum + w, 0)
  const optimumW = largestPairLoad(pairs, ratings, survivesLoss)?.totalW ?? 0
  const kept = largestPairLoad(pairs, ratings, survivesLoss, placed)
  return { optimumW, placedW, strandedW: optimumW - placedW, addableW: kept === undefined ? undefined : kept.totalW - placedW, worstLoadFraction: worstLoss(pairs, systems, ratedW).loadFraction }
}

/**
 * Places racks one by one, each on the pair that leaves most margin in its worst state; ties go to the earlier pair. Returns the pair of
 * each rack, −1 where none is left that keeps every rating.
 */
export function placeGreedily(pairs: readonly Pair[], ratedW: readonly number[], rackW: readonly number[]): number[] {
  const rows = stateRows(pairs, ratedW.length, true)
  const used = rows.map(() => 0)
  return rackW.map(w => {
    let best = -1
    let bestMargin = -1e-6
    pairs.forEach((_, k) => {
      const margin = rows.reduce((least, { system, perPair }, row) => (perPair[k] === 0 ? least : Math.min(least, ratedW[system] - used[row] - w * perPair[k])), Infinity)
      if (margin > bestMargin) {
        best = k
        bestMargin = margin
      }
    })
    if (best >= 0) rows.forEach(({ perPair }, row) => void (used[row] += w * perPair[best]))
    return best
  })
}

/** What each pair alone could still take with every rating kept where racks stand as they do, W at the outputs; 0 where one is broken already. */
export function pairRooms(pairs: readonly Pair[], ratedW: readonly number[], placedW: ArrayLike<number>, survivesLoss: boolean): Float64Array {
  const rows = stateRows(pairs, ratedW.length, survivesLoss)
  return Float64Array.from(pairs, (_, k) =>
    rows.reduce((least, { system, perPair }) => {
      if (perPair[k] === 0) return least
      const left = ratedW[system] - perPair.reduce((sum, share, other) => sum + share * placedW[other], 0)
      return Math.min(least, Math.max(0, left) / perPair[k])
    }, Infinity))
}
