/** What is asked of a search, read from flags and the file: all problems at once, before anything is simulated. */
import { FIGURE_TEXTS } from '../figure-text.ts'
import { mostAsked } from './bracket.ts'
import { type Keep, neededFor } from './keep.ts'
import { MOST_REPLICATIONS } from '../statistics/stopping.ts'
import { ok, type Result } from '../../base/result.ts'
import { ANY_OPTION, boundOf, readExpectation, readMetric } from '../../scenario/check-expression.ts'
import type { CheckMetricName } from '../../scenario/check-metrics.ts'
import { formatIssue, type Issue } from '../../scenario/issue.ts'
import { type KeepText, readDemand, readKeep } from '../../scenario/keep-text.ts'
import { loadScenario } from '../../scenario/load.ts'
import { AS_WRITTEN } from '../../scenario/matrix.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { TOGETHER } from '../../scenario/options.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { RunFigures } from '../figures.ts'
import { type Edit, StudyProblem } from '../studies/laboratory.ts'
import type { Side } from './bench.ts'
import { levelsOf, type Levels } from './levels.ts'

export type FigureKey = keyof RunFigures

/** What is asked, in the words of the command line. */
export interface SolveFlags {
  readonly option?: string
  readonly most?: string
  readonly least?: string
  readonly highest?: string
  readonly lowest?: string
  readonly pareto?: string | true
  readonly keep?: readonly string[]
  readonly demand?: readonly string[]
  readonly vary?: readonly string[]
  readonly options?: string
  readonly combine?: boolean
  readonly confidence: number
  readonly scan: number
  readonly importance: number
  readonly resources?: string
  readonly set?: readonly Edit[]
  readonly replications?: number | undefined
  readonly mostReplications?: number | undefined
}

/** A bound of every point, as the checks of the scenario that is simulated hold it. */
export interface NamedKeep extends Keep {
  readonly text: string
  readonly metric: CheckMetricName
  /** Place among those checks. */
  readonly check: number
}

export type Kind =
  | { readonly kind: 'edge'; readonly levels: Levels; readonly isMost: boolean }
  | { readonly kind: 'best'; readonly figure: FigureKey; readonly isHighest: boolean; readonly sides: readonly Side[] }
  | { readonly kind: 'pareto'; readonly cost: FigureKey; readonly gain: FigureKey; readonly sides: readonly Side[] }

export interface Question {
  readonly file: string
  readonly text: string
  readonly flags: SolveFlags
  /** What every side sets: the sets of the flags, and the bounds as checks. */
  readonly set: readonly Edit[]
  /** As it is with what every side sets. */
  readonly scenario: Scenario
  /** Its data with expressions evaluated. */
  readonly data: Readonly<Record<string, unknown>>
  readonly keeps: readonly NamedKeep[]
  readonly asked: Kind
}

/** More sides than these are a sweep. */
const MOST_SIDES = 200
const MOST_COMBINED = 7

const QUESTIONS = ['most', 'least', 'highest', 'lowest', 'pareto'] as const

type Problems = string[]

function figureOf(name: string, flag: string, problems: Problems): FigureKey | undefined {
  if (Object.hasOwn(FIGURE_TEXTS, name)) return name as FigureKey
  const nearest = nearestName(name, Object.keys(FIGURE_TEXTS))
  problems.push(`${flag} knows no figure '${name}'${nearest === undefined ? `; there are ${Object.keys(FIGURE_TEXTS).join(', ')}` : `; did you mean '${nearest}'?`}`)
  return undefined
}

/** What is wrong with the metric, expectation or bound of a text, told of its flag. */
function tellWrong({ metric, expect, text }: KeepText, problems: Problems): void {
  const [name, expectation] = [readMetric(metric), readExpectation(expect)]
  const bound = name.ok && expectation.ok ? boundOf(name.value.name, expectation.value) : ok(0)
  for (const read of [name, expectation, bound]) {
    if (read.ok) continue
    const { message, allowed, nearest } = read.error
    problems.push(`--keep '${text}': ${message}${nearest === undefined ? (allowed === undefined ? '' : `; allowed: ${allowed}`) : `; did you mean ${nearest}?`}`)
  }
}

