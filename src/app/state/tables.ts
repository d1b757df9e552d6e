/**
 * Files that a scenario names, such as weather and job traces. A page cannot read them by their path, so the user opens or drops them;
 * they are found again by their file name.
 */
import { create } from 'zustand'
import type { HostInputs } from '../../runner/protocol.ts'
import type { CarbonTable, JobTrace, WeatherTable } from '../../scenario/inputs.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

export interface Tables {
  readonly weather: Readonly<Record<string, WeatherTable>>
  readonly traces: Readonly<Record<string, JobTrace>>
  readonly carbon: Readonly<Record<string, CarbonTable>>
}

export const useTables = create<Tables>(() => ({ weather: {}, traces: {}, carbon: {} }))

const TABLE_FILE = /\.(epw|swf|csv)$/i

export const isTableFile = (name: string): boolean => TABLE_FILE.test(name)

const baseName = (path: string): string => path.replace(/^.*[/\\]/, '')

/** Which table a file holds, by the end of its name. */
const KIND: Readonly<Record<string, keyof Tables>> = { epw: 'weather', swf: 'traces', csv: 'carbon' }

/** Reads a table file; returns what is wrong with it, or null. The importers are loaded when the first one comes. */
export async function takeTable(file: File): Promise<string | null> {
  const { importCarbon, importTrace, importWeather } = await import('../../exchange/importers/index.ts')
  const kind = KIND[file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase()] ?? 'carbon'
  const read = { weather: importWeather, traces: importTrace, carbon: importCarbon }[kind](await file.text())
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
  const lack = (path: string, file: string): void => {
    const line = lines[path]
    missing.push({ severity: 'error', code: 'file', path, message: 'names a file that is not open', value: file, allowed: 'a file that was dropped onto this page or opened in it', ...(line === undefined ? {} : { line, column: 1 }) })
  }
  const { epw, years } = scenario.site.weather
  const weather = epw === undefined ? null : (tables.weather[baseName(epw)] ?? null)
  if (epw !== undefined && weather === null) lack('site.weather.epw', epw)
  const weatherYears: Record<string, WeatherTable> = {}
  for (const [index, file] of (years ?? []).entries()) {
    const table = tables.weather[baseName(file)]
    if (table === undefined) lack(`site.weather.years[${index}]`, file)
    else weatherYears[file] = table
  }
  const traces: Record<string, JobTrace> = {}
  for (const entry of scenario.workload) {
    if (entry.source !== 'trace') continue
    const trace = tables.traces[baseName(entry.file)]
    if (trace === undefined) lack(`workload.${entry.id}.file`, entry.file)
    else traces[entry.file] = trace
  }
  const { carbonFile } = scenario.grid
  const carbon = carbonFile === undefined ? null : (tables.carbon[baseName(carbonFile)] ?? null)
  if (carbonFile !== undefined && carbon === null) lack('grid.carbonFile', carbonFile)
  const sources = [weather, ...Object.values(weatherYears), ...Object.values(traces), carbon].flatMap(table => table?.source ?? [])
  return { inputs: { weather, weatherYears, traces, carbon }, missing, key: sources.join(' ') }
}
