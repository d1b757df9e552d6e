/**
 * Trajectories that move one factor at a time by the same step over a grid of levels: cheap screening. Source: Morris, Technometrics 33, 1991;
 * Campolongo et al., Environ. Model. Softw. 22, 2007.
 */
import { entityKey, rootKey, uniform } from '../../base/rng.ts'

const PATH = 'analysis/trajectories'

export interface MorrisDesign {
  readonly factors: number
  readonly step: number
  /** (factors + 1) points of each trajectory, one after the other. */
  readonly points: readonly (readonly number[])[]
  /** Factor that moves before each point but the first of a trajectory, and its direction. */
  readonly moves: readonly { readonly factor: number; readonly sign: 1 | -1 }[]
}

/** `levels` is even; the step is levels / (2 (levels − 1)). */
export function morris(trajectories: number, factors: number, seed: number, levels = 4): MorrisDesign {
  if (levels % 2 !== 0 || levels < 2) throw new RangeError('levels of a Morris design are even')
  const step = levels / (2 * (levels - 1))
  const points: number[][] = []
  const moves: { factor: number; sign: 1 | -1 }[] = []
  for (let t = 0; t < trajectories; t++) {
    const key = entityKey(rootKey(seed, t), PATH)
    let draw = 0
    const below = (n: number): number => Math.floor(uniform(key, 0, draw++) * n)
    const order = Array.from({ length: factors }, (_, factor) => factor)
    for (let last = factors - 1; last > 0; last--) {
      const other = below(last + 1)
      ;[order[last], order[other]] = [order[other], order[last]]
    }
    // Levels of the lower half go up by the step, those of the upper half down.
    const at = Array.from({ length: factors }, () => below(levels) / (levels - 1))
    points.push([...at])
    for (const factor of order) {
      const sign = at[factor] + step <= 1 + 1e-9 ? 1 : -1
      at[factor] += sign * step
      points.push([...at])
      moves.push({ factor, sign })
    }
  }
  return { factors, step, points, moves }
}
