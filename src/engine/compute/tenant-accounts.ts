/**
 * What tenants hold, ask for and are promised, window by window: accelerators of their jobs and services, those that their waiting work asks
 * for, those committed to them by contract, and what of these the site could have given. A shortage is borne by the lowest class first,
 * inside a class in proportion to the commitments. Only where the file names tenants.
 */
import { DAY_MS } from '../../base/spans.ts'
import { PRIORITY_CLASSES } from '../../scenario/catalog/priority-classes.ts'
import type { TenantsSection } from '../../scenario/schema/tenants.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import type { Partitions } from './partitions.ts'
import type { TenantsElsewhere } from './routing.ts'

/** Jobs of a tenant so far. */
export const TENANT_COUNTS = ['submitted', 'started', 'completed', 'withdrawn', 'failed', 'cancelled', 'stopped', 'expired', 'waitMsSum'] as const
export type TenantCount = (typeof TENANT_COUNTS)[number]

/** Integers of accelerator-ms by window × tenant (0: work that names none). */
export interface TenantWindows {
  readonly allocatedMs: Float64Array
  readonly waitingMs: Float64Array
  readonly committedMs: Float64Array
  readonly deliveredMs: Float64Array
  /** Idle on nodes that are the tenant's alone while others wait. */
  readonly strandedMs: Float64Array
}

export interface TenantAccounts {
  start(): void
  /** Jobs or replicas of a tenant hold so many accelerators more (or fewer). */
  hold(tenant: number, by: number): void
  /** Waiting work of a tenant asks for so many accelerators more (or fewer). */
  wait(tenant: number, by: number): void
  /** Accelerators that waiting work of a tenant asks for. */
  waitingOf(tenant: number): number
  /** A service of a tenant lacks replicas of so many accelerators. */
  serviceLacks(service: number, tenant: number, accelerators: number): void
  /** So many accelerators of a node may be used from now on (or no longer). */
  nodeChanged(node: number, by: number): void
  /** So many accelerators of a part of the site idle from now on while others wait who may not have them. */
  strand(part: number, accelerators: number): void
  count(tenant: number, what: TenantCount, by?: number): void
  /** Posts everything up to now; before a window closes and before results are read. */
  postAll(): void
  windows(): TenantWindows
  /** Accelerator-ms by window × tenant that nodes of its own could be used; undefined where no tenant has any. */
  ownMs(): Float64Array | undefined
  /** Class of every tenant, as its place among the classes. */
  readonly ranks: readonly number[]
  /** Accelerators that may be used now by tenants without nodes of their own, and those committed to one of these. */
  openForAll(): number
  committedOf(tenant: number): number
  /** What other sites can spare changes now. */
  othersChange(): void
  countsOf(tenant: number): Readonly<Record<TenantCount, number>>
}

interface Step {
  readonly atMs: number
  readonly tenant: number
  readonly by: number
}

/** Commitments as changes in order of time; none before the run begins. */
function stepsOf(world: World, tenants: TenantsSection): Step[] {
  const msOf = (day: number): number => Math.max(0, (day - world.startDay) * DAY_MS)
  return Object.values(tenants)
    .flatMap(({ commitments }, index) =>
      commitments.flatMap(({ accelerators, from, until }): Step[] => [
        { atMs: from === undefined ? 0 : msOf(from), tenant: index + 1, by: accelerators },
        ...(until === undefined ? [] : [{ atMs: msOf(until), tenant: index + 1, by: -accelerators }]),
      ]))
    .filter(({ atMs }) => atMs < world.horizonMs)
    .sort((a, b) => a.atMs - b.atMs || a.tenant - b.tenant || b.by - a.by)
}

/** Shares `open` accelerators among commitments: higher classes first, inside a class in proportion, in whole accelerators. */
export function deliver(open: number, committed: ArrayLike<number>, ranks: readonly number[], into: Float64Array): void {
  let left = open
  for (let rank = PRIORITY_CLASSES.length - 1; rank >= 0; rank--) {
    let wanted = 0
    for (let tenant = 0; tenant < committed.length; tenant++) if (ranks[tenant] === rank) wanted += committed[tenant]
    const given = Math.min(left, wanted)
    let upTo = 0
    let before = 0
    for (let tenant = 0; tenant < committed.length; tenant++) {
      if (ranks[tenant] !== rank) continue
      upTo += committed[tenant]
      const sum = wanted === 0 ? 0 : Math.floor((given * upTo) / wanted)
      into[tenant] = sum - before
      before = sum
    }
    left -= given
  }
}

