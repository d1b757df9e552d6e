import { describe, expect, test } from 'vitest'
import { bucketEnergyRows } from '../../src/analysis/energy-by-bucket.ts'
import { memoRows } from '../../src/analysis/memos.ts'
import { overlapPeriods, overlapRows } from '../../src/analysis/overlap.ts'
import { handRun, HOUR_MS } from './runs.ts'
import { oneRack } from './site.ts'

const kWh = (values: readonly number[]) => ({ unit: 'kWh', values })
const wms = (kilowattHours: number): string => String(BigInt(Math.round(kilowattHours * 1000)) * BigInt(HOUR_MS))

describe('energy by bucket', () => {
  // A rack of 72 that draws 100 W idle: 1.389 W an accelerator. Day 1: 24 h × 36 idle, 36 at work; day 2: all closed; day 3: before any contract.
  const run = handRun({
    acceleratorCount: 72,
    windows: [{ 'L7.noDemand': 864, P: 648, 'L9.ckpt': 216 }, { 'L5.repair': 1728 }, {}],
    months: [{ year: 2029, month: 1, mwh: [0.026], monthDays: 31, carbonKg: 26 }],
    energy: { gridWms: wms(26), itWms: wms(14.2) },
    series: { it: kWh([13.2, 0, 1]), grid: kWh([20, 4, 2]), generation: kWh([0, 0, 0]), storageOut: kWh([0, 0, 0]) },
  })
  const rows = bucketEnergyRows(oneRack(), [run])
  const of = (bucket: string) => rows.find(row => row.bucket === bucket)

  test('idle nodes draw idle power, the rest goes to work by its time', () => {
    expect(of('L7.noDemand')?.itMWh).toBeCloseTo((864 * 100) / 72 / 1e6, 9)
    expect(of('P')?.itMWh).toBeCloseTo(((13.2 - 1.2) * 0.75) / 1000, 9)
    expect(of('L9.ckpt')?.itMWh).toBeCloseTo(((13.2 - 1.2) * 0.25) / 1000, 9)
    expect(of('L5.repair')).toBeUndefined()
  })

  test('what nobody of the contract draws has a row of its own', () => {
    expect(of('X.other')?.itMWh).toBeCloseTo(0.001, 12)
    expect(of('X.other')?.siteMWh).toBeCloseTo(0.006, 12)
  })

  test('energies sum to the run as integers, carbon to its months', () => {
    const total = (key: 'itWms' | 'siteWms'): bigint => rows.reduce((sum, row) => sum + BigInt(row[key]), 0n)
    expect(total('itWms')).toBe(BigInt(run.energy.itWms))
    expect(total('siteWms')).toBe(BigInt(run.energy.gridWms))
    expect(rows.reduce((sum, { carbonT }) => sum + carbonT, 0)).toBeCloseTo(0.026, 12)
  })
})

describe('lines beside the ledger', () => {
  test('T9.3: with an MFU of 0.41, 1,257.14 productive hours hold 515.43 of model arithmetic', () => {
    const rows = memoRows(oneRack({ 'ledger.modelFlopUse': '0.41' }), [handRun({ windows: [{ P: 1257.14, 'L7.noDemand': 2198.86 }] })])
    const hours = Object.fromEntries(rows.map(({ code, gpuHours }) => [code, gpuHours]))
    expect(hours['P.modelFlops']).toBeCloseTo(515.43, 2)
    expect(hours['P.modelFlops'] + hours['P.intrinsic']).toBeCloseTo(1257.14, 6)
    expect(hours['fleet.accepted']).toBe(3456)
  })

  test('T9.1: gates that overlap, in three views', () => {
    const masks = new Array<string>(64).fill('0')
    for (const [mask, hours] of [[0b011, 2], [0b010, 1], [0b110, 1], [0b100, 1], [0, 5]]) masks[mask] = String(hours * HOUR_MS)
    const run = handRun({ windows: [{ 'L1.supplier': 2, 'L2.grid': 2, 'L3.plantFault': 1, 'L7.noDemand': 5 }] })
    const rows = overlapRows([{ ...run, ledger: { ...run.ledger, maskMs: masks } }])
    expect(rows.map(({ gate, firstHours, sharedHours, aloneHours }) => [gate, firstHours, sharedHours, aloneHours])).toEqual([[1, 2, 1, 0], [2, 2, 2.5, 1], [3, 1, 1.5, 1]])
    const periods = overlapPeriods([{ ...run, ledger: { ...run.ledger, maskPeriods: { windows: 1, acceleratorMs: Float64Array.from(masks, Number) } } }])
    expect(periods).toEqual([{ from: '2029-01-01', to: '2029-01-02', gates: rows.map(({ label: _label, ...row }) => row) }])
  })
})
