import { describe, expect, test } from 'vitest'
import { signedRankP } from '../../src/analysis/statistics/signed-rank.ts'
import { twoSampleKsP } from '../../src/analysis/statistics/two-sample-ks.ts'

describe('tests of pairs and spreads', () => {
  test.each([
    // All of five one way: 2 of 32 sign patterns are as far out.
    [[1, 2, 3, 4, 5], 2 / 32],
    // Ranks 1…4 with a minus on rank 1: sums at most 1 are {} and {1}, twice 2 of 16.
    [[-1, 2, 3, 4], 4 / 16],
    // Two ties share rank 1.5; minus ranks 1.5: the subsets {}, {a}, {b} of 8, on both sides.
    [[-1, 1, 2], 6 / 8],
    [[0, 0], 1],
    [[], 1],
  ])('signed ranks of %j: p = %d', (differences, p) => expect(signedRankP(differences)).toBeCloseTo(p, 12))

  test.each([
    // Apart altogether: 2 of C(8, 4) orders.
    [[1, 2, 3, 4], [5, 6, 7, 8], 2 / 70],
    // Of C(4, 2) = 6 orders of two and two all reach a distance of a half, two of them 1.
    [[1, 3], [2, 4], 1],
    [[1, 2], [3, 4], 2 / 6],
    [[1, 2, 3], [1, 2, 3], 1],
  ])('Kolmogorov-Smirnov of %j and %j: p = %d', (a, b, p) => expect(twoSampleKsP(a, b)).toBeCloseTo(p, 12))
})
