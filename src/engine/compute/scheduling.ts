/** The scheduler in parts: the policy and what it sees, the queue with its lanes, and what is kept of the times ahead. */
import type { Kernel } from '../kernel/kernel.ts'
import { type State, stateUnder } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { createExclusions } from './exclusions.ts'
import { createGang } from './gang.ts'
import { accumulating, isGathering } from './gathering.ts'
import { createHandoverWaits } from './handover-wait.ts'
import { start } from './jobs.ts'
import { createLookAhead, joinLookAheads, type LookedAhead } from './look-ahead.ts'
import type { ComputeScenario } from './parameters.ts'
import { partOf, type Partitions } from './partitions.ts'
import { policyOf } from './policies/index.ts'
import { nextTryMs, preemptFor } from './preemption.ts'
import type { PolicyView } from './policy.ts'
import { createQueue } from './queue.ts'
import { isInQuota } from './queueing.ts'
import { shadowOf } from './shadow.ts'
import type { Cluster, Tables } from './tables.ts'
import { createReservations } from './tenant-reservations.ts'
import type { TenantsElsewhere } from './routing.ts'
import { createBudgets } from './budgets.ts'
import { requestPass } from './wake.ts'
import { createTenants } from './tenants.ts'
import { createTies } from './ties.ts'
import { createVictims } from './victims.ts'

/** Has a pass at `atMs` at the latest. */
function wakeAt(c: Cluster, atMs: number): void {
  const { counts, kernel, partitions } = c
  const plannedMs = kernel.timeOf(counts.wakeTimer)
  // Parts of the site share the one wish: the earliest of a pass stands.
  if (partitions !== undefined && partitions.current() > 0 && plannedMs >= 0 && plannedMs <= atMs) return
  if (plannedMs === atMs || (plannedMs < 0 && atMs === Infinity)) return
  kernel.cancel(counts.wakeTimer)
  counts.wakeTimer = atMs === Infinity ? 0 : kernel.schedule(c.commands.wake, 0, atMs)
}

/** What a policy sees and how it acts. */
function createView(c: () => Cluster, ahead: LookedAhead): PolicyView {
  return {
    profile: () => ahead.profile(),
    book: ahead.book,
    nowMs: () => c().kernel.now,
    freeNodes: () => (isGathering(c()) ? 0 : c().counts.freeNodes),
    head: () => c().queue.head(),
    nodesOf: job => c().jobs.col.nodes[job],
    estimateMs: job => c().jobs.col.estimateMs[job],
    firstWithin: (limits, afterJob) => c().queue.first(limits, afterJob),
    shadow: (job, nodes, into) => shadowOf(c(), job, nodes, into),
    isAllowed: job => isInQuota(c(), job),
    start: job => start(c(), job),
    preempt: job => preemptFor(c(), job),
    nextTryMs: job => nextTryMs(c(), job),
    wakeAt: atMs => wakeAt(c(), atMs),
  }
}

type Scheduling = Pick<Cluster, 'policy' | 'tenants' | 'reservations' | 'budgets' | 'partitions' | 'victims' | 'isPreempting' | 'partition' | 'nice' | 'accumulates' | 'maxAgeMs' | 'queue' | 'ends' | 'book' | 'view' | 'exclusions' | 'gang' | 'ties' | 'handoverWaits'>

/** The parts of the cluster that the scheduler consists of; `atom` is the accelerators of the smallest node. */
export function createScheduling(c: () => Cluster, tables: Tables, world: World, kernel: Kernel, state: State, scenario: ComputeScenario, atom: number, partitions: Partitions | undefined, elsewhere?: TenantsElsewhere): Scheduling {
  const { scheduler, workload } = scenario
  const columns = () => tables.jobs.col
  const policy = policyOf(scheduler.policy)
  const reservations = createReservations(c, world, scenario.tenants, kernel, state)
  const budgets = createBudgets(world, scenario.tenants, kernel, state, () => requestPass(c()), elsewhere?.usedMs)
  const standing = { idle: () => (partitions === undefined ? c().counts.idleAccelerators : c().counts.freeNodes * atom), waiting: (tenant: number) => c().tenantAccounts?.waitingOf(tenant) ?? 0, elsewhere }
  const tenants = createTenants(state, scenario, world.root, policy, atom, () => kernel.now, standing, reservations, partitions, budgets)
  const lookAhead = policy.lookAhead?.(scheduler) ?? 'none'
  const aheadOf = (part: number): LookedAhead => createLookAhead(part === 0 ? state : stateUnder(state, `part${part}/`), columns, c, lookAhead)
  const ahead = joinLookAheads(Array.from({ length: partitions?.count ?? 1 }, (_, part) => aheadOf(part)), job => partOf(c(), job), () => partitions?.current() ?? 0)
  return {
    policy,
    tenants,
    budgets,
    reservations,
    partitions,
    victims: createVictims(state, columns),
    isPreempting: (policy.preempts === true && scheduler.preemption.mode !== 'off') || scheduler.preemption.reclaim !== 'never' || reservations !== undefined,
    partition: workload.map(entry => (entry.source === 'inference' ? 0 : entry.partitionPriority)),
    nice: workload.map(entry => (entry.source === 'inference' ? 0 : entry.nice)),
    accumulates: accumulating(workload),
    maxAgeMs: policy.maxAgeMs?.(scheduler) ?? Infinity,
    queue: createQueue(state, world.nodes.count, columns, tenants.lanes),
    ends: ahead.ends,
    book: lookAhead === 'reservations' ? ahead.book : undefined,
    view: createView(c, ahead),
    exclusions: createExclusions(c, scheduler.avoid, state),
    ties: createTies(c, scheduler.ties, world, state),
    gang: createGang(scheduler.startup.perNode),
    handoverWaits: createHandoverWaits(c, scheduler.spares.onFault === 'replace' ? scheduler.spares.wait : 0, kernel, state),
  }
}
