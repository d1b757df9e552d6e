/** Files of a scenario from disk: its text and the tables that it names. Every problem is an issue. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { dirname, extname, isAbsolute, join, normalize } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { importWeather } from '../exchange/importers/index.ts'
import type { ImportIssue } from '../exchange/import-issue.ts'
import type { HostInputs, PathValue, ScenarioSource } from '../runner/protocol.ts'
import type { Issue } from '../scenario/issue.ts'
import { loadScenario, placeProblems } from '../scenario/load.ts'
import { MAX_SCENARIO_BYTES } from '../scenario/parse.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { preflight } from '../engine/preflight/preflight.ts'
import type { Host } from './host.ts'
import { issuesText } from './issues-text.ts'

/** Largest table file that is read, bytes; an EPW year is about 1.5 MB. */
const MAX_TABLE_BYTES = 64_000_000

export interface ReadScenario {
  readonly source: ScenarioSource
  readonly inputs: HostInputs
  readonly inputHashes: Readonly<Record<string, string>>
  readonly scenarioHash: string
  /** Absent when the text has errors. */
  readonly scenario: Scenario | undefined
  readonly issues: readonly Issue[]
}

export interface Choice {
  readonly option?: string | undefined
  readonly set?: readonly PathValue[]
}

export const hasErrors = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'error')

const fileIssue = (file: string, path: string, message: string): Issue => ({ severity: 'error', code: 'file', path, message, file })

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16)

/** Text of a file, or why it cannot be read. `-` reads standard input. */
export async function readText(file: string): Promise<{ text: string } | { issue: Issue }> {
  try {
    if (file === '-') {
      const bytes = await readInput()
      return bytes === undefined ? { issue: fileIssue(file, '', `has more than ${MAX_SCENARIO_BYTES} bytes; no more are read`) } : { text: bytes.toString('utf8') }
    }
    const { size } = await stat(file)
    if (size > MAX_SCENARIO_BYTES) return { issue: fileIssue(file, '', `has ${size} bytes; at most ${MAX_SCENARIO_BYTES} are read`) }
    return { text: await readFile(file, 'utf8') }
  } catch (error) {
    return { issue: fileIssue(file, '', reasonOf(error)) }
  }
}

/** Standard input, or undefined when there is more of it than a scenario may have. */
async function readInput(): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk as Uint8Array))
    size += chunks[chunks.length - 1].length
    if (size > MAX_SCENARIO_BYTES) return undefined
  }
  return Buffer.concat(chunks)
}

const REASONS: Readonly<Record<string, string>> = { ENOENT: 'does not exist', EISDIR: 'is a directory', EACCES: 'may not be read', EPERM: 'may not be read' }

/** Why a file cannot be read, in words. */
function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error)
  return REASONS[code] ?? `cannot be read: ${code}`
}

const locate = ({ severity, code, message, line }: ImportIssue, file: string): Issue => ({
  severity,
  code,
  path: 'site.weather.epw',
  message,
  file,
  ...(line === undefined ? {} : { line }),
})

/** The weather file named by the scenario; paths stay inside the scenario's folder. */
async function readWeather(file: string, epw: string): Promise<{ inputs: HostInputs; hashes: Record<string, string>; issues: Issue[] }> {
  const none = { inputs: { weather: null }, hashes: {} }
  const relative = normalize(epw)
  if (isAbsolute(relative) || relative.startsWith('..')) {
    return { ...none, issues: [fileIssue(file, 'site.weather.epw', 'leaves the folder of the scenario')] }
  }
  try {
    const path = join(file === '-' ? '.' : dirname(file), relative)
    const { size } = await stat(path)
    if (size > MAX_TABLE_BYTES) return { ...none, issues: [fileIssue(file, 'site.weather.epw', `has ${size} bytes; at most ${MAX_TABLE_BYTES} are read`)] }
    const bytes = await readFile(path)
    const text = (extname(path) === '.gz' ? gunzipSync(bytes) : bytes).toString('latin1')
    const read = importWeather(text)
    const issues = (read.ok ? read.value.warnings : read.error).map(issue => locate(issue, epw))
    return { inputs: { weather: read.ok ? read.value.table : null }, hashes: { [epw]: sha256(bytes) }, issues }
  } catch (error) {
    return { ...none, issues: [fileIssue(file, 'site.weather.epw', `names ${epw}, which ${reasonOf(error)}`)] }
  }
}

/** Reads and checks a scenario: static rules first, then, if those hold, what needs physics. */
export async function readScenario(file: string, choice: Choice): Promise<ReadScenario> {
  const read = await readText(file)
  const set = choice.set ?? []
  const option = choice.option ?? null
  const nothing = { inputs: { weather: null }, inputHashes: {} }
  if ('issue' in read) {
    return { ...nothing, source: { text: '', file, option, set }, scenarioHash: '', scenario: undefined, issues: [read.issue] }
  }
  const source: ScenarioSource = { text: read.text, file, option, set }
  const { scenario, document, issues, hash } = loadScenario(read.text, { file, set, ...(option === null ? {} : { option }) })
  const epw = scenario?.site.weather.epw
  const weather = epw === undefined ? undefined : await readWeather(file, epw)
  const inputs = weather?.inputs ?? nothing.inputs
  const before = [...issues, ...(weather?.issues ?? [])]
  const canCheck = scenario !== undefined && document !== undefined && !hasErrors(before)
  const physical = canCheck ? placeProblems(document, preflight(scenario, inputs), file) : []
  return { source, inputs, inputHashes: weather?.hashes ?? {}, scenarioHash: hash, scenario, issues: [...before, ...physical] }
}

/** Reads a scenario for running; with errors it prints them all and is undefined. Warnings are printed and passed. */
export async function readChecked(host: Host, file: string, choice: Choice): Promise<{ read: ReadScenario; scenario: Scenario } | undefined> {
  const read = await readScenario(file, choice)
  if (read.issues.length > 0) host.say(issuesText(read.issues).trimEnd())
  return read.scenario === undefined || hasErrors(read.issues) ? undefined : { read, scenario: read.scenario }
}
