import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DesignDayReport } from '../../src/results/design-day.ts'
import { repositoryRoot } from '../fixtures.ts'
import { nameplate } from './nameplate.ts'

const quickstart = join(repositoryRoot, 'scenarios', 'quickstart.yaml')

describe('design-day', () => {
  test('tells both days in 80 columns', async () => {
    const { code, stdout } = await nameplate(['design-day', quickstart])
    expect(code).toBe(0)
    expect(stdout).toContain('Hottest day in twenty years')
    expect(stdout).toContain('Highest wet bulb')
    expect(stdout).toContain('First limit')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('as JSON, with adders of its own', async () => {
    const run = async (...flags: string[]): Promise<DesignDayReport> => JSON.parse((await nameplate(['design-day', quickstart, '--format', 'json', ...flags])).stdout) as DesignDayReport
    const [plain, hot] = [await run(), await run('--recirculation', '6')]
    expect(plain.cases.map(({ id }) => id)).toEqual(['hottest', 'wettest'])
    expect(hot.cases[0].siteW).toBeGreaterThan(plain.cases[0].siteW)
    expect(hot.cases[0].blocks[0].recirculationK).toBe(6)
  })

  test('a wrong adder is a usage error, a wrong scenario an invalid one', async () => {
    expect((await nameplate(['design-day', quickstart, '--recirculation', 'much'])).code).toBe(2)
    expect((await nameplate(['design-day', '-'], { input: 'format: 1\nname: x\n' })).code).toBe(3)
  })
})
