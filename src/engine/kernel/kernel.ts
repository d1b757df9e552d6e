/**
 * The discrete-event kernel: one clock and one totally ordered queue of commands. A command has a type (registered once, in fixed order),
 * an entity (dense index) and an argument. Its key is (time, phase, type, entity, low byte of the argument), so the order of execution
 * never depends on who scheduled first. The kernel refuses nonsense: fractional or past times, keys at or before the one in work,
 * two commands with the same key, endless loops within a millisecond.
 */
import { InvariantError, assert } from '../../base/assert.ts'
import { createQueue, fillHole, move, pop, push, remove, sizeOf, slotOf, type Queue } from './queue.ts'
import type { State } from './state.ts'

/** Order inside a millisecond. Nothing schedules an earlier phase at `now`; it uses `now + 1`. */
export const Phase = { facility: 0, fault: 1, repair: 2, jobEnd: 3, arrival: 4, control: 5, schedule: 6, ledger: 7, end: 8 } as const
export type Phase = (typeof Phase)[keyof typeof Phase]

/** Number of a registered kind of command, 0–255 in order of registration. */
export type CommandType = number
/** A pending command; 0 is none. A plain number below 2^53, so f64 columns can hold it; stale once the command was popped or cancelled. */
export type Handle = number
export type Handler = (entity: number, arg: number) => void
/** Why `run` came back: nothing is left up to the limit; the event budget is used up; a handler called `stop`. */
export type RunStatus = 'until' | 'yield' | 'stopped'

/** One executed command, for bug reports. */
export interface TraceEntry {
  readonly atMs: number
  readonly name: string
  readonly entity: number
}

export interface Kernel {
  /** Simulated time, whole ms since the start of the scenario. */
  readonly now: number
  /** Commands executed so far. */
  executed(): number
  /** Phase of the command in work, −1 before the first of a millisecond. */
  phase(): number
  /** Registers a kind of command; the same kinds in the same order whenever a snapshot is to fit. */
  command(name: string, phase: Phase, handler: Handler): CommandType
  /**
   * Schedules a command: `entity` is a uint32, `atMs` whole. The key must lie after the command in work, so at `now` only a later phase is
   * open, or in the same phase a later type (or entity). Several at one (time, type, entity) need arguments whose low bytes differ.
   */
  schedule(type: CommandType, entity: number, atMs: number, arg?: number): Handle
  /** Takes a pending command back; false when the handle is stale or 0. */
  cancel(handle: Handle): boolean
  /** Moves a pending command in place and returns its handle, still valid; 0 when the handle is stale or 0. */
  reschedule(handle: Handle, atMs: number): Handle
  /** Time of a pending command; −1 when the handle is stale or 0. */
  timeOf(handle: Handle): number
  /** Executes commands up to and including `untilMs` (whole, or Infinity), at most `maxEvents`. On 'until' the clock stands at `untilMs`. */
  run(untilMs: number, maxEvents: number): RunStatus
  /** Ends `run` after the command in work. */
  stop(): void
  /** Commands pending. */
  pending(): number
  /** Handles that were stale when they were used; more than a few mean that somebody keeps handles too long. */
  staleCount(): number
  /** Executed commands by kind, in order of registration. */
  stats(): { readonly name: string; readonly count: number }[]
  /** The last 256 executed commands, oldest first; readable after a handler threw. */
  trace(): TraceEntry[]
}

/** The kernel that holds the clock; others may show its time. */
export interface RootKernel extends Kernel {
  /** Keeps `now` of another face of this kernel at its clock less `behindMs`, and at 0 before that. */
  follow(face: { now: number }, behindMs: number): void
}

const TYPE_MAX = 255
const ARG_SPAN = 256
const ENTITY_SPAN = 4_294_967_296
const TRACE_LENGTH = 256
/** More commands than this within one millisecond count as an endless loop; what the second half of them was is reported. */
const LOOP_LIMIT = 1_000_000

interface Core {
  readonly queue: Queue
  readonly clock: { now: number; ord: number; executed: number; atNow: number; stale: number; types: number }
  readonly counts: { readonly col: { readonly count: Float64Array } }
  readonly names: string[]
  readonly handlers: Handler[]
  /** Smallest ord of each type: (phase · 256 + type) · 2^40. */
  readonly firstOrd: Float64Array
  readonly traceMs: Float64Array
  readonly traceOrd: Float64Array
  readonly countsBefore: Float64Array
  isStopping: boolean
  /** What the domains hold; its time follows the clock. */
  face: { now: number }
  /** Further faces, of sites that share this kernel. */
  readonly followers: { readonly face: { now: number }; readonly behindMs: number }[]
}

