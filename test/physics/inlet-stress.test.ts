import { expect, test } from 'vitest'
import { X_FACTOR_RANGE, xFactor } from '../../src/physics/inlet-stress.ts'

/** ASHRAE TC 9.9 as The Green Grid quotes it (2017): 59, 68 and 113 °F. */
test.each([[15, 0.72], [20, 1], [45, 1.76]])('servers at %d °C fail %d times as often as at 20 °C', (inletC, factor) => {
  expect(xFactor(inletC)).toBe(factor)
})

test('hotter air never makes servers fail less, each further step adds less, and beyond the table the nearest value holds', () => {
  expect(X_FACTOR_RANGE).toEqual({ lowC: 15, highC: 45 })
  for (let tenths = 150; tenths < 450; tenths++) expect(xFactor((tenths + 1) / 10)).toBeGreaterThan(xFactor(tenths / 10))
  expect(xFactor(20) - xFactor(15)).toBeGreaterThan(xFactor(30) - xFactor(25))
  expect(xFactor(30) - xFactor(25)).toBeGreaterThan(xFactor(45) - xFactor(40))
  expect([xFactor(5), xFactor(60)]).toEqual([0.72, 1.76])
})
