import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { createEnds, type EndColumns } from '../../../src/engine/compute/ends.ts'
import { classFloor, createQueue, type QueueColumns, sizeClass } from '../../../src/engine/compute/queue.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS } from '../world.ts'
import { bruteForce, conservative, easy, easyByShadow, fifo, type Moment, type Row } from './brute-force.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, TRACE, traceOf } from './rig.ts'

/** Start times in s of jobs on one-accelerator nodes without overheads. */
function schedule(nodes: number, rows: readonly Row[], policy: string, backfill: Readonly<Record<string, unknown>> = {}): number[] {
  const { compute, kernel, openAll } = rig({
    world: { racksPerBlock: 1, nodesPerRack: nodes, acceleratorsPerNode: 1, horizonMs: 1000 * DAY_MS },
    workload: TRACE,
    traces: { rows: traceOf(rows) },
    scheduler: { ...PLAIN_SCHEDULER, policy, backfill },
    checkpoints: NO_CHECKPOINTS,
  })
  openAll()
  compute.start()
  kernel.run(1000 * DAY_MS, Infinity)
  return startsOf(compute, rows.length)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('worked examples on 10 nodes, 6 busy until t = 10', () => {
  const busy: Row = [0, 6, 10, 10]
  const queue = (...jobs: readonly (readonly [number, number])[]): Row[] => [busy, ...jobs.map(([nodes, run]) => [0, nodes, run, run] as const)]

  test('T5.1', () => {
    const rows = queue([8, 5], [4, 8], [4, 12], [2, 20])
    const inOrder = schedule(10, rows, 'fifo').slice(1)
    const backfilled = schedule(10, rows, 'easy-backfill').slice(1)
    expect(inOrder).toEqual([10, 15, 15, 15])
    expect(backfilled).toEqual([10, 0, 15, 8])
    expect(schedule(10, rows, 'conservative').slice(1)).toEqual(backfilled)
    expect([mean(inOrder), mean(backfilled)]).toEqual([13.75, 8.25])
  })

  test('T5.2', () => {
    const rows = queue([8, 5], [10, 5], [2, 20])
    expect(schedule(10, rows, 'fifo').slice(1)).toEqual([10, 15, 20])
    expect(schedule(10, rows, 'easy-backfill').slice(1)).toEqual([10, 20, 0])
    expect(schedule(10, rows, 'conservative').slice(1)).toEqual([10, 15, 20])
  })

  test('T5.3: the shadow of a job of 8 with 4 free and 6 at t = 10 is 10, with 2 to spare', () => {
    const { ends, columns, set } = endsOf(4)
    set(1, 6, 10)
    const shadow = { atMs: 0, spareNodes: 0 }
    ends.shadow(8, 4, 0, shadow)
    expect(shadow).toEqual({ atMs: 10, spareNodes: 2 })
    ends.shadow(11, 4, 0, shadow)
    expect(shadow).toEqual({ atMs: Infinity, spareNodes: 0 })
    expect(columns.treeNodes[0]).toBe(0)
  })
})

describe('T5.4: 1,000 random instances equal the brute force', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, unknown>>, (moment: Moment) => void])[] = [
    ['fifo', {}, fifo],
    ['easy-backfill', {}, easyByShadow],
    ['easy-backfill', { reservations: 3 }, easy(3)],
    ['conservative', { interval: '0 s' }, conservative],
  ]
  test.each([...Array(10).keys()])('seed %i', seed => {
    const key = rootKey(seed, 54)
    for (let instance = 0; instance < 100; instance++) {
      let drawn = 0
      const below = (limit: number): number => Math.floor(uniform(key, instance, drawn++) * limit)
      const nodes = 4 + below(60)
      const rows = Array.from({ length: 5 + below(56) }, (): Row => {
        const runS = 1 + below(40)
        const size = below(3) === 0 ? 1 + below(nodes) : 1 + below(Math.ceil(nodes / 4))
        return [below(100), size, runS, runS + (below(2) === 0 ? 0 : below(60))]
      }).toSorted((a, b) => a[0] - b[0])
      for (const [policy, parameters, decide] of cases) {
        const message = `seed ${seed}, instance ${instance}, ${policy} ${JSON.stringify(parameters)}`
        expect(schedule(nodes, rows, policy, parameters), message).toEqual(bruteForce(nodes, rows, decide))
      }
    }
  })
})

/** Ends over columns made by hand. */
function endsOf(capacity: number) {
  const columns = {
    uid: Uint32Array.from({ length: capacity + 1 }, (_, i) => i),
    nodes: new Int32Array(capacity + 1),
    endEstimateMs: new Float64Array(capacity + 1),
    treeLeft: new Int32Array(capacity + 1),
    treeRight: new Int32Array(capacity + 1),
    treeNodes: new Int32Array(capacity + 1),
  } satisfies EndColumns
  const ends = createEnds(createState(), () => columns)
  const set = (job: number, nodes: number, endMs: number): void => {
    columns.nodes[job] = nodes
    columns.endEstimateMs[job] = endMs
    ends.insert(job)
  }
  return { ends, columns, set }
}

