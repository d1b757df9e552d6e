/** Thin air in the halls, and how hot servers may breathe it. */
import { describe, expect, test } from 'vitest'
import { inletMaxOf } from '../../../src/engine/cooling/block-design.ts'
import { blockDesign, coolingSection } from './yard.ts'

describe('halls high up', () => {
  const at = (elevationM: number) => blockDesign({ air: { unit: '100 kW' } }, { liquidFraction: 0, elevationM }).air

  test('at 1 600 m air has 82.4 % of its density: fans move 1.21 times as much of it, and so many more handlers carry the heat', () => {
    // (1 − 2.25577e-5 · 1600)^5.2559
    const thinness = (1 - 2.25577e-5 * 1600) ** 5.2559
    expect(thinness).toBeCloseTo(0.8245, 3)
    expect(at(1600).fanW / at(0).fanW).toBeCloseTo(1 / thinness, 6)
    expect(Math.abs(at(1600).handlersNeeded / (at(0).handlersNeeded / thinness) - 1)).toBeLessThan(0.02)
  })

  test.each([
    ['A1', 0, 32], ['A1', 900, 32], ['A1', 1500, 30], ['A2', 1800, 32], ['A3', 1800, 40], ['A4', 0, 45],
  ] as const)('class %s at %d m allows inlets of %d °C', (itClass, elevationM, inletMaxC) => {
    expect(inletMaxOf(coolingSection({ air: { itClass } }).air, elevationM)).toBe(inletMaxC)
    const { limits } = blockDesign({ air: { itClass } }, { elevationM })
    expect(limits.inletMaxC).toBe(inletMaxC)
    expect(limits.inletWarningC).toBe(Math.min(32, inletMaxC - 3))
  })

  test('without a class the stated limits hold', () => {
    const { limits } = blockDesign({ air: { inletMax: '38 degC' } }, { elevationM: 2000 })
    expect([limits.inletMaxC, limits.inletWarningC]).toEqual([38, 32])
  })
})
