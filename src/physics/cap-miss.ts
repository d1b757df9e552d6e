/** How often the racks below a budget ask for more than it: the price of oversubscription. */
import { normalCdf } from '../base/exact-math.ts'

/**
 * Probability that `count` racks with mean and deviation of their power (any one unit) and pairwise correlation (0–1) exceed the budget:
 * 1 − Φ((B − nμ) / √(nσ²(1 + (n − 1)ρ))). Normal approximation, good from a dozen racks; racks of one synchronous job move together (ρ → 1),
 * so there the credit of diversity vanishes.
 */
export function capMissProbability(budget: number, count: number, mean: number, deviation: number, correlation: number): number {
  const spread = Math.sqrt(count * deviation * deviation * (1 + (count - 1) * correlation))
  if (spread === 0) return count * mean > budget ? 1 : 0
  return 1 - normalCdf((budget - count * mean) / spread)
}
