import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync, zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/analysis/report.ts'
import { openBundle } from '../../src/app/opening/read-bundle.ts'
import { writeBundle } from '../../src/exchange/bundle-file.ts'
import { nameplate, scenarioFile, temporaryFolder } from './nameplate.ts'

const folder = temporaryFolder()
const bundle = join(folder, 'out', 'results.nameplate')
const read = (name: string): Buffer => readFileSync(join(folder, name))
let report: Report

/** An independent reader of Parquet, where its binary is installed. */
const duckdb = await import('@duckdb/node-api').catch(() => undefined)

beforeAll(async () => {
  const { stdout, stderr } = await nameplate(['run', scenarioFile('quickstart.yaml'), '--until', '2027-09-01', '--replications', '2', '--format', 'json', '--out', join(folder, 'out'), '--no-bom'])
  expect(stderr).toContain('manifest.json')
  report = JSON.parse(stdout) as Report
})

describe('results of a run', () => {
  test('the manifest names every file with its hash, and what made them', () => {
    const { files, ...manifest } = JSON.parse(read('out/manifest.json').toString('utf8')) as { files: { name: string; sha256: string; bytes: number }[] }
    expect(manifest).toEqual(report.manifest)
    expect(files.map(({ name }) => name).toSorted()).toEqual(readdirSync(join(folder, 'out')).filter(name => name !== 'manifest.json').toSorted())
    for (const { name, sha256, bytes } of files) expect([bytes, sha256], name).toEqual([read(`out/${name}`).length, createHash('sha256').update(read(`out/${name}`)).digest('hex')])
  })

  test('--no-bom leaves the byte order mark out', () => expect(read('out/ledger.csv').subarray(0, 6).toString('latin1')).toBe('window'))

  test.skipIf(duckdb === undefined)('DuckDB reads the Parquet: sums to the last integer, dates as dates, units beside them (skipped where its binary is missing)', async () => {
    if (duckdb === undefined) return
    const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect()
    const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson()
    const table = (name: string): string => `'${join(folder, 'out', name)}.parquet'`
    const contract = report.ledger.reduce((sum, { acceleratorMs }) => sum + BigInt(acceleratorMs), 0n)
    expect(await rows(`select sum(time_accelerator_ms)::varchar from ${table('ledger')}`)).toEqual([[contract.toString()]])
    expect(await rows(`select sum(time_accelerator_ms)::varchar from ${table('buckets')} where replication = 0`)).toEqual([[contract.toString()]])
    expect(await rows(`select min(day)::varchar, count(distinct day)::int from ${table('series')}`)).toEqual([['2027-01-01', 243]])
    expect(await rows(`select typeof(day), typeof(it_kwh), typeof("window") from ${table('series')} limit 1`)).toEqual([['DATE', 'DOUBLE', 'INTEGER']])
    const [[mean]] = await rows(`select avg(mean_utilisation) from ${table('replications')}`)
    const { meanUtilisation } = report.summary
    expect(mean).toBeCloseTo('mean' in meanUtilisation ? meanUtilisation.mean : NaN, 12)
    const [[columns]] = await rows(`select decode(value) from parquet_kv_metadata(${table('series')}) where decode(key) = 'nameplate.columns'`)
    expect(columns).toContain('"key":"it_kwh","name":"IT energy","unit":"kWh"')
  })

  test('schema --results tells the columns of every table that is written', async () => {
    const schema = JSON.parse((await nameplate(['schema', '--results'])).stdout) as { table: string; columns: { name: string; heading: string; type: string }[] }[]
    for (const { table, columns } of schema) {
      const header = read(`out/${table}.csv`).toString('utf8').split('\r\n')[0].split(',')
      // Their columns follow the scenario: its series, its price periods.
      if (table !== 'series' && table !== 'meter') expect(columns.map(({ heading }) => heading), table).toEqual(header)
    }
    expect(readdirSync(join(folder, 'out')).filter(name => name.endsWith('.parquet')).length).toBe(schema.length)
  })
})

