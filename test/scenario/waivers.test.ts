import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { issuesSarif, issuesText } from '../../src/cli/issues-text.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { idleWaivers, waive } from '../../src/scenario/waivers.ts'
import type { Issue } from '../../src/scenario/issue.ts'
import { repositoryRoot } from '../fixtures.ts'

const text = readFileSync(join(repositoryRoot, 'test', 'samples', 'waiver', 'pass.yaml'), 'utf8')
const issue = (change: Partial<Issue>): Issue => ({ severity: 'warn', code: 'UPS_RIDE', path: 'blocks.hall[1].power.ups', message: 'is short', ...change })
const waiver = { code: 'UPS_RIDE', at: 'blocks.hall', by: 'J. Doe', reason: 'interruptible work' }

describe('waivers', () => {
  test('an accepted warning stays in the report, with name and reason', () => {
    const { issues, scenario } = loadScenario(text, { file: 'site.yaml' })
    expect(scenario).toBeDefined()
    expect(issues.map(({ severity, code }) => ({ severity, code }))).toEqual([{ severity: 'waived', code: 'after-horizon' }])
    expect(issuesText(issues)).toContain('accepted by J. Doe: Kept for the record; the feed belongs to the next phase')
    expect(issuesText(issues)).toContain('0 errors, 0 warnings, 1 waived')
    expect(JSON.parse(issuesSarif(issues))).toMatchObject({ runs: [{ results: [{ suppressions: [{ kind: 'inSource', status: 'accepted' }] }] }] })
  })

  test.each([
    { why: 'a warning', change: {}, isWaived: true },
    { why: 'an error that says it may be waived', change: { severity: 'error', isWaivable: true }, isWaived: true },
    { why: 'any other error', change: { severity: 'error' }, isWaived: false },
    { why: 'another code', change: { code: 'KA' }, isWaived: false },
    { why: 'another block whose name begins alike', change: { path: 'blocks.hall-2.power.ups' }, isWaived: false },
    { why: 'the very place', change: { path: 'blocks.hall' }, isWaived: true },
  ] as const)('$why: accepted $isWaived', ({ change, isWaived }) => {
    const [result] = waive([issue(change)], [waiver])
    expect(result.severity === 'waived').toBe(isWaived)
    expect(idleWaivers([result], [waiver])).toEqual(isWaived ? [] : [0])
  })

  test('needs a name and a reason', () => {
    const { issues } = loadScenario(text.replace(/, by: .*/u, '}'), { file: 'site.yaml' })
    expect(issues.filter(({ severity }) => severity === 'error').map(({ path, code }) => `${code} ${path}`)).toEqual(['missing waivers[0].by', 'missing waivers[0].reason'])
  })
})
