import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { parquetReadObjects } from 'hyparquet'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/analysis/report.ts'
import { readSweepFile, writeSweepFile } from '../../src/cli/sweep/shard-file.ts'
import type { Row } from '../../src/analysis/reduce.ts'
import type { SweepPlan } from '../../src/cli/sweep/shard-file.ts'
import { type PointTable, pointTable, TABLE_FORMATS } from '../../src/cli/sweep/table.ts'
import { toLine } from '../../src/results/plain-text.ts'
import { killSweeps } from './killed-sweep.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()
const file = join(folder, 'hall.yaml')
const out = (name: string): string => join(folder, name)
const results = (name: string): Buffer => readFileSync(join(out(name), 'results.parquet'))
beforeAll(() => writeFileSync(file, smallHall))

const axis = { path: 'faults.technicians', levels: { kind: 'list', values: ['2'] } } as const
const plan: SweepPlan = { format: 1, engine: '', scenario: '', scenarioHash: '', inputHashes: {}, axes: [axis], design: 'grid', designSeed: 1, points: 1, option: null, set: [], seed: 1, replications: 2, goals: [], mostReplications: 200, until: null }

/** The table of one point whose replications had these values. */
const tableOf = (key: 'meanUtilisation' | 'pue' | 'netPresentUsd', values: readonly number[]): PointTable =>
  pointTable(plan, [['2']], values.map((value, replication) => ({ point: 0, replication, figures: { [key]: value } }) as unknown as Row), [key])
const cellOf = (table: PointTable): string => TABLE_FORMATS.md(table).trimEnd().split('\n')[2].split(' | ')[3].replace(/ \|$/u, '').replaceAll('\u2009', ' ')

describe('intervals of a sweep', () => {
  // Two values a and b: mean ± 12.706 · |a − b| / 2 (Student, one degree of freedom).
  test('end where the figure cannot go, in every format', () => {
    const wide = tableOf('meanUtilisation', [0.25, 0.75])
    expect(cellOf(wide)).toBe('50.00 % [0.00 % … 100.00 %]')
    expect(TABLE_FORMATS.csv(wide).trimEnd().split(/\r?\n/u)[1].split(',').slice(3, 6)).toEqual(['0.5', '0', '1'])
    expect(JSON.parse(TABLE_FORMATS.json(wide))).toMatchObject({ points: [{ figures: { meanUtilisation: { ci95: [0, 1] } } }] })
    expect(cellOf(tableOf('pue', [0.5, 1.5]))).toBe('1.000 [0 … 7.353]')
  })

  test('are percentage points beside a share, a reach beside everything else, and cut nothing that may be negative', () => {
    expect(cellOf(tableOf('meanUtilisation', [0.49, 0.51]))).toBe('50.00 % ± 12.71 pp')
    expect(cellOf(tableOf('meanUtilisation', [1, 1]))).toBe('100.00 % ± 0.00 pp')
    expect(cellOf(tableOf('netPresentUsd', [-100, 300]))).toBe('100.0 ± 2 541')
  })
})

