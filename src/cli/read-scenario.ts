/** Files of a scenario from disk: its text and the tables that it names. Every problem is an issue. */
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { HostInputs, PathValue, ScenarioSource } from '../runner/protocol.ts'
import { inlineBases } from '../scenario/bases.ts'
import type { Issue } from '../scenario/issue.ts'
import { completeIssues, loadScenario } from '../scenario/load.ts'
import { MAX_SCENARIO_BYTES } from '../scenario/parse.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { preflight } from '../engine/preflight/preflight.ts'
import { inputsOfSite } from '../engine/weather.ts'
import { fileIssue, reasonOf } from './file-issue.ts'
import type { Host } from './host.ts'
import { issuesText } from './issues-text.ts'
import { readTables } from './read-tables.ts'

export interface ReadScenario {
  readonly source: ScenarioSource
  readonly inputs: HostInputs
  readonly inputHashes: Readonly<Record<string, string>>
  readonly scenarioHash: string
  /** Absent when the text has errors. */
  readonly scenario: Scenario | undefined
  readonly issues: readonly Issue[]
  /** 1-based line of a value of the scenario; undefined when the file does not write it. */
  lineOf(path: readonly (string | number)[]): number | undefined
}

export interface Choice {
  readonly option?: string | undefined
  readonly set?: readonly PathValue[]
  /** Day on which the option is decided, YYYY-MM-DD; as the file says when left out. */
  readonly decideOn?: string | undefined
}

export const hasErrors = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'error')


/** Text of a file, or why it cannot be read. `-` reads standard input. */
export async function readText(file: string): Promise<{ text: string } | { issue: Issue }> {
  try {
    if (file === '-') {
      // Whoever asks again gets the same.
      input ??= readInput()
      const bytes = await input
      return bytes === undefined ? { issue: fileIssue(file, '', `has more than ${MAX_SCENARIO_BYTES} bytes; no more are read`) } : { text: bytes.toString('utf8') }
    }
    const { size } = await stat(file)
    if (size > MAX_SCENARIO_BYTES) return { issue: fileIssue(file, '', `has ${size} bytes; at most ${MAX_SCENARIO_BYTES} are read`) }
    return { text: await readFile(file, 'utf8') }
  } catch (error) {
    return { issue: fileIssue(file, '', reasonOf(error)) }
  }
}

/** Text of a scenario with the files that it extends in their place, or why it cannot be read. */
export async function readWithBases(file: string): Promise<{ text: string } | { issue: Issue }> {
  const read = await readText(file)
  if ('issue' in read) return read
  const bases = new Map<string, string>()
  const folder = file === '-' ? '.' : dirname(file)
  for (;;) {
    const { text, missing, issues } = inlineBases(read.text, file, path => bases.get(path))
    const [problem] = issues
    if (problem !== undefined) return { issue: { ...problem, file } }
    if (missing.length === 0) return { text }
    for (const path of missing) {
      const base = await readText(join(folder, path))
      if ('issue' in base) return { issue: fileIssue(file, 'extends', `names ${path}, which ${base.issue.message}`) }
      bases.set(path, base.text)
    }
  }
}

let input: Promise<Buffer | undefined> | undefined

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

/** Reads and checks a scenario: static rules first, then, if those hold, what needs physics. */
export async function readScenario(file: string, choice: Choice): Promise<ReadScenario> {
  const read = await readWithBases(file)
  const set = choice.set ?? []
  const option = choice.option ?? null
  const nothing = { inputs: { weather: null }, inputHashes: {} }
  if ('issue' in read) {
    return { ...nothing, source: { text: '', file, option, set }, scenarioHash: '', scenario: undefined, issues: [read.issue], lineOf: () => undefined }
  }
  const source: ScenarioSource = { text: read.text, file, option, set, ...(choice.decideOn === undefined ? {} : { decideOn: choice.decideOn }) }
  const loaded = loadScenario(read.text, { file, set, ...(option === null ? {} : { option }), decideOn: choice.decideOn })
  const { scenario, issues, hash } = loaded
  const tables = scenario === undefined ? undefined : await readTables(file, scenario)
  const inputs = tables?.inputs ?? nothing.inputs
  const ofTables = tables?.issues ?? []
  const canCheck = scenario !== undefined && !hasErrors([...issues, ...ofTables])
  const ofScenario = canCheck ? completeIssues(loaded, preflight(scenario, inputs), file) : issues
  return { source, inputs, inputHashes: tables?.hashes ?? {}, scenarioHash: hash, scenario, issues: [...ofScenario, ...ofTables], lineOf: path => loaded.document?.originOf([...path]).position('value')?.line }
}

/** Reads a scenario for running; with errors it prints them all and is undefined. Warnings are printed and passed. */
export async function readChecked(host: Host, file: string, choice: Choice): Promise<{ read: ReadScenario; scenario: Scenario } | undefined> {
  const read = await readScenario(file, choice)
  if (read.issues.length > 0) host.say(issuesText(read.issues).trimEnd())
  return read.scenario === undefined || hasErrors(read.issues) ? undefined : { read, scenario: read.scenario }
}

/** What is said of a site that a file has not. */
export const unknownSite = (id: string, ids: readonly string[]): string => `there is no site '${id}'; ${ids.length === 0 ? 'the file has one site, which needs no name' : `the file has ${ids.join(', ')}`}`

/**
 * The same for a question to one site: the one that is named, else the first of several, which is said. Its inputs are those that the site
 * names.
 */
export async function readSite(host: Host, file: string, choice: Choice & { readonly site?: string }): Promise<{ read: ReadScenario; scenario: Scenario } | undefined> {
  const checked = await readChecked(host, file, choice)
  if (checked === undefined) return undefined
  const { read, scenario } = checked
  const ids = (scenario.sites ?? []).map(({ id }) => id)
  const site = scenario.sites?.find(({ id }) => id === (choice.site ?? ids[0]))
  if (site === undefined) {
    if (choice.site === undefined) return checked
    host.say(unknownSite(choice.site, ids))
    return undefined
  }
  if (choice.site === undefined) host.say(`this is about site ${site.id}; --site tells of another: ${ids.join(', ')}`)
  return { read: { ...read, source: { ...read.source, site: site.id }, inputs: inputsOfSite(site.scenario, read.inputs) }, scenario: site.scenario }
}