/** A kernel at time 0 with an empty queue; its clock, counters and queue are registered in `state`. */
export const createKernel = (state: State): Kernel => createRootKernel(state)

/** The same, for sites that share it. */
export function createRootKernel(state: State): RootKernel {
  const core = createCore(state)
  const kernel = {
    // A plain field, since it is read millions of times. It begins with a fraction so that it holds doubles from the start: code that
    // reads it is not compiled for small integers first.
    now: 0.5,
    // No accessors: engines keep an object with accessors of its own as a hash table, and every read of it then costs a search.
    phase: () => Math.floor(core.clock.ord / (256 * ENTITY_SPAN * ARG_SPAN)),
    executed: () => core.clock.executed,
    command: (name: string, phase: Phase, handler: Handler) => register(core, name, phase, handler),
    schedule: (type: CommandType, entity: number, atMs: number, arg = 0) => schedule(core, type, entity, atMs, arg),
    cancel: (handle: Handle) => cancel(core, handle),
    reschedule: (handle: Handle, atMs: number) => reschedule(core, handle, atMs),
    timeOf: (handle: Handle) => timeOf(core.queue, handle),
    run: (untilMs: number, maxEvents: number) => run(core, untilMs, maxEvents),
    stop: () => void (core.isStopping = true),
    pending: () => sizeOf(core.queue),
    staleCount: () => core.clock.stale,
    stats: () => core.names.map((name, type) => ({ name, count: core.counts.col.count[type] })),
    trace: () => trace(core),
    follow(face: { now: number }, behindMs: number) {
      core.followers.push({ face, behindMs })
      tellFollowers(core)
    },
  }
  core.face = kernel
  const showTime = (): void => {
    kernel.now = core.clock.now
    tellFollowers(core)
  }
  showTime()
  state.onRestore(showTime)
  return kernel
}

function createCore(state: State): Core {
  return {
    queue: createQueue(state),
    clock: state.scalars('kernel.clock', { now: 0, ord: -1, executed: 0, atNow: 0, stale: 0, types: 0 }),
    counts: state.table('kernel.counts', TYPE_MAX + 1, { count: 'f64' }),
    names: [],
    handlers: [],
    firstOrd: new Float64Array(TYPE_MAX + 1),
    traceMs: new Float64Array(TRACE_LENGTH),
    traceOrd: new Float64Array(TRACE_LENGTH),
    countsBefore: new Float64Array(TYPE_MAX + 1),
    isStopping: false,
    face: { now: 0.5 },
    followers: [],
  }
}

function register(core: Core, name: string, phase: Phase, handler: Handler): CommandType {
  const type = core.names.length
  assert(!core.names.includes(name), 'command is registered twice', { name })
  assert(type <= TYPE_MAX, 'too many kinds of commands', { name, limit: TYPE_MAX + 1 })
  core.names.push(name)
  core.handlers.push(handler)
  core.firstOrd[type] = (phase * 256 + type) * ENTITY_SPAN * ARG_SPAN
  core.clock.types = core.names.length
  return type
}

function schedule(core: Core, type: number, entity: number, atMs: number, arg: number): Handle {
  if (core.handlers[type] === undefined || entity >>> 0 !== entity) refuseCommand(core, type, entity)
  const ord = core.firstOrd[type] + entity * ARG_SPAN + (arg & 255)
  if (!(atMs > core.clock.now)) checkKey(core, atMs, ord)
  else if (atMs > Number.MAX_SAFE_INTEGER || Math.floor(atMs) !== atMs) refuse(core, 'time is not a whole number', atMs, ord)
  return push(core.queue, atMs, ord, arg)
}

/** For times at or before now, or no number at all: only later keys at `now` pass. */
function checkKey(core: Core, atMs: number, ord: number): void {
  if (!Number.isSafeInteger(atMs)) refuse(core, 'time is not a whole number', atMs, ord)
  if (atMs < core.clock.now) refuse(core, 'scheduled in the past', atMs, ord)
  if (ord <= core.clock.ord) refuse(core, 'scheduled at now, at or before the command in work', atMs, ord)
}

function refuseCommand(core: Core, type: number, entity: number): never {
  throw new InvariantError('unknown command, or entity is no uint32', { type, name: core.names[type], entity })
}

function refuse(core: Core, why: string, atMs: number, ord: number): never {
  const { now, ord: current } = core.clock
  throw new InvariantError(why, { command: nameOf(core, ord), atMs, now, inWork: current < 0 ? 'none' : nameOf(core, current) })
}

