/**
 * Fair share after Slurm: usage fades by half in every half-life, and the Fair-Tree algorithm ranks tenants level by level by their share of
 * the site over their share of the usage. Usage is a closed form between changes, so fading costs nothing.
 */
import { pow } from '../../base/exact-math.ts'

/** Usage `ms` later, when `held` accelerators were held all the time; usage in accelerator-ms. */
export function usageAfter(usage: number, held: number, ms: number, halfLifeMs: number): number {
  if (usage === 0 && held === 0) return 0
  const left = pow(2, -ms / halfLifeMs)
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
  readonly tree: TenantTree
  readonly children: readonly (readonly number[])[]
  /** With that of all parts. */
  readonly usage: Float64Array
  readonly factor: Float64Array
  readonly leafCount: number
  /** Best rank that is still to be given, and leaves ranked so far. */
  rank: number
}

function addUsage(ranking: Ranking, tenant: number): number {
  for (const child of ranking.children[tenant]) ranking.usage[tenant] += addUsage(ranking, child)
  return ranking.usage[tenant]
}

/** Share of the shares over share of the usage among siblings; more is worse served. Without usage the most. */
function levelOf(ranking: Ranking, tenant: number, siblings: readonly number[]): number {
  const { shares } = ranking.tree
  const allShares = siblings.reduce((sum, sibling) => sum + shares[sibling], 0)
  const allUsage = siblings.reduce((sum, sibling) => sum + ranking.usage[sibling], 0)
  const share = allShares > 0 ? shares[tenant] / allShares : 0
  if (share === 0) return 0
  return ranking.usage[tenant] === 0 ? Infinity : (share * allUsage) / ranking.usage[tenant]
}

/** Ranks groups of siblings together; those that tie share their rank, and the parts of tenants that tie are ranked as one. */
function rankAll(ranking: Ranking, groups: readonly (readonly number[])[]): void {
  const levels = groups.flatMap(siblings => siblings.map(tenant => ({ tenant, level: levelOf(ranking, tenant, siblings) })))
  levels.sort((a, b) => b.level - a.level || a.tenant - b.tenant)
  for (let from = 0; from < levels.length; ) {
    let to = from
    while (to < levels.length && levels[to].level === levels[from].level) to++
    const tied = levels.slice(from, to).map(({ tenant }) => tenant)
    const leaves = tied.filter(tenant => ranking.children[tenant].length === 0)
    for (const leaf of leaves) ranking.factor[leaf] = ranking.rank / ranking.leafCount
    ranking.rank -= leaves.length
    const parents = tied.filter(tenant => ranking.children[tenant].length > 0)
    if (parents.length > 0) rankAll(ranking, parents.map(tenant => ranking.children[tenant]))
    from = to
  }
}

/** Fair-share factors in (0, 1] of tenants without parts, 0 of others; `usage` of tenants without parts is read. */
export function fairTree(tree: TenantTree, usage: ArrayLike<number>): Float64Array {
  const children = childrenOf(tree)
  const count = tree.parent.length
  const leafCount = tree.parent.filter((above, tenant) => above !== ABSENT && children[tenant].length === 0).length
  const ranking: Ranking = { tree, children, usage: Float64Array.from(usage), factor: new Float64Array(count), leafCount, rank: leafCount }
  for (const top of children[count]) addUsage(ranking, top)
  rankAll(ranking, [children[count]])
  return ranking.factor
}
