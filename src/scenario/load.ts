/**
 * The one door to scenarios: text in, a scenario in engine units or everything that is wrong with it out. Never throws on any
 * text. Order: file, option, `--set`, expressions, expansion of blocks, schema, rules.
 */
import { beforeCompact, isWithin, pathKey } from './edit-tree.ts'
import { expandBlocks } from './expand.ts'
import type { Expanded } from './expand.ts'
import { scenarioHash } from './hash.ts'
import { compareIssues, showValue } from './issue.ts'
import type { Issue } from './issue.ts'
import { overlay } from './options.ts'
import type { Author, Overlaid, SetFlag } from './options.ts'
import { parse } from './parse.ts'
import type { Parsed, Section } from './parse.ts'
import { writePath } from './path.ts'
import type { Position, TreePath } from './positions.ts'
import type { Scenario } from './schema/scenario.ts'
import type { Waiver } from './schema/waivers.ts'
import { substitute } from './substitute.ts'
import { upgrade } from './upgrades/index.ts'
import { validate } from './validate.ts'
import { idleWaivers, waive } from './waivers.ts'
import type { Problem } from './validate.ts'

export interface LoadChoices {
  /** Name of the file, for issues. */
  readonly file?: string | undefined
  /** Id of the buildout option to apply. */
  readonly option?: string | undefined
  readonly set?: readonly SetFlag[] | undefined
}

/** A scenario's data on its way from text to meaning, with the origin of every value. */
export interface ScenarioDocument {
  /** As written, after format upgrades. */
  readonly file: Section
  /** After option, sets and expressions; block entries still stand for several blocks. */
  readonly effective: Section
  /** With one block for each instance: what the schema reads. */
  readonly expanded: Section
  /** Expressions as written, by path in `effective` (steps joined by NUL). */
  readonly expressions: ReadonlyMap<string, string>
  /** Findings that the file accepts. */
  readonly waivers: readonly Waiver[]
  /** Where a value of `expanded` was written. */
  originOf(path: TreePath): ValueOrigin
  /** The path in `expanded` of a path in `effective`: that of an instance of a block entry, the first one unless it is named. */
  toExpanded(path: TreePath, instance?: number): TreePath
}

export interface ValueOrigin {
  /** Path in `effective`. */
  readonly path: TreePath
  /** Index of the instance that alone has this value. */
  readonly instance?: number
  /** Author, when it is not the base of the file. */
  readonly author?: Author
  /** Position of the value, or of its key, in the file. */
  position(at: 'key' | 'value'): Position | undefined
}

export interface Loaded {
  /** Only when no issue is an error. */
  readonly scenario?: Scenario
  /** In file order. */
  readonly issues: readonly Issue[]
  /** Only when the text is well formed and of a known format. */
  readonly document?: ScenarioDocument
  /** 16 hexadecimal digits, equal for equal meaning; '' without a document. */
  readonly hash: string
}

/** Most issues that are listed one by one. */
const MAX_ISSUES = 500

/** Loads scenario text. */
export function loadScenario(text: string, choices: LoadChoices = {}): Loaded {
  const named = (issues: readonly Issue[]): Issue[] => report(issues, choices.file)
  const parsed = parse(text)
  if (!parsed.ok) return { issues: named(parsed.error), hash: '' }
  const upgraded = upgrade(parsed.value.data)
  if (!upgraded.ok) return { issues: named(upgraded.error.map((issue) => ({ ...issue, ...parsed.value.positionOf(['format']) }))), hash: '' }
  const base = read(upgraded.value, parsed.value, choices)
  const others = choices.option === undefined && base.scenario !== undefined ? optionIssues(base, parsed.value, choices) : []
  const issues = distinct([...base.issues, ...others])
  const { scenario, ...rest } = base
  const isValid = scenario !== undefined && issues.every(({ severity }) => severity !== 'error')
  return { ...rest, ...(isValid ? { scenario } : {}), issues: named(issues) }
}

/** Problems found later, such as those that need physics, placed in the file that the document was read from. */
export function placeProblems(document: ScenarioDocument, problems: readonly Problem[], file: string): Issue[] {
  const issues = waive(distinct(problems.map((problem) => issueOf(problem, document.originOf(problem.path), document))), document.waivers)
  return issues.map((issue) => ({ file, ...issue })).sort(compareIssues)
}

