/** Simulates the same replications in several ways and compares what comes out, byte for byte. */
import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Row } from '../../analysis/reduce.ts'
import { toLine } from '../../results/plain-text.ts'
import { hashTogether } from '../../results/result-hash.ts'
import type { Manifest } from '../../results/summary.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { readChecked } from '../read-scenario.ts'
import { engineVersion } from './engine-version.ts'
import { type ExperimentFlags, rowsOfExperiment } from './execute.ts'
import { manifestOf, type PointChoice, sayingOnce } from './point.ts'

/** Times within a run at which its state is written down and a fresh simulation goes on from it. */
const RESTORES = 3
/** Worker counts that are tried where none is asked for. */
const MOST_WORKERS = 4

/** One way to simulate, and what came of it. */
export interface DeterminismRow {
  readonly workers: number
  readonly restores: number
  /** Over every column of every result. */
  readonly resultHash: string
  /** Over the records: figures, buckets, checks, months. */
  readonly recordHash: string
  /** Replications whose result or record differs from the first way. */
  readonly differing: readonly number[]
}

export interface Determinism {
  readonly manifest: Manifest
  /** Hash of the code. */
  readonly engine: string
  readonly host: { readonly node: string; readonly v8: string; readonly platform: string }
  /** Of the first way, by replication. */
  readonly hashes: readonly string[]
  readonly ways: readonly DeterminismRow[]
  readonly isEqual: boolean
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Worker counts from one up, straight and restored. */
function waysOf(most: number): { readonly workers: number; readonly restores: number }[] {
  const counts = Array.from({ length: most }, (_, at) => at + 1)
  return [0, RESTORES].flatMap(restores => counts.map(workers => ({ workers, restores })))
}

/** The rows of one way, in order of replications. */
export interface Way {
  readonly workers: number
  readonly restores: number
  readonly rows: readonly Row[]
}

/** Every way against the first. */
export function compareWays(ways: readonly Way[]): DeterminismRow[] {
  const hashed = ways.map(way => ({ ...way, results: way.rows.map(({ resultHash }) => resultHash), records: way.rows.map(row => sha256(toLine(row))) }))
  const [first] = hashed
  return hashed.map(({ workers, restores, rows, results, records }) => ({
    workers, restores,
    resultHash: hashTogether(results),
    recordHash: sha256(records.join()),
    differing: rows.flatMap(({ replication }, at) => (results[at] === first.results[at] && records[at] === first.records[at] ? [] : [replication])),
  }))
}

/** At least as many replications as workers, so that each has one. */
export async function verifyDeterminism(given: Host, choice: PointChoice, flags: ExperimentFlags): Promise<{ readonly ok: true; readonly found: Determinism } | { readonly ok: false; readonly exit: ExitCode }> {
  const host = sayingOnce(given)
  const checked = choice.checked ?? await readChecked(host, choice.file, choice)
  if (checked === undefined) return { ok: false, exit: EXIT.invalidScenario }
  const most = flags.workers ?? Math.min(MOST_WORKERS, availableParallelism())
  const replications = Math.max(most, flags.replications ?? checked.scenario.replications)
  const ways: Way[] = []
  let manifest: Manifest | undefined
  for (const { workers, restores } of waysOf(most)) {
    const label = `${workers} worker${workers === 1 ? '' : 's'}${restores === 0 ? '' : ', restored'}`
    const done = await rowsOfExperiment(host, { ...flags, halfWidth: [], replications, workers, restores, cache: false, points: [{ ...choice, checked }], label })
    if (!done.ok) return done
    const [only] = done.points
    manifest ??= manifestOf(only)
    ways.push({ workers, restores, rows: only.rows })
  }
  if (manifest === undefined) throw new Error('a run ended without its rows')
  const rows = compareWays(ways)
  const { node, v8 } = process.versions
  return { ok: true, found: { manifest, engine: engineVersion(), host: { node, v8, platform: `${process.platform} ${process.arch}` }, hashes: ways[0].rows.map(({ resultHash }) => resultHash), ways: rows, isEqual: rows.every(({ differing }) => differing.length === 0) } }
}
