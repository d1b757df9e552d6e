/**
 * Books a service as a whole up to now: what it was asked and could answer, and the time of its replicas. Of every pool the share of its
 * slots that carries load is productive, the rest is headroom.
 */
import { exp, ln } from '../../base/exact-math.ts'
import type { ReworkCause } from '../ports.ts'
import { settleServing } from './books.ts'
import { demandAt, type Pool, type PoolTable, type Service, type ServiceTable } from './inference.ts'
import { addFirstTokens, addTimes, ITEM, type ServingBooks, shareWithin } from './serving-book.ts'
import { missedShare } from './serving-latency.ts'
import { BLENDED_UP_TO, missedAt } from './serving-times.ts'
import type { ServingTenants } from './serving-tenants.ts'
import { type RedoTable, redoTurns } from './sessions.ts'
import { FACTOR_AT } from './factor-at.ts'
import { type Cluster, JOB_STATE, NONE } from './tables.ts'

/** The ledger wants factors above 0: an idle service books this share as productive. */
const LEAST_SHARE = 1e-9

export interface Services {
  readonly redo: RedoTable
  readonly table: ServiceTable
  readonly pools: PoolTable
  /** As they are on the present generation of racks. */
  readonly list: Service[]
  readonly poolList: Pool[]
  readonly books: ServingBooks
  /** Undefined where no service has several tenants. */
  readonly tenants: ServingTenants | undefined
  /** Requests per second of a service at a time of day, of what is contracted and lost elsewhere at `asOfMs`: steps come at knots, no slope leads up to them. */
  readonly demandPerS: (service: number, atMs: number, asOfMs: number) => number
  /** Mean round trip of the requests that come here, s. */
  readonly roundTripS: (service: number) => number
}

/** A serving replica came (sign 1) or goes (−1), or its rate moves: those below full speed are counted. */
export function countSlowed(c: Cluster, { pools }: Services, job: number, sign: 1 | -1): void {
  if (c.jobs.col.rate[job] < 1) pools.col.slowed[c.jobs.col.source[job]] += sign
}

