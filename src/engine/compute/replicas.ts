/** Replicas of services: gangs of nodes that start, serve, stall and leave. */
import { LOAD_CLASS, type ReworkCause } from '../ports.ts'
import { demandAt } from './inference.ts'
import { moveTo } from './jobs.ts'
import { releaseNodes, takeNodes } from './nodes.ts'
import { countReplica, uncountReplica } from './placement-spread.ts'
import { redraw } from './power-draw.ts'
import { resetFactors } from './rates.ts'
import { loseSessions } from './sessions.ts'
import { beforeHolding, closeService, countSlowed, type Services } from './serving-accounts.ts'
import { type Cluster, freeJobRow, JOB_KIND, JOB_STATE, NEVER, NONE, takeJobRow } from './tables.ts'
import { holdFor } from './tenants.ts'
import { requestPass } from './wake.ts'

/** Tenant whose service a pool is of, 0 for none; the owner that stands for several of them. */
export function ownerOf(c: Cluster, services: Services, row: number): number {
  const { index } = services.poolList[row]
  const joint = c.jointOwners?.ofEntry(index) ?? 0
  return joint > 0 ? joint : c.tenants.tenantOf(index, 0)
}

/** Whether the part of the site that is scheduled now is that of the owner of a pool. */
export const isPoolHere = (c: Cluster, services: Services, row: number): boolean => c.partitions === undefined || c.partitions.ofTenant(ownerOf(c, services, row)) === c.partitions.current()

/** Whether the quota of its owner lets a pool have one replica more. */
export function isPoolInQuota(c: Cluster, services: Services, row: number): boolean {
  if (!c.tenants.hasQuota) return true
  const { nodes } = services.poolList[row].spec
  if (c.jointOwners !== undefined && c.jointOwners.ofEntry(services.poolList[row].index) > 0) return c.jointOwners.hasRoom(c.tenants, ownerOf(c, services, row), nodes * c.atom)
  return c.tenants.lanes.roomNodes(c.tenants.laneOf(ownerOf(c, services, row), false)) >= nodes
}

/** Starts one replica of a pool if its nodes can be had, and the quota of its owner allows it. */
export function startReplica(c: Cluster, services: Services, row: number): boolean {
  if (!isPoolInQuota(c, services, row)) return false
  const { spec, of, service, index } = services.poolList[row]
  const job = takeJobRow(c)
  const { col } = c.jobs
  col.uid[job] = c.counts.nextUid
  col.kind[job] = JOB_KIND.replica
  col.state[job] = JOB_STATE.free
  col.loadClass[job] = LOAD_CLASS.inference
  col.source[job] = row
  col.tenant[job] = ownerOf(c, services, row)
  col.fails[job] = 0
  col.entry[job] = index
  col.nodes[job] = spec.nodes
  col.share[job] = 0
  col.holder[job] = NONE
  col.scale[job] = 1
  col.spareRow[job] = NONE
  col.spareNodes[job] = 0
  col.commFraction[job] = 0
  col.firstRun[job] = NONE
  col.rank[job] = c.tenants.classOfService(index)
  if (!takeNodes(c, job, c.params.phases.starting)) {
    freeJobRow(c, job)
    return false
  }
  beforeHolding(c, services, row)
  c.counts.nextUid += 1
  holdFor(c, col.tenant[job], col.held[job])
  countReplica(c, job)
  col.accelerators[job] = col.held[job]
  col.ordinal[job] = services.table.col.version[service]
  col.submitMs[job] = c.kernel.now
  col.startMs[job] = c.kernel.now
  col.pendingMs[job] = NEVER
  col.escrowFirst[job] = NONE
  col.escrowLast[job] = NONE
  append(c, services, row, job)
  resetFactors(c, job)
  c.fabric().attach(job, c.picked, spec.nodes, 0, -1)
  moveTo(c, job, JOB_STATE.starting)
  col.timer[job] = c.kernel.schedule(c.commands.begin, job, c.kernel.now + Math.max(1, of.coldStartMs))
  return true
}

