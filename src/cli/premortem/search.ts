/** Simulates chains of events until the most plausible one that misses the target is known. */
import { bestMiss, type Chain, keyOfChain, nextChains, type Tried } from '../../analysis/decide/chains.ts'
import type { PlausibleEvent } from '../../analysis/decide/events.ts'
import { type Judged, judgeTarget } from '../../analysis/decide/target.ts'
import type { Row } from '../../analysis/reduce.ts'
import type { PathValue } from '../../runner/protocol.ts'
import type { Check } from '../../scenario/schema/checks.ts'
import { rowsOfExperiment } from '../experiment/execute.ts'
import type { CheckedScenario, manifestOf, PointChoice } from '../experiment/point.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import type { RunFlags } from '../run-flags.ts'

/** What is asked: a check of the file, its place in the list, and how much may be simulated. */
export interface Question {
  readonly host: Host
  readonly file: string
  readonly option: string | undefined
  readonly flags: RunFlags
  /** What the user set, the target included. */
  readonly set: readonly PathValue[]
  readonly checked: CheckedScenario
  readonly check: Check
  readonly index: number
  readonly events: readonly PlausibleEvent[]
  readonly mostChains: number
}

/** A chain with what it does to the target and what it costs. */
export interface TriedChain extends Tried, Judged {
  readonly rows: readonly Row[]
}

export interface Searched {
  readonly base: TriedChain
  readonly manifest: Parameters<typeof manifestOf>[0]
  /** The most plausible chain that misses; undefined where none was found. */
  readonly found: TriedChain | undefined
  readonly tried: number
  /** False where chains were left for want of runs. */
  readonly isWhole: boolean
}

export const setOf = (chain: Chain, events: readonly PlausibleEvent[]): PathValue[] => chain.map(index => ({ path: events[index].path, value: events[index].value }))

/** Rows of points by point, judged. */
export async function judgePoints({ host, flags, check, index, option, checked }: Question, points: readonly PointChoice[], label: string): Promise<{ readonly judged: (Judged & { readonly rows: readonly Row[] })[]; readonly first: Parameters<typeof manifestOf>[0] } | ExitCode> {
  const done = await rowsOfExperiment(host, { ...flags, points, replications: flags.replications ?? checked.scenario.replications, label })
  if (!done.ok) return done.exit
  return { judged: done.points.map(({ rows }) => ({ rows, ...judgeTarget(check, option ?? null, rows.map(({ checks }) => checks[index])) })), first: done.points[0] }
}

export async function searchChains(question: Question): Promise<Searched | ExitCode> {
  const { file, option, set, events, mostChains } = question
  const tried = new Map<string, TriedChain>()
  let manifest: Searched['manifest'] | undefined
  for (let next = nextChains(tried, events); next.length > 0 && tried.size < mostChains; next = nextChains(tried, events)) {
    const chains = next.slice(0, mostChains - tried.size)
    const points = chains.map((chain): PointChoice => ({ label: chain.length === 0 ? 'as planned' : chain.map(at => events[at].path).join(' and '), file, option, set: [...set, ...setOf(chain, events)] }))
    const done = await judgePoints(question, points, 'looking for what may go wrong')
    if (typeof done === 'number') return done
    manifest ??= done.first
    for (const [at, chain] of chains.entries()) tried.set(keyOfChain(chain), { chain, ...done.judged[at] })
  }
  const base = tried.get('')
  if (base === undefined || manifest === undefined) throw new Error('the plan itself was not simulated')
  const found = bestMiss(tried, events)
  return { base, manifest, found: found === undefined ? undefined : tried.get(keyOfChain(found.chain)), tried: tried.size, isWhole: nextChains(tried, events).length === 0 }
}
