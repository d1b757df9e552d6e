import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/analysis/report.ts'
import { exporters } from '../../src/exchange/exporters/index.ts'
import { BUCKETS } from '../../src/scenario/buckets.ts'
import { ended, type Finished, nameplate, scenarioFile, start, temporaryFolder } from './nameplate.ts'

const quickstart = scenarioFile('quickstart.yaml')
const folder = temporaryFolder()
/** 1,080 accelerators from 1 July 2027 on. */
const contractMs = (days: number): bigint => 1080n * 86_400_000n * BigInt(days)
const reportOf = ({ stdout }: Finished): Report => JSON.parse(stdout) as Report
const sumOf = ({ ledger }: Report): bigint => ledger.reduce((sum, { acceleratorMs }) => sum + BigInt(acceleratorMs), 0n)

describe('run --format json', () => {
  let whole: Finished
  let report: Report
  beforeAll(async () => {
    whole = await nameplate(['run', quickstart, '--replications', '2', '--workers', '2', '--format', 'json', '--out', join(folder, 'whole')])
    report = reportOf(whole)
  })

  test('ends with 0 and one object of the stable keys on stdout', () => {
    expect(whole.code).toBe(0)
    expect(Object.keys(report)).toEqual(['manifest', 'summary', 'ledger', 'gates', 'overlap', 'overlapByPeriod', 'ledgers', 'ratios', 'memos', 'energyLedger', 'energyByBucket', 'efficiency', 'money', 'services', 'runs', 'work', 'steadyState', 'critical', 'faults', 'goodput', 'jobClasses', 'hourlyEttr', 'datastore', 'refresh', 'refreshes', 'fabric', 'tenants', 'tenantMoney', 'budgets', 'serviceTenants', 'checks', 'issues', 'sustainedOf', 'allocation'])
    expect(Object.keys(report.manifest)).toEqual(expect.arrayContaining(['tool', 'format', 'scenarioHash', 'inputHashes', 'seed', 'replications', 'resultHash']))
    expect(report.manifest).toMatchObject({ format: 1, seed: 1, replications: 2, option: null })
    expect(report.manifest.resultHash).toMatch(/^[0-9a-f]{16}$/)
  })

  test('each uncertain figure has mean, interval and quantiles, or says why not', () => {
    const { installedAccelerators, ...figures } = report.summary
    expect(installedAccelerators).toBe(1080)
    for (const [key, figure] of Object.entries(figures)) {
      if ('mean' in figure) {
        expect(Object.keys(figure), key).toEqual(['mean', 'ci95', 'p10', 'p50', 'p90'])
        expect(figure.p10 <= figure.p50 && figure.p50 <= figure.p90, key).toBe(true)
        expect(figure.ci95 !== null && figure.ci95[0] <= figure.mean && figure.mean <= figure.ci95[1], key).toBe(true)
      } else {
        expect(figure, key).toMatchObject({ value: null, reason: expect.stringMatching(/\S/) })
      }
    }
  })

  test('the ledger sums to the contract to the last integer, in the order of the waterfall', () => {
    expect(report.ledger.map(({ bucket }) => bucket)).toEqual(BUCKETS.map(({ code }) => code))
    expect(sumOf(report)).toBe(contractMs(550))
    for (const row of report.ledger) expect(Object.keys(row)).toEqual(expect.arrayContaining(['bucket', 'label', 'acceleratorMs', 'gpuHours', 'share', 'interval']))
  })

  test('--out writes the same object and the tables, and nothing else', () => {
    const tables = [...exporters.map(({ id }) => id), 'buckets', 'ledger-means', 'money', 'months', 'replications', 'summary']
    expect(readdirSync(join(folder, 'whole')).toSorted()).toEqual([...tables.flatMap(id => [`${id}.csv`, `${id}.parquet`]), 'manifest.json', 'results.nameplate', 'summary.json'].toSorted())
    expect(JSON.parse(readFileSync(join(folder, 'whole', 'summary.json'), 'utf8'))).toEqual(report)
    const rows = readFileSync(join(folder, 'whole', 'ledger.csv'), 'utf8').trimEnd().split('\r\n').slice(1)
    expect(rows.reduce((sum, row) => sum + BigInt(row.slice(row.lastIndexOf(',') + 1)), 0n)).toBe(contractMs(550))
    expect(whole.stderr).toContain('summary.json')
    expect(readdirSync(folder)).toEqual(['whole'])
  })

  test('gives the same bytes with other workers', async () => {
    const alone = await nameplate(['run', quickstart, '--replications', '2', '--workers', '1', '--format', 'json'])
    expect(alone.stdout).toBe(whole.stdout)
  })
})

