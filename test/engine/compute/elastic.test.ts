import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { speedUp } from '../../../src/engine/compute/elastic.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

const HOUR_S = 3600
const HOUR = HOUR_S * 1000

type Row = readonly [submitS: number, nodes: number, runS: number]

/** Blocks of two racks of four nodes with eight accelerators; saving and starting take no time. */
function site(blocks: number, rows: readonly Row[], elastic: Readonly<Record<string, unknown>>, entry: Readonly<Record<string, unknown>> = {}, checkpoints: Readonly<Record<string, unknown>> = {}) {
  const sizes: [job: number, nodes: number][] = []
  const made = rig({
    world: { blocks, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8 },
    workload: [{ ...TRACE[0], elastic: { serial: 0, rest: '0 s', ...elastic }, ...entry }],
    traces: { rows: traceOf(rows.map(([submit, nodes, run]) => [submit, nodes * 8, run, run])) },
    scheduler: { ...PLAIN_SCHEDULER, spares: { onFault: 'replace', swap: '0 s' } },
    checkpoints: { interval: '1 h', blocking: '0 s', mode: 'blocking', restore: '0 s', ...checkpoints },
    fabric: {
      attach(job, _nodes, count, commFraction) {
        sizes.push([job, count])
        return commFraction
      },
      detach() {},
    },
  })
  made.openAll()
  made.compute.start()
  return { ...made, sizes }
}

test('speed follows Amdahl’s law: with 2 % serial work, eight nodes are 0.265 / 0.1425 times as fast as four', () => {
  expect(speedUp({ serial: 0.02 }, 8, 4)).toBeCloseTo(0.265 / 0.1425, 12)
  expect(speedUp({ serial: 0.02 }, 4, 4)).toBe(1)
  expect(speedUp({ serial: 0 }, 2, 4)).toBe(0.5)
})

test('speed follows a table where there is one: straight between its rows, against that of the size it asks for', () => {
  const speeds = [{ size: 0.5, speed: 60 }, { size: 1, speed: 100 }, { size: 2, speed: 160 }]
  expect([2, 3, 4, 6, 8].map(nodes => speedUp({ serial: 0, speeds }, nodes, 4))).toEqual([0.6, 0.8, 1, 1.3, 1.6])
})

describe('elastic jobs', () => {
  test('in place: a change costs a checkpoint, and neither start-up nor restore', () => {
    const { compute, ledger, sizes, run } = site(2, [[0, 4, 10 * HOUR_S]], { inPlace: true, min: 1, speeds: [{ size: 1, speed: 1 }, { size: 2, speed: 1.6 }] }, {}, { blocking: '36 s', restore: '1 h' })
    run(12 * HOUR)
    expect(sizes.map(([, nodes]) => nodes)).toEqual([4, 8])
    // Ten hours on four nodes are 6.25 on eight; 36 s of saving before that, after every hour of work nine times more on the way, and no hour of restoring.
    expect(compute.finishedJobs.col.endMs[0]).toBe(6.25 * HOUR + 36_000 + 9 * 36_000)
    expect(ledger.heldMs(bucketIndex('L9.ckpt'))).toBe(64 * 36_000)
    expect(ledger.heldMs(bucketIndex('L8.restore'))).toBe(0)
  })

  test('start on their fewest nodes and grow into what nobody waits for', () => {
    const { compute, sizes, run } = site(2, [[0, 4, 10 * HOUR_S]], {})
    run(HOUR)
    expect(sizes.map(([, nodes]) => nodes)).toEqual([2, 8])
    run(6 * HOUR)
    // Ten hours on four nodes are five on eight, and the change took a millisecond.
    expect(compute.finishedJobs.col.endMs[0]).toBe(5 * HOUR + 1)
  })

  test('give back what the first waiting job lacks, and no more; they keep their work', () => {
    const { compute, ledger, sizes, run } = site(2, [[0, 4, 10 * HOUR_S], [1.5 * HOUR_S, 20, HOUR_S]], {})
    run(1.5 * HOUR)
    // The other asks for twenty and waits for ten; eight are free.
    expect(sizes.map(([, nodes]) => nodes)).toEqual([2, 8, 6, 10])
    expect(compute.jobs).toMatchObject({ runningCount: 2, freeNodes: 0 })
    run(10 * HOUR)
    expect(ledger.settled.filter(({ lost }) => lost !== undefined)).toEqual([])
    expect(compute.counts()).toMatchObject({ jobsCompleted: 2, jobInterruptions: 0 })
  })

  test('never below their fewest: a job that would need more waits', () => {
    const { compute, sizes, run } = site(1, [[0, 4, 10 * HOUR_S], [1.5 * HOUR_S, 14, HOUR_S]], {})
    run(2 * HOUR)
    expect(sizes.map(([, nodes]) => nodes)).toEqual([2, 8])
    expect(compute.jobs.queuedCount).toBe(1)
  })

  test('a fault that nothing can replace makes them smaller', () => {
    const { compute, sizes, kernel, run } = site(1, [[0, 4, 10 * HOUR_S]], {})
    const found = kernel.command('test.found', FAULT_PHASE, node => {
      compute.nodeStalled(node)
      compute.faultDetected(node, 'hw')
      compute.nodeLost(node, 'triage')
    })
    kernel.schedule(found, 3, HOUR)
    run(1.5 * HOUR)
    expect(sizes.map(([, nodes]) => nodes)).toEqual([2, 8, 7])
    expect(compute.jobs).toMatchObject({ runningCount: 1, openNodes: 7, freeNodes: 0 })
  })

  test('within a pod they grow there alone', () => {
    const { sizes, run } = site(2, [[0, 8, 10 * HOUR_S]], { max: 2 }, { placement: { within: 'pod' } })
    run(HOUR)
    expect(sizes.map(([, nodes]) => nodes)).toEqual([4, 8])
  })

  test('rest: they do not grow again before', () => {
    const { sizes, run } = site(1, [[0, 4, 10 * HOUR_S], [10, 8, 100]], { rest: '2 h', max: 1.5 })
    run(HOUR)
    // Six of eight, then back to four for the other's four, and no more for two hours.
    expect(sizes.map(([, nodes]) => nodes)).toEqual([2, 6, 4, 4])
    run(3 * HOUR)
    expect(sizes).toHaveLength(4)
  })
})

test.each([1, 2, 3])('seed %i: sizes stay between the fewest and the most, whatever comes', seed => {
  const key = rootKey(seed, 71)
  const rows = Array.from({ length: 80 }, (_, i): Row => [i * 900, 1 + Math.floor(uniform(key, 1, i) * 20), 600 + Math.floor(uniform(key, 2, i) * 20_000)])
  const { compute, sizes, events, kernel } = site(3, rows, { min: 0.5, max: 1.5 })
  kernel.run(400 * HOUR, Infinity)
  expect(compute.counts().jobsCompleted).toBe(80)
  // Every size is one that a job of the trace may have.
  const allowed = new Set(rows.flatMap(([, nodes]) => Array.from({ length: Math.floor(nodes * 1.5) - Math.ceil(nodes / 2) + 1 }, (_, i) => Math.ceil(nodes / 2) + i)))
  for (const [, nodes] of sizes) expect(allowed.has(nodes), `seed ${seed}: ${nodes}`).toBe(true)
  expect(events.filter(({ kind }) => kind === 'jobInterrupted')).toEqual([])
  expect(sizes.length).toBeGreaterThan(80)
  expect(compute.jobs).toMatchObject({ freeNodes: 24, idleAccelerators: 192 })
})
