/**
 * Samples of rejected input: each folder of test/samples is a code; its `fail*.yaml` yield exactly that finding at the place that their
 * first line states (`# CODE path: why`), its `pass*.yaml` do not.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import { formatIssue, type Issue } from '../../src/scenario/issue.ts'
import { completeIssues, loadScenario } from '../../src/scenario/load.ts'
import { repositoryRoot } from '../fixtures.ts'

const folder = join(repositoryRoot, 'test', 'samples')
const codes = existsSync(folder) ? readdirSync(folder).filter(name => name !== 'ci').sort() : []
const files = codes.flatMap(code => readdirSync(join(folder, code)).filter(name => name.endsWith('.yaml')).sort().map(name => ({ code, name, file: `${code}/${name}` })))
const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8')

function issuesOf(file: string): Issue[] {
  const loaded = loadScenario(textOf(file), { file })
  return loaded.scenario === undefined ? [...loaded.issues] : completeIssues(loaded, preflight(loaded.scenario, { weather: null }), file)
}

describe('samples of rejected input', () => {
  test('every code has a failing and a passing sample', () => {
    const lonely = codes.filter(code => ['fail', 'pass'].some(kind => !files.some(file => file.code === code && file.name.startsWith(kind))))
    expect(codes.length).toBeGreaterThan(0)
    expect(lonely).toEqual([])
  })

  test.each(files.filter(({ name }) => name.startsWith('fail')))('$file is told, with its line and what is allowed', ({ code, file }) => {
    const stated = /^# (\S+) (\S+): \S/u.exec(textOf(file))
    const all = issuesOf(file)
    const found = all.filter(issue => issue.code === code)
    expect(stated?.[1], 'the first line of a failing sample is `# CODE path: why`').toBe(code)
    expect(found.map(({ path }) => path), all.map(formatIssue).join('\n')).toContain(stated?.[2])
    for (const issue of found) {
      expect(issue.line, formatIssue(issue)).toBeGreaterThan(1)
      expect(issue.allowed ?? issue.nearest, formatIssue(issue)).toBeTruthy()
    }
    expect(all.filter(issue => issue.severity === 'error' && issue.code !== code).map(formatIssue), 'nothing else is wrong').toEqual([])
  })

  test.each(files.filter(({ name }) => name.startsWith('pass')))('$file is not told', ({ code, file }) => {
    const all = issuesOf(file)
    expect(all.filter(issue => issue.code === code && issue.severity !== 'waived').map(formatIssue)).toEqual([])
    expect(all.filter(issue => issue.severity === 'error').map(formatIssue)).toEqual([])
  })
})