describe('run', () => {
  const until = ['--until', '2027-09-01', '--replications', '1']

  test('--until beyond the horizon, and --most-replications without --half-width, are told', async () => {
    const beyond = await nameplate(['run', quickstart, '--until', '2099-01-01'])
    expect([beyond.code, beyond.stdout]).toEqual([2, ''])
    expect(beyond.stderr).toContain('--until 2099-01-01 lies beyond the horizon, which ends on 2029-01-01: leave it out')
    const most = await nameplate(['run', quickstart, '--most-replications', '3'])
    expect([most.code, most.stdout]).toEqual([2, ''])
    expect(most.stderr).toContain('--most-replications ends what --half-width asks for: give --half-width')
  })

  test('--until ends with that day, and the books close there', async () => {
    const report = reportOf(await nameplate(['run', quickstart, ...until, '--format', 'json']))
    expect(sumOf(report)).toBe(contractMs(62))
    expect(report.ledger.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
    expect(report.manifest.until).toBe('2027-09-01')
  })

  test('--until is said in the first lines; at the end of the horizon it changes nothing and is not said', async () => {
    const { stdout } = await nameplate(['run', quickstart, ...until])
    expect(stdout.split('\n').slice(2, 4).join(' ')).toBe('ended at the beginning of 2027-09-01, before its horizon: all figures are of the time from 2027-01-01 to then')
    const { manifest } = reportOf(await nameplate(['run', quickstart, '--until', '2027-02-01', '--replications', '1', '--format', 'json', '--set', 'horizon.end=2027-02-01']))
    expect(manifest).not.toHaveProperty('until')
  })

  test('--seed, --option and --set change the run and say so in the manifest', async () => {
    const of = async (...args: string[]): Promise<Report> => reportOf(await nameplate(['run', quickstart, ...until, '--format', 'json', ...args]))
    const [base, seed, option, set] = [await of(), await of('--seed', '7'), await of('--option', 'feed-on-time'), await of('--set', 'faults.technicians=1', '--set', 'workload.training.load=0.9')]
    expect(seed.manifest).toMatchObject({ seed: 7, scenarioHash: base.manifest.scenarioHash })
    expect(option.manifest.option).toBe('feed-on-time')
    expect(new Set([base, option, set].map(({ manifest }) => manifest.scenarioHash)).size).toBe(3)
    expect(new Set([base, seed, option, set].map(({ manifest }) => manifest.resultHash)).size).toBe(4)
  })

  test('prints one screen of at most 80 columns, without colour where nobody looks', async () => {
    const { code, stdout, stderr } = await nameplate(['run', quickstart, '--replications', '2', '--until', '2027-12-01'])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).not.toContain('\u001B')
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
    for (const part of ['Quickstart, one 2 MW hall', 'Productive of contract', 'Sustained', 'Where the contract went', 'What binds when', 'GPU·h']) expect(stdout).toContain(part)
  })

  test('--format csv and md are tables', async () => {
    const csv = await nameplate(['run', quickstart, ...until, '--format', 'csv'])
    expect(csv.stdout.startsWith('\uFEFFwindow,day,')).toBe(true)
    expect(csv.stdout.trimEnd().split('\r\n')).toHaveLength(1 + 243)
    const md = await nameplate(['run', quickstart, ...until, '--format', 'md'])
    expect(md.stdout).toMatch(/^## Quickstart, one 2 MW hall\n/)
    expect(md.stdout).toContain('| P | Productive |')
  })

  test('reads standard input', async () => {
    const { code, stdout } = await nameplate(['run', '-', ...until, '--format', 'json'], { input: readFileSync(quickstart) })
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as Report).manifest.scenario).toBe('Quickstart, one 2 MW hall')
  })

  test('an invalid scenario ends with 3, its problems on stderr and nothing on stdout', async () => {
    const { code, stdout, stderr } = await nameplate(['run', quickstart, '--set', 'faults.technicians=-1', '--out', join(folder, 'never')])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('faults.technicians')
    expect(existsSync(join(folder, 'never'))).toBe(false)
  })

  test('a folder that cannot be is refused before the run and named, without a stack', async () => {
    const { code, stderr } = await nameplate(['run', quickstart, ...until, '--out', join(quickstart, 'below-a-file')])
    expect(code).toBe(2)
    expect(stderr).toContain('below-a-file')
    expect(stderr).not.toContain('    at ')
  })
})

