import { describe, expect, test } from 'vitest'
import { bookTotals } from '../../../src/analysis/ledger-books.ts'
import { bucketTotal, contractTotal } from '../../../src/analysis/summarise.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { endedPart } from '../../../src/results/closed-part.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { bucketIndex, BUCKETS } from '../../../src/scenario/buckets.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'

/** A block of two generations, three tenants of which one throws much away, faults, a service. */
const TEXT = `
format: 1
name: Two generations, three tenants
horizon: {start: 2027-01-01, end: 2027-05-10}
site: {location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 20 MW, voltage: 25 kV, energised: 2027-01-01}}}
blocks:
  - id: hall
    ready: 2027-01-10
    power: {topology: n-plus-1, ups: {model: ups-1667kw, count: 6}, transformers: {model: lv-2500kva, count: 6}, generators: {model: diesel-3mw, count: 4}}
    cooling: {plant: dry-adiabatic, supply: 30 degC, units: {model: dry-cooler-2930kw, count: 4}, trim: {model: chiller-screw, count: 2}}
    racks: [{model: gb200-nvl72, count: 8, delivered: {lead: 2 weeks}}, {model: hgx-h100-air-4, count: 12, delivered: {lead: 2 weeks}}]
tenants: {alpha: {quota: 400}, beta: {priority: high}, gamma: {}}
workload:
  - {id: training, source: training-mix, load: 0.8, failures: 0.3, tenants: {alpha: 0.5, beta: 0.3, gamma: 0.2}}
faults: {preset: rsc-1}
ledger: {slowdowns: SPLIT, discarded: FATE}
`

function scenarioOf(split = 'log-shares', fate = 'productive', text = TEXT): Scenario {
  const { scenario, issues } = loadScenario(text.replace('SPLIT', split).replace('FATE', fate), { file: 'books.yaml' })
  if (scenario === undefined) throw new Error(JSON.stringify(issues, null, 1))
  return scenario
}

const simulate = (scenario: Scenario): Simulation => createSimulation(scenario, { weather: null }, { seed: 7, replication: 0, record: false })

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const run = finish(simulate(scenarioOf()))
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)
const column = (rows: readonly bigint[][], bucket: number): bigint => sum(rows.map(row => row[bucket]))

