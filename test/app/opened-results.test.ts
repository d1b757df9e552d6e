// Files of results as the page opens them: a bundle and a merged sweep of the same code that writes them, and files that somebody spoiled.
import { strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { openBundle, saveBundle } from '../../src/app/opening/read-bundle.ts'
import { openSweep } from '../../src/app/opening/read-sweep.ts'
import { linkedAddress } from '../../src/app/opening/linked-address.ts'
import { axisNumber, figureCell, responseOf, sortedRows, sweepCsv, sweepTable } from '../../src/app/state/sweep-view.ts'
import { readSweep } from '../../src/exchange/sweep-parquet.ts'
import { unsealed } from '../../src/exchange/seal.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { textWithSet } from '../../src/scenario/set-text.ts'
import { finishedRuns, sweepBytes } from './finished.ts'
import { scenarioText } from './scenarios.ts'

const text = scenarioText('quickstart')

describe('a results bundle', () => {
  test('that the page writes is what it opens: text, figures of every replication, the first run to the bit', async () => {
    const { scenario, hash, runs } = await finishedRuns()
    const opened = openBundle(saveBundle({ file: 'plan.yaml', text, studies: [{ option: null, hash, scenario, runs }] }))
    if (!opened.ok) throw new Error(opened.error)
    const [run] = opened.value.runs
    expect(opened.value).toMatchObject({ file: 'plan.yaml', text, set: [] })
    expect(run.rows.map(({ replication }) => replication)).toEqual([0, 1])
    expect(run.report.manifest).toMatchObject({ scenarioHash: hash, replications: 2, option: null })
    expect(run.first.ledger).toEqual(runs[0].ledger)
    expect(run.first.logs).toEqual(runs[0].logs)
  })

  test.each([
    ['no archive', strToU8('format: 1\n'), /no archive that can be read/u],
    ['nothing', new Uint8Array(0), /no archive that can be read/u],
    ['an archive of something else', zipSync({ 'a.txt': strToU8('a') }), /is not a results bundle/u],
    ['a later format', zipSync({ 'bundle.json': strToU8('{"format":9}') }), /of format 9; this version reads format 1/u],
    ['an index that names nothing', zipSync({ 'bundle.json': strToU8('{"format":1,"__proto__":{"labels":["a"]}}') }), /without its index/u],
  ])('%s is told as what it is', (_, bytes, message) => {
    const opened = openBundle(bytes)
    expect(opened).toMatchObject({ ok: false })
    expect(opened.ok ? '' : opened.error).toMatch(message)
  })

  test('cut off, changed within or of another version it is refused', async () => {
    const { scenario, hash, runs } = await finishedRuns()
    const bytes = saveBundle({ file: 'plan.yaml', text, studies: [{ option: null, hash, scenario, runs }] })
    expect(openBundle(bytes.slice(0, bytes.length >> 1))).toMatchObject({ ok: false, error: expect.stringContaining('no archive') as string })
    const entries = unzipSync(bytes)
    const changed = zipSync({ ...entries, 'source.json': strToU8('{"text":"<script>","file":"a","set":[]}') })
    expect(openBundle(changed)).toMatchObject({ ok: false, error: 'is damaged: source.json is not what was written' })
    const index = JSON.parse(new TextDecoder().decode(entries['bundle.json'])) as object
    expect(openBundle(zipSync({ ...entries, 'bundle.json': strToU8(JSON.stringify({ ...index, shape: 'other' })) }))).toMatchObject({ ok: false, error: expect.stringContaining('another version') as string })
  })
})

describe('a merged sweep', () => {
  test('is its points with their values, figures and the scenario', async () => {
    const opened = await openSweep(await sweepBytes())
    if (!opened.ok) throw new Error(opened.error)
    const sweep = opened.value
    expect(sweep).toMatchObject({ axes: ['seed', 'name'], text, isChecked: true, points: [{ point: 0, values: ['1', 'a'] }, { point: 1, values: ['3', 'b'] }] })
    const table = sweepTable(sweep, 'pue')
    expect(table.rows.map(({ replications }) => replications)).toEqual([2, 2])
    expect(sortedRows(table, { kind: 'axis', index: 0 }, true).map(({ point }) => point)).toEqual([1, 0])
    expect(figureCell('meanUtilisation', table.rows[0].figures[0])).toMatch(/ ± /u)
    expect(responseOf(sweep, 0, 'meanUtilisation')).toMatchObject({ path: 'seed', replications: 2, points: [{ x: 1 }, { x: 3 }] })
    expect(responseOf(sweep, 1, 'meanUtilisation')).toBeNull()
    expect(sweepCsv(sweep, table).split('\r\n')).toHaveLength(4)
  })

  test('a shard, a changed byte and what is cut off are refused', async () => {
    const bytes = await sweepBytes()
    expect(await openSweep(await sweepBytes('{"index":0,"count":2}'))).toMatchObject({ ok: false, error: expect.stringContaining('merge the shards first') as string })
    const changed = bytes.slice()
    changed[40] ^= 1
    expect(await openSweep(changed)).toMatchObject({ ok: false })
    expect(await openSweep(bytes.slice(0, 100))).toMatchObject({ ok: false, error: expect.stringContaining('cannot be read as Parquet') as string })
    expect(unsealed(bytes, 'x'.repeat(64))).toBeUndefined()
    expect(readSweep(bytes).notes.source).toBe(text)
  })
})

test.each([
  ['100 MW', { value: 100, unit: 'MW' }],
  ['-1.5e3', { value: -1500, unit: '' }],
  ['late', undefined],
])('%s as a value of an axis', (value, number) => {
  expect(axisNumber(value)).toEqual(number)
})

test('values that were set from outside are written into the text', () => {
  const set = [{ path: 'seed', value: '7' }, { path: 'grid.feeds.street.capacity', value: '3 MW' }]
  const written = textWithSet(text, set)
  if (!written.ok) throw new Error(written.error)
  expect(written.value).toContain('seed: 7 # start of all random numbers')
  expect(loadScenario(written.value).hash).toBe(loadScenario(text, { set }).hash)
  expect(textWithSet(text, [{ path: 'nowhere', value: '1' }])).toMatchObject({ ok: false })
})

test('a link names a file beside the app, and no other', () => {
  const page = 'https://plan.example/app/index.html'
  expect(linkedAddress(page)).toBeUndefined()
  expect(linkedAddress(`${page}?results=results.nameplate`)).toEqual({ url: new URL('https://plan.example/app/results.nameplate') })
  expect(linkedAddress(`${page}?results=//evil.example/results.nameplate`)).toMatchObject({ problem: expect.stringContaining('evil.example') as string })
  expect(linkedAddress(`${page}?results=javascript:alert(1)`)).toHaveProperty('problem')
  expect(linkedAddress(`${page}?results=data:text/plain,x.nameplate`)).toHaveProperty('problem')
  expect(linkedAddress(`${page}?results=notes.txt`)).toHaveProperty('problem')
})
