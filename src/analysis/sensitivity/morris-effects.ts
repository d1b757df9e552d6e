/** Mean size of what moving a factor does (μ*), and how far that depends on the others or bends (σ). Source: Campolongo et al., 2007. */
import { average } from '../estimate.ts'
import type { MorrisDesign } from '../designs/morris.ts'

export interface MorrisEffect {
  readonly muStar: number
  readonly mu: number
  readonly sigma: number
}

/** `values` in the order of the points of the design. */
export function morrisEffects({ factors, step, moves }: MorrisDesign, values: readonly number[]): MorrisEffect[] {
  const effects = Array.from({ length: factors }, (): number[] => [])
  moves.forEach(({ factor, sign }, move) => {
    const before = Math.floor(move / factors) * (factors + 1) + (move % factors)
    effects[factor].push((sign * (values[before + 1] - values[before])) / step)
  })
  return effects.map(each => {
    const mu = average(each)
    const variance = each.length < 2 ? 0 : each.reduce((sum, effect) => sum + (effect - mu) * (effect - mu), 0) / (each.length - 1)
    return { mu, muStar: average(each.map(Math.abs)), sigma: Math.sqrt(variance) }
  })
}
