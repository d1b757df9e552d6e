import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { EirChiller, EirOperation } from '../../src/physics/eir-chiller.ts'
import { CARRIER_30XA500, MCQUAY_WSC, TRANE_CVHF, eirAtHeat, eirAtPartLoad } from '../../src/physics/eir-chiller.ts'
import { describeWithShared } from '../fixtures.ts'

function operation(chiller: EirChiller, heatW: number, leavingC: number, condenserC: number): EirOperation {
  const found = eirAtHeat(chiller, heatW, leavingC, condenserC)
  if (!found.ok) throw new Error(JSON.stringify(found.error))
  return found.value
}

describe('worked examples', () => {
  test('W7.6: CVHF at its reference and at 1 600 kW', () => {
    const reference = eirAtPartLoad(TRANE_CVHF, 5.56, 29.44, 1)
    if (!reference.ok) throw new Error(JSON.stringify(reference.error))
    expect(reference.value.capacityFactor).toBeCloseTo(0.971, 4)
    expect(reference.value.inputRatioFactor).toBeCloseTo(0.9925, 4)
    expect(reference.value.capacityW / 1000).toBeCloseTo(2250, 0)
    expect(reference.value.powerW / 1000).toBeCloseTo(352.5, 1)
    const part = operation(TRANE_CVHF, 1_600_000, 7, 22)
    expect(part.capacityFactor).toBeCloseTo(1.053, 3)
    expect(part.inputRatioFactor).toBeCloseTo(0.7138, 4)
    expect(part.partLoad).toBeCloseTo(0.6555, 4)
    expect(part.powerW / 1000).toBeCloseTo(166.6, 1)
    expect(part.cop).toBeCloseTo(9.606, 3)
  })

  test('W7.7: 30XA500 at 965.6 kW', () => {
    const part = operation(CARRIER_30XA500, 965_600, 10, 40)
    expect(part.capacityFactor).toBeCloseTo(0.9859, 4)
    expect(part.inputRatioFactor).toBeCloseTo(1.126, 3)
    expect(part.partLoad).toBeCloseTo(0.6086, 3)
    expect(part.powerW / 1000).toBeCloseTo(375.1, 0)
    expect(part.cop).toBeCloseTo(2.574, 3)
  })

  test.each([
    [8.89, 26.67, 1, 0.99854, 1.003788, 80.194, 5.8672],
    [7.22, 26.67, 1, 0.823013, 1.000746, 65.897, 5.885],
    [7.22, 26.67, 0.5, 0.823013, 1.000746, 34.059, 5.6932],
    [12.78, 26.67, 0.75, 1.22059, 0.979318, 69.615, 6.1963],
    [8.89, 18, 0.5, 1.237241, 0.866831, 44.349, 6.5727],
  ])('McQuay WSC at %d/%d °C and part load %d', (leavingC, condenserC, partLoad, capacity, ratio, powerKw, cop) => {
    const found = eirAtPartLoad(MCQUAY_WSC, leavingC, condenserC, partLoad)
    if (!found.ok) throw new Error(JSON.stringify(found.error))
    expect(found.value.capacityFactor).toBeCloseTo(capacity, 6)
    expect(found.value.inputRatioFactor).toBeCloseTo(ratio, 6)
    expect(found.value.powerW / 1000).toBeCloseTo(powerKw, 3)
    expect(found.value.cop).toBeCloseTo(cop, 4)
  })
})

test('outside the box is an error that names argument and bounds, never an extrapolation', () => {
  expect(eirAtPartLoad(TRANE_CVHF, 28, 25, 1)).toEqual({
    ok: false,
    error: { code: 'EIR_BOX', argument: 'leavingC', value: 28, min: 4.44, max: 8.89 },
  })
  expect(eirAtPartLoad(CARRIER_30XA500, 10, 20, 1).ok).toBe(false)
  expect(eirAtPartLoad(CARRIER_30XA500, 10, 40, 1.1).ok).toBe(false)
})

describeWithShared('LBNL map of the McQuay WSC', 'data/cooling-oracles', (folder) => {
  test('160 entries of capacity and power within 1e-4', () => {
    const rows = readFileSync(join(folder, 'McQuay_WSC_471kW_5_89COP_Vanes_TConEnt.txt'), 'utf8').split('\n')
    let compared = 0
    let partLoad = 0
    let quantity = ''
    let condensersK: number[] = []
    for (const row of rows) {
      const head = /^double ([qp])@([\d.]+)/.exec(row)
      if (head !== null) {
        quantity = head[1]
        partLoad = Number(head[2])
        condensersK = []
        continue
      }
      const cells = row.trim().split(/\s+/).map(Number)
      if (cells.length !== 5 || quantity === '') continue
      if (condensersK.length === 0) {
        condensersK = cells.slice(1)
        continue
      }
      condensersK.forEach((condenserK, index) => {
        const found = eirAtPartLoad(MCQUAY_WSC, cells[0] - 273.15, condenserK - 273.15, partLoad)
        if (!found.ok) throw new Error(JSON.stringify(found.error))
        const expected = Math.abs(cells[index + 1])
        const value = quantity === 'q' ? found.value.heatW : found.value.powerW
        expect(Math.abs(value / expected - 1), `${row} column ${index}`).toBeLessThan(1e-4)
        compared += 1
      })
    }
    expect(compared).toBe(160)
  })
})