function append(c: Cluster, services: Services, row: number, job: number): void {
  const { next, previous, held } = c.jobs.col
  const { col } = services.pools
  previous[job] = col.last[row]
  next[job] = NONE
  if (col.last[row] === NONE) col.first[row] = job
  else next[col.last[row]] = job
  col.last[row] = job
  col.held[row] += 1
  col.heldAccelerators[row] += held[job]
}

function unlink(c: Cluster, services: Services, row: number, job: number): void {
  const { next, previous, held } = c.jobs.col
  const { col } = services.pools
  if (previous[job] === NONE) col.first[row] = next[job]
  else next[previous[job]] = next[job]
  if (next[job] === NONE) col.last[row] = previous[job]
  else previous[next[job]] = previous[job]
  col.held[row] -= 1
  col.heldAccelerators[row] -= held[job]
}

/** The replica has loaded its weights. */
export function replicaBegun(c: Cluster, services: Services, job: number): void {
  const row = c.jobs.col.source[job]
  c.jobs.col.timer[job] = 0
  closeService(c, services, services.poolList[row].service)
  moveTo(c, job, JOB_STATE.running)
  services.pools.col.serving[row] += 1
  services.pools.col.servingAccelerators[row] += c.jobs.col.held[job]
  countSlowed(c, services, job, 1)
  redraw(c, job, services.poolList[row].spec.drawShare)
}

function stopServing(c: Cluster, services: Services, job: number): void {
  const row = c.jobs.col.source[job]
  closeService(c, services, services.poolList[row].service)
  if (c.jobs.col.state[job] === JOB_STATE.running) {
    services.pools.col.serving[row] -= 1
    services.pools.col.servingAccelerators[row] -= c.jobs.col.held[job]
    countSlowed(c, services, job, -1)
  }
  c.kernel.cancel(c.jobs.col.timer[job])
  c.jobs.col.timer[job] = 0
}

/** A fault struck the replica: its requests go elsewhere, its nodes wait for detection. */
export function stallReplica(c: Cluster, services: Services, job: number): void {
  if (c.jobs.col.state[job] === JOB_STATE.stalled || c.jobs.col.state[job] === JOB_STATE.ending) return
  interruptSessions(c, services, job, 'hw')
  stopServing(c, services, job)
  moveTo(c, job, JOB_STATE.stalled)
  redraw(c, job, c.params.phases.stalled)
}

/** Sessions on a replica of the pool that keeps their state are interrupted. */
function interruptSessions(c: Cluster, services: Services, job: number, cause: ReworkCause): void {
  const row = c.jobs.col.source[job]
  const { service } = services.poolList[row]
  const { pools } = services.list[service]
  if (c.jobs.col.state[job] !== JOB_STATE.running || row !== pools[pools.length - 1]) return
  closeService(c, services, service)
  loseSessions(services, service, demandAt(services.table, service, c.kernel.now), services.pools.col.serving[row], cause)
}

/** The replica is lost with what it holds. */
export function loseReplica(c: Cluster, services: Services, job: number, cause: ReworkCause): void {
  interruptSessions(c, services, job, cause)
  endReplica(c, services, job)
}

/** The replica takes no more requests; it gives its nodes back when those under way are answered. */
export function drainReplica(c: Cluster, services: Services, job: number, drainMs: number): void {
  stopServing(c, services, job)
  moveTo(c, job, JOB_STATE.ending)
  c.jobs.col.timer[job] = c.kernel.schedule(c.commands.vacate, job, c.kernel.now + drainMs)
}

/** The replica gives its nodes back. */
export function endReplica(c: Cluster, services: Services, job: number): void {
  const row = c.jobs.col.source[job]
  const { old } = services.pools.col
  stopServing(c, services, job)
  moveTo(c, job, JOB_STATE.free)
  unlink(c, services, row, job)
  if (old[row] > 0 && c.jobs.col.ordinal[job] < services.table.col.version[services.poolList[row].service]) old[row] -= 1
  c.fabric().detach(job)
  uncountReplica(c, job)
  holdFor(c, c.jobs.col.tenant[job], -c.jobs.col.held[job])
  releaseNodes(c, job)
  freeJobRow(c, job)
  requestPass(c)
}
