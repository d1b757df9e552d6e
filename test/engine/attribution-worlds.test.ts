/** What causes take of several sites, of lots that are replaced, and of a network that comes late: by simulating every coalition. */
import { describe, expect, test } from 'vitest'
import { attribute, type Outcome } from '../../src/analysis/attribution/attribute.ts'
import { allCoalitions } from '../../src/analysis/designs/coalitions.ts'
import { reduceRun, type Row } from '../../src/analysis/reduce.ts'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { CauseGroupId } from '../../src/scenario/idealise/cause-groups.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { campus } from './sites/campus.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SEED = 5

function rowOf(scenario: Scenario, replication: number, idealise: readonly CauseGroupId[]): Row {
  const simulation = createSimulation(scenario, { weather: null }, { seed: SEED, replication, record: false, idealise })
  simulation.run(simulation.horizonMs, Infinity)
  const row = reduceRun(scenario, simulation.result())
  const booked = Object.values(row.buckets).reduce((sum, ms) => sum + BigInt(ms), 0n)
  expect(booked).toBe(BigInt(row.contractedMs))
  return row
}

const outcomeOf = ({ buckets }: Row): Outcome => ({ usefulMs: BigInt(buckets.P ?? '0'), cents: null })

/** All coalitions of some causes, exact. */
function attributed(scenario: Scenario, groups: readonly CauseGroupId[], replications: number) {
  const rows = new Map(allCoalitions(groups.length).map(coalition => {
    const without = groups.filter((_, cause) => (coalition & (1 << cause)) === 0)
    return [coalition, Array.from({ length: replications }, (_each, replication) => rowOf(scenario, replication, without))] as const
  }))
  const of = (coalition: number): readonly Row[] => rows.get(coalition) ?? expect.fail('not simulated')
  const whole = of((1 << groups.length) - 1)
  const answer = attribute({ groups, method: 'shapley', orders: null, replications, buckets: whole.map(({ buckets }) => buckets), outcome: (coalition, replication) => outcomeOf(of(coalition)[replication]) })
  const { lossMs, denominator, numerators } = answer.exact
  expect((numerators ?? []).reduce((sum, share) => sum + BigInt(share), 0n)).toBe(BigInt(denominator ?? 0) * BigInt(lossMs))
  expect(answer.rows.reduce((sum, { shapley }) => sum + (shapley?.mean ?? 0), 0)).toBeCloseTo(answer.loss.mean, 4)
  return { answer, whole }
}

const hall = (rack: string, more: string, days: number): Scenario => {
  const { scenario, issues } = loadScenario(`format: 1
name: One hall
horizon: {start: 2027-01-01, end: ${new Date(Date.UTC(2027, 0, 1 + days)).toISOString().slice(0, 10)}}
site: {location: {latitude: 35, longitude: -97, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {main: {capacity: 3 MW, voltage: 25 kV, energised: 2026-06-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 2}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}}
${rack}
facility: {installation: {crews: 1, racksPerDay: 2, duration: 1 day, removal: 1 day, receiving: 1 day}, burnIn: {duration: 3 days, deadOnArrival: 0}}
workload: [{id: training, source: training-mix, load: 1.4, largest: 64}]
${more}`)
  return scenario ?? expect.fail(issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
}

describe('attribution', () => {
  test('of two sites: the shares are those of both together, and sum to the loss in integers', () => {
    const { answer, whole } = attributed(campus({ set: { 'horizon.end': '2027-08-12', 'faults.rateFactor': '3' } }), ['hardware', 'demand'], 2)
    expect(whole[0].contractedMs).toBe(String(2 * 1080 * 11 * DAY_MS))
    expect(answer.rows.map(({ shapley }) => (shapley?.mean ?? 0) > 0)).toEqual([true, true])
  })

  test('of lots that are replaced: a late successor is a matter of delivery', () => {
    const racks = `    racks:
      - {id: first, model: hgx-h100-air-4, count: 4, life: 40 days}
      - {id: second, replaces: first, model: hgx-h100-air-2, count: 4, ordered: 2027-02-01, delivered: {lead: 30 days}}`
    const { answer, whole } = attributed(hall(racks, 'faults: {preset: none}\n', 80), ['delivery', 'scheduler'], 1)
    const late = Object.entries(whole[0].buckets).reduce((sum, [code, ms]) => (code.startsWith('L1.') ? sum + Number(ms) : sum), 0)
    expect(late).toBeGreaterThan(0)
    expect(answer.rows[0].removeOne?.mean).toBeGreaterThan(0)
    expect(answer.rows[0].precedenceGpuHours).toBeCloseTo(late / HOUR_MS, 6)
  })

  test('of a late network: idealising `fabric` takes its delay away, to the millisecond', () => {
    const late = hall('    fabric: {delivered: {planned: 2027-01-04, slip: 7 days}}\n    racks: [{model: gb200-nvl72, count: 2}]', 'faults: {preset: none}\n', 20)
    const { answer, whole } = attributed(late, ['fabric', 'scheduler'], 1)
    expect(whole[0].buckets['L4.fabricDelay']).toBe(String(144 * 10 * DAY_MS))
    expect(rowOf(late, 0, ['fabric']).buckets['L4.fabricDelay']).toBeUndefined()
    expect(answer.rows[0].precedenceGpuHours).toBeGreaterThanOrEqual(144 * 240)
    expect(answer.rows[0].removeOne?.mean).toBeGreaterThan(0)
  })
})
