/**
 * Inference services while they run. Demand is linear between the hours of the day; the autoscaler acts at the crossings of its thresholds,
 * which are computed, not polled. Replicas are gangs of whole nodes. A service books its time as a whole: the share of its slots that
 * carries load is productive, the rest is headroom.
 */
import type { Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { erlangC, largestLoad, waitQuantile, waitsLonger } from './erlang.ts'
import type { ServiceSpec } from './inference-definition.ts'

const HOUR_MS = 3_600_000

const SERVICE_COLUMNS = {
  // Replicas wanted by the autoscaler, held (starting and stalled ones too), serving; accelerators of these.
  wanted: 'i32',
  held: 'i32',
  serving: 'i32',
  heldAccelerators: 'i32',
  servingAccelerators: 'i32',
  // List of replicas, oldest first.
  first: 'i32',
  last: 'i32',
  // Demand: begin of the hour, requests per second there and at its end.
  knotMs: 'f64',
  knotPerS: 'f64',
  nextPerS: 'f64',
  scaleTimer: 'f64',
  scaledMs: 'f64',
  // Books are closed up to here.
  segmentMs: 'f64',
  // Requests so far: asked, answered in time; tokens; and time-weighted 95th percentile of the time to the first token.
  requests: 'f64',
  onTime: 'f64',
  tokens: 'f64',
  servingMs: 'f64',
  latencyMsMs: 'f64',
} as const

export interface Service {
  readonly spec: ServiceSpec
  /** Source index in the scenario's workload, for names. */
  readonly index: number
  /** Most requests per second that `replicas` carry within the objectives. */
  mostPerS(replicas: number): number
}

export type ServiceTable = Table<typeof SERVICE_COLUMNS>

export function createServiceTable(state: State, count: number): ServiceTable {
  return state.table('compute.services', count, SERVICE_COLUMNS)
}

/** A service with its capacity by replicas; the table of capacities is a pure function of the parameters, filled as asked. */
export function createService(spec: ServiceSpec, index: number): Service {
  const known: (number | undefined)[] = [0]
  return {
    spec,
    index,
    mostPerS(replicas) {
      if (spec.slots === 0) return 0
      const value = known[replicas] ?? largestLoad(replicas * spec.slots, spec.variability, spec.waitInServices, spec.missedFraction) / spec.residenceS
      known[replicas] = value
      return value
    },
  }
}

/** Requests per second at a time within the present hour. */
export function demandAt(table: ServiceTable, service: number, atMs: number): number {
  const { knotMs, knotPerS, nextPerS } = table.col
  return knotPerS[service] + ((nextPerS[service] - knotPerS[service]) * (atMs - knotMs[service])) / HOUR_MS
}

/** Begins an hour: demand at both its ends. */
export function setKnot(table: ServiceTable, service: Service, row: number, nowMs: number, localHour: (ms: number) => number): void {
  const { spec } = service
  table.col.knotMs[row] = nowMs
  table.col.knotPerS[row] = spec.demandPerS(localHour(nowMs), nowMs)
  table.col.nextPerS[row] = spec.demandPerS(localHour(nowMs + HOUR_MS), nowMs)
}

function stepOf(spec: ServiceSpec, replicas: number): number {
  return Math.max(1, Math.floor(spec.step * replicas))
}

/** Load above which replicas are added, and below which some are removed; requests per second. */
function upperPerS(service: Service, wanted: number): number {
  return wanted >= service.spec.maximum ? Infinity : service.spec.target * service.mostPerS(wanted)
}

function lowerPerS(service: Service, wanted: number): number {
  const { spec } = service
  const fewer = wanted - stepOf(spec, wanted)
  return fewer < spec.minimum ? -Infinity : (1 - spec.hysteresis) * spec.target * service.mostPerS(fewer)
}

/** Fewest replicas that carry `perS` at the target, between minimum and maximum. */
export function requiredReplicas(service: Service, perS: number): number {
  const { spec } = service
  if (spec.slots === 0 || perS <= 0) return 0
  let high = Math.max(1, spec.minimum)
  while (high < spec.maximum && spec.target * service.mostPerS(high) < perS) high = Math.min(spec.maximum, high * 2)
  let low = Math.max(1, Math.min(spec.minimum, high))
  while (low < high) {
    const middle = (low + high) >> 1
    if (spec.target * service.mostPerS(middle) >= perS) high = middle
    else low = middle + 1
  }
  return high
}

/** Replicas wanted at `perS` given those wanted so far: unchanged inside the band, else at least one step. */
export function scaledReplicas(service: Service, wanted: number, perS: number): number {
  const { spec } = service
  if (perS <= 0) return 0
  if (wanted === 0 || perS > upperPerS(service, wanted)) {
    return Math.min(spec.maximum, Math.max(requiredReplicas(service, perS), wanted === 0 ? 0 : wanted + stepOf(spec, wanted)))
  }
  if (perS < lowerPerS(service, wanted)) return Math.min(wanted, requiredReplicas(service, perS / (1 - spec.hysteresis)))
  return wanted
}

/** Earliest time from `fromMs` in the present hour at which the demand leaves the band; −1 when it stays inside. */
export function nextCrossingMs(table: ServiceTable, service: Service, row: number, fromMs: number): number {
  const { knotMs, knotPerS, nextPerS, wanted } = table.col
  const endMs = knotMs[row] + HOUR_MS
  if (service.spec.slots === 0 || fromMs >= endMs) return -1
  const now = demandAt(table, row, fromMs)
  const upper = wanted[row] === 0 ? 0 : upperPerS(service, wanted[row])
  const lower = wanted[row] === 0 ? -Infinity : lowerPerS(service, wanted[row])
  if (now > upper || now < lower) return fromMs
  const slope = (nextPerS[row] - knotPerS[row]) / HOUR_MS
  const limit = slope > 0 ? upper : lower
  if (slope === 0 || !Number.isFinite(limit)) return -1
  // One ms later, so that the demand is beyond the threshold and not on it.
  const atMs = fromMs + Math.floor((limit - now) / slope) + 1
  return atMs < endMs ? atMs : -1
}

/** Adds what a service did from its last close to `nowMs` with `serving` replicas at mean rate `rate`; returns the busy share of its slots. */
export function account(table: ServiceTable, service: Service, row: number, nowMs: number, rate: number): number {
  const { spec } = service
  const columns = table.col
  const fromMs = columns.segmentMs[row]
  const elapsedS = (nowMs - fromMs) / 1000
  const asked = (demandAt(table, row, fromMs) + demandAt(table, row, nowMs)) / 2
  const serving = columns.serving[row]
  const admitted = Math.min(asked, service.mostPerS(serving) * rate)
  columns.requests[row] += asked * elapsedS
  if (serving === 0 || admitted <= 0) return 0
  const slots = serving * spec.slots
  const load = (admitted * spec.residenceS) / rate
  const late = waitsLonger(slots, load, spec.variability, spec.waitInServices * rate)
  const wait95 = erlangC(slots, load) > 0.05 ? waitQuantile(slots, load, spec.variability, 0.95) : 0
  columns.onTime[row] += admitted * elapsedS * (1 - late)
  columns.tokens[row] += admitted * elapsedS * spec.outputTokens
  columns.servingMs[row] += nowMs - fromMs
  columns.latencyMsMs[row] += ((wait95 * spec.residenceS + spec.prefillS) / rate) * 1000 * (nowMs - fromMs)
  return Math.min(1, load / slots)
}
