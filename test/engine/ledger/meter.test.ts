import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { monthlyBills, readIntervals } from '../../../src/analysis/bill.ts'
import { parseDate } from '../../../src/base/civil-date.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import { createMeter, type Meter } from '../../../src/engine/ledger/meter.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import type { CarbonTable } from '../../../src/scenario/inputs.ts'
import { repositoryRoot } from '../../fixtures.ts'
import { DAY_MS, HOUR_MS, tinyWorld } from '../world.ts'

const text = readFileSync(join(repositoryRoot, 'scenarios', 'quickstart.yaml'), 'utf8')
function scenario(set: Readonly<Record<string, string>>): Scenario {
  const loaded = loadScenario(text, { file: 'quickstart', set: Object.entries(set).map(([path, value]) => ({ path, value })) })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

interface Metered {
  readonly start: string
  readonly days: number
  readonly set?: Readonly<Record<string, string>>
  readonly ambientC?: (nowMs: number) => number
  readonly carbon?: CarbonTable
}

/** A meter alone; `feed` advances it to an hour with the power that holds from then on. */
function meter({ start, days, set = {}, ambientC = () => 20, carbon }: Metered): { meter: Meter; feed: (hour: number, gridW: number) => void } {
  const world = { ...tinyWorld({ horizonMs: days * DAY_MS }), startDay: parseDate(start) ?? Number.NaN }
  let nowMs = 0
  const made = createMeter(world, createState(), { scenario: scenario(set), carbon: carbon ?? null, ambientC: () => ambientC(nowMs), keepsIntervals: true })
  return {
    meter: made,
    feed(hour, gridW) {
      nowMs = Math.round(hour * HOUR_MS)
      made.advance(nowMs, gridW)
    },
  }
}

describe('the meter at the point of connection', () => {
  test('demand is the mean of a quarter-hour, exactly, not its highest moment', () => {
    const { meter: made, feed } = meter({ start: '2029-01-01', days: 1 })
    feed(0, 1_000_000)
    // 5 of 15 minutes at 4 MW: (10 × 1 + 5 × 4) / 15 = 2 MW.
    feed(1, 4_000_000)
    feed(1 + 5 / 60, 1_000_000)
    feed(24, 0)
    expect(made.months()).toMatchObject([{ year: 2029, month: 1, days: 1, monthDays: 31, peakW: 2_000_000 }])
    expect(made.months()[0].energyWms).toEqual([String(24n * 1_000_000n * 3_600_000n + 3_000_000n * 300_000n)])
    expect(made.intervals()).toHaveLength(96)
    expect(made.intervals()[4]).toBe(2_000_000 * 900_000)
  })

  test('periods follow the clock on the wall: the day on which clocks go forward has one hour less of night', () => {
    const periods = '[{id: night, price: 30 USD/MWh, from: 22, to: 6}, {id: day, price: 60 USD/MWh, from: 6, to: 22}]'
    const hours = (start: string): number[] => {
      const { meter: made, feed } = meter({ start, days: 1, set: { 'grid.tariff.periods': periods } })
      feed(0, 3_600_000)
      feed(24, 0)
      // 3.6 MW for an hour is 1.296e13 W·ms.
      return made.months()[0].energyWms.map(wms => Number(wms) / (3_600_000 * HOUR_MS))
    }
    expect(hours('2029-03-10')).toEqual([8, 16])
    // 11 March 2029 in New York: standard hours 2–24 are shown as 3–25; the last one belongs to the next day's night.
    expect(hours('2029-03-11')).toEqual([8, 16])
    expect(hours('2029-07-02')).toEqual([8, 16])
  })

  test('an end in summer leaves no month of one hour: what clocks show as the first hour of July is the last of June', () => {
    const { meter: made, feed } = meter({ start: '2029-06-29', days: 2 })
    feed(0, 1_000_000)
    feed(47, 3_000_000)
    feed(48, 0)
    // 47 h at 1 MW and the stray hour at 3 MW.
    expect(made.months()).toMatchObject([{ year: 2029, month: 6, days: 2, peakW: 3_000_000, energyWms: [String(50n * 1_000_000n * 3_600_000n)] }])
  })

  test('weekends have their own price', () => {
    const periods = '[{id: week, price: 60 USD/MWh, days: weekdays}, {id: weekend, price: 30 USD/MWh, days: weekends}]'
    // 2029-01-05 is a Friday.
    const { meter: made, feed } = meter({ start: '2029-01-05', days: 7, set: { 'grid.tariff.periods': periods } })
    feed(0, 1_000_000)
    feed(7 * 24, 0)
    expect(made.months()[0].energyWms.map(wms => Number(wms) / (1_000_000 * HOUR_MS))).toEqual([120, 48])
  })

  test('the coincident peak is the quarter-hour of the hottest hour that counts', () => {
    const hot = (nowMs: number): number => (Math.abs(nowMs / HOUR_MS - 40) < 1 ? 41 : 30)
    const { meter: made, feed } = meter({ start: '2029-07-01', days: 3, ambientC: hot, set: { 'grid.tariff.coincidentPeak': '{price: 50 USD/kW/year, from: 14, to: 20}' } })
    for (let hour = 0; hour <= 72; hour++) feed(hour, 1_000_000 + hour * 1000)
    const [july] = made.months()
    // Told at 40 h of the hour that ends then: the load since 39 h, 15–16 h standard time of the second day, 16–17 h on the clock.
    expect(july.coincidentW).toBe(1_039_000)
    expect(july.coincidentInterval).toBe(39 * 4)
    expect(july.peakW).toBe(1_071_000)
  })

  test('carbon takes each hour at its own intensity, in UTC', () => {
    const gPerKWh = Float64Array.from({ length: 8760 }, (_, hour) => (hour === 5 ? 1000 : 100))
    const { meter: made, feed } = meter({ start: '2029-01-01', days: 1, carbon: { source: 'hand', hours: 8760, gPerKWh } })
    feed(0, 1_000_000)
    feed(24, 0)
    // New York is five hours behind: its first hour is the fifth of the UTC year.
    expect(made.months()[0].carbonKg).toBeCloseTo(1000 + 23 * 100, 6)
  })

  test('a daily shape moves carbon between hours', () => {
    const shape = `[${Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0.5 : 1.5)).join(', ')}]`
    const { meter: made, feed } = meter({ start: '2029-01-01', days: 1, set: { 'grid.carbonShape': shape, 'grid.carbon': '400 g/kWh' } })
    feed(0, 1_000_000)
    feed(12, 0)
    feed(24, 0)
    expect(made.months()[0].carbonKg).toBeCloseTo(12 * 200, 6)
  })
})

describe('I23: a bill can be recomputed from logged interval data', () => {
  const tariff = '{periods: [{id: peak, price: 95 USD/MWh, months: [6, 7, 8, 9], days: weekdays, from: 14, to: 20}, {id: summer, price: 55 USD/MWh, months: [6, 7, 8, 9], days: weekdays, from: 20, to: 14}, {id: weekend, price: 45 USD/MWh, months: [6, 7, 8, 9], days: weekends}, {id: winter, price: 50 USD/MWh, months: [1, 2, 3, 4, 5, 10, 11, 12]}], demand: 14 USD/kW/month, ratchet: 0.8, capacity: 329.17 USD/MW/day, coincidentPeak: {price: 60 USD/kW/year, months: [6, 7, 8, 9]}, fixed: 5000 USD/month, contracts: [{id: wind, share: 30 %, strike: 35 USD/MWh}, {id: swap, power: 200 kW, strike: 42 USD/MWh, settlement: financial}], minimumTake: 300 MWh, carbonPrice: 20 USD/tonne, escalation: 0.03}'

  test.each([1, 2, 3])('over two years of a hall, seed %d', seed => {
    const of = scenario({ 'grid.tariff': tariff, replications: '1' })
    const simulation = createSimulation(of, { weather: null }, { seed, replication: 0, record: true })
    simulation.run(simulation.horizonMs, Infinity)
    const { metering, energy, startDay } = simulation.result()
    const metered = metering.months.flatMap(({ energyWms }) => energyWms).reduce((sum, wms) => sum + BigInt(wms), 0n)
    expect(metered, 'all of it, to the W·ms').toBe(BigInt(energy.gridWms))
    expect(metering.months.length).toBe(24)
    const again = { ...metering, months: readIntervals(of, metering, startDay) }
    const running = monthlyBills(of, metering)
    monthlyBills(of, again).forEach((bill, month) => {
      expect(Math.abs(bill.totalUsd - running[month].totalUsd)).toBeLessThanOrEqual(1e-9 * Math.abs(running[month].totalUsd))
    })
    expect(running.reduce((sum, bill) => sum + bill.totalUsd, 0)).toBeGreaterThan(0)
  })

  test('restored in the middle equals straight through', () => {
    const of = scenario({ 'grid.tariff': tariff })
    const make = () => createSimulation(of, { weather: null }, { seed: 1, replication: 0, record: true })
    const straight = make()
    straight.run(300 * DAY_MS + 12_345_678, Infinity)
    const saved = straight.snapshot()
    straight.run(400 * DAY_MS, Infinity)
    const restored = make()
    restored.restore(saved)
    restored.run(400 * DAY_MS, Infinity)
    expect(restored.result().metering).toEqual(straight.result().metering)
    expect(restored.hash()).toBe(straight.hash())
  })
})
