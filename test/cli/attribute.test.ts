import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Attribution } from '../../src/analysis/attribution/attribute.ts'
import { SITE_WITH_EVERY_CAUSE } from '../engine/site-with-every-cause.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'

const file = join(temporaryFolder(), 'site.yaml')
writeFileSync(file, SITE_WITH_EVERY_CAUSE)

describe('nameplate attribute', () => {
  test('shares of the causes sum to the loss to the last accelerator-millisecond', async () => {
    const { code, stdout } = await nameplate(['attribute', file, '--groups', 'storage,hardware', '--replications', '2', '--workers', '1', '--until', '2027-02-20', '--format', 'json'])
    expect(code).toBe(0)
    const { rows, exact, replications, isExact, simulated, overlap } = JSON.parse(stdout) as Attribution & { simulated: number; overlap: unknown[] }
    expect({ replications, isExact, simulated }).toEqual({ replications: 2, isExact: true, simulated: 8 })
    expect(rows.map(({ group }) => group)).toEqual(['storage', 'hardware'])
    expect((exact.numerators ?? []).reduce((total, share) => total + BigInt(share), 0n)).toBe(BigInt(exact.denominator ?? 0) * BigInt(exact.lossMs))
    expect(overlap.length).toBeGreaterThan(1)
  })

  test('mirrored pairs: four replications are two observations, and an odd number is a usage error', async () => {
    const args = ['attribute', file, '--groups', 'hardware', '--method', 'remove-one', '--workers', '1', '--until', '2027-02-01', '--antithetic', '--format', 'json']
    const { code, stdout, stderr } = await nameplate([...args, '--replications', '4'])
    expect(code, stderr).toBe(0)
    const { rows, manifest } = JSON.parse(stdout) as Attribution & { manifest: { antithetic?: true } }
    expect(manifest.antithetic).toBe(true)
    expect(rows[0].removeOne?.ci95).not.toBeNull()
    const odd = await nameplate([...args, '--replications', '3'])
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining('come in pairs')])
  })

  test('a group that does not exist is a usage error with the nearest name', async () => {
    const { code, stderr } = await nameplate(['attribute', file, '--groups', 'hardwear', '--replications', '1', '--workers', '1', '--until', '2027-01-10'])
    expect(code).toBe(2)
    expect(stderr).toContain("did you mean 'hardware'?")
  })
})
