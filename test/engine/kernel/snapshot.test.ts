import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { createKernel, Phase, type Kernel } from '../../../src/engine/kernel/kernel.ts'
import { createState, hashState, restoreState, snapshotState, type StateSnapshot } from '../../../src/engine/kernel/state.ts'

/** A small model with cancelling and branching: workers that fetch, drop and repeat tasks, driven by its own state. */
function toyModel(seed: number): {
  kernel: Kernel
  params: { pauseMs: number }
  hash: () => string
  save: () => StateSnapshot
  load: (saved: StateSnapshot) => void
} {
  const state = createState()
  const kernel = createKernel(state)
  const key = rootKey(seed, 0)
  const workers = state.table('toy.workers', 40, { done: 'i32', draws: 'i32', timer: 'f64' })
  const params = state.scalars('toy.params', { pauseMs: 700 })
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
    if (other !== worker) col.timer[worker] = kernel.schedule(task, worker, kernel.now + 1 + Math.floor(uniform(key, 5, n * 40 + worker) * params.pauseMs))
  })
  for (let worker = 0; worker < 40; worker++) workers.col.timer[worker] = kernel.schedule(task, worker, 1 + worker)
  return { kernel, params, hash: () => hashState(state), save: () => snapshotState(state), load: saved => restoreState(state, saved) }
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

  test.each([1, 7, 1000])('a run in slices of %i events equals the straight one', events => {
    const straight = toyModel(5)
    straight.kernel.run(3_000, Infinity)
    const sliced = toyModel(5)
    while (sliced.kernel.run(3_000, events) === 'yield') sliced.hash()
    expect(sliced.hash()).toBe(straight.hash())
    expect(sliced.kernel.stats()).toEqual(straight.kernel.stats())
  })

  test('a branch with another parameter goes its own way; without it, or back on the trunk, nothing changed', () => {
    const straight = toyModel(6)
    straight.kernel.run(6_000, Infinity)
    const trunk = toyModel(6)
    trunk.kernel.run(5_000, Infinity)
    const saved = trunk.save()
    const branch = toyModel(6)
    branch.load(saved)
    branch.params.pauseMs = 350
    branch.kernel.run(6_000, Infinity)
    expect(branch.kernel.executed()).not.toBe(straight.kernel.executed())
    branch.load(saved)
    branch.kernel.run(6_000, Infinity)
    trunk.kernel.run(6_000, Infinity)
    expect([branch.hash(), trunk.hash()]).toEqual([straight.hash(), straight.hash()])
  })

  test('a snapshot of another model is refused', () => {
    const state = createState()
    createKernel(state)
    expect(() => restoreState(state, toyModel(1).save())).toThrow(/fit/)
  })
})