describe('what the meter read', () => {
  const flags = ['--until', '2027-09-01', '--replications', '1'] as const
  const out = join(folder, 'metered')
  let paid: Report
  beforeAll(async () => void (paid = JSON.parse((await nameplate(['run', scenarioFile('quickstart.yaml'), ...flags, '--format', 'json', '--out', out, '--no-bom'])).stdout) as Report))

  test('demand.csv has every quarter-hour, from which and the tariff the bill can be recomputed', () => {
    const rows = read('metered/demand.csv').toString('utf8').trimEnd().split('\r\n').slice(1).map(line => line.split(','))
    expect(rows.length).toBe(243 * 96)
    // 70 USD/MWh, and 12 USD a month for the highest kW of July and of August; local clocks are an hour ahead of the meter's then.
    const energyUsd = rows.reduce((usd, [, kW]) => usd + (Number(kW) / 4 / 1000) * 70, 0)
    const highest = (month: number): number => Math.max(...rows.filter(([begin]) => new Date(Date.parse(`${begin.replace(' ', 'T')}Z`) + 3_600_000).getUTCMonth() + 1 === month).map(([, kW]) => Number(kW)))
    const cost = (id: string): number => paid.money.costs.find(row => row.id === id)?.usd ?? NaN
    expect(energyUsd).toBeGreaterThan(50_000)
    expect(energyUsd / cost('energy')).toBeCloseTo(1, 9)
    expect((12 * (highest(7) + highest(8))) / cost('demand')).toBeCloseTo(1, 9)
  })

  test('export of the scenario gives the same bytes', async () => {
    const { code } = await nameplate(['export', scenarioFile('quickstart.yaml'), ...flags, '--format', 'csv', '--tables', 'demand,meter', '--no-bom', '--out', join(folder, 'exported')])
    expect(code).toBe(0)
    for (const name of ['demand.csv', 'meter.csv']) expect(read(`exported/${name}`).equals(read(`metered/${name}`)), name).toBe(true)
  })

  test('what is recorded for it changes no result', async () => {
    const { stdout } = await nameplate(['run', scenarioFile('quickstart.yaml'), ...flags, '--format', 'json'])
    expect(JSON.parse(stdout)).toEqual(paid)
  })

  test('the page that opens the bundle knows which racks are on site when: all 15 at the end', () => {
    const opened = openBundle(new Uint8Array(readFileSync(join(out, 'results.nameplate'))))
    if (!opened.ok) throw new Error(opened.error)
    const [{ first }] = opened.value.runs
    const log = first.logs.find(({ id }) => id === 'rackBucket')
    expect([log?.entities, new Set(log?.entity).size]).toEqual([15, 15])
    expect(first.horizonMs).toBe(243 * 86_400_000)
  })
})

describe('a results bundle', () => {
  test('gives the same tables as the run, without running', async () => {
    const { code } = await nameplate(['export', bundle, '--format', 'parquet', '--tables', 'ledger,replications', '--out', join(folder, 'again')])
    expect(code).toBe(0)
    expect(readdirSync(join(folder, 'again'))).toEqual(['ledger.parquet', 'replications.parquet'])
    for (const name of readdirSync(join(folder, 'again'))) expect(read(`again/${name}`).equals(read(`out/${name}`)), name).toBe(true)
  })

  test('a workbook has a sheet a table', async () => {
    const { code } = await nameplate(['export', bundle, '--format', 'xlsx', '--out', join(folder, 'book.xlsx')])
    expect(code).toBe(0)
    const sheets = strFromU8(unzipSync(new Uint8Array(read('book.xlsx')))['xl/workbook.xml'])
    for (const name of ['replications', 'ledger', 'series']) expect(sheets).toContain(`name="${name}"`)
  })

  test('chart --all draws every chart of it in the wanted size', async () => {
    const { code, stdout } = await nameplate(['chart', bundle])
    const ids = stdout.trimEnd().split('\n').map(line => line.split(' ')[0])
    const all = await nameplate(['chart', bundle, '--all', '--out', join(folder, 'charts'), '--width', '600', '--height', '300'])
    expect([code, all.code]).toEqual([0, 0])
    expect(readdirSync(join(folder, 'charts')).toSorted()).toEqual(ids.map(id => `${id.replaceAll(':', '-')}.svg`).toSorted())
    expect(read('charts/ledger-waterfall.svg').toString('utf8')).toMatch(/^<svg[^>]* width="632" height="332"/u)
  })

  test('what is no bundle, damaged, of a later format or too large is refused, and nothing is written', async () => {
    const entries = unzipSync(new Uint8Array(read('out/results.nameplate')))
    const altered = { ...entries, 'run-0.bin': entries['run-0.bin'].map((byte, at) => (at === 64 ? byte ^ 1 : byte)) }
    const cases: readonly (readonly [name: string, bytes: Uint8Array, words: string])[] = [
      ['text', Buffer.from('no archive'), 'no archive'],
      ['cut', read('out/results.nameplate').subarray(0, 4000), 'no archive'],
      ['altered', zipSync(altered), 'damaged: run-0.bin'],
      ['later', writeBundle({ 'bundle.json': '{"format": 9}' }), 'format 9'],
      ['other', zipSync({ ...entries, 'bundle.json': Buffer.from(strFromU8(entries['bundle.json']).replace(/"shape":"[0-9a-f]+"/u, '"shape":"0"')) }), 'another version'],
      ['empty', writeBundle({ 'bundle.json': '{"format": 1, "tool": "x", "labels": ["a"], "hashes": {}}' }), 'without source.json'],
    ]
    for (const [name, bytes, words] of cases) {
      writeFileSync(join(folder, `${name}.nameplate`), bytes)
      const { code, stderr } = await nameplate(['export', join(folder, `${name}.nameplate`), '--format', 'csv', '--out', join(folder, 'refused')])
      expect(code, name).toBe(3)
      expect(stderr, name).toContain(words)
    }
    expect(existsSync(join(folder, 'refused'))).toBe(false)
    expect((await nameplate(['chart', bundle, '--seed', '3'])).code).toBe(2)
  })
})
