/**
 * Files that a scenario names, such as weather and job traces. A page cannot read them by their path, so the user opens or drops them;
 * they are found again by their file name.
 */
import { create } from 'zustand'
import type { HostInputs } from '../../runner/protocol.ts'
import type { JobTrace, WeatherTable } from '../../scenario/inputs.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

export interface Tables {
  readonly weather: Readonly<Record<string, WeatherTable>>
  readonly traces: Readonly<Record<string, JobTrace>>
}

export const useTables = create<Tables>(() => ({ weather: {}, traces: {} }))

const TABLE_FILE = /\.(epw|swf)$/i

export const isTableFile = (name: string): boolean => TABLE_FILE.test(name)

const baseName = (path: string): string => path.replace(/^.*[/\\]/, '')

/** Reads a weather file or a trace; returns what is wrong with it, or null. The importers are loaded when the first one comes. */
export async function takeTable(file: File): Promise<string | null> {
  const { importTrace, importWeather } = await import('../../exchange/importers/index.ts')
  const text = await file.text()
  const isWeather = /\.epw$/i.test(file.name)
  const read = isWeather ? importWeather(text) : importTrace(text)
  if (!read.ok) return `${file.name}: ${read.error.map(({ line, message }) => (line === undefined ? message : `line ${line}: ${message}`)).join('; ')}`
  const { table } = read.value
  useTables.setState(before => ('dryBulbC' in table ? { weather: { ...before.weather, [file.name]: table } } : { traces: { ...before.traces, [file.name]: table } }))
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
  const { epw } = scenario.site.weather
  const weather = epw === undefined ? null : (tables.weather[baseName(epw)] ?? null)
  if (epw !== undefined && weather === null) lack('site.weather.epw', epw)
  const traces: Record<string, JobTrace> = {}
  for (const entry of scenario.workload) {
    if (entry.source !== 'trace') continue
    const trace = tables.traces[baseName(entry.file)]
    if (trace === undefined) lack(`workload.${entry.id}.file`, entry.file)
    else traces[entry.file] = trace
  }
  return { inputs: { weather, traces }, missing, key: [...(weather === null ? [] : [weather.source]), ...Object.values(traces).map(trace => trace.source)].join(' ') }
}
