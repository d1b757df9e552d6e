import { describe, expect, test } from 'vitest'
import { fullPowerCeilingC, GB200_COLD_PLATE, junctionC, PG25 } from '../../src/physics/direct-liquid.ts'
import type { HallMasses } from '../../src/physics/thermal-mass.ts'
import {
  ACCELERATOR_CAPACITY_JPK,
  coolantCapacityJPerK,
  hallAfter,
  hallCrossingMs,
  heatingRateKps,
  linearCrossingMs,
  relaxationCrossingMs,
  relaxedC,
  timeConstantMs,
} from '../../src/physics/thermal-mass.ts'
import { draws } from './draws.ts'

describe('time to throttle', () => {
  test('W7.14: accelerator without coolant flow', () => {
    expect(ACCELERATOR_CAPACITY_JPK).toBeCloseTo(567.0, 1)
    expect(heatingRateKps(1200, ACCELERATOR_CAPACITY_JPK)).toBeCloseTo(2.116, 3)
    const startC = junctionC(GB200_COLD_PLATE, 36)
    expect(linearCrossingMs(startC, 85, 1200, ACCELERATOR_CAPACITY_JPK) / 1000).toBeCloseTo(6.59, 2)
    expect(linearCrossingMs(startC, 95, 1200, ACCELERATOR_CAPACITY_JPK) / 1000).toBeCloseTo(11.32, 2)
  })

  test('W7.15: rack loop after loss of the primary', () => {
    const capacity = coolantCapacityJPerK(168.3, PG25.densityKgpm3, PG25.cpJPerKgK)
    expect(heatingRateKps(112_200, capacity)).toBeCloseTo(0.1684, 4)
    expect(linearCrossingMs(40, 50, 112_200, capacity) / 1000).toBeCloseTo(59.38, 2)
    expect(fullPowerCeilingC(GB200_COLD_PLATE)).toBeCloseTo(49.95, 2)
  })

  test('W7.16: facility loop after loss of heat rejection', () => {
    // 8 L/kW of water, 3.311e6 kJ/K as given for 100 MW.
    const capacity = 3.311e9
    expect(coolantCapacityJPerK(800_000, 990, 4180) / capacity).toBeCloseTo(1, 3)
    expect(heatingRateKps(1e8, capacity)).toBeCloseTo(0.0302, 4)
    expect(linearCrossingMs(36, 44, 1e8, coolantCapacityJPerK(800_000, 990, 4180)) / 1000).toBeCloseTo(264.8, 1)
  })
})

describe('two-node hall (W7.17)', () => {
  const masses: HallMasses = {
    airJPerK: 13_128e3,
    equipmentJPerK: 87_500e3,
    exchangeWPerK: 87_500e3 / 240,
  }
  const start = { airC: 24, equipmentC: 24 }

  test.each([
    [30, 7.882],
    [60, 11.82],
    [120, 16.11],
    [300, 25.275],
  ])('after %d s the air is %d K warmer', (seconds, riseK) => {
    const digits = riseK < 10 ? 3 : 2
    expect(hallAfter(masses, start, 5e6, seconds * 1000).airC - 24).toBeCloseTo(riseK, digits)
  })

  test('crossing times of +8 K and +15 K', () => {
    expect(hallCrossingMs(masses, start, 5e6, 32) / 1000).toBeCloseTo(30.67, 2)
    expect(hallCrossingMs(masses, start, 5e6, 39) / 1000).toBeCloseTo(101.4, 1)
    expect(hallCrossingMs(masses, start, 5e6, 24)).toBe(0)
    expect(hallCrossingMs(masses, start, -1, 32)).toBe(Infinity)
  })

  for (const seed of [61, 62]) {
    test(`I19 and energy: split intervals agree and stored heat is the net heat, seed ${seed}`, () => {
      const draw = draws(seed)
      for (let index = 0; index < 3000; index += 1) {
        const label = `seed ${seed}, draw ${index}`
        const state = { airC: draw(15, 45), equipmentC: draw(15, 60) }
        const netHeatW = draw(-5e6, 1e7)
        const [first, second] = [draw(0, 3e5), draw(0, 3e5)]
        const once = hallAfter(masses, state, netHeatW, first + second)
        const twice = hallAfter(masses, hallAfter(masses, state, netHeatW, first), netHeatW, second)
        expect(Math.abs(once.airC - twice.airC), label).toBeLessThan(1e-9)
        expect(Math.abs(once.equipmentC - twice.equipmentC), label).toBeLessThan(1e-9)
        const storedJ =
          masses.airJPerK * (once.airC - state.airC) + masses.equipmentJPerK * (once.equipmentC - state.equipmentC)
        const suppliedJ = (netHeatW * (first + second)) / 1000
        expect(Math.abs(storedJ - suppliedJ), label).toBeLessThan(1e-9 * 1e12)
        const limitC = state.airC + draw(0.1, 20)
        const crossingMs = hallCrossingMs(masses, state, netHeatW, limitC)
        if (crossingMs === Infinity) continue
        expect(hallAfter(masses, state, netHeatW, crossingMs).airC, label).toBeCloseTo(limitC, 6)
        expect(hallAfter(masses, state, netHeatW, 0.999 * crossingMs).airC, label).toBeLessThan(limitC)
      }
    })
  }
})

describe('relaxation', () => {
  for (const seed of [71, 72]) {
    test(`I19: the update is a semigroup and crossing times are exact, seed ${seed}`, () => {
      const draw = draws(seed)
      for (let index = 0; index < 5000; index += 1) {
        const label = `seed ${seed}, draw ${index}`
        const [startC, endC] = [draw(10, 80), draw(10, 80)]
        const tauMs = timeConstantMs(draw(1e5, 1e9), draw(1e3, 1e6))
        const [first, second] = [draw(0, 3) * tauMs, draw(0, 3) * tauMs]
        const once = relaxedC(startC, endC, tauMs, first + second)
        const twice = relaxedC(relaxedC(startC, endC, tauMs, first), endC, tauMs, second)
        expect(Math.abs(once - twice), label).toBeLessThan(1e-9)
        const limitC = startC + draw(0.001, 0.99) * (endC - startC)
        const crossingMs = relaxationCrossingMs(startC, endC, tauMs, limitC)
        expect(relaxedC(startC, endC, tauMs, crossingMs), label).toBeCloseTo(limitC, 8)
      }
    })
  }

  test('limits that are never reached', () => {
    expect(relaxationCrossingMs(20, 40, 1000, 45)).toBe(Infinity)
    expect(relaxationCrossingMs(20, 40, 1000, 40)).toBe(Infinity)
    expect(relaxationCrossingMs(20, 40, 1000, 10)).toBe(Infinity)
    expect(relaxationCrossingMs(20, 40, 1000, 20)).toBe(0)
    expect(linearCrossingMs(20, 10, 1, 1)).toBe(Infinity)
    expect(linearCrossingMs(20, 30, 0, 1)).toBe(Infinity)
  })
})
