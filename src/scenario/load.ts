/**
 * The one door to scenarios: text in, a scenario in engine units or everything that is wrong with it out. Never throws on any
 * text. Order: bases, file, option, `--set`, expressions, expansion of blocks, schema, rules.
 */
import { parseDate } from '../base/civil-date.ts'
import { withBases } from './bases.ts'
import { conditionProblems } from './contingent/checks.ts'
import { decidingOn, readWithOption } from './contingent/read-contingent.ts'
import { compareIssues } from './issue.ts'
import type { Issue } from './issue.ts'
import { overlay } from './options.ts'
import type { SetFlag } from './options.ts'
import { parse } from './parse.ts'
import type { Parsed, Section } from './parse.ts'
import { distinct, issueOf, keyOf, readOne } from './read-document.ts'
import type { Ground, Loaded, ScenarioDocument } from './read-document.ts'
import { readSites, toldOnce } from './read-sites.ts'
import { substitute } from './substitute.ts'
import { upgrade } from './upgrades/index.ts'
import { matrixProblems } from './rules/matrix.ts'
import type { Problem } from './validate.ts'
import { idleWaivers, waive } from './waivers.ts'

export type { Loaded, ScenarioDocument, ValueOrigin } from './read-document.ts'

export interface LoadChoices {
  /** Name of the file, for issues. */
  readonly file?: string | undefined
  /** Id of the buildout option to apply. */
  readonly option?: string | undefined
  readonly set?: readonly SetFlag[] | undefined
  /** Day, YYYY-MM-DD, on which the option is decided instead of the day that the file gives it; its dates are as much later. */
  readonly decideOn?: string | undefined
  /** What is wrong with the options that are not applied is left out: a validation less for each of them. */
  readonly isAlone?: boolean
}

/** Most issues that are listed one by one. */
const MAX_ISSUES = 500

/** Loads scenario text. */
export function loadScenario(text: string, choices: LoadChoices = {}): Loaded {
  const named = (issues: readonly Issue[]): Issue[] => report(issues, choices.file)
  const read = parse(text)
  if (!read.ok) return { issues: named(read.error), hash: '' }
  const { parsed, issues: ofBases } = withBases(read.value)
  // Without what it extends the file would be said to lack most of itself.
  if (ofBases.length > 0) return { issues: named(ofBases), hash: '' }
  const upgraded = upgrade(parsed.data)
  if (!upgraded.ok) return { issues: named(upgraded.error.map((issue) => ({ ...issue, ...parsed.positionOf(['format']) }))), hash: '' }
  const base = readFile(upgraded.value, parsed, choices)
  const others = choices.option === undefined && choices.isAlone !== true && base.scenario !== undefined ? optionIssues(base, parsed, choices) : []
  const issues = distinct([...base.issues, ...conditionIssues(base), ...matrixIssues(base), ...others])
  const { scenario, ...rest } = base
  const isValid = scenario !== undefined && issues.every(({ severity }) => severity !== 'error')
  return { ...rest, ...(isValid ? { scenario } : {}), issues: named(issues) }
}

/** Problems found later, such as those that need physics, placed in the file that the document was read from. */
export function placeProblems(document: ScenarioDocument, problems: readonly Problem[], file: string): Issue[] {
  const placed = document.sites === undefined ? problems.map((problem) => issueOf(problem, document.originOf(problem.path), document)) : toldOnce(document, problems)
  const issues = waive(distinct(placed), document.waivers)
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

/** One site of a loaded file as a file of its own, the first when none is named; undefined when the file has no such site. */
export function loadedSite(loaded: Loaded, id: string | null): Loaded | undefined {
  const { document, scenario } = loaded
  if (document?.sites === undefined) return id === null ? loaded : undefined
  const site = document.sites.find(each => each.id === (id ?? document.sites?.[0]?.id))
  const own = scenario?.sites?.find(each => each.id === site?.id)?.scenario
  const { scenario: _whole, ...rest } = loaded
  return site === undefined ? undefined : { ...rest, document: site.document, ...(own === undefined ? {} : { scenario: own }) }
}

/** What is wrong with the axes of a sweep, also where its levels cannot be read. */
function matrixIssues({ document }: Loaded): Issue[] {
  return document === undefined ? [] : matrixProblems(document.effective).map(problem => issueOf(problem, document.originOf(problem.path), document))
}

/** What is wrong with the conditions of options. */
function conditionIssues({ scenario, document }: Loaded): Issue[] {
  return scenario === undefined || document === undefined ? [] : conditionProblems(scenario).map(problem => issueOf(problem, document.originOf(problem.path), document))
}

/** What is wrong with the options of a valid scenario: a file is valid when all of its options are. */
function optionIssues(base: Loaded, parsed: Parsed, choices: LoadChoices): Issue[] {
  const known = new Set(base.issues.map(keyOf))
  return Object.keys(base.scenario?.options ?? {}).flatMap((option) =>
    readFile(base.document?.file ?? {}, parsed, { ...choices, option })
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

function readFile(file: Section, parsed: Parsed, { option, set, decideOn }: LoadChoices): Loaded {
  if (option === undefined) return readOverlaid(file, parsed, { set })
  const day = decideOn === undefined ? undefined : parseDate(decideOn)
  return readWithOption(day === undefined ? file : decidingOn(file, option, day), option, parsed, (data, chosen) => readOverlaid(data, parsed, { option: chosen, set }))
}

function readOverlaid(file: Section, parsed: Parsed, choices: Pick<LoadChoices, 'option' | 'set'>): Loaded {
  const overlaid = overlay(file, choices)
  const ground: Ground = { file, overlaid, substituted: substitute(overlaid.data, overlaid.instanceEdits), parsed }
  return ground.substituted.data.sites === undefined ? readOne(ground) : readSites(ground)
}
