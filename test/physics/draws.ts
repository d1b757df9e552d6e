import { rootKey, uniform } from '../../src/base/rng.ts'

/** Seeded uniform draws between two bounds, for property tests that name their seed. */
export function draws(seed: number): (low: number, high: number) => number {
  const key = rootKey(seed, 0)
  let count = 0
  return (low, high) => {
    count += 1
    return low + (high - low) * uniform(key, 1, count)
  }
}
