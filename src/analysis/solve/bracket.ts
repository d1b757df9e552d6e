/**
 * The edge of what is kept among ordered levels of one input: a scan over the whole range, which sees an answer that is not monotone, then
 * bisection between what is surely kept and what is surely missed. What stays open in between is told, not guessed.
 */
import type { Decision } from './keep.ts'

export type BracketStatus = 'answered' | 'unresolved' | 'infeasible' | 'not monotone'

export interface Bracket {
  readonly status: BracketStatus
  /** Last level that is surely kept, −1 for none; the first after it that is surely missed, the number of levels for none. */
  readonly kept: number
  readonly missed: number
  /** Levels that were asked, ascending, with what was decided. */
  readonly decided: readonly { readonly level: number; readonly decision: Decision }[]
}

/** Levels of the scan: both ends and evenly between. */
export function scanLevels(count: number, scan: number): number[] {
  if (count <= scan) return Array.from({ length: count }, (_, level) => level)
  return Array.from({ length: scan }, (_, at) => Math.round((at * (count - 1)) / (scan - 1)))
}

/** Most levels that a search asks: the error of each is that share of the whole. */
export function mostAsked(count: number, scan: number): number {
  let halvings = 0
  for (let gap = Math.ceil((count - 1) / Math.max(1, scan - 1)); gap > 1; gap = Math.ceil(gap / 2)) halvings += 1
  return Math.min(count, scanLevels(count, scan).length + 2 * halvings)
}

const between = (low: number, high: number): number => low + Math.floor((high - low) / 2)

/** The next level to ask, or none when the edge is as sharp as it gets. */
function nextLevel(known: ReadonlyMap<number, Decision>, count: number): number | undefined {
  const levels = [...known.keys()].sort((a, b) => a - b)
  const kept = Math.max(-1, ...levels.filter(level => known.get(level) === 'kept'))
  const above = levels.filter(level => level > kept)
  const next = above[0] ?? count
  if (next - kept > 1 && kept >= 0) return between(kept, next)
  const missed = above.find(level => known.get(level) === 'missed') ?? count
  const open = Math.max(-1, ...above.filter(level => level < missed))
  return open >= 0 && missed - open > 1 ? between(open, missed) : undefined
}

function bracketOf(known: ReadonlyMap<number, Decision>, count: number): Bracket {
  const decided = [...known].sort(([a], [b]) => a - b).map(([level, decision]) => ({ level, decision }))
  const kept = decided.findLast(({ decision }) => decision === 'kept')?.level ?? -1
  const firstMissed = decided.find(({ decision }) => decision === 'missed')?.level ?? count
  const missed = decided.find(({ level, decision }) => level > kept && decision === 'missed')?.level ?? count
  if (firstMissed < kept) return { status: 'not monotone', kept, missed, decided }
  if (missed === 0) return { status: 'infeasible', kept, missed, decided }
  return { status: missed - kept > 1 ? 'unresolved' : 'answered', kept, missed, decided }
}

/** Asks for levels, several at a time, and is told what was decided; level 0 is the end where keeping is easiest. */
export function* bracket(count: number, scan: number): Generator<readonly number[], Bracket, readonly Decision[]> {
  const known = new Map<number, Decision>()
  let asked = scanLevels(count, scan)
  for (;;) {
    const told = yield asked
    asked.forEach((level, at) => known.set(level, told[at]))
    const found = bracketOf(known, count)
    const next = found.status === 'not monotone' ? undefined : nextLevel(known, count)
    if (next === undefined) return found
    asked = [next]
  }
}
