import { describe, expect, test } from 'vitest'
import { branchSimulation, type BranchPlan, BranchRefused } from '../../src/engine/branch.ts'
import { whatDiffers } from '../../src/engine/same-past.ts'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import { resultHash } from '../../src/results/result-hash.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { SITE_WITH_DECISIONS } from './site-with-decisions.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const AT_MS = 30 * DAY_MS + 7 * HOUR_MS

function scenario(...set: (readonly [path: string, value: string])[]): Scenario {
  const loaded = loadScenario(SITE_WITH_DECISIONS, { set: set.map(([path, value]) => ({ path, value })) })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

const base = scenario()
// The second replication has power by then.
const make = (of: Scenario): Simulation => createSimulation(of, { weather: null }, { seed: of.seed, replication: 1, record: false })
const branch = (plan: Partial<BranchPlan>) => branchSimulation(base, { atMs: AT_MS, injections: [], ...plan }, make)

function finish(simulation: Simulation): RunResult {
  expect(simulation.run(simulation.horizonMs, Infinity)).toBe('until')
  return simulation.result()
}

const straight = finish(make(base))
const happened = (plan: Partial<BranchPlan>): RunResult => finish(branch(plan).simulation)

test('a branch in which nothing is changed is the run, to the last bit', () => {
  expect(resultHash([happened({})])).toBe(resultHash([straight]))
  expect(resultHash([happened({ atMs: 0 })])).toBe(resultHash([straight]))
  expect(resultHash([happened({ changed: { whole: scenario(), dated: scenario() } })])).toBe(resultHash([straight]))
  expect(resultHash([happened({ changed: { whole: scenario(), dated: undefined } })])).toBe(resultHash([straight]))
})

describe('something happens at a moment', () => {
  test.each([
    ['a transformer fails', { kind: 'fail', path: 'hall/transformer[0]' }, 'hall/transformer[0]'],
    ['a chiller fails', { kind: 'fail', path: 'hall/cooling/chiller[1]' }, 'chiller'],
    ['a transformer is taken out', { kind: 'outage', path: 'hall/transformer[0]', durationMs: 9 * HOUR_MS }, undefined],
    ['a feed is interrupted', { kind: 'feed', feed: 'street', durationMs: 5 * HOUR_MS }, 'grid/feed[street]'],
    ['a rack fails', { kind: 'rack', rack: 2 }, undefined],
  ] as const)('%s: the past is the same bit by bit, the future is another', (_, injection, incident) => {
    const run = happened({ injections: [injection] })
    expect(whatDiffers(straight, run, AT_MS)).toBeUndefined()
    expect(whatDiffers(straight, run, run.horizonMs)).toBeDefined()
    const isNew = ({ atMs, label }: RunResult['incidents'][number]): boolean => atMs > AT_MS && atMs < AT_MS + 1000 && label.includes(incident ?? '')
    if (incident !== undefined) expect(run.incidents.find(isNew), JSON.stringify(run.incidents.filter(({ atMs }) => Math.abs(atMs - AT_MS) < DAY_MS))).toBeDefined()
    expect(straight.incidents.filter(isNew)).toEqual([])
    // The books stay exact: every accelerator-millisecond of the contract lies in one bucket.
    const total = (values: ArrayLike<number>): bigint => Array.from(values).reduce((sum, ms) => sum + BigInt(ms), 0n)
    expect(total(run.ledger.acceleratorMs)).toBe(total(run.ledger.contractedMs))
  })

  test('what has failed is repaired like anything else', () => {
    const run = happened({ injections: [{ kind: 'fail', path: 'hall/cooling/chiller[1]' }] })
    const failed = run.incidents.find(({ atMs }) => atMs > AT_MS && atMs < AT_MS + 1000)
    expect(failed?.endMs).toBeGreaterThan(AT_MS + HOUR_MS)
  })

  test('machines are added where there are others like them', () => {
    const hot = { injections: [{ kind: 'fail', path: 'hall/cooling/chiller[0]' }, { kind: 'fail', path: 'hall/cooling/chiller[1]' }] } as const
    const helped = { injections: [...hot.injections, { kind: 'machine', block: 0, machine: 'airChiller', count: 1 }] } as const
    const [without, withOne] = [happened(hot), happened(helped)]
    expect(whatDiffers(straight, withOne, AT_MS)).toBeUndefined()
    expect(whatDiffers(without, withOne, without.horizonMs)).toBeDefined()
    expect(() => happened({ injections: [{ kind: 'machine', block: 0, machine: 'tower', count: 1 }] })).toThrow(BranchRefused)
  })

  test.each([
    ['equipment that is not there', { kind: 'fail', path: 'hall/transformer[7]' }],
    ['a feed that is not there', { kind: 'feed', feed: 'none', durationMs: 1 }],
    ['a rack that is not there', { kind: 'rack', rack: 99 }],
    ['a site that is not there', { kind: 'rack', rack: 0, site: 'west' }],
  ] as const)('%s is refused in words', (_, injection) => {
    expect(() => happened({ injections: [injection] })).toThrow(/there is no/u)
  })

  test('equipment that is out already cannot fail', () => {
    expect(() => happened({ injections: [{ kind: 'fail', path: 'hall/cooling/chiller[1]' }, { kind: 'fail', path: 'hall/cooling/chiller[1]' }] })).toThrow('out of service already')
  })
})

describe('the file is another one from a moment on', () => {
  test('what a running site can change is changed in the state as it stands', () => {
    const run = happened({ changed: { whole: scenario(['faults.technicians', '12']), dated: undefined } })
    expect(whatDiffers(straight, run, AT_MS)).toBeUndefined()
    expect(whatDiffers(straight, run, run.horizonMs)).toBeDefined()
    const fifo = happened({ changed: { whole: scenario(['scheduler.policy', 'fifo']), dated: undefined } })
    expect(whatDiffers(straight, fifo, AT_MS)).toBeUndefined()
  })

  test('a date that is still to come moves, and the run is the one of the changed file', () => {
    const late = scenario(['grid.feeds.street.energised.planned', '2027-02-20'])
    const early = branchSimulation(base, { atMs: 2 * DAY_MS, injections: [], changed: { whole: late, dated: late } }, make)
    const run = finish(early.simulation)
    expect(whatDiffers(straight, run, 2 * DAY_MS)).toBeUndefined()
    expect(resultHash([run])).toBe(resultHash([finish(make(late))]))
  })

  test('a date that has passed is refused with the day on which the past would have been another', () => {
    const late = scenario(['grid.feeds.street.energised.planned', '2027-02-20'])
    expect(() => happened({ changed: { whole: late, dated: late } })).toThrow(/would have been another before/u)
  })
})

test('from a snapshot of the moment a branch is the same, and costs the rest alone', () => {
  const injections = [{ kind: 'outage', path: 'hall/transformer[0]', durationMs: 9 * HOUR_MS }, { kind: 'rack', rack: 1 }] as const
  const first = branch({ injections, keepsMoment: true })
  const run = finish(first.simulation)
  const moment = structuredClone(first.moment())
  expect(moment).toBeDefined()
  const again = branch({ injections, from: moment })
  const begun = again.simulation.events()
  expect(resultHash([finish(again.simulation)])).toBe(resultHash([run]))
  const before = make(base)
  before.run(AT_MS, Infinity)
  expect(begun).toBe(before.events())
  expect(branch({}).moment()).toBeUndefined()
})

test('a straight branch equals one restored before, at and after its moment, and one in slices', () => {
  const late = scenario(['faults.technicians', '12'])
  const plan = { injections: [{ kind: 'outage', path: 'hall/transformer[0]', durationMs: 9 * HOUR_MS }, { kind: 'feed', feed: 'street', durationMs: 2 * HOUR_MS }], changed: { whole: late, dated: undefined } } as const
  const whole = resultHash([happened(plan)])
  for (const atMs of [10 * DAY_MS, AT_MS, AT_MS + HOUR_MS, AT_MS + DAY_MS]) {
    const left = branch(plan).simulation
    left.run(atMs, Infinity)
    const restored = branch(plan).simulation
    restored.restore(structuredClone(left.snapshot()))
    expect(resultHash([finish(restored)]), String(atMs)).toBe(whole)
  }
  const sliced = branch(plan).simulation
  while (sliced.run(sliced.horizonMs, 97) === 'yield');
  expect(resultHash([sliced.result()])).toBe(whole)
})