/** Bounds of the flags, without those that cannot be read. */
function keepTexts({ keep = [], demand = [] }: SolveFlags, problems: Problems): KeepText[] {
  const read = (flag: string, texts: readonly string[], reader: (text: string) => Result<readonly KeepText[], string>): KeepText[] => texts.flatMap(text => {
    const found = reader(text)
    if (!found.ok) problems.push(`${flag} ${found.error}, not '${text}'`)
    return found.ok ? found.value : []
  })
  const one = (text: string): Result<readonly KeepText[], string> => {
    const found = readKeep(text)
    return found.ok ? ok([found.value]) : found
  }
  return [...read('--keep', keep, one), ...read('--demand', demand, readDemand)].filter(each => {
    const before = problems.length
    tellWrong(each, problems)
    return problems.length === before
  })
}

/** The checks that a file states at the level of errors, as bounds. */
const ownKeeps = ({ checks }: Scenario): KeepText[] =>
  checks.filter(({ level, metric }) => level === 'error' && (metric.selectors.option === undefined || metric.selectors.option === ANY_OPTION))
    .flatMap(({ metric, expect }) => expect.map(({ text }): KeepText => ({ metric: metric.text, expect: text, text: `${text.split(/\s/u)[0]}(${metric.text}) ${text.split(/\s+/u).slice(1).join(' ')}` })))

const checksSet = (keeps: readonly KeepText[]): Edit => ({ path: 'checks', value: JSON.stringify(keeps.map(({ metric, expect }) => ({ metric, expect }))) })

/** What is wrong with a bound, said of its flag. */
function ofKeep(issue: Issue, keeps: readonly KeepText[]): string | undefined {
  const match = /^checks\[(\d+)\]/u.exec(issue.path)
  const keep = match === null ? undefined : keeps[Number(match[1])]
  return keep === undefined ? undefined : formatIssue({ ...issue, file: `--keep '${keep.text}'`, path: '' }).replace(`--keep '${keep.text}' `, `--keep '${keep.text}': `)
}

function namedKeeps({ checks }: Scenario, keeps: readonly KeepText[]): NamedKeep[] {
  return checks.flatMap(({ metric, expect }, check) => expect.flatMap((expectation): NamedKeep[] => {
    const bound = boundOf(metric.name, expectation)
    return bound.ok ? [{ aggregate: expectation.aggregate, comparison: expectation.comparison, bound: bound.value, text: keeps[check].text, metric: metric.name, check }] : []
  }))
}

/** Options that are tried, each alone or all of them together; the file as written first. */
function optionSides({ options, combine, option }: SolveFlags, stated: Scenario['options'], problems: Problems): (string | undefined)[] {
  const known = Object.keys(stated)
  if (options === undefined) return [option]
  const ids = options === 'all' ? known : options.split(',').map(id => id.trim()).filter(id => id !== '')
  if (option !== undefined) problems.push('--options tries options one by one; leave out --option')
  if (ids.length === 0) problems.push('--options names no option, and the file has none')
  for (const id of ids) {
    if (known.includes(id) || id === AS_WRITTEN) continue
    const nearest = nearestName(id, known)
    problems.push(`there is no option '${id}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} The file has ${known.join(', ') || 'none'}`)
  }
  const chosen = ids.filter(id => id !== AS_WRITTEN)
  if (combine !== true) return [undefined, ...chosen]
  const waiting = chosen.filter(id => stated[id]?.when !== undefined)
  if (waiting.length > 0) problems.push(`--combine takes options that wait for nothing; leave out ${waiting.join(', ')}, which ${waiting.length === 1 ? 'waits' : 'wait'} for a condition`)
  if (chosen.length > MOST_COMBINED) problems.push(`--combine tries every set of at most ${MOST_COMBINED} options, not of ${chosen.length}`)
  return Array.from({ length: 1 << Math.min(chosen.length, MOST_COMBINED) }, (_, mask) => chosen.filter((_id, at) => (mask & (1 << at)) !== 0).join(TOGETHER) || undefined)
}

