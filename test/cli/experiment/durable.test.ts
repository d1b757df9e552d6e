/** What is written while experiments run: journals, cache, sealed files, goals, axes. */
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Row } from '../../../src/analysis/reduce.ts'
import { collectGoal, createGoals } from '../../../src/cli/experiment/goals.ts'
import { openCache } from '../../../src/cli/experiment/row-cache.ts'
import { openJournal } from '../../../src/cli/sweep/journal.ts'
import { chosenShard, shardPoints, sizeOf, sweepPoints } from '../../../src/cli/sweep/plan.ts'
import { isSealed, SEAL, sealed } from '../../../src/cli/sweep/sealed.ts'
import { fromLine, toLine } from '../../../src/results/plain-text.ts'
import { type Axis, readAxis } from '../../../src/scenario/matrix.ts'
import { temporaryFolder } from '../nameplate.ts'

const folder = temporaryFolder()
const row = (point: number, replication: number, meanUtilisation = 0.5): Row =>
  ({ point, replication, seed: 1, resultHash: 'x', installedAccelerators: 1, contractedMs: '1', buckets: {}, checks: [NaN], months: {}, figures: { meanUtilisation, pue: NaN, delayUsd: -0, timeToCapacity: Infinity } }) as unknown as Row

test('numbers that JSON lacks come back to the last bit', () => {
  const data = { list: [NaN, Infinity, -Infinity, -0, 0, 0.1 + 0.2], text: 'NaN' }
  expect(fromLine(toLine(data))).toEqual(data)
  expect(Object.is((fromLine(toLine([-0])) as number[])[0], -0)).toBe(true)
})

describe('journal', () => {
  test('gives back every whole row, cuts off what is torn, and goes on', () => {
    const file = join(folder, 'torn', 'a.journal')
    const first = openJournal(file, 'sweep A')
    first.add(row(0, 0))
    first.add(row(0, 1))
    first.close()
    const whole = readFileSync(file)
    for (let length = whole.length; length > 0; length -= 97) {
      writeFileSync(file, whole.subarray(0, length))
      const again = openJournal(file, 'sweep A')
      expect(again.rows.length, `${length} bytes`).toBeLessThanOrEqual(2)
      for (const each of again.rows) expect(each).toEqual(row(0, each.replication))
      for (let replication = again.rows.length; replication < 2; replication++) again.add(row(0, replication))
      again.close()
      expect(readFileSync(file).equals(whole), `${length} bytes`).toBe(true)
    }
  })

  test('of another sweep, or damaged from its begin, is refused and not touched', () => {
    const file = join(folder, 'other', 'a.journal')
    openJournal(file, 'sweep A').close()
    expect(() => openJournal(file, 'sweep B')).toThrow('another sweep')
    writeFileSync(file, 'something else\nentirely\n')
    expect(() => openJournal(file, 'sweep A')).toThrow('damaged')
    expect(readFileSync(file, 'utf8')).toContain('entirely')
  })
})

describe('cache', () => {
  test('gives what was put, ignores what is damaged, and survives being deleted', async () => {
    const own = join(folder, 'cache')
    const cache = openCache(own)
    const key = 'ab'.repeat(32)
    expect(await cache.get(key, false)).toBeUndefined()
    await cache.put(key, { row: row(0, 0), told: null })
    expect(await cache.get(key, false)).toEqual({ row: row(0, 0), told: null })
    expect(await cache.get(key, true), 'has no report').toBeUndefined()
    const [name] = readdirSync(join(own, 'ab'))
    appendFileSync(join(own, 'ab', name), ' ')
    expect(await cache.get(key, false)).toBeUndefined()
    rmSync(own, { recursive: true })
    await cache.put(key, { row: row(0, 0), told: null })
    expect(await cache.get(key, false)).toBeDefined()
    expect(cache.problem()).toBeUndefined()
  })

  test('that cannot be written is told and harms nothing', async () => {
    const file = join(folder, 'a file')
    writeFileSync(file, '')
    const cache = openCache(join(file, 'cache'))
    await cache.put('cd'.repeat(32), { row: row(0, 0), told: null })
    expect(cache.problem()).toMatch(/ENOTDIR|EEXIST/u)
  })
})

test('a sealed file is known by any changed byte', () => {
  const bytes = sealed(Buffer.from(`data data ${SEAL} more data`))
  const digest = Buffer.from(bytes).toString('latin1', 10, 74)
  expect(isSealed(bytes, digest)).toBe(true)
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] ^= 1
    expect(isSealed(changed, changed.toString('latin1', 10, 74)), `byte ${at}`).toBe(false)
  }
})

