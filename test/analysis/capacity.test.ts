import { describe, expect, test } from 'vitest'
import { allocatableByWindow, capacityLevels, productiveByWindow, timeToCapacity } from '../../src/analysis/capacity.ts'
import { DAY_MS, handLedger, HOUR_MS, type Window } from './runs.ts'

describe('capacity levels', () => {
  // Two accelerators, two days of 48 accelerator-hours each.
  const ledger = handLedger([
    { 'L1.supplier': 12, 'L2.grid': 12, 'L2.building': 6, 'L3.weather': 6, 'L7.noDemand': 8, 'E.provisional': 1, P: 3 },
    { 'L4.install': 4.8, 'L5.repair': 2.4, 'L6.maint': 4.8, 'L7.noDemand': 12, 'L8.init': 2.4, 'L9.ckpt': 2.4, P: 19.2 },
  ])
  const levels = capacityLevels(ledger)

  test('start at the contract and lose gate after gate', () => {
    expect([...levels.contracted]).toEqual([2, 2])
    expect(levels.byGate.map(level => level[0])).toEqual([2, 1.5, 0.75, 0.5, 0.5, 0.5, 0.5, 4 / 24, 4 / 24, 4 / 24])
    levels.byGate.map(level => level[1]).forEach((left, gate) => expect(left).toBeCloseTo([2, 2, 2, 2, 1.8, 1.7, 1.5, 1, 0.9, 0.8][gate], 12))
  })

  test('end at what was productive, work not yet committed aside', () => {
    expect([...levels.productive]).toEqual([0.125, 0.8])
  })

  test('as accelerator-ms by window', () => {
    expect([...productiveByWindow(ledger)]).toEqual([3 * HOUR_MS, 19.2 * HOUR_MS])
    expect([...allocatableByWindow(ledger)]).toEqual([12 * HOUR_MS, 36 * HOUR_MS])
  })

  test('of no windows are empty', () => {
    expect(capacityLevels(handLedger([])).contracted).toHaveLength(0)
  })
})

describe('time to capacity', () => {
  /** One accelerator, allocatable `hours` of each day. */
  const days = (...hours: number[]): Window[] => hours.map(h => ({ 'L2.grid': 24 - h, P: h }))
  const reached = (windows: readonly Window[], span = 2): number => {
    const ledger = handLedger(windows)
    return timeToCapacity(ledger, allocatableByWindow(ledger), 0.9, span) / DAY_MS
  }

  test('is the end of the first span that reaches it and stays', () => {
    // Two-day means × 2: 24, 45.6, 48, 48: the second is 95 %.
    expect(reached(days(0, 24, 21.6, 24, 24, 24))).toBe(3)
  })

  test('is not reached by a span that dips within the next one', () => {
    expect(reached(days(24, 24, 0, 24, 24, 24, 24))).toBe(5)
  })

  test('a dip after the next span counts no more', () => {
    expect(reached(days(24, 24, 24, 24, 0, 0))).toBe(2)
  })

  test('is never where the horizon ends before the next span is over', () => {
    expect(reached(days(0, 0, 0, 24, 24, 24))).toBeNaN()
    expect(reached(days(0, 0, 24, 24, 24, 24))).toBe(4)
    expect(reached(days(0, 0, 0, 0))).toBeNaN()
    expect(reached(days(24))).toBeNaN()
  })

  test('is measured against the contract at the end, which grows', () => {
    const growing = [{ P: 24 }, { P: 24 }, { P: 24 }, { P: 48 }, { P: 48 }, { P: 48 }, { P: 48 }]
    expect(reached(growing)).toBe(5)
  })

  test('does not depend on the length of the windows', () => {
    const halfDays = [0, 24, 21.6, 24, 24, 24].flatMap(h => [{ 'L2.grid': 12 - h / 2, P: h / 2 }, { 'L2.grid': 12 - h / 2, P: h / 2 }])
    const ledger = handLedger(halfDays, 12 * HOUR_MS)
    // Trailing four half days: 34.8 hours at day 2.5, 45.6 of the 43.2 wanted at day 3.
    expect(timeToCapacity(ledger, allocatableByWindow(ledger), 0.9, 4) / DAY_MS).toBe(3)
  })

  test('of nothing contracted is never', () => {
    expect(reached([{}, {}, {}, {}])).toBeNaN()
  })
})
