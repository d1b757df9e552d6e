import { describe, expect, test } from 'vitest'
import { budgetPueOf, efficiencyRows, pueOf, siteEnergy } from '../../src/analysis/efficiency.ts'
import { costRows } from '../../src/analysis/money.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { handRun, HOUR_MS } from './runs.ts'
import { oneRack } from './site.ts'

const scenario = oneRack()
const wms = (kWh: number): string => String(BigInt(kWh) * 3_600_000_000n)
const loop = (freeH: number, partialH: number, mechanicalH: number) => ({ freeH, partialH, mechanicalH })

/** Two hours on both sides of New Year: 100 and 50 kWh of IT; 130 and 80 kWh at the meter, of which storage gave 5 back. */
function twoHours(more: Partial<RunResult> = {}): RunResult {
  return {
    ...handRun({
      windows: [{ P: 1 }, { P: 1 }], windowMs: HOUR_MS, startDay: daysFromCivil(2028, 12, 31),
      energy: { gridWms: wms(200), generationWms: wms(15), itWms: wms(150), mechanicalWms: wms(40), lossWms: wms(25), waterL: 300 },
      series: {
        grid: { unit: 'kWh', values: [120, 80] }, generation: { unit: 'kWh', values: [15, 0] }, storageOut: { unit: 'kWh', values: [5, 0] },
        mechanical: { unit: 'kWh', values: [20, 20] }, it: { unit: 'kWh', values: [100, 50] }, peakWater: { unit: 'kg/s', values: [0.1, 0.4] },
      },
    }),
    onSite: { ...handRun({ windows: [{}] }).onSite, storageOutWms: wms(5) },
    ...more,
  }
}

const valueOf = (run: RunResult, id: string, of = scenario): number | null | undefined => efficiencyRows(of, [run], [0.4]).find(row => row.id === id)?.value

describe('efficiency of a run', () => {
  test('PUE is site energy over IT energy, without what storage gave back; a budget has a tenth more of cooling', () => {
    const energy = siteEnergy(twoHours())
    expect(pueOf(energy)).toBeCloseTo(210 / 150, 12)
    expect(budgetPueOf(energy, 1.1)).toBeCloseTo(214 / 150, 12)
    expect(budgetPueOf(energy, 1)).toBe(pueOf(energy))
    expect(valueOf(twoHours(), 'budgetPue')).toBeCloseTo(214 / 150, 12)
  })

  test('without losses PUE is 1 + mechanical over IT', () => {
    const lossless = twoHours({ energy: { ...twoHours().energy, gridWms: wms(195), generationWms: '0', lossWms: '0', mechanicalWms: wms(40) } })
    expect(pueOf(siteEnergy({ ...lossless, onSite: { ...lossless.onSite, storageOutWms: wms(5) } }))).toBeCloseTo(1 + 40 / 150, 12)
  })

  test('by calendar year and by load', () => {
    const leap = { ...twoHours(), startDay: daysFromCivil(2028, 12, 31), ledger: { ...twoHours().ledger, windowMs: 24 * HOUR_MS } }
    expect(valueOf(leap, 'pue.2028')).toBeCloseTo(130 / 100, 12)
    expect(valueOf(leap, 'pue.2029')).toBeCloseTo(80 / 50, 12)
    // One rack of 132 kW: 100 kWh an hour are 76 % of it, 50 kWh 38 %.
    const [block] = scenario.blocks
    const big = { ...scenario, blocks: [{ ...block, racks: [{ ...block.racks[0], max: 132_000 }] }] }
    expect(valueOf(twoHours(), 'pue.load7', big)).toBeCloseTo(1.3, 12)
    expect(valueOf(twoHours(), 'pue.load3', big)).toBeCloseTo(1.6, 12)
  })

  test('of a block: partial PUE, hours by mode, starts', () => {
    const run = twoHours({
      efficiency: [{ path: 'hall', label: 'Hall', itWms: wms(100), mechanicalWms: wms(20), roomLossWms: wms(5), liquid: loop(10, 0, 0), air: loop(4, 3, 2), evaporatingH: 6, beyondWarrantyH: 1, compressorStarts: 7 }],
    })
    expect(valueOf(run, 'ppue.hall')).toBeCloseTo(1.25, 12)
    expect(['liquid.freeH.Hall', 'air.freeH.Hall', 'air.partialH.Hall', 'air.mechanicalH.Hall', 'evaporatingH.hall', 'beyondWarrantyH.hall', 'compressorStarts.hall'].map(id => valueOf(run, id))).toEqual([10, 4, 3, 2, 6, 1, 7])
  })

  test('hours of every step of a shortage', () => {
    const at = (fromH: number, toH: number, label: string) => ({ atMs: fromH * HOUR_MS, endMs: toH < 0 ? -1 : toH * HOUR_MS, kind: 'water', label, block: -1 })
    const run = twoHours({ horizonMs: 10 * HOUR_MS, incidents: [at(1, 3, 'water from the tanks'), at(4, -1, 'water from the tanks'), at(5, 6, 'warmer supply to spare water')] })
    expect(valueOf(run, 'shortage.water from the tanks')).toBe(8)
    expect(valueOf(run, 'shortage.warmer supply to spare water')).toBe(1)
  })

  test('water: WUE, peak beside annual, by source at its price; CUE and ERE', () => {
    const sources = [{ id: 'reuse', ug: '200000000000000' }, { id: 'city', ug: '100000000000000' }]
    const run = twoHours({ water: { sources, tankStartUg: '0', tankEndUg: '0', evaporatedUg: '240000000000000', blowdownUg: '59000000000000', driftUg: '1000000000000' } })
    expect(valueOf(run, 'wue')).toBeCloseTo(2, 12)
    expect(valueOf(run, 'peakWater')).toBe(0.4)
    expect(valueOf(run, 'cue')).toBe(0.4)
    expect(valueOf(run, 'ere')).toBeUndefined()
    expect(valueOf(run, 'ere', { ...scenario, efficiency: { operations: 1.1, heatReuse: 0.3 } })).toBeCloseTo(1.1, 12)
    expect(['water.reuse', 'water.city', 'water.evaporated', 'water.blowdown', 'water.drift'].map(id => valueOf(run, id))).toEqual([200, 100, 240, 59, 1])
    const source = { kind: 'potable', limit: undefined, annual: undefined, ready: undefined, outages: 0.5, outage: 1, chemistry: {} } as const
    const priced = { ...scenario, water: { ...scenario.water, sources: [{ ...source, id: 'reuse', price: 0.5 }, { ...source, id: 'city', price: undefined }] } }
    const cost = costRows(priced, run).filter(({ id }) => id.startsWith('water'))
    expect(cost.map(({ id, usd }) => [id, usd])).toEqual([['water.reuse', 100], ['water.city', 100 * scenario.money.water]])
  })
})
