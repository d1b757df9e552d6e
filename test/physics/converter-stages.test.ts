/** Converters between the input of a rack and its busbar: ORNL Frontier as ExaDigiT/RAPS models it, and what the inverse gives back. */
import { describe, expect, test } from 'vitest'
import { affineConverterCurve, converterCurve, CONVERTER_FITS } from '../../src/physics/converter-loss.ts'
import { type ConverterStage, stagesInputW, stagesOutputW, unitsAtWork } from '../../src/physics/converter-stages.ts'

const rectifiers = (units: number, besideW: number, sharing: ConverterStage['sharing'] = 'all'): ConverterStage => ({
  units, unit: affineConverterCurve(17, 0.96), ratedW: 13_670, sharing, besideW,
})
const sivocs = (units: number): ConverterStage => ({ units, unit: affineConverterCurve(13, 0.98), ratedW: 3000, sharing: 'all', besideW: 0 })

const NODE_W = 4 * 560 + 280 + 74.26 + 4 * 20 + 30

test('W4.8: a Frontier node of 2 704.26 W, its converter, and a rectifier for four of them', () => {
  expect(NODE_W).toBeCloseTo(2704.26, 10)
  expect(stagesInputW([sivocs(1)], NODE_W)).toBeCloseTo(2772.71, 2)
  const inputW = stagesInputW([rectifiers(1, 0), sivocs(4)], 4 * NODE_W)
  expect(inputW).toBeCloseTo(11_570.7, 1)
  expect((4 * NODE_W) / inputW).toBeCloseTo(0.9349, 4)
})

test('the whole of Frontier at peak and idle, as ExaDigiT/RAPS publishes them: 28.2279 and 7.3065 MW', () => {
  const rack = [rectifiers(32, 32 * 250), sivocs(128)]
  const siteMW = (nodeW: number): number => (74 * stagesInputW(rack, 128 * nodeW) + 25 * 8473.47) / 1e6
  expect(siteMW(NODE_W)).toBeCloseTo(28.227884369047613, 9)
  expect(siteMW(4 * 88 + 90 + 74.26 + 4 * 20 + 30)).toBeCloseTo(7.306523824829897, 9)
})

describe('smart load sharing', () => {
  test('as few affine rectifiers as carry the load: one per 13.67 kW', () => {
    const bank = rectifiers(4, 0, 'asNeeded')
    expect([1000, 13_670, 13_671, 30_000, 60_000].map(w => unitsAtWork(bank, w))).toEqual([1, 1, 2, 3, 4])
    expect(stagesInputW([bank], 12_000)).toBeCloseTo((12_000 + 17) / 0.96, 9)
  })

  test('quadratic supplies: the count that loses least, found by trying all', () => {
    const unit = converterCurve(5500, CONVERTER_FITS.rackShelf)
    const bank: ConverterStage = { units: 24, unit, ratedW: 5500, sharing: 'asNeeded', besideW: 0 }
    for (let w = 500; w <= 24 * 5500; w += 1733) {
      const allowed = Array.from({ length: 24 }, (_, i) => i + 1).filter(n => n * 5500 >= w)
      const losses = allowed.map(n => n * unit.constantW + unit.linear * w + (unit.quadraticPerW * w * w) / n)
      const best = Math.min(...losses)
      const used = unitsAtWork(bank, w)
      expect(used * unit.constantW + unit.linear * w + (unit.quadraticPerW * w * w) / used, `${w} W`).toBeCloseTo(best, 6)
    }
  })
})

test('the busbar power of an input is the one that needs it', () => {
  const racks: ConverterStage[][] = [
    [rectifiers(32, 8000), sivocs(128)],
    [{ units: 25, unit: converterCurve(5500, CONVERTER_FITS.rackShelf), ratedW: 5500, sharing: 'all', besideW: 0 }],
    [rectifiers(32, 8000, 'asNeeded'), sivocs(128)],
  ]
  for (const stages of racks) {
    for (const busbarW of [5000, 60_000, 132_000]) {
      const inputW = stagesInputW(stages, busbarW)
      expect(stagesOutputW(stages, inputW) / busbarW).toBeCloseTo(1, 9)
      expect(stagesInputW(stages, stagesOutputW(stages, inputW)) / inputW).toBeCloseTo(1, 12)
    }
  }
  expect(stagesOutputW([rectifiers(32, 8000), sivocs(128)], 100)).toBe(0)
})
