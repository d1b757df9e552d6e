/** Refresh by cost per compute, against arithmetic by hand. */
import { expect, test } from 'vitest'
import { refreshPair } from '../../src/analysis/refresh.ts'
import type { Generation, RefreshPrices } from '../../src/scenario/generation-cost.ts'

const OLD: Generation = { acceleratorName: 'old', year: 2022, flops: 1e15, sustainedKw: 1, maxKw: 1.25 }
const NEW: Generation = { acceleratorName: 'new', year: 2025, flops: 2.5e15, sustainedKw: 1.5, maxKw: 2 }
const PRICES: RefreshPrices = { usdPerItKwh: 0.1, capexUsd: 30_000, lifeYears: 5, discountRate: 0, maintenance: 0.05, softwareUsd: 100 }

test('keeping costs power and upkeep, replacing capital besides', () => {
  const row = refreshPair(OLD, NEW, PRICES)
  // 876.60 of power, 1,500 of maintenance, 100 of licences for one Pflop/s.
  expect(row.keepUsd).toBeCloseTo(2476.6, 9)
  // 6,000 of capital, 1,500, 1,314.90 and 100 for two and a half.
  expect(row.replaceUsd).toBeCloseTo((6000 + 1500 + 1314.9 + 100) / 2.5, 9)
  // In the power of one old accelerator 0.625 new ones with 1.5625 times the compute.
  expect([row.acceleratorsInSamePower, row.computeInSamePower]).toEqual([0.625, 1.5625])
})

test('at the price of break-even both cost the same, above it keeping is cheaper', () => {
  const { breakEvenUsd, keepUsd } = refreshPair(OLD, NEW, PRICES)
  expect(breakEvenUsd).toBeCloseTo((2476.6 * 2.5 - 1414.9) / 0.25, 6)
  // The upkeep of the old one stays that of its own price.
  const replaceAt = (usd: number): number => (usd * 0.25 + 1414.9) / 2.5
  expect(replaceAt(breakEvenUsd)).toBeCloseTo(keepUsd, 9)
  expect(replaceAt(breakEvenUsd + 1000)).toBeGreaterThan(keepUsd)
})

test('interest makes the new one dearer and leaves the old one alone', () => {
  const [plain, dear] = [refreshPair(OLD, NEW, PRICES), refreshPair(OLD, NEW, { ...PRICES, discountRate: 0.1 })]
  expect(dear.keepUsd).toBe(plain.keepUsd)
  expect(dear.replaceUsd).toBeGreaterThan(plain.replaceUsd)
  expect(dear.breakEvenUsd).toBeLessThan(plain.breakEvenUsd)
})
