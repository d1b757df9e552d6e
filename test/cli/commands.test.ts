import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { childKey, rootKey, uniform } from '../../src/base/rng.ts'
import type { Issue } from '../../src/scenario/issue.ts'
import { repositoryRoot } from '../fixtures.ts'
import { nameplate, scenarioFile, temporaryFolder } from './nameplate.ts'

const folder = temporaryFolder()
const quickstart = scenarioFile('quickstart.yaml')

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const WRONG = readFileSync(quickstart, 'utf8').replace('capacity: 3 MW', 'capacity: 3 kg').replace('technicians: 2', 'technicans: 2').replace('load: 0.6', 'load: -4').replace('end: 2029-01-01', 'end: 2020-01-01')

describe('validate', () => {
  test('the shipped scenarios are without problems', async () => {
    const { code, stdout, stderr } = await nameplate(['validate', quickstart, scenarioFile('dallas-100mw.yaml')])
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain('no problems')
  })

  test('control characters in names and labels are problems at their lines and do not reach the terminal; line breaks and tabs are text', async () => {
    const text = readFileSync(quickstart, 'utf8')
    const [name, label] = [/^name: .*$/mu, /^ {4}label: .*$/mu].map(line => text.match(line)?.[0] ?? 'there is none')
    const lineOf = (piece: string): number => text.slice(0, text.indexOf(piece)).split('\n').length
    const file = written('escapes.yaml', text.replace(name, 'name: "A\\e[31mred\\e[2J"').replace(/^description: .*$/mu, 'description: "two\\nlines\\tand a tab"').replace(label, '    label: "c1 \\x9b2J"'))
    const { code, stdout, stderr } = await nameplate(['validate', file])
    expect(code).toBe(3)
    expect(stdout).toContain(`escapes.yaml:${lineOf(name)}:7 name: has the control character U+001B, upon which terminals act: leave it out (got A<U+001B>[31mred<U+001B>[2J; allowed: characters that are seen, tabs and line breaks)`)
    expect(stdout).toMatch(new RegExp(`escapes\\.yaml:${lineOf(label)}:12 blocks\\.hall\\.label: has the control character U\\+009B`, 'u'))
    expect(stdout).not.toContain('description')
    const explained = await nameplate(['explain', file, 'name'])
    expect(`${stdout}${stderr}${explained.stdout}${explained.stderr}`).not.toMatch(/(?!\n)\p{Cc}/u)
  })

  test('a section whose entries are commented out is told at its own line', async () => {
    const text = readFileSync(quickstart, 'utf8').replace(/^workload:.*\n(?: .*\n)+/mu, 'workload:\n#  - {id: training}\n')
    const { code, stdout } = await nameplate(['validate', '-'], { input: text })
    expect(code).toBe(3)
    expect(stdout).toContain(`:${text.slice(0, text.indexOf('\nworkload:')).split('\n').length + 1}:1 workload: is empty`)
  })

  test('a scenario has a name', async () => {
    const { code, stdout } = await nameplate(['validate', '-'], { input: readFileSync(quickstart, 'utf8').replace(/^name: .*$/mu, 'name: " "') })
    expect(code).toBe(3)
    expect(stdout).toMatch(/:\d+:7 name: is empty: write what it is to be called \(.*allowed: at least one character\)/u)
  })

  test('prints every problem at once as file:line:col path: message', async () => {
    const file = written('wrong.yaml', WRONG)
    const { code, stdout } = await nameplate(['validate', file])
    expect(code).toBe(3)
    const lineOf = (text: string): number => WRONG.split('\n').findIndex(line => line.includes(text)) + 1
    for (const [path, words] of [['grid.feeds.street.capacity', 'capacity: 3 kg'], ['faults.technicans', 'technicans: 2'], ['workload.training.load', 'load: -4']]) {
      expect(stdout).toMatch(new RegExp(`^${file.replaceAll('.', '\\.')}:${lineOf(words)}:\\d+ ${path}: `, 'm'))
    }
    expect(stdout).toContain('did you mean')
    expect(stdout).toMatch(/^\d+ errors, 0 warnings$/m)
  })

  test('--format json gives the issues as data', async () => {
    const { code, stdout } = await nameplate(['validate', '-', '--format', 'json'], { input: WRONG })
    expect(code).toBe(3)
    const issues = JSON.parse(stdout) as Issue[]
    expect(issues.length).toBeGreaterThanOrEqual(4)
    for (const issue of issues) expect(issue).toMatchObject({ severity: expect.stringMatching(/error|warn/), code: expect.any(String), path: expect.any(String), message: expect.any(String), line: expect.any(Number) })
  })

  test('--format sarif gives what code review tools read', async () => {
    const { stdout } = await nameplate(['validate', written('sarif.yaml', WRONG), '--format', 'sarif'])
    const log = JSON.parse(stdout) as { version: string; runs: { tool: { driver: { name: string; rules: { id: string }[] } }; results: { ruleId: string; level: string; locations: { physicalLocation: { region: { startLine: number } } }[] }[] }[] }
    expect(log.version).toBe('2.1.0')
    const [{ tool, results }] = log.runs
    expect(tool.driver.name).toBe('nameplate')
    const rules = new Set(tool.driver.rules.map(({ id }) => id))
    for (const { ruleId, level, locations } of results) {
      expect(rules.has(ruleId)).toBe(true)
      expect(level).toBe('error')
      expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0)
    }
  })

  test('warnings are told and pass', async () => {
    const { code, stdout } = await nameplate(['validate', quickstart, '--set', 'blocks.hall.power.ups.count=4'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/warning: .*N\+1/)
  })
})

