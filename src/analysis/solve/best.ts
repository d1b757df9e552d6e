/** The side of a file with the highest or lowest mean of a figure among those that keep everything, and the front of two figures. */
import { average, meanInterval } from '../estimate.ts'
import { boundsOfFigure } from '../figure-bounds.ts'
import { bindingShares, type BindingShare } from './binds.ts'
import { type Decision, scheduleOf } from './keep.ts'
import { front, type FrontPoint } from './pareto.ts'
import { standing } from './race.ts'
import { MOST_REPLICATIONS } from '../statistics/stopping.ts'
import { around, type Around } from './around.ts'
import type { Bench, Tried } from './bench.ts'
import { decisionAt, nearestOf, type Standing, standingsOf } from './decide-sides.ts'
import { errorOfPoint, type FigureKey, type Kind, type Question } from './question.ts'

export type BestQuestion = Extract<Kind, { readonly kind: 'best' }>
export type ParetoQuestion = Extract<Kind, { readonly kind: 'pareto' }>

export interface BestPoint {
  readonly label: string
  readonly decision: Decision
  readonly replications: number
  readonly mean: number
  readonly ci95: readonly [number, number] | null
  /** Whether it may still be the best. */
  readonly isLeft: boolean
  readonly standings: readonly Standing[]
  readonly reason: string | undefined
}

export interface BestAnswer {
  readonly status: 'answered' | 'tied' | 'unresolved' | 'infeasible'
  readonly figure: FigureKey
  readonly isHighest: boolean
  /** No side that is left is better than the best by more than this share. */
  readonly importance: number
  readonly best: string | null
  readonly points: readonly BestPoint[]
  readonly nearest: BestPoint | null
  readonly around: Around | null
}

const statusOf = (leader: number, left: readonly number[], isOver: boolean): BestAnswer['status'] => {
  if (left.length === 0) return 'infeasible'
  if (leader < 0 || !isOver) return 'unresolved'
  return left.length === 1 ? 'answered' : 'tied'
}

export async function findBest(bench: Bench, question: Question, asked: BestQuestion): Promise<BestAnswer> {
  const { flags, keeps } = question
  const { figure, isHighest } = asked
  const schedule = scheduleOf(keeps, errorOfPoint(asked, flags), flags.mostReplications ?? MOST_REPLICATIONS)
  const tried = await Promise.all(asked.sides.map(side => bench.open(side)))
  const pairs = Math.max(1, tried.length - 1)
  const rules = { isHighest, importance: flags.importance, error: (1 - flags.confidence) / 2 / (pairs * schedule.looks.length) }
  const valueOf = ({ rows }: Tried): number[] => rows.map(({ figures }) => figures[figure])
  const decisions: Decision[] = tried.map(() => 'open')
  let now = { left: [...tried.keys()] as readonly number[], leader: -1, isOver: false }
  for (let look = 0; look < schedule.looks.length && !now.isOver; look++) {
    const before = now.left
    await bench.runTo(before.map(at => tried[at]), schedule.looks[look])
    for (const at of before) if (decisions[at] === 'open') decisions[at] = decisionAt(tried[at], keeps, schedule, look)
    now = standing(tried.map((side, at) => ({ values: valueOf(side), decision: decisions[at] })), before, rules)
  }
  const points = tried.map((side, at): BestPoint => ({
    label: side.side.label, decision: decisions[at], replications: side.rows.length, mean: side.rows.length === 0 ? NaN : average(valueOf(side)), ci95: meanInterval(valueOf(side), boundsOfFigure(figure)),
    isLeft: now.left.includes(at), standings: side.reason === undefined ? standingsOf(side, keeps) : [], reason: side.reason,
  }))
  const nearest = now.leader < 0 ? nearestOf(points) : null
  const at = now.leader >= 0 ? now.leader : points.findIndex(point => point === nearest)
  return {
    status: statusOf(now.leader, now.left, now.isOver), figure, isHighest, importance: flags.importance, best: now.leader < 0 ? null : tried[now.leader].side.label, points, nearest,
    around: tried[at] === undefined ? null : await around(bench, question, tried[at], keeps),
  }
}

export interface ParetoSide extends FrontPoint {
  /** What binds there longest; undefined where nothing is lost. */
  readonly binds: BindingShare | undefined
  readonly standings: readonly Standing[]
}

export interface ParetoAnswer {
  readonly status: 'answered' | 'infeasible'
  readonly cost: FigureKey
  readonly gain: FigureKey
  readonly replications: number
  /** In the order of the sides; those that miss a bound are compared with none. */
  readonly sides: readonly ParetoSide[]
  readonly left: readonly { readonly label: string; readonly reason: string }[]
}

/** Runs every side as often as the file says and tells which no other beats in both figures. */
export async function findFront(bench: Bench, question: Question, { cost, gain, sides }: ParetoQuestion): Promise<ParetoAnswer> {
  const { flags, keeps, scenario } = question
  const tried = await Promise.all(sides.map(side => bench.open(side)))
  const replications = flags.replications ?? scenario.replications
  await bench.runTo(tried, replications)
  const has = ({ rows }: Tried): boolean => rows.length > 0 && rows.every(({ figures }) => Number.isFinite(figures[cost]) && Number.isFinite(figures[gain]))
  const kept = tried.filter(side => has(side)).map(side => ({ side, standings: standingsOf(side, keeps) }))
  const inside = kept.filter(({ standings }) => standings.every(({ holds }) => holds))
  const points = front(inside.map(({ side }) => ({ label: side.side.label, cost: side.rows.map(({ figures }) => figures[cost]), gain: side.rows.map(({ figures }) => figures[gain]) })), { cost: boundsOfFigure(cost), gain: boundsOfFigure(gain) })
  const missing = tried.flatMap(side => {
    if (side.reason !== undefined) return [{ label: side.side.label, reason: side.reason }]
    if (!has(side)) return [{ label: side.side.label, reason: 'one of the figures has no value' }]
    const short = kept.find(each => each.side === side)?.standings.find(({ holds }) => !holds)
    return short === undefined ? [] : [{ label: side.side.label, reason: `misses ${short.keep.text}` }]
  })
  return {
    status: points.length === 0 ? 'infeasible' : 'answered', cost, gain, replications,
    sides: points.map((point, at): ParetoSide => ({ ...point, standings: inside[at].standings, binds: bindingShares(inside[at].side.rows)[0] })),
    left: missing,
  }
}
