/**
 * Recorded traces that are dropped onto the page or opened in it: read in pieces by the rules of every entry that names them, with what is wrong with
 * their lines. A file that is open is read again when the rules change, so that another policy needs no second drop.
 */
import { create } from 'zustand'
import type { ChunkReader } from '../../exchange/read-chunks.ts'
import type { Import } from '../../exchange/row-reader.ts'
import type { ImportIssue } from '../../exchange/import-issue.ts'
import type { JobTrace, RequestDemand } from '../../scenario/inputs.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { TracePolicy } from '../../scenario/schema/trace.ts'
import type { InferenceEntry, TraceEntry } from '../../scenario/schema/workload.ts'
import { baseName, useTables } from './tables.ts'
import { requestsKey, traceKey } from '../../scenario/trace-key.ts'

type Requests = NonNullable<InferenceEntry['requests']>

/** What reading a file by the rules of an entry gave, beside its table. */
interface Told {
  /** How many are replayed, how many lines are left out or repaired. */
  readonly summary: string
  readonly findings: readonly ImportIssue[]
  readonly isRefused: boolean
}

export interface TraceFiles {
  /** By name. */
  readonly files: Readonly<Record<string, File>>
  /** By file name and rules, as the tables. */
  readonly told: Readonly<Record<string, Told>>
}

export const useTraceFiles = create<TraceFiles>(() => ({ files: {}, told: {} }))

/** An entry that names a trace. */
interface Named<E> {
  readonly entry: E
  readonly name: string
  /** Of the table by file name and rules. */
  readonly key: string
  /** Place in the scenario. */
  readonly path: string
  readonly policy: TracePolicy
}

const jobTraces = (scenario: Scenario | null): Named<TraceEntry>[] =>
  (scenario?.workload ?? []).flatMap(entry => (entry.source === 'trace' ? [{ entry, name: baseName(entry.file), key: traceKey({ ...entry, file: baseName(entry.file) }), path: `workload.${entry.id}.file`, policy: entry.onBadLine }] : []))

const requestTraces = (scenario: Scenario | null): Named<Requests>[] =>
  (scenario?.workload ?? []).flatMap(entry => {
    if (entry.source !== 'inference' || entry.requests === undefined) return []
    const { requests } = entry
    return [{ entry: requests, name: baseName(requests.file), key: requestsKey({ ...requests, file: baseName(requests.file) }), path: `workload.${entry.id}.requests.file`, policy: requests.onBadLine }]
  })

/** Endings by which a trace is known before any entry names it. */
const TRACE_FILE = /\.(swf|sacct)(\.gz)?$/iu

/** Whether the scenario replays a file of this name, or its ending says that it is a trace. */
export const isTraceFile = (name: string, scenario: Scenario | null): boolean => TRACE_FILE.test(name) || [...jobTraces(scenario), ...requestTraces(scenario)].some(named => named.name === name)

