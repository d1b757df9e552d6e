import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../src/base/rng.ts'
import { createReplay, createSiteReplay, UNKNOWN } from '../../src/app/site/replay.ts'
import type { ChangeLog } from '../../src/results/run-result.ts'
import { handRun } from './scenarios.ts'

const logOf = (entities: number, rows: readonly (readonly [number, number, number])[]): ChangeLog => ({
  id: 'rackPower',
  entities,
  atMs: Float64Array.from(rows, row => row[0]),
  entity: Int32Array.from(rows, row => row[1]),
  value: Int32Array.from(rows, row => row[2]),
})

describe('a replay of a change log', () => {
  test('shows the last value at or before a time, forwards and backwards', () => {
    const replay = createReplay(logOf(2, [[10, 0, 5], [10, 1, 6], [20, 0, 7], [30, 1, 8]]))
    const at = (ms: number): number[] => {
      replay.seek(ms)
      return [...replay.values]
    }
    expect(at(9)).toEqual([UNKNOWN, UNKNOWN])
    expect(at(10)).toEqual([5, 6])
    expect(at(25)).toEqual([7, 6])
    expect(at(1000)).toEqual([7, 8])
    expect(at(19)).toEqual([5, 6])
    expect(at(0)).toEqual([UNKNOWN, UNKNOWN])
  })

  const SEED = 20_261_121
  test(`equals reading the log from its start, over keyframes, seed ${SEED}`, () => {
    const key = rootKey(SEED, 0)
    const draw = (n: number, below: number): number => Math.floor(uniform(key, 1, n) * below)
    const entities = 50
    const rows = Array.from({ length: 60_000 }, (_, row): [number, number, number] => [Math.floor(row / 7) * 10, draw(2 * row, entities), draw(2 * row + 1, 1000)])
    const replay = createReplay(logOf(entities, rows))
    for (let probe = 0; probe < 60; probe++) {
      const ms = draw(1_000_000 + probe, 90_000)
      const expected = new Int32Array(entities).fill(UNKNOWN)
      for (const [atMs, entity, value] of rows) if (atMs <= ms) expected[entity] = value
      replay.seek(ms)
      expect([...replay.values], `at ${ms} ms`).toEqual([...expected])
    }
  })

  test('a log of another site, or none, leaves everything unknown', () => {
    const replay = createSiteReplay(handRun([{}], { logs: [logOf(3, [[0, 0, 1]])] }), 2, 1)
    replay.seek(100)
    expect([...replay.state.rackPower]).toEqual([UNKNOWN, UNKNOWN])
    expect([...replay.state.blockCoolant]).toEqual([UNKNOWN])
  })
})
