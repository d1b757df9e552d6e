/** Linear programmes of a few dozen rows, exactly enough for planning: primal simplex on a dense tableau, with Bland's rule against cycling. */

const TINY = 1e-9

export interface Optimum {
  readonly value: number
  readonly x: Float64Array
}

/** Row by which column `enter` is bounded most, the smallest basic variable of equals; −1 when nothing bounds it. */
function leavingRow(tableau: readonly Float64Array[], basis: readonly number[], enter: number): number {
  const last = tableau[0].length - 1
  let best = -1
  let bestRatio = Infinity
  for (let row = 0; row < basis.length; row++) {
    if (tableau[row][enter] <= TINY) continue
    const ratio = tableau[row][last] / tableau[row][enter]
    if (ratio < bestRatio - TINY || (ratio < bestRatio + TINY && (best < 0 || basis[row] < basis[best]))) {
      best = row
      bestRatio = Math.min(ratio, bestRatio)
    }
  }
  return best
}

function pivot(tableau: readonly Float64Array[], row: number, column: number): void {
  const by = tableau[row][column]
  for (let j = 0; j < tableau[row].length; j++) tableau[row][j] /= by
  for (let i = 0; i < tableau.length; i++) {
    const factor = tableau[i][column]
    if (i === row || factor === 0) continue
    for (let j = 0; j < tableau[i].length; j++) tableau[i][j] -= factor * tableau[row][j]
  }
}

/**
 * Largest `gains · x` with `rows · x ≤ limits` and x ≥ 0; undefined when there is no end to it. All limits must be ≥ 0, so that x = 0 is
 * allowed and the search can begin there.
 */
export function maximise(gains: readonly number[], rows: readonly (readonly number[])[], limits: readonly number[]): Optimum | undefined {
  const columns = gains.length
  const width = columns + rows.length + 1
  const tableau = rows.map((row, i) => {
    const line = new Float64Array(width)
    line.set(row)
    line[columns + i] = 1
    line[width - 1] = limits[i]
    return line
  })
  const objective = new Float64Array(width)
  gains.forEach((gain, j) => {
    objective[j] = -gain
  })
  tableau.push(objective)
  const basis = rows.map((_, i) => columns + i)
  for (;;) {
    const enter = objective.findIndex((cost, j) => j < width - 1 && cost < -TINY)
    if (enter < 0) break
    const leave = leavingRow(tableau, basis, enter)
    if (leave < 0) return undefined
    pivot(tableau, leave, enter)
    basis[leave] = enter
  }
  const x = new Float64Array(columns)
  basis.forEach((variable, row) => {
    if (variable < columns) x[variable] = tableau[row][width - 1]
  })
  return { value: objective[width - 1], x }
}