const counted = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`

/** What became of a file's lines in one sentence; nothing is left out in silence. */
function summaryOf(rows: string, leftOut: number, findings: readonly ImportIssue[], policy: TracePolicy): string {
  const concerned = findings.reduce((sum, { count = 1 }) => sum + count, 0)
  const parts = [leftOut > 0 ? `${counted(leftOut, 'line')} left out` : '', concerned > leftOut ? `${counted(concerned - leftOut, 'finding')} repaired or put in order` : ''].filter(part => part !== '')
  return `${rows} replayed${parts.length === 0 ? ', nothing left out' : `, ${parts.join(', ')} (onBadLine: ${policy})`}`
}

async function readStream<T>(file: File, reader: ChunkReader<T>): Promise<Import<T>> {
  const bytes = file.name.endsWith('.gz') ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream()
  const chunks = bytes.getReader()
  for (let next = await chunks.read(); !next.done; next = await chunks.read()) reader.push(next.value)
  return reader.end()
}

/** Keeps a table, if there is one, and what was found; what was open before stays where the file is refused. */
function keep<T extends { readonly leftOut?: number }>(kind: 'traces' | 'requests', { key, policy }: Named<unknown>, read: Import<T>, rowsOf: (table: T) => string): void {
  if (read.ok) useTables.setState(before => ({ [kind]: { ...before[kind], [key]: read.value.table } }))
  const told: Told = read.ok
    ? { summary: summaryOf(rowsOf(read.value.table), read.value.table.leftOut ?? 0, read.value.warnings, policy), findings: read.value.warnings, isRefused: false }
    : { summary: policy === 'fail' ? 'refused, since onBadLine is fail' : 'not read', findings: read.error, isRefused: true }
  useTraceFiles.setState(before => ({ told: { ...before.told, [key]: told } }))
}

async function readJobs(file: File, named: Named<TraceEntry>): Promise<void> {
  const { readJobParquet, readTrace } = await import('../../exchange/importers/index.ts')
  const slice = (start: number, end?: number): Promise<ArrayBuffer> => file.slice(start, end).arrayBuffer()
  const read = file.name.endsWith('.parquet') ? await readJobParquet({ byteLength: file.size, slice }, named.entry) : await readStream(file, readTrace(named.entry))
  keep<JobTrace>('traces', named, read, ({ submitMs }) => counted(submitMs.length, 'job'))
}

async function readRequests(file: File, named: Named<Requests>): Promise<void> {
  const { readDemand } = await import('../../exchange/importers/index.ts')
  keep<RequestDemand>('requests', named, await readStream(file, readDemand(named.policy)), ({ minutes }) => counted(minutes.reduce((sum, count) => sum + count, 0), 'request'))
}

const findingText = ({ count = 1, line, message }: ImportIssue): string => `${count} ${message}${line === undefined ? '' : `, first in line ${line}`}`

/** Reads a trace of jobs or requests for the entries that name it; returns what is to be said of it. One that none names yet is kept until one does. */
export async function takeTrace(file: File, scenario: Scenario | null): Promise<string> {
  const jobs = jobTraces(scenario).filter(({ name }) => name === file.name)
  const requests = requestTraces(scenario).filter(({ name }) => name === file.name)
  for (const named of jobs) await readJobs(file, named)
  for (const named of requests) await readRequests(file, named)
  keepTrace(file)
  const { told } = useTraceFiles.getState()
  const all = [...jobs, ...requests].map(({ key }) => told[key])
  if (all.length === 0) return `${file.name} is open; no entry of the workload names it yet`
  const said = all.map(({ summary, findings }) => [summary, ...findings.map(findingText)].join('; ')).join('; ')
  return `${file.name}${all.some(({ isRefused }) => isRefused) ? '' : ' is open'}: ${said}`
}

/** Keeps a trace until an entry of the workload names it; it is read then. */
export const keepTrace = (file: File): void => useTraceFiles.setState(before => ({ files: { ...before.files, [file.name]: file } }))

/** Reads open files by rules that they were not read by yet: an entry is new, or its rules have changed. */
export async function readAgain(scenario: Scenario): Promise<void> {
  const { files, told } = useTraceFiles.getState()
  const isNew = ({ name, key }: Named<unknown>): boolean => Object.hasOwn(files, name) && !Object.hasOwn(told, key)
  for (const named of jobTraces(scenario).filter(isNew)) await readJobs(files[named.name], named)
  for (const named of requestTraces(scenario).filter(isNew)) await readRequests(files[named.name], named)
}

/** Files that are still missing, but for those that were refused: these say why. */
export const stillMissing = (missing: readonly Issue[], found: readonly Issue[]): Issue[] => missing.filter(({ path }) => !found.some(issue => issue.path === path && issue.severity === 'error'))

/** What was found in the traces of a scenario, at the lines that name them: a sentence of what became of the file, then kind by kind. */
export function traceIssues(scenario: Scenario, lines: Readonly<Record<string, number>>): Issue[] {
  const { told } = useTraceFiles.getState()
  return [...jobTraces(scenario), ...requestTraces(scenario)].flatMap(({ name, key, path }): Issue[] => {
    const known = told[key]
    if (known === undefined || known.findings.length === 0) return []
    const line = lines[path]
    const at = { path, ...(line === undefined ? {} : { line, column: 1 }) }
    const isError = known.isRefused
    return [
      { severity: isError ? 'error' : 'warn', code: 'trace-summary', ...at, message: `${name}: ${known.summary}` },
      ...known.findings.map((finding): Issue => ({ severity: finding.severity, code: finding.code, ...at, message: `${name}: ${findingText(finding)}` })),
    ]
  })
}
