import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { LOAD_CLASS } from '../../../src/engine/ports.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { rateUnderCap } from '../../../src/scenario/rack-power.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, type Rig, rig, TRACE, traceOf } from './rig.ts'

/** End of every job in ms, by row of the trace. */
function endsOf({ compute }: Rig): number[] {
  const { col, length } = compute.finishedJobs
  const ends: number[] = []
  for (let row = 0; row < length; row++) ends[col.uid[row] - 1] = col.endMs[row]
  return ends
}

const orderOf = (times: readonly number[]): number[] => times.map((_, job) => job).sort((a, b) => times[a] - times[b] || a - b)

describe('jobs under a moving cap', () => {
  const SEED = 14

  test(`T1.4: 1,000 jobs and 24 changes of the cap end as one virtual clock says, within 1 ms a change, in the same order (seed ${SEED})`, () => {
    const draw = (n: number): number => uniform(rootKey(SEED, 0), 0, n)
    const workS = Array.from({ length: 1000 }, (_, job) => 1000 + Math.floor(draw(job) * 80_000))
    const changes = Array.from({ length: 24 }, (_, i) => ({ atMs: (i + 1) * 3_000_000 + Math.floor(draw(2000 + i) * 1_000_000), cap: 70 + 2 * Math.floor(draw(3000 + i) * 16) }))
    let set = 0
    const site = rig({
      world: { blocks: 1, racksPerBlock: 250, racksPerLeaf: 250, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 3 * DAY_MS },
      scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, workload: TRACE,
      traces: { rows: traceOf(workS.map(seconds => [0, 8, seconds, seconds])) },
      commands: (kernel, compute) => void (set = kernel.command('test.cap', FAULT_PHASE, (_, cap) => compute().setPowerCap(0, LOAD_CLASS.training, cap / 100))),
    })
    for (const { atMs, cap } of changes) site.kernel.schedule(set, 0, atMs, cap)
    site.openAll()
    site.compute.start()
    site.run(3 * DAY_MS)

    // One clock for all: it runs at the rate of the cap (H100 rack: host share 0.3, static share 0.3, exponent 2, 15 % without clock).
    const rateOf = (cap: number): number => rateUnderCap((cap / 100 - 0.3) / 0.7, 0.15, 0.3, 2)
    const spans = [{ atMs: 0, cap: 100 }, ...changes].map((span, i, all) => ({ ...span, endMs: all[i + 1]?.atMs ?? Infinity }))
    const virtualEnd = (workMs: number): number => {
      let left = workMs
      for (const { atMs, endMs, cap } of spans) {
        const done = (endMs - atMs) * rateOf(cap)
        if (left <= done) return atMs + left / rateOf(cap)
        left -= done
      }
      return Infinity
    }
    const expected = workS.map(seconds => virtualEnd(seconds * 1000))
    const ends = endsOf(site)
    expect(ends).toHaveLength(1000)
    expect(Math.max(...ends.map((end, job) => Math.abs(end - expected[job])))).toBeLessThanOrEqual(changes.length + 1)
    expect(orderOf(ends)).toEqual(orderOf(expected.map(Math.ceil)))
  })
})

describe('generations', () => {
  const types = [rackType('hgx-h100-air-4'), rackType('dgx-b200-air-4')]

  test('a job on the next generation is done sooner by the ratio of peak rates, and its time counts as productive in full', () => {
    // Two blocks of 8 nodes; each job needs a whole block.
    const site = rig({
      world: { blocks: 2, racksPerBlock: 2, racksPerLeaf: 2, nodesPerRack: 4, acceleratorsPerNode: 8, rackTypes: types, lotTypes: [0, 1] },
      scheduler: { ...PLAIN_SCHEDULER, placement: 'within-block' }, checkpoints: NO_CHECKPOINTS, workload: TRACE,
      traces: { rows: traceOf([[0, 64, 2275, 3000], [0, 64, 2275, 3000]]) },
    })
    site.openAll()
    site.compute.start()
    site.run(DAY_MS)
    // 2.25 Pflop/s against 989 Tflop/s.
    expect(endsOf(site)).toEqual([2_275_000, Math.ceil((2_275_000 * 989) / 2250)])
    for (const { factors } of site.ledger.settled) expect(factors.every(factor => factor === 1)).toBe(true)
  })
})
