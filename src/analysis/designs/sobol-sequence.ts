/**
 * Sobol' sequence: points that fill the unit cube evenly at every power of two. Directions: Joe and Kuo, "Constructing Sobol sequences with
 * better two-dimensional projections", SIAM J. Sci. Comput. 30, 2008, table new-joe-kuo-6. A random digital shift keeps its evenness and
 * makes replicates independent.
 */
import { entityKey, rootKey, uniform } from '../../base/rng.ts'

const BITS = 32
const RANGE = 4_294_967_296
const PATH = 'analysis/digital-shift'

/** Degree, coefficients and first directions of the primitive polynomial of each dimension after the first. */
const TABLE: readonly (readonly [number, number, readonly number[]])[] = [
  [1, 0, [1]], [2, 1, [1, 3]], [3, 1, [1, 3, 1]], [3, 2, [1, 1, 1]], [4, 1, [1, 1, 3, 3]], [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]], [5, 4, [1, 1, 5, 5, 5]], [5, 7, [1, 1, 7, 11, 19]], [5, 11, [1, 1, 5, 1, 1]], [5, 13, [1, 1, 1, 3, 11]], [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]], [6, 13, [1, 1, 1, 15, 21, 21]], [6, 16, [1, 3, 1, 13, 27, 49]], [6, 19, [1, 1, 1, 15, 7, 5]], [6, 22, [1, 3, 1, 15, 13, 25]], [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]], [7, 4, [1, 3, 7, 13, 13, 15, 69]], [7, 7, [1, 1, 3, 13, 7, 35, 63]], [7, 8, [1, 3, 5, 9, 1, 25, 53]], [7, 14, [1, 3, 1, 13, 9, 35, 107]], [7, 19, [1, 3, 1, 5, 27, 61, 31]],
  [7, 21, [1, 1, 5, 11, 19, 41, 61]], [7, 28, [1, 3, 5, 3, 3, 13, 69]], [7, 31, [1, 1, 7, 13, 1, 19, 1]], [7, 32, [1, 3, 7, 5, 13, 19, 59]], [7, 37, [1, 1, 3, 9, 25, 29, 41]], [7, 41, [1, 3, 5, 13, 23, 1, 55]],
  [7, 42, [1, 3, 7, 3, 13, 59, 17]], [7, 50, [1, 3, 1, 3, 5, 53, 69]], [7, 55, [1, 1, 5, 5, 23, 33, 13]], [7, 56, [1, 1, 7, 7, 1, 61, 123]], [7, 59, [1, 1, 7, 9, 13, 61, 49]], [7, 62, [1, 3, 3, 5, 3, 55, 33]],
  [8, 14, [1, 3, 1, 15, 31, 13, 49, 245]], [8, 21, [1, 3, 5, 15, 31, 59, 63, 97]], [8, 22, [1, 3, 1, 11, 11, 11, 77, 249]],
]

/** Most dimensions that the table has. */
export const MOST_DIMENSIONS = TABLE.length + 1

/** Direction numbers of a dimension as 32-bit fractions. */
function directions(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS)
  if (dimension === 0) {
    for (let bit = 0; bit < BITS; bit++) v[bit] = 1 << (BITS - 1 - bit)
    return v
  }
  const [degree, coefficients, first] = TABLE[dimension - 1]
  for (let bit = 0; bit < degree; bit++) v[bit] = first[bit] << (BITS - 1 - bit)
  for (let bit = degree; bit < BITS; bit++) {
    let value = v[bit - degree] ^ (v[bit - degree] >>> degree)
    for (let k = 1; k < degree; k++) if ((coefficients >> (degree - 1 - k)) & 1) value ^= v[bit - k]
    v[bit] = value
  }
  return v
}

export const isPowerOfTwo = (n: number): boolean => Number.isInteger(n) && n > 0 && (n & (n - 1)) === 0

/** The first `count` points in `dimensions` dimensions, each in (0, 1), shifted by digits that `seed` draws; `count` is a power of two. */
export function sobolPoints(count: number, dimensions: number, seed: number): number[][] {
  if (!isPowerOfTwo(count)) throw new RangeError('points of a Sobol’ sequence come in powers of two')
  if (dimensions > MOST_DIMENSIONS) throw new RangeError(`a Sobol’ sequence has at most ${MOST_DIMENSIONS} dimensions here`)
  const key = entityKey(rootKey(seed, 0), PATH)
  const columns = Array.from({ length: dimensions }, (_, dimension) => directions(dimension))
  const state = Uint32Array.from({ length: dimensions }, (_, dimension) => Math.floor(uniform(key, 0, dimension) * RANGE))
  const points: number[][] = []
  for (let index = 0; index < count; index++) {
    points.push(Array.from(state, bits => (bits + 0.5) / RANGE))
    // Gray code: the next point differs in the direction of the lowest zero bit of its index.
    let bit = 0
    for (let left = index; (left & 1) === 1; left >>>= 1) bit += 1
    for (let dimension = 0; dimension < dimensions; dimension++) state[dimension] ^= columns[dimension][bit]
  }
  return points
}
