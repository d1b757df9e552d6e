import type { Result } from '../../base/result.ts'
import type { CarbonTable, JobTrace, WeatherTable } from '../../scenario/inputs.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'
import { parseCarbonCsv, sniffCarbonCsv } from './carbon-csv.ts'
import type { Sheet } from '../sheet.ts'
import { parseCsvSheet, sniffCsvSheet } from './csv-sheet.ts'
import { parseEpw, sniffEpw } from './epw.ts'
import { parseSwf, sniffSwf } from './swf.ts'
import { parseXlsxSheet, sniffXlsxSheet } from './xlsx-sheet.ts'

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
export type CarbonImporter = Importer<CarbonTable>
export type TraceImporter = Importer<JobTrace>

/** Weather formats, in the order in which they are tried. */
export const weatherImporters: readonly WeatherImporter[] = [
  { id: 'epw', label: 'EnergyPlus weather', extensions: ['epw'], sniff: sniffEpw, parse: parseEpw },
]

/** Formats of job traces, in the order in which they are tried. */
export const traceImporters: readonly TraceImporter[] = [
  { id: 'swf', label: 'Standard Workload Format', extensions: ['swf'], sniff: sniffSwf, parse: parseSwf },
]

/** Formats of hourly carbon intensity, in the order in which they are tried. */
export const carbonImporters: readonly CarbonImporter[] = [
  { id: 'carbon-csv', label: 'hourly carbon intensity', extensions: ['csv'], sniff: sniffCarbonCsv, parse: parseCarbonCsv },
]

/** A format of spreadsheets: bytes to one sheet. */
export interface SheetImporter {
  readonly id: string
  readonly label: string
  readonly extensions: readonly string[]
  readonly sniff: (bytes: Uint8Array) => boolean
  /** `sheetName` chooses among the sheets of a workbook; the first one without it. */
  readonly parse: (bytes: Uint8Array, sheetName?: string) => Result<Imported<Sheet>, readonly ImportIssue[]>
}

/** Formats of spreadsheets, in the order in which they are tried. */
export const sheetImporters: readonly SheetImporter[] = [
  { id: 'xlsx', label: 'Excel workbook', extensions: ['xlsx', 'xlsm'], sniff: sniffXlsxSheet, parse: parseXlsxSheet },
  { id: 'csv', label: 'separated values', extensions: ['csv', 'tsv', 'txt'], sniff: sniffCsvSheet, parse: parseCsvSheet },
]

/** Reads a spreadsheet of any known format, recognised by its bytes. */
export function importSheet(bytes: Uint8Array, sheetName?: string): Import<Sheet> {
  const importer = sheetImporters.find(({ sniff }) => sniff(bytes))
  if (importer !== undefined) return importer.parse(bytes, sheetName)
  return { ok: false, error: [{ code: 'SHEET_FORMAT', severity: 'error', message: `not a spreadsheet of a known format (${sheetImporters.map(({ label }) => label).join(', ')})` }] }
}

type Import<T> = Result<Imported<T>, readonly ImportIssue[]>

/** Reads a text with the first importer that recognises it. */
function importAs<T>(importers: readonly Importer<T>[], text: string, code: string, what: string): Import<T> {
  const head = text.slice(0, 1024)
  const importer = importers.find(({ sniff }) => sniff(head))
  if (importer !== undefined) return importer.parse(text)
  return { ok: false, error: [{ code, severity: 'error', line: 1, message: `not ${what} of a known format (${importers.map(({ label }) => label).join(', ')})` }] }
}

/** Read tables of any known format, recognised by their content. */
export const importTrace = (text: string): Import<JobTrace> => importAs(traceImporters, text, 'TRACE_FORMAT', 'a job trace')
export const importWeather = (text: string): Import<WeatherTable> => importAs(weatherImporters, text, 'WEATHER_FORMAT', 'a weather file')
export const importCarbon = (text: string): Import<CarbonTable> => importAs(carbonImporters, text, 'CARBON_FORMAT', 'a carbon intensity file')

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
