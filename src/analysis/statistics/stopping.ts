/**
 * How many replications are enough: looked at after 10, 15, 22, 33, … of them, not after each, so that looking often does not make the
 * interval look narrower than it is. Model specification §10.2.
 */
import { studentQuantile } from '../../base/student.ts'

/** Replications before the first look. */
export const FIRST_LOOK = 10
/** Replications after which it ends whatever the width. */
export const MOST_REPLICATIONS = 200

/** Replications at the look after one at `done`. */
export const nextLook = (done: number, most: number): number => Math.min(most, done < FIRST_LOOK ? FIRST_LOOK : Math.floor(done * 1.5))

/** Half of the 95 % t-interval of the mean; infinite below two values. */
export function halfWidth(values: readonly number[]): number {
  const n = values.length
  if (n < 2) return Infinity
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return (studentQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1))) / Math.sqrt(n)
}

/** What is asked of the interval of a mean: a share of the mean, or an amount in the figure's unit; the wider one holds. */
export interface Precision {
  readonly share: number
  readonly amount: number
}

export interface Achieved {
  readonly mean: number
  readonly halfWidth: number
  /** Widest that was asked for, in the figure's unit. */
  readonly asked: number
  readonly isReached: boolean
}

/** Compares what was reached with what was asked; a share is one of `whole`, the mean itself unless stated. */
export function achieved(values: readonly number[], { share, amount }: Precision, whole?: number): Achieved {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const asked = Math.max(share * Math.abs(whole ?? mean), amount)
  const half = halfWidth(values)
  return { mean, halfWidth: half, asked, isReached: half <= asked }
}
