import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { createKernel, Phase, type Kernel } from '../../../src/engine/kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'

const PHASES = [Phase.fault, Phase.jobEnd, Phase.arrival] as const

/** A kernel with three kinds of commands that only note what ran. */
function recorder() {
  const state = createState()
  const kernel = createKernel(state)
  const ran: string[] = []
  const types = PHASES.map((phase, i) => kernel.command(`kind${i}`, phase, entity => void ran.push(`${kernel.now} ${i} ${entity}`)))
  return { state, kernel, ran, types }
}

/** One pending command of the oracle: a plain sorted array. */
interface Pending {
  readonly atMs: number
  readonly kind: number
  readonly entity: number
  readonly handle: number
}

const inOrder = (a: Pending, b: Pending): number => a.atMs - b.atMs || PHASES[a.kind] - PHASES[b.kind] || a.kind - b.kind || a.entity - b.entity

/** Random schedule, cancel, reschedule and run against the sorted array; returns what both executed. */
function fuzz(seed: number, operations: number): { ran: string[]; expected: string[] } {
  const { kernel, ran, types } = recorder()
  const key = rootKey(seed, 0)
  let draws = 0
  const draw = (below: number): number => Math.floor(uniform(key, 1, draws++) * below)
  let pending: Pending[] = []
  const expected: string[] = []
  let entity = 0
  for (let i = 0; i < operations; i++) {
    const action = draw(10)
    if (action < 5 || pending.length === 0) {
      const next = { atMs: kernel.now + 1 + draw(50), kind: draw(3), entity: entity++ }
      pending.push({ ...next, handle: kernel.schedule(types[next.kind], next.entity, next.atMs) })
    } else if (action < 7) {
      const [taken] = pending.splice(draw(pending.length), 1)
      expect(kernel.cancel(taken.handle)).toBe(true)
      expect(kernel.cancel(taken.handle)).toBe(false)
    } else if (action < 9) {
      const at = draw(pending.length)
      const moved = { ...pending[at], atMs: kernel.now + 1 + draw(50) }
      pending[at] = { ...moved, handle: kernel.reschedule(moved.handle, moved.atMs) }
      expect(kernel.timeOf(pending[at].handle)).toBe(moved.atMs)
    } else {
      const until = kernel.now + draw(20)
      const due = pending.filter(({ atMs }) => atMs <= until).sort(inOrder)
      pending = pending.filter(({ atMs }) => atMs > until)
      expected.push(...due.map(({ atMs, kind, entity: of }) => `${atMs} ${kind} ${of}`))
      kernel.run(until, Infinity)
      expect(kernel.pending()).toBe(pending.length)
    }
  }
  return { ran, expected }
}

describe('event queue', () => {
  test.each([1, 2, 3, 4])('T12.1 random operations agree with a sorted array, seed %i', seed => {
    const { ran, expected } = fuzz(seed, 30_000)
    expect(ran).toEqual(expected)
    expect(ran.length).toBeGreaterThan(5_000)
  })

  test('T12.1 a million scheduled, cancelled and moved commands come out in order', () => {
    const state = createState()
    const kernel = createKernel(state)
    let last = -1
    let count = 0
    const type = kernel.command('tick', Phase.fault, entity => {
      const here = kernel.now * 4_194_304 + entity
      expect(here > last).toBe(true)
      last = here
      count++
    })
    const key = rootKey(12, 1)
    const handles = new Float64Array(400_000)
    for (let i = 0; i < handles.length; i++) handles[i] = kernel.schedule(type, i, 1 + Math.floor(uniform(key, 1, i) * 100_000))
    for (let i = 0; i < handles.length; i += 4) kernel.cancel(handles[i])
    for (let i = 1; i < handles.length; i += 2) kernel.reschedule(handles[i], 1 + Math.floor(uniform(key, 2, i) * 100_000))
    kernel.run(200_000, Infinity)
    expect(count).toBe(300_000)
  })

  test('T12.2 order inside a millisecond does not depend on insertion', () => {
    const orders = [
      [0, 1, 2, 3, 4, 5],
      [5, 4, 3, 2, 1, 0],
      [2, 5, 0, 3, 1, 4],
    ].map(order => {
      const { kernel, ran, types } = recorder()
      for (const i of order) kernel.schedule(types[i % 3], Math.floor(i / 3), 7)
      kernel.run(7, Infinity)
      return ran
    })
    expect(orders[0]).toEqual(['7 0 0', '7 0 1', '7 1 0', '7 1 1', '7 2 0', '7 2 1'])
    expect(orders[1]).toEqual(orders[0])
    expect(orders[2]).toEqual(orders[0])
  })

  test('nonsense is refused with the values', () => {
    const { kernel, types } = recorder()
    kernel.schedule(types[0], 1, 10)
    kernel.run(10, Infinity)
    expect(() => kernel.schedule(types[0], 1, 9)).toThrow(/9/)
    expect(() => kernel.schedule(types[0], 1, 10.5)).toThrow(/10\.5/)
    expect(() => kernel.schedule(types[0], 1, NaN)).toThrow(/NaN/)
    kernel.schedule(types[0], 3, 20)
    kernel.schedule(types[0], 3, 20)
    expect(() => kernel.run(30, Infinity)).toThrow(/20/)
    expect(kernel.reschedule(0, 40)).toBe(0)
    expect(kernel.cancel(0)).toBe(false)
  })

  test('a handler cannot go back to an earlier phase of its millisecond', () => {
    const state = createState()
    const kernel = createKernel(state)
    const early = kernel.command('early', Phase.facility, () => {})
    const late = kernel.command('late', Phase.ledger, () => void kernel.schedule(early, 0, kernel.now))
    kernel.schedule(late, 0, 5)
    expect(() => kernel.run(5, Infinity)).toThrow(/early/)
  })

  test('an endless loop within a millisecond is named', () => {
    const state = createState()
    const kernel = createKernel(state)
    const loop = kernel.command('loop', Phase.control, entity => void kernel.schedule(loop, entity + 1, kernel.now))
    kernel.schedule(loop, 0, 1)
    expect(() => kernel.run(2, Infinity)).toThrow(/loop/)
  })
})

