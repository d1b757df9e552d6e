/** Replicas of services: gangs of nodes that start, serve, stall and leave; and the books of a service as a whole. */
import { exp, ln } from '../../base/exact-math.ts'
import { LOAD_CLASS } from '../ports.ts'
import { settleServing } from './books.ts'
import { account, demandAt, nextCrossingMs, type Service, type ServiceTable, scaledReplicas, setKnot } from './inference.ts'
import { moveTo } from './jobs.ts'
import { releaseNodes, takeNodes } from './nodes.ts'
import { countReplica, uncountReplica } from './placement-spread.ts'
import { redraw } from './power-draw.ts'
import { resetFactors } from './rates.ts'
import { FACTOR_AT } from './factor-at.ts'
import { type Cluster, freeJobRow, JOB_KIND, JOB_STATE, NEVER, NONE, takeJobRow } from './tables.ts'
import { requestPass } from './wake.ts'

const HOUR_MS = 3_600_000
/** The ledger wants factors above 0: an idle service books this share as productive. */
const LEAST_SHARE = 1e-9

export interface Services {
  readonly table: ServiceTable
  readonly list: readonly Service[]
  readonly localHour: (ms: number) => number
}

/** Mean rate of the serving replicas by accelerators, with factors in `c.factors` that split its losses like theirs. */
function meanRate(c: Cluster, services: Services, row: number): number {
  const { col } = c.jobs
  const losses = { stragglerFactor: 0, powerFactor: 0, thermalFactor: 0, faultFactor: 0, contentionFactor: 0, placementFactor: 0 }
  let lost = 0
  for (let job = services.table.col.first[row]; job !== NONE; job = col.next[job]) {
    if (col.state[job] !== JOB_STATE.running || col.rate[job] >= 1) continue
    const weight = (col.held[job] * (1 - col.rate[job])) / -ln(col.rate[job])
    lost += col.held[job] * (1 - col.rate[job])
    losses.stragglerFactor -= weight * ln(col.stragglerFactor[job])
    losses.powerFactor -= weight * ln(col.powerFactor[job])
    losses.thermalFactor -= weight * ln(col.thermalFactor[job])
    losses.faultFactor -= weight * ln(col.faultFactor[job])
    losses.contentionFactor -= weight * ln(col.contentionFactor[job])
    losses.placementFactor -= weight * ln(col.placementFactor[job])
  }
  if (lost === 0) {
    c.factors.fill(1)
    return 1
  }
  const rate = 1 - lost / Math.max(1, services.table.col.servingAccelerators[row])
  const scale = ln(rate) / lost
  c.factors[FACTOR_AT.straggler] = exp(losses.stragglerFactor * scale)
  c.factors[FACTOR_AT.power] = exp(losses.powerFactor * scale)
  c.factors[FACTOR_AT.thermal] = exp(losses.thermalFactor * scale)
  c.factors[FACTOR_AT.fault] = exp(losses.faultFactor * scale)
  c.factors[FACTOR_AT.contention] = exp(losses.contentionFactor * scale)
  c.factors[FACTOR_AT.placement] = exp(losses.placementFactor * scale)
  c.factors[FACTOR_AT.storage] = 1
  return rate
}

/** Books a service up to now. */
export function closeService(c: Cluster, services: Services, row: number): void {
  const { col } = services.table
  const fromMs = col.segmentMs[row]
  const now = c.kernel.now
  if (now === fromMs) return
  const rate = meanRate(c, services, row)
  const busy = account(services.table, services.list[row], row, now, rate)
  if (col.servingAccelerators[row] > 0) {
    c.factors[FACTOR_AT.headroom] = Math.max(LEAST_SHARE, busy)
    settleServing(c, col.first[row], col.servingAccelerators[row], job => c.jobs.col.state[job] === JOB_STATE.running, fromMs, now)
    c.factors[FACTOR_AT.headroom] = 1
  }
  col.segmentMs[row] = now
}

/** Starts one replica of a service if its nodes can be had. */
function startReplica(c: Cluster, services: Services, row: number): boolean {
  const { spec } = services.list[row]
  const job = takeJobRow(c)
  const { col } = c.jobs
  col.uid[job] = c.counts.nextUid
  col.kind[job] = JOB_KIND.replica
  col.state[job] = JOB_STATE.free
  col.loadClass[job] = LOAD_CLASS.inference
  col.source[job] = row
  col.tenant[job] = 0
  col.fails[job] = 0
  col.entry[job] = services.list[row].index
  col.nodes[job] = spec.nodes
  col.share[job] = 0
  col.holder[job] = NONE
  col.scale[job] = 1
  col.spareRow[job] = NONE
  col.spareNodes[job] = 0
  col.commFraction[job] = 0
  col.firstRun[job] = NONE
  if (!takeNodes(c, job, c.params.phases.starting)) {
    freeJobRow(c, job)
    return false
  }
  c.counts.nextUid += 1
  countReplica(c, job)
  col.accelerators[job] = col.held[job]
  col.submitMs[job] = c.kernel.now
  col.startMs[job] = c.kernel.now
  col.pendingMs[job] = NEVER
  col.escrowFirst[job] = NONE
  col.escrowLast[job] = NONE
  append(c, services, row, job)
  resetFactors(c, job)
  c.fabric().attach(job, c.picked, spec.nodes, 0, -1)
  moveTo(c, job, JOB_STATE.starting)
  col.timer[job] = c.kernel.schedule(c.commands.begin, job, c.kernel.now + Math.max(1, spec.coldStartMs))
  return true
}

