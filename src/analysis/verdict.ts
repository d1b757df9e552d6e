/** Whether an option differs from its base by anything that matters, and which constraint became binding where it does. */
import { HOUR_MS } from '../base/spans.ts'
import type { MonthlyValues } from '../results/replication.ts'
import { BUCKETS, GATE_LABELS } from '../scenario/buckets.ts'
import { type FigureDifference, pairedInterval } from './compare.ts'
import { average } from './estimate.ts'
import { observations } from './statistics/antithetic.ts'

/** Figures that the verdict is about: capacity, when it comes, and what it costs in money, carbon and water. */
export const VERDICT_KEYS = ['meanUtilisation', 'sustainedUtilisation', 'productiveGpuHours', 'timeToCapacity', 'totalCostUsd', 'netPresentUsd', 'carbonT', 'waterM3'] as const satisfies readonly FigureDifference['key'][]

export type Judgement = 'matters' | 'no difference that matters' | 'undecided'

/**
 * Judges one difference against a threshold, a share of the base. It matters when the whole interval lies beyond the threshold, and does not
 * when the whole interval lies within; else more replications would have to decide.
 */
export function judgeDifference({ base, difference, ci95 }: Pick<FigureDifference, 'base' | 'difference' | 'ci95'>, importance: number): Judgement {
  const least = importance * Math.abs(base)
  if (difference === 0 && (ci95 === null || (ci95[0] === 0 && ci95[1] === 0))) return 'no difference that matters'
  if (ci95 === null) return 'undecided'
  if (ci95[0] > least || ci95[1] < -least) return 'matters'
  return ci95[0] >= -least && ci95[1] <= least ? 'no difference that matters' : 'undecided'
}

export interface Verdict {
  readonly judgement: Judgement
  /** Smallest difference that matters, a share of the base. */
  readonly importance: number
  /** Figures that matter, and those that are undecided. */
  readonly matters: readonly FigureDifference['key'][]
  readonly undecided: readonly FigureDifference['key'][]
}

export function verdictOf(differences: readonly FigureDifference[], importance: number): Verdict {
  const judged = differences.filter(({ key }) => (VERDICT_KEYS as readonly string[]).includes(key)).map(each => ({ key: each.key, judgement: judgeDifference(each, importance) }))
  const of = (judgement: Judgement) => judged.filter(each => each.judgement === judgement).map(({ key }) => key)
  const [matters, undecided] = [of('matters'), of('undecided')]
  return { importance, matters, undecided, judgement: matters.length > 0 ? 'matters' : undecided.length > 0 ? 'undecided' : 'no difference that matters' }
}

interface Side {
  readonly buckets: Readonly<Record<string, string>>
  readonly months: MonthlyValues
}

/** Change of what a bucket took, option less base; GPU-hours, mean over replications with its 95 % paired interval, null below two pairs. */
export interface BucketChange {
  readonly bucket: string
  readonly label: string
  readonly gpuHours: number
  readonly ci95: readonly [number, number] | null
}

export interface Binding {
  /** Bucket whose loss grew, or fell, most; null where none changed. */
  readonly grew: BucketChange | null
  readonly fell: BucketChange | null
  /** First month in which another gate takes most than in the base; null where none does. */
  readonly first: { readonly year: number; readonly month: number; readonly base: string; readonly option: string } | null
}

/** Gate that takes most in each month, 0 where nothing is lost; means over replications. */
function bindingGates(sides: readonly Side[]): number[] {
  const months = sides[0].months.contracted.length
  return Array.from({ length: months }, (_, month) => {
    const lost = sides[0].months.lost.map((_values, gate) => average(sides.map(side => side.months.lost[gate][month] ?? 0)))
    const most = Math.max(...lost)
    return most > 0 ? lost.indexOf(most) + 1 : 0
  })
}

const gateLabel = (gate: number): string => GATE_LABELS.find(each => each.gate === gate)?.loss ?? 'Nothing'

/** What became binding in an option: how the ledger moved, and the first month with another largest loss. `comparisons` widen the intervals. */
export function bindingOf(base: readonly Side[], option: readonly Side[], isAntithetic = false, comparisons = 1): Binding {
  const hours = ({ buckets }: Side, code: string): number => Number(buckets[code] ?? '0') / HOUR_MS
  const moved = BUCKETS.filter(({ gate }) => gate > 0 && gate < 10).map(({ code, label }): BucketChange => {
    const pairs = option.map((side, at) => hours(side, code) - hours(base[at], code))
    return { bucket: code, label, gpuHours: average(pairs), ci95: pairedInterval(observations(pairs, isAntithetic), comparisons) }
  })
  const grew = moved.reduce((most, each) => (each.gpuHours > most.gpuHours ? each : most))
  const fell = moved.reduce((least, each) => (each.gpuHours < least.gpuHours ? each : least))
  const [before, after] = [bindingGates(base), bindingGates(option)]
  // Results from files may begin in another month: only months that both have are compared.
  const { firstYear, firstMonth } = option[0].months
  const shift = (firstYear - base[0].months.firstYear) * 12 + firstMonth - base[0].months.firstMonth
  const at = after.findIndex((gate, month) => before[month + shift] !== undefined && gate !== before[month + shift])
  return {
    grew: grew.gpuHours > 0 ? grew : null,
    fell: fell.gpuHours < 0 ? fell : null,
    first: at < 0 ? null : { year: firstYear + Math.floor((firstMonth - 1 + at) / 12), month: ((firstMonth - 1 + at) % 12) + 1, base: gateLabel(before[at + shift]), option: gateLabel(after[at]) },
  }
}
