/**
 * The datastore while several jobs read from it. Restores share its rate equally, so that many jobs that lost their nodes together come
 * back as fast as the store allows; training data is supplied to all that load it in one proportion. The parts of the store that fail
 * take a share of its rate until they are repaired.
 */
import { type Distribution, sample } from '../../base/distribution.ts'
import { entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { growTable } from '../../base/table.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { loadingRate } from '../../physics/checkpoint-storage.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { stepDown } from './power-draw.ts'

/** What is left of a restore when it is over, B. */
const DONE_B = 0.5

export interface DataStore {
  /** Schedules the first failure. */
  start(): void
  /** A job begins to read so many bytes, which takes `leastMs` when nobody else reads; `restored` follows. */
  join(job: number, bytes: number, leastMs: number): void
  /** A job no longer reads. */
  leave(job: number): void
  /** A job begins or no longer loads so many bytes a second. */
  load(bytesPerS: number): void
  /** Share of its rate that a loading job has now, (0, 1]. */
  supply(): number
  /** What all together can read now, B/s. */
  readBps(): number
  /** Time since `sinceMs` in which the store has not answered, ms. */
  silentMs(sinceMs: number): number
  isSilent(): boolean
}

/** What is read, B/s, how often a part fails, what is left of the rate then, and how long, ms. */
export interface StoreSpec {
  readonly read: number
  readonly failures: number
  readonly degraded: number
  readonly repair: number
  /** How often it stops answering, per year, and for how long. */
  readonly stalls?: { readonly rate: number; readonly duration: Distribution } | undefined
}

export interface DataStoreHooks {
  /** A job has read all that it needs, at the earliest at `atMs`. */
  restored(job: number, atMs: number): void
  /** The share of their rate that loading jobs have has changed. */
  supplyChanged(): void
  /** The store answers no longer, or again. */
  silenceChanged(isSilent: boolean): void
}

/** `readers`: jobs that restore, in order of joining, with what is left to read and the earliest end. */
function register(state: State, name: string) {
  return {
    readers: state.table(`compute.${name}Restores`, 16, { job: 'i32', leftB: 'f64', leastMs: 'f64' }),
    scalars: state.scalars(`compute.${name}`, { sinceMs: 0, timer: 0, demand: 0, supply: 1, failed: 0, failures: 0, silent: 0, silences: 0, silentFromMs: 0, lastFromMs: 0, lastToMs: 0 }),
  }
}

interface Store extends ReturnType<typeof register> {
  readonly spec: StoreSpec
  readonly kernel: Kernel
  readonly hooks: DataStoreHooks
  readonly types: { read: number; fail: number; repair: number; stall: number; answer: number }
}

/** Rate at which all together read now, B/ms. */
const rateBpms = ({ spec, scalars }: Store): number => scalars.silent === 1 ? 0 : (spec.read * (scalars.failed === 1 ? spec.degraded : 1)) / 1000

/** Reads on up to now. */
function advance(s: Store): void {
  const { leftB } = s.readers.col
  const { length } = s.readers
  const elapsedMs = s.kernel.now - s.scalars.sinceMs
  s.scalars.sinceMs = s.kernel.now
  if (elapsedMs === 0 || length === 0) return
  const each = (rateBpms(s) * elapsedMs) / length
  for (let row = 0; row < length; row++) leftB[row] = Math.max(0, leftB[row] - each)
}

/** The timer fires when the next reader has all. */
function arm(s: Store): void {
  const { readers, scalars, kernel } = s
  let least = Infinity
  for (let row = 0; row < readers.length; row++) least = Math.min(least, readers.col.leftB[row])
  if (kernel.timeOf(scalars.timer) >= 0) kernel.cancel(scalars.timer)
  scalars.timer = least === Infinity || scalars.silent === 1 ? 0 : kernel.schedule(s.types.read, 0, kernel.now + Math.max(1, Math.ceil((least * readers.length) / rateBpms(s))))
}

function removeRow(s: Store, row: number): void {
  const { readers } = s
  for (const column of [readers.col.job, readers.col.leftB, readers.col.leastMs]) column.copyWithin(row, row + 1, readers.length)
  readers.length -= 1
}

function read(s: Store): void {
  advance(s)
  s.scalars.timer = 0
  const { job, leftB, leastMs } = s.readers.col
  for (let row = 0; row < s.readers.length; ) {
    if (leftB[row] > DONE_B) {
      row += 1
      continue
    }
    const [reader, earliestMs] = [job[row], leastMs[row]]
    removeRow(s, row)
    s.hooks.restored(reader, earliestMs)
  }
  arm(s)
}

function leave(s: Store, job: number): void {
  for (let row = 0; row < s.readers.length; row++) {
    if (s.readers.col.job[row] !== job) continue
    advance(s)
    removeRow(s, row)
    arm(s)
    return
  }
}

/** Loading jobs have what restores leave them in the long run: the whole rate, in steps of 2 %. */
function supplyAnew(s: Store): void {
  const { scalars } = s
  const share = stepDown(loadingRate(rateBpms(s) * 1000, scalars.demand))
  if (share === scalars.supply) return
  scalars.supply = Math.max(0.02, share)
  s.hooks.supplyChanged()
}

function setFailed(s: Store, failed: number): void {
  advance(s)
  s.scalars.failed = failed
  arm(s)
  supplyAnew(s)
}

/** The store stops answering, or answers again. */
function setSilent(s: Store, silent: number): void {
  const { scalars, kernel } = s
  advance(s)
  scalars.silent = silent
  if (silent === 1) scalars.silentFromMs = kernel.now
  else {
    scalars.lastFromMs = scalars.silentFromMs
    scalars.lastToMs = kernel.now
    scalars.silences += 1
  }
  arm(s)
  supplyAnew(s)
  s.hooks.silenceChanged(silent === 1)
}

/** Of the stall that goes on, and of the last one before; older ones are no part of any write that is under way. */
function silentMs({ scalars, kernel }: Store, sinceMs: number): number {
  const now = scalars.silent === 1 ? kernel.now - Math.max(sinceMs, scalars.silentFromMs) : 0
  return now + Math.max(0, scalars.lastToMs - Math.max(sinceMs, scalars.lastFromMs))
}

/** Registers the stalls of a store; returns what schedules the next one. */
function createStalls(s: Store, name: string, { world, kernel }: { readonly world: World; readonly kernel: Kernel }): () => void {
  const { stalls } = s.spec
  if (stalls === undefined || stalls.rate === 0) return () => undefined
  const key = entityKey(world.root, name)
  const next = (): void => {
    const atMs = kernel.now + roundMs(exponential(uniform(key, PURPOSE.outage, 2 * s.scalars.silences), YEAR_MS / stalls.rate))
    if (atMs <= world.horizonMs) kernel.schedule(s.types.stall, 0, atMs)
  }
  s.types.stall = kernel.command(`compute.${name}Stalls`, Phase.fault, () => {
    const forMs = roundMs(sample(stalls.duration, uniform(key, PURPOSE.outage, 2 * s.scalars.silences + 1)))
    setSilent(s, 1)
    kernel.schedule(s.types.answer, 0, kernel.now + Math.max(1, forMs))
  })
  s.types.answer = kernel.command(`compute.${name}Answers`, Phase.jobEnd, () => {
    setSilent(s, 0)
    next()
  })
  return next
}

/** Creates a store that jobs of a site share, the datastore or the object store; undefined where the scenario has none. */
export function createDataStore(name: 'datastore' | 'objectStore' | 'burstBuffer', spec: StoreSpec | undefined, world: World, kernel: Kernel, state: State, hooks: DataStoreHooks): DataStore | undefined {
  if (spec === undefined) return undefined
  const s: Store = { ...register(state, name), spec, kernel, hooks, types: { read: 0, fail: 0, repair: 0, stall: 0, answer: 0 } }
  const gapMs = (purpose: number, meanMs: number): number => roundMs(exponential(uniform(entityKey(world.root, name), purpose, s.scalars.failures), meanMs))
  const failNext = (): void => {
    const atMs = kernel.now + gapMs(PURPOSE.failure, YEAR_MS / spec.failures)
    if (atMs <= world.horizonMs) kernel.schedule(s.types.fail, 0, atMs)
  }
  s.types.read = kernel.command(`compute.${name}Restored`, Phase.jobEnd, () => read(s))
  s.types.fail = kernel.command(`compute.${name}Fails`, Phase.fault, () => {
    setFailed(s, 1)
    kernel.schedule(s.types.repair, 0, kernel.now + gapMs(PURPOSE.repair, spec.repair))
  })
  s.types.repair = kernel.command(`compute.${name}Repaired`, Phase.jobEnd, () => {
    setFailed(s, 0)
    s.scalars.failures += 1
    failNext()
  })
  const stallNext = createStalls(s, name, { world, kernel })
  return {
    start() {
      if (spec.failures > 0) failNext()
      stallNext()
    },
    join(job, bytes, leastMs) {
      advance(s)
      if (s.readers.length === s.readers.capacity) growTable(s.readers, s.readers.length + 1)
      const row = s.readers.length
      s.readers.length += 1
      const { col } = s.readers
      col.job[row] = job
      col.leftB[row] = bytes
      col.leastMs[row] = kernel.now + leastMs
      arm(s)
    },
    leave: job => leave(s, job),
    load(bytesPerS) {
      s.scalars.demand += bytesPerS
      supplyAnew(s)
    },
    supply: () => s.scalars.supply,
    readBps: () => rateBpms(s) * 1000,
    silentMs: sinceMs => silentMs(s, sinceMs),
    isSilent: () => s.scalars.silent === 1,
  }
}