function append(c: Cluster, services: Services, row: number, job: number): void {
  const { next, previous, held } = c.jobs.col
  const { col } = services.table
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
  const { col } = services.table
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
  closeService(c, services, row)
  moveTo(c, job, JOB_STATE.running)
  services.table.col.serving[row] += 1
  services.table.col.servingAccelerators[row] += c.jobs.col.held[job]
  redraw(c, job, services.list[row].spec.drawShare)
}

function stopServing(c: Cluster, services: Services, job: number): void {
  const row = c.jobs.col.source[job]
  if (c.jobs.col.state[job] === JOB_STATE.running) {
    closeService(c, services, row)
    services.table.col.serving[row] -= 1
    services.table.col.servingAccelerators[row] -= c.jobs.col.held[job]
  }
  c.kernel.cancel(c.jobs.col.timer[job])
  c.jobs.col.timer[job] = 0
}

/** A fault struck the replica: its requests go elsewhere, its nodes wait for detection. */
export function stallReplica(c: Cluster, services: Services, job: number): void {
  if (c.jobs.col.state[job] === JOB_STATE.stalled) return
  stopServing(c, services, job)
  moveTo(c, job, JOB_STATE.stalled)
  redraw(c, job, c.params.phases.stalled)
}

/** The replica gives its nodes back. */
export function endReplica(c: Cluster, services: Services, job: number): void {
  stopServing(c, services, job)
  moveTo(c, job, JOB_STATE.free)
  unlink(c, services, c.jobs.col.source[job], job)
  c.fabric().detach(job)
  uncountReplica(c, job)
  releaseNodes(c, job)
  freeJobRow(c, job)
  requestPass(c)
}

/** Starts what services still want; they come before batch jobs. */
export function fillServices(c: Cluster, services: Services): void {
  const { wanted, held } = services.table.col
  for (let row = 0; row < services.list.length; row++) {
    while (held[row] < wanted[row] && startReplica(c, services, row));
  }
}

/** The autoscaler of a service looks at the demand now. */
export function scaleService(c: Cluster, services: Services, row: number): void {
  const { col } = services.table
  const now = c.kernel.now
  const wanted = scaledReplicas(services.list[row], col.wanted[row], demandAt(services.table, row, now))
  col.scaleTimer[row] = 0
  if (wanted !== col.wanted[row]) {
    col.wanted[row] = wanted
    col.scaledMs[row] = now
    c.emit({ kind: 'replicasScaled', service: services.list[row].index, replicas: wanted })
    while (col.held[row] > wanted) endReplica(c, services, col.last[row])
    if (col.held[row] < wanted) requestPass(c)
  }
  planScaling(c, services, row)
}

function planScaling(c: Cluster, services: Services, row: number): void {
  const { col } = services.table
  const { spec } = services.list[row]
  // The first scaling of all need not wait for a cooldown.
  const restedMs = col.scaledMs[row] === NEVER ? c.kernel.now + 1 : Math.max(c.kernel.now + 1, col.scaledMs[row] + spec.cooldownMs)
  const atMs = nextCrossingMs(services.table, services.list[row], row, restedMs)
  c.kernel.cancel(col.scaleTimer[row])
  col.scaleTimer[row] = atMs < 0 ? 0 : c.kernel.schedule(c.commands.scale, row, atMs)
}

/** A new hour: the demand takes another slope. */
export function turnHour(c: Cluster, services: Services, row: number): void {
  closeService(c, services, row)
  setKnot(services.table, services.list[row], row, c.kernel.now, services.localHour)
  const nextMs = c.kernel.now + HOUR_MS
  if (nextMs < c.world.horizonMs) c.kernel.schedule(c.commands.knot, row, nextMs)
  planScaling(c, services, row)
}

/** First hour of every service. */
export function openServices(c: Cluster, services: Services): void {
  for (let row = 0; row < services.list.length; row++) {
    services.table.col.scaledMs[row] = NEVER
    services.table.col.segmentMs[row] = c.kernel.now
    c.kernel.schedule(c.commands.knot, row, c.kernel.now)
  }
}
