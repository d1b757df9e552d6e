import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SITE_WITH_EVERY_CAUSE } from '../engine/site-with-every-cause.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'

const file = join(temporaryFolder(), 'site.yaml')
writeFileSync(file, SITE_WITH_EVERY_CAUSE)
const SHORT = ['--replications', '2', '--workers', '1', '--until', '2027-02-10', '--no-cache'] as const

describe('nameplate sensitivity', () => {
  test('ranks what the file leaves uncertain and says what to measure next', async () => {
    const { code, stdout } = await nameplate(['sensitivity', file, ...SHORT, '--format', 'json'])
    expect(code).toBe(0)
    const { factors, method } = JSON.parse(stdout) as { method: string; factors: { path: string; swing: number; low: number; high: number }[] }
    expect(method).toBe('tornado')
    expect(factors.map(({ path }) => path).sort((a, b) => (a < b ? -1 : 1))).toEqual(['blocks.hall.racks[0].delivered.lead', 'grid.feeds.street.energised.slip'])
    expect(Math.abs(factors[0].swing)).toBeGreaterThanOrEqual(Math.abs(factors[1].swing))
    for (const { swing, low, high } of factors) expect(swing).toBeCloseTo(high - low, 9)
  })

  test('a curve over one number of the file, as CSV; wrong words are usage errors', async () => {
    const picture = join(file, '..', 'curve.png')
    const curve = await nameplate(['sensitivity', file, ...SHORT, '--factor', 'faults.rateFactor=0..3', '--response', 'faults.rateFactor', '--points', '2', '--format', 'csv', '--chart', picture])
    expect(readFileSync(picture).toString('latin1', 1, 4)).toBe('PNG')
    expect(curve.stdout.split('\n').map(line => line.split(',')[0])).toEqual(['value', '0', '3', ''])
    const wrong = await nameplate(['sensitivity', file, '--result', 'meanUtilization'])
    expect([wrong.code, wrong.stderr.includes("did you mean 'meanUtilisation'?")]).toEqual([2, true])
  })
})
