/** Disks that are full, folders that may not be written, workers that die: told with what is safe, and nothing is lost. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { MOST_DEATHS } from '../../src/runner/pool.ts'
import { ended, nameplate, start, temporaryFolder } from './nameplate.ts'
import { smallHall } from './small-hall.ts'

const folder = temporaryFolder()
const file = join(folder, 'hall.yaml')
const out = (name: string): string => join(folder, name)
const sweep = (name: string, ...more: string[]): string[] => ['sweep', file, '--out', out(name), ...more]
const results = (name: string): Buffer => readFileSync(join(out(name), 'results.parquet'))
/** The same with a check. */
const judged = join(folder, 'judged.yaml')
beforeAll(async () => {
  writeFileSync(file, smallHall)
  writeFileSync(judged, `${smallHall}checks:\n  - {metric: pue, expect: p50 < 2}\n`)
  const whole = await nameplate(sweep('whole', '--workers', '1'))
  expect(whole.code, whole.stderr).toBe(0)
})

/** A shell in which no file grows beyond so many blocks of 1024 bytes, as on a disk that is full. */
const cramped = (blocks: number, args: readonly string[]): ReturnType<typeof ended> => {
  const quoted = [process.execPath, join(import.meta.dirname, '..', '..', '.ci', 'nameplate.mjs'), ...args].map(word => `'${word}'`).join(' ')
  return ended(start([], { command: ['bash', '-c', `trap '' XFSZ; ulimit -f ${blocks}; exec ${quoted}`] }))
}

const canCramp = process.platform !== 'win32' && spawnSync('bash', ['-c', "trap '' XFSZ; ulimit -f 1"]).status === 0

describe.skipIf(!canCramp)(`a disk that is full${canCramp ? '' : ' (SKIPPED: no bash with ulimit -f here)'}`, () => {
  test('a sweep says what is safe, leaves nothing in part, and goes on when there is room', async () => {
    const { code, stderr } = await cramped(8, sweep('full', '--workers', '1'))
    expect(code, stderr).toBe(1)
    expect(stderr).toMatch(/[1-7] replications are safe in .*shard-1-of-1\.journal; the same command goes on from there/u)
    expect(stderr).toContain('the file may not grow so large here')
    expect(readdirSync(out('full'))).toEqual(['shard-1-of-1.journal'])
    const again = await nameplate(sweep('full', '--workers', '1'))
    expect(again.code, again.stderr).toBe(0)
    expect(again.stderr).toMatch(/[1-7] replications were done before/u)
    expect(results('full').equals(results('whole'))).toBe(true)
  })

  test('results of a run are there whole or not at all', async () => {
    const { code, stderr } = await cramped(8, ['run', file, '--until', '2027-01-20', '--out', out('none')])
    expect(code, stderr).toBe(1)
    expect(stderr).toContain('nothing is there in part')
    expect(readdirSync(out('none'))).toEqual([])
    expect(readdirSync(folder).filter(name => name.startsWith('.nameplate'))).toEqual([])
  })
})

test.skipIf(!existsSync('/dev/full'))(`standard output on a full disk ends with 1 and says so, without a stack${existsSync('/dev/full') ? '' : ' (SKIPPED: no /dev/full here)'}`, () => {
  const { status, stderr } = spawnSync('bash', ['-c', `'${process.execPath}' .ci/nameplate.mjs explain '${file}' faults.technicians >/dev/full`], { cwd: join(import.meta.dirname, '..', '..'), encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('standard output could not be written to its end: the disk is full')
  expect(stderr).not.toContain('    at ')
})

/** Somebody who may not write everywhere: whoever runs this, or, for root, the user that owns nothing. */
const modest = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
const canBeModest = process.platform !== 'win32' && spawnSync(process.execPath, [join(import.meta.dirname, '..', '..', '.ci', 'nameplate.mjs'), '--version'], { ...modest, env: { ...process.env, NAMEPLATE_BUNDLED: '1' } }).status === 0

test.skipIf(!canBeModest)(`a folder that is read-only ends with 1, says which, and is as it was${canBeModest ? '' : ' (SKIPPED: a user without rights cannot run the program here)'}`, async () => {
  const locked = out('locked')
  mkdirSync(locked)
  chmodSync(folder, 0o755)
  chmodSync(locked, 0o555)
  const asModest = { ...modest, env: { NAMEPLATE_BUNDLED: '1' } }
  for (const args of [sweep('locked'), ['check', judged, '--until', '2027-01-20', '--junit', join(locked, 'junit.xml')]]) {
    const { code, stderr } = await nameplate(args, asModest)
    expect(code, stderr).toBe(1)
    expect(stderr).toMatch(/this may not be written here: .*locked.*\(EACCES\)/u)
    expect(readdirSync(locked)).toEqual([])
  }
})

test('what is written over a link goes to its end, and a device stays one', async () => {
  writeFileSync(out('target.xml'), 'before')
  symlinkSync(out('target.xml'), out('link.xml'))
  expect((await nameplate(['check', judged, '--until', '2027-01-20', '--junit', out('link.xml'), '--sarif', '/dev/null'])).code).toBe(0)
  expect(readFileSync(out('target.xml'), 'utf8')).toContain('<testsuite')
  expect(execFileSync('ls', ['-l', '/dev/null'], { encoding: 'utf8' })).toMatch(/^c/u)
})

/** Loaded by every thread; ends workers while they run, as many as `KILLS` says. */
const killer = `
import { isMainThread } from 'node:worker_threads'
import { openSync } from 'node:fs'
const mayKill = () => {
  for (let kill = 0; kill < Number(process.env.KILLS); kill++) {
    try { openSync(process.env.KILLED + kill, 'wx'); return true } catch {}
  }
  return false
}
if (!isMainThread) setTimeout(() => { if (mayKill()) process.exit(7) }, 150)
`

describe('a worker that dies', () => {
  const die = (name: string, kills: number): Promise<Awaited<ReturnType<typeof nameplate>>> => {
    writeFileSync(out('killer.mjs'), killer)
    return nameplate(sweep(name, '--workers', '2'), { env: { NODE_OPTIONS: `--import ${out('killer.mjs')}`, KILLS: String(kills), KILLED: out(`${name}-`) } })
  }

  test('is replaced, its point run again, and the bytes are the same', async () => {
    const { code, stderr } = await die('once', 2)
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(/a worker died at replication \d of point \d \(the worker ended with code 7\); a new one runs it again, and nothing that was finished is lost/u)
    expect(results('once').equals(results('whole'))).toBe(true)
  })

  test('again and again ends the sweep, which says what is safe and goes on later', async () => {
    const { code, stderr } = await die('always', 1000)
    expect(code, stderr).toBe(1)
    expect(stderr).toMatch(new RegExp(`${MOST_DEATHS} workers died of replication \\d of point \\d, the last because the worker ended with code 7; it is given up`, 'u'))
    expect(stderr).toMatch(/\d replications are safe in/u)
    expect((await nameplate(sweep('always'))).code).toBe(0)
    expect(results('always').equals(results('whole'))).toBe(true)
  })
})
