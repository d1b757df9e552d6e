import type { Result } from '../../base/result.ts'
import type { CarbonTable, JobTrace, RequestDemand, RequestTrace, WeatherTable } from '../../scenario/inputs.ts'
import type { Imported, ImportIssue } from '../import-issue.ts'
import { parseCarbonCsv, sniffCarbonCsv } from './carbon-csv.ts'
import type { Sheet } from '../sheet.ts'
import { parseCsvSheet, sniffCsvSheet } from './csv-sheet.ts'
import { parseEpw, sniffEpw } from './epw.ts'
import type { TracePolicy, TraceRules } from '../../scenario/schema/trace.ts'
import { type ChunkReader, readChunks } from '../read-chunks.ts'
import { openAzureDemand, openAzureLlm, sniffAzureLlm } from './azure-llm.ts'
import { openJobCsv } from './job-csv.ts'
import { type FileBytes, readJobParquet } from './job-parquet.ts'
import { openPhilly, sniffPhilly } from './philly.ts'
import { openSlurm, sniffSlurm } from './slurm.ts'
import { openSwf, sniffSwf } from './swf.ts'
import { parseXlsxSheet, sniffXlsxSheet } from './xlsx-sheet.ts'
import { PLAIN_RULES } from '../../scenario/trace-key.ts'

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

/** Weather formats, in the order in which they are tried. */
export const weatherImporters: readonly WeatherImporter[] = [
  { id: 'epw', label: 'EnergyPlus weather', extensions: ['epw'], sniff: sniffEpw, parse: parseEpw },
]

/** A format of job traces that says itself what its columns are; read as its bytes come. */
export interface TraceImporter {
  readonly id: string
  readonly label: string
  readonly extensions: readonly string[]
  readonly sniff: (head: string) => boolean
  readonly open: (rules: TraceRules) => ChunkReader<JobTrace>
}

/** Formats of job traces, in the order in which they are tried; tables of other columns are read by the mapping of the scenario. */
export const traceImporters: readonly TraceImporter[] = [
  { id: 'swf', label: 'Standard Workload Format', extensions: ['swf'], sniff: sniffSwf, open: rules => readChunks(openSwf(rules)) },
  { id: 'sacct', label: 'Slurm accounting', extensions: ['txt', 'csv', 'sacct'], sniff: sniffSlurm, open: rules => readChunks(openSlurm(rules)) },
  { id: 'philly', label: 'Philly job log', extensions: ['json'], sniff: sniffPhilly, open: openPhilly },
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
export function importTrace(text: string, rules: TraceRules = PLAIN_RULES): Import<JobTrace> {
  const reader = traceReader(text.slice(0, HEAD), rules)
  reader?.push(new TextEncoder().encode(text))
  return reader === undefined ? unknownTrace() : reader.end()
}
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

/** Characters by which a format is recognised. */
const HEAD = 4096

function traceReader(head: string, rules: TraceRules): ChunkReader<JobTrace> | undefined {
  if (rules.columns !== undefined) return readChunks(openJobCsv(rules, rules.columns))
  return traceImporters.find(({ sniff }) => sniff(head))?.open(rules)
}

const unknownTrace = (): Import<JobTrace> => ({
  ok: false,
  error: [{ code: 'TRACE_FORMAT', severity: 'error', line: 1, message: `not a job trace of a known format (${traceImporters.map(({ label }) => label).join(', ')}); a table of other columns needs \`columns:\` in the scenario` }],
})

/** Waits for enough bytes to tell the format, then hands them on. */
function sniffing<T>(open: (head: string) => ChunkReader<T> | undefined, unknown: () => Import<T>): ChunkReader<T> {
  let waiting: Uint8Array[] = []
  let size = 0
  let reader: ChunkReader<T> | undefined
  let isKnown = true
  const begin = (): void => {
    const head = new Uint8Array(size)
    let at = 0
    for (const chunk of waiting) {
      head.set(chunk, at)
      at += chunk.length
    }
    reader = open(new TextDecoder().decode(head.subarray(0, HEAD)))
    isKnown = reader !== undefined
    reader?.push(head)
    waiting = []
  }
  return {
    push(chunk) {
      if (!isKnown) return
      if (reader !== undefined) {
        reader.push(chunk)
        return
      }
      waiting.push(chunk)
      size += chunk.length
      if (size >= HEAD) begin()
    },
    end() {
      if (reader === undefined && isKnown) begin()
      return reader === undefined ? unknown() : reader.end()
    },
  }
}

/** Reads a job trace of any format but Parquet as its bytes come, unpacked. */
export const readTrace = (rules: TraceRules): ChunkReader<JobTrace> => sniffing(head => traceReader(head, rules), unknownTrace)

/** Reads the requests of an inference trace as its bytes come, unpacked. */
export const readRequests = (policy: TracePolicy): ChunkReader<RequestTrace> => sniffing(head => (sniffAzureLlm(head) ? readChunks(openAzureLlm(policy)) : undefined), noRequests)

/** The same as the demand of a service, in memory that does not grow with the requests. */
export const readDemand = (policy: TracePolicy): ChunkReader<RequestDemand> => sniffing(head => (sniffAzureLlm(head) ? readChunks(openAzureDemand(policy)) : undefined), noRequests)

const noRequests = (): Result<never, readonly ImportIssue[]> => ({ ok: false, error: [{ code: 'REQUESTS_FORMAT', severity: 'error', line: 1, message: 'not a trace of requests: its heading is not TIMESTAMP,ContextTokens,GeneratedTokens' }] })

export { sniffAzureLlm as sniffRequests, type FileBytes, readJobParquet }
