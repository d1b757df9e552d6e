import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import { createState } from '../../../src/engine/kernel/state.ts'

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

describe('commands', () => {
  test.each([1, 2, 3, 4])('T12.1 random operations agree with a sorted array, seed %i', seed => {
    const { ran, expected } = fuzz(seed, 30_000)
    expect(ran).toEqual(expected)
    expect(ran.length).toBeGreaterThan(5_000)
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
})
