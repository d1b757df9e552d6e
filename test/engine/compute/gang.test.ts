import { describe, expect, test } from 'vitest'
import { ln } from '../../../src/base/exact-math.ts'
import { lastUpMs } from '../../../src/engine/compute/gang.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

const S = 1000

test('the slowest of n nodes is the n-th root of the uniform at the quantile of one', () => {
  const gang = { perNode: { kind: 'exponential', mean: 60 * S }, meanMs: 60 * S } as const
  // Median of the largest of four exponentials: −60 s · ln(1 − 0.5^¼) = 110.318 s, and of one: 60 s · ln 2.
  expect(lastUpMs(gang, 4, 0.5)).toBe(Math.round(-60 * S * ln(1 - Math.sqrt(Math.sqrt(0.5)))))
  expect(lastUpMs(gang, 1, 0.5)).toBe(Math.round(60 * S * ln(2)))
  // A uniform beside 1 has no infinite quantile.
  expect(lastUpMs(gang, 100_000, 1 - 2 ** -53)).toBeLessThan(60 * S * 28)
})

/** Eight nodes of eight accelerators; jobs of so many nodes that run for 1,000 s. */
function site(nodes: readonly number[], perNode: unknown) {
  const made = rig({
    world: { racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8 },
    workload: TRACE,
    traces: { rows: traceOf(nodes.map(each => [0, each * 8, 1000, 1000])) },
    scheduler: { ...PLAIN_SCHEDULER, startup: { base: '10 s', perDoubling: '0 s', ...(perNode === undefined ? {} : { perNode }) } },
    checkpoints: NO_CHECKPOINTS,
  })
  made.openAll()
  made.compute.start()
  return made
}

const held = ({ ledger }: ReturnType<typeof site>, code: string): number => ledger.heldMs(bucketIndex(code)) / 8

describe('a job whose nodes come up one after the other', () => {
  test('starts up for the mean of one, and waits for its last node beyond that', () => {
    const made = site([4], { exponential: '60 s' })
    made.run(3600 * S)
    const init = held(made, 'L8.init')
    const wait = held(made, 'L8.gangWait')
    const endMs = made.compute.finishedJobs.col.endMs[0]
    // 10 s together, then 60 s of start-up at most; all of it, four nodes, between the start and the first step.
    expect(init + wait).toBe(4 * (endMs - 1000 * S))
    expect(init).toBe(4 * Math.min(70 * S, endMs - 1000 * S))
    expect(wait).toBe(4 * Math.max(0, endMs - 1070 * S))
    expect(wait).toBeGreaterThan(0)
  })

  test('a single node waits for nobody, and nodes that are alike wait for none', () => {
    const alone = site([1], { exponential: '600 s' })
    alone.run(86_400 * S)
    expect(held(alone, 'L8.gangWait')).toBe(0)
    expect(held(alone, 'L8.init')).toBe(alone.compute.finishedJobs.col.endMs[0] - 1000 * S)
    const alike = site([4], '30 s')
    alike.run(3600 * S)
    expect([held(alike, 'L8.gangWait'), held(alike, 'L8.init')]).toEqual([0, 4 * 40 * S])
    const together = site([4], undefined)
    together.run(3600 * S)
    expect([held(together, 'L8.gangWait'), held(together, 'L8.init')]).toEqual([0, 4 * 10 * S])
  })

  test('a restored run equals the straight one, in the middle of the wait too', () => {
    const jobs = [4, 2, 2, 3, 5, 8]
    const straight = site(jobs, { p50: '60 s', p90: '300 s' })
    straight.run(100 * S)
    const saved = snapshotState(straight.state)
    straight.run(20_000 * S)
    const restored = site(jobs, { p50: '60 s', p90: '300 s' })
    restoreState(restored.state, saved)
    restored.run(20_000 * S)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    expect(straight.compute.counts().jobsCompleted).toBe(6)
  })
})
