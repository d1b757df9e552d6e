import { describe, expect, test } from 'vitest'
import { capMissProbability } from '../../src/physics/cap-miss.ts'

describe('Eq 5.3: probability that racks exceed their budget', () => {
  test('at the mean it is one half, whatever the correlation', () => {
    for (const correlation of [0, 0.3, 1]) expect(capMissProbability(1000, 10, 100, 15, correlation)).toBeCloseTo(0.5, 12)
  })

  test('hand-computed: 100 independent racks of 100 ± 20 kW under 10.4 MW are two deviations below', () => {
    // √(100 · 20²) = 200; (10,400 − 10,000) / 200 = 2; 1 − Φ(2) = 0.0227501.
    expect(capMissProbability(10_400, 100, 100, 20, 0)).toBeCloseTo(0.0227501, 6)
  })

  test('hand-computed: the same racks in step move by 2,000, so the budget is 0.2 deviations away', () => {
    // 1 − Φ(0.2) = 0.4207403.
    expect(capMissProbability(10_400, 100, 100, 20, 1)).toBeCloseTo(0.4207403, 6)
  })

  test('without any spread it is all or nothing', () => {
    expect(capMissProbability(999, 10, 100, 0, 0)).toBe(1)
    expect(capMissProbability(1000, 10, 100, 0, 0)).toBe(0)
  })
})
