/**
 * The queue of pending commands: an implicit heap in typed arrays with the keys inline and a position index, so that commands can be
 * cancelled and moved in place. Keys (time, ord) are totally ordered and do not depend on insertion. Nothing is allocated per command.
 *
 * Popping leaves a hole at the root. The next push falls into it (one walk down instead of a pop and a push); `fillHole` closes it otherwise.
 * While the hole is open the key last popped stays there: it is smaller than all others, so it bounds every walk up like a sentinel.
 */
import { growTable, type Table } from '../../base/table.ts'
import type { State } from './state.ts'

/** A handle is generation · 2^24 + slot; generations begin at 1, so 0 is none, and end at 2^28, so a double holds it. */
const SLOT_SPAN = 16_777_216
const GENERATION_MAX = 268_435_455
const FIRST_CAPACITY = 1024

const HEAP_COLUMNS = { atMs: 'f64', ord: 'f64', slot: 'i32' } as const
/** `position` is the index in the heap; in a free slot −2 − the next free slot (−1 ends the list). */
const SLOT_COLUMNS = { arg: 'f64', position: 'i32', generation: 'u32' } as const

export interface Queue {
  /** `length` counts the entries, the hole included. */
  readonly heap: Table<typeof HEAP_COLUMNS>
  /** By slot, fixed while a command is pending; `length` is the high-water mark. */
  readonly slots: Table<typeof SLOT_COLUMNS>
  /** `hole` 1 while the root is vacant; `free` the first free slot or −1. */
  readonly marks: { hole: number; free: number }
}

/** An empty queue whose arrays are registered in `state`. */
export function createQueue(state: State): Queue {
  return {
    heap: state.table('kernel.heap', FIRST_CAPACITY, HEAP_COLUMNS),
    slots: state.table('kernel.slots', FIRST_CAPACITY, SLOT_COLUMNS),
    marks: state.scalars('kernel.marks', { hole: 0, free: -1 }),
  }
}

/** Commands pending. */
export function sizeOf(queue: Queue): number {
  return queue.heap.length - queue.marks.hole
}

/** Adds a command and returns its handle. */
export function push(queue: Queue, atMs: number, ord: number, arg: number): number {
  const slot = takeSlot(queue)
  const { col } = queue.slots
  col.arg[slot] = arg
  if (queue.marks.hole === 1) {
    queue.marks.hole = 0
    walkDown(queue, 0, atMs, ord, slot)
  } else {
    const at = queue.heap.length
    if (at === queue.heap.capacity) growTable(queue.heap, at + 1)
    queue.heap.length = at + 1
    walkUp(queue, at, atMs, ord, slot)
  }
  return col.generation[slot] * SLOT_SPAN + slot
}

/** Takes the earliest command off (the queue must not be empty and have no hole). Its slot keeps the argument until the next push. */
export function pop(queue: Queue): number {
  const slot = queue.heap.col.slot[0]
  queue.marks.hole = 1
  releaseSlot(queue, slot)
  return slot
}

/** Closes the hole that the last pop left, if no push has. */
export function fillHole(queue: Queue): void {
  if (queue.marks.hole === 0) return
  queue.marks.hole = 0
  takeOut(queue, 0)
}

/** Slot of a pending command; −1 if the handle is 0 or stale. */
export function slotOf(queue: Queue, handle: number): number {
  const generation = Math.floor(handle / SLOT_SPAN)
  const slot = handle - generation * SLOT_SPAN
  const { col, length } = queue.slots
  return slot < length && col.generation[slot] === generation && col.position[slot] >= 0 ? slot : -1
}

/** Removes a pending command. */
export function remove(queue: Queue, slot: number): void {
  takeOut(queue, queue.slots.col.position[slot])
  releaseSlot(queue, slot)
}

/** Moves a pending command to another time; its handle stays valid. */
export function move(queue: Queue, slot: number, atMs: number): void {
  const at = queue.slots.col.position[slot]
  const ord = queue.heap.col.ord[at]
  if (atMs < queue.heap.col.atMs[at]) walkUp(queue, at, atMs, ord, slot)
  else walkDown(queue, at, atMs, ord, slot)
}

