import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { valuesOf } from '../../src/base/packed-column.ts'
import { readScenario } from '../../src/cli/read-scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'nameplate-tables-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scenario = (file: string, weather: string): string => `format: 1
name: Trace
horizon: {start: 2027-01-01, end: 2027-03-01}
site: {location: {latitude: 39.0, longitude: -77.5, timezone: America/New_York}, weather: ${weather}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 13.8 kV, energised: 2027-01-01}}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 6}, transformers: {model: lv-2500kva, count: 2}}
    cooling: {plant: dry-adiabatic, supply: 36 degC, units: {model: dry-cooler-980kw, count: 3}, trim: {model: chiller-screw, count: 1}}
    racks: [{model: gb200-nvl72, count: 15, delivered: {lead: 20 weeks}}]
workload: [{id: jobs, source: trace, file: ${file}}]
`

async function read(text: string) {
  const file = join(folder, 'site.yaml')
  writeFileSync(file, text)
  return readScenario(file, {})
}

// Two jobs of the Standard Workload Format: 18 fields, −1 unknown.
const SWF = `; Computer: two jobs
1 0 0 3600 4 -1 -1 4 7200 -1 1 1 1 -1 -1 -1 -1 -1
2 60 0 600 8 -1 -1 8 900 -1 1 1 1 -1 -1 -1 -1 -1
`

describe('tables that a scenario names', () => {
  test('a job trace is read, hashed and handed to the engine', async () => {
    writeFileSync(join(folder, 'jobs.swf'), SWF)
    const { inputs, inputHashes, issues } = await read(scenario('jobs.swf', '{climate: ashburn}'))
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect([...valuesOf(inputs.traces?.['jobs.swf'].submitMs ?? new Float64Array(0))]).toEqual([0, 60_000])
    expect(inputHashes['jobs.swf']).toMatch(/^[0-9a-f]{16}$/)
  })

  test('requests of a service come from a trace, packed or not; what is left out is told; what is not there as well', async () => {
    const lines = Array.from({ length: 120 }, (_, i) => `2023-11-16 18:${String(17 + Math.floor(i / 60))}:${String(i % 60).padStart(2, '0')}.9799600,${400 + i},${20 + (i % 7)}`)
    writeFileSync(join(folder, 'requests.csv.gz'), gzipSync(`TIMESTAMP,ContextTokens,GeneratedTokens\n${lines.join('\n')}\nbroken\n`))
    const text = (file: string): string => scenario('jobs.swf', '{climate: ashburn}').replace(/workload:.*/u, `workload: [{id: chat, source: inference, firstToken: 2 s, requests: {file: ${file}, scale: 10}}]`)
    const { inputs, inputHashes, issues } = await read(text('requests.csv.gz'))
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(Array.from(inputs.requests?.['requests.csv.gz'].minutes ?? [])).toEqual([60, 60])
    expect(inputHashes['requests.csv.gz']).toMatch(/^[0-9a-f]{16}$/)
    expect(issues).toContainEqual(expect.objectContaining({ severity: 'warn', path: 'workload.chat.requests.file', code: 'AZURE_LINE' }))
    const absent = await read(text('absent.csv'))
    expect(absent.issues).toContainEqual(expect.objectContaining({ severity: 'error', path: 'workload.chat.requests.file' }))
  })

  test.each([
    ['absent.swf', '{climate: ashburn}', 'workload.jobs.file', /does not exist/],
    ['../outside.swf', '{climate: ashburn}', 'workload.jobs.file', /leaves the folder/],
    ['/etc/hostname', '{climate: ashburn}', 'workload.jobs.file', /leaves the folder/],
    ['jobs.swf', '{epw: absent.epw}', 'site.weather.epw', /does not exist/],
  ])('%s with weather %s: %s', async (file, weather, path, message) => {
    writeFileSync(join(folder, 'jobs.swf'), SWF)
    const { issues } = await read(scenario(file, weather))
    const found = issues.filter(issue => issue.path === path && issue.severity === 'error')
    expect(found.map(issue => issue.message).join()).toMatch(message)
  })

  test('accounting of Slurm, packed, and a table by its columns: what is left out is told with its count and line', async () => {
    const sacct = 'JobID|User|State|Submit|Start|End|Elapsed|Timelimit|AllocTRES\n1|a|COMPLETED|2027-01-01T00:00:00|2027-01-01T00:00:00|2027-01-01T01:00:00|01:00:00|02:00:00|gres/gpu=8\n2|a|FAILED|x|\n'
    writeFileSync(join(folder, 'jobs.sacct.gz'), gzipSync(sacct))
    const slurm = await read(scenario('jobs.sacct.gz', '{climate: ashburn}'))
    expect(slurm.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    expect([...valuesOf(slurm.inputs.traces?.['jobs.sacct.gz'].runMs ?? new Float64Array(0))]).toEqual([3_600_000])
    expect(slurm.issues.find(({ code }) => code === 'SACCT_LINE')).toMatchObject({ severity: 'warn', line: 3, file: 'jobs.sacct.gz' })
    writeFileSync(join(folder, 'jobs.csv'), 'begin,gpus,took\n0,8,60\n10,0,60\n20,4,-5\n')
    const table = await read(scenario('jobs.csv, columns: {submit: begin, accelerators: gpus, run: took}', '{climate: ashburn}'))
    expect(Object.values(table.inputs.traces ?? {})).toMatchObject([{ submitMs: { length: 1 }, leftOut: 2 }])
    expect(table.issues.map(({ code }) => code)).toEqual(expect.arrayContaining(['CSV_NO_GPU', 'CSV_NEGATIVE']))
    const strict = await read(scenario('jobs.csv, columns: {submit: begin, accelerators: gpus, run: took}, onBadLine: fail', '{climate: ashburn}'))
    expect(strict.issues.filter(({ severity }) => severity === 'error')).toMatchObject([{ code: 'CSV_NEGATIVE', line: 4 }])
  })

  test('a file of another format is named as such', async () => {
    writeFileSync(join(folder, 'jobs.swf'), 'hello, world\n')
    const { issues } = await read(scenario('jobs.swf', '{climate: ashburn}'))
    expect(issues.some(({ code }) => code === 'TRACE_FORMAT')).toBe(true)
  })
})
