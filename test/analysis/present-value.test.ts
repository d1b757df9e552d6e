import { describe, expect, test } from 'vitest'
import { decayed, missedLoss, presentValue, shiftedLoss, usdPerMillionTokens } from '../../src/analysis/present-value.ts'

describe('T11.2: 1 M USD a month for 60 months at 10 %, paid at the end of each', () => {
  const flat = Array.from({ length: 60 }, () => 1)
  const declining = flat.map((_, month) => decayed(1, 0.25, (month + 1) / 12))
  const value = presentValue(flat, 0.1, 'end')

  test('is worth 47.5385 M USD; at the middle of each month 47.73', () => {
    expect(value).toBeCloseTo(47.5385, 4)
    expect(presentValue(flat, 0.1)).toBeCloseTo(47.73, 2)
  })

  test('six months later 45.3262: a loss of 2.2123', () => {
    expect(shiftedLoss(value, 0.1, 6)).toBeCloseTo(2.2123, 4)
    expect(value - shiftedLoss(value, 0.1, 6)).toBeCloseTo(45.3262, 4)
  })

  test('in a window that does not move, with prices that fall by 25 % a year, 28.1601 becomes 22.7284: a loss of 5.4317', () => {
    expect(presentValue(declining, 0.1, 'end')).toBeCloseTo(28.1601, 4)
    expect(missedLoss(declining, 0.1, 6, 'end')).toBeCloseTo(5.4317, 4)
    expect(presentValue(declining, 0.1, 'end') - missedLoss(declining, 0.1, 6, 'end')).toBeCloseTo(22.7284, 4)
  })

  test('the second is the larger for every delay up to five years', () => {
    for (let months = 1; months <= 60; months++) expect(missedLoss(flat, 0.1, months, 'end')).toBeGreaterThan(shiftedLoss(value, 0.1, months))
  })

  test('half a month is half of it, more months than there are lose everything', () => {
    expect(missedLoss(flat, 0.1, 1.5, 'end')).toBeCloseTo((missedLoss(flat, 0.1, 1, 'end') + missedLoss(flat, 0.1, 2, 'end')) / 2, 12)
    expect(missedLoss(flat, 0.1, 70, 'end')).toBeCloseTo(value, 9)
  })
})

test('T11.3: a replica of 4 accelerators at 2.5 USD/h, 3,472 tokens/s at 60 %: 1.3334 USD for a million tokens', () => {
  expect(usdPerMillionTokens(4 * 2.5, 3472, 0.6)).toBeCloseTo(1.3334, 4)
})
