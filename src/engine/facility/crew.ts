/**
 * Technicians: a queue before a pool of people, a number of them round the clock or teams with shifts. The most urgent request is served
 * first, equal ones in order of asking; one that needs more people than are free holds back those behind it. What stands in a zone that is
 * closed waits aside until it is open. Entities are nodes; other callers may use numbers beyond the nodes and have them routed.
 */
import { growTable } from '../../base/table.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'

export interface Technicians {
  /** Asks for technicians, one unless stated; `arrived(entity)` is called now if they are free, else when they get free. Larger priority first. */
  request(entity: number, priority: number, people?: number): void
  /** The technicians of a finished or postponed repair are free again and go to the next request. */
  release(people?: number, entity?: number): void
  /** People whom others share may be free again, or other places than before are closed. */
  changed(): void
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

/** Who there is to send. Teams are numbered; one is enough for a pool without shifts. */
export interface TechnicianPool {
  readonly people: number
  /** Teams with shifts; false for people who are there round the clock and at hand. */
  readonly hasShifts: boolean
  /** Takes so many of one team that is on duty and free: which, −1 for none. */
  take(people: number, waitedMs: number): number
  release(team: number, people: number): void
  /** Until a team that is called is there, ms; `n` numbers the calls. */
  callOutMs(team: number, n: number): number
  /** When people that are off duty now come next; Infinity for never. */
  nextDutyMs(people: number): number
}

/** What the crew needs of the site. */
export interface TechnicianSite {
  /** Teams, or so many people round the clock. */
  readonly pool: TechnicianPool | number
  /** Highest entity that can ask, plus one. */
  readonly entities: number
  /** People must stay out of where the entity is; left out, nowhere. */
  readonly isBarred?: ((entity: number) => boolean) | undefined
}

const QUEUE_COLUMNS = { priority: 'f64', sequence: 'f64', askedMs: 'f64', entity: 'i32', people: 'u8' } as const
const FIRST_CAPACITY = 64

interface Crew {
  readonly kernel: Kernel
  readonly pool: TechnicianPool
  readonly isBarred: TechnicianSite['isBarred']
  /** Binary heap; `length` is the number of waiting requests. */
  readonly queue: ReturnType<typeof registerQueue>
  /** Requests from closed places, in order of asking. */
  readonly aside: ReturnType<typeof registerQueue>
  /** Team that was sent, by entity; empty for a pool without shifts. */
  readonly sent: Int16Array
  readonly counts: { busy: number; sequence: number; requests: number; delayed: number; waitMs: number; busyMs: number; sinceMs: number; calls: number; duty: number }
  readonly types: { readonly arrived: CommandType; readonly duty: CommandType } | undefined
  readonly arrived: (entity: number) => void
}

function registerQueue(state: State, name: string) {
  const queue = state.table(name, FIRST_CAPACITY, QUEUE_COLUMNS)
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

function push(crew: Crew, entity: number, priority: number, people: number, askedMs: number): void {
  const { queue, counts } = crew
  let row = append(queue, { entity, priority, people, askedMs, sequence: counts.sequence++ })
  while (row > 0) {
    const parent = (row - 1) >> 1
    if (isBefore(crew, parent, row)) return
    swapRows(crew, parent, row)
    row = parent
  }
}

function append(queue: Crew['queue'], values: Readonly<Record<keyof typeof QUEUE_COLUMNS, number>>): number {
  growTable(queue, queue.length + 1)
  const row = queue.length++
  queue.col.entity[row] = values.entity
  queue.col.priority[row] = values.priority
  queue.col.people[row] = values.people
  queue.col.sequence[row] = values.sequence
  queue.col.askedMs[row] = values.askedMs
  return row
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

/** Sends people of a team to an entity. */
function send(crew: Crew, entity: number, team: number, people: number): void {
  const { kernel, pool, types, counts } = crew
  countBusy(crew, people)
  if (types === undefined) return crew.arrived(entity)
  crew.sent[entity] = team
  const travelMs = pool.callOutMs(team, counts.calls)
  if (travelMs === 0) return crew.arrived(entity)
  counts.calls += 1
  kernel.schedule(types.arrived, entity, kernel.now + travelMs)
}

/** Sends people to requests in their order, as long as some are free for the first. */
function serve(crew: Crew): void {
  const { queue, counts, kernel, pool } = crew
  while (queue.length > 0) {
    const { entity, people, askedMs } = queue.col
    if (crew.isBarred?.(entity[0]) === true) {
      putAside(crew, pop(crew))
      continue
    }
    const waitedMs = kernel.now - askedMs[0]
    const team = pool.take(people[0], waitedMs)
    if (team < 0) break
    const row = pop(crew)
    counts.waitMs += waitedMs
    send(crew, queue.col.entity[row], team, queue.col.people[row])
  }
  if (queue.length > 0) waitForDuty(crew)
}

/** A request whose place is closed waits beside the queue; `row` was taken out of it. */
function putAside({ queue, aside }: Crew, row: number): void {
  const { entity, priority, people, askedMs, sequence } = queue.col
  append(aside, { entity: entity[row], priority: priority[row], people: people[row], askedMs: askedMs[row], sequence: sequence[row] })
}

/** Requests from places that are open again take their place in the queue. */
function takeBack(crew: Crew): void {
  const { aside } = crew
  const { entity, priority, people, askedMs, sequence } = aside.col
  let kept = 0
  for (let row = 0; row < aside.length; row++) {
    if (crew.isBarred?.(entity[row]) === true) {
      for (const column of [entity, priority, people, askedMs, sequence]) column[kept] = column[row]
      kept += 1
    } else push(crew, entity[row], priority[row], people[row], askedMs[row])
  }
  aside.length = kept
}

function waitForDuty({ kernel, pool, queue, counts, types }: Crew): void {
  if (types === undefined || counts.duty !== 0) return
  const atMs = pool.nextDutyMs(queue.col.people[0])
  if (atMs !== Infinity) counts.duty = kernel.schedule(types.duty, 0, atMs)
}

function registerTypes(crew: () => Crew, kernel: Kernel, { hasShifts }: TechnicianPool): Crew['types'] {
  if (!hasShifts) return undefined
  return {
    arrived: kernel.command('facility.techniciansArrived', Phase.repair, entity => crew().arrived(entity)),
    duty: kernel.command('facility.techniciansOnDuty', Phase.repair, () => {
      crew().counts.duty = 0
      serve(crew())
    }),
  }
}

/** People who are there round the clock: as many as are not busy. */
const atHand = (people: number, busy: () => number): TechnicianPool => ({
  people, hasShifts: false,
  take: wanted => (busy() + wanted <= people ? 0 : -1),
  release: () => undefined, callOutMs: () => 0, nextDutyMs: () => Infinity,
})

/** Creates the crew; `arrived(entity)` starts the work of people who are kept until `release`. */
export function createTechnicians(state: State, kernel: Kernel, { pool: of, entities, isBarred }: TechnicianSite, arrived: (entity: number) => void): Technicians {
  const counts = state.scalars('facility.crew', { busy: 0, sequence: 0, requests: 0, delayed: 0, waitMs: 0, busyMs: 0, sinceMs: 0, calls: 0, duty: 0 })
  const pool = typeof of === 'number' ? atHand(of, () => counts.busy) : of
  const types = registerTypes(() => crew, kernel, pool)
  const crew: Crew = {
    kernel, pool, isBarred, counts, types, arrived,
    queue: registerQueue(state, 'facility.crewQueue'),
    aside: registerQueue(state, 'facility.crewAside'),
    sent: state.table('facility.techniciansSent', types === undefined ? 0 : entities, { team: 'i16' }).col.team,
  }
  return {
    request(entity, priority, people = 1) {
      counts.requests += 1
      if (crew.queue.length === 0 && isBarred?.(entity) !== true) {
        const team = pool.take(people, 0)
        if (team >= 0) return send(crew, entity, team, people)
      }
      counts.delayed += 1
      push(crew, entity, priority, people, kernel.now)
      serve(crew)
    },
    release(people = 1, entity = -1) {
      countBusy(crew, -people)
      pool.release(types === undefined ? 0 : crew.sent[entity], people)
      serve(crew)
    },
    changed() {
      takeBack(crew)
      serve(crew)
    },
    summary: () => ({
      technicians: pool.people,
      busy: counts.busy,
      waiting: crew.queue.length + crew.aside.length,
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
