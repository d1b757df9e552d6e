import { describe, expect, test } from 'vitest'
import { compareRuns } from '../../src/analysis/compare.ts'
import { firstWeekWindow, runFigures, weeklyUtilisation } from '../../src/analysis/figures.ts'
import { buildReport } from '../../src/analysis/report.ts'
import { ledgerRows, summarise } from '../../src/analysis/summarise.ts'
import { sustainedWords } from '../../src/analysis/sustained.ts'
import { isEstimate } from '../../src/results/summary.ts'
import { DAY_MS, handRun, HOUR_MS, MONDAY, type Window } from './runs.ts'
import { runOf } from './runs-of-services.ts'
import { oneRack } from './site.ts'
import { waterfallDay } from './waterfall-day.ts'

const scenario = oneRack()
const useful = (share: number): Window => ({ P: 100 * share, 'L7.noDemand': 100 - 100 * share })

describe('weeks', () => {
  const days = Array.from({ length: 24 }, (_, day) => useful(day < 10 ? 0.25 : 0.75))

  test('begin on a Monday at or after the given time', () => {
    const wednesday = handRun({ windows: days, startDay: MONDAY + 2 })
    expect(firstWeekWindow(wednesday, 0)).toBe(5)
    expect(firstWeekWindow(wednesday, 5 * DAY_MS)).toBe(5)
    expect(firstWeekWindow(wednesday, 5 * DAY_MS + 1)).toBe(12)
    expect(firstWeekWindow(handRun({ windows: days }), 0)).toBe(0)
  })

  test('are counted in windows of any length', () => {
    const quarters = handRun({ windows: Array.from({ length: 4 * 28 }, () => useful(0.5)), windowMs: 6 * HOUR_MS, startDay: MONDAY + 6 })
    expect(firstWeekWindow(quarters, 0)).toBe(4)
    expect(weeklyUtilisation(quarters, 0)).toEqual([0.5, 0.5, 0.5])
  })

  test('are whole: neither the days before the first nor those after the last count', () => {
    const wednesday = handRun({ windows: days, startDay: MONDAY + 2 })
    // Days 5–11 hold five days of 25 and two of 75 hours.
    expect(weeklyUtilisation(wednesday, 0)).toEqual([(5 * 25 + 2 * 75) / 700, 0.75])
  })
})

describe('windows of the sustained figure', () => {
  // Ten weeks; the day of the week decides: Mondays are the worst.
  const days = Array.from({ length: 70 }, (_, day) => useful(day % 7 === 0 ? 0.2 : 0.5 + (day % 70) / 200))
  const sustained = (set: Record<string, string>, run = handRun({ windows: days })): number => runFigures(oneRack(set), run).sustainedUtilisation

  test('are weeks unless the file says otherwise; days and fractions of its own', () => {
    const shares = days.map((_, day) => (day % 7 === 0 ? 0.2 : 0.5 + day / 200))
    const weeks = Array.from({ length: 10 }, (_, week) => shares.slice(7 * week, 7 * week + 7).reduce((sum, share) => sum + share, 0) / 7)
    expect(sustained({})).toBeCloseTo(Math.min(...weeks), 12)
    expect(sustained({ 'ledger.sustainedFraction': '0.5' })).toBeCloseTo(weeks[5], 12)
    expect(sustained({ 'ledger.sustainedWindow': '1 day' })).toBe(0.2)
    expect(sustained({ 'ledger.sustainedWindow': '1 day', 'ledger.sustainedFraction': '0.8' })).toBeCloseTo(shares[5], 12)
    expect(sustained({ 'ledger.sustainedWindow': '28 days' })).toBeCloseTo((weeks[0] + weeks[1] + weeks[2] + weeks[3]) / 4, 12)
  })

  test('have words', () => {
    expect(sustainedWords(oneRack().ledger)).toBe('95 % of weeks')
    expect(sustainedWords(oneRack({ 'ledger.sustainedWindow': '28 days', 'ledger.sustainedFraction': '0.9' }).ledger)).toBe('90 % of 28-day windows')
  })
})

