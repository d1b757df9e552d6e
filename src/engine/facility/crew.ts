/**
 * Technicians: a queue with c servers, manned round the clock. The most urgent request is served first, equal ones in order of
 * asking. Entities are nodes; other callers may use numbers beyond the nodes and have them routed.
 */
import { growTable } from '../../base/table.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'

export interface Technicians {
  /** Asks for a technician; `arrived(entity)` is called now if one is free, else when one gets free. Larger priority first. */
  request(entity: number, priority: number): void
  /** The technician of a finished or postponed repair is free again and goes to the next request. */
  release(): void
  summary(): CrewSummary
}

export interface CrewSummary {
  readonly technicians: number
  readonly busy: number
  readonly waiting: number
  readonly requests: number
  /** Requests that had to wait. */
  readonly delayed: number
  /** Sum of the waits that have ended, ms. */
  readonly waitMs: number
  /** Technician-ms spent busy until now. */
  readonly busyMs: number
}

const QUEUE_COLUMNS = { priority: 'f64', sequence: 'f64', askedMs: 'f64', entity: 'i32' } as const
const FIRST_CAPACITY = 64

interface Crew {
  readonly kernel: Kernel
  readonly technicians: number
  /** Binary heap; `length` is the number of waiting requests. */
  readonly queue: ReturnType<typeof registerQueue>
  readonly counts: { busy: number; sequence: number; requests: number; delayed: number; waitMs: number; busyMs: number; sinceMs: number }
  readonly arrived: (entity: number) => void
}

function registerQueue(state: State) {
  const queue = state.table('facility.crewQueue', FIRST_CAPACITY, QUEUE_COLUMNS)
  queue.length = 0
  return queue
}

function isBefore(crew: Crew, a: number, b: number): boolean {
  const { priority, sequence } = crew.queue.col
  return priority[a] > priority[b] || (priority[a] === priority[b] && sequence[a] < sequence[b])
}

function swap(column: Float64Array | Int32Array, a: number, b: number): void {
  const kept = column[a]
  column[a] = column[b]
  column[b] = kept
}

function swapRows(crew: Crew, a: number, b: number): void {
  const { priority, sequence, askedMs, entity } = crew.queue.col
  swap(priority, a, b)
  swap(sequence, a, b)
  swap(askedMs, a, b)
  swap(entity, a, b)
}

function push(crew: Crew, entity: number, priority: number): void {
  const { queue, counts } = crew
  growTable(queue, queue.length + 1)
  let row = queue.length++
  queue.col.entity[row] = entity
  queue.col.priority[row] = priority
  queue.col.sequence[row] = counts.sequence++
  queue.col.askedMs[row] = crew.kernel.now
  while (row > 0) {
    const parent = (row - 1) >> 1
    if (isBefore(crew, parent, row)) return
    swapRows(crew, parent, row)
    row = parent
  }
}

/** Removes the first row; its values move to the freed last row. */
function pop(crew: Crew): number {
  const { queue } = crew
  const last = --queue.length
  swapRows(crew, 0, last)
  let row = 0
  for (let child = 1; child < last; child = 2 * row + 1) {
    if (child + 1 < last && isBefore(crew, child + 1, child)) child++
    if (isBefore(crew, row, child)) break
    swapRows(crew, row, child)
    row = child
  }
  return last
}

function countBusy(crew: Crew, by: number): void {
  const { counts, kernel } = crew
  counts.busyMs += counts.busy * (kernel.now - counts.sinceMs)
  counts.sinceMs = kernel.now
  counts.busy += by
}

function release(crew: Crew): void {
  if (crew.queue.length === 0) {
    countBusy(crew, -1)
    return
  }
  const row = pop(crew)
  crew.counts.waitMs += crew.kernel.now - crew.queue.col.askedMs[row]
  crew.arrived(crew.queue.col.entity[row])
}

/** Creates the crew; `arrived(entity)` starts the work of a technician who is kept until `release`. */
export function createTechnicians(state: State, kernel: Kernel, technicians: number, arrived: (entity: number) => void): Technicians {
  const counts = state.scalars('facility.crew', { busy: 0, sequence: 0, requests: 0, delayed: 0, waitMs: 0, busyMs: 0, sinceMs: 0 })
  const crew: Crew = { kernel, technicians, queue: registerQueue(state), counts, arrived }
  return {
    request(entity, priority) {
      counts.requests += 1
      if (counts.busy < technicians) {
        countBusy(crew, 1)
        arrived(entity)
        return
      }
      counts.delayed += 1
      push(crew, entity, priority)
    },
    release: () => release(crew),
    summary: () => ({
      technicians,
      busy: counts.busy,
      waiting: crew.queue.length,
      requests: counts.requests,
      delayed: counts.delayed,
      waitMs: counts.waitMs,
      busyMs: counts.busyMs + counts.busy * (kernel.now - counts.sinceMs),
    }),
  }
}

/** Probability that a request waits, c servers and `offered` Erlang < c of work (Erlang C). The mean wait is that × service ÷ (c − offered). */
export function erlangC(servers: number, offered: number): number {
  let blocking = 1
  for (let n = 1; n <= servers; n++) blocking = (offered * blocking) / (n + offered * blocking)
  return blocking / (1 - (offered / servers) * (1 - blocking))
}
