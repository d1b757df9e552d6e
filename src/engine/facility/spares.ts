/**
 * One class of spare parts under continuous review: whenever stock on hand plus on order minus back-orders is at or below s, an order of Q
 * is placed, or one that fills up to S; it arrives after its own lead time. Sites that share a part send one to whoever finds the shelf empty. Requests that find the shelf empty wait in order of asking.
 */
import { type Distribution, sample } from '../../base/distribution.ts'
import { exp } from '../../base/exact-math.ts'
import { type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { growTable } from '../../base/table.ts'
import { roundMs } from '../../base/variates.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { PartsPool } from '../ports.ts'

export interface SparesConfig {
  /** Parts on the shelf at the start. */
  readonly stock: number
  /** s: order when the inventory position is at or below; may be −1 (order only against back-orders). */
  readonly reorderPoint: number
  /** Q, ≥ 1. */
  readonly orderSize: number
  /** S: orders fill the inventory position up to it in place of Q; above s. */
  readonly upTo?: number | undefined
  /** Order to shelf, ms. */
  readonly lead: Distribution
  /** Shared with other sites: ms from their shelves to this one, and parts that stay on this one. */
  readonly sharing?: { readonly transport: number; readonly keeps: number } | undefined
}

export interface Spares {
  /** Takes a part: true if one was on the shelf, else the entity waits and `arrived(entity)` follows. */
  take(entity: number): boolean
  summary(): SparesSummary
}

export interface SparesSummary {
  readonly onHand: number
  readonly onOrder: number
  readonly backOrders: number
  readonly demands: number
  /** Demands served from the shelf at once. */
  readonly filled: number
  readonly orders: number
  /** Time integral of back-orders until now, part-ms. */
  readonly backOrderMs: number
}

interface Store {
  readonly kernel: Kernel
  readonly config: SparesConfig
  readonly key: EntityKey
  /** Ring of waiting entities. */
  readonly ring: ReturnType<typeof registerRing>
  readonly counts: { onHand: number; onOrder: number; demands: number; filled: number; orders: number; head: number; waiting: number; backOrderMs: number; sinceMs: number }
  readonly arrived: (entity: number) => void
  readonly pool: PartsPool | undefined
  readonly name: string
  delivered: CommandType
}

const FIRST_CAPACITY = 64

function registerRing(state: State, name: string) {
  return state.table(`${name}.backOrders`, FIRST_CAPACITY, { entity: 'i32' })
}

/** A part of another site comes, if one has any to spare. */
function borrow({ counts, config, kernel, delivered, pool, name }: Store): void {
  if (config.sharing === undefined || pool?.borrow(name) !== true) return
  counts.onOrder += 1
  kernel.schedule(delivered, counts.demands, kernel.now + config.sharing.transport, 1)
}

function countWaiting(store: Store, by: number): void {
  const { counts, kernel } = store
  counts.backOrderMs += counts.waiting * (kernel.now - counts.sinceMs)
  counts.sinceMs = kernel.now
  counts.waiting += by
}

function enqueue(store: Store, entity: number): void {
  const { ring, counts } = store
  const { capacity } = ring
  if (counts.waiting === capacity) {
    // The part of the ring that has wrapped around moves behind the old end.
    growTable(ring, capacity + 1)
    ring.length = ring.capacity
    ring.col.entity.copyWithin(capacity, 0, counts.head)
  }
  ring.col.entity[(counts.head + counts.waiting) % ring.capacity] = entity
  countWaiting(store, 1)
}

function dequeue(store: Store): number {
  const { ring, counts } = store
  const entity = ring.col.entity[counts.head]
  counts.head = (counts.head + 1) % ring.capacity
  countWaiting(store, -1)
  return entity
}

function review(store: Store): void {
  const { counts, config, kernel } = store
  while (counts.onHand + counts.onOrder - counts.waiting <= config.reorderPoint) {
    const order = counts.orders++
    const size = config.upTo === undefined ? 0 : config.upTo - (counts.onHand + counts.onOrder - counts.waiting)
    counts.onOrder += size === 0 ? config.orderSize : size
    kernel.schedule(store.delivered, order, kernel.now + roundMs(sample(config.lead, uniform(store.key, PURPOSE.leadTime, order))), size)
  }
}

/** `size`: parts in the order; 0 stands for the fixed size. */
function deliver(store: Store, size: number): void {
  const { counts, config } = store
  const parts = size === 0 ? config.orderSize : size
  counts.onOrder -= parts
  counts.onHand += parts
  while (counts.onHand > 0 && counts.waiting > 0) {
    counts.onHand -= 1
    store.arrived(dequeue(store))
  }
}

/** Creates the store; `arrived(entity)` hands a part to the entity that waited longest. Every store has a `name` of its own, by which other sites know it in the `pool`. */
export function createSpares(state: State, kernel: Kernel, key: EntityKey, config: SparesConfig, arrived: (entity: number) => void, name = 'facility', pool?: PartsPool): Spares {
  const counts = state.scalars(`${name}.spares`, { onHand: config.stock, onOrder: 0, demands: 0, filled: 0, orders: 0, head: 0, waiting: 0, backOrderMs: 0, sinceMs: 0 })
  const store: Store = { kernel, config, key, ring: registerRing(state, name), counts, arrived, pool, name, delivered: 0 }
  store.delivered = kernel.command(`${name}.partsArrived`, Phase.facility, (_, size) => deliver(store, size))
  const { sharing } = config
  if (sharing !== undefined) {
    pool?.join(name, {
      spare: () => counts.onHand - sharing.keeps,
      lend() {
        counts.onHand -= 1
        review(store)
      },
    })
  }
  return {
    take(entity) {
      counts.demands += 1
      const filled = counts.onHand > 0
      if (filled) {
        counts.onHand -= 1
        counts.filled += 1
      } else {
        enqueue(store, entity)
        borrow(store)
      }
      review(store)
      return filled
    },
    summary: () => ({
      onHand: counts.onHand,
      onOrder: counts.onOrder,
      backOrders: counts.waiting,
      demands: counts.demands,
      filled: counts.filled,
      orders: counts.orders,
      backOrderMs: counts.backOrderMs + counts.waiting * (kernel.now - counts.sinceMs),
    }),
  }
}

/** Smallest stock that covers Poisson demand of this mean (< 700) with probability `service`: the reorder point of a lead time. */
export function poissonQuantile(mean: number, service: number): number {
  let stock = 0
  let term = exp(-mean)
  let cumulative = term
  while (cumulative < service) {
    stock += 1
    term *= mean / stock
    cumulative += term
  }
  return stock
}

/** Economic order quantity: √(2 × demand per year × cost of an order ÷ cost of holding a part for a year). */
export function economicOrderSize(demandPerYear: number, orderCost: number, holdingCostPerYear: number): number {
  return Math.sqrt((2 * demandPerYear * orderCost) / holdingCostPerYear)
}
