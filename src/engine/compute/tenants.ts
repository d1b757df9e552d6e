/**
 * Tenants: whose a job is, what each holds and has used, and the lanes of the queue that follow from it. Tenant 0 stands for work that
 * names none; the others come in the order of the file. All jobs of a tenant move in the queue together when its usage is looked at anew.
 */
import { childKey, entityKey, type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import type { Table } from '../../base/table.ts'
import { PRIORITY_CLASSES } from '../../scenario/catalog/priority-classes.ts'
import type { State } from '../kernel/state.ts'
import { ABSENT, fairTree, type TenantTree, usageAfter } from './fair-share.ts'
import type { Budgets } from './budgets.ts'
import type { ComputeScenario } from './parameters.ts'
import type { Policy } from './policy.ts'
import type { Lanes } from './queue.ts'
import type { Partitions } from './partitions.ts'
import { mostOf, ownRoom, type Quota, quotasOf, roomOf } from './quotas.ts'
import type { TenantsElsewhere } from './routing.ts'
import type { Cluster } from './tables.ts'
import type { Reservations } from './tenant-reservations.ts'

/** Who submits the jobs of a workload entry, and how urgent they are. */
interface EntryTenants {
  readonly isBatch: boolean
  readonly key: EntityKey
  readonly tenants: readonly number[]
  /** Running sums of their shares, ending at 1. */
  readonly upTo: readonly number[]
  /** Class by tenant of `tenants`: that of the entry, else that of the tenant. */
  readonly classes: readonly number[]
}

export interface Tenants {
  readonly lanes: Lanes
  /** Which of the tenants of an entry its n-th job is of. */
  drawn(entry: number, ordinal: number): number
  tenantOf(entry: number, drawn: number): number
  classOf(entry: number, drawn: number): number
  /** Class of a service: its own, else the highest of its tenants. */
  classOfService(entry: number): number
  /** Accelerators that the quotas let a tenant still take, and those that no reservation of others keeps from it. */
  quotaRoomOf(tenant: number): number
  unreservedRoomOf(tenant: number): number
  /** Lane of a job that still ages, or does no longer. */
  laneOf(tenant: number, isAged: boolean): number
  /** Whether a job of `nodes` nodes may ever start under the quotas. */
  isAllowed(tenant: number, nodes: number): boolean
  /** Jobs of the tenant hold so many accelerators more (or fewer). */
  hold(tenant: number, accelerators: number): void
  /** Looks at usage anew when that is due; first in a pass. */
  refresh(): void
  /** Whether any tenant has a quota or a reservation. */
  readonly hasQuota: boolean
  readonly quotas: readonly Quota[]
  /** Accelerators that a tenant and its parts hold, at all sites and at this one. */
  heldBy(tenant: number): number
  heldHere(tenant: number): number
  isWithin(tenant: number, above: number): boolean
  /** Whether the money of a tenant, or of one above it, is spent. */
  isOutOfMoney(tenant: number): boolean
  /** Whether nothing but reservations of others keeps a job of `nodes` nodes from starting. */
  isReserved(tenant: number, nodes: number): boolean
}

/** Usage in accelerator-ms as of `sinceMs`, and what is held since. */
type Accounts = Table<{ usage: 'f64'; sinceMs: 'f64'; held: 'f64'; factor: 'f64' }>

/** Shares of tenants in the work of an entry. */
function ownersOf(entry: ComputeScenario['workload'][number]): Readonly<Record<string, number>> {
  return entry.source === 'inference' && entry.tenant !== undefined ? { [entry.tenant]: 1 } : entry.tenants
}

function entryTenants({ tenants, workload }: ComputeScenario, root: EntityKey): EntryTenants[] {
  const names = Object.keys(tenants)
  return workload.map(entry => {
    const shares = Object.entries(ownersOf(entry)).filter(([, share]) => share > 0)
    const total = shares.reduce((sum, [, share]) => sum + share, 0)
    let sum = 0
    const own = entry.priority
    const rank = (name: string | undefined): number => PRIORITY_CLASSES.indexOf(own ?? (name === undefined ? 'normal' : tenants[name].priority))
    return {
      isBatch: entry.source !== 'inference',
      key: entityKey(root, `workload.${entry.id}`),
      tenants: shares.length === 0 ? [0] : shares.map(([name]) => names.indexOf(name) + 1),
      upTo: shares.length === 0 ? [1] : shares.map(([, share]) => (sum += share) / total),
      classes: shares.length === 0 ? [rank(undefined)] : shares.map(([name]) => rank(name)),
    }
  })
}

function treeOf({ tenants }: ComputeScenario, entries: readonly EntryTenants[]): TenantTree {
  const names = Object.keys(tenants)
  const isUnnamed = names.length === 0 || entries.some(({ isBatch, tenants: drawn }) => isBatch && drawn.includes(0))
  return {
    shares: [1, ...Object.values(tenants).map(({ shares }) => shares)],
    parent: [isUnnamed ? -1 : ABSENT, ...Object.values(tenants).map(({ parent }) => (parent === undefined ? -1 : names.indexOf(parent) + 1))],
  }
}

interface Moving {
  readonly accounts: Accounts
  readonly clock: { lookedMs: number }
  readonly tree: TenantTree
  /** Fair-share factors by usage. */
  readonly rank: (usage: Float64Array) => Float64Array
  readonly halfLifeMs: number
  readonly periodMs: number
  readonly nowMs: () => number
}

function settle({ accounts, halfLifeMs, nowMs }: Moving, tenant: number): void {
  const { usage, sinceMs, held } = accounts.col
  usage[tenant] = usageAfter(usage[tenant], held[tenant], nowMs() - sinceMs[tenant], halfLifeMs)
  sinceMs[tenant] = nowMs()
}

/** Ranks the tenants by their usage up to now, once a period. */
function refresh(moving: Moving): void {
  const { accounts, clock, periodMs, tree } = moving
  const now = moving.nowMs()
  if (clock.lookedMs >= 0 && Math.floor(now / periodMs) === Math.floor(clock.lookedMs / periodMs)) return
  clock.lookedMs = now
  for (let tenant = 0; tenant < tree.parent.length; tenant++) settle(moving, tenant)
  accounts.col.factor.set(moving.rank(accounts.col.usage))
}

/** What limits follow from, as it stands: accelerators without a job, and those that waiting work of a tenant asks for. */
export interface Standing {
  idle(): number
  waiting(tenant: number): number
  /** The other sites, where there are several. */
  readonly elsewhere?: TenantsElsewhere | undefined
}

/** Quotas and reservations against what tenants hold. */
interface Limited {
  readonly quotas: readonly Quota[]
  readonly tree: TenantTree
  /** By tenant, at all sites and at this one. */
  readonly held: () => Float64Array
  readonly heldHere: () => Float64Array
  readonly standing: Standing
  readonly reservations: Reservations | undefined
  readonly budgets: Budgets | undefined
  /** Whether those who wait within their own quota go before those who would borrow it. */
  readonly isReclaiming: boolean
}

/** Accelerators that waiting work of a tenant and its parts asks for at this site. */
function waitingOf({ tree, standing }: Limited, tenant: number): number {
  let sum = 0
  for (let part = 0; part < tree.parent.length; part++) if (isWithin(tree, part, tenant)) sum += standing.waiting(part)
  return sum
}

/** The same at the other sites. */
function waitingElsewhere({ tree, standing: { elsewhere } }: Limited, tenant: number): number {
  if (elsewhere === undefined) return 0
  let sum = 0
  for (let part = 0; part < tree.parent.length; part++) if (isWithin(tree, part, tenant)) sum += elsewhere.waiting(part)
  return sum
}

/** What a tenant alone may still take: where quotas are reclaimed, what others of the cohort wait for within theirs is not lent. */
function loanedRoom(l: Limited, tenant: number): number {
  const room = roomOf(l.quotas, l.held(), tenant)
  const own = ownRoom(l.quotas, l.held(), tenant)
  const { cohort } = l.quotas[tenant]
  if (!l.isReclaiming || cohort < 0 || room <= own) return room
  let claimed = 0
  for (let other = 0; other < l.quotas.length; other++) {
    if (other !== tenant && l.quotas[other].cohort === cohort) claimed += Math.min(ownRoom(l.quotas, l.held(), other), waitingOf(l, other) + waitingElsewhere(l, other))
  }
  return Math.max(own, room - claimed)
}

/** Accelerators that a tenant and those above it may still take by their quotas; none once money is spent. */
function quotaRoom(l: Limited, tenant: number): number {
  let room = Infinity
  for (let at = tenant; at >= 0; at = l.tree.parent[at]) {
    if (l.budgets?.isSpent(at) === true) return 0
    room = Math.min(room, loanedRoom(l, at))
  }
  return room
}

/** Idle accelerators that no reservation of somebody else keeps back from a tenant. */
function unreservedRoom(l: Limited, tenant: number): number {
  const { reservations, tree, standing } = l
  if (reservations === undefined) return Infinity
  let kept = 0
  for (let other = 1; other < l.quotas.length; other++) if (!isWithin(tree, tenant, other)) kept += reservations.kept(other, l.heldHere()[other], () => waitingOf(l, other))
  return standing.idle() - kept
}

/** What tenants hold at all sites: here, and elsewhere where there are others. */
function heldEverywhere(here: () => Float64Array, count: number, elsewhere: TenantsElsewhere | undefined): () => Float64Array {
  if (elsewhere === undefined) return here
  const sums = new Float64Array(count)
  return () => {
    for (let tenant = 0; tenant < count; tenant++) sums[tenant] = here()[tenant] + elsewhere.held(tenant)
    return sums
  }
}

/** What keeps a tenant from more, for whoever asks. */
const limitsOf = (limited: Limited, atom: number): Pick<Tenants, 'isReserved' | 'isOutOfMoney' | 'quotaRoomOf' | 'unreservedRoomOf'> => ({
  quotaRoomOf: tenant => quotaRoom(limited, tenant),
  unreservedRoomOf: tenant => unreservedRoom(limited, tenant),
  isOutOfMoney: tenant => limited.budgets !== undefined && ancestors(limited.tree, tenant).some(at => limited.budgets?.isSpent(at)),
  isReserved: (tenant, nodes) => Math.floor(quotaRoom(limited, tenant) / atom) >= nodes && Math.floor(unreservedRoom(limited, tenant) / atom) < nodes,
})

/** A tenant and those above it hold so many accelerators more (or fewer). */
function addHeld({ tree, budgets }: Limited, { col: { held } }: Accounts, tenant: number, accelerators: number): void {
  for (let at = tenant; at >= 0; at = tree.parent[at]) {
    held[at] += accelerators
    budgets?.hold(at, accelerators)
  }
}

export function createTenants(state: State, scenario: ComputeScenario, root: EntityKey, policy: Policy, atom: number, nowMs: () => number, standing: Standing, reservations: Reservations | undefined, partitions?: Partitions, budgets?: Budgets): Tenants {
  const { scheduler, tenants } = scenario
  const entries = entryTenants(scenario, root)
  const tree = treeOf(scenario, entries)
  const count = tree.parent.length
  const quotas = quotasOf(tenants)
  const maxAgeMs = policy.maxAgeMs?.(scheduler) ?? Infinity
  const fairShareMs = policy.fairShareMs?.(scheduler) ?? 0
  const ages = maxAgeMs < Infinity ? 2 : 1
  const hasQuota = partitions !== undefined || budgets !== undefined || reservations !== undefined || quotas.some(({ nominal }) => nominal < Infinity)
  const isSplit = hasQuota || (fairShareMs > 0 && count > 1)
  const accounts = state.table('compute.tenants', count, { usage: 'f64', sinceMs: 'f64', held: 'f64', factor: 'f64' })
  const clock = state.scalars('compute.tenantsLooked', { lookedMs: -1 })
  const moving: Moving = { accounts, clock, tree, rank: fairTree(tree), halfLifeMs: scheduler.priority.halfLife, periodMs: scheduler.priority.period, nowMs }
  const heldHere = (): Float64Array => accounts.col.held
  const held = heldEverywhere(heldHere, count, standing.elsewhere)
  const isCapped = quotas.some(({ nominal }) => nominal < Infinity)
  const limited: Limited = { quotas, tree, held, heldHere, standing, reservations, budgets, isReclaiming: scheduler.preemption.reclaim !== 'never' }
  return {
    hasQuota,
    quotas,
    heldBy: tenant => held()[tenant],
    heldHere: tenant => accounts.col.held[tenant],
    isWithin: (tenant, above) => isWithin(tree, tenant, above),
    ...limitsOf(limited, atom),
    lanes: {
      count: (isSplit ? count : 1) * ages,
      offsetMs(lane) {
        const aged = ages === 2 && (lane & 1) === 1 ? nowMs() - maxAgeMs : 0
        return fairShareMs === 0 ? aged : aged - Math.round(fairShareMs * accounts.col.factor[isSplit ? Math.floor(lane / ages) : 0])
      },
      roomNodes(lane) {
        if (!hasQuota) return Infinity
        const tenant = Math.floor(lane / ages)
        if (partitions !== undefined && partitions.current() >= 0 && partitions.ofTenant(tenant) !== partitions.current()) return 0
        return Math.floor(Math.min(quotaRoom(limited, tenant), unreservedRoom(limited, tenant)) / atom)
      },
    },
    drawn(entry, ordinal) {
      const { key, upTo } = entries[entry]
      if (upTo.length === 1) return 0
      const u = uniform(childKey(key, ordinal), PURPOSE.tenant, 0)
      return Math.min(upTo.length - 1, upTo.findIndex(sum => u < sum))
    },
    tenantOf: (entry, drawn) => entries[entry].tenants[drawn],
    classOf: (entry, drawn) => entries[entry].classes[drawn],
    classOfService: entry => entries[entry].classes.reduce((most, rank) => Math.max(most, rank), 0),
    laneOf: (tenant, isAged) => (isSplit ? tenant : 0) * ages + (isAged ? 1 : 0),
    isAllowed: (tenant, nodes) => !hasQuota || (nodes <= (partitions?.nodes[partitions.ofTenant(tenant)] ?? Infinity) && quotas.every((_, at) => mostOf(quotas, at) >= nodes * atom || !isWithin(tree, tenant, at))),
    hold(tenant, accelerators) {
      if (!isSplit) return
      settle(moving, tenant)
      addHeld(limited, accounts, tenant, accelerators)
      if (accelerators < 0 && isCapped) standing.elsewhere?.freed()
    },
    refresh() {
      if (isSplit && fairShareMs > 0) refresh(moving)
    },
  }
}

/** Jobs or replicas of a tenant hold so many accelerators more (or fewer): its quota, its usage and its accounts hear of it. */
export function holdFor(c: Pick<Cluster, 'tenants' | 'tenantAccounts' | 'jointOwners'>, tenant: number, by: number): void {
  if (c.jointOwners?.hold(c.tenants, tenant, by) !== true) c.tenants.hold(tenant, by)
  c.tenantAccounts?.hold(tenant, by)
}

/** A tenant and those above it. */
function ancestors({ parent }: TenantTree, tenant: number): number[] {
  const found: number[] = []
  for (let at = tenant; at >= 0; at = parent[at]) found.push(at)
  return found
}

/** Whether a tenant is `above` or part of it. */
function isWithin({ parent }: TenantTree, tenant: number, above: number): boolean {
  for (let at = tenant; at >= 0; at = parent[at]) if (at === above) return true
  return false
}
