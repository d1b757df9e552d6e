/** Which site a job goes to: the one where it is expected to start first, data and price counted in. */
import { describe, expect, test } from 'vitest'
import { chooseSite } from '../../../src/engine/router.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { resultHash } from '../../../src/results/result-hash.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { sitesWanSection } from '../../../src/scenario/schema/wan.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { campus } from './campus.ts'

const NOTHING = { idleAccelerators: 0, waitingPerNode: 0, priceUsdPerMWh: 0, headroomW: 0, dataMs: 0, startMs: 0, priceMs: 0, place: 0 }

describe('the choice', () => {
  test.each([
    ['the earliest start, even where another has the shorter queue', [{ startMs: 5 * HOUR_MS, waitingPerNode: 0 }, { startMs: 2 * HOUR_MS, waitingPerNode: 9 }], 1],
    ['data that takes longer than the wait counts', [{ startMs: 5 * HOUR_MS }, { startMs: 2 * HOUR_MS, dataMs: 4 * HOUR_MS }], 0],
    ['so does the price, in time', [{ startMs: 5 * HOUR_MS, priceMs: HOUR_MS }, { startMs: 2 * HOUR_MS, priceMs: 3 * HOUR_MS }], 1],
    ['of equal ones the one with most to spare', [{ idleAccelerators: 64 }, { idleAccelerators: 128 }], 1],
    ['of these the first', [{ idleAccelerators: 64 }, { idleAccelerators: 64 }], 0],
    ['where it starts nowhere by what runs, the shortest queue', [{ startMs: Infinity, waitingPerNode: 2 }, { startMs: Infinity, waitingPerNode: 1 }], 1],
  ] as const)('%s', (_, offers, expected) => {
    expect(chooseSite(offers.map((offer, place) => ({ ...NOTHING, place, ...offer })), 8, 'soonest')).toBe(expected)
  })
})

const LINK = { between: ['east', 'west'], routes: 1, bandwidth: '8 Gb/s', roundTrip: '60 ms', cuts: '0 1/year' }
const run = (id: string, accelerators: number, days: number, sites: string, day: number, more = ''): string =>
  `{id: ${id}, source: training-run, accelerators: ${accelerators}, work: ${days} days, start: 2027-08-${String(day).padStart(2, '0')}, sites: [${sites}]${more}}`

/** Two halls of 1,080 accelerators in which nothing fails and nothing is saved; jobs start at once. */
function halls(workload: readonly string[]): Simulation {
  const set = { sites: '{east: {}, west: {}}', wan: JSON.stringify({ links: [LINK] }), 'faults.preset': 'none', checkpoints: '{interval: none}', 'scheduler.startup': '{base: 0 s, perDoubling: 0 s}', 'scheduler.patience': '1 year' }
  const scenario: Scenario = { ...campus({ workload: `[${workload.join(', ')}]`, set }), wan: sitesWanSection.parse({ links: [LINK] }) }
  return createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
}

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

/** Site and day of the start of the run `one`. */
function startOf(workload: readonly string[]): { readonly site: string; readonly waitDays: number } {
  for (const { id, result } of finish(halls(workload)).sites ?? []) {
    const one = result.runs?.find(each => each.id === 'one' && each.startMs >= 0)
    if (one !== undefined) return { site: id, waitDays: (one.startMs - one.submitMs) / DAY_MS }
  }
  throw new Error('it never started')
}

// East is full for 20 days from the second of August, west for 5. Runs ask for twice their time, so by the estimates that is 40 and 10.
const FULL = [run('fillsEast', 1080, 20, 'east', 2), run('fillsWest', 1080, 5, 'west', 2)]

describe('a job that finds both sites full', () => {
  test('goes where what runs ends first, though the other stands first in its list', () => {
    const { site, waitDays } = startOf([...FULL, run('one', 72, 1, 'east, west', 3)])
    expect(site).toBe('west')
    // West begins three hours after east, where the run is announced.
    expect(waitDays).toBeCloseTo(4 + 3 / 24, 2)
  })

  test('counts what waits there before it: 30 days of the whole hall', () => {
    expect(startOf([...FULL, run('next', 1080, 30, 'west', 2), run('one', 72, 1, 'east, west', 3)]).site).toBe('east')
  })

  test('counts the time of its data: over 1 GB/s 2,419.2 TB take 28 days and 2,764.8 TB 32, which is more than the 30 that east takes longer', () => {
    const sites = [2419.2, 2764.8].map(size => startOf([...FULL, run('one', 72, 1, 'east, west', 3, `, data: {size: ${size} TB, at: east}`)]).site)
    expect(sites).toEqual(['west', 'east'])
  })

  test('by the shortest queue it would go to the first', () => {
    expect(startOf([...FULL, run('one', 72, 1, 'east, west', 3, ', route: most-free')]).site).toBe('east')
  })
})

test('a restored run equals a straight one', () => {
  const make = (): Simulation => halls([...FULL, '{id: mix, source: training-mix, load: 0.9, largest: 512, median: 4 hours, sites: [east, west]}'])
  const straight = make()
  straight.run(6.5 * DAY_MS, Infinity)
  const saved = structuredClone(straight.snapshot())
  const resumed = make()
  resumed.restore(saved)
  expect(resultHash([finish(resumed)])).toBe(resultHash([finish(straight)]))
})
