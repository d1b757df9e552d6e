import { describe, expect, test } from 'vitest'
import { addEnergy, createEnergy, energyWMs } from '../../src/base/exact-sum.ts'
import { rootKey, uniform } from '../../src/base/rng.ts'

describe('energy sums', () => {
  test('one kilowatt for one hour is one kWh', () => {
    const sum = createEnergy()
    addEnergy(sum, 1000, 3_600_000)
    expect(sum).toEqual({ kWh: 1, wMs: 0 })
    expect(energyWMs(sum)).toBe(3_600_000_000n)
  })

  test('a gigawatt for 15 years, far beyond 2^53 W·ms, is exact', () => {
    const sum = createEnergy()
    const ms = 15 * 365 * 86_400_000
    addEnergy(sum, 1_000_000_001, ms)
    expect(energyWMs(sum)).toBe(1_000_000_001n * BigInt(ms))
    expect(sum.wMs).toBeGreaterThanOrEqual(0)
    expect(sum.wMs).toBeLessThan(3_600_000_000)
  })

  test.each([1, 2, 3])('20,000 random amounts of either sign equal the bigint sum, seed %i', seed => {
    const key = rootKey(seed, 0)
    const sum = createEnergy()
    const wrong: string[] = []
    let oracle = 0n
    for (let n = 0; n < 20_000; n++) {
      const watts = Math.round((uniform(key, 1, n) - 0.3) * 10 ** Math.ceil(12 * uniform(key, 2, n)))
      const dtMs = Math.floor(10 ** (10 * uniform(key, 3, n)))
      addEnergy(sum, watts, dtMs)
      oracle += BigInt(watts) * BigInt(dtMs)
      if (energyWMs(sum) !== oracle || sum.wMs < 0 || sum.wMs >= 3_600_000_000) wrong.push(`draw ${n}: ${watts} W × ${dtMs} ms`)
    }
    expect(wrong).toEqual([])
    expect(energyWMs(sum)).toBe(oracle)
  })

  test('splitting an interval at any point changes nothing, seed 4', () => {
    const key = rootKey(4, 0)
    for (let n = 0; n < 2000; n++) {
      const watts = Math.round((uniform(key, 1, n) - 0.5) * 4e9)
      const dtMs = Math.floor(uniform(key, 2, n) * 1e11)
      const firstMs = Math.floor(uniform(key, 3, n) * dtMs)
      const whole = createEnergy()
      const parts = createEnergy()
      addEnergy(whole, watts, dtMs)
      addEnergy(parts, watts, firstMs)
      addEnergy(parts, watts, dtMs - firstMs)
      expect(parts).toEqual(whole)
    }
  })

  test.each([[0.5, 10], [10, 0.5], [10, -1], [NaN, 1], [1, Infinity], [1e16, 1e12]])('%d W over %d ms throws with both values', (watts, dtMs) => {
    expect(() => addEnergy(createEnergy(), watts, dtMs)).toThrow(`watts = ${watts}, dtMs = ${dtMs}`)
  })
})
