/** Kills a sweep at random instants, starts it again until it is done, and looks whether it ends with the same bytes. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { entityKey, rootKey, uniform } from '../../src/base/rng.ts'
import { ended, nameplate, start } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

/** Longest time a sweep is left alone; about one and a half times what a whole one takes. */
export async function killSweeps(folder: string, kills: number, seed: number): Promise<{ readonly finished: number }> {
  const file = join(folder, 'hall.yaml')
  writeFileSync(file, smallHall)
  const args = (out: string): string[] => ['sweep', file, '--workers', '1', '--out', join(folder, out)]
  const begun = performance.now()
  const whole = await nameplate(args('whole'))
  const wholeMs = performance.now() - begun
  expect(whole.code, whole.stderr).toBe(0)
  const wanted = readFileSync(join(folder, 'whole', 'results.parquet'))
  const key = entityKey(rootKey(seed, 0), 'kill')
  let finished = 0
  for (let kill = 0; kill < kills; kill++) {
    const child = start(args('killed'))
    const over = ended(child)
    const timer = setTimeout(() => child.kill('SIGKILL'), uniform(key, 1, kill) * wholeMs * 1.2)
    const { code, stderr } = await over
    clearTimeout(timer)
    // A kill after the last byte is none; everything else must have died by it, not of itself.
    expect(code === null || code === 0, `kill ${kill} of seed ${seed}: ${stderr}`).toBe(true)
    if (!existsSync(join(folder, 'killed', 'results.parquet'))) continue
    finished += 1
    expect(readFileSync(join(folder, 'killed', 'results.parquet')).equals(wanted), `kill ${kill} of seed ${seed}`).toBe(true)
    rmSync(join(folder, 'killed'), { recursive: true })
  }
  const last = await nameplate(args('killed'))
  expect(last.code, last.stderr).toBe(0)
  expect(last.stdout).toBe(whole.stdout)
  expect(readFileSync(join(folder, 'killed', 'results.parquet')).equals(wanted)).toBe(true)
  expect(readdirSync(join(folder, 'killed')).filter(name => name.endsWith('.journal'))).toEqual([])
  return { finished }
}
