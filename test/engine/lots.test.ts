import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { lotAt, mostAtOnce, lotSpans, perPlace, sumPerPlace } from '../../src/scenario/lots.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'

const DAY_MS = 86_400_000
const START = 'horizon: {start: 2027-01-01, end: 2028-07-01}'
const DAYS = 547

/** Four racks of four H100 nodes for a year, then four of two on the same places. Two places are worked on at a time. */
const site = (swap: string, more = ''): string => `
format: 1
name: Two generations
${START}
site:
  location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}
  weather: {climate: dallas}
grid:
  feeds:
    street: {capacity: 3 MW, voltage: 25 kV, energised: 2026-06-01, outages: {scale: 0}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 2}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 2}}
    racks:
      - {id: first, model: hgx-h100-air-4, count: 4, life: 365 days}
      - {id: second, replaces: first, model: hgx-h100-air-2, count: 4, swap: ${swap}, delivered: {lead: 30 days}}
facility:
  installation: {crews: 1, racksPerDay: 2, duration: 1 day, removal: 1 day, receiving: 1 day}
  burnIn: {duration: 3 days, deadOnArrival: 0}
faults: {preset: none}
${more}`

function scenarioOf(text: string): Scenario {
  const loaded = loadScenario(text, { file: 'lots' })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

const simulate = (scenario: Scenario): Simulation => createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: true })

function finish(simulation: Simulation): RunResult {
  expect(simulation.run(simulation.horizonMs, Infinity)).toBe('until')
  return simulation.result()
}

/** Accelerator-ms of a bucket over the run. */
function booked({ ledger }: RunResult, code: string): number {
  const index = ledger.buckets.findIndex(bucket => bucket.code === code)
  let ms = 0
  for (let window = 0; window < ledger.windowCount; window++) ms += ledger.acceleratorMs[window * ledger.buckets.length + index]
  return ms
}

const seriesOf = (run: RunResult, id: string): Float64Array => run.series.find(series => series.id === id)?.values ?? new Float64Array(0)

describe('a lot takes over the places of another', () => {
  test('the contract follows the lots: 128 accelerators for a year, 64 for the rest, and every ms is booked', () => {
    const run = finish(simulate(scenarioOf(site('0 days'))))
    const contract = run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0)
    expect(contract).toBe((128 * 365 + 64 * (DAYS - 365)) * DAY_MS)
    expect(run.ledger.acceleratorMs.reduce((sum, ms) => sum + ms, 0)).toBe(contract)
    expect(run.acceleratorCount).toBe(128)
    expect(run.rampEndMs).toBe(0)
  })

  test('what the swap takes is lost to installation and burn-in: two pairs of racks, two days each, then three days', () => {
    const run = finish(simulate(scenarioOf(site('0 days'))))
    expect(booked(run, 'L4.install')).toBe((32 * 2 + 32 * 4) * DAY_MS)
    expect(booked(run, 'L5.burnin')).toBe(64 * 3 * DAY_MS)
    // Racks are staged a millisecond after their places are given up.
    expect(booked(run, 'L1.receiving')).toBe(64)
    expect(booked(run, 'L6.adminHold')).toBe(0)
    expect(run.ledger.surplusMs).toBe('0')
  })

  test('a plan that grants ten days for the swap loses nothing', () => {
    const run = finish(simulate(scenarioOf(site('10 days'))))
    expect(run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0)).toBe((128 * 365 + 64 * (DAYS - 375)) * DAY_MS)
    for (const code of ['L1.receiving', 'L4.install', 'L5.burnin']) expect(booked(run, code)).toBe(0)
    // In service after five and seven of the ten days, a millisecond later each.
    expect(run.ledger.surplusMs).toBe(String(32 * (5 + 3) * DAY_MS - 64))
  })

  test('racks draw as what stands there: 32 kW idle before, 16 kW after', () => {
    const run = finish(simulate(scenarioOf(site('0 days'))))
    const kWh = seriesOf(run, 'it')
    expect(kWh[364]).toBeCloseTo(4 * 8 * 24, 6)
    expect(kWh[400]).toBeCloseTo(4 * 4 * 24, 6)
  })

  test('jobs on what is retired lose their nodes and go on where there is room', () => {
    const work = 'workload: [{id: mix, source: training-mix, load: 0.8, smallest: 8, largest: 32, median: 20 days, jobs: 500}]'
    const run = finish(simulate(scenarioOf(site('0 days', work))))
    expect(run.counts.jobInterruptions).toBeGreaterThan(0)
    expect(booked(run, 'P')).toBeGreaterThan(0)
    expect(run.ledger.acceleratorMs.reduce((sum, ms) => sum + ms, 0)).toBe(run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0))
  })

  test.each([364, 366, 368.5, 371])('a run restored on day %d of the swap goes on as before', day => {
    const scenario = scenarioOf(site('0 days', 'workload: [{id: mix, source: training-mix, load: 0.8, smallest: 8, largest: 32, median: 20 days, jobs: 500}]'))
    const straight = simulate(scenario)
    straight.run(day * DAY_MS, Infinity)
    const saved = straight.snapshot()
    straight.run(400 * DAY_MS, Infinity)
    const restored = simulate(scenario)
    restored.restore(saved)
    restored.run(400 * DAY_MS, Infinity)
    expect(restored.hash()).toBe(straight.hash())
  })

  test('streams of the first generation do not hear of the second', () => {
    const alone = site('0 days').replace(/^ {6}- \{id: second.*\n/m, '').replace('faults: {preset: none}', 'faults: {preset: rsc-1}')
    const both = site('0 days').replace('faults: {preset: none}', 'faults: {preset: rsc-1}')
    const faults = (text: string): number[] => [...seriesOf(finish(simulate(scenarioOf(text))), 'nodeFaults').subarray(0, 365)]
    expect(faults(both)).toEqual(faults(alone))
    expect(faults(alone).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0)
  })
})

describe('a lot that is taken out for good', () => {
  test('is contracted until its end and draws nothing after it', () => {
    const run = finish(simulate(scenarioOf(site('0 days').replace(/^ {6}- \{id: second.*\n/m, ''))))
    expect(run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0)).toBe(128 * 365 * DAY_MS)
    expect(seriesOf(run, 'it')[400]).toBe(0)
  })
})

describe('places and dates', () => {
  const [block] = scenarioOf(site('10 days')).blocks

  test('dates follow from the block, the life and the swap', () => {
    const start = block.ready
    expect(lotSpans(block, start)).toEqual([
      { contractMs: 0, retireMs: 365 * DAY_MS, predecessor: -1, firstPlace: 0 },
      { contractMs: 375 * DAY_MS, retireMs: Infinity, predecessor: 0, firstPlace: 0 },
    ])
    expect(lotAt(block, 3, start, 100 * DAY_MS)).toBe(0)
    expect(lotAt(block, 3, start, 370 * DAY_MS)).toBe(1)
    expect(mostAtOnce(lotSpans(block, start), lot => [4, 9][lot])).toBe(9)
  })

  test('a place counts with the rack that draws most', () => {
    expect(perPlace(block, lot => lot.max)).toEqual([40_800, 40_800, 40_800, 40_800])
    expect(sumPerPlace(block, lot => lot.max)).toBe(163_200)
    expect(sumPerPlace({ racks: [block.racks[0], { ...block.racks[1], count: 1, max: 50_000 }] }, lot => lot.max)).toBe(50_000 + 3 * 40_800)
  })
})
