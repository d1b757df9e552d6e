/**
 * Fair share after Slurm: usage fades by half in every half-life, and the Fair-Tree algorithm ranks tenants level by level by their share of
 * the site over their share of the usage. Usage is a closed form between changes, so fading costs nothing.
 */
import { exp2 } from '../../base/exact-math.ts'

/** Usage `ms` later, when `held` accelerators were held all the time; usage in accelerator-ms. */
export function usageAfter(usage: number, held: number, ms: number, halfLifeMs: number): number {
  if (usage === 0 && held === 0) return 0
  const left = exp2(-ms / halfLifeMs)
  return usage * left + (held * halfLifeMs * (1 - left)) / Math.LN2
}

/** Parent of a tenant that takes no part. */
export const ABSENT = -2

/** Tenants by index: shares, and the parent (−1 at the top, or ABSENT). */
export interface TenantTree {
  readonly shares: readonly number[]
  readonly parent: readonly number[]
}

/** Children by tenant; the last list is of those without a parent. */
function childrenOf({ parent }: TenantTree): readonly (readonly number[])[] {
  const children: number[][] = Array.from({ length: parent.length + 1 }, () => [])
  parent.forEach((above, tenant) => {
    if (above !== ABSENT) children[above < 0 ? parent.length : above].push(tenant)
  })
  return children
}

interface Ranking {
  readonly children: readonly (readonly number[])[]
  /** Share of the shares among siblings. */
  readonly share: Float64Array
  /** With that of all parts. */
  readonly usage: Float64Array
  /** Share of the shares over share of the usage among siblings; more is worse served. Without usage the most. */
  readonly level: Float64Array
  /** Tenants that are ranked together, group behind group. */
  readonly order: Int32Array
  readonly factor: Float64Array
  readonly leafCount: number
  /** Best rank that is still to be given. */
  rank: number
}

function createRanking(tree: TenantTree): Ranking {
  const children = childrenOf(tree)
  const count = tree.parent.length
  const share = new Float64Array(count)
  for (const siblings of children) {
    const all = siblings.reduce((sum, sibling) => sum + tree.shares[sibling], 0)
    for (const tenant of siblings) share[tenant] = all > 0 ? tree.shares[tenant] / all : 0
  }
  const leafCount = tree.parent.filter((above, tenant) => above !== ABSENT && children[tenant].length === 0).length
  return { children, share, usage: new Float64Array(count), level: new Float64Array(count), order: new Int32Array(count), factor: new Float64Array(count), leafCount, rank: 0 }
}

function addUsage(ranking: Ranking, tenant: number): number {
  for (const child of ranking.children[tenant]) ranking.usage[tenant] += addUsage(ranking, child)
  return ranking.usage[tenant]
}

function setLevels({ share, usage, level }: Ranking, siblings: readonly number[]): void {
  let all = 0
  for (const sibling of siblings) all += usage[sibling]
  for (const tenant of siblings) {
    if (share[tenant] === 0) level[tenant] = 0
    else level[tenant] = usage[tenant] === 0 ? Infinity : (share[tenant] * all) / usage[tenant]
  }
}

/** Sorts the tenants of a stretch of the order: the worst served first, then by index. */
function sort({ order, level }: Ranking, from: number, to: number): void {
  for (let at = from + 1; at < to; at++) {
    const tenant = order[at]
    let place = at
    for (; place > from; place--) {
      const before = order[place - 1]
      if (level[before] > level[tenant] || (level[before] === level[tenant] && before < tenant)) break
      order[place] = before
    }
    order[place] = tenant
  }
}

/** Ranks the tenants of a stretch of the order together; those that tie share their rank, and the parts of tenants that tie are ranked as one. */
function rankAll(ranking: Ranking, from: number, to: number): void {
  const { order, level, children, factor } = ranking
  sort(ranking, from, to)
  for (let first = from; first < to; ) {
    let behind = first
    let leaves = 0
    let end = to
    for (; behind < to && level[order[behind]] === level[order[first]]; behind++) {
      const parts = children[order[behind]]
      if (parts.length === 0) {
        factor[order[behind]] = ranking.rank / ranking.leafCount
        leaves += 1
      }
      for (const part of parts) order[end++] = part
    }
    ranking.rank -= leaves
    if (end > to) rankAll(ranking, to, end)
    first = behind
  }
}

/**
 * Ranks the tenants of a tree by their usage, of which that of tenants without parts is read: fair-share factors in (0, 1] of tenants without
 * parts, 0 of others. Every call overwrites what the last one returned.
 */
export function fairTree(tree: TenantTree): (usage: ArrayLike<number>) => Float64Array {
  const ranking = createRanking(tree)
  const { children, order, factor, leafCount } = ranking
  const tops = children[tree.parent.length]
  return usage => {
    for (let tenant = 0; tenant < usage.length; tenant++) ranking.usage[tenant] = usage[tenant]
    for (const top of tops) addUsage(ranking, top)
    for (const siblings of children) setLevels(ranking, siblings)
    for (let at = 0; at < tops.length; at++) order[at] = tops[at]
    ranking.rank = leafCount
    rankAll(ranking, 0, tops.length)
    return factor
  }
}
