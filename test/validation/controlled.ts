/**
 * Means of batches with control variates: what a batch happened to draw (mean gap, mean service, its square) explains most of how far its result
 * is off, and the expectation of the draws is known from the input. Linear regression after Lavenberg and Welch, Management Science 27(3), 1981.
 */

/** Mean with its standard error and what the interval takes: degrees of freedom. */
export interface Controlled {
  readonly mean: number
  readonly error: number
  readonly degrees: number
}

/** Student quantiles of two-sided intervals: 95 % and 99.9 %, by degrees of freedom. */
const STUDENT: Readonly<Record<number, readonly [number, number]>> = { 26: [2.056, 3.707], 27: [2.052, 3.69], 28: [2.048, 3.674], 29: [2.045, 3.659] }

/** Half-widths of the 95 % and of the 99.9 % interval. */
export function halvesOf({ error, degrees }: Controlled): { readonly half95: number; readonly half999: number } {
  const quantiles = STUDENT[degrees]
  if (quantiles === undefined) throw new Error(`no quantiles for ${degrees} degrees of freedom`)
  return { half95: quantiles[0] * error, half999: quantiles[1] * error }
}

/** Inverse of a small positive definite matrix, by Gauss and Jordan. */
function inverse(matrix: readonly (readonly number[])[]): number[][] {
  const n = matrix.length
  const work = matrix.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))])
  for (let i = 0; i < n; i++) {
    const pivot = work[i][i]
    for (let j = 0; j < 2 * n; j++) work[i][j] /= pivot
    for (let k = 0; k < n; k++) {
      if (k === i) continue
      const factor = work[k][i]
      for (let j = 0; j < 2 * n; j++) work[k][j] -= factor * work[i][j]
    }
  }
  return work.map(row => row.slice(n))
}

/** Mean of `values` where every control is at its expectation; `controls[i]` are those of batch i, less what is expected of them. */
export function controlledMean(values: readonly number[], controls: readonly (readonly number[])[]): Controlled {
  const rows = controls.map(of => [1, ...of])
  const width = rows[0].length
  const moments = Array.from({ length: width }, (_, i) => Array.from({ length: width }, (_unused, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)))
  const solved = inverse(moments)
  const weights = Array.from({ length: width }, (_, i) => rows.reduce((sum, row, n) => sum + row[i] * values[n], 0))
  const beta = solved.map(row => row.reduce((sum, cell, j) => sum + cell * weights[j], 0))
  const degrees = values.length - width
  const residual = rows.reduce((sum, row, n) => sum + (values[n] - row.reduce((fit, x, i) => fit + x * beta[i], 0)) ** 2, 0) / degrees
  return { mean: beta[0], error: Math.sqrt(residual * solved[0][0]), degrees }
}
