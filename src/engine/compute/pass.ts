/** The scheduling pass, coalesced to one per millisecond, and the reasons why accelerators stay idle after it. */
import { IDLE_REASONS } from '../ports.ts'
import { isHeldByFabric, settleHeld } from './blocks-apart.ts'
import { canPlace, everyDemand } from './place.ts'
import { atomOf } from './atom.ts'
import { isInQuota } from './queueing.ts'
import { fitElastic } from './elastic.ts'
import { isGathering } from './gathering.ts'
import { takeAwaited } from './handover.ts'
import { reclaim } from './reclaim.ts'
import { isPoolHere } from './replicas.ts'
import { isOfCurrent } from './partitions.ts'
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
const STORAGE = IDLE_REASONS.indexOf('storage')
const AFFINITY = IDLE_REASONS.indexOf('affinity')
const LATENCY = IDLE_REASONS.indexOf('schedLatency')

/** Waiting jobs looked at for a reason; what is left then has the reason of the last. */
const REASON_DEPTH = 1000

/** Runs the pass, part by part of the site, or only books idle time anew when the last pass is too recent. */
export function runPass(c: Cluster, services: Services): void {
  const { windows, partitions, counts, kernel } = c
  const parts = partitions?.count ?? 1
  const isRun = isDue(c)
  for (let part = 0; part < parts; part++) {
    partitions?.enter(part)
    hideAll(c)
    startJobs(c, services, part, isRun)
    showNodes(c)
    if (isRun) windows.fill()
  }
  if (isRun) counts.lastPassMs = kernel.now
  c.idle.fill(0)
  settleHeld(c)
  c.budgets?.settle()
  // The rest of the site comes last: what idles on nodes that jobs share is counted there.
  let left = counts.idleAccelerators
  let draining = 0
  for (let part = parts - 1; part >= 0; part--) {
    partitions?.enter(part)
    const drains = hideAll(c)
    if (part === parts - 1) {
      draining = drains
      left -= drains
    }
    const amount = part === 0 ? left : Math.min(left, idleIn(c))
    bookIdle(c, services, part, amount)
    left -= amount
    showNodes(c)
  }
  partitions?.leave()
  c.ledger.setIdle(c.idle)
  windows.book(draining)
}

/** Takes out of sight what the part that is scheduled may not have now; returns the idle accelerators that drain. */
function hideAll(c: Cluster): number {
  const draining = c.windows.hide()
  c.admission.hide(c)
  c.partitions?.hide(c)
  return draining
}

/** Accelerators of the free nodes in sight. */
function idleIn({ freeNodes, world }: Cluster): number {
  let sum = 0
  const { bits } = freeNodes.col
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]; left !== 0; left &= left - 1) sum += world.nodes.accelerators[(word << 5) + 31 - Math.clz32(left & -left)]
  }
  return sum
}

/** Whether jobs may be started now; when the last pass is too recent, one comes later. */
function isDue({ counts, kernel, params, commands }: Cluster): boolean {
  const dueMs = counts.lastPassMs === NEVER ? kernel.now : counts.lastPassMs + params.spacingMs
  if (kernel.now >= dueMs) return true
  if (kernel.timeOf(counts.passTimer) < 0) counts.passTimer = kernel.schedule(commands.later, 0, dueMs)
  return false
}

/** Starts what may start now on a part of the site; room is made by moving jobs on the shared part alone. */
function startJobs(c: Cluster, services: Services, part: number, isRun: boolean): void {
  const { params } = c
  if (params.spares.perBlock > 0 && part === 0) fillSpares(c)
  fillServices(c, services)
  if (!isRun) return
  c.tenants.refresh()
  c.handoverWaits?.look(takeAwaited)
  if (part === 0) c.defragmentation?.restart()
  if (c.room?.isClosed() === true) startAgain(c)
  else c.policy.decide(c.view, params.scheduler)
  if (params.isSharing && isShareAwaited(c)) fillShares(c, isBlocked(c), c.view.start)
  fitElastic(c)
  reclaim(c)
  if (part === 0) c.defragmentation?.look()
}

/** While the datastore takes no new jobs, those that have run before go on, in queue order. */
function startAgain(c: Cluster): void {
  let passed: number = NONE
  for (let depth = 0; depth < REASON_DEPTH && c.counts.freeNodes > 0; depth++) {
    const job = c.queue.next(passed)
    if (job === NONE) return
    if (c.jobs.col.startMs[job] === NEVER || !c.view.start(job)) passed = job
  }
}

/** Whether the first waiting job wants whole nodes. */
function isBlocked({ queue, jobs }: Cluster): boolean {
  const head = queue.head()
  return head !== NONE && jobs.col.share[head] === 0
}

/** Why a waiting job does not run although accelerators are idle: of two gangs the one that lacks its nodes tells. */
function reasonOfJob(c: Cluster, job: number): number {
  const { entry, nodes } = c.jobs.col
  if (c.samplers === undefined) return reasonOf(c, entry[job], nodes[job])
  let reason = LATENCY
  everyDemand(c, job, (_, demand, need) => {
    reason = reasonOf(c, demand, need)
    return reason === LATENCY
  })
  return reason
}

