/** Ratio of two means over replications, such as all cost over all hours, with the interval of a ratio estimator. */
import { studentQuantile } from '../../base/student.ts'

/**
 * 95 % interval of mean(above) ÷ mean(below) for pairs of one replication each; null below two pairs, or where nothing is below the line.
 * Linearised (Cochran, Sampling Techniques, ratio estimator): the residuals above − R·below spread as its numerator does.
 */
export function ratioInterval(above: readonly number[], below: readonly number[]): readonly [number, number] | null {
  const n = above.length
  const whole = below.reduce((sum, value) => sum + value, 0)
  if (n < 2 || whole <= 0) return null
  const ratio = above.reduce((sum, value) => sum + value, 0) / whole
  const squares = above.reduce((sum, value, at) => sum + (value - ratio * below[at]) * (value - ratio * below[at]), 0)
  const half = (studentQuantile(0.975, n - 1) * Math.sqrt(squares / (n - 1))) / Math.sqrt(n) / (whole / n)
  return [ratio - half, ratio + half]
}
