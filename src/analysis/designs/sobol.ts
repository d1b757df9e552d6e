/**
 * Sobol' sequence with the direction numbers of Joe and Kuo (2008, new-joe-kuo-6), Gray-code order, perhaps with a random digital shift.
 * Points 0 … 2^k − 1 stratify every factor; the shift keeps that and takes away the corner at 0.
 */
import { entityKey, PURPOSE, rootKey, uniform } from '../../base/rng.ts'

/** Degree and coefficients of the primitive polynomial, first direction numbers; factors 2 and up, the first is van der Corput's. */
const JOE_KUO: readonly (readonly [degree: number, coefficients: number, first: readonly number[]])[] = [
  [1, 0, [1]], [2, 1, [1, 3]], [3, 1, [1, 3, 1]], [3, 2, [1, 1, 1]], [4, 1, [1, 1, 3, 3]], [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]], [5, 4, [1, 1, 5, 5, 5]], [5, 7, [1, 1, 7, 11, 19]], [5, 11, [1, 1, 5, 1, 1]], [5, 13, [1, 1, 1, 3, 11]], [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]], [6, 13, [1, 1, 1, 15, 21, 21]], [6, 16, [1, 3, 1, 13, 27, 49]], [6, 19, [1, 1, 1, 15, 7, 5]], [6, 22, [1, 3, 1, 15, 13, 25]], [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]], [7, 4, [1, 3, 7, 13, 13, 15, 69]], [7, 7, [1, 1, 3, 13, 7, 35, 63]], [7, 8, [1, 3, 5, 9, 1, 25, 53]], [7, 14, [1, 3, 1, 13, 9, 35, 107]], [7, 19, [1, 3, 1, 5, 27, 61, 31]],
  [7, 21, [1, 1, 5, 11, 19, 41, 61]], [7, 28, [1, 3, 5, 3, 3, 13, 69]], [7, 31, [1, 1, 7, 13, 1, 19, 1]], [7, 32, [1, 3, 7, 5, 13, 19, 59]], [7, 37, [1, 1, 3, 9, 25, 29, 41]], [7, 41, [1, 3, 5, 13, 23, 1, 55]],
  [7, 42, [1, 3, 7, 3, 13, 59, 17]], [7, 50, [1, 3, 1, 3, 5, 53, 69]], [7, 55, [1, 1, 5, 5, 23, 33, 13]], [7, 56, [1, 1, 7, 7, 1, 61, 123]], [7, 59, [1, 1, 7, 9, 13, 61, 49]], [7, 62, [1, 3, 3, 5, 3, 55, 33]],
  [8, 14, [1, 3, 1, 15, 31, 13, 49, 245]], [8, 21, [1, 3, 5, 15, 31, 59, 63, 97]], [8, 22, [1, 3, 1, 11, 11, 11, 77, 249]],
]

/** Most factors of a Sobol' design. */
export const MOST_SOBOL_FACTORS = JOE_KUO.length + 1

export const isPowerOfTwo = (n: number): boolean => Number.isInteger(n) && n > 0 && (n & (n - 1)) === 0

const BITS = 32
const TWO_32 = 0x100000000

/** Direction numbers of a factor, uint32. */
function directions(factor: number): Uint32Array {
  const v = new Uint32Array(BITS)
  if (factor === 0) {
    for (let bit = 0; bit < BITS; bit++) v[bit] = 1 << (BITS - 1 - bit)
    return v
  }
  const [degree, coefficients, first] = JOE_KUO[factor - 1]
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      v[bit] = first[bit] << (BITS - 1 - bit)
      continue
    }
    let value = v[bit - degree] ^ (v[bit - degree] >>> degree)
    for (let k = 1; k < degree; k++) if ((coefficients >>> (degree - 1 - k)) & 1) value ^= v[bit - k]
    v[bit] = value
  }
  return v
}

/** Points from `skip` on; without a seed as they are, else shifted digit by digit. At most `MOST_SOBOL_FACTORS` factors. */
export function sobolPoints(points: number, factors: number, choices: { readonly skip?: number; readonly seed?: number } = {}): number[][] {
  const { skip = 0, seed } = choices
  const columns = Array.from({ length: factors }, (_, factor) => {
    const v = directions(factor)
    const shift = seed === undefined ? 0 : Math.floor(uniform(entityKey(rootKey(seed, 0), `sobol[${factor}]`), PURPOSE.tieBreak, 0) * TWO_32)
    const half = seed === undefined ? 0 : 0.5
    let state = 0
    return Array.from({ length: skip + points }, (_ignored, index) => {
      // Gray code: each point differs from the one before by the lowest zero bit of its number.
      if (index > 0) state ^= v[31 - Math.clz32(index & -index)]
      return (((state ^ shift) >>> 0) + half) / TWO_32
    })
  })
  return Array.from({ length: points }, (_, point) => columns.map(column => column[skip + point]))
}
