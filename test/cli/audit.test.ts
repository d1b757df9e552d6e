import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { AUDIT_STATES, type AuditReport } from '../../src/results/audit.ts'
import { nameplate, scenarioFile } from './nameplate.ts'

const quickstart = scenarioFile('quickstart.yaml')
const lineOf = (words: string): number => readFileSync(quickstart, 'utf8').split('\n').findIndex(line => line.includes(words)) + 1

describe('audit', () => {
  test('prints a table of 80 columns, worst first, and ends with 0 when every label is kept', async () => {
    const { code, stdout } = await nameplate(['audit', quickstart])
    expect(code).toBe(0)
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
    const headings = ['Down:', 'Saved by transfer:', 'Unknown:', 'Normal:', 'Labels of the file']
    const places = headings.map(heading => stdout.indexOf(heading))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(stdout).toMatch(/hall\/ups\[0\] +1 × +15 racks/)
  })

  test('--format json is the report, with lines in the file', async () => {
    const { code, stdout } = await nameplate(['audit', quickstart, '--format', 'json'])
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as AuditReport
    expect(Object.keys(report.counts)).toEqual(expect.arrayContaining([...AUDIT_STATES]))
    const street = report.contingencies.find(({ failed }) => failed[0] === 'grid/feed[street]')
    expect(street).toMatchObject({ state: 'savedByTransfer', line: lineOf('street:') })
    expect(report.oneLine.edges.every(({ from, to }) => report.oneLine.nodes[from] !== undefined && report.oneLine.nodes[to] !== undefined)).toBe(true)
  })

  test('a label that is not kept ends with 10; SARIF points at its line', async () => {
    // Two modules of 500 kW less: four of six, three after a loss, for 1.98 MW.
    const { code, stdout } = await nameplate(['audit', quickstart, '--set', 'blocks.hall.power.ups.count=4', '--format', 'sarif'])
    expect(code).toBe(10)
    const log = JSON.parse(stdout) as { version: string; runs: { results: { ruleId: string; level: string; message: { text: string }; locations: { physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } } }[] }[] }[] }
    expect(log.version).toBe('2.1.0')
    const [label] = log.runs[0].results.filter(({ ruleId }) => ruleId === 'audit-label')
    expect(label).toMatchObject({ level: 'error', locations: [{ physicalLocation: { artifactLocation: { uri: quickstart } } }] })
    expect(label.message.text).toContain('N+1')
    const busway = log.runs[0].results.find(({ message }) => message.text.startsWith('hall/busway'))
    expect(busway).toMatchObject({ ruleId: 'audit-down', level: 'warning' })
    expect(busway?.locations[0].physicalLocation.region.startLine).toBe(lineOf('power: #'))
  })

  test('an invalid scenario ends with 3, a wrong flag with 2', async () => {
    expect((await nameplate(['audit', '-'], { input: 'format: 1\nname: x\n' })).code).toBe(3)
    expect((await nameplate(['audit', quickstart, '--format', 'xml'])).code).toBe(2)
  })

  test('--help names the exit codes', async () => {
    const { code, stdout } = await nameplate(['audit', '--help'])
    expect(code).toBe(0)
    for (const words of ['--pairs', '--maintenance', 'Exit codes']) expect(stdout).toContain(words)
  })
})
