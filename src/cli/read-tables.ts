/** Table files that a scenario names: weather and job traces. Paths stay inside the scenario's folder; every problem is an issue. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, extname, isAbsolute, join, normalize } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Result } from '../base/result.ts'
import type { Imported, ImportIssue } from '../exchange/import-issue.ts'
import { importCarbon, importWeather, readJobParquet, readTrace, weatherSiteIssues } from '../exchange/importers/index.ts'
import type { HostInputs } from '../runner/protocol.ts'
import { findZone } from '../scenario/catalog/zones.ts'
import type { JobTrace, WeatherTable } from '../scenario/inputs.ts'
import type { Issue } from '../scenario/issue.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { traceKey } from '../scenario/schema/trace.ts'
import type { TraceEntry } from '../scenario/schema/workload.ts'
import { fileIssue, reasonOf } from './file-issue.ts'
import { readByRange, readInChunks } from './read-trace.ts'

/** Largest table file that is read and largest unpacked, bytes; an EPW year is about 1.5 MB. */
const MAX_TABLE_BYTES = 64_000_000
const MAX_UNPACKED_BYTES = 256_000_000

export interface ReadTables {
  readonly inputs: HostInputs
  /** By path as written in the scenario. */
  readonly hashes: Readonly<Record<string, string>>
  readonly issues: readonly Issue[]
}

interface ReadTable<T> {
  readonly table: T | null
  readonly hash: string
  readonly issues: readonly Issue[]
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)

const placed = ({ severity, code, message, line, count }: ImportIssue, path: string, file: string): Issue => ({
  severity,
  code,
  path,
  message: count === undefined || count === 1 ? message : `${message} (${count} of them, the first here)`,
  file,
  ...(line === undefined ? {} : { line }),
})

/** Reads the file `named` at `path` of the scenario `file` and parses it. */
async function readTable<T>(file: string, path: string, named: string, parse: (text: string) => Result<Imported<T>, readonly ImportIssue[]>): Promise<ReadTable<T>> {
  const refused = (message: string): ReadTable<T> => ({ table: null, hash: '', issues: [fileIssue(file, path, message)] })
  const target = targetOf(file, named)
  if (target === undefined) return refused('leaves the folder of the scenario')
  try {
    const { size } = await stat(target)
    if (size > MAX_TABLE_BYTES) return refused(`has ${size} bytes; at most ${MAX_TABLE_BYTES} are read`)
    const bytes = await readFile(target)
    const text = (extname(target) === '.gz' ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }) : bytes).toString('latin1')
    const read = parse(text)
    const issues = (read.ok ? read.value.warnings : read.error).map(issue => placed(issue, path, named))
    return { table: read.ok ? read.value.table : null, hash: sha256(bytes), issues }
  } catch (error) {
    return refused(`names ${named}, which ${reasonOf(error)}`)
  }
}

/** Where a file that the scenario names lies; undefined outside of the scenario's folder. */
function targetOf(file: string, named: string): string | undefined {
  const relative = normalize(named)
  return isAbsolute(relative) || relative.startsWith('..') ? undefined : join(file === '-' ? '.' : dirname(file), relative)
}

/** A trace of jobs, in chunks. */
async function readJobs(file: string, entry: TraceEntry): Promise<ReadTable<JobTrace>> {
  const path = `workload.${entry.id}.file`
  const refused = (message: string): ReadTable<JobTrace> => ({ table: null, hash: '', issues: [fileIssue(file, path, message)] })
  const target = targetOf(file, entry.file)
  if (target === undefined) return refused('leaves the folder of the scenario')
  try {
    const { read, hash } = target.endsWith('.parquet') ? await readByRange(target, bytes => readJobParquet(bytes, entry)) : await readInChunks(target, readTrace(entry))
    return { table: read.ok ? read.value.table : null, hash, issues: (read.ok ? read.value.warnings : read.error).map(issue => placed(issue, path, entry.file)) }
  } catch (error) {
    return refused(`names ${entry.file}, which ${reasonOf(error)}`)
  }
}

export async function readTables(file: string, scenario: Scenario): Promise<ReadTables> {
  const hashes: Record<string, string> = {}
  const issues: Issue[] = []
  const traces: Record<string, JobTrace> = {}
  const offsetH = (findZone(scenario.site.location.timezone)?.standardOffsetMin ?? 0) / 60
  const readWeather = async (path: string, named: string): Promise<WeatherTable | null> => {
    const { table, hash, issues: found } = await readTable(file, path, named, importWeather)
    hashes[named] = hash
    issues.push(...found, ...(table === null ? [] : weatherSiteIssues(table, offsetH).map(issue => placed(issue, path, named))))
    return table
  }
  const { epw, years } = scenario.site.weather
  const weather = epw === undefined ? null : await readWeather('site.weather.epw', epw)
  const weatherYears: Record<string, WeatherTable> = {}
  for (const [index, named] of (years ?? []).entries()) {
    if (Object.hasOwn(hashes, named)) continue
    const table = await readWeather(`site.weather.years[${index}]`, named)
    if (table !== null) weatherYears[named] = table
  }
  for (const entry of scenario.workload) {
    if (entry.source !== 'trace' || Object.hasOwn(traces, traceKey(entry))) continue
    const trace = await readJobs(file, entry)
    hashes[entry.file] = trace.hash
    issues.push(...trace.issues)
    if (trace.table !== null) traces[traceKey(entry)] = trace.table
  }
  const { carbonFile } = scenario.grid
  const carbon = carbonFile === undefined ? null : await readTable(file, 'grid.carbonFile', carbonFile, importCarbon)
  if (carbonFile !== undefined && carbon !== null) {
    hashes[carbonFile] = carbon.hash
    issues.push(...carbon.issues)
  }
  return { inputs: { weather, weatherYears, traces, carbon: carbon?.table ?? null }, hashes, issues }
}
