/**
 * When a sequential decision is looked at, and how much error each look may spend: after 10, 15, 22, 33, … replications, so that deciding as
 * soon as it is clear keeps the stated confidence (Bonferroni over the looks at which a decision is possible at all).
 */
import { nextLook } from '../statistics/stopping.ts'

/** Replications at each look, the last one `most`. */
export function looksUpTo(most: number): number[] {
  const looks = [nextLook(0, most)]
  while (looks[looks.length - 1] < most) looks.push(nextLook(looks[looks.length - 1], most))
  return looks
}

/**
 * Error of each look, 0 where nothing could be decided; their sum is at most `error`. `needed` is the least chance of the clearest outcome of n
 * replications where the truth is just on the other side.
 */
export function spend(looks: readonly number[], error: number, needed: (n: number) => number): number[] {
  for (let kept = looks.length; kept > 0; kept--) {
    const first = looks.length - kept
    if (needed(looks[first]) <= error / kept) return looks.map((_, at) => (at < first ? 0 : error / kept))
  }
  return looks.map(() => 0)
}
