import { describe, expect, test } from 'vitest'
import { atan, cos, exp, exp2, expm1, inverseNormal, ln, log10, log1p, log2, normalCdf, pow, sin, sqrt, tanh } from '../../src/base/exact-math.ts'
import { ALLOWED_ULPS, EXACT_MATH_CASES, evaluate, exactMathFailures, ulpsBetween } from './exact-math-cases.ts'

describe('exact math', () => {
  test('gives the fixed bits on this host', () => {
    expect(exactMathFailures()).toEqual([])
  })

  test.each(EXACT_MATH_CASES.map(row => ({ call: `${row[0]}(${row[1].join(', ')})`, row })))('$call is as published', ({ row }) => {
    expect(ulpsBetween(evaluate(row), row[3])).toBeLessThanOrEqual(ALLOWED_ULPS[row[0]] ?? 1)
  })

  test('special cases', () => {
    expect([exp(-Infinity), exp(Infinity), exp(1000), ln(0), ln(1)]).toEqual([0, Infinity, Infinity, -Infinity, 0])
    expect([ln(-1), sqrt(-1), pow(-8, 1 / 3), exp(NaN)].every(Number.isNaN)).toBe(true)
    expect([pow(0, 0), pow(2, 10), pow(-2, 3), pow(7, 0)]).toEqual([1, 1024, -8, 1])
    expect([sin(0), cos(0), atan(0), expm1(0), log1p(0), tanh(0)]).toEqual([0, 1, 0, 0, 0, 0])
    expect([tanh(Infinity), tanh(-40)]).toEqual([1, -1])
  })

  test('powers of two have the bits of the general power, inside its short way and beyond', () => {
    const sizes = Array.from({ length: 2000 }, (_, i) => ((i * 0.6180339887498949) % 1) * 0.75 * 2 ** -(i % 60))
    const cases = [...sizes, 0, 0.25, 0.5, 1, 1024, 1e-300, 5e-324, Infinity].flatMap(x => [x, -x])
    expect(cases.filter(x => !Object.is(exp2(x), pow(2, x)))).toEqual([])
    expect(exp2(Number.NaN)).toBeNaN()
  })

  test('logarithms of whole powers are whole', () => {
    for (let n = -22; n <= 22; n++) expect(log10(Number(`1e${n}`))).toBe(n)
    for (let n = -1022; n <= 1023; n++) expect(log2(pow(2, n))).toBe(n)
  })
})

describe('standard normal', () => {
  test('AS 241 against published quantiles', () => {
    expect(inverseNormal(0.975)).toBeCloseTo(1.959963984540054, 14)
    expect(inverseNormal(0.9)).toBeCloseTo(1.2815515655446004, 14)
    expect(inverseNormal(0.995)).toBeCloseTo(2.5758293035489004, 14)
    expect(inverseNormal(1e-10)).toBeCloseTo(-6.361340902404056, 13)
    expect(inverseNormal(0.5)).toBe(0)
  })

  test('ends and outside', () => {
    expect([inverseNormal(0), inverseNormal(1)]).toEqual([-Infinity, Infinity])
    expect([inverseNormal(-0.1), inverseNormal(1.1), inverseNormal(NaN)].every(Number.isNaN)).toBe(true)
  })

  test('quantile undoes probability over all three branches', () => {
    for (const p of [1e-280, 1e-30, 1e-13, 1e-9, 1e-4, 0.02, 0.074, 0.0751, 0.3, 0.5, 0.7, 0.9249, 0.926, 0.99]) {
      expect(normalCdf(inverseNormal(p)) / p, `p = ${p}`).toBeCloseTo(1, 11)
    }
  })
})
