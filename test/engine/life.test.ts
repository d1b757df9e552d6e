/** Lives: their spans have no gaps, their parts sum exactly, and what a run did is what the ledger says. */
import { describe, expect, test } from 'vitest'
import { tellLife } from '../../src/engine/life.ts'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { AcceleratorLife, Life, LifeQuery, LifeSpan, RunLife } from '../../src/results/biography.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { randomSiteText, siteOf } from './properties/random-site.ts'

const DAY_MS = 86_400_000

function lifeOf(scenario: Scenario, query: LifeQuery): Life | undefined {
  const telling = tellLife(scenario, { weather: null }, query)
  if ('message' in telling) throw new Error(telling.message)
  while (!telling.advance(100_000));
  return telling.tell()
}

function acceleratorOf(scenario: Scenario, node: string, accelerator = 0): AcceleratorLife {
  const life = lifeOf(scenario, { node, accelerator })
  if (life?.kind !== 'accelerator') throw new Error('no such life')
  return life
}

function runOf(scenario: Scenario, run: string, ordinal = 1): RunLife {
  const life = lifeOf(scenario, { run, ordinal })
  if (life?.kind !== 'run') throw new Error('no such life')
  return life
}

function expectNoGaps(spans: readonly LifeSpan[], fromMs: number, toMs: number): void {
  expect(spans[0].fromMs).toBe(fromMs)
  expect(spans.at(-1)?.toMs).toBe(toMs)
  for (let i = 1; i < spans.length; i++) expect(spans[i].fromMs).toBe(spans[i - 1].toMs)
  expect(spans.every(span => span.toMs > span.fromMs && span.lostMs >= 0 && span.lostMs <= span.toMs - span.fromMs)).toBe(true)
}

const sum = (parts: readonly { readonly ms: number }[]): number => parts.reduce((total, { ms }) => total + ms, 0)

/** Faults every few days, a run on all of four racks, checkpoints, and a delivery that is late. */
const SITE = `format: 1
name: Lives
horizon: {start: 2027-01-01, end: 2027-05-01}
site:
  location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}
  weather: {climate: dallas}
grid: {feeds: {street: {capacity: 3 MW, voltage: 25 kV, energised: 2027-01-01}}}
blocks:
  - id: hall
    ready: 2027-02-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 4}, transformers: {model: lv-2500kva}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}}
    racks: [{model: gb200-nvl72, count: 4, ordered: 2027-01-05, delivered: {lead: 30 days}}]
workload:
  - {id: run, source: training-run, accelerators: 216, work: 40 days, plannedStops: 2}
faults: {preset: rsc-1, rateFactor: 3.8, quarantine: {}}
checkpoints: {interval: 2 hours, blocking: 1 min, flush: 10 min}
scheduler: {patience: 60 days}
`
const load = (text: string): Scenario => {
  const loaded = loadScenario(text, { file: 'lives' })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

describe('one accelerator', () => {
  const scenario = load(SITE)
  const life = acceleratorOf(scenario, 'hall/rack[1]/node[3]', 2)

  test('from its order to the end of the run, in the order in which things happen', () => {
    expectNoGaps(life.spans, 0, 120 * DAY_MS)
    expect(life.orderedMs).toBe(4 * DAY_MS)
    expect(life.spans[0]).toMatchObject({ state: 'L1.supplier', label: 'Not yet ordered', toMs: 4 * DAY_MS })
    const states = life.spans.map(({ state }) => state)
    for (const [earlier, later] of [['L1.supplier', 'L1.shipping'], ['L1.shipping', 'L1.receiving'], ['L1.receiving', 'L4.install'], ['L4.install', 'L5.burnin'], ['L5.burnin', 'run']]) {
      expect(states.indexOf(earlier), `${earlier} before ${later}`).toBeLessThan(states.indexOf(later))
    }
    expect(states).toContain('L8.init')
  })

  test('its parts sum exactly to its contract', () => {
    expect(life.contractMs).toBe(31 * DAY_MS)
    expect(life.contractEndMs).toBe(120 * DAY_MS)
    expect(sum(life.parts)).toBe(89 * DAY_MS)
    expect(life.parts.every(({ ms }) => Number.isInteger(ms) && ms > 0)).toBe(true)
    const lost = life.parts.filter(({ code }) => code.startsWith('L9.rework.'))
    expect(sum(lost)).toBeGreaterThan(0)
  })

  test('they do so where work stays open over restores from near copies, and is lost with them later', () => {
    const tiered = acceleratorOf(load(SITE.replace('flush: 10 min', 'flush: 10 min, local: host, datastoreEvery: 5')), 'hall/rack[1]/node[3]', 2)
    expect(sum(tiered.parts)).toBe(89 * DAY_MS)
    expectNoGaps(tiered.spans, 0, 120 * DAY_MS)
    const lost = tiered.parts.filter(({ code }) => code === 'L9.rework.hw')
    expect(sum(lost)).toBeGreaterThan(sum(life.parts.filter(({ code }) => code === 'L9.rework.hw')))
  })

  test('what happens to whole racks is what the ledger has, to the ms', () => {
    const simulation = createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: false })
    simulation.run(simulation.horizonMs, Infinity)
    const { ledger } = simulation.result()
    const booked = (code: string): number => ledger.acceleratorMs.reduce((total, ms, cell) => (ledger.buckets[cell % ledger.buckets.length].code.startsWith(code) ? total + ms : total), 0)
    const together = new Map<string, number>()
    for (let rack = 0; rack < 4; rack++) {
      for (let node = 0; node < 18; node += 6) for (const { code, ms } of acceleratorOf(scenario, `hall/rack[${rack}]/node[${node}]`).parts) together.set(code, (together.get(code) ?? 0) + ms)
    }
    // Every sixth node, four accelerators each: delivery and installation are the same for all of a rack.
    for (const code of ['L1.supplier', 'L1.shipping', 'L1.receiving', 'L4.install', 'L5.burnin']) expect((together.get(code) ?? 0) * 24, code).toBe(booked(code))
  })
})

