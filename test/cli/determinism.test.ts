/** What an auditor is shown: the same bytes for any number of workers, straight and restored. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Row } from '../../src/analysis/reduce.ts'
import { DETERMINISM_FORMATS } from '../../src/cli/determinism-text.ts'
import { compareWays, type Determinism } from '../../src/cli/experiment/determinism.ts'
import { createPaint } from '../../src/cli/report-text.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const file = join(temporaryFolder(), 'hall.yaml')
writeFileSync(file, `${smallHall}checks:\n  - {metric: 'pue{option: late}', expect: p50 < 2}\n`)
const flags = ['--until', '2027-01-25', '--workers', '2']

test('--verify-determinism tries 1 and 2 workers, straight and restored, and prints a table; check does it before it judges', async () => {
  const { code, stdout, stderr } = await nameplate(['run', file, ...flags, '--verify-determinism'])
  expect(code, stderr).toBe(0)
  const rows = [...stdout.matchAll(/^  (.*\S) +([0-9a-f]{16}) +([0-9a-f]{16}) +(first|yes)$/gmu)]
  expect(rows.map(([, way]) => way)).toEqual(['in one process, straight', '2 worker threads, straight', 'in one process, restored 3 times', '2 worker threads, restored 3 times'])
  expect(new Set(rows.map(([, , result]) => result)).size).toBe(1)
  const json = JSON.parse((await nameplate(['run', file, ...flags, '--format', 'json'])).stdout) as { manifest: { resultHash: string } }
  expect(rows[0][2]).toBe(json.manifest.resultHash)
  expect(stdout).toMatch(/seed 1\n.*code [0-9a-f]{32}, Node \d/u)
  const judged = await nameplate(['check', file, '--until', '2027-01-25', '--workers', '1', '--verify-determinism'])
  expect(judged.code, judged.stderr).toBe(0)
  expect(judged.stderr).toContain('Small hall, late: 2 replications, simulated in 2 ways')
  expect(judged.stdout).not.toContain('ways')
})

test('a way that differs is named with its replications, and the table says so', () => {
  const row = (replication: number, resultHash: string): Row => ({ replication, resultHash }) as Row
  const ways = compareWays([{ workers: 1, restores: 0, rows: [row(0, 'a'), row(1, 'b')] }, { workers: 2, restores: 0, rows: [row(0, 'a'), row(1, 'c')] }])
  expect(ways.map(({ differing }) => differing)).toEqual([[], [1]])
  const manifest = { scenario: 'Hall', option: null, inputHashes: { 'w.epw': 'ff' } } as unknown as Determinism['manifest']
  const text = DETERMINISM_FORMATS.text({ manifest, engine: 'e', host: { node: '24', v8: '13', platform: 'linux x64' }, hashes: ['a', 'b'], ways, isEqual: false }, createPaint(false))
  expect(text).toMatch(/2 worker threads, straight .* NO: replication 1$/mu)
  expect(text).toContain('THEY DIFFER')
})
