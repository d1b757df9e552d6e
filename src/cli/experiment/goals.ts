/** Goals of precision of an experiment: which points need more replications, and what was reached in the end. */
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import type { Row } from '../../analysis/reduce.ts'
import { achieved, type Achieved, nextLook, type Precision } from '../../analysis/statistics/stopping.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { UsageError } from '../command.ts'

/** A figure and how narrow the 95 % interval of its mean is to be. */
export interface Goal extends Precision {
  readonly figure: keyof RunFigures
  /** As written. */
  readonly text: string
}

export interface Reached extends Achieved {
  readonly point: number
  readonly figure: keyof RunFigures
  readonly text: string
  readonly replications: number
}

/** A replication of a point that is to be run. */
export interface Task {
  readonly point: number
  readonly replication: number
}

const isFigure = (name: string): name is keyof RunFigures => Object.hasOwn(FIGURE_TEXTS, name)

/** Reads `figure=1 %` (of the mean) or `figure=0.005` (in its unit); collects repeated flags. */
export function collectGoal(text: string, previous: readonly Goal[] = []): Goal[] {
  const [figure, width = '', ...more] = text.split('=').map(part => part.trim())
  if (!isFigure(figure)) {
    const nearest = nearestName(figure, Object.keys(FIGURE_TEXTS))
    throw new UsageError(`--half-width knows no figure '${figure}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`)
  }
  const isShare = width.endsWith('%')
  const amount = Number(isShare ? width.slice(0, -1) : width)
  if (more.length > 0 || width === '' || !(amount > 0)) throw new UsageError(`--half-width takes figure=1 % or figure=0.005, above 0, not '${text}'`)
  return [...previous, { figure, share: isShare ? amount / 100 : 0, amount: isShare ? 0 : amount, text }]
}

export interface Goals {
  add(row: Row): void
  /** Replications that are still needed; none when all goals are reached or no more are allowed. */
  next(): Task[]
  /** By point and goal; empty without goals. */
  reached(): Reached[]
}

/** `points` in order; with `isPaired` goals are about the differences of each to the first. */
export function createGoals(goals: readonly Goal[], isPaired: boolean, points: readonly number[], most: number): Goals {
  const figures = new Map(points.map(point => [point, [] as RunFigures[]]))
  const of = (point: number): readonly RunFigures[] => figures.get(point) ?? []
  const judge = (point: number): Reached[] => goals.map(goal => {
    const own = of(point).map(each => each[goal.figure])
    const base = of(points[0]).map(each => each[goal.figure])
    const isDifference = isPaired && point !== points[0]
    const mean = base.reduce((sum, value) => sum + value, 0) / base.length
    const result = isDifference ? achieved(own.map((value, at) => value - base[at]), goal, mean) : achieved(own, goal)
    return { ...result, point, figure: goal.figure, text: goal.text, replications: own.length }
  })
  // The first of a pair has no difference; it goes with the others.
  const judged = isPaired && points.length > 1 ? points.slice(1) : points
  // A figure that does not apply gets no narrower with more.
  const needsMore = (point: number): boolean => judge(point).some(({ isReached, halfWidth }) => !isReached && !Number.isNaN(halfWidth))
  return {
    add: row => void (goals.length > 0 && figures.get(row.point)?.push(row.figures)),
    next() {
      if (goals.length === 0) return []
      const open = judged.filter(needsMore)
      const wanted = isPaired ? (open.length > 0 ? points : []) : open
      return wanted.flatMap(point => {
        const done = of(point).length
        return Array.from({ length: nextLook(done, most) - done }, (_, more): Task => ({ point, replication: done + more }))
      })
    },
    reached: () => judged.flatMap(judge),
  }
}