/** Options crossed with the levels of what is varied. */
function sidesOf(flags: SolveFlags, levels: readonly Levels[], stated: Scenario['options'], problems: Problems): Side[] {
  const options = optionSides(flags, stated, problems)
  const count = levels.reduce((product, each) => product * each.count, options.length)
  if (count > MOST_SIDES) {
    problems.push(`that is ${count} sides, more than ${MOST_SIDES}; name fewer values (path=from..to:levels), or use sweep`)
    return []
  }
  if (count < 2) problems.push('there is nothing to choose from: name values with --vary path=value,value or options with --options a,b')
  const start = options.map((option): Side => ({ label: option ?? (levels.length > 0 && options.length === 1 ? '' : 'as written'), option, set: [] }))
  return levels.reduce<Side[]>((sides, { path, count: many, textAt }) => sides.flatMap(side => Array.from({ length: many }, (_, level): Side => {
    const label = `${path}=${textAt(level)}`
    return { ...side, label: side.label === '' ? label : `${side.label}, ${label}`, set: [...side.set, { path, value: textAt(level) }] }
  })), start)
}

function kindOf(flags: SolveFlags, data: Readonly<Record<string, unknown>>, options: Scenario['options'], problems: Problems): Kind | undefined {
  const read = (texts: readonly (string | undefined)[], flag: string, needs: 'range' | 'levels'): Levels[] => texts.flatMap(text => {
    const levels = text === undefined ? undefined : levelsOf(text, data, needs)
    if (levels?.ok === false) problems.push(`${flag} ${levels.error}`)
    return levels?.ok === true ? [levels.value] : []
  })
  const edges = (['most', 'least'] as const).flatMap(flag => read([flags[flag]], `--${flag}`, 'range').map((levels): Kind => ({ kind: 'edge', levels, isMost: flag === 'most' })))
  const given = QUESTIONS.filter(each => flags[each] !== undefined)
  if (given.length !== 1) {
    problems.push(`a search asks one question: one of ${QUESTIONS.map(each => `--${each}`).join(', ')}${given.length === 0 ? '' : `, not ${given.map(each => `--${each}`).join(' and ')}`}`)
    return undefined
  }
  const [name] = given
  if (name === 'most' || name === 'least') {
    if (flags.vary !== undefined || flags.options !== undefined) problems.push(`--${name} names what is varied; --vary and --options are for --highest, --lowest and --pareto`)
    return edges[0]
  }
  const sides = sidesOf(flags, read(flags.vary ?? [], '--vary', 'levels'), options, problems)
  if (name === 'pareto') {
    const [cost = '', gain = '', ...more] = (typeof flags.pareto === 'string' ? flags.pareto : 'totalCostUsd,sustainedUtilisation').split(',').map(word => word.trim())
    if (more.length > 0 || gain === '') problems.push(`--pareto takes a cost and a gain, such as totalCostUsd,sustainedUtilisation, not '${String(flags.pareto)}'`)
    const [costKey, gainKey] = [figureOf(cost, '--pareto', problems), gain === '' ? undefined : figureOf(gain, '--pareto', problems)]
    return costKey === undefined || gainKey === undefined ? undefined : { kind: 'pareto', cost: costKey, gain: gainKey, sides }
  }
  const figure = figureOf(flags[name] ?? '', `--${name}`, problems)
  return figure === undefined ? undefined : { kind: 'best', figure, isHighest: name === 'highest', sides }
}

