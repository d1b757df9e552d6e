/** Paired differences of two options over the same replications (common random numbers). */
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { average, meanInterval } from './estimate.ts'
import { type RunFigures, runFigures } from './figures.ts'

export interface FigureDifference {
  readonly key: keyof RunFigures
  readonly base: number
  readonly option: number
  /** Mean of option − base, pair by pair. */
  readonly difference: number
  /** 95 % t-interval of the paired difference; null below two pairs. */
  readonly ci95: readonly [number, number] | null
  /** True when the interval excludes zero. */
  readonly isClear: boolean
}

/** Differences of one figure; pairs in which either value is missing make it inapplicable (undefined). */
function pairedDifference(key: keyof RunFigures, base: readonly RunFigures[], option: readonly RunFigures[]): FigureDifference | undefined {
  const pairs = base.map((figures, i) => [figures[key], option[i][key]] as const)
  if (pairs.some(([a, b]) => !Number.isFinite(a) || !Number.isFinite(b))) return undefined
  const differences = pairs.map(([a, b]) => b - a)
  const ci95 = meanInterval(differences)
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

/** The same from the figures of every replication. */
export function compareFigures(before: readonly RunFigures[], after: readonly RunFigures[]): FigureDifference[] {
  const keys = Object.keys(before[0]) as (keyof RunFigures)[]
  return keys.map(key => pairedDifference(key, before, after)).filter(difference => difference !== undefined)
}
