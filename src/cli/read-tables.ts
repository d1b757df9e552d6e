/** Table files that a scenario names: weather and job traces. Paths stay inside the scenario's folder; every problem is an issue. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, extname, isAbsolute, join, normalize } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Result } from '../base/result.ts'
import type { Imported, ImportIssue } from '../exchange/import-issue.ts'
import { importCarbon, importWeather, readDemand, readJobParquet, readTrace, weatherSiteIssues } from '../exchange/importers/index.ts'
import type { HostInputs } from '../runner/protocol.ts'
import { findZone } from '../scenario/catalog/zones.ts'
import type { CarbonTable, JobTrace, RequestDemand, WeatherTable } from '../scenario/inputs.ts'
import type { Issue } from '../scenario/issue.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { TraceEntry } from '../scenario/schema/workload.ts'
import { sitesOf } from '../scenario/sites.ts'
import { fileIssue, reasonOf } from './file-issue.ts'
import { readByRange, type ReadFile, readInChunks } from './read-trace.ts'
import { requestsKey, traceKey } from '../scenario/trace-key.ts'

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

/** A file of any size that `path` of the scenario names, read in pieces. */
async function readPieces<T>(file: string, path: string, named: string, read: (target: string) => Promise<ReadFile<T>>): Promise<ReadTable<T>> {
  const refused = (message: string): ReadTable<T> => ({ table: null, hash: '', issues: [fileIssue(file, path, message)] })
  const target = targetOf(file, named)
  if (target === undefined) return refused('leaves the folder of the scenario')
  try {
    const { read: found, hash } = await read(target)
    return { table: found.ok ? found.value.table : null, hash, issues: (found.ok ? found.value.warnings : found.error).map(issue => placed(issue, path, named)) }
  } catch (error) {
    return refused(`names ${named}, which ${reasonOf(error)}`)
  }
}

/** A trace of jobs, in chunks. */
const readJobs = (file: string, entry: TraceEntry): Promise<ReadTable<JobTrace>> =>
  readPieces(file, `workload.${entry.id}.file`, entry.file, target => (target.endsWith('.parquet') ? readByRange(target, bytes => readJobParquet(bytes, entry)) : readInChunks(target, readTrace(entry))))

/** Demand of the services that name a trace of requests. */
async function readRequestFiles(reading: Reading, workload: Scenario['workload']): Promise<Record<string, RequestDemand>> {
  const found: Record<string, RequestDemand> = {}
  for (const entry of workload) {
    if (entry.source !== 'inference' || entry.requests === undefined || Object.hasOwn(found, requestsKey(entry.requests))) continue
    const { requests } = entry
    const { table, hash, issues } = await readPieces(reading.file, `workload.${entry.id}.requests.file`, requests.file, target => readInChunks(target, readDemand(requests.onBadLine)))
    reading.hashes[requests.file] = hash
    reading.issues.push(...issues)
    if (table !== null) found[requestsKey(requests)] = table
  }
  return found
}

/** What is read so far: each file once, whoever names it. */
interface Reading {
  readonly file: string
  readonly hashes: Record<string, string>
  readonly issues: Issue[]
}

async function read<T>({ file, hashes, issues }: Reading, path: string, named: string, parse: (text: string) => Result<Imported<T>, readonly ImportIssue[]>): Promise<T | null> {
  const { table, hash, issues: found } = await readTable(file, path, named, parse)
  hashes[named] = hash
  issues.push(...found)
  return table
}

interface SiteTables {
  readonly weather: Record<string, WeatherTable>
  readonly carbon: Record<string, CarbonTable>
}

/** Weather and carbon files of a site, by name; `prefix` is the path of the site's part. */
async function readSite(reading: Reading, prefix: string, { site, grid: { carbonFile } }: Scenario, { weather, carbon }: SiteTables): Promise<void> {
  const offsetH = (findZone(site.location.timezone)?.standardOffsetMin ?? 0) / 60
  const { epw, years = [] } = site.weather
  const files = [...(epw === undefined ? [] : [{ path: 'site.weather.epw', named: epw }]), ...years.map((named, index) => ({ path: `site.weather.years[${index}]`, named }))]
  for (const { path, named } of files) {
    const table = weather[named] ?? (Object.hasOwn(reading.hashes, named) ? null : await read(reading, `${prefix}${path}`, named, importWeather))
    if (table === null || weather[named] !== undefined) continue
    weather[named] = table
    reading.issues.push(...weatherSiteIssues(table, offsetH).map(issue => placed(issue, `${prefix}${path}`, named)))
  }
  if (carbonFile === undefined || Object.hasOwn(reading.hashes, carbonFile)) return
  const table = await read(reading, `${prefix}grid.carbonFile`, carbonFile, importCarbon)
  if (table !== null) carbon[carbonFile] = table
}

export async function readTables(file: string, scenario: Scenario): Promise<ReadTables> {
  const reading: Reading = { file, hashes: {}, issues: [] }
  const tables: SiteTables = { weather: {}, carbon: {} }
  for (const site of sitesOf(scenario)) await readSite(reading, site.id === '' ? '' : `sites.${site.id}.`, site.scenario, tables)
  const traces: Record<string, JobTrace> = {}
  for (const entry of scenario.workload) {
    if (entry.source !== 'trace' || Object.hasOwn(traces, traceKey(entry))) continue
    const trace = await readJobs(file, entry)
    reading.hashes[entry.file] = trace.hash
    reading.issues.push(...trace.issues)
    if (trace.table !== null) traces[traceKey(entry)] = trace.table
  }
  const requests = await readRequestFiles(reading, scenario.workload)
  const { site: { weather: { epw } }, grid: { carbonFile } } = scenario
  const weather = epw === undefined ? null : (tables.weather[epw] ?? null)
  const carbon = carbonFile === undefined ? null : (tables.carbon[carbonFile] ?? null)
  return { inputs: { weather, weatherYears: tables.weather, traces, requests, carbon, carbonFiles: tables.carbon }, hashes: reading.hashes, issues: reading.issues }
}
