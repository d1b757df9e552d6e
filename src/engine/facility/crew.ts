/**
 * Technicians: a queue with c servers, manned round the clock. The most urgent request is served first, equal ones in order of
 * asking; one that needs more people than are free holds back those behind it. Entities are nodes; other callers may use numbers beyond
 * the nodes and have them routed.
 */
import { growTable } from '../../base/table.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'

export interface Technicians {
  /** Asks for technicians, one unless stated; `arrived(entity)` is called now if they are free, else when they get free. Larger priority first. */
  request(entity: number, priority: number, people?: number): void
  /** The technicians of a finished or postponed repair are free again and go to the next request. */
  release(people?: number): void
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

const QUEUE_COLUMNS = { priority: 'f64', sequence: 'f64', askedMs: 'f64', entity: 'i32', people: 'u8' } as const
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

function swap(column: Float64Array | Int32Array | Uint8Array, a: number, b: number): void {
  const kept = column[a]
  column[a] = column[b]
  column[b] = kept
}

function swapRows(crew: Crew, a: number, b: number): void {
  const { priority, sequence, askedMs, entity, people } = crew.queue.col
  swap(priority, a, b)
  swap(sequence, a, b)
  swap(askedMs, a, b)
  swap(entity, a, b)
  swap(people, a, b)
}

function push(crew: Crew, entity: number, priority: number, people: number): void {
  const { queue, counts } = crew
  growTable(queue, queue.length + 1)
  let row = queue.length++
  queue.col.entity[row] = entity
  queue.col.priority[row] = priority
  queue.col.people[row] = people
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

function release(crew: Crew, people: number): void {
  const { queue, counts } = crew
  countBusy(crew, -people)
  while (queue.length > 0 && counts.busy + queue.col.people[0] <= crew.technicians) {
    const row = pop(crew)
    counts.waitMs += crew.kernel.now - queue.col.askedMs[row]
    countBusy(crew, queue.col.people[row])
    crew.arrived(queue.col.entity[row])
  }
}

/** Creates the crew; `arrived(entity)` starts the work of a technician who is kept until `release`. */
export function createTechnicians(state: State, kernel: Kernel, technicians: number, arrived: (entity: number) => void): Technicians {
  const counts = state.scalars('facility.crew', { busy: 0, sequence: 0, requests: 0, delayed: 0, waitMs: 0, busyMs: 0, sinceMs: 0 })
  const crew: Crew = { kernel, technicians, queue: registerQueue(state), counts, arrived }
  return {
    request(entity, priority, people = 1) {
      counts.requests += 1
      if (crew.queue.length === 0 && counts.busy + people <= technicians) {
        countBusy(crew, people)
        arrived(entity)
        return
      }
      counts.delayed += 1
      push(crew, entity, priority, people)
    },
    release: (people = 1) => release(crew, people),
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
