import { describe, expect, test } from 'vitest'
import type { PlacementReport } from '../../src/results/placement.ts'
import { nameplate } from './nameplate.ts'

const QUICKSTART = 'scenarios/quickstart.yaml'

describe('place', () => {
  test('says how many fit, what binds at each position, the phases, and what unlocks more', async () => {
    const { code, stdout } = await nameplate(['place', QUICKSTART, '--rack', 'gb200-nvl72', '--count', '10'])
    expect(code).toBe(0)
    expect(stdout).toContain('of 10 racks of gb200-nvl72 fit')
    expect(stdout).toMatch(/Hall 1, from place 16: \d+, \S.* binds/u)
    expect(stdout).toMatch(/2027-07-01 +\d/u)
    expect(stdout).toMatch(/million USD/u)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })

  test('as JSON it is the report', async () => {
    const { code, stdout } = await nameplate(['place', QUICKSTART, '--rack', 'hgx-h100-air-4', '--count', '3', '--format', 'json'])
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as PlacementReport
    expect([report.model, report.asked, report.rackW, report.acceleratorsPerRack]).toEqual(['hgx-h100-air-4', 3, 40_800, 32])
    expect(report.positions.length).toBe(1)
  })

  test.each([
    [['--rack', 'gb200', '--count', '1'], 'did you mean gb200-nvl72?'],
    [['--rack', 'gb200-nvl72', '--count', '0'], 'from 1 to 10000'],
    [['--count', '1'], '--rack'],
  ])('%j is refused', async (flags, words) => {
    const { code, stdout, stderr } = await nameplate(['place', QUICKSTART, ...flags])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain(words)
  })
})
