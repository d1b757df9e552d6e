/** Each factor at its low and its high value, the others in the middle, over the same random numbers: which moves the result most. */
import { average, meanInterval } from '../estimate.ts'

export interface Swing {
  readonly factor: number
  readonly low: number
  readonly high: number
  /** High less low, replication by replication. */
  readonly swing: number
  readonly ci95: readonly [number, number] | null
}

/** Values by replication in the middle, and by factor at its low and high end; widest swing first, ties in the order of factors. */
export function tornado(ends: readonly { readonly low: readonly number[]; readonly high: readonly number[] }[]): Swing[] {
  return ends
    .map(({ low, high }, factor): Swing => {
      const pairs = high.map((value, r) => value - low[r])
      return { factor, low: average(low), high: average(high), swing: average(pairs), ci95: meanInterval(pairs) }
    })
    .sort((a, b) => Math.abs(b.swing) - Math.abs(a.swing) || a.factor - b.factor)
}
