import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { repositoryRoot } from '../fixtures.ts'
import { temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()

const program = join(folder, 'node_modules', 'nameplate', '.ci')
/** Neither the checkout's bundle nor what this run is told by GitHub. */
const { GITHUB_ACTIONS: _, ...own } = process.env
const env = { ...own, NAMEPLATE_BUNDLED: '', NAMEPLATE_CACHE: 'off' }

const npm = (args: readonly string[], cwd: string): string => execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd, encoding: 'utf8', shell: process.platform === 'win32' })

describe('the package', () => {
  test('npm pack gives one that works in an empty folder, without the network', () => {
    const [{ filename, files }] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], repositoryRoot)) as { filename: string; files: { path: string }[] }[]
    const paths = files.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['.ci/nameplate.mjs', 'LICENSE', 'README.md', 'dist/cli/main.js', 'dist/cli/licenses.md', 'public/scenario.schema.json', 'scenarios/quickstart.yaml']))
    expect(paths.filter(path => /^(src|test)\//u.test(path))).toEqual([])

    writeFileSync(join(folder, 'package.json'), '{"private": true}')
    npm(['install', '--offline', '--omit=optional', `./${filename}`], folder)
    const nameplate = (...args: string[]): string => execFileSync(process.execPath, [join('node_modules', '.bin', 'nameplate'), ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NAMEPLATE_BUNDLED: '' } })
    expect(nameplate('--version').trim()).toBe((JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { version: string }).version)
    const file = join('node_modules', 'nameplate', 'scenarios', 'quickstart.yaml')
    nameplate('validate', file)
    // Two replications on two threads: the bundle finds its worker.
    const report = JSON.parse(nameplate('run', file, '--until', '2027-08-01', '--replications', '2', '--workers', '2', '--format', 'json')) as { manifest: { replications: number; resultHash: string } }
    expect(report.manifest).toMatchObject({ replications: 2, resultHash: expect.stringMatching(/^[0-9a-f]{16}$/u) })
  })

  const canHook = process.platform !== 'win32' && spawnSync('git', ['--version']).status === 0
  test.skipIf(!canHook)(`its pre-commit hook refuses a scenario with errors, and one that is not what is staged${canHook ? '' : ' (SKIPPED: no git here)'}`, () => {
    const repository = join(folder, 'repository')
    mkdirSync(repository)
    symlinkSync(join('..', 'node_modules'), join(repository, 'node_modules'))
    const git = (...args: string[]): SpawnSyncReturns<string> => spawnSync('git', ['-c', 'user.name=Planner', '-c', 'user.email=planner@example.org', ...args], { cwd: repository, encoding: 'utf8', env })
    const commit = (text: string): SpawnSyncReturns<string> => {
      writeFileSync(join(repository, 'hall.yaml'), text)
      git('add', 'hall.yaml')
      return git('commit', '-m', 'hall')
    }
    git('init', '-q')
    // As its first lines say.
    symlinkSync('../../node_modules/nameplate/.ci/pre-commit', join(repository, '.git', 'hooks', 'pre-commit'))
    const good = commit(smallHall)
    expect(good.status, good.stderr).toBe(0)
    const broken = commit(smallHall.replace('capacity: 3 MW', 'capacity: 3 apples'))
    expect(broken.status).not.toBe(0)
    expect(broken.stdout + broken.stderr).toContain('grid.feeds.street.capacity')
    writeFileSync(join(repository, 'hall.yaml'), smallHall)
    const other = git('commit', '-m', 'hall')
    expect(other.status).not.toBe(0)
    expect(other.stderr).toContain('hall.yaml differs from what is staged')
    expect(git('log', '--oneline').stdout.trim().split('\n')).toHaveLength(1)
  })

  const canShell = process.platform !== 'win32' && spawnSync('bash', ['--version']).status === 0
  test.skipIf(!canShell)(`its GitHub Action judges a plan: outputs, summary, annotations, exit code${canShell ? '' : ' (SKIPPED: no bash here)'}`, () => {
    const action = load(readFileSync(join(program, 'action.yml'), 'utf8')) as { inputs: Record<string, { default?: string }>; runs: { steps: { run?: string; env?: Record<string, string> }[] } }
    const step = action.runs.steps.find(({ run }) => run !== undefined)
    const judge = (expected: string): { readonly status: number | null; readonly told: string; readonly outputs: string; readonly summary: string } => {
      writeFileSync(join(folder, 'plan.yaml'), `${smallHall}checks:\n  - {name: efficient, metric: pue, expect: ${expected}}\n`)
      const inputs: Record<string, string | undefined> = { ...Object.fromEntries(Object.entries(action.inputs).map(([name, { default: text }]) => [name, text])), file: 'plan.yaml', arguments: '--until 2027-01-20 --replications 1' }
      const given = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, text]) => [name, text.replace(/\$\{\{ inputs\.(\w+) \}\}/gu, (_whole, input: string) => inputs[input] ?? '')]))
      for (const name of ['outputs', 'summary']) writeFileSync(join(folder, name), '')
      // The shell that a runner starts for `shell: bash`.
      const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'], { cwd: folder, encoding: 'utf8', env: { ...env, ...given, GITHUB_ACTIONS: 'true', GITHUB_ACTION_PATH: program, GITHUB_OUTPUT: join(folder, 'outputs'), GITHUB_STEP_SUMMARY: join(folder, 'summary') } })
      return { status, told: stdout + stderr, outputs: readFileSync(join(folder, 'outputs'), 'utf8'), summary: readFileSync(join(folder, 'summary'), 'utf8') }
    }
    const kept = judge('p50 < 2')
    expect(kept.status, kept.told).toBe(0)
    expect(kept.outputs).toBe('exit-code=0\n')
    expect(kept.summary).toContain('efficient')
    expect(readFileSync(join(folder, 'nameplate.junit.xml'), 'utf8')).toContain('<testsuite')
    const missed = judge('p50 < 1')
    expect([missed.status, missed.outputs]).toEqual([10, 'exit-code=10\n'])
    expect(missed.told).toContain('::error file=plan.yaml,line=')
    expect(readFileSync(join(folder, 'nameplate.sarif'), 'utf8')).toContain('"check"')
  })
})
