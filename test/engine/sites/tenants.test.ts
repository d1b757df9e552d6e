import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildReport } from '../../../src/analysis/report.ts'
import { tenantSummaries } from '../../../src/analysis/tenants.ts'
import { preflight } from '../../../src/engine/preflight/preflight.ts'
import { createSimulation } from '../../../src/engine/simulation.ts'
import { resultHash } from '../../../src/results/result-hash.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { wholeParts } from '../../../src/scenario/tenants-of-sites.ts'
import { repositoryRoot } from '../../fixtures.ts'
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

const HALLS = 'sites: {east: {}, west: {site: {location: {latitude: 40.0, longitude: -77.0, elevation: 100 m, timezone: America/New_York}}}}'

/** Two equal halls of 1,080 accelerators on one time zone, three weeks, no faults. */
function halls(more: readonly string[], drill = ''): Scenario {
  const text = readFileSync(join(repositoryRoot, 'scenarios', 'quickstart.yaml'), 'utf8')
    .replace(/^horizon:.*$/mu, 'horizon: {start: 2027-08-01, end: 2027-08-15}').replace(/^faults:.*\n(?: .*\n)*/mu, '').replace(/^workload:[^]*?(?=^\w)/mu, '').replace(/^options:[^]*$/mu, '').replace(/^checks:[^]*?(?=^\w|$(?![^]))/mu, '')
  const wan = `wan: {links: [{between: [east, west], cuts: 0 1/year}]${drill}}`
  const { scenario, issues } = loadScenario(`${text}\nfaults: {preset: none}\n${HALLS}\n${wan}\n${more.join('\n')}\n`, { set: [{ path: 'grid.feeds.street.energised', value: '2027-07-01' }, { path: 'site.location.timezone', value: 'America/New_York' }] })
  if (scenario === undefined) throw new Error(JSON.stringify(issues.slice(0, 3)))
  return scenario
}

