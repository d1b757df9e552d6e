/** Jobs that go on at another site: by hand, to the millisecond, with the books of both sites. */
import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { resultHash } from '../../../src/results/result-hash.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { sitesWanSection } from '../../../src/scenario/schema/wan.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { campus } from './campus.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** 80 Gb/s carry the 1,008 GB that 72 accelerators save in 100.8 s. */
const LINK = { between: ['east', 'west'], routes: 1, bandwidth: '80 Gb/s', roundTrip: '60 ms', streams: 64, window: '1 GB', cuts: '0 1/year' }
const COPY_MS = 100_800
/** East is dark from the eleventh day on for five days. */
const DARK = { id: 'dark', site: 'east', loses: 'power', from: '2027-08-11', duration: '5 days' }

/** Two halls of 1,080 accelerators each in which nothing fails by itself; checkpoints come every hour of work. */
function halls(workload: string, drills: readonly object[] = [DARK], more: Readonly<Record<string, string>> = {}): Simulation {
  const scenario: Scenario = { ...campus({ workload, set: { sites: '{east: {}, west: {}}', wan: JSON.stringify({ links: [LINK] }), 'faults.preset': 'none', checkpoints: '{interval: 1 hour, size: 14 GB}', ...more } }), wan: sitesWanSection.parse({ links: [LINK], drills }) }
  return createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
}

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const run = (more: string): string => `{id: run, source: training-run, accelerators: 72, work: 20 days, sites: [east, west], route: preferred, ${more}}`
const at = (result: RunResult, id: string): RunResult => (result.sites ?? []).flatMap(site => (site.id === id ? [site.result] : []))[0]
const booked = ({ ledger }: RunResult, code: string): number => {
  const bucket = ledger.buckets.findIndex(each => each.code === code)
  return ledger.contractedMs.reduce((sum, _ms, window) => sum + ledger.acceleratorMs[window * ledger.buckets.length + bucket], 0)
}
/** Every window of every site sums to its contract, as integers. */
function expectBalanced(result: RunResult): void {
  for (const { ledger } of [result, ...(result.sites ?? []).map(site => site.result)]) {
    ledger.contractedMs.forEach((ms, window) => expect(ledger.acceleratorMs.slice(window * ledger.buckets.length, (window + 1) * ledger.buckets.length).reduce((sum, each) => sum + each, 0)).toBe(ms))
  }
}

describe('a run whose site is lost', () => {
  test('of two gangs goes on with both', () => {
    const result = finish(halls(`[${run('moves: {after: 30 min, copies: 6 hours}, samplers: {size: 1, weights: 0}')}]`))
    expectBalanced(result)
    const sites = ['east', 'west'].map(id => at(result, id))
    expect(sites.map(site => site.jobClasses?.[0].moved)).toEqual([1, 0])
    expect(result.counts).toMatchObject({ jobsQueued: 1, jobsStarted: 1, jobsCompleted: 1 })
    expect(sites.map(site => (site.jobClasses?.[0].productive ?? 0) / 144).reduce((sum, ms) => sum + ms)).toBe(20 * DAY_MS)
  })

  test('goes on at the other from its last copy; what is not in it is done again there, and all of its work is useful once', () => {
    const result = finish(halls(`[${run('moves: {after: 30 min, copies: 6 hours}')}]`))
    expectBalanced(result)
    const [east, west] = ['east', 'west'].map(id => at(result, id))
    expect([east.jobClasses?.[0].moved, west.jobClasses?.[0].moved]).toEqual([1, 0])
    expect(result.counts).toMatchObject({ jobsQueued: 1, jobsStarted: 1, jobsCompleted: 1 })
    expect([east, west].map(site => (site.jobClasses?.[0].productive ?? 0) / 72).reduce((sum, ms) => sum + ms)).toBe(20 * DAY_MS)
    // East had saved 239 hours of work in the time T since it began to train; the last of the copies, one every six hours, held 234 h / T of it.
    const savedMs = (east.jobClasses?.[0].productive ?? 0) / 72
    expect(savedMs).toBe(239 * HOUR_MS)
    const startUpMs = 2 * MINUTE_MS
    const copiedMs = Math.floor((savedMs * 234 * HOUR_MS) / (240 * HOUR_MS - startUpMs))
    const againMs = (west.jobClasses?.[0].rework ?? 0) / 72
    expect(Math.abs(againMs - (savedMs - copiedMs))).toBeLessThan(0.002 * savedMs)
    expect(againMs).toBeLessThan(6 * HOUR_MS + COPY_MS)
    expect(booked(west, 'L9.rework.power')).toBe(againMs * 72)
  })

  test('without copies it waits for its site; with nothing saved it begins anew at the other', () => {
    const stays = finish(halls(`[${run('moves: {after: 30 min}')}]`, [{ ...DARK, duration: '60 days' }]))
    expect(stays.jobClasses?.[0]).toMatchObject({ moved: 0, started: 1 })
    expect(at(stays, 'west').jobClasses?.[0].productive).toBe(0)
    const anew = finish(halls(`[${run('moves: {after: 30 min}')}]`, [DARK], { checkpoints: '{interval: none}' }))
    expect(anew.jobClasses?.[0]).toMatchObject({ moved: 1 })
    expectBalanced(anew)
  })

  test('a restored run equals a straight one, before, in and after the move', () => {
    const make = (): Simulation => halls(`[${run('start: 2027-08-02, moves: {after: 30 min, copies: 6 hours}')}]`)
    const straight = finish(make())
    for (const stopMs of [10 * DAY_MS + 3 * HOUR_MS + 10 * MINUTE_MS, 10 * DAY_MS + 4 * HOUR_MS]) {
      const first = make()
      first.run(stopMs, Infinity)
      const second = make()
      second.restore(first.snapshot())
      expect(resultHash([finish(second)])).toBe(resultHash([straight]))
    }
    // The record of the run goes along: its dates, its time by state, and what the loss of the site cost.
    expect(straight.runs?.[0]).toMatchObject({ isDone: true, plannedMs: DAY_MS, interruptions: { power: 1 } })
    expect(straight.runs?.[0].lostMs.power).toBeGreaterThan(5 * HOUR_MS)
    expect(Object.values(straight.runs?.[0].stateMs ?? {}).reduce((sum, ms) => sum + ms, 0)).toBe((straight.runs?.[0].endMs ?? 0) - (straight.runs?.[0].submitMs ?? 0))
  })
})

