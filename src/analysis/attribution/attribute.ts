/** What took the loss, by group of causes: gate precedence, one by one, and shares over all orders, with intervals over replications. */
import { HOUR_MS } from '../../base/spans.ts'
import { CAUSE_GROUP_IDS, type CauseGroupId, causeGroup, causeOfBucket } from '../../scenario/idealise/cause-groups.ts'
import { average, meanInterval } from '../estimate.ts'
import { EXACT_CAUSES } from '../designs/coalitions.ts'
import { observations } from '../statistics/antithetic.ts'
import { type OneByOne, oneByOne } from './one-by-one.ts'
import { sampledShapley, shapley, shareOf, type Shares, type Value } from './shapley.ts'

const CENTS = 100

export const METHODS = ['remove-one', 'add-one', 'shapley'] as const
export type Method = (typeof METHODS)[number]

/** What a coalition gave in one replication: useful accelerator-ms, and net present value in whole cents; null where nothing earns money. */
export interface Outcome {
  readonly usefulMs: bigint
  readonly cents: bigint | null
}

/** Money as whole cents, so that shares of it sum exactly. */
export const centsOf = (usd: number): bigint | null => (Number.isFinite(usd) ? BigInt(Math.round(usd * CENTS)) : null)

/** A mean over replications with its 95 % interval, null below two. */
export interface Amount {
  readonly mean: number
  readonly ci95: readonly [number, number] | null
}

export interface AttributionRow {
  readonly group: CauseGroupId
  readonly label: string
  readonly means: string
  /** Accelerator-hours of its buckets in the run as it is: first unmet gate. */
  readonly precedenceGpuHours: number
  /** Accelerator-hours; null where the method does not ask. */
  readonly removeOne: Amount | null
  readonly addOne: Amount | null
  readonly shapley: Amount | null
  /** Share of the loss that the groups explain, by the method asked for. */
  readonly share: number
  /** Value of fixing it alone: net present value without it less that of the site as it is; its share of the value of fixing all with `shapley`. USD. */
  readonly valueUsd: Amount | null
}

export interface Attribution {
  readonly method: Method
  readonly isExact: boolean
  readonly replications: number
  /** Loss that the groups explain together, what their one-by-one gains leave of it, and their exact counts in replication 0, accelerator-ms. */
  readonly loss: Amount
  readonly residual: Amount | null
  readonly exact: { readonly lossMs: string; readonly denominator: string | null; readonly numerators: readonly string[] | null }
  readonly rows: readonly AttributionRow[]
}

export interface Asked {
  readonly groups: readonly CauseGroupId[]
  readonly method: Method
  /** Orders of the causes where not every coalition is simulated. */
  readonly orders: readonly (readonly number[])[] | null
  readonly replications: number
  /** Whether replications come in mirrored pairs, each of them one observation. */
  readonly isAntithetic?: boolean
  readonly outcome: (coalition: number, replication: number) => Outcome
  /** Buckets of the site as it is, by replication, decimal strings of accelerator-ms. */
  readonly buckets: readonly Readonly<Record<string, string>>[]
}

const amountOf = (values: readonly number[], isAntithetic: boolean): Amount => ({ mean: average(values), ci95: meanInterval(observations(values, isAntithetic)) })
const hours = (ms: bigint): number => Number(ms) / HOUR_MS

/** Mean accelerator-hours of the buckets of each group. */
export function precedenceHours(buckets: Asked['buckets']): ReadonlyMap<CauseGroupId, number> {
  const sums = new Map<CauseGroupId, bigint>(CAUSE_GROUP_IDS.map(id => [id, 0n]))
  for (const row of buckets) {
    for (const [code, ms] of Object.entries(row)) {
      const group = causeOfBucket(code)
      if (group !== undefined) sums.set(group, (sums.get(group) ?? 0n) + BigInt(ms))
    }
  }
  return new Map([...sums].map(([id, ms]) => [id, hours(ms) / Math.max(1, buckets.length)]))
}

