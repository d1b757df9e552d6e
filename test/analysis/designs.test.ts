import { describe, expect, test } from 'vitest'
import { gridDesign } from '../../src/analysis/designs/grid.ts'
import { latinHypercube } from '../../src/analysis/designs/latin-hypercube.ts'
import { MOST_SOBOL_FACTORS, sobolPoints } from '../../src/analysis/designs/sobol.ts'

/** Strata of n that the values of one factor fall into, sorted. */
const strata = (points: readonly (readonly number[])[], factor: number): number[] => points.map(point => Math.floor(point[factor] * points.length)).toSorted((a, b) => a - b)
const each = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe('designs', () => {
  test('a grid has every combination once, the last factor fastest', () => {
    expect(gridDesign([2, 3])).toEqual([[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    expect(gridDesign([])).toEqual([[]])
  })

  test('a Latin hypercube has one point in each stratum of each factor, and is the same for the same seed', () => {
    const points = latinHypercube(17, 4, 7)
    for (const factor of each(4)) expect(strata(points, factor)).toEqual(each(17))
    expect(latinHypercube(17, 4, 7)).toEqual(points)
    expect(latinHypercube(17, 4, 8)).not.toEqual(points)
  })

  test('the Sobol sequence begins as published', () => {
    // Joe and Kuo's sobol program, three dimensions.
    expect(sobolPoints(5, 3)).toEqual([[0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625]])
    expect(sobolPoints(2, 3, { skip: 3 })).toEqual([[0.25, 0.75, 0.75], [0.375, 0.375, 0.625]])
  })

  test('any power of two of its points stratifies every factor, shifted or not', () => {
    for (const seed of [undefined, 3]) {
      const points = sobolPoints(256, MOST_SOBOL_FACTORS, seed === undefined ? {} : { seed })
      for (const factor of each(MOST_SOBOL_FACTORS)) expect(strata(points, factor), `factor ${factor}, seed ${seed}`).toEqual(each(256))
    }
  })

  test('pairs of the first factors fill a net: 16 points, one in each of the 4 × 4 squares', () => {
    const squares = sobolPoints(16, 2).map(([a, b]) => Math.floor(a * 4) * 4 + Math.floor(b * 4))
    expect(squares.toSorted((a, b) => a - b)).toEqual(each(16))
  })

  test('the first two dimensions fill every box of area 2^−k once, shifted', () => {
    const points = sobolPoints(64, 2, { seed: 3 })
    for (let wide = 0; wide <= 6; wide++) {
      const boxes = new Set(points.map(([x, y]) => `${Math.floor(x * 2 ** wide)},${Math.floor(y * 2 ** (6 - wide))}`))
      expect(boxes.size, `2^${wide} columns`).toBe(64)
    }
  })
})