/** Takes entry `at` out of the heap; the last entry goes where it was and finds its place from there. */
function takeOut(queue: Queue, at: number): void {
  const last = queue.heap.length - 1
  queue.heap.length = last
  if (at === last) return
  const { atMs, ord, slot } = queue.heap.col
  const parent = (at - 1) >> 2
  const isBelow = at === 0 || atMs[parent] < atMs[last] || (atMs[parent] === atMs[last] && ord[parent] < ord[last])
  if (isBelow) walkDown(queue, at, atMs[last], ord[last], slot[last])
  else walkUp(queue, at, atMs[last], ord[last], slot[last])
}

/** Walks from the free place `from` towards the root until the key fits, and puts it there. */
function walkUp(queue: Queue, from: number, atMs: number, ord: number, slot: number): void {
  const times = queue.heap.col.atMs
  const ords = queue.heap.col.ord
  const owners = queue.heap.col.slot
  const positions = queue.slots.col.position
  let at = from
  while (at > 0) {
    const parent = (at - 1) >> 2
    const time = times[parent]
    if (time < atMs || (time === atMs && ords[parent] < ord)) break
    const owner = owners[parent]
    times[at] = time
    ords[at] = ords[parent]
    owners[at] = owner
    positions[owner] = at
    at = parent
  }
  times[at] = atMs
  ords[at] = ord
  owners[at] = slot
  positions[slot] = at
}

/** Walks from the free place `from` towards the leaves until the key fits, and puts it there. */
function walkDown(queue: Queue, from: number, atMs: number, ord: number, slot: number): void {
  const times = queue.heap.col.atMs
  const ords = queue.heap.col.ord
  const owners = queue.heap.col.slot
  const positions = queue.slots.col.position
  const size = queue.heap.length
  let at = from
  for (let child = 4 * at + 1; child < size; child = 4 * at + 1) {
    const best = child + 3 < size ? leastOfFour(times, ords, child) : leastBefore(times, ords, child, size)
    const time = times[best]
    if (atMs < time || (atMs === time && ord < ords[best])) break
    const owner = owners[best]
    times[at] = time
    ords[at] = ords[best]
    owners[at] = owner
    positions[owner] = at
    at = best
  }
  times[at] = atMs
  ords[at] = ord
  owners[at] = slot
  positions[slot] = at
}

/** A knockout among four siblings. The winners are computed, not branched to: which sibling is least is a coin toss that no CPU predicts. */
function leastOfFour(times: Float64Array, ords: Float64Array, child: number): number {
  const a = times[child]
  const b = times[child + 1]
  const c = times[child + 2]
  const d = times[child + 3]
  const left = child + Number(b < a)
  const right = child + 2 + Number(d < c)
  const best = left + ((right - left) & -Number(times[right] < times[left]))
  const hasTie = a === b || c === d || times[left] === times[right]
  return hasTie ? leastBefore(times, ords, child, child + 4) : best
}

/** The least key of the entries from `child` to before `end`. */
function leastBefore(times: Float64Array, ords: Float64Array, child: number, end: number): number {
  let best = child
  for (let other = child + 1; other < end; other++) {
    if (times[other] < times[best] || (times[other] === times[best] && ords[other] < ords[best])) best = other
  }
  return best
}

function takeSlot(queue: Queue): number {
  const { slots, marks } = queue
  const slot = marks.free
  if (slot === -1) return newSlot(slots)
  marks.free = -2 - slots.col.position[slot]
  return slot
}

function newSlot(slots: Queue['slots']): number {
  const slot = slots.length
  if (slot === SLOT_SPAN) throw new RangeError(`more than ${SLOT_SPAN} commands pending`)
  if (slot === slots.capacity) growTable(slots, slot + 1)
  slots.length = slot + 1
  slots.col.generation[slot] = 1
  return slot
}

/** A slot that is free counts as the next generation at once, so handles of the old command are stale from here on. */
function releaseSlot(queue: Queue, slot: number): void {
  const { position, generation } = queue.slots.col
  position[slot] = -2 - queue.marks.free
  generation[slot] = generation[slot] === GENERATION_MAX ? 1 : generation[slot] + 1
  queue.marks.free = slot
}
