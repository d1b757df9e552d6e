import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { createLevelIndex } from '../../../src/engine/compute/level-index.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

/** Starts jobs of the given sizes, one a second, on leaves of 32 nodes of which the given numbers are open; nodes by job and leaf. */
function place(open: readonly number[], sizes: readonly number[], options: { racksPerBlock?: number; placement?: string } = {}): Map<number, number>[] {
  const placed: Map<number, number>[] = []
  const { compute, kernel, world } = rig({
    world: { blocks: open.length / (options.racksPerBlock ?? open.length), racksPerBlock: options.racksPerBlock ?? open.length, nodesPerRack: 32, acceleratorsPerNode: 1 },
    workload: TRACE,
    traces: { rows: traceOf(sizes.map((size, i) => [i, size, 1000, 1000])) },
    scheduler: { ...PLAIN_SCHEDULER, placement: options.placement ?? 'compact' },
    checkpoints: NO_CHECKPOINTS,
    fabric: {
      attach(_job, { count, begin, length }, _nodes, commFraction) {
        const byLeaf = new Map<number, number>()
        for (let i = 0; i < count; i++) byLeaf.set(world.nodes.leaf[begin[i]], (byLeaf.get(world.nodes.leaf[begin[i]]) ?? 0) + length[i])
        placed.push(byLeaf)
        return commFraction
      },
      detach() {},
    },
  })
  open.forEach((count, leaf) => {
    for (let i = 0; i < count; i++) compute.nodeGained(world.leaves.nodeBegin[leaf] + i)
  })
  compute.start()
  kernel.run(100_000, Infinity)
  return placed
}

describe('T5.7: leaves with 4, 7, 32 and 32 free nodes', () => {
  const leaves = [4, 7, 32, 32]

  test('4 nodes come from the leaf of 4, 8 from a leaf of 32', () => {
    expect(place(leaves, [4])).toEqual([new Map([[0, 4]])])
    expect(place(leaves, [8])).toEqual([new Map([[2, 8]])])
  })

  test('40 nodes are 32 and 8 from the second 32, never 32 + 7 + 1', () => {
    expect(place(leaves, [40])).toEqual([new Map([[2, 32], [3, 8]])])
  })

  test('every job keeps the big holes big', () => {
    expect(place(leaves, [6, 3, 1, 30, 33])).toEqual([new Map([[1, 6]]), new Map([[0, 3]]), new Map([[0, 1]]), new Map([[2, 30]]), new Map([[3, 32], [1, 1]])])
  })
})

describe('blocks', () => {
  test('a job that no leaf holds goes to the fullest block that does, then to as few blocks as possible', () => {
    const leaves = [20, 20, 32, 32, 30, 30]
    expect(place(leaves, [40], { racksPerBlock: 2 })).toEqual([new Map([[0, 20], [1, 20]])])
    expect(place(leaves, [50], { racksPerBlock: 2 })).toEqual([new Map([[4, 30], [5, 20]])])
    // 64 of the largest block, then the best fit for the remaining 40 is the whole first block.
    expect(place(leaves, [104], { racksPerBlock: 2 })).toEqual([new Map([[2, 32], [3, 32], [0, 20], [1, 20]])])
  })

  test('within-block: a job never crosses blocks; one that could never fit is withdrawn at once', () => {
    const options = { racksPerBlock: 2, placement: 'within-block' }
    expect(place([20, 20, 32, 32], [50], options)).toEqual([new Map([[2, 32], [3, 18]])])
    expect(place([20, 20, 20, 20], [50], options)).toEqual([])
    expect(place([32, 32, 32, 32], [65, 64], options)).toEqual([new Map([[0, 32], [1, 32]])])
  })
})

test.each([1, 2, 3])('level index, seed %i: equals a plain search', seed => {
  const key = rootKey(seed, 57)
  let drawn = 0
  const below = (limit: number): number => Math.floor(uniform(key, 1, drawn++) * limit)
  const [count, capacity] = [70, 100]
  const index = createLevelIndex(createState(), 'test', count, capacity)
  const free = new Array<number>(count).fill(0)
  for (let step = 0; step < 3000; step++) {
    const domain = below(count)
    const to = below(capacity + 1)
    index.change(domain, to - free[domain])
    free[domain] = to
    const from = below(count)
    const end = from + 1 + below(count - from)
    const need = 1 + below(capacity)
    const inRange = free.map((value, id) => ({ value, id })).slice(from, end)
    const fitting = inRange.filter(({ value }) => value >= need).toSorted((a, b) => a.value - b.value || a.id - b.id)
    const filled = inRange.filter(({ value }) => value > 0).toSorted((a, b) => b.value - a.value || a.id - b.id)
    expect(index.bestFit(need, from, end), `seed ${seed}, step ${step}`).toBe(fitting[0]?.id ?? -1)
    expect(index.largest(from, end), `seed ${seed}, step ${step}`).toBe(filled[0]?.id ?? -1)
    expect(index.withFree(to, from, end), `seed ${seed}, step ${step}`).toBe(inRange.find(({ value }) => value === to)?.id ?? -1)
    expect(index.withFree(to, end, end)).toBe(-1)
    expect(index.free(domain)).toBe(to)
  }
})
