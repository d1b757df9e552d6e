/** Points for Sobol' indices: matrices A and B, and A with one column of B for each factor. Source: Saltelli et al., CPC 181, 2010. */
import { MOST_SOBOL_FACTORS, sobolPoints } from './sobol.ts'

/** Two columns of the sequence for each factor. */
export const MOST_SALTELLI_FACTORS = Math.floor(MOST_SOBOL_FACTORS / 2)

export interface SaltelliDesign {
  readonly factors: number
  readonly base: number
  /** Row by row: A, then AB for each factor, then B; `base` × (factors + 2) points. */
  readonly points: readonly (readonly number[])[]
}

export function saltelli(base: number, factors: number, seed: number): SaltelliDesign {
  const points = sobolPoints(base, 2 * factors, { seed }).flatMap(row => {
    const a = row.slice(0, factors)
    const b = row.slice(factors)
    return [a, ...a.map((_, factor) => a.map((value, other) => (other === factor ? b[other] : value))), b]
  })
  return { factors, base, points }
}
