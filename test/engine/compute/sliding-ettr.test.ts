/** Effective training time over the last hour, minute by minute, against arithmetic by hand. */
import { describe, expect, test } from 'vitest'
import { createSlidingEttr, type HourlyEttr } from '../../../src/engine/compute/sliding-ettr.ts'
import { createState, hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { hourlyEttrRows } from '../../../src/analysis/hourly-ettr.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, rig } from './rig.ts'

const RUN = { id: 'main', source: 'training-run', accelerators: 32, work: '3 days' }
const MINUTE_MS = 60_000
const nothingOpen = (): undefined => undefined

function sliding() {
  const created = createSlidingEttr(createState(), workloadSection.parse([RUN]))
  if (created === undefined) throw new Error('no runs')
  created.begin(0, 0)
  return created
}

const countOf = ({ bins }: HourlyEttr, from: number, to: number): number => bins.slice(from, to + 1).reduce((sum, n) => sum + n, 0)

describe('the last hour', () => {
  test('two hours of training, half an hour of nothing, two hours of training', () => {
    const book = sliding()
    book.add(0, 0, 2 * HOUR_MS, 1)
    book.add(0, 2.5 * HOUR_MS, 4.5 * HOUR_MS, 1)
    const [row] = book.read(nothingOpen)
    // Hours end with the minutes 60 … 270: whole until 120; minutes 121–149 lose one more each, 150–180 have lost 30, up to 209 they come back.
    expect(row.hours).toBe(211)
    expect(row.bins[100]).toBe(61 + 61)
    expect(row.lowest).toBe(0.5)
    expect(row.bins[50]).toBe(31)
    expect(countOf(row, 51, 99)).toBe(58)
    // Each of the thirty minutes is missing in sixty hours.
    expect(row.sum).toBeCloseTo(211 - (30 * 60) / 60, 9)
  })

  test('an hour that nobody settled as useful counts nothing, a month of the same rate costs no more than an hour of it', () => {
    const book = sliding()
    book.add(0, 0, 30 * DAY_MS, 0.973)
    book.add(0, 30 * DAY_MS + 2 * HOUR_MS, 31 * DAY_MS, 0.973)
    const [row] = book.read(nothingOpen)
    expect(row.hours).toBe(31 * 1440 - 59)
    expect(row.lowest).toBe(0)
    expect(row.bins[0]).toBe(61)
    expect(row.bins[97]).toBe(30 * 1440 - 59 + (24 * 60 - 120 - 59))
    expect(row.sum / row.hours).toBeCloseTo((0.973 * (31 * 24 - 2)) / (31 * 24), 3)
  })

  test('stretches inside minutes: thirty seconds of each minute are one half', () => {
    const book = sliding()
    for (let minute = 0; minute < 90; minute++) book.add(0, minute * MINUTE_MS, minute * MINUTE_MS + 30_000, 1)
    const [row] = book.read(() => 90 * MINUTE_MS)
    expect([row.hours, row.bins[50], row.lowest]).toEqual([31, 31, 0.5])
  })

  test('what 95 % of the hours reach, over replications', () => {
    const bins = (of: Readonly<Record<number, number>>): number[] => Array.from({ length: 101 }, (_, bin) => of[bin] ?? 0)
    const run = (hours: number, of: Readonly<Record<number, number>>, sum: number, lowest: number) => ({ jobClasses: [], hourlyEttr: [{ id: 'main', hours, bins: bins(of), sum, lowest }] }) as unknown as RunResult
    expect(hourlyEttrRows([run(100, { 100: 60, 92: 40 }, 97, 0.92), run(100, { 100: 60, 80: 32, 10: 8 }, 86, 0.1)])).toEqual([
      { entry: 'main', hours: 200, mean: 0.915, reachedBy95: 0.8, median: 1, lowest: 0.1, above90: 0.8 },
    ])
  })
})

describe('a run in the cluster', () => {
  function struck() {
    const types = { strike: 0 }
    const site = rig({
      world: { blocks: 1, racksPerBlock: 2, racksPerLeaf: 2, nodesPerRack: 4, acceleratorsPerNode: 4, horizonMs: 10 * DAY_MS }, scheduler: PLAIN_SCHEDULER, workload: [RUN],
      checkpoints: { interval: '15 min', mode: 'blocking', blocking: '0 s', restore: '10 min' },
      commands: (kernel, compute) => void (types.strike = kernel.command('test.strike', FAULT_PHASE, node => compute().jobFaulted(node, 'hw'))),
    })
    site.kernel.schedule(types.strike, 0, 10 * HOUR_MS - 5 * MINUTE_MS)
    site.openAll()
    site.compute.start()
    return site
  }

  test('a fault ten minutes after a checkpoint and ten minutes of restore take twenty minutes of the worst hour', () => {
    const site = struck()
    site.run(24 * HOUR_MS)
    const [row] = site.compute.hourlyEttr() ?? []
    expect(row.lowest).toBeCloseTo(40 / 60, 9)
    expect(row.hours).toBe(24 * 60 - 59)
    expect(row.sum).toBeCloseTo(row.hours - 20, 6)
    const books = site.compute.jobClasses()[0]
    expect(books.productive / 32 / HOUR_MS).toBeCloseTo(24 - 20 / 60, 3)
  })

  test('a run that was restored goes on as one that was not', () => {
    const straight = struck()
    straight.run(24 * HOUR_MS)
    const site = struck()
    site.run(9 * HOUR_MS + 1234)
    const saved = snapshotState(site.state)
    site.run(15 * HOUR_MS)
    restoreState(site.state, saved)
    site.run(24 * HOUR_MS)
    expect(hashState(site.state)).toBe(hashState(straight.state))
    expect(site.compute.hourlyEttr()).toEqual(straight.compute.hourlyEttr())
  })
})
