/**
 * The books of services: what was asked and answered, tokens, times to the first token and per token as histograms. Sums run from the
 * start; at the close of a ledger window what they grew by, and the percentiles of the window, are written down.
 */
import type { Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { addBins, binQuantile, BINS, countUpTo } from './latency-bins.ts'
import { addWaiting, type Histograms, type PoolLatency, STEPS, waitsOf } from './serving-latency.ts'
import { BLENDED_UP_TO, type TimesByLoad } from './serving-times.ts'

/** Sums over a window, in this order. */
export const SERVICE_ITEMS = [
  'requests', 'answered', 'onTime', 'shed', 'promptTokens', 'tokens', 'goodTokens', 'shedTokens', 'redoneTokens',
  'capacity', 'servingMs', 'shortMs', 'replicaMs', 'heldAcceleratorMs', 'rolloutAcceleratorMs', 'lostSessions', 'onTimeTokens',
] as const
export type ServiceItem = (typeof SERVICE_ITEMS)[number]

/** Percentiles of all requests of a window, ms. */
export const SERVICE_PERCENTILES = ['firstTokenP50Ms', 'firstTokenP95Ms', 'firstTokenP99Ms', 'perTokenP50Ms', 'perTokenP95Ms', 'perTokenP99Ms'] as const
export type ServicePercentile = (typeof SERVICE_PERCENTILES)[number]

type ByColumn<T> = Readonly<Record<ServiceItem | ServicePercentile, T>>

const ITEMS = SERVICE_ITEMS.length
const COLUMNS = ITEMS + SERVICE_PERCENTILES.length
const QUANTILES = [0.5, 0.95, 0.99] as const

/** Position of every item in a row of sums. */
export const ITEM = Object.fromEntries(SERVICE_ITEMS.map((item, at) => [item, at])) as Readonly<Record<ServiceItem, number>>

export interface ServingBooks {
  readonly sums: Table<{ total: 'f64'; closed: 'f64' }>
  readonly bins: Table<{ firstRun: 'f64'; first: 'f64'; tokenRun: 'f64'; token: 'f64' }>
  /** Adds to an item of a service. */
  add(service: number, item: number, amount: number): void
  sum(service: number, item: ServiceItem): number
  /** Sum of an item over all services. */
  all(item: ServiceItem): number
  /** Writes a window down; all services must be booked up to its end. */
  closeWindow(window: number): void
  /** Percentile of the time to the first token over all requests of all services, ms; NaN without any. */
  firstTokenMs(p: number): number
  /** By window, zero for those not closed yet, and of the run so far. */
  columns(service: number): { readonly windows: ByColumn<Float64Array>; readonly total: ByColumn<number> }
}

export function createServingBooks(state: State, count: number, windows: number): ServingBooks {
  const sums = state.table('compute.serviceSums', count * ITEMS, { total: 'f64', closed: 'f64' })
  const bins = state.table('compute.serviceTimes', count * BINS, { firstRun: 'f64', first: 'f64', tokenRun: 'f64', token: 'f64' })
  const kept = state.table('compute.serviceWindows', count * windows * COLUMNS, { value: 'f64' })
  return {
    sums,
    bins,
    add(service, item, amount) {
      sums.col.total[service * ITEMS + item] += amount
    },
    sum: (service, item) => sums.col.total[service * ITEMS + ITEM[item]],
    all(item) {
      let sum = 0
      for (let service = 0; service < count; service++) sum += sums.col.total[service * ITEMS + ITEM[item]]
      return sum
    },
    closeWindow(window) {
      for (let service = 0; service < count; service++) closeOne(service, (service * windows + window) * COLUMNS, { sums, bins, kept })
    },
    firstTokenMs(p) {
      const all = new Float64Array(BINS)
      for (let i = 0; i < count * BINS; i++) all[i % BINS] += bins.col.firstRun[i] + bins.col.first[i]
      return binQuantile(all, 0, p)
    },
    columns(service) {
      const of = (column: number): Float64Array => Float64Array.from({ length: windows }, (_, window) => kept.col.value[(service * windows + window) * COLUMNS + column])
      const { firstRun, first, tokenRun, token } = bins.col
      const runs = [firstRun.map((count, i) => count + first[i]), tokenRun.map((count, i) => count + token[i])].flatMap(all => QUANTILES.map(p => binQuantile(all, service * BINS, p)))
      return {
        windows: named(at => of(at)),
        total: named(at => (at < ITEMS ? sums.col.total[service * ITEMS + at] : runs[at - ITEMS])),
      }
    },
  }
}

/** A record of all items, then all percentiles. */
function named<T>(value: (column: number) => T): ByColumn<T> {
  return Object.fromEntries([...SERVICE_ITEMS, ...SERVICE_PERCENTILES].map((name, at) => [name, value(at)])) as Record<ServiceItem | ServicePercentile, T>
}

interface Kept {
  readonly sums: ServingBooks['sums']
  readonly bins: ServingBooks['bins']
  readonly kept: Table<{ value: 'f64' }>
}

function closeOne(service: number, at: number, { sums, bins, kept }: Kept): void {
  const { total, closed } = sums.col
  for (let item = 0; item < ITEMS; item++) {
    const row = service * ITEMS + item
    kept.col.value[at + item] = total[row] - closed[row]
    closed[row] = total[row]
  }
  const { first, token, firstRun, tokenRun } = bins.col
  const begin = service * BINS
  QUANTILES.forEach((p, i) => {
    kept.col.value[at + ITEMS + i] = binQuantile(first, begin, p)
    kept.col.value[at + ITEMS + QUANTILES.length + i] = binQuantile(token, begin, p)
  })
  for (let bin = begin; bin < begin + BINS; bin++) {
    firstRun[bin] += first[bin]
    tokenRun[bin] += token[bin]
    first[bin] = 0
    token[bin] = 0
  }
}

/** Adds times of `requests` at a utilisation to a histogram, between the two that are kept; all times `scale` times as long. */
export function addTimes(into: Float64Array, service: number, histograms: Histograms, utilisation: number, requests: number, scale: number): void {
  const at = Math.max(0, Math.min(1, utilisation)) * STEPS
  const step = Math.min(STEPS - 1, Math.floor(at))
  addBins(into, service * BINS, histograms.at(step), histograms.at(step + 1), at - step, requests, scale)
}

/** Share of requests at a utilisation whose times, `scale` times as long, are at most `ms`. */
export function shareWithin(histograms: Histograms, utilisation: number, ms: number, scale: number): number {
  const at = Math.max(0, Math.min(1, utilisation)) * STEPS
  const step = Math.min(STEPS - 1, Math.floor(at))
  const low = countUpTo(histograms.upTo(step), ms / scale)
  return low + (countUpTo(histograms.upTo(step + 1), ms / scale) - low) * (at - step)
}

/** Requests that come at `perS` (at full speed) over `replicas`, each held back by so much before, in times `scale` times as long. */
export interface Arrivals {
  readonly replicas: number
  readonly perS: number
  readonly requests: number
  readonly scale: number
  readonly heldBackS: number
}

/** Adds their times to the first token in the pool that makes it; `times` are its own. */
export function addFirstTokens(books: ServingBooks, service: number, pool: PoolLatency, times: TimesByLoad, { replicas, perS, requests, scale, heldBackS }: Arrivals): void {
  const utilisation = (perS * pool.residenceS) / (replicas * pool.slots)
  const { first } = books.bins.col
  if (heldBackS === 0 && utilisation <= BLENDED_UP_TO) {
    const step = Math.min(STEPS - 2, Math.floor(utilisation * STEPS))
    addBins(first, service * BINS, times(replicas, step), times(replicas, step + 1), utilisation * STEPS - step, requests, scale)
  } else addWaiting(first, service * BINS, { pool, waits: waitsOf(pool, replicas, perS), utilisation, heldBackS }, requests, scale)
}
