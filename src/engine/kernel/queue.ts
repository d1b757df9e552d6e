/**
 * The event queue: an implicit heap in typed arrays with inline keys (time, ord) and a position index, so that commands can be
 * cancelled and moved. No allocation per event. The order is total and does not depend on insertion.
 */
import { growTable, type Table } from '../../base/table.ts'
import type { State } from './state.ts'

/** Children per node of the heap. */
const ARITY = 4
/** A handle is generation · 2^24 + slot + 1; 0 is none. */
const SLOTS = 16_777_216

const SLOT_COLUMNS = { atMs: 'f64', ord: 'f64', arg: 'f64', entity: 'i32', position: 'i32', generation: 'i32', next: 'i32', type: 'u8' } as const
const HEAP_COLUMNS = { atMs: 'f64', ord: 'f64', slot: 'i32' } as const

export interface Queue {
  /** Pending commands. */
  size(): number
  /** Time of the earliest, Infinity when empty. */
  headMs(): number
  push(atMs: number, ord: number, type: number, entity: number, arg: number): number
  /** Removes the earliest and leaves it in `popped`. */
  pop(): void
  readonly popped: { atMs: number; ord: number; type: number; entity: number; arg: number }
  /** Slot of a live handle, −1 when stale or 0. */
  slotOf(handle: number): number
  cancel(slot: number): void
  /** Moves a pending command to a new time; the handle stays valid. */
  move(slot: number, atMs: number): void
  timeOf(slot: number): number
  ordOf(slot: number): number
}

interface Heap {
  readonly slots: Table<typeof SLOT_COLUMNS>
  readonly heap: Table<typeof HEAP_COLUMNS>
  readonly counts: { size: number; free: number; used: number }
  readonly popped: { atMs: number; ord: number; type: number; entity: number; arg: number }
}

function up(h: Heap, from: number, atMs: number, ord: number, slot: number): void {
  const times = h.heap.col.atMs
  const ords = h.heap.col.ord
  const owner = h.heap.col.slot
  const position = h.slots.col.position
  let i = from
  while (i > 0) {
    const parent = ((i - 1) / ARITY) | 0
    const t = times[parent]
    if (t < atMs || (t === atMs && ords[parent] <= ord)) break
    times[i] = t
    ords[i] = ords[parent]
    owner[i] = owner[parent]
    position[owner[i]] = i
    i = parent
  }
  times[i] = atMs
  ords[i] = ord
  owner[i] = slot
  position[slot] = i
}

function down(h: Heap, from: number, atMs: number, ord: number, slot: number): void {
  const times = h.heap.col.atMs
  const ords = h.heap.col.ord
  const owner = h.heap.col.slot
  const position = h.slots.col.position
  const size = h.counts.size
  let i = from
  for (let child = i * ARITY + 1; child < size; child = i * ARITY + 1) {
    let best = child
    const end = child + ARITY < size ? child + ARITY : size
    for (let c = child + 1; c < end; c++) {
      if (times[c] < times[best] || (times[c] === times[best] && ords[c] < ords[best])) best = c
    }
    const t = times[best]
    if (atMs < t || (atMs === t && ord <= ords[best])) break
    times[i] = t
    ords[i] = ords[best]
    owner[i] = owner[best]
    position[owner[i]] = i
    i = best
  }
  times[i] = atMs
  ords[i] = ord
  owner[i] = slot
  position[slot] = i
}

/** Puts the last heap entry where `hole` is free. */
function fill(h: Heap, hole: number): void {
  const last = h.counts.size
  if (hole === last) return
  const { atMs, ord, slot } = h.heap.col
  const t = atMs[last]
  const o = ord[last]
  const s = slot[last]
  const parent = ((hole - 1) / ARITY) | 0
  if (hole > 0 && (t < atMs[parent] || (t === atMs[parent] && o < ord[parent]))) up(h, hole, t, o, s)
  else down(h, hole, t, o, s)
}

function takeSlot(h: Heap): number {
  const { counts, slots } = h
  if (counts.free !== 0) {
    const slot = counts.free - 1
    counts.free = slots.col.next[slot]
    return slot
  }
  if (counts.used === slots.capacity) {
    growTable(slots, counts.used + 1)
    growTable(h.heap, counts.used + 1)
    slots.length = slots.capacity
    h.heap.length = h.heap.capacity
  }
  counts.used += 1
  return counts.used - 1
}

function freeSlot(h: Heap, slot: number): void {
  const { position, generation, next } = h.slots.col
  position[slot] = -1
  generation[slot] = (generation[slot] + 1) & 0x1fffffff
  next[slot] = h.counts.free
  h.counts.free = slot + 1
}

function push(h: Heap, atMs: number, ord: number, type: number, entity: number, arg: number): number {
  const slot = takeSlot(h)
  const columns = h.slots.col
  columns.type[slot] = type
  columns.entity[slot] = entity
  columns.arg[slot] = arg
  columns.ord[slot] = ord
  const at = h.counts.size
  h.counts.size = at + 1
  up(h, at, atMs, ord, slot)
  return columns.generation[slot] * SLOTS + slot + 1
}

function pop(h: Heap): void {
  const { popped, counts } = h
  const slot = h.heap.col.slot[0]
  const columns = h.slots.col
  popped.atMs = h.heap.col.atMs[0]
  popped.ord = h.heap.col.ord[0]
  popped.type = columns.type[slot]
  popped.entity = columns.entity[slot]
  popped.arg = columns.arg[slot]
  counts.size -= 1
  fill(h, 0)
  freeSlot(h, slot)
}

function slotOf(h: Heap, handle: number): number {
  if (handle <= 0) return -1
  const slot = (handle - 1) % SLOTS
  const generation = (handle - 1 - slot) / SLOTS
  const { col } = h.slots
  return slot < h.counts.used && col.generation[slot] === generation && col.position[slot] >= 0 ? slot : -1
}

function cancel(h: Heap, slot: number): void {
  const hole = h.slots.col.position[slot]
  h.counts.size -= 1
  fill(h, hole)
  freeSlot(h, slot)
}

function move(h: Heap, slot: number, atMs: number): void {
  const at = h.slots.col.position[slot]
  const ord = h.heap.col.ord[at]
  if (atMs < h.heap.col.atMs[at]) up(h, at, atMs, ord, slot)
  else down(h, at, atMs, ord, slot)
}

export function createQueue(state: State, capacity = 1024): Queue {
  const h: Heap = {
    slots: state.table('kernel.slots', capacity, SLOT_COLUMNS),
    heap: state.table('kernel.heap', capacity, HEAP_COLUMNS),
    counts: state.scalars('kernel.queue', { size: 0, free: 0, used: 0 }),
    popped: { atMs: -1, ord: -1, type: 0, entity: 0, arg: 0 },
  }
  return {
    popped: h.popped,
    size: () => h.counts.size,
    headMs: () => (h.counts.size === 0 ? Infinity : h.heap.col.atMs[0]),
    push: (atMs, ord, type, entity, arg) => push(h, atMs, ord, type, entity, arg),
    pop: () => pop(h),
    slotOf: handle => slotOf(h, handle),
    cancel: slot => cancel(h, slot),
    move: (slot, atMs) => move(h, slot, atMs),
    timeOf: slot => h.heap.col.atMs[h.slots.col.position[slot]],
    ordOf: slot => h.heap.col.ord[h.slots.col.position[slot]],
  }
}
