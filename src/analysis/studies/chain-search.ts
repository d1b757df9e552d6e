/** Simulates chains of events until the most plausible one that misses the target is known. */
import { ANY_OPTION } from '../../scenario/check-expression.ts'
import { loadScenario } from '../../scenario/load.ts'
import { nearestName } from '../../scenario/nearest.ts'
import type { Check } from '../../scenario/schema/checks.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { bestMiss, type Chain, keyOfChain, nextChains, type Tried } from '../decide/chains.ts'
import { allowedEvents, assumedEvents, eventsOf, type PlausibleEvent } from '../decide/events.ts'
import { type Judged, judgeTarget } from '../decide/target.ts'
import type { Row } from '../reduce.ts'
import { type Edit, type Simulate, StudyProblem, type StudyPoint } from './laboratory.ts'

/** What is asked: a check of the file, its place in the list, and how much may be simulated. */
export interface ChainQuestion {
  readonly text: string
  readonly file: string
  readonly option: string | undefined
  /** What the user set, the target included. */
  readonly set: readonly Edit[]
  readonly scenario: Scenario
  readonly check: Check
  readonly index: number
  readonly events: readonly PlausibleEvent[]
  readonly mostChains: number
  readonly replications: number
}

const DAYS_PER_YEAR = 365.25

export const nameOfCheck = ({ name, metric, expect }: Check): string => name ?? `${metric.text} ${expect.map(({ text }) => text).join(', ')}`

/** The check that is asked about: by name, metric or place; else the first of the file that fails a run. */
export function chosenCheck(checks: readonly Check[], check: string | undefined): number {
  if (checks.length === 0) throw new StudyProblem('the file has no checks; name a target with --metric and --expect')
  if (check === undefined) return Math.max(0, checks.findIndex(({ level }) => level === 'error'))
  const at = checks.findIndex((each, index) => nameOfCheck(each) === check || each.metric.text === check || String(index) === check)
  if (at >= 0) return at
  const nearest = nearestName(check, checks.map(nameOfCheck))
  throw new StudyProblem(`there is no check '${check}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} There are ${checks.map((each, index) => `${index}: ${nameOfCheck(each)}`).join('; ')}`)
}

/** The option that a run needs to answer a check. */
export function optionOfCheck({ metric: { selectors } }: Check, option: string | undefined): string | undefined {
  const wanted = selectors.option
  if (wanted === undefined || wanted === ANY_OPTION) return option
  if (option !== undefined && option !== wanted) throw new StudyProblem(`the check is about option ${wanted}, not ${option}`)
  return wanted
}

/** The check that a target of one's own becomes: it takes the place of those of the file. */
export const targetEdit = (metric: string, expect: string): Edit => ({ path: 'checks', value: JSON.stringify([{ metric, expect }]) })

/** What may happen in a file: what it leaves uncertain, and what it leaves to catalogs. */
export function plausibleEvents({ text, file, option, set, scenario: { horizon } }: Pick<ChainQuestion, 'text' | 'file' | 'option' | 'set' | 'scenario'>): PlausibleEvent[] {
  const { document } = loadScenario(text, { file, set, option })
  const years = (horizon.end - horizon.start) / DAYS_PER_YEAR
  if (document === undefined) return []
  const stated = eventsOf(document.effective, years)
  return allowedEvents(document, [...stated, ...assumedEvents(document, years, stated)])
}

/** A chain with what it does to the target and what it costs. */
export interface TriedChain extends Tried, Judged {
  readonly rows: readonly Row[]
}

export interface Searched {
  readonly base: TriedChain
  /** The plan itself, as it was simulated. */
  readonly plan: StudyPoint
  /** The most plausible chain that misses; undefined where none was found. */
  readonly found: TriedChain | undefined
  readonly tried: number
  /** False where chains were left for want of runs. */
  readonly isWhole: boolean
}

export const setOf = (chain: Chain, events: readonly PlausibleEvent[]): Edit[] => chain.map(index => ({ path: events[index].path, value: events[index].value }))

/** Rows of points by point, judged. */
export async function judgePoints({ check, index, option, replications }: ChainQuestion, points: readonly StudyPoint[], label: string, simulate: Simulate): Promise<(Judged & { readonly rows: readonly Row[] })[]> {
  const done = await simulate(points, replications, label)
  return done.map(rows => ({ rows, ...judgeTarget(check, option ?? null, rows.map(({ checks }) => checks[index])) }))
}

export async function searchChains(question: ChainQuestion, simulate: Simulate): Promise<Searched> {
  const { option, set, events, mostChains } = question
  const tried = new Map<string, TriedChain>()
  let plan: StudyPoint | undefined
  for (let next = nextChains(tried, events); next.length > 0 && tried.size < mostChains; next = nextChains(tried, events)) {
    const chains = next.slice(0, mostChains - tried.size)
    const points = chains.map((chain): StudyPoint => ({ label: chain.length === 0 ? 'as planned' : chain.map(at => events[at].path).join(' and '), option, set: [...set, ...setOf(chain, events)] }))
    const judged = await judgePoints(question, points, 'looking for what may go wrong', simulate)
    plan ??= points[0]
    for (const [at, chain] of chains.entries()) tried.set(keyOfChain(chain), { chain, ...judged[at] })
  }
  const base = tried.get('')
  if (base === undefined || plan === undefined) throw new Error('the plan itself was not simulated')
  const found = bestMiss(tried, events)
  return { base, plan, found: found === undefined ? undefined : tried.get(keyOfChain(found.chain)), tried: tried.size, isWhole: nextChains(tried, events).length === 0 }
}
