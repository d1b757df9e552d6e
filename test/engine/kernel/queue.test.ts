import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { createQueue, fillHole, move, pop, push, remove, sizeOf, slotOf, type Queue } from '../../../src/engine/kernel/queue.ts'
import { createState } from '../../../src/engine/kernel/state.ts'

interface Pending {
  readonly atMs: number
  readonly ord: number
  readonly handle: number
}

/** Where the key belongs in the sorted array. */
function rank(sorted: readonly Pending[], atMs: number, ord: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const { atMs: time, ord: other } = sorted[middle]
    if (time < atMs || (time === atMs && other < ord)) low = middle + 1
    else high = middle
  }
  return low
}

/** The queue and a sorted array side by side; any disagreement ends up in `wrong`. */
class Pair {
  readonly queue: Queue = createQueue(createState())
  readonly sorted: Pending[] = []
  readonly stale: number[] = []
  readonly wrong: string[] = []
  private draws = 0
  private serial = 0
  private now = 0
  private ord = -1
  private readonly seed: number

  constructor(seed: number) {
    this.seed = seed
  }

  below(limit: number): number {
    return Math.floor(uniform(rootKey(this.seed, 0), 1, this.draws++) * limit)
  }

  /** A random time at which `ord` lies after the key popped last; the kernel lets no other in. */
  laterMs(spanMs: number, ord: number): number {
    const afterMs = this.below(spanMs)
    return this.now + (afterMs === 0 && ord <= this.ord ? 1 : afterMs)
  }

  schedule(spanMs: number): void {
    const ord = this.below(4096) * 4_194_304 + this.serial++ // unique, its order unrelated to that of insertion
    const atMs = this.laterMs(spanMs, ord)
    const handle = push(this.queue, atMs, ord, ord % 1000)
    this.sorted.splice(rank(this.sorted, atMs, ord), 0, { atMs, ord, handle })
  }

  takeFirst(): void {
    fillHole(this.queue)
    const expected = this.sorted.shift()
    if (expected === undefined) return
    const { atMs, ord } = this.queue.heap.col
    this.now = atMs[0]
    this.ord = ord[0]
    const isRight = atMs[0] === expected.atMs && ord[0] === expected.ord && pop(this.queue) === expected.ord % 1000
    if (!isRight) this.wrong.push(`popped ${atMs[0]}/${ord[0]} instead of ${expected.atMs}/${expected.ord}`)
    this.stale.push(expected.handle)
  }

  cancelAny(): void {
    if (this.sorted.length === 0) return
    const [{ handle }] = this.sorted.splice(this.below(this.sorted.length), 1)
    remove(this.queue, slotOf(this.queue, handle))
    this.stale.push(handle)
  }

  moveAny(spanMs: number): void {
    if (this.sorted.length === 0) return
    const [{ ord, handle }] = this.sorted.splice(this.below(this.sorted.length), 1)
    const atMs = this.laterMs(spanMs, ord)
    move(this.queue, slotOf(this.queue, handle), atMs)
    this.sorted.splice(rank(this.sorted, atMs, ord), 0, { atMs, ord, handle })
  }

  check(): void {
    if (sizeOf(this.queue) !== this.sorted.length) this.wrong.push(`size ${sizeOf(this.queue)} instead of ${this.sorted.length}`)
    if (this.stale.some(handle => slotOf(this.queue, handle) !== -1)) this.wrong.push('a stale handle is alive')
    if (this.sorted.some(({ handle }) => slotOf(this.queue, handle) < 0)) this.wrong.push('a live handle is stale')
    this.stale.length = 0
  }
}

/** Half of the pops are followed at once by a push, as in a handler that repeats itself: the hole is filled, not closed. */
function operate(pair: Pair, operations: number, target: number): void {
  for (let i = 0; i < operations; i++) {
    const action = pair.below(100)
    const isShort = pair.sorted.length < target
    if (action < (isShort ? 50 : 30)) pair.schedule(200)
    else if (action < 70) pair.takeFirst()
    else if (action < 80) pair.cancelAny()
    else pair.moveAny(200)
    if (i % 10_000 === 0) pair.check()
  }
  while (pair.sorted.length > 0) pair.takeFirst()
  fillHole(pair.queue)
  pair.check()
}

describe('T12.1 against a sorted array', () => {
  test.each([
    { seed: 2026, operations: 1_000_000, target: 1500 },
    { seed: 1, operations: 50_000, target: 3 },
    { seed: 2, operations: 50_000, target: 40 },
    { seed: 3, operations: 50_000, target: 10_000 },
  ])('$operations random operations around $target pending, seed $seed', ({ seed, operations, target }) => {
    const pair = new Pair(seed)
    operate(pair, operations, target)
    expect(pair.wrong.slice(0, 5)).toEqual([])
    expect(sizeOf(pair.queue)).toBe(0)
  })
})

test('slots are used again, so the tables stay as large as the most commands that were pending', () => {
  const queue = createQueue(createState())
  for (let round = 0; round < 100_000; round++) {
    push(queue, round, round, 0)
    push(queue, round + 1, round, 0)
    pop(queue)
    fillHole(queue)
    remove(queue, queue.heap.col.slot[0])
  }
  expect(queue.slots.length).toBe(2)
  expect(queue.heap.capacity).toBe(1024)
})

test('a slot outlives its last generation', () => {
  const queue = createQueue(createState())
  const first = push(queue, 1, 1, 0)
  queue.slots.col.handle[0] = 268_435_455 * 16_777_216 // as after 2^28 − 1 commands
  expect(slotOf(queue, first)).toBe(-1)
  remove(queue, 0)
  expect(push(queue, 1, 1, 0)).toBe(first)
})