describe('sweep and merge', () => {
  test('a sweep in one process, and in shards on two machines, end with the same bytes and table', async () => {
    const whole = await nameplate(['sweep', file, '--out', out('whole'), '--format', 'json'])
    expect(whole.code, whole.stderr).toBe(0)
    const table = JSON.parse(whole.stdout) as { points: { values: Record<string, string>; replications: number; figures: Record<string, unknown> }[] }
    expect(table.points.map(({ values }) => values)).toEqual([
      { 'faults.technicians': '2', option: 'as-written' }, { 'faults.technicians': '2', option: 'late' }, { 'faults.technicians': '8', option: 'as-written' }, { 'faults.technicians': '8', option: 'late' },
    ])
    expect(table.points.every(({ replications }) => replications === 2)).toBe(true)
    const bytes = results('whole')
    const rows = (await parquetReadObjects({ file: new Uint8Array(bytes).buffer })) as Record<string, unknown>[]
    expect(rows.map(({ point, replication }) => `${String(point)}/${String(replication)}`)).toEqual(['0/0', '0/1', '1/0', '1/1', '2/0', '2/1', '3/0', '3/1'])
    // The buckets of a replication sum to its contract, in the file too.
    for (const row of rows) expect(Object.entries(row).filter(([name]) => name.startsWith('ms.')).reduce((sum, [, ms]) => sum + (ms as bigint), 0n)).toBe(row.contractedMs)

    const first = await nameplate(['sweep', file, '--out', out('parts'), '--shard', '1/2', '--workers', '1'])
    expect(first.code, first.stderr).toBe(0)
    const early = await nameplate(['merge', out('parts')])
    expect([early.code, early.stdout]).toEqual([1, ''])
    expect(early.stderr).toContain('1 of 2 shards are missing: 2')
    expect(existsSync(join(out('parts'), 'results.parquet'))).toBe(false)
    const second = await nameplate(['sweep', file, '--out', out('parts'), '--workers', '2'], { env: { SLURM_ARRAY_TASK_ID: '8', SLURM_ARRAY_TASK_MIN: '7', SLURM_ARRAY_TASK_COUNT: '2' } })
    expect(second.code, second.stderr).toBe(0)
    const merged = await nameplate(['merge', out('parts'), '--format', 'json'])
    expect(merged.stdout).toBe(whole.stdout)
    expect(results('parts').equals(bytes)).toBe(true)
  })

  test('merge refuses what is damaged, cut off, twice or of another sweep, and overwrites nothing', async () => {
    const before = results('parts')
    const [one, two] = ['shard-1-of-2.parquet', 'shard-2-of-2.parquet'].map(name => join(out('parts'), name))
    const kept = readFileSync(two)
    const refused = async (why: string): Promise<void> => {
      const { code, stderr } = await nameplate(['merge', out('parts')])
      expect(code).toBe(1)
      expect(stderr).toContain(why)
      expect(results('parts').equals(before)).toBe(true)
    }
    truncateSync(two, kept.length - 100)
    await refused('damaged or cut off')
    const changed = Buffer.from(kept)
    changed[200] ^= 1
    writeFileSync(two, changed)
    await refused('shard-2-of-2.parquet is damaged')
    copyFileSync(one, two)
    await refused('shard 1 is there twice')
    copyFileSync(join(out('whole'), 'shard-1-of-1.parquet'), join(out('parts'), 'shard-1-of-1.parquet'))
    await refused('two ways to split')
    rmSync(join(out('parts'), 'shard-1-of-1.parquet'))
    writeFileSync(two, kept)
    const other = await readSweepFile(two)
    if ('problem' in other) throw new Error(other.problem)
    const planText = toLine({ ...other.plan, engine: 'another version' })
    await writeSweepFile(two, planText, other.shard, other.rows.map(row => ({ row, label: `point ${row.point}`, values: ['2', 'late'] })))
    await refused('was made by another version of the program than')
  })

  test('--dry-run counts and estimates; what explodes is refused with the number', async () => {
    const { code, stdout } = await nameplate(['sweep', file, '--dry-run', '--vary', 'site.location.elevation=0 m..300 m:4'])
    expect(code).toBe(0)
    expect(stdout).toContain('16 points, 16 of them here, 2 replications each: 32 runs')
    expect(stdout).toMatch(/one run of point 0: .* s; all with .* workers: about .*\nmemory: about \d+ MB/u)
    const many = await nameplate(['sweep', file, '--dry-run', '--vary', 'site.location.elevation=0 m..300 m:10000', '--vary', 'faults.technicians=1..9:9'])
    expect(many.code).toBe(2)
    expect(many.stderr).toContain('180000 points with 2 replications each are 360000 runs, more than 100000')
  })

  test('--emit prints scripts that repeat the sweep', async () => {
    const flags = ['sweep', file, '--vary', 'site.location.elevation=0 m..300 m:4', '--out', 'far', '--shards', '3']
    const [slurm, kubernetes, github] = await Promise.all(['slurm', 'kubernetes', 'github'].map(async kind => (await nameplate([...flags, '--emit', kind])).stdout))
    expect(slurm).toContain('#SBATCH --array=1-3')
    expect(slurm).toContain(`sweep ${file} --vary 'site.location.elevation=0 m..300 m:4' --workers 1 --out far`)
    expect(load(kubernetes)).toMatchObject({ kind: 'Job', spec: { completions: 3, completionMode: 'Indexed', template: { spec: { containers: [{ command: expect.arrayContaining(['--shards', '3', 'site.location.elevation=0 m..300 m:4']) }] } } } })
    expect(load(github)).toMatchObject({ jobs: { shard: { strategy: { matrix: { shard: [1, 2, 3] } } }, merge: { needs: 'shard' } } })
  })

  test('killed at random instants it resumes and ends with the same bytes', async () => {
    expect((await killSweeps(folder, 5, 20_270_107)).finished).toBeLessThanOrEqual(5)
  })

  test('a folder that may not be written ends with 1 and says so', async () => {
    writeFileSync(out('a-file'), '')
    const { code, stderr } = await nameplate(['sweep', file, '--out', join(out('a-file'), 'results')])
    expect(code).toBe(1)
    expect(stderr).toMatch(/ENOTDIR|EEXIST/u)
  })
})

describe('run', () => {
  test('what was simulated before comes from the cache, byte for byte; deleted, it is simulated again', async () => {
    const env = { NAMEPLATE_CACHE: out('cache') }
    const args = ['run', file, '--replications', '3', '--workers', '1', '--format', 'json']
    const first = await nameplate(args, { env })
    const entries = (): string[] => readdirSync(out('cache'), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.row'))
    expect(entries()).toHaveLength(3)
    const again = await nameplate(args, { env })
    expect(again.stdout).toBe(first.stdout)
    for (const name of entries()) appendFileSync(join(out('cache'), name), 'x')
    expect((await nameplate([...args, '--no-cache'])).stdout).toBe(first.stdout)
    expect((await nameplate(args, { env })).stdout).toBe(first.stdout)
  })

  test('--half-width goes on until the interval is narrow, and says what was reached', async () => {
    const { code, stdout } = await nameplate(['run', file, '--half-width', 'meanUtilisation=0.000001', '--most-replications', '12', '--format', 'json'])
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as Report
    expect(report.manifest.replications).toBe(12)
    expect(report.precision).toMatchObject([{ figure: 'meanUtilisation', replications: 12, isReached: false, asked: 0.000001 }])
    const wrong = await nameplate(['run', file, '--half-width', 'meanUtilisation=0'])
    expect(wrong.code).toBe(2)
  })
})