// The bit operators take whole numbers modulo 2^32, which costs far less than the remainder of two doubles.
const typeOf = (ord: number): number => (ord / (ENTITY_SPAN * ARG_SPAN)) & 255
const entityOf = (ord: number): number => (ord / ARG_SPAN) >>> 0
const nameOf = (core: Core, ord: number): string => `${core.names[typeOf(ord)]}[${entityOf(ord)}]`

function cancel(core: Core, handle: Handle): boolean {
  const slot = slotOf(core.queue, handle)
  if (slot < 0) return countStale(core, handle) > 0
  remove(core.queue, slot)
  return true
}

function reschedule(core: Core, handle: Handle, atMs: number): Handle {
  const slot = slotOf(core.queue, handle)
  if (slot < 0) return countStale(core, handle)
  const { heap, slots } = core.queue
  const ord = heap.col.ord[slots.col.position[slot]]
  if (!(atMs > core.clock.now)) checkKey(core, atMs, ord)
  else if (!Number.isSafeInteger(atMs)) refuse(core, 'time is not a whole number', atMs, ord)
  move(core.queue, slot, atMs)
  return handle
}

function countStale(core: Core, handle: Handle): 0 {
  if (handle !== 0) core.clock.stale += 1
  return 0
}

function timeOf(queue: Queue, handle: Handle): number {
  const slot = slotOf(queue, handle)
  return slot < 0 ? -1 : queue.heap.col.atMs[queue.slots.col.position[slot]]
}

function run(core: Core, untilMs: number, maxEvents: number): RunStatus {
  const { queue, clock } = core
  assert(untilMs === Infinity || (Number.isSafeInteger(untilMs) && untilMs >= clock.now), 'cannot run to there', { untilMs, now: clock.now })
  assert(clock.types === core.names.length, 'a snapshot of other commands was restored', { saved: clock.types, registered: core.names.length })
  core.isStopping = false
  fillHole(queue)
  for (let left = maxEvents; queue.heap.length > 0 && queue.heap.col.atMs[0] <= untilMs; left--) {
    if (left <= 0) return 'yield'
    step(core, queue)
    if (core.isStopping) return 'stopped'
  }
  if (untilMs > clock.now && untilMs < Infinity) advance(core, untilMs)
  return 'until'
}

function tellFollowers({ clock, followers }: Core): void {
  for (const { face, behindMs } of followers) face.now = Math.max(0, clock.now - behindMs)
}

/** The clock moves on with no command in work yet. */
function advance(core: Core, atMs: number): void {
  core.clock.now = atMs
  core.face.now = atMs
  if (core.followers.length > 0) tellFollowers(core)
  core.clock.ord = -1
  core.clock.atNow = 0
}

/** Executes the earliest command. */
function step(core: Core, queue: Queue): void {
  const { clock } = core
  const atMs = queue.heap.col.atMs[0]
  const ord = queue.heap.col.ord[0]
  if (atMs !== clock.now) advance(core, atMs)
  else if (ord <= clock.ord) refuse(core, 'two commands with the same key', atMs, ord)
  clock.ord = ord
  clock.atNow += 1
  if (clock.atNow >= LOOP_LIMIT / 2) guardLoop(core)
  const type = typeOf(ord)
  const arg = pop(queue)
  const at = clock.executed & (TRACE_LENGTH - 1)
  core.traceMs[at] = atMs
  core.traceOrd[at] = ord
  clock.executed += 1
  core.counts.col.count[type] += 1
  core.handlers[type](entityOf(ord), arg)
  fillHole(queue)
}

function guardLoop(core: Core): void {
  const { count } = core.counts.col
  if (core.clock.atNow === LOOP_LIMIT / 2) core.countsBefore.set(count)
  if (core.clock.atNow <= LOOP_LIMIT) return
  const since = core.names.map((name, type) => ({ name, count: count[type] - core.countsBefore[type] }))
  const histogram = since.filter(row => row.count > 0).map(row => `${row.name} ${row.count}`).join(', ')
  throw new InvariantError('endless loop within one millisecond', { now: core.clock.now, commands: histogram })
}

function trace(core: Core): TraceEntry[] {
  const { executed } = core.clock
  const length = Math.min(TRACE_LENGTH, executed)
  return Array.from({ length }, (_, i) => {
    const at = (executed - length + i) & (TRACE_LENGTH - 1)
    const ord = core.traceOrd[at]
    return { atMs: core.traceMs[at], name: core.names[typeOf(ord)] ?? '', entity: entityOf(ord) }
  })
}