/** Why a demand for `nodes` does not run although accelerators are idle. */
function reasonOf(c: Cluster, entry: number, nodes: number): number {
  const { power, thermal } = c.admission.held
  if (c.counts.freeNodes < nodes) {
    if (nodes > c.counts.freeNodes + power + thermal) return RESERVATION_HOLD
    return power >= thermal ? POWER : THERMAL
  }
  if (c.eligibility?.has(entry) === true && c.eligibility.free(c, entry) < nodes) return AFFINITY
  return canPlace(c, entry, nodes) ? LATENCY : FRAGMENTATION
}

/** Charges idle accelerators to a demand of an entry for `size` accelerators: all that are left when it needs more than is free. Returns what is left then. */
function charge(c: Cluster, entry: number, reason: number, size: number, left: number): number {
  const amount = reason === RESERVATION_HOLD ? left : Math.min(left, size)
  c.idle[reason] += amount
  if (reason === FRAGMENTATION && isHeldByFabric(c, entry)) c.counts.heldByFabric += amount
  return left - amount
}

/** Charges idle accelerators to a job for which the datastore has no room; what lacks power or cooling lacks that first. */
function chargeStorage(c: Cluster, job: number, size: number, left: number): number {
  const reason = reasonOfJob(c, job)
  const amount = Math.min(left, size)
  c.idle[reason === POWER || reason === THERMAL ? reason : STORAGE] += amount
  return left - amount
}

/** What its tenant's quota, or a reservation of another, keeps a job from. */
const limitOf = (c: Cluster, job: number): number => (c.tenants.isReserved(c.jobs.col.tenant[job], c.jobs.col.nodes[job]) ? RESERVATION_HOLD : QUOTA)

/** Charges so much to a reason; what waits for money is noted as well. */
function chargeTo(c: Cluster, job: number, reason: number, amount: number): void {
  c.idle[reason] += amount
  if (reason === QUOTA && c.tenants.isOutOfMoney(c.jobs.col.tenant[job])) c.budgets?.note(amount)
}

function chargeLimit(c: Cluster, job: number, size: number, left: number): number {
  const amount = Math.min(left, size)
  chargeTo(c, job, limitOf(c, job), amount)
  return left - amount
}

/** Charges idle accelerators of a part to a job of another, which may not have them. */
function chargeAffinity(c: Cluster, size: number, left: number): number {
  const amount = Math.min(left, size)
  c.idle[AFFINITY] += amount
  return left - amount
}

/** Charges idle accelerators to a waiting job. */
function chargeJob(c: Cluster, job: number, left: number): number {
  const { entry, nodes, share } = c.jobs.col
  const size = share[job] > 0 ? share[job] : nodes[job] * atomOf(c, entry[job])
  if (!isOfCurrent(c, job)) return chargeAffinity(c, size, left)
  if (!isInQuota(c, job)) return chargeLimit(c, job, size, left)
  if (isGathering(c) && c.counts.freeNodes >= nodes[job]) {
    c.idle[RESERVATION_HOLD] += left
    return 0
  }
  return c.room?.mayStart(job) === false ? chargeStorage(c, job, size, left) : charge(c, entry[job], reasonOfJob(c, job), size, left)
}

/** Gives so many idle accelerators of a part the reason of the demand that might have had them, in order of priority; the rest has no demand. */
function bookIdle(c: Cluster, services: Services, part: number, amount: number): void {
  const { idle } = c
  const before = idle[AFFINITY]
  let left = amount
  for (let row = 0; row < services.poolList.length && left > 0; row++) {
    const { wanted, held } = services.pools.col
    const { index, spec } = services.poolList[row]
    if (held[row] >= wanted[row]) continue
    const size = spec.nodes * c.atom
    left = isPoolHere(c, services, row) ? charge(c, index, reasonOf(c, index, spec.nodes), size, left) : chargeAffinity(c, size, left)
  }
  let job = left > 0 ? c.queue.next(NONE) : NONE
  for (let depth = 0; job !== NONE && left > 0 && depth < REASON_DEPTH; depth++) {
    left = chargeJob(c, job, left)
    if (left > 0) job = c.queue.next(job)
  }
  if (left > 0 && job === NONE) idle[NO_DEMAND] += left
  else if (left > 0) chargeTo(c, job, lumpReason(c, job), left)
  if (part > 0) c.tenantAccounts?.strand(part, idle[AFFINITY] - before)
}

/** Reason of what is left beyond the depth that is looked at. */
function lumpReason(c: Cluster, job: number): number {
  if (!isOfCurrent(c, job)) return AFFINITY
  if (!isInQuota(c, job)) return limitOf(c, job)
  return c.room?.mayStart(job) === false ? STORAGE : reasonOfJob(c, job)
}
