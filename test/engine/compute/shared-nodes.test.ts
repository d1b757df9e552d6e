import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { LOAD_CLASS } from '../../../src/engine/ports.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, TRACE, traceOf } from './rig.ts'

type Row = readonly [submitS: number, accelerators: number, runS: number, requestedS: number]

/** Nodes of eight accelerators. */
function site(nodes: number, rows: readonly Row[], policy = 'easy-backfill', sharing = true) {
  const site = rig({
    world: { blocks: 1, racksPerBlock: 1, nodesPerRack: nodes, acceleratorsPerNode: 8, horizonMs: 100 * DAY_MS },
    workload: TRACE,
    traces: { rows: traceOf(rows) },
    scheduler: { ...PLAIN_SCHEDULER, policy, sharing },
    checkpoints: NO_CHECKPOINTS,
  })
  site.openAll()
  site.compute.start()
  return site
}

function starts(nodes: number, rows: readonly Row[], policy?: string, sharing?: boolean): number[] {
  const { compute, kernel } = site(nodes, rows, policy, sharing)
  kernel.run(100 * DAY_MS, Infinity)
  return startsOf(compute, rows.length)
}

describe('small jobs', () => {
  test('share a node as far as it has accelerators; the next opens another', () => {
    const { compute, kernel } = site(4, [[0, 5, 100, 100], [0, 3, 100, 100], [0, 4, 100, 100], [0, 8, 100, 100]])
    kernel.run(1000, Infinity)
    expect(compute.jobs).toMatchObject({ freeNodes: 1, idleAccelerators: 12, runningCount: 4 })
    kernel.run(101_000, Infinity)
    expect(compute.jobs).toMatchObject({ freeNodes: 4, idleAccelerators: 32, runningCount: 0 })
  })

  test('go to the node with the fewest accelerators that still suffices', () => {
    // Nodes with 2 and 4 left: 2 go to the first, 4 to the second, and both are full.
    const { compute, kernel } = site(3, [[0, 6, 100, 100], [0, 4, 100, 100], [1, 2, 50, 50], [2, 4, 50, 50], [3, 8, 10, 10]])
    kernel.run(4000, Infinity)
    expect(compute.jobs).toMatchObject({ freeNodes: 0, idleAccelerators: 0, runningCount: 5 })
  })

  test('without sharing each has a node of its own', () => {
    const rows: Row[] = [[0, 5, 100, 100], [0, 3, 100, 100]]
    expect(starts(1, rows)).toEqual([0, 0])
    expect(starts(1, rows, 'easy-backfill', false)).toEqual([0, 100])
  })

  test.each(['fifo', 'easy-backfill', 'conservative'])('%s: they use what is left of shared nodes, but do not keep a node from a job that waits for it', policy => {
    // One of two nodes is shared until t = 100; the job of two nodes waits for it. 50 s end before that, 200 s do not.
    const rows: Row[] = [[0, 4, 100, 100], [1, 16, 100, 100], [2, 2, 50, 50], [2, 2, 200, 200]]
    expect(starts(2, rows, policy)).toEqual([0, 100, 2, 200])
  })

  test('all on a node stall and are interrupted with it; a software fault takes one', () => {
    const { compute, kernel, events } = site(2, [[0, 4, 100, 100], [0, 4, 100, 100]])
    const strike = kernel.command('test.strike', FAULT_PHASE, () => compute.jobFaulted(0, 'sw'))
    kernel.schedule(strike, 0, 10_000)
    kernel.run(10_000, Infinity)
    expect(events.filter(({ kind }) => kind === 'jobInterrupted')).toHaveLength(1)
    expect(compute.jobs.runningCount).toBe(2)
    const lose = kernel.command('test.lose', FAULT_PHASE, () => compute.nodeLost(0, 'triage'))
    kernel.schedule(lose, 0, 20_000)
    kernel.run(20_000, Infinity)
    expect(events.filter(({ kind }) => kind === 'jobInterrupted')).toHaveLength(3)
    expect(compute.jobs).toMatchObject({ runningCount: 2, freeNodes: 0, openNodes: 1, idleAccelerators: 0 })
  })

  test('a cap of the block slows all of them', () => {
    const { compute, kernel } = site(1, [[0, 4, 100, 100], [0, 4, 100, 100]])
    kernel.run(1000, Infinity)
    const cap = kernel.command('test.cap', FAULT_PHASE, () => compute.setPowerCap(0, LOAD_CLASS.training, 0.7))
    kernel.schedule(cap, 0, 2000)
    kernel.run(102_000, Infinity)
    expect(compute.jobs.runningCount).toBe(2)
  })
})

test.each([1, 2, 3])('seed %i: accelerators in use never exceed a node, whatever comes and goes; idle ones equal a recount', seed => {
  const key = rootKey(seed, 57)
  const rows = Array.from({ length: 500 }, (_, i): Row => {
    const run = 60 + Math.floor(uniform(key, 1, i) * 4000)
    return [i * 60, 1 + Math.floor(uniform(key, 2, i) * 12), run, run * 2]
  })
  const { compute, kernel, events } = site(10, rows)
  for (let s = 0; s < 40_000; s += 600) {
    kernel.run(s * 1000, Infinity)
    const running = new Map<number, number>()
    for (const event of events) {
      if (event.kind === 'jobStarted') running.set(event.job, event.accelerators)
      if (event.kind === 'jobEnded' || event.kind === 'jobInterrupted') running.delete(event.job)
    }
    // Jobs of more than a node take whole ones.
    const held = [...running.values()].reduce((sum, count) => sum + (count < 8 ? count : Math.ceil(count / 8) * 8), 0)
    expect(compute.jobs.idleAccelerators, `seed ${seed}, ${s} s`).toBe(80 - held)
    expect(compute.jobs.freeNodes * 8).toBeLessThanOrEqual(80 - held)
    expect(compute.rackBusyNodes(0)).toBe(10 - compute.jobs.freeNodes)
  }
  expect(compute.counts().jobsCompleted).toBeGreaterThan(200)
})
