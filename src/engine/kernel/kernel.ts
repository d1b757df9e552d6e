/**
 * The discrete-event kernel: one clock, one totally ordered queue of commands. A command has a type (registered once, in fixed
 * order), an entity and an argument. Its key is (time, phase, type, entity), so the order never depends on who scheduled first.
 * The kernel refuses nonsense: fractional or past times, keys at or before the one in work, two commands with one key.
 */
import { InvariantError } from '../../base/assert.ts'
import { createQueue, type Queue } from './queue.ts'
import type { State } from './state.ts'

/** Order inside a millisecond. Nothing schedules an earlier phase at `now`; it uses `now + 1`. */
export const Phase = { facility: 0, fault: 1, repair: 2, jobEnd: 3, arrival: 4, control: 5, schedule: 6, ledger: 7, end: 8 } as const
export type Phase = (typeof Phase)[keyof typeof Phase]

/** Type number of a registered command. */
export type CommandType = number
/** A pending command; 0 is none. Storable in f64 columns. */
export type Handle = number
export type Handler = (entity: number, arg: number) => void
export type RunStatus = 'until' | 'yield' | 'stopped'

export interface Kernel {
  /** Simulated time, integer ms since the start. */
  readonly now: number
  /** Commands executed so far. */
  readonly executed: number
  command(name: string, phase: Phase, handler: Handler): CommandType
  schedule(type: CommandType, entity: number, atMs: number, arg?: number): Handle
  /** False when the handle is stale or 0. */
  cancel(handle: Handle): boolean
  /** Moves a pending command; the handle stays valid. Throws on a stale handle. */
  reschedule(handle: Handle, atMs: number): Handle
  /** Time of a pending command, −1 when stale or 0. */
  timeOf(handle: Handle): number
  /** Executes commands with time ≤ untilMs, at most `maxEvents` of them; then now = untilMs only if nothing earlier is left. */
  run(untilMs: number, maxEvents: number): RunStatus
  stop(): void
  pending(): number
  /** Executed commands by name. */
  stats(): { readonly name: string; readonly count: number }[]
  /** The last executed commands, oldest first, for bug reports. */
  trace(): { readonly atMs: number; readonly name: string; readonly entity: number }[]
}

const TYPE_SPAN = 4_294_967_296
const TRACE_LENGTH = 256
/** More commands than this at one millisecond is an endless loop. */
const LOOP_LIMIT = 1_000_000
const MAX_TYPES = 255

interface Core {
  readonly queue: Queue
  readonly clock: { now: number; ord: number; executed: number; atNow: number; stale: number }
  readonly names: string[]
  readonly phases: number[]
  readonly handlers: Handler[]
  readonly counts: Float64Array
  readonly traceAt: Float64Array
  readonly traceKey: Float64Array
  stopped: boolean
}

function keyOf(core: Core, type: number, entity: number): number {
  return (core.phases[type] * 256 + type) * TYPE_SPAN + entity
}

function refuse(core: Core, why: string, type: number, entity: number, atMs: number): never {
  throw new InvariantError(`${why}: ${core.names[type]} of entity ${entity} at ${atMs} ms, now ${core.clock.now} ms`)
}

/** Checks a new key against the clock; the key must lie after the command in work. */
function check(core: Core, type: number, entity: number, atMs: number, ord: number): void {
  const { now, ord: current } = core.clock
  if (!Number.isSafeInteger(atMs)) refuse(core, 'time is not an integer', type, entity, atMs)
  if (atMs < now) refuse(core, 'scheduled in the past', type, entity, atMs)
  if (atMs === now && ord <= current) refuse(core, 'scheduled at or before the command in work', type, entity, atMs)
}

function schedule(core: Core, type: number, entity: number, atMs: number, arg: number): number {
  const ord = keyOf(core, type, entity)
  check(core, type, entity, atMs, ord)
  return core.queue.push(atMs, ord, type, entity, arg)
}