/** Share of the error that each point of a search may spend on its bounds. */
export const errorOfPoint = (asked: Kind, { confidence, scan }: SolveFlags): number => {
  const error = 1 - confidence
  return asked.kind === 'edge' ? error / mostAsked(asked.levels.count, scan) : error / 2 / asked.sides.length
}

/** Bounds that no number of replications that is allowed can tell. */
function tellUnresolvable(asked: Kind | undefined, keeps: readonly NamedKeep[], flags: SolveFlags, problems: Problems): void {
  if (asked === undefined || asked.kind === 'pareto') return
  const most = flags.mostReplications ?? MOST_REPLICATIONS
  for (const keep of keeps) {
    const needed = neededFor(keep, errorOfPoint(asked, flags))
    if (needed > most) problems.push(`${keep.text} takes at least ${needed} replications at a confidence of ${flags.confidence}; allow them with --most-replications ${Math.ceil(needed * 2)}, or ask a quantile nearer the middle`)
  }
}

/** A file as it is read with an option and changes: its scenario, unless it has errors, and all that is to be said of it. */
export interface ReadFile {
  readonly text: string
  readonly scenario: Scenario | undefined
  readonly issues: readonly Issue[]
}

export type Read = (option: string | undefined, set: readonly Edit[]) => Promise<ReadFile>

const hasErrors = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity === 'error')

/** Reads the question; where the file has errors, these and what is wrong with the flags. Problems of flags alone are thrown all at once. */
export async function readQuestion(file: string, flags: SolveFlags, read: Read, before: readonly string[] = []): Promise<Question | { readonly issues: readonly Issue[]; readonly problems: readonly string[] }> {
  const problems: Problems = [...before]
  const wanted = keepTexts(flags, problems)
  const { option, set = [] } = flags
  const plain = await read(option, set)
  const { document } = loadScenario(plain.text, { file, set, ...(option === undefined ? {} : { option }) })
  if (plain.scenario === undefined || document === undefined || hasErrors(plain.issues)) return { issues: plain.issues, problems }
  const data = document.addressed
  const asked = kindOf(flags, data, plain.scenario.options, problems)
  const texts = wanted.length > 0 || flags.keep !== undefined || flags.demand !== undefined ? wanted : ownKeeps(plain.scenario)
  const all = [...set, checksSet(texts)]
  const own = await read(option, all)
  for (const issue of own.issues) if (issue.severity === 'error') problems.push(ofKeep(issue, texts) ?? formatIssue(issue))
  if (asked?.kind === 'edge' && texts.length === 0) problems.push(`nothing is to be kept: name a bound with --keep 'p90(tenantWait{tenant: research}) <= 24 h', or give the file checks`)
  const keeps = own.scenario === undefined ? [] : namedKeeps(own.scenario, texts)
  if (texts.some(({ metric }) => /\{[^}]*\boption\b/u.test(metric))) problems.push('a bound of a search is about the side that is tried: leave out {option: …}')
  tellUnresolvable(asked, keeps, flags, problems)
  if (asked?.kind === 'edge') problems.push(...await endProblems(read, option, all, asked.levels))
  if (problems.length > 0) throw new StudyProblem([...new Set(problems)].join('\n'))
  if (asked === undefined || own.scenario === undefined) throw new Error('a question without problems can be asked')
  return { file, text: plain.text, flags, set: all, scenario: own.scenario, data, keeps, asked }
}

/** Ends of a range that its field does not allow. */
async function endProblems(read: Read, option: string | undefined, set: readonly Edit[], { path, count, textAt }: Levels): Promise<string[]> {
  const ends = await Promise.all([0, count - 1].map(level => read(option, [...set, { path, value: textAt(level) }])))
  return ends.flatMap(({ issues }) => issues.filter(issue => issue.severity === 'error' && issue.file === `--set ${path}=${issue.value}`).map(issue => formatIssue({ ...issue, file: 'the range of' })))
}