describe('a run whose site is full', () => {
  const scheduler = { scheduler: '{policy: priority, preemption: {mode: requeue, grace: 60 s}}' }

  test('brings what it has saved over the link: nothing is done again, and the move takes as long as its bytes', () => {
    const whole = '{id: boss, source: training-run, accelerators: 1080, work: 30 days, start: 2027-08-05, sites: [east], priority: high}'
    const result = finish(halls(`[${run('start: 2027-08-01, priority: low, moves: {after: 30 min}')}, ${whole}]`, [], scheduler))
    expectBalanced(result)
    const [east, west] = ['east', 'west'].map(id => at(result, id))
    expect(result.jobClasses?.[0].moved).toBe(1)
    expect(booked(west, 'L9.rework.power') + booked(west, 'L9.rework.net') + booked(west, 'L9.rework.sdc')).toBe(0)
    expect([east, west].map(site => (site.jobClasses?.[0].productive ?? 0) / 72).reduce((sum, ms) => sum + ms)).toBe(20 * DAY_MS)
    // Patience with the site, then the bytes; grace and start-up are not waits.
    expect(result.runs?.[0].stateMs.waiting).toBe(30 * MINUTE_MS + COPY_MS)
  })

  test('work that only near copies have is lost to the move', () => {
    const whole = '{id: boss, source: training-run, accelerators: 1080, work: 30 days, start: 2027-08-05, sites: [east], priority: high}'
    const tiers = { checkpoints: '{interval: 1 hour, size: 14 GB, local: host, datastoreEvery: 6}' }
    const result = finish(halls(`[${run('start: 2027-08-01, priority: low, moves: {after: 30 min}')}, ${whole}]`, [], { ...scheduler, ...tiers }))
    expectBalanced(result)
    expect(result.jobClasses?.[0].moved).toBe(1)
    expect(result.runs?.[0]).toMatchObject({ isDone: true })
    expect(['east', 'west'].map(id => (at(result, id).jobClasses?.[0].productive ?? 0) / 72).reduce((sum, ms) => sum + ms)).toBe(20 * DAY_MS)
  })

  test('one that never started goes where room comes first', () => {
    const hog = (site: string, days: number): string => `{id: hog-${site}, source: training-run, accelerators: 1080, work: ${days} days, start: 2027-08-01, sites: [${site}]}`
    const result = finish(halls(`[${hog('east', 20)}, ${hog('west', 3)}, ${run('start: 2027-08-02, moves: {after: 30 min}')}]`, []))
    const record = result.runs?.find(({ id }) => id === 'run')
    expect(result.jobClasses?.[2]).toMatchObject({ moved: 1, started: 1 })
    expect(result.counts).toMatchObject({ jobsQueued: 3, jobsStarted: 3 })
    const hogEnd = result.runs?.find(({ id }) => id === 'hog-west')?.endMs ?? 0
    expect((record?.startMs ?? 0) - hogEnd).toBeGreaterThanOrEqual(0)
    expect((record?.startMs ?? 0) - hogEnd).toBeLessThan(30 * MINUTE_MS + 1)
    expectBalanced(result)
  })
})
