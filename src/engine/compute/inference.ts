/**
 * Inference services: what of them is state, their demand, and the autoscaler of their pools. Demand is linear between knots (the hours);
 * the autoscaler acts at the crossings of its thresholds, which are computed, not polled.
 */
import { exp } from '../../base/exact-math.ts'
import { HOUR_MS } from '../../base/spans.ts'
import type { Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { meanWait } from './erlang.ts'
import type { PoolSpec, ServiceSpec } from './inference-definition.ts'
import { type Histograms, mostPerSecond } from './serving-latency.ts'
import { createTimes, type TimesByLoad } from './serving-times.ts'

const SERVICE_COLUMNS = {
  // Demand: begin of the present stretch, and of the next; requests per second at both.
  knotMs: 'f64',
  nextMs: 'f64',
  knotPerS: 'f64',
  nextPerS: 'f64',
  knotTimer: 'f64',
  // What requests read from the datastore, B/s.
  readingBps: 'f64',
  // Rollouts so far, and 1 while the first replicas of a new version are watched.
  version: 'i32',
  isBaking: 'u8',
  // Books are closed up to here.
  segmentMs: 'f64',
} as const

const POOL_COLUMNS = {
  // Replicas wanted by the autoscaler, held (starting and stalled ones too), serving; accelerators of these.
  wanted: 'i32',
  held: 'i32',
  serving: 'i32',
  // Held ones of versions before the present.
  old: 'i32',
  heldAccelerators: 'i32',
  servingAccelerators: 'i32',
  // List of replicas, oldest first.
  first: 'i32',
  last: 'i32',
  // Mean rate of the serving replicas since the books were closed last.
  rate: 'f64',
  // Serving replicas below full speed.
  slowed: 'i32',
  // Time up to which what is held is booked.
  heldMs: 'f64',
  scaleTimer: 'f64',
  scaledMs: 'f64',
} as const

export type ServiceTable = Table<typeof SERVICE_COLUMNS>
export type PoolTable = Table<typeof POOL_COLUMNS>

/** A pool of a service with its capacity by replicas. */
export interface Pool {
  readonly spec: PoolSpec
  readonly of: ServiceSpec
  /** Row of its service, and index of that in the scenario's workload. */
  readonly service: number
  readonly index: number
  /** Most requests per second that `replicas` carry within the objectives. */
  mostPerS(replicas: number): number
  /** Most that they take before requests are turned away. */
  carriedPerS(replicas: number): number
}

export interface Service {
  readonly spec: ServiceSpec
  /** Index in the scenario's workload, for names. */
  readonly index: number
  /** Rows of its pools. */
  readonly pools: readonly number[]
  /** Times to the first token in the first of them. */
  readonly times: TimesByLoad
}

export const createServiceTable = (state: State, count: number): ServiceTable => state.table('compute.services', count, SERVICE_COLUMNS)
export const createPoolTable = (state: State, count: number): PoolTable => state.table('compute.servicePools', count, POOL_COLUMNS)

/** Largest load of a pool whose mean wait stays within a limit, requests per second. */
function queuedPerS({ slots, residenceS, variability }: PoolSpec, replicas: number, limitS: number): number {
  let low = 0
  let high = replicas * slots
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (meanWait(replicas * slots, middle, variability) * residenceS <= limitS) low = middle
    else high = middle
  }
  return low / residenceS
}

/** Capacities of a pool by replicas: pure functions of its parameters, filled as asked. */
type Capacities = Pick<Pool, 'mostPerS' | 'carriedPerS'>

function createCapacities(spec: PoolSpec, missedFraction: number, queueLimitS: number | undefined): Capacities {
  const most: (number | undefined)[] = [0]
  const carried: (number | undefined)[] = [0]
  const mostPerS = (replicas: number): number => {
    const value = most[replicas] ?? mostPerSecond(spec, replicas, missedFraction)
    most[replicas] = value
    return value
  }
  return {
    mostPerS,
    carriedPerS(replicas) {
      if (queueLimitS === undefined) return mostPerS(replicas)
      const value = carried[replicas] ?? queuedPerS(spec, replicas, queueLimitS)
      carried[replicas] = value
      return value
    },
  }
}

interface KnownTables {
  readonly missedFraction: number
  readonly queueLimitS: number | undefined
  readonly apart: Histograms
  readonly capacities: Capacities
  readonly times: TimesByLoad
}

/** Replications share pools (`sources/inference.ts`), and so what was worked out of them. */
const tablesOfPools = new WeakMap<PoolSpec, KnownTables>()

function tablesOf(spec: PoolSpec, { missedFraction, queueLimitS, firstToken: apart }: ServiceSpec): KnownTables {
  const known = tablesOfPools.get(spec)
  if (known?.missedFraction === missedFraction && known.queueLimitS === queueLimitS && known.apart === apart) return known
  const made: KnownTables = { missedFraction, queueLimitS, apart, capacities: createCapacities(spec, missedFraction, queueLimitS), times: createTimes(spec, apart) }
  tablesOfPools.set(spec, made)
  return made
}

const createPool = (spec: PoolSpec, of: ServiceSpec, service: number, index: number): Pool => ({ spec, of, service, index, ...tablesOf(spec, of).capacities })

