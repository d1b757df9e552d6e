// Whose life is asked for, and a life as tables.
import { describe, expect, test } from 'vitest'
import { lifeNames, lifeTables, momentText, MOST_STRETCHES, placeOfRack, queryOf, settledChoice } from '../../src/app/state/life.ts'
import { cellText } from '../../src/app/state/accounts.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { acceleratorLife, runLife } from '../charts/biography-samples.ts'
import { handRun, shippedScenario } from './scenarios.ts'

const START = daysFromCivil(2027, 1, 1)
const blocks = (...paths: readonly string[]): Partial<RunResult> => ({ efficiency: paths.map(path => ({ path, label: path }) as RunResult['efficiency'][number]) })
const run = handRun([{}], blocks('hall[0]', 'hall[1]'))
const choice = { kind: 'accelerator', block: '', rack: 3, node: 1, accelerator: 2, entry: '', job: 4 } as const

describe('whose life', () => {
  test('blocks of the run, and entries that are not services; what is not there gives way to the first', () => {
    const names = lifeNames(shippedScenario('quickstart'), run)
    expect(names.blocks.map(({ id }) => id)).toEqual(['hall[0]', 'hall[1]'])
    expect(names.entries.map(({ id }) => id)).toEqual(['training'])
    expect(settledChoice({ ...choice, block: 'gone[0]', entry: 'gone' }, names)).toMatchObject({ block: 'hall[0]', entry: 'training', rack: 3 })
    expect(settledChoice({ ...choice, block: 'hall[1]' }, names).block).toBe('hall[1]')
  })

  test('entries of several sites are named with their site', () => {
    const { entries } = lifeNames(shippedScenario('inference-fleet'), null)
    expect(entries.every(({ id }) => id.includes('/'))).toBe(true)
  })

  test('the question is a path of a node or a job of an entry; none where there is nobody', () => {
    expect(queryOf({ ...choice, block: 'hall[1]' })).toEqual({ node: 'hall[1]/rack[3]/node[1]', accelerator: 2 })
    expect(queryOf({ ...choice, kind: 'job', entry: 'training' })).toEqual({ run: 'training', ordinal: 4 })
    expect(queryOf(choice)).toBeNull()
    expect(queryOf({ ...choice, kind: 'job' })).toBeNull()
  })

  test('a selected rack names its block and its place there, with the site where there are several', () => {
    const blockOfRack = Int32Array.of(0, 0, 1, 1, 1)
    expect(placeOfRack('', run, blockOfRack, 4)).toEqual({ block: 'hall[1]', rack: 2 })
    expect(placeOfRack('dublin', run, blockOfRack, 1)).toEqual({ block: 'dublin/hall[0]', rack: 1 })
    expect(placeOfRack('', null, blockOfRack, 0)).toBeNull()
  })
})

describe('tables', () => {
  test('parts of an accelerator sum to its contract, stretches have dates', () => {
    const life = acceleratorLife()
    const [parts, stretches] = lifeTables(life, START)
    expect(parts.rows.reduce((sum, [, hours]) => sum + Number(hours), 0)).toBe(350 * 24)
    expect([0, 1, 2, 3].map(column => cellText(stretches, 1, column))).toEqual(['2027-01-21 00:00', '2027-02-10 00:00', '480.0', 'Burn-in and acceptance'])
    expect(stretches.caption).toBe(`All ${life.spans.length} stretches`)
  })

  test('a job tells why it waited; a long life is cut and says so', () => {
    expect(lifeTables(runLife(), START).map(({ caption }) => caption)).toEqual(['What the accelerators did that it held', 'Why it waited in the queue', 'All 5 stretches'])
    const [, long] = lifeTables(acceleratorLife(1000), START)
    expect(long.rows).toHaveLength(MOST_STRETCHES)
    expect(long.caption).toMatch(/^The first 400 of 3.?002 stretches/u)
  })

  test('moments before the start and within a minute', () => {
    expect(momentText(START, -60_000)).toBe('2026-12-31 23:59')
    expect(momentText(START, 86_400_000 * 31 + 3_600_000 * 7 + 59_999)).toBe('2027-02-01 07:00')
  })
})
