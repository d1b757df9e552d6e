import { expect, test } from 'vitest'
import { createSimulation, type RunOptions, type Simulation } from '../../src/engine/simulation.ts'
import { resultHash } from '../../src/results/result-hash.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { smallHall } from '../cli/small-hall.ts'
import { campus } from './sites/campus.ts'

const { scenario } = loadScenario(smallHall, { set: [{ path: 'horizon.end', value: '2027-01-20' }] })
if (scenario === undefined) throw new Error('the scenario of this test has errors')

const begin = (replication: number, more: Partial<RunOptions> = {}, of = scenario): Simulation => createSimulation(of, { weather: null }, { seed: 3, replication, record: false, ...more })

function finish(simulation: Simulation): RunResult {
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

/** All but the number of the replication. */
const hashOf = (run: RunResult): string => resultHash([{ ...run, replication: 0 }])

test('replications 2k and 2k + 1 of antithetic pairs: the first is the plain k-th, the second its mirror image', () => {
  const [first, second, third] = [0, 1, 2].map(replication => finish(begin(replication, { antithetic: true })))
  expect([first.replication, second.replication]).toEqual([0, 1])
  expect(hashOf(first)).toBe(hashOf(finish(begin(0))))
  expect(hashOf(third)).toBe(hashOf(finish(begin(1))))
  expect(hashOf(second)).not.toBe(hashOf(first))
  expect(hashOf(second)).toBe(hashOf(finish(begin(1, { antithetic: true }))))
})

test('a mirrored run that is restored, or runs in turns with another, is the straight one', () => {
  const straight = begin(1, { antithetic: true })
  straight.run(straight.horizonMs, Infinity)
  const [half, other] = [begin(1, { antithetic: true }), begin(0)]
  half.run(half.horizonMs / 2, Infinity)
  other.run(other.horizonMs, Infinity)
  const restored = begin(1, { antithetic: true })
  restored.restore(half.snapshot())
  restored.run(restored.horizonMs, Infinity)
  expect(restored.hash()).toBe(straight.hash())
  expect(other.hash()).not.toBe(straight.hash())
})

test('several sites mirror together', () => {
  const of = campus({ set: { 'horizon.end': '2027-08-10' } })
  const hashes = [0, 1].map(replication => hashOf(finish(begin(replication, { antithetic: true }, of))))
  expect(hashes[0]).toBe(hashOf(finish(begin(0, {}, of))))
  expect(hashes[1]).not.toBe(hashes[0])
})