/**
 * Everything about a scenario once physics has been asked too: the issues of the text, the problems found later, and a warning for each
 * waiver that accepts nothing (any more).
 */
export function completeIssues({ issues, document }: Loaded, problems: readonly Problem[], file: string): Issue[] {
  if (document === undefined) return [...issues]
  const all = [...issues, ...placeProblems(document, problems, file)]
  const idle = idleWaivers(all, document.waivers).map((index): Problem => {
    const { code, at } = document.waivers[index]
    return { severity: 'warn', code: 'waiver', path: ['waivers', index], message: 'accepts nothing: no such finding is there', value: `${code} at ${at}`, allowed: 'code and path of a finding that can be waived; else take the waiver out' }
  })
  return [...all, ...placeProblems(document, idle, file)].sort(compareIssues)
}

/** What is wrong with the options of a valid scenario: a file is valid when all of its options are. */
function optionIssues(base: Loaded, parsed: Parsed, choices: LoadChoices): Issue[] {
  const known = new Set(base.issues.map(keyOf))
  return Object.keys(base.scenario?.options ?? {}).flatMap((option) =>
    read(base.document?.file ?? {}, parsed, { ...choices, option })
      .issues.filter((issue) => !known.has(keyOf(issue)))
      .map((issue) => (issue.path.startsWith('options.') ? issue : { ...issue, message: `with option ${option}: ${issue.message}` })),
  )
}

/** Issues in file order, with the name of the file; the first ones when there are more than anyone reads. */
function report(issues: readonly Issue[], file: string | undefined): Issue[] {
  const sorted = issues.map((issue) => (issue.file === undefined && file !== undefined ? { ...issue, file } : issue)).sort(compareIssues)
  if (sorted.length <= MAX_ISSUES) return sorted
  const rest = sorted.length - MAX_ISSUES
  const severity = sorted.slice(MAX_ISSUES).some((issue) => issue.severity === 'error') ? 'error' : 'warn'
  return [...sorted.slice(0, MAX_ISSUES), { severity, code: 'more', path: '', message: `and ${rest} more problems`, ...(file === undefined ? {} : { file }) }]
}

function read(file: Section, parsed: Parsed, choices: LoadChoices): Loaded {
  const overlaid = overlay(file, choices)
  const substituted = substitute(overlaid.data, overlaid.instanceEdits)
  const expanded = expandBlocks(substituted.data, substituted.edits)
  const { scenario, problems, waivers } = validate(expanded.data)
  const trace = tracer(overlaid, expanded, parsed)
  const document: ScenarioDocument = {
    file,
    effective: substituted.data,
    expanded: expanded.data,
    expressions: substituted.expressions,
    waivers,
    originOf: trace,
    toExpanded: ([top, at, ...rest], instance = 0) => {
      if (top !== 'blocks' || typeof at !== 'number') return [top, at, ...rest].filter((step) => step !== undefined)
      const index = expanded.instances.findIndex((candidate) => candidate.entry === at && (candidate.index ?? 0) === instance)
      return [top, index < 0 ? at : index, ...rest]
    },
  }
  const early: Problem[] = [...substituted.problems, ...expanded.problems.map((problem): Problem => ({ severity: 'error', ...problem }))]
  const isTold = alreadyTold(early)
  const late = problems.filter(({ path, isKey }) => isKey === true || !isTold(trace(path).path))
  const found = [
    ...overlaid.issues.map((issue) => placed(issue, parsed)),
    ...early.map((problem) => issueOf(problem, unexpanded(problem.path, overlaid, parsed), document)),
    ...late.map((problem) => issueOf(problem, trace(problem.path), document)),
  ]
  const issues = waive(distinct(found), waivers)
  const isValid = scenario !== undefined && issues.every(({ severity }) => severity !== 'error')
  return { ...(isValid ? { scenario } : {}), issues, document, hash: scenarioHash(expanded.data) }
}

