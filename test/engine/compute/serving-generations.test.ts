/** Services on racks that are exchanged for others: sized for the first lot, then for what stands in its place. */
import { describe, expect, test } from 'vitest'
import { laterGenerations } from '../../../src/engine/compute/serving-generations.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { formatIssue } from '../../../src/scenario/issue.ts'
import { loadScenario } from '../../../src/scenario/load.ts'

const DAY_MS = 86_400_000

/** Four racks of eight-accelerator nodes for six weeks, then two of four-accelerator ones. */
const text = (second: string, first = 'life: 45 days'): string => `
format: 1
name: A service on two generations
horizon: {start: 2027-01-01, end: 2027-03-15}
replications: 1
site: {location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 25 kV, energised: 2026-06-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 2}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 2}}
    racks:
      - {id: first, model: hgx-h100-air-4, count: 4, ${first}}
      - {id: second, replaces: first, ${second}, delivered: {lead: 20 days}}
workload: [{id: chat, source: inference, model: chat-70b, peak: 400 request/s, trough: 1}]
facility: {burnIn: {deadOnArrival: 0}}
faults: {preset: none}
`

function simulate(scenarioText: string): Simulation {
  const { scenario, issues } = loadScenario(scenarioText, { file: 'generations' })
  if (scenario === undefined) throw new Error(issues.map(formatIssue).join('\n'))
  return createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
}

const finish = (simulation: Simulation): RunResult => {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

/** Accelerators that the service holds on a day: of the whole day, all of the buckets of serving. */
function heldOn({ ledger }: RunResult, day: number): number {
  const of = (code: string): number => ledger.acceleratorMs[day * ledger.buckets.length + ledger.buckets.findIndex(bucket => bucket.code === code)]
  return (of('P') + of('L9.serveHeadroom')) / DAY_MS
}

const SAME = 'model: hgx-h100-air-4, count: 4'
const OTHER = 'model: hgx-h100-air-4, count: 4, nodes: 8, acceleratorsPerNode: 4, scaleUpSize: 4'
const QUICK = `${SAME}, acceleratorName: B200, peakFlops: 2250 Tflop/s`

describe('services over generations', () => {
  test('they follow the first lot that stands when the last of their type is retired', () => {
    const lots = (rows: readonly (readonly [type: number, contractMs: number, retireMs: number])[]) => ({
      horizonMs: 100,
      lots: { count: rows.length, type: Int32Array.from(rows, row => row[0]), contractMs: Float64Array.from(rows, row => row[1]), retireMs: Float64Array.from(rows, row => row[2]) },
    }) as unknown as Parameters<typeof laterGenerations>[0]
    expect(laterGenerations(lots([[0, 0, Infinity], [1, 10, Infinity]]))).toEqual([])
    expect(laterGenerations(lots([[0, 0, 50], [1, 10, Infinity]]))).toEqual([{ atMs: 50, type: 1 }])
    // The second lot of the first type stays until 70, and its successor comes at 80.
    expect(laterGenerations(lots([[0, 0, 50], [0, 0, 70], [1, 80, Infinity]]))).toEqual([{ atMs: 80, type: 1 }])
    expect(laterGenerations(lots([[0, 0, 40], [1, 40, 60], [2, 60, Infinity]]))).toEqual([{ atMs: 40, type: 1 }, { atMs: 60, type: 2 }])
    expect(laterGenerations(lots([[0, 0, 40], [1, 140, Infinity]]))).toEqual([])
  })

  test('alike racks leave the service as it was; quicker ones do the same with fewer', () => {
    const alike = finish(simulate(text(SAME)))
    const quick = finish(simulate(text(QUICK)))
    const before = heldOn(alike, 30)
    expect(before).toBeGreaterThan(0)
    expect(heldOn(quick, 30)).toBe(before)
    expect(heldOn(alike, 70)).toBe(before)
    expect(heldOn(quick, 70)).toBeLessThan(before)
    expect(heldOn(quick, 70)).toBeGreaterThan(0)
  })

  test('nodes of four hold one instance instead of two: as many accelerators, to a node of the old', () => {
    const run = finish(simulate(text(OTHER)))
    const [before, after] = [heldOn(run, 30), heldOn(run, 70)]
    expect(before % 8).toBe(0)
    expect(after).toBeGreaterThan(before - 8)
    expect(after).toBeLessThanOrEqual(before)
    for (const [window, ms] of run.ledger.contractedMs.entries()) {
      const { buckets, acceleratorMs } = run.ledger
      expect(acceleratorMs.slice(window * buckets.length, (window + 1) * buckets.length).reduce((sum, each) => sum + each, 0)).toBe(ms)
    }
  })

  test('restored = straight, before and after the change', () => {
    const straight = simulate(text(QUICK))
    straight.run(straight.horizonMs, Infinity)
    for (const day of [20, 60]) {
      const again = simulate(text(QUICK))
      again.run(day * DAY_MS, Infinity)
      const snapshot = again.snapshot()
      again.run(again.horizonMs, Infinity)
      again.restore(snapshot)
      again.run(again.horizonMs, Infinity)
      expect(again.hash(), `day ${day}`).toBe(straight.hash())
    }
  })
})
