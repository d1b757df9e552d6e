import { describe, expect, test } from 'vitest'
import { stepOn } from '../../../src/engine/fabric/step-profiles.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { exposedFraction, networkDuty, stepTimeS } from '../../../src/physics/training-step.ts'
import { bench, QUIET } from './bench.ts'

const MODEL = { parameters: 70e9, layers: 80, hidden: 8192, keyWidth: 1024, sequence: 8192, tokensPerStep: 4_194_304 }
const entry = (parallelism: Record<string, number>, model: Record<string, unknown> = {}, source = 'training-mix') => ({
  id: 'train', source, ...(source === 'training-mix' ? { smallest: 64, largest: 64 } : { accelerators: 64 }), model: { ...MODEL, ...model }, parallelism,
})

type Bench = ReturnType<typeof bench>

function stepOf({ scenario }: Bench) {
  const [first] = scenario.workload
  if (first.source === 'trace' || first.source === 'batch' || first.source === 'inference' || first.model === undefined) throw new Error('no model')
  return stepOn(first.model, first.parallelism, 64, rackType('hgx-h100-air-4'), scenario.fabric)
}

describe('steps of jobs with a model', () => {
  test.each(['training-mix', 'training-run'])('a %s job spread over two leaf groups although it fits in one: factor of the step at the network’s 95 %', source => {
    const of = bench(1, QUIET, { workload: [entry({ tensor: 8, pipeline: 2 }, {}, source)] })
    const step = stepOf(of)
    expect(of.attach(0, [0, 1, 2, 3, 8, 9, 10, 11], 0.15, 0)).toBeCloseTo(exposedFraction(step), 12)
    expect(of.factors.get(0)?.[0]).toBeCloseTo(stepTimeS(step, 1) / stepTimeS(step, 0.95), 12)
  })

  test('it asks its bundles for its rails times the share of the step in which they are busy', () => {
    const of = bench(1, { ...QUIET, burstCoincidence: 0 }, { workload: [entry({ tensor: 8, pipeline: 2 })] })
    of.attach(0, [0, 1, 2, 3, 8, 9, 10, 11], 0.15, 0)
    expect(of.loads()[0]).toBeCloseTo(8 * 50e9 * networkDuty(stepOf(of)), 0)
    expect(of.loads()[2]).toBe(0)
  })

  test('experts over the network ask for n·R·B·(N − n)/(N − 1): 3 of 8 nodes in one leaf group', () => {
    const of = bench(1, { ...QUIET, burstCoincidence: 1 }, { workload: [entry({ tensor: 4, expert: 8 }, { experts: { layers: 40, perToken: 4 } })] })
    of.attach(0, [0, 1, 2, 8, 9, 10, 11, 12], 0.15, 0)
    expect(of.loads()[0]).toBeCloseTo((3 * 8 * 50e9 * 5) / 7, 0)
    expect(of.loads()[1]).toBeCloseTo((5 * 8 * 50e9 * 3) / 7, 0)
  })
})
