import { describe, expect, test } from 'vitest'
import { createSimulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { sitesWanSection } from '../../../src/scenario/schema/wan.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { resultHash } from '../../../src/results/result-hash.ts'
import { campus } from './campus.ts'

const WORKLOAD = '[{id: assistant, source: inference, model: chat-70b, peak: 900 request/s}, {id: research, source: training-mix, load: 0.3, largest: 128}]'
/** Days of the run on which a site is lost: from 5 August on. */
const [FROM, DAYS] = [4, 3]

function run(wan: Record<string, unknown>, workload = WORKLOAD): RunResult {
  const scenario: Scenario = { ...campus({ workload, set: { 'horizon.end': '2027-08-15' } }), wan: sitesWanSection.parse(wan) }
  const simulation = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const site = ({ sites = [] }: RunResult, id: string): RunResult => {
  const found = sites.find(each => each.id === id)
  if (found === undefined) throw new Error(`no site ${id}`)
  return found.result
}
const requests = (of: RunResult): Float64Array => of.services?.[0]?.windows.requests ?? new Float64Array(0)
const mean = (values: Float64Array, from: number, days: number): number => values.slice(from, from + days).reduce((sum, value) => sum + value, 0) / days
const bucket = ({ ledger }: RunResult, code: string): number => {
  const at = ledger.buckets.findIndex(each => each.code === code)
  return ledger.contractedMs.reduce((sum, _ms, window) => sum + ledger.acceleratorMs[window * ledger.buckets.length + at], 0)
}
const drill = (loses: string) => ({ links: [{ between: ['east', 'west'], roundTrip: '60 ms', cuts: '0 1/year' }], drills: [{ id: 'failover', site: 'east', loses, from: '2027-08-05', duration: '3 days' }] })

describe('a site is lost', () => {
  const calm = run({})
  const lost = run(drill('power'))
  test('without a drill every site serves those next to it', () => {
    const [east, west] = ['east', 'west'].map(id => mean(requests(site(calm, id)), FROM, DAYS))
    expect(east / west).toBeCloseTo(1, 1)
  })

  test('its services spill to the other while it is dark, and come back', () => {
    const east = requests(site(lost, 'east'))
    const west = requests(site(lost, 'west'))
    const usual = mean(requests(site(calm, 'west')), FROM, DAYS)
    expect(mean(west, FROM, DAYS)).toBeGreaterThan(1.6 * usual)
    // The first second of the drill, before anybody looks.
    expect(mean(east, FROM, DAYS)).toBeLessThan(0.02 * usual)
    expect(mean(west, FROM + DAYS + 1, 4)).toBeCloseTo(mean(requests(site(calm, 'west')), FROM + DAYS + 1, 4), -6)
    // All its accelerators are lost for three days, exactly, but for those that were out for something else.
    const contracted = 15 * 72 * DAYS * 86_400_000
    expect(bucket(site(lost, 'east'), 'L2.zone')).toBeGreaterThan(0.95 * contracted)
    expect(bucket(site(lost, 'east'), 'L2.zone')).toBeLessThanOrEqual(contracted)
    expect(bucket(site(lost, 'west'), 'L2.zone')).toBe(0)
    expect(site(lost, 'east').incidents.map(({ label }) => label)).toContain('drill/failover')
    // All that was asked is asked somewhere; days of the west begin three hours later.
    const asked = (of: RunResult): number => mean(requests(of), FROM - 1, DAYS + 2)
    expect(asked(lost) / asked(calm)).toBeCloseTo(1, 4)
    expect(asked(lost)).toBeCloseTo(['east', 'west'].reduce((sum, id) => sum + asked(site(lost, id)), 0), 0)
  })

  test('jobs go where nodes are', () => {
    expect(site(lost, 'west').counts.jobsStarted).toBeGreaterThan(site(calm, 'west').counts.jobsStarted)
  })

  test('a site without its links serves those next to it and nobody else', () => {
    const workload = WORKLOAD.replace('peak: 900 request/s', 'peak: 900 request/s, origins: [{id: all, roundTrip: {west: 5 ms}}]')
    const usual = run({ links: [{ between: ['east', 'west'], roundTrip: '20 ms', cuts: '0 1/year' }] }, workload)
    expect(mean(requests(site(usual, 'west')), FROM, DAYS)).toBeGreaterThan(0.9 * mean(requests(usual), FROM, DAYS))
    const cut = run({ ...drill('network'), drills: [{ id: 'cut', site: 'west', loses: 'network', from: '2027-08-05', duration: '3 days' }] }, workload)
    expect(mean(requests(site(cut, 'west')), FROM, DAYS)).toBeLessThan(0.02 * mean(requests(usual), FROM, DAYS))
  })

  test('cuts of fibre come and go, and a run with them is the same every time', () => {
    const wan = { links: [{ between: ['east', 'west'], routes: 1, cuts: '150 1/year', cutRepair: '12 hours' }] }
    const once = run(wan)
    const cuts = site(once, 'east').incidents.filter(({ label }) => label === 'wan/east/west')
    expect(cuts.length).toBeGreaterThan(2)
    expect(cuts.every(({ atMs, endMs }) => endMs < 0 || endMs - atMs >= 12 * 3_600_000)).toBe(true)
    expect(resultHash([run(wan)])).toBe(resultHash([once]))
  })
})