describe('goals', () => {
  test('are read, and refused when they make no sense', () => {
    expect(collectGoal('meanUtilisation=1 %')).toMatchObject([{ figure: 'meanUtilisation', share: 0.01, amount: 0 }])
    expect(collectGoal('pue=0.005', collectGoal('meanUtilisation=1 %'))).toHaveLength(2)
    for (const wrong of ['meanUtilisation=0', 'meanUtilisation=-1 %', 'meanUtilisation', 'meanUtilisation=wide']) expect(() => collectGoal(wrong), wrong).toThrow('--half-width takes')
    expect(() => collectGoal('meanUtilization=1 %')).toThrow("did you mean 'meanUtilisation'")
  })

  test('ask for more until they are reached; pairs go together and are judged by their differences', () => {
    const goals = createGoals(collectGoal('meanUtilisation=0.001'), true, [0, 1], 200)
    // Sides that spread alike differ by a constant: no more are needed.
    for (let replication = 0; replication < 10; replication++) for (const point of [0, 1]) goals.add(row(point, replication, replication / 10 + point))
    expect(goals.next()).toEqual([])
    expect(goals.reached()).toMatchObject([{ point: 1, replications: 10, isReached: true }])
    const alone = createGoals(collectGoal('meanUtilisation=0.001'), false, [0], 200)
    for (let replication = 0; replication < 10; replication++) alone.add(row(0, replication, replication / 10))
    expect(alone.next()).toEqual([10, 11, 12, 13, 14].map(replication => ({ point: 0, replication })))
  })
})

describe('points', () => {
  const axis = (text: string): Axis => {
    const read = readAxis(text)
    if (!read.ok) throw new Error(read.error.message)
    return read.value
  }

  test('of a grid take every combination, with units', () => {
    const axes = [axis('grid.feeds.a.capacity=10 MW..20 MW:3'), axis('option=as-written,late')]
    const points = sweepPoints(axes, { design: 'grid', points: undefined, seed: 1 }, { file: 'f', set: [{ path: 'x', value: '1' }] })
    expect(points.map(({ values }) => values.join(' '))).toEqual(['10 MW as-written', '10 MW late', '15 MW as-written', '15 MW late', '20 MW as-written', '20 MW late'])
    expect(points[1]).toMatchObject({ option: 'late', set: [{ path: 'x', value: '1' }, { path: 'grid.feeds.a.capacity', value: '10 MW' }] })
    expect(points[0].option).toBeUndefined()
  })

  test('what explodes or makes no sense is refused', () => {
    const range = [axis('faults.technicians=1..9')]
    expect(() => sizeOf(range, { design: 'grid', points: undefined, seed: 1 })).toThrow('needs steps')
    expect(() => sizeOf(range, { design: 'sobol', points: 12, seed: 1 })).toThrow('power of two')
    expect(() => sizeOf([], { design: 'grid', points: undefined, seed: 1 })).toThrow('nothing to vary')
    expect(sizeOf(range, { design: 'latin-hypercube', points: 12, seed: 1 })).toBe(12)
  })

  test('shards are disjoint and together all; array jobs know theirs', () => {
    const shards = [0, 1, 2].map(index => shardPoints(10, { index, count: 3 }))
    expect(shards.flat().toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(chosenShard({ shard: '3/8' }, {})).toEqual({ index: 2, count: 8 })
    expect(chosenShard({}, { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_MIN: '5', SLURM_ARRAY_TASK_COUNT: '4' })).toEqual({ index: 2, count: 4 })
    expect(chosenShard({}, { SLURM_ARRAY_TASK_ID: '20', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_MAX: '30', SLURM_ARRAY_TASK_STEP: '10' })).toEqual({ index: 2, count: 4 })
    expect(chosenShard({ shards: 4 }, { JOB_COMPLETION_INDEX: '3' })).toEqual({ index: 3, count: 4 })
    expect(chosenShard({}, {})).toEqual({ index: 0, count: 1 })
    for (const shard of ['0/8', '9/8', '1', 'a/b']) expect(() => chosenShard({ shard }, {}), shard).toThrow('shard')
    expect(() => chosenShard({}, { JOB_COMPLETION_INDEX: '3' })).toThrow('--shards')
  })
})
