/**
 * From the data of a file to scenarios and issues: expansion of blocks, schema, rules, and back from every value to the line that wrote it.
 * A file is read as one scenario; one with several sites once for each (`read-sites.ts`).
 */
import { beforeCompact, isWithin, pathKey } from './edit-tree.ts'
import { expandBlocks } from './expand.ts'
import type { Expanded } from './expand.ts'
import { scenarioHash } from './hash.ts'
import { showValue } from './issue.ts'
import type { Issue } from './issue.ts'
import type { Author, InstanceEdit, Overlaid } from './options.ts'
import type { Parsed, Section } from './parse.ts'
import { entryDepth, writePath } from './path.ts'
import type { Position, TreePath } from './positions.ts'
import { siteProblems } from './rules/sites.ts'
import type { Scenario } from './schema/scenario.ts'
import type { Waiver } from './schema/waivers.ts'
import type { Substituted } from './substitute.ts'
import { validate } from './validate.ts'
import type { Problem, Validated } from './validate.ts'
import { waive } from './waivers.ts'

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
  /** `effective` with what a site leaves to the top of the file in its part: what written paths lead into. */
  readonly addressed: Section
  /** Each site as a document of its own, where the file has several. */
  readonly sites?: readonly { readonly id: string; readonly document: ScenarioDocument }[]
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

/** What all scenarios of a file come from. */
export interface Ground {
  readonly file: Section
  readonly overlaid: Overlaid
  readonly substituted: Substituted
  readonly parsed: Parsed
}

/** The data of one scenario before blocks are expanded, and where each of its values stands in that of the file. */
export interface PartSource {
  readonly data: Section
  readonly edits: readonly InstanceEdit[]
  toFile(path: TreePath): TreePath
}

export interface Part extends Omit<Validated, 'problems'> {
  readonly document: ScenarioDocument
  /** Waived ones are marked. */
  readonly issues: readonly Issue[]
}

/** Reads a file that is one scenario. */
export function readOne(ground: Ground): Loaded {
  const { read, document, issues, readable } = readPart(ground, { data: ground.substituted.data, edits: ground.substituted.edits, toFile: path => path })
  const ofSites = siteProblems(readable, undefined, []).map(problem => issueOf(problem, document.originOf(problem.path), document))
  return loadedOf(read, [...issues, ...ofSites], document)
}

export function loadedOf(scenario: Scenario | undefined, found: readonly Issue[], document: ScenarioDocument): Loaded {
  const issues = distinct(found)
  const isValid = scenario !== undefined && issues.every(({ severity }) => severity !== 'error')
  return { ...(isValid ? { scenario } : {}), issues, document, hash: scenarioHash(document.expanded) }
}

/** Expands and reads one scenario: everything that is wrong with it, at its place in the file. */
export function readPart({ file, overlaid, substituted, parsed }: Ground, { data, edits, toFile }: PartSource): Part {
  const expanded = expandBlocks(data, edits)
  const { problems, ...validated } = validate(expanded.data)
  const trace = tracer(overlaid, expanded, parsed, toFile)
  const document: ScenarioDocument = {
    file,
    effective: substituted.data,
    addressed: data,
    expanded: expanded.data,
    expressions: substituted.expressions,
    waivers: validated.waivers,
    originOf: trace,
    toExpanded: ([top, at, ...rest], instance = 0) => {
      if (top !== 'blocks' || typeof at !== 'number') return [top, at, ...rest].filter((step) => step !== undefined)
      const index = expanded.instances.findIndex((candidate) => candidate.entry === at && (candidate.index ?? 0) === instance)
      return [top, index < 0 ? at : index, ...rest]
    },
  }
  const early: Problem[] = [...substituted.problems, ...expanded.problems.map((problem): Problem => ({ severity: 'error', ...problem, path: toFile(problem.path) }))]
  const isTold = alreadyTold(early)
  const late = problems.filter(({ path, isKey }) => isKey === true || !isTold(trace(path).path))
  const found = [
    ...overlaid.issues.map((issue) => placed(issue, parsed)),
    ...early.map((problem) => issueOf(problem, unexpanded(problem.path, overlaid, parsed), document)),
    ...late.map((problem) => issueOf(problem, trace(problem.path), document)),
  ]
  return { ...validated, document, issues: waive(distinct(found), validated.waivers) }
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

function tracer(overlaid: Overlaid, expanded: Expanded, parsed: Parsed, toFile: PartSource['toFile']): (path: TreePath) => ValueOrigin {
  return (path) => {
    const [top, at, ...rest] = path
    const instance = top === 'blocks' && typeof at === 'number' ? expanded.instances[at] : undefined
    if (instance === undefined) return unexpanded(toFile(path), overlaid, parsed)
    const own = expanded.origins.findLast((origin) => isWithin(path, origin.path))
    const isListed = instance.listed.includes(String(rest[0]))
    const below = isListed ? [String(rest[0]), instance.index ?? 0] : rest
    const entryPath = toFile(['blocks', instance.entry, ...below])
    if (own === undefined) return { ...unexpanded(entryPath, overlaid, parsed), ...(isListed && instance.index !== undefined ? { instance: instance.index } : {}) }
    return { path: entryPath, author: own.author, position: authorPosition(own.author, path.slice(own.path.length), parsed), ...(instance.index === undefined ? {} : { instance: instance.index }) }
  }
}

/** Origin of a path before expansion. */
export function unexpanded(path: TreePath, overlaid: Overlaid, parsed: Parsed): ValueOrigin {
  const before = beforeCompact(path, overlaid.shifts)
  const origin = overlaid.origins.findLast((candidate) => isWithin(before, candidate.path))
  const copy = origin === undefined ? overlaid.copies.find(({ to }) => isWithin(before, to)) : undefined
  const written = copy === undefined ? before : [...copy.from, ...before.slice(copy.to.length)]
  if (origin === undefined) return { path, position: (at) => parsed.positionOf(written, at) }
  return { path, author: origin.author, position: authorPosition(origin.author, before.slice(origin.path.length), parsed) }
}

const authorPosition = (author: Author, below: TreePath, parsed: Parsed) => (at: 'key' | 'value'): Position | undefined =>
  author.kind === 'option' ? parsed.positionOf([...author.at, ...below], at) : undefined

/** The path of a problem as authors write it, and its place in the file. */
export function issueOf(problem: Problem, origin: ValueOrigin, { effective }: ScenarioDocument): Issue {
  const { path, author, instance } = origin
  const depth = entryDepth(path)
  const isReadyList = depth > 0 && path[depth] === 'ready' && typeof path[depth + 1] === 'number'
  let text = writePath(isReadyList ? path.slice(0, depth + 1) : path, effective)
  if (instance !== undefined) {
    const entry = writePath(path.slice(0, depth), effective)
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

export const keyOf = ({ path, code, message, value }: Issue): string => `${path}\0${code}\0${message}\0${value ?? ''}`

/** Without repetitions: what is wrong with an entry is said once, not for each of its blocks. */
export function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Set<string>()
  return issues.filter((issue) => {
    const key = keyOf(issue)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
