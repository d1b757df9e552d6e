import { describe, expect, test } from 'vitest'
import { capacityFigures, hoursBelow, leastRolling } from '../../src/analysis/capacity-figures.ts'
import { censoredFigure } from '../../src/analysis/estimate.ts'
import { buildReport } from '../../src/analysis/report.ts'
import { createPaint, reportMarkdown, reportText } from '../../src/cli/report-text.ts'
import { DAY_MS, handRun, HOUR_MS, type Window } from './runs.ts'
import { oneRack } from './site.ts'

/** A day of 100 accelerator-hours: delivered after ten days, half useful for ten more, then nine tenths. */
const day = (at: number): Window => (at < 10 ? { 'L1.supplier': 100 } : at < 20 ? { P: 50, 'L7.noDemand': 50 } : { P: 95, 'L7.noDemand': 5 })
const days = (count: number): Window[] => Array.from({ length: count }, (_, at) => day(at))

describe('§9.7 capacity', () => {
  test('time to 50, 90 and 99 % of the contract, allocatable and productive; what is never reached has no value', () => {
    const figures = capacityFigures(handRun({ windows: days(60) }), 0.5)
    // Trailing sums of 7 days: 3.5 days of allocatable are there after day 14 (4 of 7), 90 and 99 % after day 17 (7 of 7).
    expect([figures.timeToCapacity50, figures.timeToCapacity, figures.timeToCapacity99]).toEqual([14, 17, 17])
    // Productive: half on the last day of the first whole half week, 17; 90 % when 45·a + 50·(7 − a)… first at 95·k + 50·(7 − k) ≥ 630, k = 6.2, so 7 days: 27.
    expect([figures.timeToProductive50, figures.timeToProductive90, figures.timeToProductive99]).toEqual([17, 27, Number.NaN])
  })

  test('the worst 30 days and the hours below a level count from ramp end on', () => {
    const run = handRun({ windows: days(70), rampEndMs: 10 * DAY_MS })
    const figures = capacityFigures(run, 0.6)
    // The first 30 days after the ramp hold ten at 50 and twenty at 95.
    expect(figures.worst30DayUtilisation).toBeCloseTo((10 * 50 + 20 * 95) / 3000, 12)
    expect(figures.hoursBelowLow).toBe(240)
    expect(capacityFigures(run, 0.5).hoursBelowLow).toBe(0)
    expect(capacityFigures(handRun({ windows: days(39), rampEndMs: 10 * DAY_MS }), 0.5).worst30DayUtilisation).toBeNaN()
    expect(capacityFigures(handRun({ windows: days(20), rampEndMs: 20 * DAY_MS }), 0.5).hoursBelowLow).toBeNaN()
  })

  test('rolling sums in windows of any length, without groups that have no contract', () => {
    expect(leastRolling(Float64Array.of(9, 1, 0, 4), Float64Array.of(10, 10, 0, 10), 0, 2)).toBe(0.1)
    expect(leastRolling(Float64Array.of(0, 0, 4), Float64Array.of(0, 0, 10), 0, 2)).toBe(0.4)
    expect(hoursBelow(Float64Array.of(1, 5, 0), Float64Array.of(10, 10, 0), 0, 0.3, 6 * HOUR_MS)).toBe(6)
  })

  test('runs that never get there stay in the quantiles, later than all others', () => {
    const figure = censoredFigure([12, Number.NaN, 10, 14, Number.NaN], 'not reached')
    // Sorted 10 12 14 ∞ ∞: P10 at 0.4, P50 at 2, P90 at 3.6.
    expect(figure).toEqual({ value: null, reason: 'not reached (2 of 5 replications)', censored: { count: 2, of: 5, p10: 10.8, p50: 14, p90: null } })
    expect(censoredFigure([12, 10])).toMatchObject({ mean: 11, p50: 11 })
  })

  test('the report tells them in text, Markdown and JSON', () => {
    const runs = [days(60), days(60), days(15).concat(days(15))].map((windows, replication) => handRun({ windows, replication }))
    const report = buildReport({ scenario: oneRack(), option: null, scenarioHash: '', inputHashes: {}, issues: [] }, runs)
    expect(report.summary.timeToCapacity).toMatchObject({ value: null, censored: { count: 1, of: 3, p10: 17, p50: 17, p90: null } })
    const text = reportText(report, runs[0], createPaint(false))
    expect(text).toMatch(/worst 30 days/u)
    expect(text).toMatch(/P50 17\s+d,\s+P90\s+never/u)
    expect(reportMarkdown(report)).toMatch(/\| Time to 99 % productive \| n\/a[^|]*\| from contract start until/u)
  })
})
