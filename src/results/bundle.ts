/**
 * The results bundle: everything that reports, charts and tables need of a finished experiment, so that they are made again without running
 * it. A set of named entries, versioned and hashed; the container that holds them in one file is a format of `exchange`.
 */
import { createHasher } from '../base/hash.ts'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { pack, unpack } from './packed.ts'
import type { ReplicationRow } from './replication.ts'
import type { RunResult } from './run-result.ts'
import type { Manifest } from './summary.ts'

/** Format of bundles that this version writes and reads. */
export const BUNDLE_FORMAT = 1

/** What a bundle holds of one option; `report` is that of `run --format json`. */
export interface BundledRun<Report, Figures extends object = object> {
  /** How people call it: the option's id, or `as written`. */
  readonly label: string
  readonly report: Report
  readonly rows: readonly ReplicationRow<Figures>[]
  /** Utilisation by week from contract start on, by replication. */
  readonly weekly: readonly (readonly number[])[]
  /** Replication 0, whole, without what it recorded for scrubbing. */
  readonly first: RunResult
}

export interface ResultsBundle<Report, Figures extends object = object> {
  /** The scenario as text, so that it can be read again; files that it names are not in the bundle, their hashes are. */
  readonly source: { readonly text: string; readonly file: string; readonly set: readonly { readonly path: string; readonly value: string }[] }
  readonly runs: readonly BundledRun<Report, Figures>[]
}

/** Texts and bytes by the names that they have in the container. */
export type Entries = Readonly<Record<string, string | Uint8Array>>

interface Index {
  readonly format: number
  readonly tool: string
  readonly labels: readonly string[]
  /** What the tables of the writing version are made of; one with others cannot read what is in the runs. */
  readonly shape: string
  readonly hashes: Readonly<Record<string, string>>
}

/** Names of entries; texts end with `.json`, bytes with `.bin`. */
const INDEX = 'bundle.json'
const SOURCE = 'source.json'
const runNames = (index: number): readonly [text: string, bytes: string] => [`run-${index}.json`, `run-${index}.bin`]

/** Most options of a bundle. */
const MOST_RUNS = 256

function hashOf(entry: string | Uint8Array): string {
  const hasher = createHasher()
  if (typeof entry === 'string') hasher.string(entry)
  else hasher.bytes(entry)
  return hasher.digest()
}

/** `shape` tells the version's own form of results from others. */
export function encodeBundle(bundle: ResultsBundle<{ readonly manifest: Manifest }>, shape: string): Entries {
  const runs = bundle.runs.flatMap((run, index): [string, string | Uint8Array][] => {
    const { text, bytes } = pack(run)
    const [ofText, ofBytes] = runNames(index)
    return [[ofText, text], [ofBytes, bytes]]
  })
  const entries: Record<string, string | Uint8Array> = { [SOURCE]: JSON.stringify(bundle.source), ...Object.fromEntries(runs) }
  const index: Index = {
    format: BUNDLE_FORMAT,
    tool: bundle.runs[0].report.manifest.tool,
    labels: bundle.runs.map(({ label }) => label),
    shape,
    hashes: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, hashOf(entry)])),
  }
  return { [INDEX]: JSON.stringify(index), ...entries }
}

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON of an entry, or undefined when it is none. */
function jsonOf(entries: Entries, name: string): unknown {
  const text = Object.hasOwn(entries, name) ? entries[name] : undefined
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

function readIndex(entries: Entries): Result<Index, string> {
  const index = jsonOf(entries, INDEX)
  if (!isSection(index) || typeof index.format !== 'number') return err('is not a results bundle')
  if (index.format !== BUNDLE_FORMAT) return err(`is a results bundle of format ${index.format}; this version reads format ${BUNDLE_FORMAT}`)
  const { labels, hashes, tool } = index
  const isWhole = Array.isArray(labels) && labels.length > 0 && labels.length <= MOST_RUNS && labels.every(label => typeof label === 'string') && isSection(hashes) && typeof tool === 'string'
  return isWhole ? ok(index as unknown as Index) : err('is a results bundle without its index')
}

/** Names of the entries that an index asks for. */
const namesOf = ({ labels }: Index): string[] => [SOURCE, ...labels.flatMap((_, index) => runNames(index))]

/** What is wrong with the parts of a run, as far as their readers rely on it; undefined when nothing is. */
function runProblem(run: unknown): string | undefined {
  if (!isSection(run)) return 'a run that is no section'
  const { report, rows, weekly, first } = run
  if (!isSection(report) || !isSection(report.manifest) || !isSection(report.summary) || !Array.isArray(report.ledger)) return 'a run without its report'
  if (!Array.isArray(rows) || rows.length === 0 || !Array.isArray(weekly) || weekly.length !== rows.length) return 'a run without its replications'
  if (!isSection(first) || !isSection(first.ledger) || !Array.isArray(first.series)) return 'a run without its first replication'
  const { windowCount, buckets, acceleratorMs, contractedMs } = first.ledger
  const isLedger = typeof windowCount === 'number' && Array.isArray(buckets) && acceleratorMs instanceof Float64Array && contractedMs instanceof Float64Array && acceleratorMs.length === windowCount * buckets.length && contractedMs.length === windowCount
  return isLedger ? undefined : 'a ledger whose columns do not fit its windows'
}

function decodeRun<Report, Figures extends object>(text: string, bytes: Uint8Array): Result<BundledRun<Report, Figures>, string> {
  try {
    const run = unpack({ text, bytes })
    const problem = runProblem(run)
    return problem === undefined ? ok(run as BundledRun<Report, Figures>) : err(`has ${problem}`)
  } catch {
    return err('has a run that cannot be read')
  }
}

function decodeSource(entries: Entries): ResultsBundle<never>['source'] | undefined {
  const source = jsonOf(entries, SOURCE)
  if (!isSection(source) || typeof source.text !== 'string' || typeof source.file !== 'string' || !Array.isArray(source.set)) return undefined
  return source as unknown as ResultsBundle<never>['source']
}

/** Reads the entries of a bundle that may have been made by anyone: what is not as it should be is said, never followed. */
export function decodeBundle<Report, Figures extends object>(entries: Entries, shape: string): Result<ResultsBundle<Report, Figures>, string> {
  const index = readIndex(entries)
  if (!index.ok) return index
  for (const name of namesOf(index.value)) {
    if (!Object.hasOwn(entries, name)) return err(`is a results bundle without ${name}`)
    if (index.value.hashes[name] !== hashOf(entries[name])) return err(`is damaged: ${name} is not what was written`)
  }
  if (index.value.shape !== shape) return err(`was written by another version (${index.value.tool}), whose results are of another form; write it again from the scenario`)
  const source = decodeSource(entries)
  if (source === undefined) return err('has a source that cannot be read')
  const runs: BundledRun<Report, Figures>[] = []
  for (const [at] of index.value.labels.entries()) {
    const [ofText, ofBytes] = runNames(at)
    const [text, bytes] = [entries[ofText], entries[ofBytes]]
    const run: Result<BundledRun<Report, Figures>, string> = typeof text === 'string' && typeof bytes !== 'string' ? decodeRun(text, bytes) : err('has a run that cannot be read')
    if (!run.ok) return run
    runs.push(run.value)
  }
  return ok({ source, runs })
}
