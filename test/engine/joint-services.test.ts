/** Several tenants of one service: who is answered, whose the time of its replicas is, what it earns and costs. */
import { describe, expect, test } from 'vitest'
import { bookTotals } from '../../src/analysis/ledger-books.ts'
import { costRows } from '../../src/analysis/money.ts'
import { tenantMoney } from '../../src/analysis/tenant-money.ts'
import { apportion, runningShares } from '../../src/base/apportion.ts'
import { answeredBy } from '../../src/engine/compute/serving-tenants.ts'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { fourRacks } from '../four-racks.ts'

const DAY_MS = 86_400_000

/** Four racks of four nodes of eight; forty days over the end of a month. */
const site = (tenants: string, service: string, more = ''): string => `${fourRacks('Shared service', '2027-01-10', '2027-02-19')}tenants: ${tenants}
workload:
  - {id: chat, source: inference, model: chat-70b, ${service}, price: {input: 0.5 USD/Mtoken, output: 1.5 USD/Mtoken}}
  - {id: mix, source: training-mix, load: 0.2, smallest: 8, largest: 32, tenants: {lab: 1}}
${more}`

function scenarioOf(text: string): Scenario {
  const { scenario, issues } = loadScenario(text, { file: 'shared' })
  if (scenario === undefined) throw new Error(issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return scenario
}

const simulate = (scenario: Scenario): Simulation => createSimulation(scenario, { weather: null }, { seed: 3, replication: 0, record: false })

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

describe('whole numbers shared out', () => {
  test('sum to the whole, whatever the shares', () => {
    expect(apportion(10, [1 / 3, 2 / 3, 1])).toEqual([3, 3, 4])
    for (const whole of [0, 1, 7, 1_000_003, 8_639_999_999_999]) {
      const upTo = runningShares([0.1, 0.2, 0.3, 1e-9, 7]) ?? []
      const parts = apportion(whole, upTo)
      expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole)
      expect(parts.every(part => part >= 0 && Number.isInteger(part))).toBe(true)
    }
    expect(runningShares([0, 0])).toBeUndefined()
  })

  test('higher classes are answered first, inside a class in proportion', () => {
    const shares = [0.5, 0.2, 0.3]
    expect(answeredBy(shares, [[0], [1, 2]], 100, 100)).toEqual([50, 20, 30])
    expect(answeredBy(shares, [[0], [1, 2]], 100, 60)).toEqual([50, 4, 6])
    expect(answeredBy(shares, [[0], [1, 2]], 100, 40)).toEqual([40, 0, 0])
    expect(answeredBy(shares, [[0, 1, 2]], 100, 50)).toEqual([25, 10, 15])
  })
})

