/**
 * A scenario that extends others: `extends: base.yaml`, or a list, of which later ones win; the file itself wins over all of them. Sections are
 * laid over each other key by key, everything else is replaced. A host puts the text of each base in its place, on the same line, so that one
 * text says everything and its lines stay what they were.
 */
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import { type Issue, showValue } from './issue.ts'
import { parse, type Parsed, type Section } from './parse.ts'
import type { TreePath } from './positions.ts'
import { layOver } from './site-parts.ts'
import { stepInto } from './schema/walk.ts'

const KEY = 'extends'
/** Quick look whether a text may extend another one. */
const MAY_EXTEND = /^\s*["']?extends["']?\s*:/mu
const MAX_DEPTH = 8

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A path below the folder of the scenario, seen from a file in it; undefined where it leaves that folder. */
export function pathFrom(from: string, named: string): string | undefined {
  if (/^(?:[/\\]|[A-Za-z]:)/u.test(named)) return undefined
  const steps: string[] = []
  for (const step of [...from.split('/').slice(0, -1), ...named.replaceAll('\\', '/').split('/')]) {
    if (step === '' || step === '.') continue
    if (step === '..' && steps.length === 0) return undefined
    if (step === '..') steps.pop()
    else steps.push(step)
  }
  return steps.join('/')
}

export interface Inlined {
  /** With the bases in their place. */
  readonly text: string
  /** Paths below the folder of the scenario that nobody gave the text of. */
  readonly missing: readonly string[]
  readonly issues: readonly Issue[]
}

interface Reading {
  readonly baseOf: (path: string) => string | undefined
  readonly missing: string[]
  readonly issues: Issue[]
}

/** The names that a text extends, with the place of the whole value. */
function namedIn(text: string): { readonly names: readonly string[]; readonly from: number; readonly to: number } | undefined {
  if (!MAY_EXTEND.test(text)) return undefined
  const { contents, errors } = parseDocument(text, { prettyErrors: false, logLevel: 'silent' })
  const node = isMap(contents) && errors.length === 0 ? (contents.get(KEY, true) as Node | undefined) : undefined
  const range = node?.range
  if (node === undefined || range == null) return undefined
  const names = isScalar(node) ? [node.value] : isSeq(node) ? node.items.map(item => (isScalar(item) ? item.value : null)) : []
  const texts = names.filter(name => typeof name === 'string' && name !== '')
  return texts.length === 0 || texts.length < names.length ? undefined : { names: texts as string[], from: range[0], to: range[1] }
}

/** What a text extends, as it writes it. */
export const extendedBy = (text: string): readonly string[] => namedIn(text)?.names ?? []

const problem = (message: string, value: string): Issue => ({ severity: 'error', code: 'file', path: KEY, message, value })

function baseData(path: string, above: readonly string[], reading: Reading): Section | undefined {
  const { baseOf, missing, issues } = reading
  if (above.includes(path) || above.length > MAX_DEPTH) {
    issues.push(problem('names a file that extends this one again, or too many one after the other', path))
    return undefined
  }
  const text = baseOf(path)
  if (text === undefined) {
    missing.push(path)
    return undefined
  }
  const told = missing.length + issues.length
  const read = parse(inlined(text, path, above, reading))
  if (missing.length + issues.length > told) return undefined
  if (read.ok) return read.value.data
  const [first] = read.error
  issues.push(problem(`names a file that cannot be read: line ${first.line ?? 1}: ${first.message}`, path))
  return undefined
}

function inlined(text: string, file: string, above: readonly string[], reading: Reading): string {
  const named = namedIn(text)
  if (named === undefined) return text
  const bases: [string, Section][] = []
  for (const name of named.names) {
    const path = pathFrom(file, name)
    if (path === undefined) reading.issues.push(problem('names a file outside the folder of the scenario', name))
    const data = path === undefined ? undefined : baseData(path, [...above, file], reading)
    if (data !== undefined) bases.push([name, data])
  }
  if (bases.length < named.names.length) return text
  const whole = JSON.stringify(Object.fromEntries(bases))
  // Lines of the value stay lines, so that everything below is where it was.
  return text.slice(0, named.from) + whole + text.slice(named.from, named.to).replaceAll(/[^\n]+/gu, '') + text.slice(named.to)
}

/** Puts the bases of a text in their place, as far as `baseOf` knows them by their path below the folder of the scenario. */
export function inlineBases(text: string, file: string, baseOf: (path: string) => string | undefined): Inlined {
  const reading: Reading = { baseOf, missing: [], issues: [] }
  const whole = inlined(text, file.replace(/^.*[/\\]/u, ''), [], reading)
  return { text: whole, missing: [...new Set(reading.missing)], issues: reading.issues }
}

/** Bases under the file, each with its own bases under it. */
function laidOver(data: Section): Section {
  if (!isSection(data[KEY])) return data
  const { [KEY]: bases, ...own } = data
  const under = Object.values(bases).reduce<unknown>((below, base) => (isSection(base) ? layOver(below, laidOver(base)) : below), {})
  return layOver(under, own) as Section
}

const states = (data: unknown, path: TreePath): boolean => path.length > 0 && path.reduce<unknown>(stepInto, data) !== undefined

/** A file with its bases under it; what only a base states has its place where the file names the base. */
export function withBases(parsed: Parsed): { readonly parsed: Parsed; readonly issues: readonly Issue[] } {
  const { data } = parsed
  const bases = data[KEY]
  if (bases === undefined) return { parsed, issues: [] }
  if (!isSection(bases)) {
    const issue: Issue = { ...problem('names files that are not open', [bases].flat().map(showValue).join(', ')), allowed: 'files beside this one, opened together with it', ...parsed.positionOf([KEY]) }
    const { [KEY]: _, ...own } = data
    return { parsed: { ...parsed, data: own }, issues: [issue] }
  }
  const { [KEY]: _, ...own } = data
  const isInherited = (path: TreePath): boolean => !states(own, path) && Object.values(bases).some(base => isSection(base) && states(laidOver(base), path))
  return { parsed: { data: laidOver(data), positionOf: (path, at) => (isInherited(path) ? parsed.positionOf([KEY], 'key') : parsed.positionOf(path, at)) }, issues: [] }
}