/** Services and their pools, in the order of the file. */
export function createServices(specs: readonly { readonly spec: ServiceSpec; readonly index: number }[]): { list: Service[]; pools: Pool[] } {
  const pools: Pool[] = []
  const list = specs.map(({ spec, index }, service): Service => {
    const rows = spec.pools.map(pool => pools.push(createPool(pool, spec, service, index)) - 1)
    return { spec, index, pools: rows, times: tablesOf(spec.pools[0], spec).times }
  })
  return { list, pools }
}

/** Requests per second at a time between two knots. */
export function demandAt(table: ServiceTable, service: number, atMs: number): number {
  const { knotMs, nextMs, knotPerS, nextPerS } = table.col
  const span = nextMs[service] - knotMs[service]
  return span <= 0 ? knotPerS[service] : knotPerS[service] + ((nextPerS[service] - knotPerS[service]) * (atMs - knotMs[service])) / span
}

/** Whether requests take so long that the load lags behind the demand: more than a quarter of an hour. */
const isSlow = ({ pools }: ServiceSpec): boolean => pools.reduce((sum, { residenceS }) => sum + residenceS, 0) > HOUR_MS / 4000

/** Load after `s` seconds of a demand that goes from `from` to `to` over them, Erlang (modified offered load). */
export function offeredAfter(load: number, from: number, to: number, s: number, residenceS: number): number {
  const slope = (to - from) / s
  const lag = slope * residenceS * residenceS
  return residenceS * to - lag + (load - residenceS * from + lag) * exp(-s / residenceS)
}

/** Begins a stretch of demand from now to `nextMs`, with the demand at both. Long requests lag behind it. */
export function setKnot(table: ServiceTable, { spec }: Service, row: number, nowMs: number, nextMs: number, demandPerS: (atMs: number) => number): void {
  const { col } = table
  let from = demandPerS(nowMs)
  let to = demandPerS(nextMs)
  if (isSlow(spec)) {
    const residenceS = spec.pools.reduce((sum, pool) => sum + pool.residenceS, 0)
    const loadNow = (col.nextMs[row] === 0 ? from : demandAt(table, row, nowMs)) * residenceS
    to = offeredAfter(loadNow, from, to, (nextMs - nowMs) / 1000, residenceS) / residenceS
    from = loadNow / residenceS
  }
  col.knotMs[row] = nowMs
  col.nextMs[row] = nextMs
  col.knotPerS[row] = from
  col.nextPerS[row] = to
}

function stepOf(of: ServiceSpec, replicas: number): number {
  return Math.max(1, Math.floor(of.step * replicas))
}

/** Load above which replicas are added, and below which some are removed; requests per second. */
function upperPerS(pool: Pool, wanted: number): number {
  return wanted >= pool.spec.maximum ? Infinity : pool.of.target * pool.mostPerS(wanted)
}

function lowerPerS(pool: Pool, wanted: number): number {
  const fewer = wanted - stepOf(pool.of, wanted)
  return fewer < pool.spec.minimum ? -Infinity : (1 - pool.of.hysteresis) * pool.of.target * pool.mostPerS(fewer)
}

/** Fewest replicas that carry `perS` at the target, between minimum and maximum. */
export function requiredReplicas(pool: Pool, perS: number): number {
  const { spec, of } = pool
  if (spec.slots === 0 || perS <= 0) return 0
  let high = Math.max(1, spec.minimum)
  while (high < spec.maximum && of.target * pool.mostPerS(high) < perS) high = Math.min(spec.maximum, high * 2)
  let low = Math.max(1, Math.min(spec.minimum, high))
  while (low < high) {
    const middle = (low + high) >> 1
    if (of.target * pool.mostPerS(middle) >= perS) high = middle
    else low = middle + 1
  }
  return high
}

/** Replicas wanted at `perS` given those wanted so far: unchanged inside the band, else at least one step. */
export function scaledReplicas(pool: Pool, wanted: number, perS: number): number {
  if (perS <= 0) return 0
  if (wanted === 0 || perS > upperPerS(pool, wanted)) {
    return Math.min(pool.spec.maximum, Math.max(requiredReplicas(pool, perS), wanted === 0 ? 0 : wanted + stepOf(pool.of, wanted)))
  }
  if (perS < lowerPerS(pool, wanted)) return Math.min(wanted, requiredReplicas(pool, perS / (1 - pool.of.hysteresis)))
  return wanted
}

/** Earliest time from `fromMs` in the present stretch at which the demand leaves the band of a pool; −1 when it stays inside. */
export function nextCrossingMs(table: ServiceTable, pool: Pool, wanted: number, fromMs: number): number {
  const { knotMs, nextMs, knotPerS, nextPerS } = table.col
  const row = pool.service
  const endMs = nextMs[row]
  if (pool.spec.slots === 0 || fromMs >= endMs) return -1
  const now = demandAt(table, row, fromMs)
  const upper = wanted === 0 ? 0 : upperPerS(pool, wanted)
  const lower = wanted === 0 ? -Infinity : lowerPerS(pool, wanted)
  if (now > upper || now < lower) return fromMs
  const slope = (nextPerS[row] - knotPerS[row]) / (endMs - knotMs[row])
  const limit = slope > 0 ? upper : lower
  if (slope === 0 || !Number.isFinite(limit)) return -1
  // One ms later, so that the demand is beyond the threshold and not on it.
  const atMs = fromMs + Math.floor((limit - now) / slope) + 1
  return atMs < endMs ? atMs : -1
}