describe('figures of a run', () => {
  const figures = runFigures(
    scenario,
    handRun({
      windows: [{ 'L2.grid': 60, P: 40 }, useful(0.8)],
      energy: { gridWms: String(120n * 3_600_000_000n * 1000n), generationWms: String(30n * 3_600_000_000n * 1000n), itWms: String(100n * 3_600_000_000n * 1000n), fuelWms: String(75n * 3_600_000_000n * 1000n), waterL: 20_000 },
      months: [{ year: 2029, month: 1, mwh: [120], monthDays: 31, carbonKg: 48_000 }],
      series: { peakSite: { unit: 'W', values: [3_000_000, 7_000_000] }, servingAcceleratorHours: { unit: 'h', values: [10, 30] } },
      counts: { tokensServed: 4e6 },
    }),
  )

  test('utilisation and availability are shares of the contract', () => {
    expect(figures.contractedGpuHours).toBe(200)
    expect(figures.productiveGpuHours).toBe(120)
    expect(figures.meanUtilisation).toBe(0.6)
    expect(figures.availability).toBe(0.7)
  })

  test('energy and water in ratios to IT', () => {
    expect(figures.pue).toBe(1.5)
    expect(figures.wue).toBe(0.2)
    expect(figures.energyMWh).toBe(150)
    expect(figures.peakSiteMW).toBe(7)
    expect(figures.waterM3).toBe(20)
  })

  test('carbon of the grid and of the gas', () => {
    // 48 t that the meter counted, and 75 MWh × 3.6 GJ/MWh × 56.1 kg/GJ.
    expect(figures.carbonT).toBeCloseTo(48 + 15.147, 9)
  })

  test('a token costs its share of the serving hours, at the price of an allocated hour', () => {
    expect(figures.costPerMillionTokens).toBeCloseTo(((figures.totalCostUsd / 120) * 40) / 4, 9)
  })

  test('tokens of answers that came too late pay for nothing', () => {
    const run = runOf()
    const priced = runFigures(scenario, { ...run, counts: { ...run.counts, tokensServed: 1e12 } })
    // 48 hours are allocated, the service held (64 + 96) × 24. Two days of 100 and 200 requests a second: 2,400 tokens of answers in time for each second of a day.
    expect(priced.costPerMillionTokens).toBeCloseTo(((priced.totalCostUsd / 48) * 160 * 24) / (2400 * 86_400 / 1e6), 6)
  })

  test('without a service, IT power or a week there is no figure', () => {
    const none = summarise(scenario, [handRun({ windows: [{}] })])
    for (const key of ['meanUtilisation', 'sustainedUtilisation', 'timeToCapacity', 'sloAttainment', 'p95LatencyMs', 'runsOnTime', 'pue', 'wue', 'costPerUsefulGpuHour', 'costPerMillionTokens'] as const) {
      const figure = none[key]
      expect(isEstimate(figure), key).toBe(false)
      expect(isEstimate(figure) ? '' : figure.reason, key).not.toBe('')
    }
  })
})

describe('ledger rows', () => {
  test('T9.3: leaves of replication 0 sum to the contract exactly', () => {
    const run = waterfallDay()
    const rows = ledgerRows([run])
    const total = rows.reduce((sum, { acceleratorMs }) => sum + BigInt(acceleratorMs), 0n)
    expect(total).toBe(3456n * BigInt(HOUR_MS))
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(rows.find(({ bucket }) => bucket === 'P')?.share).toBeCloseTo(0.3638, 4)
  })

  test('T9.5: totals beyond 2⁵³ stay exact', () => {
    // Any number of accelerators: 8,639,999,999,999 accelerator-ms a day, booked as they are.
    const run = handRun({ windows: Array.from({ length: 5479 }, () => ({})) })
    run.ledger.acceleratorMs.forEach((_, cell) => {
      if (cell % run.ledger.buckets.length === run.ledger.buckets.length - 1) run.ledger.acceleratorMs[cell] = 8_639_999_999_999
    })
    expect(ledgerRows([run]).at(-1)?.acceleratorMs).toBe('47338559999994521')
  })

  test('hours and shares are means over replications with an interval', () => {
    const row = ledgerRows([handRun({ windows: [useful(0.5)] }), handRun({ windows: [useful(0.7)], replication: 1 })]).at(-1)
    expect(row?.acceleratorMs).toBe(String(50 * HOUR_MS))
    expect(row?.gpuHours).toBeCloseTo(60, 9)
    expect(row?.share).toBeCloseTo(0.6, 12)
    // Two values 20 apart: 12.706205 × 14.142 / √2; fewer than no hours there cannot be.
    expect(row?.interval).toEqual([0, expect.closeTo(60 + 127.06205, 3)])
  })
})

