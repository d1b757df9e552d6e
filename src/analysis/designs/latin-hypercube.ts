/**
 * Latin hypercube: in every factor, each of n equal strata holds exactly one of n points, at a random place. Of many tries the one is taken
 * whose closest two points are farthest apart (maximin). McKay, Beckman and Conover 1979; Johnson, Moore and Ylvisaker 1990.
 */
import { entityKey, PURPOSE, rootKey, uniform } from '../../base/rng.ts'

const TRIES = 100
/** Above this many points the distances are not looked at: they would take longer than the runs. */
const MOST_COMPARED = 300

function oneTry(points: number, factors: number, seed: number, trial: number): number[][] {
  const key = entityKey(rootKey(seed, 0), `latin-hypercube[${trial}]`)
  let draw = 0
  const next = (): number => uniform(key, PURPOSE.tieBreak, draw++)
  const columns = Array.from({ length: factors }, () => {
    const strata = Array.from({ length: points }, (_, stratum) => stratum)
    for (let last = points - 1; last > 0; last--) {
      const other = Math.floor(next() * (last + 1))
      ;[strata[last], strata[other]] = [strata[other], strata[last]]
    }
    return strata.map(stratum => (stratum + next()) / points)
  })
  return Array.from({ length: points }, (_, point) => columns.map(column => column[point]))
}

/** Smallest squared distance of two points. */
function closest(points: readonly (readonly number[])[]): number {
  let least = Infinity
  for (let a = 1; a < points.length; a++) {
    for (let b = 0; b < a; b++) {
      const distance = points[a].reduce((sum, value, factor) => sum + (value - points[b][factor]) * (value - points[b][factor]), 0)
      least = Math.min(least, distance)
    }
  }
  return least
}

/** Points in the open unit cube; the same for the same seed. */
export function latinHypercube(points: number, factors: number, seed: number): number[][] {
  const tries = points > MOST_COMPARED ? 1 : TRIES
  let best = oneTry(points, factors, seed, 0)
  let distance = tries === 1 ? Infinity : closest(best)
  for (let trial = 1; trial < tries; trial++) {
    const candidate = oneTry(points, factors, seed, trial)
    const own = closest(candidate)
    if (own <= distance) continue
    best = candidate
    distance = own
  }
  return best
}
