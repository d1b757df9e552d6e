// Failure rate over the age of equipment: λ(a) = λ0 · (1 + (m − 1) e^(−a/τ)) up to the end of life, λ0 · (a/L)^(k − 1) beyond it.
import { describe, expect, test } from 'vitest'
import { type FailureAge, exposureOverAge, matureOverAge } from '../../src/physics/failure-age.ts'

const HOUR = 3_600_000
const YEAR = 8766 * HOUR
/** Equation 0.2 with its defaults, life of a distribution unit for coolant: m = 3, τ = 2,000 h, k = 3. */
const EQUIPMENT: FailureAge = { infant: { factor: 2, decayMs: 2000 * HOUR }, lifeMs: 12 * YEAR, exponent: 3 }

/** The rate as the equation gives it. */
function rate({ infant, lifeMs, exponent }: FailureAge, ageMs: number): number {
  return ageMs <= lifeMs ? 1 + infant.factor * Math.exp(-ageMs / infant.decayMs) : (ageMs / lifeMs) ** (exponent - 1)
}

/** Midpoint sums of the rate. */
function summed(age: FailureAge, fromMs: number, toMs: number, steps = 20_000): number {
  const stepMs = (toMs - fromMs) / steps
  let sum = 0
  for (let i = 0; i < steps; i++) sum += rate(age, fromMs + (i + 0.5) * stepMs) * stepMs
  return sum
}

describe('Eq 0.2', () => {
  test('new equipment fails three times as often, 1 + 2/e times after 2,000 h, as the mature one after a year', () => {
    const perHour = (ageH: number): number => matureOverAge(EQUIPMENT, ageH * HOUR, HOUR / 1000) / (HOUR / 1000)
    expect(perHour(0)).toBeCloseTo(3, 5)
    expect(perHour(2000)).toBeCloseTo(1 + 2 / Math.E, 5)
    expect(perHour(8766)).toBeCloseTo(1 + 2 * Math.exp(-4.383), 5)
  })

  test('early failures add those of 2 · 2,000 h of mature life', () => {
    expect((matureOverAge(EQUIPMENT, 0, 5 * YEAR) - 5 * YEAR) / HOUR).toBeCloseTo(4000, 3)
  })

  test('twice the life: four times the rate', () => {
    expect(matureOverAge(EQUIPMENT, 24 * YEAR, HOUR) / HOUR).toBeCloseTo(4, 3)
  })

  test.each([[0, 1], [0.4, 3], [3, 20], [11, 2], [12, 5], [15, 10]] as const)('from the age of %d years over %d years the integral is the sum of the rates', (from, years) => {
    const direct = summed(EQUIPMENT, from * YEAR, (from + years) * YEAR)
    expect(matureOverAge(EQUIPMENT, from * YEAR, years * YEAR) / direct).toBeCloseTo(1, 6)
  })

  test.each([[0, 0.01], [0, 1], [0, 11.9], [0, 40], [5, 7], [5, 20], [12, 3], [30, 1]] as const)('from the age of %d years the inverse of %d years is itself, to the millisecond', (from, years) => {
    const mature = matureOverAge(EQUIPMENT, from * YEAR, years * YEAR)
    expect(Math.abs(exposureOverAge(EQUIPMENT, from * YEAR, mature) - years * YEAR)).toBeLessThanOrEqual(1)
  })

  test('halves of a life add up', () => {
    const whole = matureOverAge(EQUIPMENT, 0.1 * YEAR, 20 * YEAR)
    expect(matureOverAge(EQUIPMENT, 0.1 * YEAR, 7 * YEAR) + matureOverAge(EQUIPMENT, 7.1 * YEAR, 13 * YEAR)).toBeCloseTo(whole, -2)
  })

  test('without early failures and wear, mature time is time', () => {
    const plain: FailureAge = { infant: { factor: 0, decayMs: HOUR }, lifeMs: Infinity, exponent: 3 }
    expect(matureOverAge(plain, 7 * YEAR, 123_456)).toBe(123_456)
    expect(exposureOverAge(plain, 7 * YEAR, 123_456)).toBe(123_456)
  })
})
