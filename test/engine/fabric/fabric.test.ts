import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { overload } from '../../../src/engine/fabric/bundles.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { slowdown } from '../../../src/physics/training-step.ts'
import { DAY_MS } from '../world.ts'
import { bench } from './bench.ts'

describe('fabric', () => {
  test('a job inside one leaf loads nothing and runs at full rate', () => {
    const { attach, factors, loads } = bench()
    attach(0, [0, 1, 2, 3])
    expect(factors.get(0)).toEqual([1, 1, 1])
    expect(loads().every(load => load === 0)).toBe(true)
  })

  test('a job spread over leaves although it fits in one pays for placement, by hand', () => {
    const { attach, factors } = bench()
    attach(0, [0, 8])
    // Adaptive routing delivers 95 %: 0.85 + (0.15 + 0.425)/0.95 − 0.425.
    expect(factors.get(0)?.[0]).toBeCloseTo(1 / (0.85 + 0.575 / 0.95 - 0.425), 12)
    expect(factors.get(0)?.slice(1)).toEqual([1, 1])
  })

  test('a job that must span leaves anyway has no placement loss', () => {
    const { attach, factors } = bench()
    attach(0, [0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(factors.get(0)).toEqual([1, 1, 1])
  })

  test('oversubscribed leaves slow all their spanning jobs down and recover when one leaves', () => {
    const { attach, factors, fabric, loads } = bench(1, { leaf: { oversubscription: 32 } })
    attach(0, [0, 8])
    const alone = factors.get(0)?.[1] ?? 0
    attach(1, [1, 9])
    attach(2, [2, 10])
    expect(factors.get(0)?.[1]).toBeLessThan(alone)
    expect(factors.get(0)?.[1]).toBe(factors.get(2)?.[1])
    fabric.detach(1)
    fabric.detach(2)
    expect(factors.get(0)?.[1]).toBe(alone)
    fabric.detach(0)
    expect(loads().every(load => load === 0)).toBe(true)
  })

  test('overload levels round up to 2 % steps, so that rates never exceed the proportional bound', () => {
    for (const ratio of [1.0001, 1.02, 1.0201, 1.5, 7]) {
      expect(overload(ratio, 1)).toBeGreaterThanOrEqual(ratio - 1e-9)
      expect(overload(ratio, 1)).toBeLessThanOrEqual(ratio * 1.02 + 1e-9)
    }
    expect(overload(1, 1)).toBe(1)
  })

  test('random attaching and detaching leaves no load behind (seeds in message)', () => {
    for (let seed = 1; seed <= 40; seed++) {
      const { fabric, attach, loads, state } = bench(seed, { leaf: { oversubscription: 8 } })
      const key = rootKey(seed, 9)
      let n = 0
      const empty = hashState(state)
      const running = new Map<number, number[]>()
      const free = new Set(Array.from({ length: 32 }, (_, i) => i))
      for (let step = 0; step < 200; step++) {
        const job = Math.floor(uniform(key, 1, n++) * 12)
        const held = running.get(job)
        if (held !== undefined) {
          fabric.detach(job)
          for (const node of held) free.add(node)
          running.delete(job)
          continue
        }
        const nodes = [...free].filter(() => uniform(key, 2, n++) < 0.2)
        if (nodes.length === 0) continue
        for (const node of nodes) free.delete(node)
        running.set(job, nodes)
        attach(job, nodes)
      }
      for (const job of running.keys()) fabric.detach(job)
      expect(loads().every(load => load === 0), `seed ${seed}`).toBe(true)
      expect(empty).toHaveLength(16)
    }
  })

  test('failed links take rails from a job and give them back; a restored run equals a straight one', () => {
    const one = bench(7, { failures: { link: '2 1/year', leafSwitch: '0.5 1/year' } })
    one.attach(0, [0, 1, 2, 3, 4, 5, 6, 7])
    one.fabric.start()
    one.kernel.run(200 * DAY_MS, Infinity)
    expect(one.factors.get(0)?.[2]).toBeLessThanOrEqual(1)
    const saved = snapshotState(one.state)
    one.kernel.run(400 * DAY_MS, Infinity)
    const straight = hashState(one.state)
    const two = bench(7, { failures: { link: '2 1/year', leafSwitch: '0.5 1/year' } })
    restoreState(two.state, saved)
    two.kernel.run(400 * DAY_MS, Infinity)
    expect(hashState(two.state)).toBe(straight)
  })

  test('one failed NIC link of eight slows the job by the hand-computed factor', () => {
    const { attach, factors, fabric, kernel, state } = bench(3, { failures: { link: '9 1/year', leafSwitch: '0 1/year', optic: '0 1/year', upperSwitch: '0 1/year', linkRepair: '400 weeks' } })
    attach(0, [0, 1, 2, 3, 4, 5, 6, 7])
    fabric.start()
    const down = (): number => {
      const entry = state.entries.get('fabric.nodes')
      return entry?.kind === 'table' ? Math.max(...Array.from((entry.table.col.linksDown as Uint8Array).subarray(0, 8))) : 0
    }
    for (let hour = 1; down() === 0; hour++) kernel.run(hour * 3_600_000, Infinity)
    expect(down()).toBe(1)
    expect(factors.get(0)?.[2]).toBeCloseTo(1 / slowdown(0.15, 0.5, 7 / 8), 12)
  })
})
