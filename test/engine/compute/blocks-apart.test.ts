/** Blocks between which nothing is carried: what would cross waits, what fits one block runs. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { IDLE_REASONS } from '../../../src/engine/ports.ts'
import { rig, TRACE, traceOf } from './rig.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, startsOf } from './rig.ts'

const WORLD = { blocks: 2, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 2 }
const FRAGMENTATION = IDLE_REASONS.indexOf('fragmentation')

/** 32 nodes in two blocks; blocks are apart between two instants, s. Rows are [submit s, accelerators, run s, requested s]. */
function site(rows: readonly (readonly [number, number, number, number])[], apartS: readonly [number, number], policy = 'easy-backfill', placement = 'compact') {
  const made = rig({
    world: WORLD, workload: TRACE, traces: { rows: traceOf(rows) }, scheduler: { ...PLAIN_SCHEDULER, policy, placement }, checkpoints: NO_CHECKPOINTS,
    commands(kernel, compute) {
      const set = kernel.command('test.apart', FAULT_PHASE, (_, isApart) => compute().setBlocksApart(isApart === 1))
      kernel.schedule(set, 0, apartS[0] * 1000, 1)
      kernel.schedule(set, 0, apartS[1] * 1000, 0)
    },
  })
  made.openAll()
  made.compute.start()
  return made
}

describe('blocks apart', () => {
  test('a job over two blocks waits until they are connected, others run meanwhile', () => {
    // Twenty nodes need both blocks; sixteen and four do not.
    const of = site([[20, 160, 100, 100], [30, 128, 50, 50], [40, 32, 50, 50]], [10, 500])
    of.run(20_000)
    expect(of.compute.jobs.runningCount).toBe(0)
    // The job is charged its own 160 of 256 idle accelerators.
    expect(of.ledger.idle()[FRAGMENTATION]).toBe(160)
    of.run(1_000_000)
    expect(startsOf(of.compute, 3)).toEqual([500, 30, 40])
    // 160 for 10 s, then what is left of 128, and of 96: all of it is idle while the large job waits.
    expect(of.compute.counts().heldByFabricMs).toBeGreaterThan(160 * 10_000)
    expect(of.compute.counts().heldByFabricMs).toBeLessThanOrEqual(160 * 480_000)
  })

  test.each(['compact', 'spread', 'rail-aligned'])('under placement %s no job starts over both blocks', placement => {
    const of = site([[20, 128, 100, 100], [20, 96, 100, 100], [21, 64, 50, 50]], [10, 500], 'easy-backfill', placement)
    for (let second = 20; second < 400; second += 10) {
      of.run(second * 1000)
      const blocks = new Map<number, Set<number>>()
      for (let node = 0; node < 32; node++) {
        const job = of.compute.jobOf(node)
        if (job >= 0) blocks.set(job, (blocks.get(job) ?? new Set()).add(of.world.nodes.block[node]))
      }
      for (const [, of] of blocks) expect(of.size).toBe(1)
    }
    expect(startsOf(of.compute, 3)).toEqual([20, 20, 120])
  })

  test('conservative and first-come policies wait as well, and go on after', () => {
    for (const policy of ['fifo', 'conservative', 'priority']) expect(startsOf((() => {
      const of = site([[20, 160, 100, 100], [30, 32, 50, 50]], [10, 500], policy)
      of.run(2_000_000)
      return of.compute
    })(), 2)[0]).toBe(500)
  })

  test('a job that loses its network goes back to the queue and starts again at once in one block, or waits', () => {
    const of = site([[0, 160, 1000, 1000], [0, 32, 1000, 1000]], [5000, 5001])
    of.run(100_000)
    const large = of.compute.jobOf(0)
    of.compute.setBlocksApart(true)
    of.compute.jobCutOff(large, 'net')
    of.run(200_000)
    expect(of.compute.counts().jobInterruptions).toBe(1)
    expect(of.compute.jobs.runningCount).toBe(1)
    of.compute.setBlocksApart(false)
    of.run(201_000)
    expect(of.compute.jobs.runningCount).toBe(2)
  })

  test('a job that is asked to leave does so with its next checkpoint, and loses nothing', () => {
    const of = rig({ world: WORLD, workload: TRACE, traces: { rows: traceOf([[0, 160, 10_000, 10_000]]) }, scheduler: PLAIN_SCHEDULER, checkpoints: { interval: '1000 s', mode: 'blocking', blocking: '10 s', restore: '0 s' } })
    of.openAll()
    of.compute.start()
    of.run(1_500_000)
    of.compute.setBlocksApart(true)
    of.compute.askToLeave(of.compute.jobOf(0), 3_000_000)
    of.run(2_019_999)
    expect(of.compute.jobs.runningCount).toBe(1)
    of.run(2_020_000)
    expect(of.compute.jobs.runningCount).toBe(0)
    of.compute.setBlocksApart(false)
    of.run(100_000_000)
    // Nothing was lost: 10,000 s of work, nine checkpoints of 10 s, and the time until the pass that took it up again.
    expect(of.compute.finishedJobs.col.endMs[0]).toBeLessThan(2_020_000 + 8_000_000 + 8 * 10_000 + 1000)
  })

  test('a restored run equals a straight one', () => {
    const rows: [number, number, number, number][] = [[20, 160, 100, 100], [30, 128, 50, 50], [40, 32, 50, 50], [50, 200, 300, 400]]
    const straight = site(rows, [10, 500])
    straight.run(45_000)
    const saved = snapshotState(straight.state)
    straight.run(3_000_000)
    const restored = site(rows, [10, 500])
    restoreState(restored.state, saved)
    restored.run(3_000_000)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})