/** Mean rate of the serving replicas of a pool by accelerators, with factors in `c.factors` that split its losses like theirs. */
function meanRate(c: Cluster, pools: PoolTable, row: number): number {
  if (pools.col.slowed[row] === 0) {
    c.factors.fill(1)
    return 1
  }
  const { col } = c.jobs
  const losses = { stragglerFactor: 0, powerFactor: 0, thermalFactor: 0, faultFactor: 0, contentionFactor: 0, placementFactor: 0 }
  let lost = 0
  for (let job = pools.col.first[row]; job !== NONE; job = col.next[job]) {
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
  const rate = 1 - lost / Math.max(1, pools.col.servingAccelerators[row])
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

/** Turns that sessions made again, by cause. */
type Redone = readonly { readonly cause: ReworkCause; readonly turns: number }[]

/** What a stretch of time was like: requests per second asked for and answered, and what of the answers was made again. */
interface Stretch {
  readonly fromMs: number
  readonly askedPerS: number
  readonly answeredPerS: number
  readonly redone: Redone
}

/** Settles the time of a pool's serving replicas, of which a share carries load; turns made again are rework, in one piece at the begin. */
function settlePool(c: Cluster, { pools }: Services, row: number, { fromMs, answeredPerS, redone }: Stretch, busy: number): void {
  const accelerators = pools.col.servingAccelerators[row]
  const first = pools.col.first[row]
  const isServing = (job: number): boolean => c.jobs.col.state[job] === JOB_STATE.running
  if (accelerators === 0) return
  const { now } = c.kernel
  const answered = (answeredPerS * (now - fromMs)) / 1000
  let restMs = fromMs
  for (const { cause, turns } of redone) {
    const toMs = Math.min(now, restMs + Math.round((now - fromMs) * busy * (turns / answered)))
    if (toMs > restMs) settleServing(c, row, first, accelerators, isServing, restMs, toMs, cause)
    restMs = toMs
  }
  if (restMs >= now) return
  c.factors[FACTOR_AT.headroom] = Math.max(LEAST_SHARE, Math.min(1, (busy * (now - fromMs) - (restMs - fromMs)) / (now - restMs)))
  settleServing(c, row, first, accelerators, isServing, restMs, now)
  c.factors[FACTOR_AT.headroom] = 1
}

/** Requests per second that all pools together carry: within the objectives, and before any are turned away. Leaves the rates of the pools. */
function carried(c: Cluster, services: Services, { pools }: Service): { mostPerS: number; takenPerS: number } {
  let mostPerS = Infinity
  let takenPerS = Infinity
  for (const row of pools) {
    const pool = services.poolList[row]
    const serving = services.pools.col.serving[row]
    const rate = meanRate(c, services.pools, row)
    services.pools.col.rate[row] = rate
    mostPerS = Math.min(mostPerS, pool.mostPerS(serving) * rate)
    takenPerS = Math.min(takenPerS, pool.carriedPerS(serving) * rate)
  }
  return { mostPerS, takenPerS }
}

/** What could not be answered is turned away; sessions do not ask for more than they get. */
function accountAsked({ books, list }: Services, row: number, { askedPerS, answeredPerS }: Stretch, elapsedS: number): void {
  const { spec } = list[row]
  const asked = (spec.sessions === undefined ? askedPerS : answeredPerS) * elapsedS
  const shed = asked - answeredPerS * elapsedS
  books.add(row, ITEM.requests, asked)
  books.add(row, ITEM.shed, shed)
  books.add(row, ITEM.shedTokens, shed * spec.outputTokens)
  if (askedPerS - answeredPerS > 1e-9 * askedPerS) books.add(row, ITEM.shortMs, elapsedS * 1000)
}

/** Adds what was answered since the last close to the books: tokens, and the times that requests took. */
function accountAnswered(services: Services, row: number, { askedPerS, answeredPerS, redone }: Stretch, elapsedS: number): void {
  const { books, list, poolList, pools } = services
  const { spec, pools: rows, times } = list[row]
  const first = poolList[rows[0]]
  const last = rows[rows.length - 1]
  const replicas = pools.col.serving[rows[0]]
  const rate = pools.col.rate[rows[0]]
  const answered = answeredPerS * elapsedS
  // Sessions that get fewer turns than they would make wait the longer for each.
  const heldBackS = services.roundTripS(row) + (spec.sessions === undefined ? 0 : spec.sessions.cycleS * (askedPerS / answeredPerS - 1))
  const late = lateShare(list[row], first, replicas, answeredPerS / rate, { rate, heldBackS })
  const fresh = answered - redone.reduce((sum, { turns }) => sum + turns, 0)
  books.add(row, ITEM.answered, answered)
  books.add(row, ITEM.onTime, answered * (1 - late))
  books.add(row, ITEM.promptTokens, answered * spec.promptTokens)
  books.add(row, ITEM.tokens, fresh * spec.outputTokens)
  books.add(row, ITEM.goodTokens, fresh * (1 - late) * spec.outputTokens)
  books.add(row, ITEM.redoneTokens, (answered - fresh) * spec.outputTokens)
  addFirstTokens(books, row, first.spec, times, { replicas, perS: answeredPerS / rate, requests: answered, scale: 1 / rate, heldBackS: heldBackS * rate })
  const busy = busyShare(services, last, answeredPerS)
  addTimes(books.bins.col.token, row, spec.perToken, busy, answered, 1 / pools.col.rate[last])
  books.add(row, ITEM.onTimeTokens, answered * shareWithin(spec.perToken, busy, spec.perTokenMs, 1 / pools.col.rate[last]))
}

/** Share of requests that miss the objective for the first token; `perS` at full speed. */
function lateShare({ times }: Service, pool: Pool, replicas: number, perS: number, { rate, heldBackS }: { readonly rate: number; readonly heldBackS: number }): number {
  const share = (perS * pool.spec.residenceS) / (replicas * pool.spec.slots)
  if (rate === 1 && heldBackS === 0 && share <= BLENDED_UP_TO) return missedAt(times, replicas, share)
  return missedShare(nearer(pool, rate, heldBackS), replicas, perS)
}

/** A pool whose replicas run slower, or whose requests come late: its objective is nearer. */
const nearer = ({ spec }: Pool, rate: number, heldBackS: number): Pool['spec'] => (rate === 1 && heldBackS === 0 ? spec : { ...spec, objectiveS: (spec.objectiveS - heldBackS) * rate })

/** Share of the slots of a pool that carries `perS`. */
function busyShare({ pools, poolList }: Services, row: number, perS: number): number {
  const { slots, residenceS } = poolList[row].spec
  return Math.min(1, (perS * residenceS) / (pools.col.rate[row] * pools.col.serving[row] * slots))
}

/** Books what a pool has held up to now. */
function accountHeld(c: Cluster, { books, pools }: Services, row: number, pool: number): void {
  const { heldAccelerators, heldMs } = pools.col
  books.add(row, ITEM.heldAcceleratorMs, heldAccelerators[pool] * (c.kernel.now - heldMs[pool]))
  heldMs[pool] = c.kernel.now
}

/** A pool is about to hold one replica more, which does not serve yet: only during a rollout do the books know of such. */
export function beforeHolding(c: Cluster, services: Services, pool: number): void {
  const { service } = services.poolList[pool]
  if (services.pools.col.old[pool] > 0) closeService(c, services, service)
  else accountHeld(c, services, service, pool)
}

/** Adds the replicas of a pool to the books, and what a rollout holds besides: those that start, stand still, or serve beyond what is wanted. */
function accountReplicas({ books, pools }: Services, row: number, pool: number, elapsedMs: number): void {
  const { serving, wanted, old, heldAccelerators, servingAccelerators } = pools.col
  books.add(row, ITEM.replicaMs, serving[pool] * elapsedMs)
  if (old[pool] === 0) return
  const surplus = serving[pool] > wanted[pool] ? (servingAccelerators[pool] * (serving[pool] - wanted[pool])) / serving[pool] : 0
  books.add(row, ITEM.rolloutAcceleratorMs, (heldAccelerators[pool] - servingAccelerators[pool] + surplus) * elapsedMs)
}

/** Books a service up to now. */
export function closeService(c: Cluster, services: Services, row: number): void {
  const { table, list, books, pools } = services
  const fromMs = table.col.segmentMs[row]
  const { now } = c.kernel
  if (now === fromMs) return
  table.col.segmentMs[row] = now
  const service = list[row]
  const elapsedS = (now - fromMs) / 1000
  const { mostPerS, takenPerS } = carried(c, services, service)
  const askedPerS = (demandAt(table, row, fromMs) + demandAt(table, row, now)) / 2
  const answeredPerS = Math.max(0, Math.min(askedPerS, takenPerS))
  const redone = service.spec.sessions === undefined || answeredPerS === 0 ? NONE_REDONE : redoTurns(services.redo, row, answeredPerS * elapsedS)
  const stretch: Stretch = { fromMs, askedPerS, answeredPerS, redone }
  services.tenants?.before(row)
  accountAsked(services, row, stretch, elapsedS)
  if (answeredPerS > 0) accountAnswered(services, row, stretch, elapsedS)
  services.tenants?.after(row)
  books.add(row, ITEM.capacity, mostPerS * elapsedS)
  for (const pool of service.pools) {
    accountHeld(c, services, row, pool)
    accountReplicas(services, row, pool, now - fromMs)
    if (pools.col.serving[pool] === 0) continue
    // With one pool the factors are still those of its rate.
    if (service.pools.length > 1) meanRate(c, pools, pool)
    settlePool(c, services, pool, stretch, busyShare(services, pool, answeredPerS))
  }
  if (service.pools.every(pool => pools.col.serving[pool] > 0)) books.add(row, ITEM.servingMs, now - fromMs)
}

const NONE_REDONE: Redone = []