describe('quotas and commitments count over all sites', () => {
  const FULL = 'workload: [{id: research, source: training-mix, load: 1.6, largest: 64, tenants: {lab: 1}}]'
  const most = (run: RunResult, days: readonly number[]): number =>
    Math.max(...days.map(day => [run].flatMap(({ sites = [] }) => sites).reduce((sum, { result }) => sum + (result.tenants?.allocatedMs[day * (result.tenants.ids.length) + 1] ?? 0), 0) / 86_400_000))

  test('a quota of 500 holds for both together: neither site alone would keep it', () => {
    const run = finish(halls(['tenants: {lab: {quota: 500}}', FULL]))
    expect(most(run, [5, 6, 7, 8, 9, 10, 11, 12])).toBeLessThanOrEqual(500)
    expect(most(run, [5, 6, 7, 8, 9, 10, 11, 12])).toBeGreaterThan(500 - 64)
    expect((run.sites ?? []).every(({ result }) => result.counts.jobsStarted > 0)).toBe(true)
  })

  test('a cohort borrows what its members leave anywhere: 300 of its own and 400 of the idle one', () => {
    const run = finish(halls(['tenants: {lab: {quota: 300, cohort: all}, idle: {quota: 400, cohort: all}}', FULL]))
    expect(most(run, [8, 9, 10, 11, 12])).toBeLessThanOrEqual(700)
    expect(most(run, [8, 9, 10, 11, 12])).toBeGreaterThan(620)
  })

  const PROMISED = 'tenants: {bank: {commitments: [{accelerators: 1501}], credits: [{below: 99 %, share: 10 %}]}}'
  const IDLE = 'workload: []'

  test('1,501 are shared out as 751 and 750 and summed up again; all are there', () => {
    const scenario = halls([PROMISED, IDLE])
    expect((scenario.sites ?? []).map(({ scenario: { tenants } }) => tenants.bank.commitments.map(({ accelerators }) => accelerators))).toEqual([[751], [750]])
    expect(scenario.tenants.bank.commitments[0].accelerators).toBe(1501)
    const [bank] = tenantSummaries(scenario, finish(scenario))
    expect(bank.committedH).toBeCloseTo(1501 * 14 * 24, 6)
    expect(bank.availability).toBeGreaterThan(0.99)
  })

  test('while one site is dark for two of fourteen days, the other stands in with all it has: 1,080 of 1,501', () => {
    const scenario = halls([PROMISED, IDLE], ', drills: [{id: dark, site: west, loses: power, from: 2027-08-05, duration: 2 days}]')
    const run = finish(scenario)
    const [bank] = tenantSummaries(scenario, run)
    const calm = tenantSummaries(scenario, finish(halls([PROMISED, IDLE])))[0]
    expect(calm.deliveredH - bank.deliveredH).toBeCloseTo((1501 - 1080) * 48, 4)
    const [east, west] = (run.sites ?? []).map(({ result }) => tenantSummaries(scenario, result)[0])
    // What stood in is told where it was missing: the dark site has 330 of its 750.
    expect(east.availability).toBeCloseTo(1, 2)
    expect(calm.deliveredH / 2 - west.deliveredH).toBeLessThan(750 * 48)
  })

  test('law keeps it from standing in: a tenant of the west has nothing while the west is dark', () => {
    const at = (sites: string): number => {
      const scenario = halls([`tenants: {bank: {sites: [${sites}], commitments: [{accelerators: 700}]}}`, IDLE], ', drills: [{id: dark, site: west, loses: power, from: 2027-08-05, duration: 2 days}]')
      return tenantSummaries(scenario, finish(scenario))[0].availability ?? NaN
    }
    expect(at('west')).toBeLessThan(12.01 / 14)
    expect(at('east, west')).toBeGreaterThan(0.999)
  })

  test('work and services of a tenant are only where its law allows', () => {
    const run = finish(halls(['tenants: {lab: {}, bank: {sites: [west]}}', 'workload: [{id: mix, source: training-mix, load: 0.8, largest: 64, tenants: {lab: 0.3, bank: 0.7}}, {id: chat, source: inference, model: chat-70b, peak: 300 request/s, tenant: bank}]']))
    const held = (run.sites ?? []).map(({ result: { tenants } }) => [1, 2].map(tenant => sum((tenants?.allocatedMs ?? new Float64Array(0)).filter((_, cell) => cell % 3 === tenant)) > 0n))
    expect([held[0][1], held[1][1]]).toEqual([false, true])
    expect((run.sites ?? []).map(({ result }) => result.counts.tokensServed > 0)).toEqual([false, true])
  })

  test('too much is refused by what all sites have', () => {
    const told = (accelerators: number): string[] => preflight(halls([`tenants: {bank: {commitments: [{accelerators: ${accelerators}}]}}`, IDLE]), { weather: null }).map(({ code }) => code).filter(code => code === 'commitment-oversold')
    expect(told(2160)).toEqual([])
    expect(told(2162)).toContain('commitment-oversold')
  })

  test('a restored run equals a straight one', () => {
    const scenario = halls(['tenants: {lab: {quota: 500, commitments: [{accelerators: 900}]}}', FULL], ', drills: [{id: dark, site: west, loses: power, from: 2027-08-05, duration: 2 days}]')
    const straight = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
    straight.run(4.5 * 86_400_000, Infinity)
    const resumed = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
    resumed.restore(structuredClone(straight.snapshot()))
    for (const each of [straight, resumed]) each.run(each.horizonMs, Infinity)
    expect(resultHash([resumed.result()])).toBe(resultHash([straight.result()]))
  })
})

test('whole parts in proportion: largest remainders first, all of it whatever the weights', () => {
  expect(wholeParts(10, [1, 1, 1])).toEqual([4, 3, 3])
  expect(wholeParts(7, [0, 0])).toEqual([7, 0])
  expect(wholeParts(1501, [1080, 1080])).toEqual([751, 750])
  // A promise from before the second site is there is kept by the first alone.
  expect(wholeParts(500, [1080, 0])).toEqual([500, 0])
})