describe('an interrupted run', () => {
  // The input is larger than a pipe holds: once it is taken, the program is up and listens to signals.
  const text = `${readFileSync(scenarioFile('dallas-100mw.yaml'), 'utf8')}${`# ${'padding '.repeat(1000)}\n`.repeat(100)}`

  test.each(['1', '2'])('with %s workers ends with 130 and leaves no file behind', async workers => {
    const before = readdirSync(folder)
    const child = start(['run', '-', '--replications', '50', '--workers', workers, '--format', 'json', '--out', join(folder, 'interrupted')])
    const finished = ended(child)
    child.stdin.end(text, () => child.kill('SIGINT'))
    const { code, stdout } = await finished
    expect([code, stdout]).toEqual([130, ''])
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('compare', () => {
  test('options over the same random numbers, paired', async () => {
    const { code, stdout } = await nameplate(['compare', quickstart, '--options', 'feed-on-time,third-transformer', '--replications', '2', '--until', '2027-11-01', '--format', 'json'])
    expect(code).toBe(0)
    const { base, compared } = JSON.parse(stdout) as { base: Report['manifest']; compared: { name: string; differences: { key: string; base: number; option: number; difference: number }[] }[] }
    expect(base.option).toBeNull()
    expect(compared.map(({ name }) => name)).toEqual(['feed-on-time', 'third-transformer'])
    const [, transformer] = compared.map(({ differences }) => Object.fromEntries(differences.map(each => [each.key, each])))
    expect(transformer.productiveGpuHours.difference).toBe(0) // it is not on the path of any job
    expect(transformer.energyMWh.difference).toBeGreaterThan(0) // and has losses of its own
  })

  test('text fits 80 columns and marks what is clear', async () => {
    const { stdout } = await nameplate(['compare', quickstart, '--options', 'third-transformer', '--replications', '2', '--until', '2027-11-01'])
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
    expect(stdout).toContain('third-transformer against base')
    expect(stdout).toMatch(/^[* ] Energy, MWh/m)
    expect(stdout).toContain('* the paired interval excludes zero')
  })

  test('all stands for every option of the file, and an option that is named twice is compared once', async () => {
    const names = async (...flags: string[]): Promise<string[]> => {
      const { code, stdout, stderr } = await nameplate(['compare', quickstart, ...flags, '--replications', '1', '--workers', '1', '--until', '2027-02-01', '--format', 'json'])
      expect(code, stderr).toBe(0)
      return (JSON.parse(stdout) as { compared: { name: string }[] }).compared.map(({ name }) => name)
    }
    expect(await names('--options', 'all')).toEqual(['feed-on-time', 'third-transformer'])
    expect(await names('--options', 'all', '--base', 'feed-on-time')).toEqual(['third-transformer'])
    expect(await names('--options', 'third-transformer,third-transformer')).toEqual(['third-transformer'])
  })

  test('of one side only is a usage error', async () => {
    const { code, stderr } = await nameplate(['compare', quickstart])
    expect(code).toBe(2)
    expect(stderr).toContain('--options')
  })
})