/** An overlay issue stands at its place under `options`. */
function placed(issue: Issue, parsed: Parsed): Issue {
  if (issue.file !== undefined || !issue.path.startsWith('options')) return issue
  if (issue.path === 'options') return { ...issue, ...parsed.positionOf(['options'], 'key') }
  // Paths of overlays contain dots: options, id, verb, then the rest.
  const [, id, verb, ...rest] = issue.path.split('.')
  const last = rest.join('.')
  return { ...issue, ...parsed.positionOf(['options', id, verb, verb === 'remove' ? Number(last) : last], 'key') }
}

/**
 * Whether a place is at, above or below one of these problems: what an expression or an entry did wrong is not told again
 * about the values that it left behind.
 */
function alreadyTold(problems: readonly Problem[]): (path: TreePath) => boolean {
  const at = new Set(problems.map(({ path }) => pathKey(path)))
  const above = new Set(problems.flatMap(({ path }) => path.map((_, depth) => pathKey(path.slice(0, depth)))))
  return (path) => above.has(pathKey(path)) || at.has(pathKey(path)) || path.some((_, depth) => at.has(pathKey(path.slice(0, depth))))
}

function tracer(overlaid: Overlaid, expanded: Expanded, parsed: Parsed): (path: TreePath) => ValueOrigin {
  return (path) => {
    const [top, at, ...rest] = path
    const instance = top === 'blocks' && typeof at === 'number' ? expanded.instances[at] : undefined
    if (instance === undefined) return unexpanded(path, overlaid, parsed)
    const own = expanded.origins.findLast((origin) => isWithin(path, origin.path))
    const isListed = instance.listed.includes(String(rest[0]))
    const below = isListed ? [String(rest[0]), instance.index ?? 0] : rest
    const entryPath: TreePath = ['blocks', instance.entry, ...below]
    if (own === undefined) return { ...unexpanded(entryPath, overlaid, parsed), ...(isListed && instance.index !== undefined ? { instance: instance.index } : {}) }
    return { path: entryPath, author: own.author, position: authorPosition(own.author, path.slice(own.path.length), parsed), ...(instance.index === undefined ? {} : { instance: instance.index }) }
  }
}

/** Origin of a path before expansion. */
function unexpanded(path: TreePath, overlaid: Overlaid, parsed: Parsed): ValueOrigin {
  const before = beforeCompact(path, overlaid.shifts)
  const origin = overlaid.origins.findLast((candidate) => isWithin(before, candidate.path))
  if (origin === undefined) return { path, position: (at) => parsed.positionOf(before, at) }
  return { path, author: origin.author, position: authorPosition(origin.author, before.slice(origin.path.length), parsed) }
}

const authorPosition = (author: Author, below: TreePath, parsed: Parsed) => (at: 'key' | 'value'): Position | undefined =>
  author.kind === 'option' ? parsed.positionOf([...author.at, ...below], at) : undefined

/** The path of a problem as authors write it, and its place in the file. */
function issueOf(problem: Problem, origin: ValueOrigin, { effective }: ScenarioDocument): Issue {
  const { path, author, instance } = origin
  const isReadyList = path[0] === 'blocks' && path[2] === 'ready' && typeof path[3] === 'number'
  let text = writePath(isReadyList ? path.slice(0, 3) : path, effective)
  if (instance !== undefined) {
    const entry = writePath(path.slice(0, 2), effective)
    text = `${entry}[${instance}]${text.slice(entry.length)}`
  }
  const value = showValue(problem.value)
  const isWaivable = problem.severity === 'waivable'
  return {
    severity: problem.severity === 'waivable' ? 'error' : problem.severity,
    ...(isWaivable ? { isWaivable } : {}),
    code: problem.code,
    path: text,
    message: problem.message,
    ...(value === undefined ? {} : { value }),
    ...(problem.allowed === undefined ? {} : { allowed: problem.allowed }),
    ...(problem.nearest === undefined ? {} : { nearest: problem.nearest }),
    ...origin.position(problem.isKey === true ? 'key' : 'value'),
    ...(author?.kind === 'set' ? { file: author.text } : {}),
  }
}

const keyOf = ({ path, code, message, value }: Issue): string => `${path}\0${code}\0${message}\0${value ?? ''}`

/** Without repetitions: what is wrong with an entry is said once, not for each of its blocks. */
function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>()
  return issues.filter((issue) => {
    const key = keyOf(issue)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
