import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import { resultHash } from '../../src/results/result-hash.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { repositoryRoot } from '../fixtures.ts'

const DAY_MS = 86_400_000

function scenario(file: string, set: Record<string, string> = {}): Scenario {
  const text = readFileSync(join(repositoryRoot, 'scenarios', `${file}.yaml`), 'utf8')
  const loaded = loadScenario(text, { file, set: Object.entries(set).map(([path, value]) => ({ path, value })) })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

const simulate = (of: Scenario, replication = 0, record = false): Simulation => createSimulation(of, { weather: null }, { seed: of.seed, replication, record })

function finish(simulation: Simulation): RunResult {
  expect(simulation.run(simulation.horizonMs, Infinity)).toBe('until')
  return simulation.result()
}

/** Σ buckets of every window equals its contract, as integers; and in total as bigint. */
function expectExactBooks(run: RunResult): void {
  const { acceleratorMs, buckets, windowCount, contractedMs } = run.ledger
  let total = 0n
  let contract = 0n
  for (let window = 0; window < windowCount; window++) {
    let sum = 0
    for (let bucket = 0; bucket < buckets.length; bucket++) {
      const cell = acceleratorMs[window * buckets.length + bucket]
      expect(Number.isSafeInteger(cell) && cell >= 0).toBe(true)
      sum += cell
      total += BigInt(cell)
    }
    expect(sum).toBe(contractedMs[window])
    contract += BigInt(contractedMs[window])
  }
  expect(total).toBe(contract)
  expect(contract).toBeGreaterThan(0n)
}

describe('one site end to end', () => {
  const quickstart = scenario('quickstart')

  test('the ledger sums to the contract in every window, the energy book balances in W·ms', () => {
    const run = finish(simulate(quickstart))
    expectExactBooks(run)
    const { gridWms, generationWms, itWms, mechanicalWms, lossWms } = run.energy
    expect(BigInt(gridWms) + BigInt(generationWms)).toBe(BigInt(itWms) + BigInt(mechanicalWms) + BigInt(lossWms))
    expect(BigInt(itWms)).toBeGreaterThan(0n)
    // The contract from the plan: 15 racks × 72 accelerators from 1 July 2027 to 1 January 2029.
    const days = run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0) / DAY_MS / 1080
    expect(days).toBe(550)
  })

  test('the mask ledger holds the same time as the buckets of gates 1 to 6', () => {
    const run = finish(simulate(quickstart))
    const masked = run.ledger.maskMs.slice(1).reduce((sum, ms) => sum + BigInt(ms), 0n)
    let closed = 0n
    run.ledger.acceleratorMs.forEach((ms, cell) => {
      const { gate } = run.ledger.buckets[cell % run.ledger.buckets.length]
      if (gate >= 1 && gate <= 6) closed += BigInt(ms)
    })
    expect(masked).toBe(closed)
    const { acceleratorMs } = run.ledger.maskPeriods
    expect(run.ledger.maskMs.map((_, mask) => acceleratorMs.reduce((sum, ms, cell) => (cell % 64 === mask ? sum + BigInt(ms) : sum), 0n).toString())).toEqual(run.ledger.maskMs)
    expect(acceleratorMs.length / 64).toBeLessThanOrEqual(260)
  })

  test('what is not committed at the horizon becomes productive, and the memo says how much', () => {
    const run = finish(simulate(quickstart))
    const cells = (code: string): number => {
      const index = run.ledger.buckets.findIndex(bucket => bucket.code === code)
      return run.ledger.acceleratorMs.reduce((sum, ms, cell) => (cell % run.ledger.buckets.length === index ? sum + ms : sum), 0)
    }
    expect(cells('E.provisional')).toBe(0)
    expect(BigInt(run.ledger.horizonMemoMs)).toBeGreaterThan(0n)
    expect(BigInt(run.ledger.horizonMemoMs)).toBeLessThan(BigInt(cells('P')))
  })

  test('same seed, same bytes; other replication, other bytes', () => {
    const hash = resultHash([finish(simulate(quickstart))])
    expect(resultHash([finish(simulate(quickstart))])).toBe(hash)
    expect(resultHash([finish(simulate(quickstart, 1))])).not.toBe(hash)
  })

  test('slicing changes nothing', () => {
    const whole = simulate(quickstart)
    whole.run(200 * DAY_MS, Infinity)
    const sliced = simulate(quickstart)
    while (sliced.run(200 * DAY_MS, 997) === 'yield');
    expect(sliced.hash()).toBe(whole.hash())
  })

  test.each([3, 150, 181, 215, 400])('a run restored on day %i into a fresh simulation equals the straight run', day => {
    const end = (day + 60) * DAY_MS
    const straight = simulate(quickstart, 0, true)
    straight.run(day * DAY_MS, Infinity)
    const saved = straight.snapshot()
    straight.run(end, Infinity)
    const restored = simulate(quickstart, 0, true)
    restored.restore(saved)
    restored.run(end, Infinity)
    expect(restored.hash()).toBe(straight.hash())
    expect(resultHash([restored.result()])).toBe(resultHash([straight.result()]))
  })

  test('a later feed moves exactly its days from the pool into the grid bucket', () => {
    const fixed = { 'grid.feeds.street.energised.slip': '0 days', 'faults.preset': 'none', 'facility.burnIn.deadOnArrival': '0' }
    const gridDays = (slip: string): number => {
      const run = finish(simulate(scenario('quickstart', { ...fixed, 'grid.feeds.street.energised.slip': slip, 'grid.feeds.street.outages.scale': '0' })))
      expectExactBooks(run)
      const index = run.ledger.buckets.findIndex(({ code }) => code === 'L2.grid')
      let ms = 0
      for (let window = 0; window < run.ledger.windowCount; window++) ms += run.ledger.acceleratorMs[window * run.ledger.buckets.length + index]
      return ms / DAY_MS / 1080
    }
    // Planned 1 June 2027, contract from 1 July: 60 days late is 31 July, 30 contracted days without power; 90 days late is 60.
    expect(gridDays('60 days')).toBeCloseTo(30, 6)
    expect(gridDays('90 days') - gridDays('60 days')).toBeCloseTo(30, 6)
  })

  test('the campus: books are exact from the first block on the temporary feed to the second block’s date', () => {
    const campus = scenario('dallas-100mw', { 'horizon.end': '2029-03-01', 'horizon.start': '2028-06-01' })
    expectExactBooks(finish(simulate(campus)))
  })
})
