/** Data between sites: rates by hand, and jobs that wait for it. */
import { describe, expect, test } from 'vitest'
import { createState } from '../../../src/engine/kernel/state.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { createSiteTransfers, type SiteTransfers } from '../../../src/engine/site-transfers.ts'
import { resultHash } from '../../../src/results/result-hash.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { sitesWanSection } from '../../../src/scenario/schema/wan.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { campus } from './campus.ts'

const DAY_MS = 86_400_000
const GB = 1e9

interface Rig {
  readonly transfers: SiteTransfers
  readonly open: number[]
  /** Pairs that were told of another rate, `to<from`. */
  readonly told: string[]
  rate(from: number, to: number): number
  load(from: number, to: number, count: number): void
}

/** Three sites in a row, a – b – c: 8 and 4 GB/s. */
function row(more: Record<string, unknown> = {}): Rig {
  const wan = sitesWanSection.parse({ links: [
    { between: ['a', 'b'], routes: 2, bandwidth: '32 Gb/s', roundTrip: '10 ms', ...more },
    { between: ['b', 'c'], routes: 1, bandwidth: '32 Gb/s', roundTrip: '10 ms' },
  ] })
  const open = [2, 1]
  const told: string[] = []
  const transfers = createSiteTransfers(wan, ['a', 'b', 'c'], { openRoutes: link => open[link] }, createState(), (to, from) => told.push(`${to}<${from}`))
  const port = (to: number) => transfers.port(to)
  return {
    transfers, open, told,
    rate: (from, to) => port(to).regionBps(from) * port(to).regionShare(from),
    load: (from, to, count) => port(to).loadRegion(from, count * port(to).regionBps(from)),
  }
}

describe('transfers share the links max-min fair', () => {
  test('one alone gets the narrowest link of its way', () => {
    const of = row()
    of.load(0, 2, 1)
    expect(of.rate(0, 2)).toBe(4 * GB)
    expect(of.transfers.leastMs(0, 2, 4e12)).toBe(1_000_000)
  })

  test('a→c and b→c share 4 GB/s; a→b takes what the first leaves of 8; the other way is another way', () => {
    const of = row()
    of.load(0, 2, 1)
    of.load(1, 2, 1)
    of.load(0, 1, 1)
    of.load(2, 0, 1)
    expect([of.rate(0, 2), of.rate(1, 2), of.rate(0, 1), of.rate(2, 0)].map(bps => bps / GB)).toEqual([2, 2, 6, 4].map(bps => expect.closeTo(bps, 9)))
    expect(of.told).toEqual(['2<0'])
  })

  test('three transfers of one pair have three shares', () => {
    const of = row()
    of.load(0, 2, 3)
    of.load(1, 2, 1)
    expect(of.rate(0, 2) / GB).toBeCloseTo(1, 9)
    expect(of.rate(1, 2) / GB).toBeCloseTo(1, 9)
  })

  test('what is under way in a round trip bounds a transfer: 2 streams of 10 MB in 20 ms are 1 GB/s', () => {
    const wan = sitesWanSection.parse({ links: [{ between: ['a', 'b'], bandwidth: '800 Gb/s', roundTrip: '20 ms', streams: 2, window: '10 MB' }] })
    const transfers = createSiteTransfers(wan, ['a', 'b'], { openRoutes: () => 2 }, createState(), () => undefined)
    expect(transfers.port(1).regionBps(0)).toBe(GB)
    transfers.port(1).loadRegion(0, 3 * GB)
    // Three of them still find room.
    expect(transfers.port(1).regionShare(0)).toBe(1)
  })

  test('a cut route takes its part, the last one everything, and who waits is told', () => {
    const of = row()
    of.load(0, 1, 2)
    expect(of.rate(0, 1)).toBe(4 * GB)
    of.open[0] = 1
    of.transfers.linksChanged()
    expect(of.rate(0, 1)).toBe(2 * GB)
    of.open[0] = 0
    of.transfers.linksChanged()
    expect(of.rate(0, 1)).toBe(0)
    expect(of.transfers.leastMs(0, 1, 1)).toBe(Infinity)
    expect(of.told).toEqual(['1<0', '1<0'])
  })
})