function reschedule(core: Core, handle: number, atMs: number): number {
  const slot = core.queue.slotOf(handle)
  if (slot < 0) throw new InvariantError(`rescheduled a stale command to ${atMs} ms, now ${core.clock.now} ms`)
  const ord = core.queue.ordOf(slot)
  const type = Math.floor(ord / TYPE_SPAN) % 256
  check(core, type, ord % TYPE_SPAN, atMs, ord)
  core.queue.move(slot, atMs)
  return handle
}

/** Executes the earliest command. */
function step(core: Core): void {
  const { queue, clock } = core
  queue.pop()
  const { atMs, ord, type, entity, arg } = queue.popped
  if (atMs === clock.now) {
    if (ord <= clock.ord) refuse(core, 'two commands with one key', type, entity, atMs)
    if (++clock.atNow > LOOP_LIMIT) throw new InvariantError(`endless loop at ${atMs} ms: ${histogram(core)}`)
  } else {
    clock.now = atMs
    clock.atNow = 0
  }
  clock.ord = ord
  const at = clock.executed % TRACE_LENGTH
  core.traceAt[at] = atMs
  core.traceKey[at] = ord
  clock.executed += 1
  core.counts[type] += 1
  core.handlers[type](entity, arg)
}

function histogram(core: Core): string {
  return core.names.map((name, type) => `${name} ${core.counts[type]}`).join(', ')
}

function run(core: Core, untilMs: number, maxEvents: number): RunStatus {
  const { queue, clock } = core
  core.stopped = false
  for (let left = maxEvents; queue.headMs() <= untilMs; left--) {
    if (left <= 0) return 'yield'
    step(core)
    if (core.stopped) return 'stopped'
  }
  if (clock.now < untilMs) {
    clock.now = untilMs
    clock.ord = -1
    clock.atNow = 0
  }
  return 'until'
}

function register(core: Core, name: string, phase: Phase, handler: Handler): CommandType {
  if (core.names.includes(name)) throw new InvariantError(`command ${name} is registered twice`)
  if (core.names.length >= MAX_TYPES) throw new InvariantError('too many command types')
  core.names.push(name)
  core.phases.push(phase)
  core.handlers.push(handler)
  return core.names.length - 1
}

function trace(core: Core): { atMs: number; name: string; entity: number }[] {
  const length = Math.min(TRACE_LENGTH, core.clock.executed)
  return Array.from({ length }, (_, i) => {
    const at = (core.clock.executed - length + i) % TRACE_LENGTH
    const key = core.traceKey[at]
    return { atMs: core.traceAt[at], name: core.names[Math.floor(key / TYPE_SPAN) % 256], entity: key % TYPE_SPAN }
  })
}

export function createKernel(state: State): Kernel {
  const core: Core = {
    queue: createQueue(state),
    clock: state.scalars('kernel.clock', { now: 0, ord: -1, executed: 0, atNow: 0, stale: 0 }),
    names: [],
    phases: [],
    handlers: [],
    counts: new Float64Array(MAX_TYPES + 1),
    traceAt: new Float64Array(TRACE_LENGTH),
    traceKey: new Float64Array(TRACE_LENGTH),
    stopped: false,
  }
  return {
    get now() {
      return core.clock.now
    },
    get executed() {
      return core.clock.executed
    },
    command: (name, phase, handler) => register(core, name, phase, handler),
    schedule: (type, entity, atMs, arg = 0) => schedule(core, type, entity, atMs, arg),
    cancel(handle) {
      const slot = core.queue.slotOf(handle)
      if (slot < 0) {
        if (handle !== 0) core.clock.stale += 1
        return false
      }
      core.queue.cancel(slot)
      return true
    },
    reschedule: (handle, atMs) => reschedule(core, handle, atMs),
    timeOf(handle) {
      const slot = core.queue.slotOf(handle)
      return slot < 0 ? -1 : core.queue.timeOf(slot)
    },
    run: (untilMs, maxEvents) => run(core, untilMs, maxEvents),
    stop() {
      core.stopped = true
    },
    pending: () => core.queue.size(),
    stats: () => core.names.map((name, type) => ({ name, count: core.counts[type] })),
    trace: () => trace(core),
  }
}
