/** The largest or smallest value of one path with which everything is kept. */
import { bracket, type Bracket } from './bracket.ts'
import { type Decision, scheduleOf } from './keep.ts'
import { changeOf } from './marginal.ts'
import { MOST_REPLICATIONS } from '../statistics/stopping.ts'
import { around, type Around } from './around.ts'
import type { Bench, Side, Tried } from './bench.ts'
import { decideSides, nearestOf, type Standing, standingsOf, valuesOf } from './decide-sides.ts'
import type { Levels } from './levels.ts'
import { errorOfPoint, type Kind, type NamedKeep, type Question } from './question.ts'

export type EdgeQuestion = Extract<Kind, { readonly kind: 'edge' }>

export interface EdgePoint {
  readonly value: string
  readonly decision: Decision
  readonly replications: number
  readonly standings: readonly Standing[]
  readonly reason: string | undefined
}

export interface EdgeAnswer {
  readonly status: Bracket['status']
  readonly path: string
  readonly isMost: boolean
  /** Value at the edge that surely keeps everything, and the next one that surely does not; null where there is none. */
  readonly kept: string | null
  readonly missed: string | null
  /** Whether neighbouring values are whole numbers, so that nothing lies between. */
  readonly isWhole: boolean
  /** In the order of the range. */
  readonly points: readonly EdgePoint[]
  /** Bounds whose value goes both up and down over the range, beyond chance. */
  readonly bends: readonly string[]
  /** At the value that is kept, or where least is missed. */
  readonly around: Around | null
  readonly nearest: EdgePoint | null
}

/** Bounds whose values, point after point, surely rise somewhere and surely fall elsewhere. */
function bendsOf(tried: readonly Tried[], keeps: readonly NamedKeep[]): string[] {
  const built = tried.filter(({ rows }) => rows.length > 1)
  return keeps.filter(keep => {
    const changes = built.slice(1).map((next, at) => {
      const [a, b] = [valuesOf(built[at], keep), valuesOf(next, keep)]
      const n = Math.min(a.length, b.length)
      return changeOf(a.slice(0, n), b.slice(0, n), built.length * keeps.length)
    })
    const isClear = (sign: number): boolean => changes.some(change => change !== null && change.isClear && change.mean * sign > 0)
    return isClear(1) && isClear(-1)
  }).map(({ text }) => text)
}

/** Level 0 of the search is the end where keeping is easiest: the low one for the largest value. */
const levelIn = ({ count }: Levels, isMost: boolean, level: number): number => (isMost ? level : count - 1 - level)

export async function findEdge(bench: Bench, question: Question, { levels, isMost }: EdgeQuestion): Promise<EdgeAnswer> {
  const { flags, keeps } = question
  const schedule = scheduleOf(keeps, errorOfPoint({ kind: 'edge', levels, isMost }, flags), flags.mostReplications ?? MOST_REPLICATIONS)
  const textAt = (level: number): string => levels.textAt(levelIn(levels, isMost, level))
  const sideAt = (level: number): Side => ({ label: `${levels.path}=${textAt(level)}`, option: flags.option, set: [{ path: levels.path, value: textAt(level) }] })
  const tried = new Map<number, Tried>()
  const steps = bracket(levels.count, flags.scan)
  let step = steps.next([])
  while (step.done !== true) {
    const asked = step.value
    const sides = await Promise.all(asked.map(level => bench.open(sideAt(level))))
    asked.forEach((level, at) => tried.set(level, sides[at]))
    step = steps.next(await decideSides(bench, sides, keeps, schedule))
  }
  const { status, kept, missed, decided } = step.value
  const ordered = decided.flatMap(({ level, decision }) => {
    const side = tried.get(level)
    return side === undefined ? [] : [{ level, decision, side }]
  })
  const points = ordered.map(({ level, decision, side }): EdgePoint => ({ value: textAt(level), decision, replications: side.rows.length, standings: side.reason === undefined ? standingsOf(side, keeps) : [], reason: side.reason }))
  const isKept = kept >= 0 && status !== 'not monotone'
  const nearest = isKept ? null : nearestOf(points)
  const at = isKept ? tried.get(kept) : ordered[points.findIndex(point => point === nearest)]?.side
  return {
    status, path: levels.path, isMost, isWhole: levels.isWhole,
    kept: kept < 0 ? null : textAt(kept), missed: missed >= levels.count ? null : textAt(missed),
    points: isMost ? points : points.toReversed(),
    bends: bendsOf(ordered.map(({ side }) => side), keeps),
    nearest,
    around: at === undefined ? null : await around(bench, question, at, keeps),
  }
}