describe('one run', () => {
  const scenario = load(SITE)
  const life = runOf(scenario, 'run')

  test('from its submission to its end; it waits until there are racks', () => {
    expect([life.submitMs, life.accelerators, life.job]).toEqual([0, 216, 1])
    expectNoGaps(life.spans, 0, life.endMs)
    expect(life.spans[0].state).toBe('wait.nodes')
    expect(life.outcome).toBe('completed')
    expect(life.interruptions).toBeGreaterThan(3)
    expect(sum(life.waits) + life.spans.filter(({ state }) => !state.startsWith('wait.')).reduce((total, span) => total + span.toMs - span.fromMs, 0)).toBe(life.endMs - life.submitMs)
  })

  test('its parts are those of the ledger, exactly: nobody else works here', () => {
    const simulation = createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: false })
    simulation.run(simulation.horizonMs, Infinity)
    const { ledger } = simulation.result()
    const held = new Map<string, number>()
    ledger.acceleratorMs.forEach((ms, cell) => {
      const { code, gate } = ledger.buckets[cell % ledger.buckets.length]
      if (ms > 0 && gate >= 8) held.set(code, (held.get(code) ?? 0) + ms)
    })
    expect(new Map(life.parts.map(({ code, ms }) => [code, ms]))).toEqual(held)
    expect(sum(life.parts)).toBe(life.heldMs)
    expect(life.spans.some(({ lostMs }) => lostMs > 0)).toBe(true)
  })
})

describe.each([2, 5, 9])('random site of seed %d', seed => {
  const scenario = siteOf(randomSiteText(seed))

  test('parts sum to contract and time held, whatever happens', () => {
    const blocks = scenario.blocks.map(({ id }) => id)
    const life = acceleratorOf(scenario, `${blocks[0]}/rack[0]/node[2]`, 1)
    expect(sum(life.parts)).toBe(life.contractEndMs - life.contractMs)
    expectNoGaps(life.spans, Math.min(0, life.orderedMs ?? 0), 59 * DAY_MS)
    for (const ordinal of [1, 7]) {
      const run = runOf(scenario, 'training', ordinal)
      expect(sum(run.parts)).toBe(run.heldMs)
      expectNoGaps(run.spans, run.submitMs, run.endMs)
    }
  })
})

test('who is not there is told, with what there is', () => {
  const scenario = load(SITE)
  const ask = (query: LifeQuery): unknown => tellLife(scenario, { weather: null }, query)
  expect(ask({ node: 'hall/rack[9]/node[0]', accelerator: 0 })).toMatchObject({ message: 'hall has no rack[9]', allowed: 'rack[0] to rack[3]' })
  expect(ask({ node: 'hal/rack[0]/node[0]', accelerator: 0 })).toMatchObject({ allowed: 'hall' })
  expect(ask({ node: 'rack 3', accelerator: 0 })).toMatchObject({ allowed: 'such as hall/rack[0]/node[0]' })
  expect(ask({ node: 'hall/rack[0]/node[0]', accelerator: 4 })).toMatchObject({ allowed: '0 to 3' })
  expect(ask({ run: 'rum', ordinal: 1 })).toMatchObject({ allowed: 'run' })
  expect(lifeOf(scenario, { run: 'run', ordinal: 2 })).toBeUndefined()
})
