import { describe, expect, test } from 'vitest'
import { blockDelayUsd, delayUsd, idleMegawattMonths } from '../../src/analysis/cost-of-delay.ts'
import { handRun } from './runs.ts'
import { oneRack } from './site.ts'

describe('W10.1: a block of 25 MW, six months late, at 10 %', () => {
  const scenario = oneRack({ 'money.discountRate': '0.1', 'money.facility': '{capex: 11620 USD/kW}', 'money.accelerators': '{capex: 50000 USD}' })
  // 875 M USD of hardware: 35 M USD per MW.
  const late = { itKW: 25_000, accelerators: 17_500, months: 6 }
  const only = (change: object) => blockDelayUsd({ money: { ...scenario.money, ...change } }, late) / 1e6
  const { money } = scenario
  const noRent = { delay: { ...money.delay, margin: 0 } }

  test('the facility alone: 290.5 M USD × 0.04881 is 14.18 M USD', () => expect(only({ ...noRent, accelerators: { ...money.accelerators, capex: 0 } })).toBeCloseTo(14.18, 2))
  test('idle hardware: 42.71 M USD, three times as much', () => expect(only({ ...noRent, facility: { ...money.facility, capex: 0 } })).toBeCloseTo(42.71, 2))
  test('rent at 184.06 USD per kW and month: 27.61 M USD', () => expect(only({ facility: { ...money.facility, capex: 0 }, accelerators: { ...money.accelerators, capex: 0 } })).toBeCloseTo(27.61, 2))
  test('in all 84.5 M USD, 14.08 M USD a month', () => expect(only({}) / 6).toBeCloseTo(14.08, 2))
  test('in time costs nothing', () => expect(blockDelayUsd(scenario, { ...late, months: 0 })).toBe(0))
})

describe('cost of delay of a run', () => {
  const scenario = oneRack({ 'money.discountRate': '0', 'money.delay': '{margin: 100 USD/kW/month}' })
  const [block] = scenario.blocks
  const itKW = block.racks.reduce((kW, lot) => kW + (lot.count * lot.max) / 1000, 0)
  const dayMs = 86_400_000
  const monthDays = 365.25 / 12
  const run = (energisedDay: number | undefined) => ({
    ...handRun({ windows: Array.from({ length: 200 }, () => ({ P: 24 })), startDay: block.ready - 10 }),
    milestones: [
      { atMs: 5 * dayMs, plannedMs: 0, name: 'level5', block: 0 },
      ...(energisedDay === undefined ? [] : [{ atMs: energisedDay * dayMs, plannedMs: -1, name: 'Energised', block: 0 }]),
    ],
  })

  test('counts from the promised day to the last thing that was missing', () => expect(delayUsd(scenario, run(10 + monthDays))).toBeCloseTo(itKW * 100, 3))
  test('and so do the megawatts that wait', () => expect(idleMegawattMonths(scenario, run(10 + 2 * monthDays))).toBeCloseTo((2 * itKW) / 1000, 6))
  test('early is not a gain', () => expect(delayUsd(scenario, run(3))).toBe(0))
  test('never counts to the horizon', () => expect(delayUsd(scenario, run(undefined))).toBeCloseTo((190 / monthDays) * itKW * 100, 3))
})
