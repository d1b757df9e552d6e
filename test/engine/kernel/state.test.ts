import { describe, expect, test } from 'vitest'
import { appendRow } from '../../../src/base/table.ts'
import { createState, hashState, restoreState, snapshotState, stateBytes } from '../../../src/engine/kernel/state.ts'

/** One of each: a fixed table, a growing one, numbers, bigints, texts. */
function sample() {
  const state = createState()
  const make = {
    fixed: () => state.table('fixed', 3, { since: 'f64', held: 'u8' }),
    growing: () => state.table('growing', 2, { node: 'i32' }),
    clock: () => state.scalars('clock', { now: 1, last: -1 }),
    totals: () => state.bigints('totals', 2),
    names: () => state.texts('names'),
  }
  return { state, make }
}

function filled() {
  const { state, make } = sample()
  const parts = { fixed: make.fixed(), growing: make.growing(), clock: make.clock(), totals: make.totals(), names: make.names() }
  parts.fixed.col.since.set([1, 2, 3])
  for (let i = 0; i < 5; i++) parts.growing.col.node[appendRow(parts.growing)] = 0
  parts.growing.col.node.set([9, 8, 7, 6, 5])
  parts.totals.values[1] = 2n ** 70n
  parts.names.values.push('a')
  return { state, ...parts }
}

type Filled = ReturnType<typeof filled>
const CHANGES: readonly [string, (f: Filled) => void][] = [
  ['a cell of a fixed table', f => void (f.fixed.col.held[2] = 1)],
  ['a row in use', f => void (f.growing.col.node[4] = 1)],
  ['a row appended', f => void appendRow(f.growing)],
  ['a scalar', f => void (f.clock.now = 2)],
  ['a bigint', f => void (f.totals.values[0] = 1n)],
  ['a text', f => void f.names.values.push('b')],
]

describe('hash', () => {
  test.each(CHANGES)('sees %s, and a restore undoes it', (_, change) => {
    const f = filled()
    const before = hashState(f.state)
    const snapshot = snapshotState(f.state)
    change(f)
    expect(hashState(f.state)).not.toBe(before)
    restoreState(f.state, snapshot)
    expect(hashState(f.state)).toBe(before)
  })

  test('does not see rows beyond the length, nor the order of registration', () => {
    const f = filled()
    const before = hashState(f.state)
    f.growing.col.node[6] = 77
    expect(hashState(f.state)).toBe(before)
    const [forwards, backwards] = [sample(), sample()]
    for (const each of Object.values(forwards.make)) each()
    for (const each of Object.values(backwards.make).toReversed()) each()
    expect(hashState(backwards.state)).toBe(hashState(forwards.state))
  })
})

describe('snapshot', () => {
  test('is a copy: later changes do not reach it', () => {
    const f = filled()
    const before = hashState(f.state)
    const snapshot = snapshotState(f.state)
    for (const [, change] of CHANGES) change(f)
    restoreState(f.state, snapshot)
    expect(hashState(f.state)).toBe(before)
    for (const [, change] of CHANGES) change(f)
    restoreState(f.state, snapshot)
    expect(hashState(f.state)).toBe(before)
  })

  test('goes through a structured clone into another state, whose tables grow and shrink to fit', () => {
    const f = filled()
    const snapshot = structuredClone(snapshotState(f.state))
    const { state, make } = sample()
    const growing = make.growing()
    make.fixed()
    make.clock()
    make.totals()
    make.names()
    for (let i = 0; i < 100; i++) appendRow(growing)
    restoreState(state, snapshot)
    expect(hashState(state)).toBe(hashState(f.state))
    expect([growing.capacity, growing.length]).toEqual([f.growing.capacity, 5])
  })

  test('is written back in place, so cached columns of fixed tables stay good', () => {
    const f = filled()
    const cached = f.fixed.col.since
    const snapshot = snapshotState(f.state)
    cached[0] = 99
    restoreState(f.state, snapshot)
    expect(f.fixed.col.since).toBe(cached)
    expect(cached[0]).toBe(1)
  })

  test('another column or another element type does not fit', () => {
    const saved = createState()
    saved.table('t', 1, { a: 'f64' })
    const column = createState()
    column.table('t', 1, { b: 'f64' })
    const type = createState()
    type.table('t', 1, { a: 'i32' })
    for (const other of [column, type]) expect(() => restoreState(other, snapshotState(saved))).toThrow('does not fit')
  })

  test('another kind, another name, another number of entries do not fit', () => {
    const saved = createState()
    saved.scalars('a', { x: 1 })
    const kind = createState()
    kind.bigints('a', 1)
    const name = createState()
    name.scalars('b', { x: 1 })
    const field = createState()
    field.scalars('a', { y: 1 })
    for (const other of [kind, name, field, createState()]) expect(() => restoreState(other, snapshotState(saved))).toThrow('does not fit')
  })
})

test('a name is registered once', () => {
  const state = createState()
  state.scalars('a', { x: 1 })
  expect(() => state.table('a', 1, { x: 'f64' })).toThrow('name = a')
})

test('bytes of all tables', () => {
  expect(stateBytes(filled().state)).toBe(3 * 9 + 8 * 4)
})
