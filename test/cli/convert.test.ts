import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { nameplate } from './nameplate.ts'

const cwd = mkdtempSync(join(tmpdir(), 'nameplate-convert-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

test('a trace of jobs and one of requests become plain tables; what is left out is told; wrong use is told', async () => {
  writeFileSync(join(cwd, 'jobs.csv'), 'when,gpus,took,how\n2027-01-01 00:00:00,8,60,Killed\n2027-01-01 00:01:00,4,-1,Pass\n')
  const jobs = await nameplate(['convert', 'jobs.csv', '--columns', 'submit=when,accelerators=gpus,run=took,state=how'], { cwd })
  expect([jobs.code, jobs.stdout]).toEqual([0, 'submit_s,run_s,requested_s,accelerators,state,user\n0,60,60,8,cancelled,\n'])
  expect(jobs.stderr).toContain('jobs.csv:3: warning: 1 jobs that end before they begin are left out (CSV_NEGATIVE)')
  writeFileSync(join(cwd, 'requests.csv'), 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:47.1805900,100,4\n')
  const requests = await nameplate(['convert', 'requests.csv', '--out', 'plain.csv'], { cwd })
  expect([requests.code, readFileSync(join(cwd, 'plain.csv'), 'utf8')]).toEqual([0, 'arrival_s,prompt_tokens,output_tokens\n0,374,44\n0.5,100,4\n'])
  expect((await nameplate(['convert', 'jobs.csv', '--columns', 'submit=when,accelerators=gpus,run=took', '--on-bad-line', 'fail'], { cwd })).code).toBe(3)
  for (const args of [['absent.csv'], ['jobs.csv', '--columns', 'submit=when'], ['jobs.csv', '--columns', 'size=gpus'], ['jobs.csv', '--on-bad-line', 'ask']]) expect((await nameplate(['convert', ...args], { cwd })).code).toBe(2)
})