describe('the ledger by tenant and generation', () => {
  test.each(['tenant', 'generation'] as const)('by %s, every bucket sums to that of the whole, as integers', kind => {
    const rows = bookTotals(run, kind)
    BUCKETS.forEach((_, bucket) => expect(column(rows, bucket)).toBe(bucketTotal(run, bucket)))
    expect(sum(rows.map(sum))).toBe(contractTotal(run))
  })

  test('every generation’s rows sum to its own contract: 576 of one and 384 of the other for 120 days', () => {
    expect(run.books?.generations).toHaveLength(2)
    expect(bookTotals(run, 'generation').map(sum)).toEqual([576n, 384n].map(count => count * 120n * 86_400_000n))
  })

  test.each([[31, 1], [45, 2]])('ended after %i days they sum to the ledger of these, by month', (days, months) => {
    const simulation = simulate(scenarioOf())
    simulation.run(days * 86_400_000, Infinity)
    const ended = endedPart(simulation.result(), days * 86_400_000)
    const rows = bookTotals(ended, 'tenant')
    BUCKETS.forEach((_, bucket) => expect(column(rows, bucket)).toBe(bucketTotal(ended, bucket)))
    expect(ended.books?.months).toHaveLength(months)
    // 960 accelerators from 10 January on.
    expect(bookTotals(ended, 'generation', 0, 1).flat().reduce((total, ms) => total + ms, 0n)).toBe(960n * 22n * 86_400_000n)
  })

  test('and so in every month', () => {
    const days = [22n, 28n, 31n, 30n, 9n]
    expect(run.books?.months).toHaveLength(5)
    days.forEach((count, month) => expect(bookTotals(run, 'generation', month, month + 1).map(sum)).toEqual([576n, 384n].map(size => size * count * 86_400_000n)))
  })

  test('work has an owner, closed and idle nodes have none', () => {
    const [nobody, ...tenants] = bookTotals(run, 'tenant')
    expect(nobody[bucketIndex('P')]).toBe(0n)
    for (const tenant of tenants) {
      expect(tenant[bucketIndex('P')]).toBeGreaterThan(0n)
      expect(sum(tenant.filter((_, bucket) => BUCKETS[bucket].gate >= 1 && BUCKETS[bucket].gate <= 7))).toBe(0n)
    }
  })

  test('no cell is negative, none is provisional at the end', () => {
    const { acceleratorMs } = run.books ?? { acceleratorMs: new Float64Array(0) }
    expect(acceleratorMs.length).toBeGreaterThan(0)
    expect(acceleratorMs.every(ms => Number.isSafeInteger(ms) && ms >= 0)).toBe(true)
    expect(column(bookTotals(run, 'tenant'), bucketIndex('E.provisional'))).toBe(0n)
  })

  test('the accepted fleet is inside the contract, and what works is inside the accepted fleet', () => {
    const { ledger } = run
    ledger.acceptedMs.forEach((ms, window) => {
      expect(ms).toBeLessThanOrEqual(ledger.contractedMs[window])
      expect(ms).toBeGreaterThanOrEqual(ledger.acceleratorMs[window * BUCKETS.length + bucketIndex('P')])
    })
    expect(ledger.acceptedMs.at(-1)).toBeGreaterThan(0)
  })

  test('a run restored in its middle equals the straight one', () => {
    const scenario = scenarioOf()
    const first = simulate(scenario)
    first.run(50 * 86_400_000 + 12_345, Infinity)
    const second = simulate(scenario)
    second.restore(first.snapshot())
    expect(finish(second).books).toEqual(run.books)
    expect(finish(second).stateHash).toBe(run.stateHash)
  })
})

describe('what the file may choose', () => {
  test('the ordered split moves losses between slowdowns alone: no event, no other bucket', () => {
    const ordered = finish(simulate(scenarioOf('ordered')))
    expect(ordered.counts).toEqual(run.counts)
    const slowdowns = new Set(['L9.straggler', 'L9.powerThrottle', 'L9.thermalThrottle', 'L9.storage', 'L9.commFault', 'L9.commContention', 'L9.commPlacement'])
    const others = (of: RunResult): bigint[] => BUCKETS.flatMap(({ code }, bucket) => (slowdowns.has(code) ? [] : [bucketTotal(of, bucket)]))
    // Rounding of a split goes to its last part, so that what is useful may differ by an accelerator-ms a segment.
    others(ordered).forEach((ms, at) => expect(Math.abs(Number(ms - others(run)[at]))).toBeLessThan(1e6))
    expect(sum(BUCKETS.map((_, bucket) => bucketTotal(ordered, bucket)))).toBe(contractTotal(run))
  })

  test('work that users throw away is a memo, or lost to its user', () => {
    const lost = finish(simulate(scenarioOf('log-shares', 'lost')))
    const user = bucketIndex('L9.rework.user')
    const memo = BigInt(run.ledger.discardedMs)
    expect(memo).toBeGreaterThan(0n)
    expect(lost.ledger.discardedMs).toBe(run.ledger.discardedMs)
    expect(bucketTotal(lost, user) - bucketTotal(run, user)).toBe(memo)
    expect(bucketTotal(run, bucketIndex('P')) - bucketTotal(lost, bucketIndex('P'))).toBe(memo)
  })

  test('a file without tenants and with one generation keeps no books', () => {
    const plain = TEXT.replace(/tenants: \{alpha.*\n/u, '').replace(/, tenants: \{alpha[^}]*\}/u, '').replace(/, \{model: hgx[^\]]*/u, '').replace('2027-05-10', '2027-01-20')
    expect(finish(simulate(scenarioOf('log-shares', 'productive', plain))).books).toBeUndefined()
  })
})
