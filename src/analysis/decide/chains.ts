/**
 * The most plausible short chain of events after which a target is missed. Events are looked at alone, the worst of each input first; those
 * that bring the target closer to a miss are joined, the most plausible chains first, until one misses and none that is more plausible is left.
 */
import { ln } from '../../base/exact-math.ts'
import type { PlausibleEvent } from './events.ts'

/** Events of a chain at most. */
export const LONGEST_CHAIN = 3
/** Chains that are simulated at a time, whatever the number of workers. */
const BATCH = 4
/** Share of the way to the miss that events alone must go together for their chain to be worth a look. */
const PROMISING = 0.5

/** Indexes of events, ascending; the empty chain is the plan as it is. */
export type Chain = readonly number[]

/** What a chain does: how far beyond its bound the target is, negative while it is kept. */
export interface Tried {
  readonly chain: Chain
  readonly missed: boolean
  readonly shortfall: number
}

export const keyOfChain = (chain: Chain): string => chain.join(',')

/** Logarithm of the probability that all of it comes at least so bad; events are independent. */
export const logLikelihood = (chain: Chain, events: readonly PlausibleEvent[]): number => chain.reduce((sum, index) => sum + ln(events[index].probability), 0)

/** More plausible first, then shorter, then in the order of the file. */
function byPlausibility(events: readonly PlausibleEvent[]): (a: Chain, b: Chain) => number {
  return (a, b) => logLikelihood(b, events) - logLikelihood(a, events) || a.length - b.length || compareLists(a, b)
}

function compareLists(a: Chain, b: Chain): number {
  const at = a.findIndex((event, index) => event !== b[index])
  return at < 0 ? 0 : a[at] - b[at]
}

/** The worst events of each input. */
function worstOfInputs(events: readonly PlausibleEvent[]): number[] {
  const least = new Map<number, number>()
  for (const { input, probability } of events) least.set(input, Math.min(least.get(input) ?? 1, probability))
  return events.flatMap(({ input, probability }, index) => (probability === least.get(input) ? [index] : []))
}

/** The chain that answers the question so far; undefined while none misses. */
export function bestMiss(tried: ReadonlyMap<string, Tried>, events: readonly PlausibleEvent[]): Tried | undefined {
  const order = byPlausibility(events)
  return [...tried.values()].filter(({ missed }) => missed).toSorted((a, b) => order(a.chain, b.chain))[0]
}

/** Chains of two and three of these events, of different inputs, that are not tried and promise enough. */
function joined(effective: readonly number[], events: readonly PlausibleEvent[], tried: ReadonlyMap<string, Tried>): Chain[] {
  const base = tried.get('')?.shortfall ?? 0
  const gain = (index: number): number => Math.min(1e12, (tried.get(keyOfChain([index]))?.shortfall ?? base) - base)
  const isWorthALook = (chain: Chain): boolean =>
    new Set(chain.map(index => events[index].input)).size === chain.length && !tried.has(keyOfChain(chain)) && base + chain.reduce((sum, index) => sum + gain(index), 0) >= base * (1 - PROMISING)
  const found: Chain[] = []
  effective.forEach((a, i) => effective.slice(i + 1).forEach((b, j) => {
    found.push([a, b], ...effective.slice(i + j + 2).map(c => [a, b, c]))
  }))
  return found.filter(isWorthALook)
}

/** Chains to be simulated next; none when the answer is known. `tried` begins empty. */
export function nextChains(tried: ReadonlyMap<string, Tried>, events: readonly PlausibleEvent[]): Chain[] {
  const base = tried.get('')
  if (base === undefined) return [[]]
  if (base.missed) return []
  const worst = worstOfInputs(events).map(index => [index])
  const first = worst.filter(chain => !tried.has(keyOfChain(chain)))
  if (first.length > 0) return first
  const inputs = new Set(worst.filter(chain => (tried.get(keyOfChain(chain))?.shortfall ?? base.shortfall) > base.shortfall).map(([index]) => events[index].input))
  const ofInputs = events.flatMap(({ input }, index) => (inputs.has(input) ? [index] : []))
  const second = ofInputs.map(index => [index]).filter(chain => !tried.has(keyOfChain(chain)))
  if (second.length > 0) return second
  const best = bestMiss(tried, events)
  const least = best === undefined ? -Infinity : logLikelihood(best.chain, events)
  const effective = ofInputs.filter(index => (tried.get(keyOfChain([index]))?.shortfall ?? base.shortfall) > base.shortfall)
  return joined(effective, events, tried).filter(chain => logLikelihood(chain, events) > least).toSorted(byPlausibility(events)).slice(0, BATCH)
}