/** The groups that took most by gate precedence, in the order of the list. */
export function largestGroups(buckets: Asked['buckets'], most = EXACT_CAUSES): CauseGroupId[] {
  const taken = precedenceHours(buckets)
  const ranked = CAUSE_GROUP_IDS.filter(id => (taken.get(id) ?? 0) > 0).toSorted((a, b) => (taken.get(b) ?? 0) - (taken.get(a) ?? 0) || CAUSE_GROUP_IDS.indexOf(a) - CAUSE_GROUP_IDS.indexOf(b))
  const chosen = new Set(ranked.slice(0, most))
  return CAUSE_GROUP_IDS.filter(id => chosen.has(id))
}

interface Solved {
  readonly single: OneByOne
  readonly shares: Shares | null
}

/** A value that was not simulated would be a mistake of ours. */
function solve({ groups, method, orders }: Asked, value: Value): Solved {
  const count = groups.length
  if (method !== 'shapley') {
    const all = (1 << count) - 1
    const isAsked = (coalition: number): boolean => coalition === 0 || coalition === all || (method === 'remove-one' ? isAllButOne(coalition, all) : isOne(coalition))
    return { single: oneByOne(count, coalition => (isAsked(coalition) ? value(coalition) : 0n)), shares: null }
  }
  if (orders !== null) return { single: oneByOne(count, coalition => (coalition === 0 || coalition === (1 << count) - 1 ? value(coalition) : 0n)), shares: sampledShapley(count, orders, value) }
  return { single: oneByOne(count, value), shares: shapley(count, value) }
}

const isOne = (coalition: number): boolean => (coalition & (coalition - 1)) === 0
const isAllButOne = (coalition: number, all: number): boolean => isOne(all & ~coalition)

/** Value of fixing: by its share with Shapley, alone with remove-one; nothing can be said where money is unknown or was not asked for. */
function moneyOf(asked: Asked, solved: readonly (Solved | null)[], cause: number): Amount | null {
  if (asked.method === 'add-one' || solved.some(each => each === null)) return null
  const usd = solved.flatMap(each => (each === null ? [] : [each.shares === null ? Number(each.single.removed[cause]) / CENTS : shareOf(each.shares, cause) / CENTS]))
  return amountOf(usd, asked.isAntithetic === true)
}

/** Answers the question for all groups. */
export function attribute(asked: Asked): Attribution {
  const { groups, method, orders, replications, isAntithetic = false, outcome, buckets } = asked
  const amount = (values: readonly number[]): Amount => amountOf(values, isAntithetic)
  const each = Array.from({ length: replications }, (_, r) => solve(asked, coalition => outcome(coalition, r).usefulMs))
  const money = Array.from({ length: replications }, (_, r) => {
    // Without all causes is asked in any case: if that has no value, none has.
    if (outcome(0, r).cents === null) return null
    return solve(asked, coalition => outcome(coalition, r).cents ?? 0n)
  })
  const isFull = method === 'shapley' && orders === null
  const taken = precedenceHours(buckets)
  const loss = amount(each.map(({ single }) => hours(single.loss)))
  const rows = groups.map((id, cause): AttributionRow => {
    const { label, means } = causeGroup(id)
    const removeOne = isFull || method === 'remove-one' ? amount(each.map(({ single }) => hours(single.removed[cause]))) : null
    const addOne = isFull || method === 'add-one' ? amount(each.map(({ single }) => hours(single.added[cause]))) : null
    const share = method === 'shapley' ? amount(each.map(({ shares }) => (shares === null ? 0 : shareOf(shares, cause) / HOUR_MS))) : null
    const main = share ?? removeOne ?? addOne
    return { group: id, label, means, precedenceGpuHours: taken.get(id) ?? 0, removeOne, addOne, shapley: share, share: loss.mean === 0 || main === null ? 0 : main.mean / loss.mean, valueUsd: moneyOf(asked, money, cause) }
  })
  const first = each[0]
  return {
    method, isExact: orders === null, replications, loss, rows,
    residual: isFull || method === 'remove-one' ? amount(each.map(({ single }) => hours(single.residual))) : null,
    exact: { lossMs: String(first.single.loss), denominator: first.shares === null ? null : String(first.shares.denominator), numerators: first.shares === null ? null : first.shares.numerators.map(String) },
  }
}
