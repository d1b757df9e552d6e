/** The sides of a file that no other beats in both of two figures, and how sure that is. */
import { average, type Bounds, meanInterval } from '../estimate.ts'
import { pairedInterval } from '../compare.ts'

/** `cost` by replication is better low, `gain` better high. */
export interface Side {
  readonly label: string
  readonly cost: readonly number[]
  readonly gain: readonly number[]
}

export interface FrontPoint {
  readonly label: string
  readonly cost: number
  readonly costCi95: readonly [number, number] | null
  readonly gain: number
  readonly gainCi95: readonly [number, number] | null
  /** Whether no other side has means that are as good in both and better in one. */
  readonly isOnFront: boolean
  /** Whether the paired 95 % intervals of all comparisons say so, too. */
  readonly isSure: boolean
  /** Of one that is beaten, the side that beats it by most gain. */
  readonly beatenBy: string | null
}

const beats = (a: FrontMeans, b: FrontMeans): boolean => a.cost <= b.cost && a.gain >= b.gain && (a.cost < b.cost || a.gain > b.gain)

interface FrontMeans {
  readonly cost: number
  readonly gain: number
}

/** How much better `a` is than `b`: intervals of cost saved and gain added, over so many comparisons at once. */
function margins(a: Side, b: Side, comparisons: number): readonly (readonly [number, number] | null)[] {
  return [a.cost.map((cost, at) => b.cost[at] - cost), a.gain.map((gain, at) => gain - b.gain[at])].map(each => pairedInterval(each, comparisons))
}

/** Surely as good in both and better in one; a difference of exactly nothing in every replication is as good. */
function surelyBeats(a: Side, b: Side, comparisons: number): boolean {
  const each = margins(a, b, comparisons)
  return each.every(interval => interval !== null && interval[0] >= 0) && each.some(interval => interval !== null && interval[0] > 0)
}

/** Surely better in one of both than whatever might beat it. */
const surelyNotBeaten = (a: Side, by: Side, comparisons: number): boolean => margins(a, by, comparisons).some(interval => interval !== null && interval[0] > 0)

/** Points in the order of the sides. Comparisons are all pairs in both figures; bounds are ranges that the figures cannot leave. */
export function front(sides: readonly Side[], bounds: { readonly cost?: Bounds; readonly gain?: Bounds } = {}): FrontPoint[] {
  const comparisons = Math.max(1, sides.length * (sides.length - 1))
  const means = sides.map(({ cost, gain }): FrontMeans => ({ cost: average(cost), gain: average(gain) }))
  return sides.map((side, at): FrontPoint => {
    const others = sides.flatMap((other, index) => (index === at ? [] : [{ other, mean: means[index] }]))
    const beating = others.filter(({ mean }) => beats(mean, means[at]))
    const isOnFront = beating.length === 0
    const isSure = isOnFront ? others.every(({ other }) => surelyNotBeaten(side, other, comparisons)) : beating.some(({ other }) => surelyBeats(other, side, comparisons))
    const best = beating.reduce<(typeof beating)[number] | undefined>((most, each) => (most === undefined || each.mean.gain > most.mean.gain ? each : most), undefined)
    return { label: side.label, ...means[at], costCi95: meanInterval(side.cost, bounds.cost), gainCi95: meanInterval(side.gain, bounds.gain), isOnFront, isSure, beatenBy: best?.other.label ?? null }
  })
}