interface Book {
  readonly world: World
  readonly kernel: Kernel
  readonly count: number
  readonly ranks: readonly number[]
  readonly steps: readonly Step[]
  readonly table: { readonly col: { readonly held: Float64Array; readonly waiting: Float64Array; readonly sinceMs: Float64Array; readonly committed: Float64Array; readonly delivered: Float64Array } }
  readonly sums: { readonly col: { readonly allocatedMs: Float64Array; readonly waitingMs: Float64Array; readonly committedMs: Float64Array; readonly deliveredMs: Float64Array; readonly strandedMs: Float64Array } }
  /** By part of the site: accelerators that may be used, and those that idle while others wait, since when. */
  readonly parts: { readonly col: { readonly open: Float64Array; readonly stranded: Float64Array; readonly sinceMs: Float64Array } }
  readonly partitions: Partitions | undefined
  /** Since when that is so many, by part, and what it came to by window × tenant; undefined where no tenant has nodes of its own. */
  readonly own: ReturnType<typeof registerOwn> | undefined
  /** The other sites, where there are several. */
  readonly elsewhere: Pick<TenantsElsewhere, 'changing' | 'standIn'> | undefined
  readonly clock: { sinceMs: number; isStale: number }
}

const rowOf = ({ world, count }: Book, sinceMs: number, tenant: number): number => Math.floor(sinceMs / world.windowMs) * count + tenant

/** Posts what a tenant has held and waited for since its last change. */
function postTenant(b: Book, tenant: number): void {
  const { held, waiting, sinceMs } = b.table.col
  const elapsed = b.kernel.now - sinceMs[tenant]
  if (elapsed === 0) return
  const row = rowOf(b, sinceMs[tenant], tenant)
  b.sums.col.allocatedMs[row] += held[tenant] * elapsed
  b.sums.col.waitingMs[row] += waiting[tenant] * elapsed
  sinceMs[tenant] = b.kernel.now
}

/** Posts what has idled in a part of the site for the tenant whose it is. */
function postStranded(b: Book, part: number): void {
  const { stranded, sinceMs } = b.parts.col
  const elapsed = b.kernel.now - sinceMs[part]
  const owner = b.partitions?.owners[part] ?? 0
  if (elapsed > 0 && stranded[part] !== 0) b.sums.col.strandedMs[rowOf(b, sinceMs[part], owner)] += stranded[part] * elapsed
  sinceMs[part] = b.kernel.now
}

/** Posts what nodes that are a tenant's alone could be used since the last change. */
function postOwn(b: Book, part: number): void {
  if (b.own === undefined || part === 0) return
  const { sinceMs } = b.own.parts.col
  const elapsed = b.kernel.now - sinceMs[part]
  const owner = b.partitions?.owners[part] ?? 0
  if (elapsed > 0 && b.parts.col.open[part] !== 0) b.own.sums.col.ownMs[rowOf(b, sinceMs[part], owner)] += b.parts.col.open[part] * elapsed
  sinceMs[part] = b.kernel.now
}

/** Shares out what every part of the site has among the commitments to its tenants. */
function deliverAll(b: Book): void {
  const { committed, delivered } = b.table.col
  for (let part = 0; part < (b.partitions?.count ?? 1); part++) {
    const own = Float64Array.from(committed, (amount, tenant) => ((b.partitions?.ofTenant(tenant) ?? 0) === part ? amount : 0))
    const given = new Float64Array(own.length)
    deliver(b.parts.col.open[part], own, b.ranks, given)
    for (let tenant = 0; tenant < own.length; tenant++) if (own[tenant] > 0) delivered[tenant] = given[tenant]
  }
  const extra = b.elsewhere?.standIn()
  if (extra !== undefined) for (let tenant = 0; tenant < extra.length; tenant++) delivered[tenant] += extra[tenant]
}

/** Posts what was committed and delivered since the last change; several changes of one millisecond are shared out once. */
function postDelivered(b: Book): void {
  const { clock, count } = b
  const elapsed = b.kernel.now - clock.sinceMs
  if (elapsed === 0 || b.steps.length === 0) return
  const { committed, delivered } = b.table.col
  if (clock.isStale === 1) deliverAll(b)
  clock.isStale = 0
  for (let tenant = 1; tenant < count; tenant++) {
    if (committed[tenant] === 0) continue
    const row = rowOf(b, clock.sinceMs, tenant)
    b.sums.col.committedMs[row] += committed[tenant] * elapsed
    b.sums.col.deliveredMs[row] += delivered[tenant] * elapsed
  }
  clock.sinceMs = b.kernel.now
}

/** All commitments that begin or end now. */
function turn(b: Book, type: CommandType, from: number): void {
  postDelivered(b)
  b.elsewhere?.changing()
  b.clock.isStale = 1
  let at = from
  for (; at < b.steps.length && b.steps[at].atMs <= b.kernel.now; at++) b.table.col.committed[b.steps[at].tenant] += b.steps[at].by
  if (at < b.steps.length) b.kernel.schedule(type, at, b.steps[at].atMs)
}

