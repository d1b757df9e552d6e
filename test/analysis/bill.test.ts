import { describe, expect, test } from 'vitest'
import { billedDemandKW, monthlyBills } from '../../src/analysis/bill.ts'
import { costRows } from '../../src/analysis/money.ts'
import type { Metering } from '../../src/results/metering.ts'
import { type HandMonth, handRun, monthOf } from './runs.ts'
import { oneRack } from './site.ts'

const metering = (months: readonly HandMonth[], periods: readonly string[] = ['energy']): Metering => ({ periods, months: months.map(monthOf), intervalsWms: new Float64Array(0) })
const scenarioOf = (tariff: string) => oneRack({ 'grid.tariff': tariff })
const june = (change: Partial<HandMonth> = {}): HandMonth => ({ year: 2029, month: 6, mwh: [100], monthDays: 30, ...change })

describe('W2.3: one month of a 100 MW campus', () => {
  const scenario = scenarioOf(`{periods: [{id: peak, price: 62 USD/MWh, days: weekdays, from: 13, to: 20}, {id: off, price: 38 USD/MWh, days: weekdays, from: 20, to: 13}, {id: weekend, price: 38 USD/MWh, days: weekends}],
    demand: 14 USD/kW/month, ratchet: 0.8, capacity: 329.17 USD/MW/day}`)
  // The specification takes a mean month of 30.4 days; the ratchet and the obligation come from an earlier month of 105 MW.
  const [, bill] = monthlyBills(scenario, metering([june({ month: 5, mwh: [0, 0, 0], peakMW: 105 }), june({ mwh: [12_500, 40_000, 15_000], peakMW: 97.68, days: 30.4, monthDays: 30.4 })], ['peak', 'off', 'weekend']))

  test('energy: 12.5 GWh at 62 and 55 GWh at 38 USD/MWh are 2.865 M USD', () => expect(bill.usd.energy).toBeCloseTo(2_865_000, 6))
  test('demand: the higher of 97.68 MW and 0.8 × 105 MW, at 14 USD/kW, is 1.3675 M USD', () => expect(bill.usd.demand).toBeCloseTo(1_367_520, 6))
  test('capacity: 105 MW × 329.17 USD/MW/day × 30.4 is 1.0507 M USD', () => expect(bill.usd.capacity).toBeCloseTo(1_050_710.64, 2))
  test('in all 5.283 M USD, 78.27 USD/MWh', () => {
    expect(bill.totalUsd / 1e6).toBeCloseTo(5.283, 3)
    expect(bill.totalUsd / 67_500).toBeCloseTo(78.27, 2)
  })
})

describe('lines of a bill', () => {
  test('the ratchet bills what was once drawn, for eleven months', () => {
    const months = [june({ peakMW: 100 }), ...Array.from({ length: 12 }, () => june({ peakMW: 10 }))].map(monthOf)
    expect(billedDemandKW(months, 11, 0.8)).toBe(80_000)
    expect(billedDemandKW(months, 12, 0.8)).toBe(10_000)
  })

  test('a month that is metered in part bears its part of monthly charges', () => {
    const [bill] = monthlyBills(scenarioOf('{energy: 0 USD/MWh, demand: 10 USD/kW/month, fixed: 3000 USD/month}'), metering([june({ days: 10, peakMW: 2 })]))
    expect(bill.usd.demand).toBeCloseTo((2000 * 10) / 3, 9)
    expect(bill.usd.fixed).toBeCloseTo(1000, 9)
  })

  test('coincident peak: the mean of the peaks of the last twelve months, a twelfth of the yearly price a month', () => {
    const scenario = scenarioOf('{coincidentPeak: {price: 60 USD/kW/year, months: [6, 7]}, demand: 0 USD/kW/month, capacity: 1 USD/MW/day}')
    const [, , third] = monthlyBills(scenario, metering([june({ coincidentMW: 4, peakMW: 9 }), june({ month: 7, coincidentMW: 2, peakMW: 9, monthDays: 31 }), june({ month: 8, peakMW: 9, monthDays: 31 })]))
    expect(third.usd.coincidentPeak).toBeCloseTo((60 / 12) * 3000, 9)
    expect(third.usd.capacity).toBeCloseTo(4 * 31, 9)
  })

  test('a physical contract replaces energy of the tariff, and is paid although it is not taken', () => {
    const at = (contract: string) => monthlyBills(scenarioOf(`{energy: 60 USD/MWh, contracts: [${contract}]}`), metering([june()]))[0].usd.contracts
    expect(at('{id: wind, share: 50 %, strike: 40 USD/MWh}')).toBeCloseTo(50 * (40 - 60), 9)
    // 1 MW for 30 days is 720 MWh, of which 100 are used.
    expect(at('{id: block, power: 1 MW, strike: 40 USD/MWh}')).toBeCloseTo(720 * 40 - 100 * 60, 9)
    expect(at('{id: cfd, share: 50 %, strike: 45 USD/MWh, settlement: financial, reference: 40 USD/MWh}')).toBeCloseTo(50 * 5, 9)
  })

  test('minimum take is paid for what was not drawn; the carbon price for what was', () => {
    const [bill] = monthlyBills(scenarioOf('{energy: 60 USD/MWh, minimumTake: 150 MWh, carbonPrice: 80 USD/tonne}'), metering([june({ carbonKg: 35_000 })]))
    expect(bill.usd.minimumTake).toBeCloseTo(50 * 60, 9)
    expect(bill.usd.carbon).toBeCloseTo(35 * 80, 9)
  })

  test('prices rise once a year', () => {
    const bills = monthlyBills(scenarioOf('{energy: 100 USD/MWh, escalation: 0.03}'), metering(Array.from({ length: 25 }, () => june())))
    expect([0, 11, 12, 24].map(at => bills[at].usd.energy)).toEqual([10_000, 10_000, 10_300, expect.closeTo(10_609, 9)])
  })

  test('market-based carbon: contracted energy counts with the carbon of its contract', () => {
    const of = (contracts: string) => monthlyBills(scenarioOf(`{contracts: [${contracts}]}`), metering([june({ carbonKg: 40_000 })]))[0].marketCarbonKg
    expect(of('')).toBeCloseTo(40_000, 6)
    expect(of('{id: wind, share: 75 %, strike: 40 USD/MWh}')).toBeCloseTo(10_000, 6)
    expect(of('{id: gas, share: 50 %, strike: 40 USD/MWh, carbon: 400 g/kWh}')).toBeCloseTo(20_000 + 50 * 400, 6)
    // Two contracts for more than is drawn cover all of it, in proportion.
    expect(of('{id: sun, share: 80 %, strike: 40 USD/MWh}, {id: gas, share: 80 %, strike: 40 USD/MWh, carbon: 400 g/kWh}')).toBeCloseTo(50 * 400, 6)
  })

  test('the cost of a run names the lines that its tariff has', () => {
    const ids = (tariff: string) => costRows(scenarioOf(tariff), handRun({ windows: [{ P: 24 }], months: [june()] })).map(({ id }) => id)
    expect(ids('{}')).toEqual(['accelerators', 'facility', 'maintenance', 'staff', 'insurance', 'energy', 'demand', 'capacity', 'fuel', 'diesel', 'fines', 'water'])
    expect(ids('{fixed: 10 USD/month, carbonPrice: 1 USD/tonne}')).toContain('fixed')
    expect(ids('{fixed: 10 USD/month, carbonPrice: 1 USD/tonne}')).toContain('carbon')
  })
})
