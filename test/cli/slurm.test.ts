/** The script of `sweep --emit slurm` as an array of a real Slurm, and the merged bytes of one process. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../fixtures.ts'
import { nameplate, temporaryFolder } from './nameplate.ts'
import { ranArray, startSlurm, whyNoSlurm } from './slurm-cluster.ts'
import { smallHall } from './small-hall.ts'

const START_MS = 60_000
const ARRAY_MS = 300_000

const folder = temporaryFolder()
const reason = whyNoSlurm()

test.skipIf(reason !== undefined)(`a Slurm array ends with the bytes of one process${reason === undefined ? '' : ` (SKIPPED: ${reason})`}`, async context => {
  const cluster = await startSlurm(join(folder, 'slurm'), START_MS)
  if (typeof cluster === 'string') return context.skip(`SKIPPED: Slurm is there but does not start: ${cluster}`)
  try {
    const file = join(folder, 'hall.yaml')
    writeFileSync(file, smallHall)
    const sweep = ['sweep', file, '--until', '2027-01-25']
    const { stdout: script } = await nameplate([...sweep, '--emit', 'slurm', '--shards', '3', '--out', 'array'])
    writeFileSync(join(folder, 'sweep.sh'), script)
    const env = { NAMEPLATE: `${process.execPath} ${join(repositoryRoot, '.ci', 'nameplate.mjs')}`, NAMEPLATE_CACHE: 'off' }
    const [whole, isOver] = await Promise.all([nameplate([...sweep, '--workers', '1', '--out', join(folder, 'whole')]), ranArray(cluster, join(folder, 'sweep.sh'), folder, env, ARRAY_MS)])
    const told = readdirSync(folder).filter(name => name.startsWith('task-')).map(name => readFileSync(join(folder, name), 'utf8')).join('\n')
    expect(isOver, told).toBe(true)
    expect(readdirSync(join(folder, 'array')).toSorted(), told).toEqual(['shard-1-of-3.parquet', 'shard-2-of-3.parquet', 'shard-3-of-3.parquet'])
    const merged = await nameplate(['merge', join(folder, 'array')])
    expect(merged.code, merged.stderr).toBe(0)
    expect(merged.stdout).toBe(whole.stdout)
    expect(readFileSync(join(folder, 'array', 'results.parquet')).equals(readFileSync(join(folder, 'whole', 'results.parquet')))).toBe(true)
  } finally {
    cluster.stop()
  }
})