describe('structures against plain lists', () => {
  test.each([1, 2, 3])('ends, seed %i: shadow time and spare nodes', seed => {
    const key = rootKey(seed, 55)
    let drawn = 0
    const below = (limit: number): number => Math.floor(uniform(key, 1, drawn++) * limit)
    const { ends, columns, set } = endsOf(200)
    const inside = new Set<number>()
    for (let step = 0; step < 4000; step++) {
      const job = 1 + below(200)
      if (inside.has(job)) {
        ends.remove(job)
        inside.delete(job)
      } else {
        set(job, 1 + below(30), below(500))
        inside.add(job)
      }
      const sorted = [...inside].map(id => [columns.endEstimateMs[id], columns.nodes[id]] as const).toSorted((a, b) => a[0] - b[0])
      const free = below(20)
      const need = free + 1 + below(200)
      const now = below(400)
      let sum = free
      const reaching = sorted.find(([, nodes]) => (sum += nodes) >= need)
      const atMs = reaching === undefined ? Infinity : Math.max(reaching[0], now + 1)
      const spare = reaching === undefined ? 0 : free + sorted.filter(([end]) => end <= atMs).reduce((total, [, nodes]) => total + nodes, 0) - need
      const shadow = { atMs: 0, spareNodes: 0 }
      ends.shadow(need, free, now, shadow)
      expect(shadow, `seed ${seed}, step ${step}`).toEqual({ atMs, spareNodes: spare })
      const visited: number[] = []
      if (step % 100 === 0) {
        ends.walk(id => (visited.push(columns.endEstimateMs[id]), false))
        expect(visited).toEqual(sorted.map(([end]) => end))
      }
    }
  })

  test.each([1, 2, 3])('queue, seed %i: head and first within limits', seed => {
    const key = rootKey(seed, 56)
    let drawn = 0
    const below = (limit: number): number => Math.floor(uniform(key, 1, drawn++) * limit)
    const size = 300
    const columns = {
      uid: Uint32Array.from({ length: size + 1 }, (_, i) => i),
      lane: new Int32Array(size + 1),
      orderMs: new Float64Array(size + 1),
      nodes: new Int32Array(size + 1),
      estimateMs: new Float64Array(size + 1),
      treeLeft: new Int32Array(size + 1),
      treeRight: new Int32Array(size + 1),
      treeMs: new Float64Array(size + 1),
      treeNodes: new Int32Array(size + 1),
    } satisfies QueueColumns
    const queue = createQueue(createState(), 1000, () => columns)
    const inside = new Set<number>()
    for (let step = 0; step < 4000; step++) {
      const job = 1 + below(size)
      if (inside.has(job)) {
        queue.remove(job)
        inside.delete(job)
      } else {
        columns.nodes[job] = 1 + below(below(2) === 0 ? 20 : 1000)
        columns.estimateMs[job] = below(1000)
        queue.insert(job)
        inside.add(job)
      }
      const inOrder = [...inside].toSorted((a, b) => a - b)
      expect(queue.head(), `seed ${seed}, step ${step}`).toBe(inOrder[0] ?? 0)
      const limits = { freeNodes: below(800), endsWithinMs: below(500), spareNodes: below(100) }
      const after = below(size)
      const fits = (id: number): boolean =>
        columns.nodes[id] <= limits.freeNodes && (columns.estimateMs[id] <= limits.endsWithinMs || columns.nodes[id] <= limits.spareNodes)
      expect(queue.first(limits, after), `seed ${seed}, step ${step}`).toBe(inOrder.find(id => id > after && fits(id)) ?? 0)
    }
  })

  test('size classes ascend, and each begins at its floor', () => {
    for (let nodes = 1; nodes < 20_000; nodes++) {
      const index = sizeClass(nodes)
      expect(classFloor(index)).toBeLessThanOrEqual(nodes)
      expect(classFloor(index + 1)).toBeGreaterThan(nodes)
    }
  })
})

test('within blocks, EASY keeps the first block that will have room for the head, and lets short jobs pass', () => {
  // Two blocks of four nodes. Half of the first is busy until 10 s, half of the second until 20 s; the head needs four in one block.
  const rows: Row[] = [[0, 2, 10, 10], [0, 4, 20, 20], [1, 4, 50, 50], [2, 2, 100, 100], [3, 2, 5, 5]]
  const { compute, kernel, openAll } = rig({
    world: { blocks: 2, racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 1 },
    workload: TRACE,
    traces: { rows: traceOf(rows) },
    scheduler: { ...PLAIN_SCHEDULER, placement: 'within-block' },
    checkpoints: NO_CHECKPOINTS,
  })
  openAll()
  compute.start()
  kernel.run(DAY_MS, Infinity)
  expect(startsOf(compute, rows.length)).toEqual([0, 0, 10, 20, 3])
})
