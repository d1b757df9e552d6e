/**
 * Text to plain data. YAML 1.2 with the core schema, so dates stay text; JSON is a subset of it. Nothing here throws on any
 * input: what is wrong becomes issues. Positions are worked out only when somebody asks.
 */
import { constructFromEvents, CORE_SCHEMA, parseEvents, YAMLException } from 'js-yaml'
import type { Event } from 'js-yaml'
import { err, ok } from '../base/result.ts'
import type { Result } from '../base/result.ts'
import { inspectTree } from './inspect-tree.ts'
import { showValue } from './issue.ts'
import type { Issue } from './issue.ts'
import { locate, placesOf } from './positions.ts'
import type { Places, Position, TreePath } from './positions.ts'
import { syntaxErrors } from './syntax-errors.ts'

/** Largest scenario text, in bytes of UTF-8. */
export const MAX_SCENARIO_BYTES = 4_000_000
const MAX_ALIASES = 1000
const MAX_DEPTH = 64

export type Section = Readonly<Record<string, unknown>>

/** A text that is well formed: its data and where everything stands. */
export interface Parsed {
  readonly data: Section
  positionOf(path: TreePath, at?: 'key' | 'value'): Position | undefined
}

function byteLength(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    // A surrogate pair takes four bytes, two for each half.
    if (code >= 0x80) bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2
  }
  return bytes
}

const problem = (code: string, message: string, more: Partial<Issue> = {}): Issue => ({ severity: 'error', code, path: '', message, ...more })

function lazyPlaces(text: string, events: readonly Event[]): () => Places {
  let places: Places | undefined
  return () => (places ??= placesOf(text, events))
}

/** Reads YAML or JSON text into data with a section at the top. */
export function parse(text: string): Result<Parsed, readonly Issue[]> {
  const bytes = byteLength(text)
  if (bytes > MAX_SCENARIO_BYTES) {
    return err([problem('too-large', `the file has ${bytes} bytes, which is too large`, { allowed: `at most ${MAX_SCENARIO_BYTES} bytes` })])
  }
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return parseSource(source)
  } catch (error) {
    // Only a limit of the host, such as the depth of its stack, can get here.
    return err([problem('syntax', `the text cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}`)])
  }
}

function parseSource(source: string): Result<Parsed, readonly Issue[]> {
  let events: Event[]
  try {
    events = parseEvents(source, { maxDepth: MAX_DEPTH })
  } catch (error) {
    return err(syntaxIssues(source, error))
  }
  const places = lazyPlaces(source, events)
  const issues: Issue[] = []
  const documents = construct(source, events, places, issues)
  if (documents === undefined) return err(issues)
  if (documents.length > 1) issues.push(problem('documents', `the file has ${documents.length} documents`, { allowed: 'one document' }))
  const [data] = documents
  if (documents.length === 0 || data === null) return err([problem('empty', 'the file is empty', { line: 1, column: 1, allowed: 'a scenario, beginning with format: 1' })])
  if (typeof data !== 'object' || Array.isArray(data)) {
    return err([problem('type', 'the file is not a section with keys', { line: 1, column: 1, value: showValue(data), allowed: 'a scenario, beginning with format: 1' })])
  }
  const positionOf = (path: TreePath, at: 'key' | 'value' = 'value'): Position | undefined => locate(places(), path, at)
  for (const found of inspectTree(data)) {
    const { path, ...rest } = found
    issues.push(problem(rest.code, rest.message, { ...rest, path: path.join('.'), ...positionOf(path, 'key') }))
  }
  return issues.length > 0 ? err(issues) : ok({ data: data as Section, positionOf })
}

/** Data of every document; undefined when there is none because of the issues that were added. Repeated keys are all reported. */
function construct(source: string, events: Event[], places: () => Places, issues: Issue[]): unknown[] | undefined {
  const options = { source, schema: CORE_SCHEMA, maxAliases: MAX_ALIASES }
  try {
    return constructFromEvents(events, options)
  } catch (error) {
    const { duplicates, positionAt } = places()
    for (const { path, start } of duplicates) {
      issues.push(problem('duplicate-key', 'is there twice', { path: path.join('.'), value: String(path.at(-1)), ...positionAt(start) }))
    }
    if (duplicates.length === 0) {
      issues.push(...constructionIssues(error))
      return undefined
    }
  }
  try {
    return constructFromEvents(events, { ...options, json: true })
  } catch (error) {
    issues.push(...constructionIssues(error))
    return undefined
  }
}

function constructionIssues(error: unknown): Issue[] {
  if (!(error instanceof YAMLException)) return [problem('syntax', 'the text cannot be read')]
  return [problem('syntax', error.reason, position(error))]
}

const position = (error: YAMLException): Partial<Issue> => (error.mark ? { line: error.mark.line + 1, column: error.mark.column + 1 } : {})

function syntaxIssues(source: string, error: unknown): Issue[] {
  const { positionAt } = placesOf(source, [])
  const listed = syntaxErrors(source).map(({ message, offset }) => problem('syntax', message, positionAt(offset)))
  if (listed.length > 0) return listed
  return error instanceof YAMLException ? [problem('syntax', error.reason, position(error))] : [problem('syntax', 'the text cannot be read')]
}

/** Reads the value of a `--set path=value`: YAML on one line, or an expression. */
export function parseValue(text: string): Result<unknown, string> {
  if (text.trimStart().startsWith('=')) return ok(text.trim())
  if (text.trim() === '') return err('has no value')
  const wrapped = parse(`value: ${text}`)
  if (!wrapped.ok) return err(`has a value that is not YAML: ${wrapped.error[0]?.message}`)
  return Object.keys(wrapped.value.data).length === 1 ? ok(wrapped.value.data.value) : err('has a value of several lines')
}
