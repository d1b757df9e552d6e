/**
 * The best of several sides of one file by the mean of a figure, among those that keep their bounds: after each look those go that are surely
 * worse than one that surely keeps them, pair by pair over common random numbers. The best is dropped by mistake only if one of its
 * comparisons errs, so the error is shared among them (Bonferroni).
 */
import { studentQuantile } from '../../base/student.ts'
import { average } from '../estimate.ts'
import type { Decision } from './keep.ts'

export interface Runner {
  /** Figure by replication. */
  readonly values: readonly number[]
  readonly decision: Decision
}

export interface RaceRules {
  readonly isHighest: boolean
  /** Error of one comparison at one look. */
  readonly error: number
  /** Differences up to this share of the best do not matter. */
  readonly importance: number
}

export interface Standing {
  /** Sides that may still be the best, in their order. */
  readonly left: readonly number[]
  /** The one with the best mean among those that surely keep their bounds; −1 for none. */
  readonly leader: number
  readonly isOver: boolean
}

/** One-sided bounds of the mean of paired differences, how much better `a` is than `b`. */
function advantage(a: readonly number[], b: readonly number[], { isHighest, error }: RaceRules): readonly [number, number] {
  const n = Math.min(a.length, b.length)
  const differences = Array.from({ length: n }, (_, at) => (isHighest ? a[at] - b[at] : b[at] - a[at]))
  const mean = average(differences)
  const squares = differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  const half = squares === 0 ? 0 : (studentQuantile(1 - error, n - 1) * Math.sqrt(squares / (n - 1))) / Math.sqrt(n)
  return [mean - half, mean + half]
}

/** Who is still in, and whether it is decided. `before` are those that were in after the look before. */
export function standing(runners: readonly Runner[], before: readonly number[], rules: RaceRules): Standing {
  const inside = before.filter(at => runners[at].decision !== 'missed' && runners[at].values.every(Number.isFinite))
  const kept = inside.filter(at => runners[at].decision === 'kept')
  const left = inside.filter(at => !kept.some(other => other !== at && advantage(runners[other].values, runners[at].values, rules)[0] > 0))
  const mean = (at: number): number => average(runners[at].values)
  const leader = left.filter(at => runners[at].decision === 'kept').reduce((best, at) => (best < 0 || (rules.isHighest ? mean(at) > mean(best) : mean(at) < mean(best)) ? at : best), -1)
  if (left.length === 0) return { left, leader, isOver: true }
  if (leader < 0) return { left, leader, isOver: false }
  const most = rules.importance * Math.abs(mean(leader))
  const isTied = left.every(at => at === leader || advantage(runners[at].values, runners[leader].values, rules)[1] <= most)
  return { left, leader, isOver: isTied }
}
