import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { xmlProblem } from '../charts/xml.ts'
import { nameplate, scenarioFile, temporaryFolder } from './nameplate.ts'

const folder = temporaryFolder()

/** The quickstart up to a few weeks after its racks work. */
const QUICK = [scenarioFile('quickstart.yaml'), '--replications', '1', '--workers', '1', '--until', '2027-12-01'] as const

describe('chart', () => {
  test('without --chart it lists what there is, services by their names', async () => {
    const { code, stdout } = await nameplate(['chart', ...QUICK])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ledger-waterfall +\S/mu)
    expect(stdout).toMatch(/^serving:assistant +Demand and latency/mu)
  })

  test('a drawing goes to a file, with its source at the foot', async () => {
    const file = join(folder, 'chat.svg')
    const { code, stdout, stderr } = await nameplate(['chart', ...QUICK, '--chart', 'serving:assistant', '--theme', 'dark', '--out', file])
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain('wrote')
    const text = readFileSync(file, 'utf8')
    expect(xmlProblem(text)).toBeUndefined()
    expect(text).toContain('as written')
    expect(text).toContain('assistant answers')
  })

  test('an unknown chart is a usage error that names the others', async () => {
    const { code, stderr } = await nameplate(['chart', ...QUICK, '--chart', 'serving'])
    expect(code).toBe(2)
    expect(stderr).toContain('serving:assistant')
  })
})
