/**
 * Files that a scenario names, such as weather and job traces. A page cannot read them by their path, so the user opens or drops them;
 * they are found again by their file name.
 */
import { create } from 'zustand'
import type { HostInputs } from '../../runner/protocol.ts'
import type { CarbonTable, JobTrace, RequestDemand, WeatherTable } from '../../scenario/inputs.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { sitesOf } from '../../scenario/sites.ts'
import type { InferenceEntry, TraceEntry } from '../../scenario/schema/workload.ts'
import { MAX_TABLE_BYTES } from '../files/limits.ts'
import { requestsKey, traceKey } from '../../scenario/trace-key.ts'

export interface Tables {
  readonly weather: Readonly<Record<string, WeatherTable>>
  readonly traces: Readonly<Record<string, JobTrace>>
  readonly carbon: Readonly<Record<string, CarbonTable>>
  readonly requests: Readonly<Record<string, RequestDemand>>
}

export const useTables = create<Tables>(() => ({ weather: {}, traces: {}, carbon: {}, requests: {} }))

/** A page knows files by their name alone. */
export const baseName = (path: string): string => path.replace(/^.*[/\\]/, '')

/** What is open under a name; names come from files and may be any. */
const openUnder = <T>(tables: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(tables, name) ? tables[name] : undefined)

const TABLE_FILE = /\.(epw|csv)$/i

export const isTableFile = (name: string): boolean => TABLE_FILE.test(name)

/** Name of the table of a trace among those that are open. */
const openKey = (entry: TraceEntry): string => traceKey({ ...entry, file: baseName(entry.file) })

/** Name of the demand of a trace among the tables that are open. */
const openRequestsKey = (requests: NonNullable<InferenceEntry['requests']>): string => requestsKey({ ...requests, file: baseName(requests.file) })

/** Which table a file holds, by the end of its name. */
const KIND: Readonly<Record<string, 'weather' | 'carbon'>> = { epw: 'weather', csv: 'carbon' }

/** Reads a table file; returns what is wrong with it, or null. The importers are loaded when the first one comes. */
export async function takeTable(file: File): Promise<string | null> {
  const { importCarbon, importWeather } = await import('../../exchange/importers/index.ts')
  if (file.size > MAX_TABLE_BYTES) return `${file.name} has ${file.size} bytes; a table has at most ${MAX_TABLE_BYTES}. Nothing was changed.`
  const kind = KIND[file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()] ?? 'carbon'
  const read = { weather: importWeather, carbon: importCarbon }[kind](await file.text())
  if (!read.ok) return `${file.name}: ${read.error.map(({ line, message }) => (line === undefined ? message : `line ${line}: ${message}`)).join('; ')}`
  const { table } = read.value
  useTables.setState(before => ({ [kind]: { ...before[kind], [file.name]: table } }))
  return null
}

interface Needed {
  readonly inputs: HostInputs
  /** Files that are named but not open. */
  readonly missing: readonly Issue[]
  /** Tells runs with other tables apart. */
  readonly key: string
}

/** Tables of a scenario among those that are open. */
export function tablesFor(scenario: Scenario, tables: Tables, lines: Readonly<Record<string, number>>): Needed {
  const missing: Issue[] = []
  // A value that no site states for itself stands at the top of the file.
  const written = (site: string, path: string): string => (site !== '' && lines[`sites.${site}.${path}`] !== undefined ? `sites.${site}.${path}` : path)
  const lack = (path: string, file: string): void => {
    const line = lines[path]
    missing.push({ severity: 'error', code: 'file', path, message: 'names a file that is not open', value: file, allowed: 'a file that was dropped onto this page or opened in it', ...(line === undefined ? {} : { line, column: 1 }) })
  }
  const weatherYears: Record<string, WeatherTable> = {}
  const carbonFiles: Record<string, CarbonTable> = {}
  for (const { id, scenario: { site: { weather: { epw, years = [] } }, grid: { carbonFile } } } of sitesOf(scenario)) {
    for (const [path, file] of [...(epw === undefined ? [] : [['site.weather.epw', epw]]), ...years.map((file, index) => [`site.weather.years[${index}]`, file])]) {
      const table = openUnder(tables.weather, baseName(file))
      if (table === undefined) lack(written(id, path), file)
      else weatherYears[file] = table
    }
    if (carbonFile === undefined) continue
    const table = openUnder(tables.carbon, baseName(carbonFile))
    if (table === undefined) lack(written(id, 'grid.carbonFile'), carbonFile)
    else carbonFiles[carbonFile] = table
  }
  const traces: Record<string, JobTrace> = {}
  for (const entry of scenario.workload) {
    if (entry.source !== 'trace') continue
    const trace = openUnder(tables.traces, openKey(entry))
    if (trace === undefined) lack(`workload.${entry.id}.file`, entry.file)
    else traces[traceKey(entry)] = trace
  }
  const requests: Record<string, RequestDemand> = {}
  for (const entry of scenario.workload) {
    if (entry.source !== 'inference' || entry.requests === undefined) continue
    const demand = openUnder(tables.requests, openRequestsKey(entry.requests))
    if (demand === undefined) lack(`workload.${entry.id}.requests.file`, entry.requests.file)
    else requests[requestsKey(entry.requests)] = demand
  }
  const sources = [...Object.values(weatherYears), ...Object.values(traces), ...Object.values(carbonFiles)].map(({ source }) => source)
  // The tables of the one site of a file without `sites` are handed over by themselves as well.
  const { site: { weather: { epw = '' } }, grid: { carbonFile = '' } } = scenario
  return { inputs: { weather: weatherYears[epw] ?? null, weatherYears, traces, requests, carbon: carbonFiles[carbonFile] ?? null, carbonFiles }, missing, key: [...sources, ...Object.values(requests).map(({ minutes }) => `${minutes.length} ${minutes.reduce((sum, count) => sum + count, 0)}`)].join(' ') }
}

const sameEntries = (one: Readonly<Record<string, unknown>> = {}, other: Readonly<Record<string, unknown>> = {}): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.keys(one).every(name => one[name] === other[name])

/** Whether two runs read the very same tables. */
export const sameTables = (one: HostInputs, other: HostInputs): boolean =>
  one.weather === other.weather && (one.carbon ?? null) === (other.carbon ?? null) &&
  sameEntries(one.weatherYears, other.weatherYears) && sameEntries(one.traces, other.traces) && sameEntries(one.requests, other.requests) && sameEntries(one.carbonFiles, other.carbonFiles)
