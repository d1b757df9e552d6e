/** What each cause costs by itself: taken out of the world as it is, and put into an ideal one. Neither adds up; what is left is told. */
import type { Value } from './shapley.ts'

export interface OneByOne {
  /** What would be won without the cause, by cause. */
  readonly removed: readonly bigint[]
  /** What the cause alone takes from an ideal world. */
  readonly added: readonly bigint[]
  /** Value of no cause less value of all: the loss that the causes explain together. */
  readonly loss: bigint
  /** The loss less the sum of what is won one by one: what only several repairs together win back, or what is won twice (below 0). */
  readonly residual: bigint
}

export function oneByOne(count: number, value: Value): OneByOne {
  const all = (1 << count) - 1
  const causes = Array.from({ length: count }, (_, cause) => 1 << cause)
  const removed = causes.map(cause => value(all & ~cause) - value(all))
  const added = causes.map(cause => value(0) - value(cause))
  const loss = value(0) - value(all)
  return { removed, added, loss, residual: removed.reduce((left, won) => left - won, loss) }
}

/** Coalitions that the question needs. */
export function neededOneByOne(count: number, which: 'remove-one' | 'add-one'): number[] {
  const all = (1 << count) - 1
  const ones = Array.from({ length: count }, (_, cause) => (which === 'remove-one' ? all & ~(1 << cause) : 1 << cause))
  return [...new Set([0, all, ...ones])].sort((a, b) => a - b)
}