/** What the other sites ask of this one. */
const forOthers = (b: Book): Pick<TenantAccounts, 'ranks' | 'openForAll' | 'committedOf' | 'othersChange'> => ({
  ranks: b.ranks,
  openForAll: () => b.parts.col.open[0],
  committedOf: tenant => ((b.partitions?.ofTenant(tenant) ?? 0) === 0 ? b.table.col.committed[tenant] : 0),
  othersChange() {
    // A site that has not begun has nothing to book.
    if (b.kernel.now < 0) return
    postDelivered(b)
    b.clock.isStale = 1
  },
})

/** So many accelerators of a node may be used from now on (or no longer). */
function changeNode(b: Book, node: number, by: number): void {
  postDelivered(b)
  if (b.steps.length > 0) b.elsewhere?.changing()
  b.clock.isStale = 1
  const part = b.partitions?.ofNode[node] ?? 0
  postOwn(b, part)
  b.parts.col.open[part] += by
}

const registerOwn = (state: State, parts: number, cells: number) => ({
  parts: state.table('compute.tenantOwnParts', parts, { sinceMs: 'f64' }),
  sums: state.table('compute.tenantOwn', cells, { ownMs: 'f64' }),
})

/** Posts what parts that are a tenant's alone were worth to it. */
function postParts(b: Book): void {
  for (let part = 1; part < (b.partitions?.count ?? 1); part++) {
    postStranded(b, part)
    postOwn(b, part)
  }
}

/** Undefined where the file names no tenants. Services of several tenants have accounts of their own after these. */
export function createTenantAccounts(world: World, tenants: TenantsSection, kernel: Kernel, state: State, serviceCount = 0, partitions?: Partitions, elsewhere?: Pick<TenantsElsewhere, 'changing' | 'standIn'>, jointCount = 0): TenantAccounts | undefined {
  const count = Object.keys(tenants).length + 1 + jointCount
  if (count === 1) return undefined
  const totals = state.table('compute.tenantJobs', count, { submitted: 'f64', started: 'f64', completed: 'f64', withdrawn: 'f64', failed: 'f64', cancelled: 'f64', stopped: 'f64', expired: 'f64', waitMsSum: 'f64' })
  const services = state.table('compute.tenantServices', serviceCount, { lacks: 'f64' })
  const b: Book = {
    world, kernel, count,
    ranks: [0, ...Object.values(tenants).map(({ priority }) => PRIORITY_CLASSES.indexOf(priority))],
    steps: stepsOf(world, tenants),
    table: state.table('compute.tenantAccounts', count, { held: 'f64', waiting: 'f64', sinceMs: 'f64', committed: 'f64', delivered: 'f64' }),
    sums: state.table('compute.tenantSums', Math.ceil(world.horizonMs / world.windowMs) * count, { allocatedMs: 'f64', waitingMs: 'f64', committedMs: 'f64', deliveredMs: 'f64', strandedMs: 'f64' }),
    clock: state.scalars('compute.tenantClock', { sinceMs: 0, isStale: 1 }),
    parts: state.table('compute.tenantParts', partitions?.count ?? 1, { open: 'f64', stranded: 'f64', sinceMs: 'f64' }),
    partitions,
    own: partitions === undefined ? undefined : registerOwn(state, partitions.count, Math.ceil(world.horizonMs / world.windowMs) * count),
    elsewhere,
  }
  const type: CommandType = kernel.command('compute.commitments', Phase.facility, from => turn(b, type, from))
  return {
    start() {
      if (b.steps.length > 0) kernel.schedule(type, 0, b.steps[0].atMs)
    },
    hold(tenant, by) {
      postTenant(b, tenant)
      b.table.col.held[tenant] += by
    },
    wait(tenant, by) {
      postTenant(b, tenant)
      b.table.col.waiting[tenant] += by
    },
    waitingOf: tenant => b.table.col.waiting[tenant],
    serviceLacks(service, tenant, accelerators) {
      const by = accelerators - services.col.lacks[service]
      if (by === 0) return
      postTenant(b, tenant)
      b.table.col.waiting[tenant] += by
      services.col.lacks[service] = accelerators
    },
    nodeChanged: (node, by) => changeNode(b, node, by),
    strand(part, accelerators) {
      const { stranded, sinceMs } = b.parts.col
      postStranded(b, part)
      stranded[part] = accelerators
      sinceMs[part] = kernel.now
    },
    count(tenant, what, by = 1) {
      totals.col[what][tenant] += by
    },
    postAll() {
      for (let tenant = 0; tenant < count; tenant++) postTenant(b, tenant)
      postParts(b)
      postDelivered(b)
    },
    ...forOthers(b),
    windows: () => b.sums.col,
    ownMs: () => b.own?.sums.col.ownMs,
    countsOf: tenant => Object.fromEntries(TENANT_COUNTS.map(what => [what, totals.col[what][tenant]])) as Record<TenantCount, number>,
  }
}