describe('bad input', () => {
  test.each([1, 2, 3, 4, 5])('random bytes of seed %d are issues, never a stack', async seed => {
    const key = childKey(rootKey(seed, 0), 1)
    const bytes = Uint8Array.from({ length: 3000 }, (_, i) => Math.floor(uniform(key, 1, i) * (seed % 2 === 0 ? 128 : 256)))
    const { code, stdout, stderr } = await nameplate(['run', written(`random-${seed}.yaml`, bytes)])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain(`random-${seed}.yaml`)
    expect(stderr).not.toMatch(/\n {4}at |unexpected failure/)
  })

  test.each([
    ['an empty file', ''],
    ['only a comment', '# nothing\n'],
    ['a list', '- 1\n- 2\n'],
    ['aliases that explode', `a: &a [1,1,1,1,1,1,1,1,1,1]\n${'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]`).join('\n')}\n`],
    ['deep nesting', '['.repeat(50_000)],
    ['a cycle', 'a: &a {b: *a}\nformat: 1\n'],
    ['an expression out of bounds', readFileSync(quickstart, 'utf8').replace('count: 15', "count: =import('fs')")],
    ['a prototype', '__proto__: {polluted: 1}\nconstructor: {prototype: 1}\nformat: 1\n'],
  ])('%s is an invalid scenario', async (_, text) => {
    const { code, stdout, stderr } = await nameplate(['validate', '-'], { input: text })
    expect(code).toBe(3)
    expect(stdout).toMatch(/^\d+ errors?, /m)
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  test('a file that is too large is refused with the number', async () => {
    const big = new Uint8Array(4_000_001).fill(32)
    const { code, stderr } = await nameplate(['run', written('huge.yaml', big)])
    expect(code).toBe(3)
    expect(stderr).toContain('4000001')
    expect(stderr).toContain('4000000')
    expect((await nameplate(['run', '-'], { input: big })).stderr).toContain('4000000')
  })

  test('a file that is missing or a folder is a problem of the scenario', async () => {
    const missing = await nameplate(['run', join(folder, 'missing.yaml')])
    expect(missing.code).toBe(3)
    expect(missing.stderr).toContain('does not exist')
    expect((await nameplate(['validate', folder])).code).toBe(3)
  })

  test('a weather file that is missing or outside the folder is an issue', async () => {
    const text = readFileSync(quickstart, 'utf8')
    for (const epw of ['missing.epw', '../../etc/passwd', '/etc/passwd']) {
      const { code, stdout } = await nameplate(['validate', written('weather.yaml', text.replace('{climate: ashburn}', `{epw: ${epw}}`))])
      expect(code, epw).toBe(3)
      expect(stdout, epw).toContain('site.weather.epw')
    }
  })
})

describe('usage', () => {
  test.each([
    ['an unknown flag', ['run', quickstart, '--sede', '1'], '--sede'],
    ['an unknown command', ['simulate', quickstart], 'simulate'],
    ['no command', [], 'Usage'],
    ['no file', ['run'], 'file'],
    ['a seed that is no number', ['run', quickstart, '--seed', 'x'], '--seed'],
    ['no replication', ['run', quickstart, '--replications', '0'], '--replications'],
    ['a date that is none', ['run', quickstart, '--until', '2027-13-01'], '--until'],
    ['a set without value', ['run', quickstart, '--set', 'faults.technicians'], '--set'],
    ['an unknown format', ['run', quickstart, '--format', 'xml'], '--format'],
  ])('%s ends with 2 and says what', async (_, args, words) => {
    const { code, stdout, stderr } = await nameplate(args)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  test('--help and --version end with 0 on stdout', async () => {
    const help = await nameplate(['--help'])
    expect(help.code).toBe(0)
    for (const command of ['validate', 'run', 'compare', 'explain', 'schema', 'init']) expect(help.stdout).toContain(command)
    expect(await nameplate(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })
})

describe('schema', () => {
  test('is the published file, byte for byte', async () => {
    const { code, stdout } = await nameplate(['schema'])
    expect(code).toBe(0)
    expect(stdout).toBe(readFileSync(join(repositoryRoot, 'public', 'scenario.schema.json'), 'utf8'))
  })
})

describe('explain', () => {
  test('says value, unit, source, confidence and origin of a default', async () => {
    const { code, stdout } = await nameplate(['explain', quickstart, 'faults.requalification'])
    expect(code).toBe(0)
    for (const words of ['4 hours', '14400000 ms', 'default', 'confidence', 'engineering default']) expect(stdout).toContain(words)
  })

  test('as data', async () => {
    const { stdout } = await nameplate(['explain', quickstart, 'blocks.hall.racks[0].max', '--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ value: 132_000, unit: 'W', from: 'expression', expression: '=rackPower', children: [] })
  })

  test('of an uncertain value says its curve and quantiles in readable units, and what was written as it was written', async () => {
    const file = join(folder, 'uncertain.yaml')
    writeFileSync(file, readFileSync(quickstart, 'utf8'))
    const told = async (slip: string): Promise<string> => {
      const { code, stdout, stderr } = await nameplate(['explain', file, 'grid.feeds.street.energised.slip', '--set', `grid.feeds.street.energised.slip=${slip}`])
      expect(code, stderr).toBe(0)
      return stdout.replaceAll(/\s+/gu, ' ')
    }
    // A lognormal is symmetric in its logarithm: P10 = P50² / P90 = 36 / 12.
    expect(await told('{p50: 6 weeks, p90: 12 weeks}')).toContain('written {p50: 6 weeks, p90: 12 weeks} value lognormal: P10 3 weeks, P50 6 weeks, P90 12 weeks allowed')
    // 365.25 / 12 days are a month: 100 and 260 days with P50 180.
    expect(await told('{uniform: [80 days, 280 days]}')).toContain('value uniform: P10 3.29 months, P50 5.91 months, P90 8.54 months')
    expect(await told('10 days')).toContain('written 10 days value 10 days, certain')
  })

  test('of a catalog value names its publication', async () => {
    const { stdout } = await nameplate(['explain', scenarioFile('dallas-100mw.yaml'), 'blocks.block[2].racks[0].sustained', '--format', 'json'])
    expect(JSON.parse(stdout)).toMatchObject({ from: 'catalog', unit: 'W', confidence: expect.any(String), source: expect.stringMatching(/\S{3}/) })
  })

  test('of a section lists what stands below', async () => {
    const { stdout } = await nameplate(['explain', quickstart, 'faults'])
    for (const child of ['preset', 'technicians', 'spares', 'detection']) expect(stdout).toMatch(new RegExp(`^ {2}${child} `, 'm'))
  })

  test('without a file explains defaults', async () => {
    const { code, stdout, stderr } = await nameplate(['explain', 'money.discountRate'], { cwd: folder })
    expect(code).toBe(0)
    expect(stdout).toContain('0.09')
    expect(stderr).toContain('quickstart')
  })

  test('of a figure or a bucket says what it is and what is not modelled, without a file', async () => {
    const { code, stdout } = await nameplate(['explain', 'L2.grid'], { cwd: folder })
    expect(code).toBe(0)
    for (const words of ['Grid late or out (L2.grid)', 'The grid connection is not there', 'Not modelled', 'reactive power']) expect(stdout).toContain(words)
    const pue = await nameplate(['explain', 'pue', '--format', 'json'], { cwd: folder })
    expect(JSON.parse(pue.stdout)).toMatchObject({ id: 'pue', kind: 'figure', means: 'site energy per IT energy', notModelled: expect.arrayContaining([expect.objectContaining({ area: 'cooling' })]) })
  })

  test('an unknown path ends with 2 and the nearest one', async () => {
    const { code, stdout, stderr } = await nameplate(['explain', quickstart, 'faults.technican'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('did you mean faults.technicians?')
  })
})

describe('init', () => {
  test('writes a scenario that is valid, and never over an existing file', async () => {
    const first = await nameplate(['init', 'mine.yaml'], { cwd: folder })
    expect(first.code).toBe(0)
    expect(first.stderr).toContain('mine.yaml')
    expect((await nameplate(['validate', 'mine.yaml'], { cwd: folder })).code).toBe(0)
    writeFileSync(join(folder, 'mine.yaml'), 'my work')
    const second = await nameplate(['init', 'mine.yaml'], { cwd: folder })
    expect(second.code).toBe(2)
    expect(second.stderr).toContain('exists')
    expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).toBe('my work')
    expect((await nameplate(['init', 'mine.yaml', '--force', '--template', 'campus'], { cwd: folder })).code).toBe(0)
    expect(readFileSync(join(folder, 'mine.yaml'), 'utf8')).toContain('Dallas')
  })

  test('a sized site is valid as it stands', async () => {
    const { code, stdout, stderr } = await nameplate(['init', 'dublin.yaml', '--site', 'dublin', '--it', '3MW', '--start', '2027-01-01'], { cwd: folder })
    expect([code, stdout]).toEqual([0, ''])
    // 22 racks of 132 kW are 2.9 MW.
    expect(stderr).toContain('1 × 22 racks')
    expect((await nameplate(['validate', 'dublin.yaml'], { cwd: folder })).code).toBe(0)
  })

  test.each([
    ['--site dalas --it 100MW', 'did you mean dallas?'],
    ['--site dallas --it 100', 'such as 100MW'],
    ['--site dallas --it 50kW', 'less than one rack'],
    ['--site dallas', 'needs both'],
    ['--site dallas --it 3MW --accelerator gb200', 'did you mean gb200-nvl72?'],
    ['--site dallas --it 3MW --start 2027-02-30', 'such as 2027-01-01'],
    ['--site dallas --it 3MW --template campus', 'exclude each other'],
  ])('%s is refused with what to do', async (flags, words) => {
    const { code, stdout, stderr } = await nameplate(['init', '-', ...flags.split(' ')], { cwd: folder })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
  })

  test('to standard output, and of an unknown template', async () => {
    const { stdout } = await nameplate(['init', '-'], { cwd: folder })
    expect(stdout).toContain('format: 1')
    expect(existsSync(join(folder, 'scenario.yaml'))).toBe(false)
    expect((await nameplate(['init', '-', '--template', 'castle'], { cwd: folder })).code).toBe(2)
  })
})
