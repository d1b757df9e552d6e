/**
 * Which causes are at work in which run. A coalition is a set of causes that are there, as bits: bit k for the k-th; the others are idealised.
 * Source: Shapley, "A value for n-person games", 1953; antithetic permutations: Mitchell et al., JMLR 23, 2022.
 */
import { entityKey, rootKey, uniform } from '../../base/rng.ts'

/** Causes for which every coalition is simulated, and those for which a sample of permutations is. */
export const EXACT_CAUSES = 6
export const MOST_CAUSES = 20

/** Stream of the permutations; no run of an engine draws from it. */
const PATH = 'analysis/permutations'

/** All coalitions of `count` causes in Gray code, so that neighbours differ in one cause; the empty one first. */
export const allCoalitions = (count: number): number[] => Array.from({ length: (1 << count) }, (_, i) => i ^ (i >> 1))

/** `count` causes in a random order (Fisher and Yates). */
function permutation(count: number, seed: number, ordinal: number): number[] {
  const key = entityKey(rootKey(seed, ordinal), PATH)
  const order = Array.from({ length: count }, (_, cause) => cause)
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(uniform(key, 0, last) * (last + 1))
    ;[order[last], order[other]] = [order[other], order[last]]
  }
  return order
}

/** An even number of orders in which causes come: each second one is the reverse of the one before it. */
export function antithetic(count: number, pairs: number, seed: number): number[][] {
  return Array.from({ length: pairs }, (_, pair) => permutation(count, seed, pair)).flatMap(order => [order, order.toReversed()])
}

/** Coalitions on the way of an order, from none to all. */
export function prefixes(order: readonly number[]): number[] {
  let coalition = 0
  return [0, ...order.map(cause => (coalition |= 1 << cause))]
}

/** The coalitions that any of the orders meets, each once, in ascending order: what begins alike is simulated once. */
export const coalitionsOf = (orders: readonly (readonly number[])[]): number[] => [...new Set(orders.flatMap(prefixes))].sort((a, b) => a - b)
