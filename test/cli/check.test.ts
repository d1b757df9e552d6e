import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { xmlProblem } from '../charts/xml.ts'
import { repositoryRoot } from '../fixtures.ts'
import { type Finished, nameplate, temporaryFolder } from './nameplate.ts'

/** A repository with a plan, as its owners have it, and two changes to the plan. */
const folder = temporaryFolder()
cpSync(join(repositoryRoot, 'test', 'samples', 'ci'), folder, { recursive: true })
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

const withoutProlog = (xml: string): string => xml.slice(xml.indexOf('\n') + 1)

interface Judged {
  readonly verdict: string
  readonly baseline: { readonly regressions: number } | null
  readonly runs: readonly { readonly option: string; readonly manifest: { readonly verdict: string }; readonly checks: readonly { readonly name: string; readonly pass: boolean; readonly value: number; readonly line: number }[] }[]
}

describe('check in a repository of plans', () => {
  beforeAll(async () => {
    expect(await nameplate(['baseline', 'update', 'plan.yaml', '--baseline', 'baseline.json'], { cwd: folder })).toMatchObject({ code: 0 })
  })

  test('a green change ends with 0 against the baseline; a missed warning is told', async () => {
    const { code, stdout } = await nameplate(['check', 'changes/green/plan.yaml', '--format', 'json', '--junit', 'green.xml', '--baseline', 'baseline.json'], { cwd: folder })
    const { verdict, runs, baseline } = JSON.parse(stdout) as Judged
    expect([code, verdict, baseline?.regressions]).toEqual([0, 'warn', 0])
    expect(runs.map(({ option, manifest }) => [option, manifest.verdict])).toEqual([['as written', 'pass'], ['feed-on-time', 'warn']])
    expect(xmlProblem(withoutProlog(read('green.xml')))).toBeUndefined()
    expect(read('green.xml')).toContain('failures="0" errors="0" skipped="1"')
  })

  test('a red change ends with 10, in JUnit, SARIF, the summary of the step and annotations at the line of the check', async () => {
    const plan = 'changes/red/plan.yaml'
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(folder, 'summary.md') }
    const { code, stdout, stderr } = await nameplate(['check', plan, '--junit', 'red.xml', '--sarif', 'red.sarif'], { cwd: folder, env })
    expect(code).toBe(10)
    expect(stdout).toMatch(/MISS +the grid takes little/u)
    const line = read(plan).split('\n').findIndex(text => text.includes('the grid takes little')) + 1
    expect(xmlProblem(withoutProlog(read('red.xml')))).toBeUndefined()
    expect(read('red.xml')).toMatch(new RegExp(`<testcase name="the grid takes little" classname="as written" file="${plan}" line="${line}">\\s+<failure message="lossShare`, 'u'))
    const [{ results }] = (JSON.parse(read('red.sarif')) as { runs: { results: { ruleId: string; level: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[] }[] }).runs
    expect(results.filter(({ ruleId, level }) => ruleId === 'check' && level === 'error').map(({ locations }) => locations[0].physicalLocation.region.startLine)).toContain(line)
    expect(read('summary.md')).toContain('| ❌ | the grid takes little')
    expect(stderr).toMatch(new RegExp(`^::error file=${plan},line=${line},title=the grid takes little`, 'mu'))
  })

  test('the same change against the baseline ends with 11 and names the constraint that took the rest; a file that is none ends with 3', async () => {
    const { code, stdout } = await nameplate(['baseline', 'check', 'changes/red/plan.yaml', '--baseline', 'baseline.json', '--format', 'md'], { cwd: folder })
    expect(code).toBe(11)
    expect(stdout).toMatch(/\| WORSE \| Allocatable: /u)
    expect(stdout).toMatch(/^Grid late or out \(L2\.grid\) takes [\d.]+\u2009% of the contract, 0\.0\u2009% before/mu)
    expect((await nameplate(['baseline', 'check', 'plan.yaml', '--baseline', 'plan.yaml'], { cwd: folder })).code).toBe(3)
  })

  test('a baseline of a shorter run is compared with runs as short alone, and seeds and replications are those of the baseline', async () => {
    const SHORT = ['--until', '2027-07-01', '--replications', '2']
    const checked = (...flags: string[]): Promise<Finished> => nameplate(['check', 'plan.yaml', '--option', 'feed-on-time', '--workers', '1', ...flags], { cwd: folder })
    expect(await nameplate(['baseline', 'update', 'plan.yaml', '--option', 'feed-on-time', ...SHORT, '--baseline', 'short.json'], { cwd: folder })).toMatchObject({ code: 0 })
    expect(JSON.parse(read('short.json'))).toMatchObject({ until: '2027-07-01', replications: 2 })
    expect(JSON.parse(read('baseline.json'))).toMatchObject({ until: null })

    const whole = await checked('--baseline', 'short.json')
    expect([whole.code, whole.stdout]).toEqual([2, ''])
    expect(whole.stderr).toContain('short.json was simulated until 2027-07-01, this run goes to the end of the horizon (2027-10-01): give --until 2027-07-01, or write the baseline anew with `baseline update` without --until')
    const short = await checked('--baseline', 'baseline.json', '--until', '2027-07-01')
    expect(short.code).toBe(2)
    expect(short.stderr).toContain('baseline.json was simulated to the end of the horizon (2027-10-01), this run goes until 2027-07-01: leave --until out, or write the baseline anew with `baseline update --until 2027-07-01`')
    const other = await checked('--baseline', 'short.json', ...SHORT.with(3, '3'), '--seed', '99')
    expect(other.code).toBe(2)
    expect(other.stderr).toMatch(/^--seed 99 is not that of short\.json, which has \d+: leave --seed out/mu)
    expect(other.stderr).toMatch(/^--replications 3 is not that of short\.json, which has 2: /mu)

    const same = await checked('--baseline', 'short.json', ...SHORT)
    expect(same.stdout).toContain('the same results as the baseline, to the byte')
    const paired = await nameplate(['baseline', 'check', 'plan.yaml', '--baseline', 'short.json'], { cwd: folder })
    expect(paired).toMatchObject({ code: 0, stdout: expect.stringContaining('the same results as the baseline, to the byte') })
  })

  test('an unknown metric ends with 3 and names the nearest', async () => {
    const { code, stderr } = await nameplate(['check', '-'], { input: read('plan.yaml').replace('metric: meanUtilisation,', 'metric: meanUtilization,') })
    expect(code).toBe(3)
    expect(stderr).toContain('did you mean meanUtilisation?')
  })
})
