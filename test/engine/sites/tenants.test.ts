import { describe, expect, test } from 'vitest'
import { buildReport } from '../../../src/analysis/report.ts'
import { tenantSummaries } from '../../../src/analysis/tenants.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { campus } from './campus.ts'

const WORKLOAD = '[{id: research, source: training-mix, load: 0.9, largest: 128, tenants: {lab: 0.7, school: 0.3}}]'

function finish(of: Scenario): RunResult {
  const simulation = createSimulation(of, { weather: null }, { seed: 1, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const sum = (values: ArrayLike<number>): bigint => Array.from(values).reduce((all, value) => all + BigInt(value), 0n)

describe('tenants of two sites', () => {
  const scenario = campus({ workload: WORKLOAD, set: { 'horizon.end': '2027-08-11', tenants: '{lab: {}, school: {}}' } })
  const run = finish(scenario)
  const [east, west] = (run.sites ?? []).map(({ result }) => result)

  test('what they held, waited for and were promised adds up, cell by cell', () => {
    expect(run.tenants?.ids).toEqual(['', 'lab', 'school'])
    for (const key of ['allocatedMs', 'waitingMs', 'committedMs', 'deliveredMs', 'strandedMs'] as const) {
      run.tenants?.[key].forEach((value, cell) => expect(value).toBe((east.tenants?.[key][cell] ?? NaN) + (west.tenants?.[key][cell] ?? NaN)))
    }
    const started = (of: RunResult): number => of.tenants?.jobs.reduce((all, jobs) => all + jobs.started, 0) ?? NaN
    expect(started(run)).toBe(run.counts.jobsStarted)
  })

  test('what all tenants held is what the ledger has beyond idle, at each site and together', () => {
    for (const of of [east, west, run]) {
      const { buckets, acceleratorMs } = of.ledger
      const held = sum(acceleratorMs.filter((_, cell) => [0, 8, 9, 10].includes(buckets[cell % buckets.length].gate)))
      expect(sum(of.tenants?.allocatedMs ?? [])).toBe(held)
    }
  })

  test('the report tells them for the whole and for every site', () => {
    const report = buildReport({ scenario, option: null, scenarioHash: '', inputHashes: {}, issues: [] }, [run])
    expect(report.tenants.map(({ tenant }) => tenant)).toEqual(['lab', 'school'])
    const held = (rows: typeof report.tenants): number => rows.reduce((all, { allocatedH }) => all + allocatedH, 0)
    expect(held(report.tenants)).toBeCloseTo((report.sites ?? []).reduce((all, site) => all + held(site.tenants), 0), 6)
    expect(tenantSummaries(scenario, run)[0].jobs.submitted).toBeGreaterThan(5)
  })
})