/** A small model with cancelling and branching: workers that fetch, drop and repeat tasks, driven by its own state. */
function toyModel(seed: number): { kernel: Kernel; hash: () => string; save: () => ReturnType<typeof snapshotState>; load: (saved: ReturnType<typeof snapshotState>) => void } {
  const state = createState()
  const kernel = createKernel(state)
  const key = rootKey(seed, 0)
  const workers = state.table('toy.workers', 40, { done: 'i32', draws: 'i32', timer: 'f64' })
  const sums = state.scalars('toy.sums', { dropped: 0, total: 0 })
  const big = state.bigints('toy.big', 1)
  const task = kernel.command('toy.task', Phase.jobEnd, worker => {
    const { col } = workers
    const n = col.draws[worker]++
    col.done[worker] += 1
    sums.total += kernel.now
    big.values[0] += BigInt(kernel.now)
    const other = Math.floor(uniform(key, 3, n * 40 + worker) * 40)
    if (kernel.cancel(col.timer[other])) {
      sums.dropped += 1
      col.timer[other] = kernel.schedule(task, other, kernel.now + 1 + Math.floor(uniform(key, 4, n * 40 + worker) * 900))
    }
    if (other !== worker) col.timer[worker] = kernel.schedule(task, worker, kernel.now + 1 + Math.floor(uniform(key, 5, n * 40 + worker) * 700))
  })
  for (let worker = 0; worker < 40; worker++) workers.col.timer[worker] = kernel.schedule(task, worker, 1 + worker)
  return { kernel, hash: () => hashState(state), save: () => snapshotState(state), load: saved => restoreState(state, saved) }
}

describe('snapshot, restore, branch', () => {
  test('T12.3 at 100 random points a restored run equals the straight one', () => {
    const end = 40_000
    const straight = toyModel(5)
    straight.kernel.run(end, Infinity)
    const expected = straight.hash()
    const key = rootKey(77, 0)
    const runner = toyModel(5)
    const points = Array.from({ length: 100 }, (_, i) => Math.floor(uniform(key, 1, i) * end)).sort((a, b) => a - b)
    for (const point of points) {
      runner.kernel.run(point, Infinity)
      const branch = toyModel(5)
      branch.load(runner.save())
      branch.kernel.run(end, Infinity)
      expect(branch.hash(), `restored at ${point}`).toBe(expected)
    }
  })

  test('a branch goes its own way and leaves the trunk alone', () => {
    const trunk = toyModel(6)
    trunk.kernel.run(5_000, Infinity)
    const saved = trunk.save()
    const branch = toyModel(6)
    branch.load(saved)
    branch.kernel.run(6_000, Infinity)
    trunk.load(saved)
    trunk.kernel.run(6_000, Infinity)
    expect(trunk.hash()).toBe(branch.hash())
    branch.kernel.run(7_000, Infinity)
    expect(trunk.hash()).not.toBe(branch.hash())
  })

  test('a snapshot of another model is refused', () => {
    const state = createState()
    createKernel(state)
    expect(() => restoreState(state, toyModel(1).save())).toThrow(/fit/)
  })

  test('T12.4 a million events leave the heap as it was', () => {
    const state = createState()
    const kernel = createKernel(state)
    const type = kernel.command('hold', Phase.fault, entity => void kernel.schedule(type, entity, kernel.now + 1 + (entity % 7)))
    for (let i = 0; i < 1_000; i++) kernel.schedule(type, i, 1 + (i % 5))
    kernel.run(2_000, 200_000)
    const collect = (globalThis as { gc?: () => void }).gc
    collect?.()
    const before = process.memoryUsage()
    kernel.run(1e12, 1_000_000)
    collect?.()
    const after = process.memoryUsage()
    expect(kernel.executed).toBe(1_200_000)
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1_000_000)
    // Without an exposed collector young garbage of the runtime itself is in the figure; an object an event would be 16 MB and more.
    expect(after.heapUsed - before.heapUsed).toBeLessThan(collect === undefined ? 12_000_000 : 1_000_000)
  })
})
