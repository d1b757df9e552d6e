import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { resultHash } from '../../../src/results/result-hash.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { campus } from './campus.ts'

const DAY_MS = 86_400_000

const simulate = (of: Scenario, replication = 0, record = false): Simulation => createSimulation(of, { weather: null }, { seed: of.seed, replication, record })

function finish(simulation: Simulation): RunResult {
  expect(simulation.run(simulation.horizonMs, Infinity)).toBe('until')
  return simulation.result()
}

const totals = ({ ledger }: RunResult): bigint[] =>
  ledger.buckets.map((_, bucket) => ledger.contractedMs.reduce((sum, _ms, window) => sum + BigInt(ledger.acceleratorMs[window * ledger.buckets.length + bucket]), 0n))
const contract = ({ ledger }: RunResult): bigint => ledger.contractedMs.reduce((sum, ms) => sum + BigInt(ms), 0n)
const sum = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n)

describe('two sites on one kernel', () => {
  const scenario = campus()
  const run = finish(simulate(scenario))
  const sites = run.sites ?? []

  test('every site has a full result of its own, and jobs and services run at both', () => {
    expect(sites.map(({ id }) => id)).toEqual(['east', 'west'])
    for (const { result } of sites) {
      expect(result.counts.jobsCompleted).toBeGreaterThan(10)
      expect(result.counts.tokensServed).toBeGreaterThan(0)
      expect(result.counts.nodeFaults).toBeGreaterThan(0)
    }
  })

  test('buckets of each site sum to its contract, and those of both to the whole, as integers', () => {
    for (const { result } of sites) expect(sum(totals(result))).toBe(contract(result))
    expect(sum(totals(run))).toBe(contract(run))
    totals(run).forEach((total, bucket) => expect(total).toBe(sum(sites.map(({ result }) => totals(result)[bucket]))))
    expect(run.energy.itWms).toBe(sum(sites.map(({ result }) => BigInt(result.energy.itWms))).toString())
    expect(run.acceleratorCount).toBe(sites.reduce((count, { result }) => count + result.acceleratorCount, 0))
  })

  test('a run is the same every time, and a restored one equals a straight one', () => {
    const straight = simulate(scenario)
    straight.run(20 * DAY_MS, Infinity)
    const saved = structuredClone(straight.snapshot())
    const resumed = simulate(scenario)
    resumed.restore(saved)
    expect(resultHash([finish(resumed)])).toBe(resultHash([run]))
    expect(resultHash([finish(straight)])).toBe(resultHash([run]))
  })

  test('another site moves no fault of the others', () => {
    const faults = (of: Scenario): readonly number[] => {
      const { sites: each = [] } = finish(simulate(of))
      return Array.from(each.find(({ id }) => id === 'east')?.result.series.find(({ id }) => id === 'nodeFaults')?.values ?? [])
    }
    // Without work, so that nothing but the clocks of the nodes decides.
    const idle = (names: readonly string[]): Scenario => campus({ names, workload: '[]' })
    expect(faults(idle(['east', 'west', 'north']))).toEqual(faults(idle(['east', 'west'])))
  })

  test('each site keeps its own time: the services of the west are busiest three hours later', () => {
    const shift = simulate(scenario)
    shift.run(0, Infinity)
    expect(shift.nowMs()).toBe(0)
    expect(run.horizonMs).toBe(sites[0].result.horizonMs)
    expect(sites.every(({ result }) => result.startDay === run.startDay)).toBe(true)
  })
})