describe('intervals', () => {
  test('end where the figure cannot go', () => {
    const runs = [0.9, 0.95, 1].map((share, replication) => handRun({ windows: [useful(share)], replication }))
    // 4.302653 × 0.05 / √3 beyond the mean would be 107 %.
    expect(summarise(scenario, runs).meanUtilisation).toMatchObject({ ci95: [expect.closeTo(0.95 - 0.124207, 5), 1] })
  })
})

describe('comparison', () => {
  const runs = (shares: readonly number[]) => ({ scenario, runs: shares.map((share, replication) => handRun({ windows: [useful(share)], replication })) })
  const base = runs([0.71, 0.69, 0.73, 0.7, 0.72])
  const option = runs([0.74, 0.71, 0.77, 0.73, 0.745])

  test('T10.3: is paired, and so clear where the unpaired interval holds zero', () => {
    const utilisation = compareRuns(base, option).find(({ key }) => key === 'meanUtilisation')
    expect(utilisation?.difference).toBeCloseTo(0.029, 9)
    expect(utilisation?.ci95?.[0]).toBeCloseTo(0.029 - 0.009208, 5)
    expect(utilisation?.ci95?.[1]).toBeCloseTo(0.029 + 0.009208, 5)
    expect(utilisation?.isClear).toBe(true)
  })

  test('with itself differs nowhere', () => {
    for (const { difference, isClear } of compareRuns(base, base)) {
      expect(difference).toBe(0)
      expect(isClear).toBe(false)
    }
  })

  test('leaves out figures that are missing on a side', () => {
    expect(compareRuns(base, option).map(({ key }) => key)).not.toContain('pue')
  })
})

describe('report', () => {
  const report = buildReport({ scenario, option: 'late', scenarioHash: 'abc', inputHashes: {}, issues: [] }, [waterfallDay()])

  test('has the stable keys', () => {
    expect(Object.keys(report)).toEqual(expect.arrayContaining(['manifest', 'summary', 'ledger', 'overlap', 'ledgers', 'memos', 'energyLedger', 'energyByBucket', 'efficiency', 'money', 'services', 'runs', 'work', 'critical', 'faults', 'goodput', 'checks', 'issues']))
    expect(Object.keys(report.manifest)).toEqual(expect.arrayContaining(['tool', 'format', 'scenarioHash', 'inputHashes', 'seed', 'replications', 'resultHash']))
    const promised = ['installedAccelerators', 'contractedGpuHours', 'productiveGpuHours', 'meanUtilisation', 'sustainedUtilisation', 'timeToCapacity', 'availability', 'sloAttainment', 'p95LatencyMs', 'runsOnTime', 'pue', 'wue', 'energyMWh', 'costPerUsefulGpuHour', 'costPerMillionTokens']
    expect(Object.keys(report.summary)).toEqual(expect.arrayContaining(promised))
  })

  test('the result hash sees every number of the ledger', () => {
    const other = waterfallDay()
    other.ledger.acceleratorMs[0] += 1
    expect(buildReport({ scenario, option: null, scenarioHash: 'abc', inputHashes: {}, issues: [] }, [other]).manifest.resultHash).not.toBe(report.manifest.resultHash)
  })
})