/** A run of 64 accelerators in the east whose 86.4 TB lie in the west, over 1 GB/s: a day. */
const entry = (id: string, more = ''): string => `{id: ${id}, source: training-run, accelerators: 64, work: 1 day, start: 2027-08-02, sites: [east], data: {size: 86.4 TB, at: west, keep: false}${more}}`
const LINK = { between: ['east', 'west'], routes: 1, bandwidth: '8 Gb/s', roundTrip: '60 ms', cuts: '0 1/year' }

function simulate(workload: string, wan: Record<string, unknown> = { links: [LINK] }): Simulation {
  const set = { 'horizon.end': '2027-08-11', sites: '{east: {}, west: {}}', wan: JSON.stringify({ links: [LINK] }), 'faults.preset': 'none' }
  const scenario: Scenario = { ...campus({ workload, set: { ...set } }), wan: sitesWanSection.parse(wan) }
  return createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
}

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const waits = (run: RunResult): number[] => (run.runs ?? []).map(({ submitMs, startMs }) => (startMs - submitMs) / DAY_MS)

describe('jobs wait for data of another site', () => {
  test('86.4 TB over 1 GB/s are a day, for two at once two', () => {
    expect(waits(finish(simulate(`[${entry('one')}]`)))).toEqual([expect.closeTo(1, 5)])
    expect(waits(finish(simulate(`[${entry('one')}, ${entry('two')}]`)))).toEqual([expect.closeTo(2, 5), expect.closeTo(2, 5)])
  })

  test('while a drill has the links, or the other site is dark, nothing comes: two days more', () => {
    for (const loses of ['network', 'power']) {
      const drills = [{ id: 'lost', site: 'west', loses, from: '2027-08-02', duration: '2 days' }]
      // Midnight of the west comes three hours after that of the east: so much has come by then.
      expect(waits(finish(simulate(`[${entry('one')}]`, { links: [LINK], drills })))).toEqual([expect.closeTo(3, 5)])
    }
  })

  test('on nodes that are held, the wait is booked as one for data', () => {
    const run = finish(simulate(`[${entry('one').replace('keep: false', 'keep: false, wait: nodes')}]`))
    const at = run.ledger.buckets.findIndex(({ code }) => code === 'L8.dataWait')
    const booked = run.ledger.contractedMs.reduce((sum, _ms, window) => sum + run.ledger.acceleratorMs[window * run.ledger.buckets.length + at], 0)
    expect(booked / (64 * DAY_MS)).toBeCloseTo(1, 5)
  })

  test('work goes where its data is, and elsewhere once that is full', () => {
    const jobs = (route: string): number[] => (finish(simulate(`[{id: vision, source: training-mix, load: 0.2, largest: 64, route: ${route}, data: {size: 500 TB, at: west}}]`)).sites ?? []).map(({ result }) => result.counts.jobsStarted)
    const [east, west] = jobs('data')
    expect(east).toBe(0)
    expect(west).toBeGreaterThan(10)
    // By room alone half of them would go where the data is not.
    const spread = jobs('most-free')
    expect(spread[0]).toBeGreaterThan(0)
  })

  test('a restored run equals a straight one', () => {
    const make = (): Simulation => simulate(`[${entry('one')}, ${entry('two')}]`, { links: [{ ...LINK, cuts: '200 1/year', cutRepair: '3 hours' }] })
    const straight = make()
    straight.run(1.5 * DAY_MS, Infinity)
    const saved = structuredClone(straight.snapshot())
    const resumed = make()
    resumed.restore(saved)
    expect(resultHash([finish(resumed)])).toBe(resultHash([finish(straight)]))
  })
})