describe('a service of three tenants that is short at its peak', () => {
  const scenario = scenarioOf(site('{paid: {priority: high}, free: {}, guests: {}, lab: {}}', 'peak: 700 request/s, tenants: {free: 3, paid: 1, guests: 1}'))
  const simulation = simulate(scenario)
  const run = finish(simulation)
  const service = run.services?.[0]
  if (service?.tenants === undefined) throw new Error('no shared service')
  const [free, paid, guests] = service.tenants

  test('its requests, answers and tokens sum to those of the service', () => {
    expect(service.tenants?.map(({ id, share }) => [id, share])).toEqual([['free', 0.6], ['paid', expect.closeTo(0.2, 12)], ['guests', expect.closeTo(0.2, 12)]])
    expect(service.total.shed / service.total.requests).toBeGreaterThan(0.01)
    for (const item of ['requests', 'answered', 'onTime', 'shed', 'promptTokens', 'tokens', 'goodTokens', 'shedTokens'] as const) {
      expect((free.total[item] + paid.total[item] + guests.total[item]) / service.total[item], item).toBeCloseTo(1, 9)
      expect(sumOf(free.windows[item]) / free.total[item], item).toBeCloseTo(1, 9)
    }
  })

  test('the higher class loses nothing, the others lose alike', () => {
    // All are turned away while the first replicas start.
    expect(paid.total.answered / paid.total.requests).toBeGreaterThan(0.999)
    expect(free.total.answered / free.total.requests).toBeLessThan(0.99)
    expect(guests.total.answered / guests.total.requests).toBeCloseTo(free.total.answered / free.total.requests, 9)
  })

  test('what replicas held is theirs by what they used: whole accelerator-ms that sum to the service and to the ledger', () => {
    service.windows.heldAcceleratorMs.forEach((ms, window) => {
      expect([free, paid, guests].reduce((sum, { windows }) => sum + windows.heldAcceleratorMs[window], 0)).toBe(ms)
    })
    expect(paid.total.heldAcceleratorMs / service.total.heldAcceleratorMs).toBeGreaterThan(0.2)
    const { buckets, acceleratorMs, windowCount } = run.ledger
    const columns = run.tenants
    if (columns === undefined) throw new Error('no tenants')
    for (let window = 0; window < windowCount; window++) {
      const held = buckets.reduce((sum, { gate }, bucket) => (gate >= 8 || gate === 0 ? sum + acceleratorMs[window * buckets.length + bucket] : sum), 0)
      expect(columns.ids.reduce((sum, _, tenant) => sum + columns.allocatedMs[window * columns.ids.length + tenant], 0)).toBe(held)
    }
  })

  test('the ledgers of the tenants sum to the whole, bucket by bucket, and each is a tenant of the file', () => {
    expect(run.books?.tenants).toEqual(['paid', 'free', 'guests', 'lab'])
    const rows = bookTotals(run, 'tenant')
    run.ledger.buckets.forEach(({ code }, bucket) => {
      let whole = 0n
      for (let window = 0; window < run.ledger.windowCount; window++) whole += BigInt(run.ledger.acceleratorMs[window * run.ledger.buckets.length + bucket])
      expect(rows.reduce((sum, row) => sum + row[bucket], 0n), code).toBe(whole)
    })
    const headroom = run.ledger.buckets.findIndex(({ code }) => code === 'L9.serveHeadroom')
    expect(rows.slice(1, 4).every(row => row[headroom] > 0n)).toBe(true)
    expect(rows[4][headroom]).toBe(0n)
  })

  test('revenue follows their tokens, all costs what they held', () => {
    const { tenants, services } = tenantMoney(scenario, run)
    const usd = services.map(row => row.revenueUsd)
    expect(usd.reduce((sum, each) => sum + each, 0)).toBeCloseTo((service.total.promptTokens * 0.5 + service.total.goodTokens * 1.5) / 1e6, 4)
    expect(usd[1]).toBeCloseTo((paid.total.promptTokens * 0.5 + paid.total.goodTokens * 1.5) / 1e6, 0)
    const costs = costRows(scenario, run).reduce((sum, row) => sum + row.usd, 0)
    expect(tenants.reduce((sum, row) => sum + row.costUsd, 0) / costs).toBeCloseTo(1, 12)
    expect(tenants.map(({ tenant }) => tenant)).toEqual(['', 'paid', 'free', 'guests', 'lab'])
    expect(services[1].costUsd / tenants[1].costUsd).toBeCloseTo(1, 9)
  })

  test('a run restored in the middle goes on as before', () => {
    const first = simulate(scenario)
    first.run(20 * DAY_MS + 34_560_000, Infinity)
    const saved = first.snapshot()
    const second = simulate(scenario)
    second.restore(saved)
    second.run(second.horizonMs, Infinity)
    expect(second.hash()).toBe(simulation.hash())
  })
})

describe('limits of the tenants of a service', () => {
  const heldAtMost = (tenants: string): number => {
    const run = finish(simulate(scenarioOf(site(tenants, 'peak: 260 request/s, tenants: {paid: 1, free: 1}'))))
    return (run.services?.[0].windows.heldAcceleratorMs ?? new Float64Array(0)).reduce((most, ms) => Math.max(most, ms / DAY_MS), 0)
  }

  test('replicas count against the quota of each with its share: 16 of one of two halves are 32 in all', () => {
    expect(heldAtMost('{paid: {}, free: {quota: 16}, lab: {}}')).toBeLessThanOrEqual(33)
    expect(heldAtMost('{paid: {}, free: {}, lab: {}}')).toBeGreaterThan(50)
  })
})
