import { describe, expect, test } from 'vitest'
import { firmSupplyW, mainRack, wattCurve, wattPoint, type WattQuestion } from '../../src/analysis/watts-per-accelerator.ts'
import { rackType } from '../../src/scenario/catalog/racks.ts'
import { acceleratorW, cappedRackW, countedRackW, hostW } from '../../src/scenario/rack-power.ts'
import { mustLoad, shippedText } from '../scenario/support/files.ts'

const GB200 = rackType('gb200-nvl72')
/** 105 kW sustained, 72 accelerators, 30 % of it for hosts: 1,020.83 W an accelerator and 437.5 W of host beside it. */
const QUESTION: WattQuestion = { rack: GB200, feedW: 100e6, overheadFraction: 0.2, planned: 60_000, clockFreeShare: 0.15 }

describe('power of a rack under a cap', () => {
  test('hand-computed: hosts and accelerators of a GB200 rack', () => {
    expect(hostW(GB200)).toBeCloseTo(437.5, 9)
    expect(acceleratorW(GB200)).toBeCloseTo(1020.8333, 4)
    // 72 · (437.5 + 800) = 89,100 W.
    expect(cappedRackW(GB200, 800)).toBe(89_100)
    expect(cappedRackW(GB200, 2000)).toBe(105_000)
    expect(cappedRackW(GB200, 10)).toBe(Math.ceil(72 * 447.5))
  })

  test('the four bases: rating, share of it, sustained, under the cap', () => {
    const of = (basis: 'nameplate' | 'derated' | 'measured' | 'capped', cap?: number): number => countedRackW({ basis, derate: 0.83, cap }, GB200)
    expect([of('nameplate'), of('derated'), of('measured'), of('capped', 800)]).toEqual([132_000, 109_560, 105_000, 89_100])
  })
})

describe('useful compute against watts', () => {
  test('hand-computed points', () => {
    // Without cap: 100 MW / (105 kW · 1.2) = 793.65 racks, 57,096 accelerators at full rate.
    expect(wattPoint(QUESTION, acceleratorW(GB200))).toMatchObject({ accelerators: 793 * 72, rate: 1, useful: 57_096 })
    // At 800 W: 100 MW / (89.1 kW · 1.2) = 935.27 racks; c = 0.78367, clock √((0.78367 − 0.3)/0.7) = 0.83124, rate 1/(0.85/0.83124 + 0.15) = 0.85281.
    const point = wattPoint(QUESTION, 800)
    expect(point.accelerators).toBe(935 * 72)
    expect(point.rate).toBeCloseTo(0.85281, 4)
    expect(point.useful).toBeCloseTo(67_320 * 0.85281, -1)
    expect(point.usefulPlanned).toBeCloseTo(60_000 * 0.85281, -1)
  })

  test('a lower cap carries more accelerators, each slower; with those planned it only loses once they all fit', () => {
    const { points } = wattCurve(QUESTION)
    points.slice(1).forEach((point, i) => {
      expect(point.accelerators).toBeLessThanOrEqual(points[i].accelerators)
      expect(point.rate).toBeGreaterThanOrEqual(points[i].rate)
      if (points[i].accelerators >= 60_000 && point.accelerators >= 60_000) expect(point.usefulPlanned).toBeGreaterThanOrEqual(points[i].usefulPlanned)
    })
  })

  test.each([0.1, 0.2, 0.3, 0.5, 0.7])('with %d of the power for hosts no cap on a fine grid beats the optimum by more than a rack', hostShare => {
    const question = { ...QUESTION, rack: { ...GB200, hostShare } }
    const { points, best } = wattCurve(question)
    let brute = 0
    for (let capW = 100; capW <= acceleratorW(question.rack); capW += 0.5) brute = Math.max(brute, wattPoint(question, capW).useful)
    expect(brute).toBeLessThanOrEqual(points[best].useful * 1.002 + 72)
    expect(points[best].useful).toBeLessThanOrEqual(brute + 72)
  })

  test('dearer hosts ask for more watts per accelerator', () => {
    const capOf = (hostShare: number): number => {
      const rack = { ...GB200, hostShare }
      const { points, best } = wattCurve({ ...QUESTION, rack, steps: 400 })
      return points[best].capW / acceleratorW(rack)
    }
    expect(capOf(0.1)).toBeLessThan(capOf(0.3))
    expect(capOf(0.3)).toBeLessThan(capOf(0.6))
  })
})

test('supply and rack of the shipped campus', () => {
  const { scenario } = mustLoad(shippedText('dallas-100mw.yaml'))
  // 30 MW and 150 MW of feeds, of which the substation passes two of three transformers of 90 MVA: 180 MW.
  expect(firmSupplyW(scenario)).toBe(180e6)
  expect(mainRack(scenario)?.model).toBe('gb200-nvl72')
})
