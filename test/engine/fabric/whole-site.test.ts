/** The network in a whole site: models that span regions, cuts, drills and planned work, with exact books. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { repositoryRoot } from '../../fixtures.ts'

const DAY_MS = 86_400_000
const base = readFileSync(join(repositoryRoot, 'test', 'samples', 'unknown-region', 'pass.yaml'), 'utf8')
const FABRIC = `fabric:
  kind: dual-plane
  fidelity: exact
  leaf: {racks: 4, oversubscription: 4}
  failures: {link: 2/year, optic: 1/year, leafSwitch: 1/year, upperSwitch: 1/year}
  maintenance: [{id: spines, tier: leaf, first: 2027-04-10, duration: 2 hours, capacity: 0}]
  wan:
    isolates: true
    regions: [{id: east, cuts: 3/year}]
    drills: [{id: fail-over, region: east, from: 2027-05-03, duration: 12 hours, takeover: 1}]
`

function siteOf(changes: (text: string) => string = text => text): Simulation {
  const text = changes(base.replace(/^fabric: .*\n/mu, FABRIC).replace('ready: 2027-03-01', 'ready: 2027-01-01').replace('energised: 2027-02-01', 'energised: 2027-01-01').replace('end: 2028-01-01', 'end: 2027-07-01').replace('lead: 26 weeks', 'lead: 1 week'))
  const loaded = loadScenario(`${text}  - {id: chat, source: inference, model: chat-70b, peak: 20 request/s}\n`, {})
  if (loaded.scenario === undefined) throw new Error(JSON.stringify(loaded.issues))
  return createSimulation(loaded.scenario, { weather: null }, { seed: 1, replication: 0, record: false })
}

function bucketMs(simulation: Simulation, code: string, fromDay: number, toDay: number): number {
  const { acceleratorMs, buckets } = simulation.result().ledger
  const at = buckets.findIndex(bucket => bucket.code === code)
  let sum = 0
  for (let day = fromDay; day < toDay; day++) sum += acceleratorMs[day * buckets.length + at]
  return sum
}

describe('the network in a whole site', () => {
  const simulation = siteOf()
  simulation.run(simulation.horizonMs, Infinity)
  const run = simulation.result()

  test('the ledger sums to the contract in every window, as integers', () => {
    const { acceleratorMs, buckets, windowCount, contractedMs } = run.ledger
    for (let window = 0; window < windowCount; window++) {
      let sum = 0
      for (let bucket = 0; bucket < buckets.length; bucket++) sum += acceleratorMs[window * buckets.length + bucket]
      expect(sum).toBe(contractedMs[window])
    }
    expect(windowCount).toBe(181)
  })

  test('the drill of 12 hours is booked to the wide-area network, all accelerators that pass the gates before it', () => {
    // 3 May is day 122: 864 accelerators for half a day, less what is not delivered, powered or cooled.
    const wan = bucketMs(simulation, 'L4.wan', 122, 123)
    expect(wan).toBeGreaterThan(0)
    expect(wan).toBeLessThanOrEqual(864 * 12 * 3_600_000)
    expect(run.incidents.some(({ kind, label }) => kind === 'outage' && label === 'wan/east')).toBe(true)
  })

  test('planned work on leaf groups without bandwidth left takes their nodes, 4 racks for two hours at a time', () => {
    // 10 April is day 99: three groups of 288 accelerators, two hours each.
    const worked = bucketMs(simulation, 'L4.fabricMaint', 99, 100)
    expect(worked).toBeGreaterThan(0)
    expect(worked).toBeLessThanOrEqual(864 * 2 * 3_600_000)
  })

  test('a restored run equals a straight one', () => {
    const straight = siteOf()
    straight.run(100 * DAY_MS, Infinity)
    const saved = straight.snapshot()
    straight.run(140 * DAY_MS, Infinity)
    const restored = siteOf()
    restored.restore(saved)
    restored.run(140 * DAY_MS, Infinity)
    expect(restored.hash()).toBe(straight.hash())
  })

  test('requests of the lost region come here: twice as many during the drill', () => {
    const open = (text: string): string => text.replace('isolates: true', 'isolates: false')
    const tokens = (of: Simulation, day: number): number => {
      of.run(day * DAY_MS, Infinity)
      return of.result().counts.tokensServed
    }
    const [drilled, usual] = [siteOf(open), siteOf(text => open(text).replace('takeover: 1', 'takeover: 0'))]
    expect(tokens(drilled, 122)).toBe(tokens(usual, 122))
    const [before, after] = [[tokens(drilled, 122), tokens(usual, 122)], [tokens(drilled, 122.5), tokens(usual, 122.5)]]
    const ratio = (after[0] - before[0]) / (after[1] - before[1])
    // Some of the first requests wait for replicas to start.
    expect(ratio).toBeGreaterThan(1.8)
    expect(ratio).toBeLessThanOrEqual(2)
  })
})
