import { expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { shortestFirst } from '../../../src/engine/compute/policies/shortest-first.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import { bruteForce, easyByShadow, type Job, type Row } from './brute-force.ts'
import { startsByEvent } from './per-event.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, TRACE, traceOf } from './rig.ts'

const jobsOf = (rows: readonly Row[]) => rows.map(([submitS, processors, runS, requestedS]) => ({ submitMs: submitS * 1000, processors, runMs: runS * 1000, estimateMs: requestedS * 1000 }))

test('short jobs pass long ones, until these have waited for the difference', () => {
  // One processor, busy until 10 s. A request of 30 s comes at 0; short ones of 10 s at 1, 19 and 21 s.
  const rows: Row[] = [[0, 1, 10, 10], [0, 1, 30, 30], [1, 1, 10, 10], [19, 1, 10, 10], [21, 1, 10, 10]]
  const starts = startsByEvent(jobsOf(rows), 1, shortestFirst, schedulerSection.parse({ policy: 'shortest-first' }), 'ends').map(ms => ms / 1000)
  // At 20 s the one of 19 s counts as 29, the long one as 30; at 30 s the long one goes before that of 21 s, which counts as 31.
  expect(starts).toEqual([0, 30, 10, 20, 60])
})

test.each([1, 2, 3])('seed %i: equals EASY over the queue sorted by end had they started at once', seed => {
  const key = rootKey(seed, 59)
  for (let instance = 0; instance < 30; instance++) {
    let drawn = 0
    const below = (limit: number): number => Math.floor(uniform(key, instance, drawn++) * limit)
    const rows = Array.from({ length: 50 }, (): Row => {
      const runS = 1 + below(40)
      return [below(120), 1 + below(below(3) === 0 ? 20 : 6), runS, runS + below(30)]
    }).toSorted((a, b) => a[0] - b[0])
    const { compute, kernel, openAll } = rig({
      world: { racksPerBlock: 1, nodesPerRack: 20, acceleratorsPerNode: 1, horizonMs: 1e9 },
      workload: TRACE,
      traces: { rows: traceOf(rows) },
      scheduler: { ...PLAIN_SCHEDULER, policy: 'shortest-first' },
      checkpoints: NO_CHECKPOINTS,
    })
    openAll()
    compute.start()
    kernel.run(1e9, Infinity)
    const order = () => (a: Job, b: Job): number => a.submitS + a.requestedS - b.submitS - b.requestedS || a.index - b.index
    expect(startsOf(compute, rows.length), `seed ${seed}, instance ${instance}`).toEqual(bruteForce(20, rows, easyByShadow, order))
  }
})
