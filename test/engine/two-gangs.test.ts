/** Whole sites on which jobs generate on other nodes than they train on, drawn at random: the ledger's identities, lives, and restores. */
import { describe, expect, test } from 'vitest'
import { bookTotals } from '../../src/analysis/ledger-books.ts'
import { bucketTotal, contractTotal } from '../../src/analysis/summarise.ts'
import { rootKey, uniform } from '../../src/base/rng.ts'
import { tellLife } from '../../src/engine/life.ts'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import type { Life, LifeQuery } from '../../src/results/biography.ts'
import { bucketIndex, BUCKETS } from '../../src/scenario/buckets.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'

const DAY_MS = 86_400_000
const GPUS = 216
const DAYS = 60

/** Two racks of GB200 and six of H100 under faults, two tenants of which one throws work away; `draw` says how gangs are cut and where they go. */
function siteText(seed: number): string {
  const draw = (n: number): number => uniform(rootKey(seed, 5), 9, n)
  const one = <T>(n: number, ...of: readonly T[]): T => of[Math.floor(draw(n) * of.length)]
  const kind = one(1, '', ', runsOn: {accelerators: [H100 SXM]}', ', runsOn: {accelerators: [GB200]}')
  const samplers = `{size: ${(0.25 + draw(2) * 1.5).toFixed(2)}${one(3, '', `, effort: ${(0.25 + draw(4) * 2).toFixed(2)}`, ', effort: 1')}, weights: ${(draw(5) * 0.3).toFixed(2)}${kind}}`
  return `format: 1
name: Two gangs
horizon: {start: 2027-01-01, end: 2027-03-02}
site: {location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 25 kV, energised: 2026-06-01}}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 4}, transformers: {model: lv-2500kva, count: 2}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}}
    racks: [{model: gb200-nvl72, count: 3}, {model: hgx-h100-air-4, count: 6}]
tenants: {alpha: {}, beta: {priority: high, quota: 160}}
workload:
  - {id: rl, source: training-mix, load: 0.6, smallest: 4, largest: 64, median: 4 hours, failures: 0.2, jobs: 2000, tenants: {alpha: 2, beta: 1}, samplers: ${samplers}}
  - {id: run, source: training-run, accelerators: 32, work: 20 days, after: 2 days, tenants: {beta: 1}, samplers: {size: 1, effort: ${(0.5 + draw(6)).toFixed(2)}${kind}}}
  - {id: plain, source: training-mix, load: 0.3, smallest: 4, largest: 32, median: 2 hours, jobs: 2000, tenants: {alpha: 1}}
faults: {preset: rsc-1, rateFactor: 3.8}
scheduler: {policy: ${one(7, 'easy-backfill', 'fifo', 'conservative', 'priority')}, spares: {onFault: ${one(8, 'requeue', 'replace')}}}
checkpoints: {interval: ${one(9, 'daly', '1 hour', 'adaptive')}, mode: ${one(10, 'blocking', 'asynchronous')}, blocking: 1 min, flush: 5 min}
ledger: {slowdowns: ${one(11, 'log-shares', 'ordered')}, discarded: ${one(12, 'productive', 'lost')}}
`
}

function load(text: string): Scenario {
  const loaded = loadScenario(text, { file: 'gangs.yaml' })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

const simulate = (scenario: Scenario): Simulation => createSimulation(scenario, { weather: null }, { seed: 3, replication: 0, record: false })
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)

function lifeOf(scenario: Scenario, query: LifeQuery): Life {
  const telling = tellLife(scenario, { weather: null }, query)
  if ('message' in telling) throw new Error(telling.message)
  while (!telling.advance(100_000));
  const life = telling.tell()
  if (life === undefined) throw new Error('no such life')
  return life
}

describe.each([1, 2, 3, 4, 5, 6])('seed %i', seed => {
  const scenario = load(siteText(seed))
  const straight = simulate(scenario)
  straight.run(straight.horizonMs, Infinity)
  const run = straight.result()

  test('every bucket is the sum of its books, and all of them are the contract, as integers', () => {
    for (const kind of ['tenant', 'generation'] as const) {
      const rows = bookTotals(run, kind)
      BUCKETS.forEach((bucket, index) => expect(sum(rows.map(row => row[index])), `${kind} ${bucket.code}`).toBe(bucketTotal(run, index)))
    }
    expect(sum(BUCKETS.map((_, index) => bucketTotal(run, index)))).toBe(contractTotal(run))
    expect(contractTotal(run)).toBe(BigInt((GPUS + 192) * DAYS * DAY_MS))
    expect(bucketTotal(run, bucketIndex('E.provisional'))).toBe(0n)
    expect(bucketTotal(run, bucketIndex('L8.gangWait'))).toBeGreaterThan(0n)
    expect(bucketTotal(run, bucketIndex('P'))).toBeGreaterThan(0n)
    expect(run.counts.jobInterruptions).toBeGreaterThan(0)
  })

  test('a restored run equals the straight one', () => {
    const restored = simulate(scenario)
    restored.run(17 * DAY_MS + 12_345, Infinity)
    const snapshot = restored.snapshot()
    restored.run(30 * DAY_MS, Infinity)
    restored.restore(snapshot)
    restored.run(restored.horizonMs, Infinity)
    expect(restored.result().stateHash).toBe(run.stateHash)
  })

  test('the life of the run sums to what both gangs held, that of an accelerator to its contract', () => {
    const life = lifeOf(scenario, { run: 'run', ordinal: 1 })
    if (life.kind !== 'run') throw new Error('not a run')
    expect(life.accelerators).toBe(64)
    expect(life.parts.reduce((total, { ms }) => total + ms, 0)).toBe(life.heldMs)
    expect(life.heldMs).toBeGreaterThan(0)
    for (const node of ['hall/rack[0]/node[5]', 'hall/rack[4]/node[1]']) {
      const one = lifeOf(scenario, { node, accelerator: 0 })
      if (one.kind !== 'accelerator') throw new Error('not an accelerator')
      expect(one.parts.reduce((total, { ms }) => total + ms, 0), node).toBe(DAYS * DAY_MS)
    }
  })
})
