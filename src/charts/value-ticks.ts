/** Ticks on round numbers between two ends, for axes that need not begin at a tick. */
import { niceSteps } from './parts.ts'

export interface Ticks {
  readonly at: readonly number[]
  /** Decimals that tell them apart. */
  readonly decimals: number
}

/** At most so many ticks within both ends; one at the low end where there is no span. */
export function ticksBetween(low: number, high: number, most: number): Ticks {
  if (!(high > low)) return { at: [low], decimals: 0 }
  const count = (size: number): number => Math.floor(high / size + 1e-9) - Math.ceil(low / size - 1e-9) + 1
  const step = niceSteps(high - low).find(({ size }) => count(size) <= Math.max(1, most)) ?? { size: high - low, decimals: 0 }
  const first = Math.ceil(low / step.size - 1e-9)
  return { at: Array.from({ length: Math.max(0, count(step.size)) }, (_, i) => (first + i) * step.size), decimals: step.decimals }
}
