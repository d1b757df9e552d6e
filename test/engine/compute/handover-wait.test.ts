import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { HOUR_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

const H = 3600

/** One rack of four nodes of eight accelerators, all of them one job's for ten hours of work, saved every hour at no cost; a second job waits. */
function site(wait: string, spares: Readonly<Record<string, unknown>> = {}) {
  const sizes: number[] = []
  const made = rig({
    world: { racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 100 * HOUR_MS },
    workload: TRACE,
    traces: { rows: traceOf([[0, 32, 10 * H, 10 * H], [60, 8, H, H]]) },
    scheduler: { ...PLAIN_SCHEDULER, spares: { onFault: 'replace', swap: '60 s', wait, ...spares } },
    checkpoints: { interval: '1 h', blocking: '0 s', mode: 'blocking', restore: '0 s' },
    fabric: {
      attach(_job, _nodes, count, commFraction) {
        sizes.push(count)
        return commFraction
      },
      detach() {},
    },
  })
  const found = made.kernel.command('test.found', FAULT_PHASE, node => {
    made.compute.nodeStalled(node)
    made.compute.faultDetected(node, 'hw')
    made.compute.nodeLost(node, 'triage')
  })
  const back = made.kernel.command('test.back', FAULT_PHASE, node => made.compute.nodeGained(node))
  made.openAll()
  made.compute.start()
  made.kernel.schedule(found, 3, 2 * HOUR_MS)
  return { ...made, sizes, found, back }
}

const stalledH = ({ ledger }: ReturnType<typeof site>): number => ledger.heldMs(bucketIndex('L8.faultStall')) / HOUR_MS

describe('a job that loses a node for which there is no other', () => {
  test('keeps the rest and waits until one comes: that comes before the queue', () => {
    const made = site('3 h')
    made.kernel.schedule(made.back, 3, 3 * HOUR_MS)
    made.run(2.5 * HOUR_MS)
    expect(made.compute.jobs).toMatchObject({ runningCount: 1, freeNodes: 0, queuedCount: 1, openNodes: 3 })
    made.run(20 * HOUR_MS)
    // Two hours of work are saved; one hour on three nodes, a swap of a minute on four, then the other eight hours.
    expect(stalledH(made)).toBeCloseTo(24 + 32 / 60, 9)
    expect(made.sizes).toEqual([4, 3, 4, 1])
    expect(made.compute.finishedJobs.col.endMs[0]).toBe(11 * HOUR_MS + 60_000)
    expect(made.compute.counts()).toMatchObject({ jobsCompleted: 2, jobInterruptions: 1 })
  })

  test('goes back to the queue when none came in time, and asks for all of its nodes again', () => {
    const made = site('30 min')
    made.kernel.schedule(made.back, 3, 5 * HOUR_MS)
    made.run(4 * HOUR_MS)
    // It waits for four nodes of which three are there; the other has run on one of them.
    expect(made.compute.jobs).toMatchObject({ runningCount: 0, queuedCount: 1, freeNodes: 3 })
    expect(stalledH(made)).toBeCloseTo(24 * 0.5, 9)
    made.run(30 * HOUR_MS)
    expect(made.sizes).toEqual([4, 3, 1, 4])
    expect(made.compute.finishedJobs.col.endMs[1]).toBe(13 * HOUR_MS)
  })

  test('does not wait where the file does not say so', () => {
    const made = site('0 s')
    made.run(2 * HOUR_MS + 1)
    expect(stalledH(made)).toBe(0)
    expect(made.sizes).toEqual([4, 1])
  })

  test('a second loss while it waits ends it: the job waits in the queue', () => {
    const made = site('3 h')
    made.kernel.schedule(made.found, 2, 2.5 * HOUR_MS)
    made.run(2.6 * HOUR_MS)
    expect(made.compute.jobs).toMatchObject({ runningCount: 1, queuedCount: 1, openNodes: 2 })
    made.kernel.schedule(made.back, 2, 4 * HOUR_MS)
    made.kernel.schedule(made.back, 3, 4 * HOUR_MS)
    made.run(30 * HOUR_MS)
    expect(made.compute.counts()).toMatchObject({ jobsCompleted: 2, jobInterruptions: 2 })
    expect(made.compute.jobs).toMatchObject({ freeNodes: 4, idleAccelerators: 32 })
  })

  test('a restored run equals the straight one', () => {
    const straight = site('3 h')
    straight.kernel.schedule(straight.back, 3, 3 * HOUR_MS)
    straight.run(2.5 * HOUR_MS)
    const saved = snapshotState(straight.state)
    straight.run(20 * HOUR_MS)
    const restored = site('3 h')
    restoreState(restored.state, saved)
    restored.run(20 * HOUR_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})
