/** Every registered component keeps the promises of its interface. */
import { describe, expect, test } from 'vitest'
import { components, engineFuelW, standbyFuelW } from '../../../src/engine/power/components/index.ts'
import type { PowerComponent } from '../../../src/engine/power/component.ts'
import { integerInputW, integerOutputW } from '../../../src/physics/converter-loss.ts'

/** A component with its own example, so that the specs of all kinds can be walked alike. */
interface Example {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly summary: string
  capacityW(healthy: number): number
  lossCurve(healthy: number): ReturnType<PowerComponent<unknown>['lossCurve']>
  reliability(): ReturnType<PowerComponent<unknown>['reliability']>
}

function exampleOf<Spec>(id: string, component: PowerComponent<Spec>): Example {
  const { kind, label, summary, example } = component
  return {
    id, kind, label, summary,
    capacityW: healthy => component.capacityW(example, healthy),
    lossCurve: healthy => component.lossCurve(example, healthy),
    reliability: () => component.reliability(example),
  }
}

const { feed, transformer, ups, distribution, generator, gasEngine, gasTurbine, batteryStore, solarArray } = components
const EXAMPLES: readonly Example[] = [
  exampleOf('feed', feed), exampleOf('transformer', transformer), exampleOf('ups', ups),
  exampleOf('distribution', distribution), exampleOf('generator', generator), exampleOf('gasEngine', gasEngine),
  exampleOf('gasTurbine', gasTurbine), exampleOf('batteryStore', batteryStore), exampleOf('solarArray', solarArray),
]

test('every registered component is examined, with a kind of its own', () => {
  expect(EXAMPLES.map(({ id }) => id).sort()).toEqual(Object.keys(components).sort())
  expect(new Set(EXAMPLES.map(({ kind }) => kind)).size).toBe(EXAMPLES.length)
})

describe.each(EXAMPLES)('$id', component => {
  test('says what it is', () => {
    expect(component.label.length).toBeGreaterThan(1)
    expect(component.summary).toMatch(/\.$/)
  })

  test('capacity grows with healthy units and is nothing without any', () => {
    expect(component.capacityW(0)).toBe(0)
    for (let healthy = 1; healthy < 12; healthy++) expect(component.capacityW(healthy)).toBeGreaterThanOrEqual(component.capacityW(healthy - 1))
  })

  test('input is load and loss, rises with load, and inverts to the watt', () => {
    for (const healthy of [1, 2, 7]) {
      const curve = component.lossCurve(healthy)
      const capacityW = component.capacityW(healthy)
      let before = -1
      for (let step = 0; step <= 20; step++) {
        const outW = Math.floor((capacityW * step) / 20)
        const inW = integerInputW(curve, outW)
        expect(inW).toBeGreaterThanOrEqual(outW)
        expect(inW).toBeGreaterThan(before)
        expect(integerOutputW(curve, inW)).toBe(outW)
        before = inW
      }
      // A passive part may be lossless; nothing gains, and nothing loses a tenth at its rating.
      expect(capacityW / integerInputW(curve, capacityW)).toBeGreaterThan(0.9)
    }
  })

  test('two units lose no more than two separate ones at half the load each', () => {
    const outW = Math.floor(component.capacityW(1))
    const both = integerInputW(component.lossCurve(2), outW)
    const each = integerInputW(component.lossCurve(1), Math.floor(outW / 2))
    expect(Math.abs(both - 2 * each)).toBeLessThanOrEqual(3)
  })

  test('reliability, where it has one, is a rate and a positive repair', () => {
    const reliability = component.reliability()
    expect(reliability?.failuresPerYear ?? 0).toBeGreaterThanOrEqual(0)
    expect(reliability?.repairMs ?? 1).toBeGreaterThan(0)
  })
})

describe('fuel', () => {
  test('W4.1: a 3 MW diesel burns 750 L/h at full load and 390 L/h at half', () => {
    const spec = { ratedW: 3e6, countedW: 2.85e6 }
    const litres = (fuelW: number): number => (fuelW * 3600) / 35.8e6
    expect(litres(standbyFuelW(spec, 1, 3e6))).toBeCloseTo(750, 6)
    expect(litres(standbyFuelW(spec, 1, 1.5e6))).toBeCloseTo(390, 6)
    expect(litres(standbyFuelW(spec, 2, 3e6))).toBeCloseTo(780, 6)
    expect(standbyFuelW(spec, 0, 0)).toBe(0)
  })

  test('W4.4: the heat rate at 60 % load is 7/6 of that at full load', () => {
    const spec = { ratedW: 10e6, efficiency: 0.36, loadFractionMin: 0.4, failuresPerYear: 0, repairMs: 1 }
    // Two running, 12 MW: each at 60 %. 36 % is 10 000 kJ/kWh, so 11 667 kJ/kWh.
    expect(engineFuelW(spec, 2, 12e6) / 12e6).toBeCloseTo(11_666.67 / 3600, 5)
    expect(engineFuelW(spec, 2, 0)).toBe(0)
  })

  test('as few engines run as carry the load, and one more', () => {
    const spec = { ratedW: 4e6, efficiency: 0.449, loadFractionMin: 0.4, failuresPerYear: 0, repairMs: 1 }
    expect(engineFuelW(spec, 10, 12e6)).toBe(engineFuelW(spec, 4, 12e6))
    expect(engineFuelW(spec, 3, 12e6)).toBeLessThan(engineFuelW(spec, 4, 12e6))
  })
})
