import type { Result } from '../../base/result.ts'
import type { JobTrace, WeatherTable } from '../../scenario/inputs.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'
import { parseEpw, sniffEpw } from './epw.ts'
import { parseSwf, sniffSwf } from './swf.ts'

/** A file format that gives one kind of table. */
export interface Importer<T> {
  readonly id: string
  readonly label: string
  /** Without the dot; compressed files are unpacked by the host first. */
  readonly extensions: readonly string[]
  /** Whether the first kilobyte of a text looks like this format; at most one importer says yes. */
  readonly sniff: (head: string) => boolean
  readonly parse: (text: string) => Result<Imported<T>, readonly ImportIssue[]>
}
export type WeatherImporter = Importer<WeatherTable>
export type TraceImporter = Importer<JobTrace>

/** Weather formats, in the order in which they are tried. */
export const weatherImporters: readonly WeatherImporter[] = [
  { id: 'epw', label: 'EnergyPlus weather', extensions: ['epw'], sniff: sniffEpw, parse: parseEpw },
]

/** Formats of job traces, in the order in which they are tried. */
export const traceImporters: readonly TraceImporter[] = [
  { id: 'swf', label: 'Standard Workload Format', extensions: ['swf'], sniff: sniffSwf, parse: parseSwf },
]

/** Reads a job trace of any known format, recognised by its content. */
export function importTrace(text: string): Result<Imported<JobTrace>, readonly ImportIssue[]> {
  const head = text.slice(0, 1024)
  const importer = traceImporters.find(({ sniff }) => sniff(head))
  if (importer !== undefined) return importer.parse(text)
  const known = traceImporters.map(({ label }) => label).join(', ')
  return { ok: false, error: [{ code: 'TRACE_FORMAT', severity: 'error', line: 1, message: `not a job trace of a known format (${known})` }] }
}

/** Reads weather text of any known format, recognised by its content. */
export function importWeather(text: string): Result<Imported<WeatherTable>, readonly ImportIssue[]> {
  const head = text.slice(0, 1024)
  const importer = weatherImporters.find(({ sniff }) => sniff(head))
  if (importer !== undefined) return importer.parse(text)
  const known = weatherImporters.map(({ label }) => label).join(', ')
  return { ok: false, error: [{ code: 'WEATHER_FORMAT', severity: 'error', line: 1, message: `not a weather file of a known format (${known})` }] }
}

/**
 * What is doubtful about using a record at a site whose standard time is `siteUtcOffsetH` hours ahead of UTC: hours that are shifted by
 * more than one would put the heat of the day at the wrong tariff.
 */
export function weatherSiteIssues(table: WeatherTable, siteUtcOffsetH: number): readonly ImportIssue[] {
  const { utcOffsetH } = table.location
  if (Math.abs(utcOffsetH - siteUtcOffsetH) <= 1) return []
  return [{ code: 'TZ_MISMATCH', severity: 'error', line: 1, message: `the record is in UTC${signed(utcOffsetH)}, the site in UTC${signed(siteUtcOffsetH)}` }]
}

const signed = (hours: number): string => (hours < 0 ? `−${-hours}` : `+${hours}`)
