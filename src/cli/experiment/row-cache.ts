/**
 * Replications that were simulated before, by the hash of everything that makes them: scenario after options and sets, inputs, seed,
 * replication, end, version of the code. Entries are written whole or not at all; what cannot be read counts as absent.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Row } from '../../analysis/reduce.ts'
import type { RunTold } from '../../analysis/report.ts'
import { fromLine, toLine } from '../../results/plain-text.ts'
import type { RunTask } from '../../runner/protocol.ts'
import { makeFolder } from '../make-folder.ts'
import { engineVersion } from './engine-version.ts'
import type { Point } from './point.ts'

export interface CachedReplication {
  readonly row: Row
  /** Null where only the row was wanted. */
  readonly told: RunTold | null
}

export interface RowCache {
  /** Undefined for what is not there, damaged, or lacks the report that is wanted. */
  get(key: string, wantsTold: boolean): Promise<CachedReplication | undefined>
  /** Failures are told by `problem` alone: a cache is no result. */
  put(key: string, replication: CachedReplication): Promise<void>
  /** Why something could not be written, the first time. */
  problem(): string | undefined
}

/** Most entries of one of the 256 folders; then the older half goes. About a gigabyte in all. */
const MOST_IN_FOLDER = 128

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Where entries are kept: `NAMEPLATE_CACHE`, else the folder for caches of the user. */
export const cacheFolder = (env: NodeJS.ProcessEnv): string => env.NAMEPLATE_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'nameplate')

/** The key of a replication of a point. */
export function cacheKey({ read }: Point, { inputs: _inputs, source: { text: _text, file: _file, option: _option, set: _set, ...rest }, ...task }: RunTask): string {
  const inputHashes = Object.entries(read.inputHashes).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return sha256(toLine([engineVersion(), read.scenarioHash, inputHashes, rest, task]))
}

/** The content of an entry, or undefined if its checksum is not that of its text. */
function opened(text: string): CachedReplication | undefined {
  const at = text.indexOf('\n')
  const body = text.slice(at + 1)
  return at === 64 && text.slice(0, at) === sha256(body) ? (fromLine(body) as CachedReplication) : undefined
}

async function thinOut(folder: string): Promise<void> {
  const names = await readdir(folder)
  if (names.length <= MOST_IN_FOLDER) return
  const aged = await Promise.all(names.map(async name => ({ path: join(folder, name), ageMs: (await stat(join(folder, name))).mtimeMs })))
  const oldest = aged.toSorted((a, b) => a.ageMs - b.ageMs).slice(0, names.length / 2)
  await Promise.all(oldest.map(({ path }) => rm(path, { force: true })))
}

export function openCache(folder: string): RowCache {
  let problem: string | undefined
  let written = 0
  const fileOf = (key: string): string => join(folder, key.slice(0, 2), `${key}.row`)
  return {
    problem: () => problem,
    async get(key, wantsTold) {
      try {
        const found = opened(await readFile(fileOf(key), 'utf8'))
        return found === undefined || (wantsTold && found.told === null) ? undefined : found
      } catch {
        return undefined
      }
    },
    async put(key, replication) {
      const file = fileOf(key)
      const beside = `${file}.${process.pid}.${written++}`
      try {
        makeFolder(dirname(file))
        const body = toLine(replication)
        await writeFile(beside, `${sha256(body)}\n${body}`)
        await rename(beside, file)
        await thinOut(dirname(file))
      } catch (error) {
        problem ??= error instanceof Error ? error.message : String(error)
        await rm(beside, { force: true }).catch(() => undefined)
      }
    },
  }
}
