/** Which input a result depends on: the points that each method takes, and what it makes of them. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { morris } from '../designs/morris.ts'
import { MOST_SALTELLI_FACTORS, saltelli } from '../designs/saltelli.ts'
import { average, meanInterval, quantile } from '../estimate.ts'
import type { RunFigures } from '../figures.ts'
import { correlatedFactors } from '../sensitivity/correlated.ts'
import { endsOf, type Factor } from '../sensitivity/factors.ts'
import { type MorrisEffect, morrisEffects } from '../sensitivity/morris-effects.ts'
import { type SobolResult, sobolIndices } from '../sensitivity/sobol-indices.ts'
import { type Swing, tornado } from '../sensitivity/tornado.ts'
import { type Edit, figuresAt, type Simulate, StudyProblem, type StudyPoint } from './laboratory.ts'

export interface SensitivityQuestion {
  readonly option: string | undefined
  readonly set: readonly Edit[]
  readonly factors: readonly Factor[]
  readonly key: keyof RunFigures
  readonly replications: number
}

/** The file with each factor at a share of its range. */
const pointAt = ({ option, set }: SensitivityQuestion, factors: readonly Factor[], shares: readonly number[], label: string): StudyPoint => ({ label, option, set: [...set, ...factors.map(({ path, at }, index) => ({ path, value: at(shares[index]) }))] })

/** A share of a range between the ends of a factor: whole quantiles 0 and 1 of a distribution may not exist. */
function withinEnds(factor: Factor, u: number): number {
  const { low, high } = endsOf(factor)
  return low + u * (high - low)
}

export interface TornadoStudy {
  readonly middle: number
  readonly replications: number
  readonly swings: readonly Swing[]
}

/** Each factor at its ends, the others in the middle. */
export async function studyTornado(question: SensitivityQuestion, simulate: Simulate): Promise<TornadoStudy> {
  const { factors, key, replications } = question
  const middle = factors.map(factor => endsOf(factor).middle)
  const points = factors.flatMap((factor, index) => (['low', 'high'] as const).map(end => pointAt(question, factors, middle.with(index, endsOf(factor)[end]), `${factor.path} ${end}`)))
  const [centre, ...ends] = await figuresAt(simulate, [pointAt(question, factors, middle, 'middle'), ...points], replications, key, 'tornado')
  return { middle: average(centre), replications: centre.length, swings: tornado(factors.map((_, index) => ({ low: ends[2 * index], high: ends[2 * index + 1] }))) }
}

/** Screening of many factors. */
export async function studyMorris(question: SensitivityQuestion, trajectories: number, seed: number, simulate: Simulate): Promise<MorrisEffect[]> {
  const { factors, key, replications } = question
  const design = morris(trajectories, factors.length, seed)
  const shares = (point: readonly number[]): number[] => point.map((u, index) => withinEnds(factors[index], u))
  const values = await figuresAt(simulate, design.points.map((point, index) => pointAt(question, factors, shares(point), `point ${index}`)), replications, key, 'morris')
  return morrisEffects(design, values.map(average))
}

/** Why shares of variance mean nothing for these factors; undefined where they do. */
export function sobolProblem(factors: readonly Factor[], scenario: Scenario): string | undefined {
  const together = correlatedFactors(factors, scenario)
  return together === undefined ? undefined : `${together.join(' and ')} are drawn together (one supplier): indices by factor mean nothing for them; name one of them with --factor, or set delivered.correlation to 0`
}

/** Shares of variance. */
export async function studySobol(question: SensitivityQuestion, base: number, seed: number, simulate: Simulate): Promise<SobolResult> {
  const { factors, key, replications } = question
  if (factors.length > MOST_SALTELLI_FACTORS) throw new StudyProblem(`Sobol’ indices take at most ${MOST_SALTELLI_FACTORS} factors, not ${factors.length}; name some with --factor`)
  const design = saltelli(base, factors.length, seed)
  const values = await figuresAt(simulate, design.points.map((point, index) => pointAt(question, factors, point, `point ${index}`)), replications, key, 'sobol')
  return sobolIndices(values.map(average), factors.length, seed)
}

export interface ResponseStudy {
  readonly replications: number
  readonly points: readonly { readonly x: number; readonly text: string; readonly mean: number; readonly ci95: readonly [number, number] | null; readonly p10: number; readonly p50: number; readonly p90: number }[]
}

/** The result as a curve over one factor, the others as the file says. */
export async function studyResponse(question: SensitivityQuestion, factor: Factor, count: number, simulate: Simulate): Promise<ResponseStudy> {
  const { key, replications } = question
  const shares = Array.from({ length: count }, (_, index) => withinEnds(factor, index / (count - 1)))
  const values = await figuresAt(simulate, shares.map(u => pointAt(question, [factor], [u], factor.at(u))), replications, key, 'response')
  const points = shares.map((u, index) => {
    const sorted = values[index].toSorted((a, b) => a - b)
    return { x: factor.numberAt(u), text: factor.at(u), mean: average(sorted), ci95: meanInterval(sorted), p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) }
  })
  return { replications: values[0].length, points }
}
