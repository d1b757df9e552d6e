/** Dummy load that smooths the ramps of training comes on top of what training asks for, and of nothing else. */
import { describe, expect, test } from 'vitest'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'

/** One hall whose only job holds all accelerators for good, or none at all; nothing fails, and fans of servers keep their speed. */
function runOf(smoothing: string, jobs: string): RunResult {
  const { scenario, issues } = loadScenario(`format: 1
name: Burn
horizon: {start: 2027-06-01, end: 2027-07-15}
replications: 1
site: {location: {latitude: 35, longitude: -97}, weather: {climate: dublin}}
grid: {feeds: {street: {capacity: 20 MW, voltage: 13.8 kV, energised: 2027-06-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: 2027-06-02
    power: {ups: {model: ups-500kw, count: 8, failures: 0/year, systemFailures: 0/year}, transformers: {model: lv-2500kva, count: 2, failures: 0/year}, distribution: {failures: 0/year}}
    cooling: {units: {model: dry-cooler-980kw, count: 4}, trim: {model: chiller-screw, count: 1}, air: {fanRise: 0/K}}
    racks: [{model: gb200-nvl72, count: 4, delivered: {lead: 1 day}}]
facility: {burnIn: {deadOnArrival: 0}}
faults: {preset: none}
${smoothing}${jobs}`)
  if (scenario === undefined) throw new Error(JSON.stringify(issues))
  const simulation = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const TRAINING = 'workload:\n  - {id: training, source: training-mix, load: 0.9, smallest: 16, largest: 128, median: 6 hours, longest: 5 days}\n'
const IDLE = ''
const itWms = (run: RunResult): number => Number(run.energy.itWms)
const burn = (fraction: number): string => `smoothing: {step: 1 MW, ramp: 1 MW/min, burn: ${fraction}}\n`

describe('§4.6 burn fraction', () => {
  test('a site without training draws the same to the W·ms with any burn fraction', () => {
    expect(runOf(burn(0.1), IDLE).energy).toEqual(runOf(burn(0), IDLE).energy)
  })

  test('what training draws grows by the fraction: twice the fraction adds twice the energy, and no job moves', () => {
    const [none, usual, twice] = [runOf(burn(0), TRAINING), runOf(burn(0.02), TRAINING), runOf(burn(0.04), TRAINING)]
    expect(usual.ledger.acceleratorMs).toEqual(none.ledger.acceleratorMs)
    const added = itWms(usual) - itWms(none)
    expect(added / itWms(none)).toBeGreaterThan(0.01)
    expect(added / itWms(none)).toBeLessThanOrEqual(0.02)
    expect((itWms(twice) - itWms(none)) / added).toBeCloseTo(2, 4)
  })

  test('left out it is 0.02', () => {
    expect(itWms(runOf('smoothing: {step: 1 MW, ramp: 1 MW/min}\n', TRAINING))).toBe(itWms(runOf(burn(0.02), TRAINING)))
  })
})
