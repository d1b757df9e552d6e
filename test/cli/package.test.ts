import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repositoryRoot } from '../fixtures.ts'
import { temporaryFolder } from './nameplate.ts'

const folder = temporaryFolder()

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
})
