import { describe, expect, test } from 'vitest'
import { matureMs } from '../../../src/physics/infant-mortality.ts'
import { faultMix, offeredRepairErlang } from '../../../src/engine/faults/classes.ts'
import { FAULT_CLASSES, FAULT_PRESETS, ratePerMillionHours, REFERENCE_RUN } from '../../../src/scenario/catalog/fault-classes.ts'
import { faultsSection } from '../../../src/scenario/schema/faults.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'

const rateOf = (id: string): number => ratePerMillionHours(FAULT_CLASSES.find(row => row.id === id) ?? { count: Number.NaN })

describe('T6.1 rates from the counts of the Llama 3 run', () => {
  test('the rows sum to 419 interruptions', () => {
    expect(FAULT_CLASSES.reduce((sum, row) => sum + row.count, 0)).toBe(419)
    expect(REFERENCE_RUN.interruptions).toBe(419)
  })

  test.each([
    ['faulty-gpu', 6.97], ['gpu-memory', 3.391], ['software', 2.543], ['network-link', 1.648], ['host-maintenance', 1.507],
    ['gpu-sram', 0.895], ['gpu-system-processor', 0.801], ['gpu-thermal', 0.283], ['nic', 0.33], ['collective-watchdog', 0.33],
    ['silent-corruption', 0.283], ['ssd', 0.141], ['power-supply', 0.141], ['chassis', 0.094], ['io-board', 0.094], ['dependency', 0.094],
    ['cpu', 0.094], ['host-memory', 0.094],
  ])('%s: %d per million accelerator-hours', (id, expected) => {
    expect(rateOf(id)).toBeCloseTo(expected, 3)
  })

  test('19.733 in total, 17.30 % per accelerator-year, 3.093 h between interruptions, 50,677 accelerator-hours each', () => {
    const total = ratePerMillionHours({ count: 419 })
    expect(total).toBeCloseTo(19.733, 3)
    expect((total * 8766) / 1e6).toBeCloseTo(0.173, 3)
    expect(1e6 / (total * 16_384)).toBeCloseTo(3.093, 3)
    expect(Math.round(1e6 / total)).toBe(50_677)
  })
})

describe('T6.2 time between faults of a job on N accelerators', () => {
  const mttfHours = (preset: 'llama-3' | 'rsc-1' | 'rsc-2', accelerators: number): number =>
    1 / (faultMix(faultsSection.parse({ preset, network: 'node' })).perAcceleratorMs * accelerators * HOUR_MS)

  test.each([
    ['rsc-1', 16_384, 1.8029, 4], ['rsc-1', 131_072, 0.2254, 4], ['rsc-2', 16_384, 5.008, 3], ['llama-3', 16_384, 3.093, 3],
  ] as const)('%s, %d accelerators: %d h', (preset, accelerators, hours, digits) => {
    expect(mttfHours(preset, accelerators)).toBeCloseTo(hours, digits)
  })

  test('the rate of the Llama 3 preset is 3.7887 per 1,000 node-days', () => {
    expect(FAULT_PRESETS['llama-3'].ratePer1000NodeDays).toBeCloseTo(3.7887, 4)
  })

  test('3.79 per 1,000 node-days rounds the same run: 3.092 h', () => {
    expect(24 / ((16_384 / 8) * 3.79e-3)).toBeCloseTo(3.092, 3)
  })
})

describe('T6.4 early failures, factor 3 and 30 days', () => {
  const infant = { factor: 3, decayMs: 30 * DAY_MS }

  test('the first 90 days have 1.9502 times the mature failures, the first year 1.2464', () => {
    expect(matureMs(infant, 0, 90 * DAY_MS) / (90 * DAY_MS)).toBeCloseTo(1.9502, 4)
    expect(matureMs(infant, 0, 365.25 * DAY_MS) / (365.25 * DAY_MS)).toBeCloseTo(1.2464, 4)
  })

  test('a 7-day burn-in absorbs 25.73 mature days', () => {
    expect(matureMs(infant, 0, 7 * DAY_MS) / DAY_MS).toBeCloseTo(25.73, 2)
  })
})

describe('mix of faults', () => {
  test('leaving links to the fabric takes 35 of 419 away', () => {
    const own = faultMix(faultsSection.parse({ network: 'node' }))
    const fabric = faultMix(faultsSection.parse({}))
    expect(fabric.perAcceleratorMs / own.perAcceleratorMs).toBeCloseTo(384 / 419, 12)
    expect(fabric.kinds.some(kind => kind.scope === 'link')).toBe(false)
    expect(own.cumulative[own.cumulative.length - 1]).toBe(1)
  })

  test('no faults without a rate', () => {
    expect(faultMix(faultsSection.parse({ preset: 'none' })).perAcceleratorMs).toBe(0)
  })

  test('all weights zero: no faults, no division by zero', () => {
    const classes = Object.fromEntries(FAULT_CLASSES.map(row => [row.id, { weight: 0 }]))
    expect(faultMix(faultsSection.parse({ classes })).perAcceleratorMs).toBe(0)
  })

  test('offered repair work is rate × share by hand × hours', () => {
    // 148 × 0.4 + 72 × 0.3 + 35 × 0.5 + 32 × 0.2 + 19 × 0.2 + 17 × 0.1 + 7 × 0.3 + 7 × 0.05 + 6 + 6 + 3 + 3 + 2 + 2 + 2 + 2 = 138.65 of 419 faults
    const section = faultsSection.parse({ repair: '3 hours', network: 'node' })
    const perDay = (138.65 / 54) * (100_000 / 16_384)
    expect(offeredRepairErlang(section, 100_000)).toBeCloseTo((perDay * 3) / 24, 9)
  })
})
