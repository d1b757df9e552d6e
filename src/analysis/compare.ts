/** Paired differences of two options over the same replications (common random numbers). */
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { studentQuantile } from '../base/student.ts'
import { average } from './estimate.ts'
import { type RunFigures, runFigures } from './figures.ts'
import { observations } from './statistics/antithetic.ts'

export interface FigureDifference {
  readonly key: keyof RunFigures
  readonly base: number
  readonly option: number
  /** Mean of option − base, pair by pair. */
  readonly difference: number
  /** 95 % t-interval of the paired difference, over all options at once; null below two pairs. */
  readonly ci95: readonly [number, number] | null
  /** True when the interval excludes zero. */
  readonly isClear: boolean
}

/** Probability with which at least one of the intervals may miss its difference. */
const ERROR = 0.05

/** t-interval of the mean of paired differences, widened so that all of so many comparisons hold at once (Bonferroni); null below two pairs. */
export function pairedInterval(differences: readonly number[], comparisons = 1): readonly [number, number] | null {
  const n = differences.length
  if (n < 2) return null
  const mean = average(differences)
  const variance = differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (n - 1)
  const half = (studentQuantile(1 - ERROR / (2 * comparisons), n - 1) * Math.sqrt(variance)) / Math.sqrt(n)
  return [mean - half, mean + half]
}

/** Differences of one figure; pairs in which either value is missing make it inapplicable (undefined). */
function pairedDifference(key: keyof RunFigures, base: readonly RunFigures[], option: readonly RunFigures[], comparisons: number, isAntithetic: boolean): FigureDifference | undefined {
  const pairs = base.map((figures, i) => [figures[key], option[i][key]] as const)
  if (pairs.some(([a, b]) => !Number.isFinite(a) || !Number.isFinite(b))) return undefined
  const differences = pairs.map(([a, b]) => b - a)
  const ci95 = pairedInterval(observations(differences, isAntithetic), comparisons)
  return {
    key,
    base: average(pairs.map(([a]) => a)),
    option: average(pairs.map(([, b]) => b)),
    difference: average(differences),
    ci95,
    isClear: ci95 !== null && (ci95[0] > 0 || ci95[1] < 0),
  }
}

interface Side {
  readonly scenario: Scenario
  readonly runs: readonly RunResult[]
}

const figuresOf = ({ scenario, runs }: Side): RunFigures[] => runs.map(run => runFigures(scenario, run))

/** All figures that apply to both; runs must be in replication order and equal in number. */
export const compareRuns = (base: Side, option: Side): FigureDifference[] => compareFigures(figuresOf(base), figuresOf(option))

/** The same from the figures of every replication; `comparisons` options against one base widen the intervals. */
export function compareFigures(before: readonly RunFigures[], after: readonly RunFigures[], comparisons = 1, isAntithetic = false): FigureDifference[] {
  const keys = Object.keys(before[0]) as (keyof RunFigures)[]
  return keys.map(key => pairedDifference(key, before, after, comparisons, isAntithetic)).filter(difference => difference !== undefined)
}
