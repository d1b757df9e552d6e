/** Tenants over a whole run: their parts of the ledger, what they were promised and got. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { tenantMonths, tenantSummaries } from '../../src/analysis/tenants.ts'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { formatIssue } from '../../src/scenario/issue.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { repositoryRoot } from '../fixtures.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const TENANTS = `
tenants:
  lab: {parent: house, priority: high, commitments: [{accelerators: 700, from: 2027-07-01}], credits: [{below: 99.9 %, share: 10 %}, {below: 95 %, share: 30 %}]}
  school: {parent: house, commitments: [{accelerators: 380, from: 2027-09-01, until: 2027-12-01}]}
  house: {}
`
const WORKLOAD = `workload:
  - {id: training, source: training-mix, load: 0.6, largest: 512, tenants: {lab: 0.7, school: 0.3}}
  - {id: assistant, source: inference, model: chat-70b, peak: 400 request/s, tenant: school}
  - {id: others, source: training-mix, load: 0.1, largest: 64}
`

function quickstart(tenants = TENANTS, workload = WORKLOAD, scheduler = 'scheduler: {policy: easy-backfill, placement: compact}'): Scenario {
  const text = readFileSync(join(repositoryRoot, 'scenarios', 'quickstart.yaml'), 'utf8')
  const cut = text.replace(/^workload:[^]*?(?=^scheduler:)/mu, workload).replace(/^scheduler:.*$/mu, scheduler) + tenants
  const { scenario, issues } = loadScenario(cut, { file: 'quickstart' })
  if (scenario === undefined) throw new Error(issues.map(formatIssue).join('\n'))
  return scenario
}

const simulate = (of: Scenario): Simulation => createSimulation(of, { weather: null }, { seed: of.seed, replication: 0, record: false })

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

describe('tenants of a run', () => {
  const scenario = quickstart()
  const run = finish(simulate(scenario))

  test('what they hold sums to the allocated part of the ledger in every window; a service is its owner’s', () => {
    expect(run.tenants?.ids).toEqual(['', 'lab', 'school', 'house'])
    const { allocatedMs, ids } = run.tenants ?? { allocatedMs: new Float64Array(0), ids: [] }
    const { buckets, acceleratorMs, windowCount } = run.ledger
    for (let window = 0; window < windowCount; window++) {
      const held = buckets.reduce((sum, { gate }, bucket) => (gate >= 8 ? sum + acceleratorMs[window * buckets.length + bucket] : sum), 0)
      expect(ids.reduce((sum, _, tenant) => sum + allocatedMs[window * ids.length + tenant], 0)).toBe(held)
    }
    const heldBy = (tenant: string): number => tenantSummaries(scenario, run).find(each => each.tenant === tenant)?.allocatedH ?? 0
    expect(heldBy('house')).toBe(0)
    for (const tenant of ['', 'lab', 'school']) expect(heldBy(tenant)).toBeGreaterThan(0)
  })

  test('what the site delivers is never more than what is committed, and that is what the contracts say', () => {
    const { committedMs = [], deliveredMs = [], waitingMs = [] } = run.tenants ?? {}
    for (let cell = 0; cell < committedMs.length; cell++) {
      expect(deliveredMs[cell]).toBeLessThanOrEqual(committedMs[cell])
      expect(Number.isSafeInteger(waitingMs[cell]) && waitingMs[cell] >= 0).toBe(true)
    }
    const months = tenantMonths(scenario, run)
    const committed = (tenant: string, month: string) => months.find(each => each.tenant === tenant && each.month === month)?.committedH
    expect(committed('lab', '2027-08')).toBe(700 * 31 * 24)
    expect(committed('school', '2027-08')).toBe(0)
    expect(committed('school', '2027-11')).toBe(380 * 30 * 24)
    expect(committed('school', '2027-12')).toBe(0)
  })

  test('the credit follows the availability of the month', () => {
    const months = tenantMonths(scenario, run)
    for (const { tenant, availability, creditShare } of months.filter(each => each.tenant === 'lab' && each.availability !== null)) {
      expect(creditShare, tenant).toBe((availability ?? 0) < 0.95 ? 0.3 : (availability ?? 0) < 0.999 ? 0.1 : 0)
    }
  })

  test('summaries have the sums of the months', () => {
    const months = tenantMonths(scenario, run)
    for (const { tenant, allocatedH, demandH, jobs } of tenantSummaries(scenario, run)) {
      const own = months.filter(each => each.tenant === tenant)
      expect(own.reduce((sum, month) => sum + month.allocatedH, 0)).toBeCloseTo(allocatedH, 3)
      expect(own.reduce((sum, month) => sum + month.demandH, 0)).toBeCloseTo(demandH, 3)
      expect(jobs.started).toBeLessThanOrEqual(jobs.submitted)
    }
    const started = tenantSummaries(scenario, run).reduce((sum, { jobs }) => sum + jobs.started, 0)
    expect(started).toBe(run.counts.jobsStarted)
  })

  test('a restored run equals the straight one', () => {
    const straight = simulate(scenario)
    straight.run(300 * DAY_MS + HOUR_MS, Infinity)
    const saved = straight.snapshot()
    straight.run(400 * DAY_MS, Infinity)
    const restored = simulate(scenario)
    restored.restore(saved)
    restored.run(400 * DAY_MS, Infinity)
    expect(restored.hash()).toBe(straight.hash())
    expect(restored.result().tenants).toEqual(straight.result().tenants)
  })

  test('naming tenants without quotas moves no job', () => {
    const plain = finish(simulate(quickstart('', WORKLOAD.replace(', tenants: {lab: 0.7, school: 0.3}', '').replace(', tenant: school', ''))))
    expect(run.counts.jobsCompleted).toBe(plain.counts.jobsCompleted)
    expect(Array.from(run.ledger.acceleratorMs)).toEqual(Array.from(plain.ledger.acceleratorMs))
    expect(plain.tenants).toBeUndefined()
  })
})
