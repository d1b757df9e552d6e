/** The scheduling pass, coalesced to one per millisecond, and the reasons why accelerators stay idle after it. */
import { IDLE_REASONS } from '../ports.ts'
import { isHeldByFabric, settleHeld } from './blocks-apart.ts'
import { canPlace } from './place.ts'
import { isInQuota } from './queueing.ts'
import { fitElastic } from './elastic.ts'
import { reclaim } from './reclaim.ts'
import { fillServices } from './scaling.ts'
import type { Services } from './serving-accounts.ts'
import { fillShares, isShareAwaited } from './shared-nodes.ts'
import { fillSpares } from './spares.ts'
import { type Cluster, NEVER, NONE } from './tables.ts'
import { showNodes } from './withhold.ts'

const NO_DEMAND = IDLE_REASONS.indexOf('noDemand')
const QUOTA = IDLE_REASONS.indexOf('quota')
const FRAGMENTATION = IDLE_REASONS.indexOf('fragmentation')
const RESERVATION_HOLD = IDLE_REASONS.indexOf('reservationHold')
const POWER = IDLE_REASONS.indexOf('power')
const THERMAL = IDLE_REASONS.indexOf('thermal')
const LATENCY = IDLE_REASONS.indexOf('schedLatency')

/** Waiting jobs looked at for a reason; what is left then has the reason of the last. */
const REASON_DEPTH = 1000

/** Runs the pass, or only books idle time anew when the last pass is too recent. */
export function runPass(c: Cluster, services: Services): void {
  const { windows } = c
  windows.hide()
  c.admission.hide(c)
  const isRun = startJobs(c, services)
  showNodes(c)
  if (isRun) windows.fill()
  const draining = windows.hide()
  c.admission.hide(c)
  bookIdle(c, services, draining)
  showNodes(c)
  windows.book(draining)
}

/** Starts what may start now; false when the last pass is too recent for jobs. */
function startJobs(c: Cluster, services: Services): boolean {
  const { counts, kernel, params } = c
  if (params.spares.perBlock > 0) fillSpares(c)
  fillServices(c, services)
  const dueMs = counts.lastPassMs === NEVER ? kernel.now : counts.lastPassMs + params.spacingMs
  if (kernel.now >= dueMs) {
    counts.lastPassMs = kernel.now
    c.tenants.refresh()
    c.defragmentation?.restart()
    c.policy.decide(c.view, params.scheduler)
    if (params.isSharing && isShareAwaited(c)) fillShares(c, isBlocked(c), c.view.start)
    fitElastic(c)
    reclaim(c)
    c.defragmentation?.look()
    return true
  }
  if (kernel.timeOf(counts.passTimer) < 0) counts.passTimer = kernel.schedule(c.commands.later, 0, dueMs)
  return false
}

/** Whether the first waiting job wants whole nodes. */
function isBlocked({ queue, jobs }: Cluster): boolean {
  const head = queue.head()
  return head !== NONE && jobs.col.share[head] === 0
}

/** Why a demand of a workload entry for `nodes` does not run although accelerators are idle. */
function reasonOf(c: Cluster, entry: number, nodes: number): number {
  const { power, thermal } = c.admission.held
  if (c.counts.freeNodes < nodes) {
    if (nodes > c.counts.freeNodes + power + thermal) return RESERVATION_HOLD
    return power >= thermal ? POWER : THERMAL
  }
  return canPlace(c, entry, nodes) ? LATENCY : FRAGMENTATION
}

/** Charges idle accelerators to a demand of `nodes`, `size` accelerators: all that are left when it needs more than is free. Returns what is left then. */
function charge(c: Cluster, entry: number, nodes: number, size: number, left: number): number {
  const reason = reasonOf(c, entry, nodes)
  const amount = reason === RESERVATION_HOLD ? left : Math.min(left, size)
  c.idle[reason] += amount
  if (reason === FRAGMENTATION && isHeldByFabric(c, entry)) c.counts.heldByFabric += amount
  return left - amount
}

/** What its tenant's quota, or a reservation of another, keeps a job from. */
const limitOf = (c: Cluster, job: number): number => (c.tenants.isReserved(c.jobs.col.tenant[job], c.jobs.col.nodes[job]) ? RESERVATION_HOLD : QUOTA)

function chargeLimit(c: Cluster, job: number, size: number, left: number): number {
  const amount = Math.min(left, size)
  c.idle[limitOf(c, job)] += amount
  return left - amount
}

/** Gives every idle accelerator, but `draining` ones, the reason of the demand that might have had it, in order of priority; the rest has no demand. */
function bookIdle(c: Cluster, services: Services, draining: number): void {
  const { idle, counts, jobs } = c
  idle.fill(0)
  settleHeld(c)
  let left = counts.idleAccelerators - draining
  for (let row = 0; row < services.poolList.length && left > 0; row++) {
    const { wanted, held } = services.pools.col
    const { index, spec } = services.poolList[row]
    if (held[row] < wanted[row]) left = charge(c, index, spec.nodes, spec.nodes * c.atom, left)
  }
  let job = left > 0 ? c.queue.next(NONE) : NONE
  for (let depth = 0; job !== NONE && left > 0 && depth < REASON_DEPTH; depth++) {
    const { entry, nodes, share } = jobs.col
    const size = share[job] > 0 ? share[job] : nodes[job] * c.atom
    left = isInQuota(c, job) ? charge(c, entry[job], nodes[job], size, left) : chargeLimit(c, job, size, left)
    if (left > 0) job = c.queue.next(job)
  }
  if (left > 0) idle[job === NONE ? NO_DEMAND : !isInQuota(c, job) ? limitOf(c, job) : reasonOf(c, jobs.col.entry[job], jobs.col.nodes[job])] += left
  c.ledger.setIdle(idle)
}
