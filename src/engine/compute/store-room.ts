/**
 * Room in the datastore. A job takes room for the checkpoints that it keeps when it first starts, and for data of its own, and gives it back when
 * it is over; permanent checkpoints and what else grows there come as a steady flow. No write is an event: what is used is a straight line between
 * starts and ends of jobs, so the moment at which it reaches the high-water mark is known. From then on no new job starts until there is room again;
 * jobs that have run before keep what they have and may go on. In a full store permanent checkpoints and growth are given up.
 */
import { DAY_MS } from '../../base/spans.ts'
import { growTable } from '../../base/table.ts'
import type { DatastoreSection } from '../../scenario/schema/datastore.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import type { ComputeScenario } from './parameters.ts'
import { acceleratorsOf } from './saving.ts'
import { type Cluster, JOB_KIND, NEVER } from './tables.ts'
import { requestPass } from './wake.ts'

/** Checkpoints of a job that are kept where the file does not say; default of the model specification. */
const KEPT = 5

export interface StoreRoom {
  start(): void
  /** Whether nothing that has not run yet may start. */
  isClosed(): boolean
  /** Whether a waiting job has its room, or would get it now. */
  mayStart(job: number): boolean
  /** A job starts: it takes its room, if it has none yet. */
  take(job: number): void
  /** A job is over: its room is free. */
  free(job: number): void
  /** A job begins (1) or ends (−1) to train, and so to write permanent checkpoints. */
  train(job: number, sign: 1 | -1): void
  /** Data of an entry is on its way to the site: of a job of its own, or once for all of them. */
  stage(job: number, entry: number): void
  summary(): StoreSummary
}

type Spec = NonNullable<DatastoreSection> & { readonly capacity: number }

interface Book {
  readonly c: () => Cluster
  readonly kernel: Kernel
  readonly spec: Spec
  readonly kept: number
  readonly permanentEvery: number | undefined
  readonly data: readonly ({ readonly bytes: number; readonly isKept: boolean } | undefined)[]
  readonly of: { capacityB: number; otherB: number; otherBpms: number; permanentB: number; permanentBpms: number; checkpointsB: number; dataB: number; givenUpB: number; mostB: number; sinceMs: number; closed: number; closedSinceMs: number; closedMs: number; closings: number; timer: number }
  /** By row of the job table: room for checkpoints and data, what it writes for good, B/ms. */
  readonly jobs: ReturnType<typeof registerJobs>
  readonly entries: { readonly col: { readonly staged: Uint8Array } }
  readonly types: { mark: number; expand: number; expire: number }
}

const registerJobs = (state: State) => state.table('compute.storeJobs', 256, { checkpointB: 'f64', dataB: 'f64', flowBpms: 'f64' })

const usedOf = ({ of }: Book): number => of.otherB + of.permanentB + of.checkpointsB + of.dataB

/** Brings what flows in up to now; what finds no room is given up. */
function advance(b: Book): void {
  const { of, kernel } = b
  const elapsedMs = kernel.now - of.sinceMs
  of.sinceMs = kernel.now
  const inflow = of.otherBpms + of.permanentBpms
  if (elapsedMs === 0 || inflow <= 0) return
  const wanted = inflow * elapsedMs
  const taken = Math.min(wanted, Math.max(0, of.capacityB - usedOf(b)))
  of.givenUpB += wanted - taken
  of.otherB += (taken * of.otherBpms) / inflow
  of.permanentB += (taken * of.permanentBpms) / inflow
}

/** Looks whether the mark is reached or left, and when that will be by what flows in. */
function look(b: Book): void {
  const { of, kernel, spec } = b
  const used = usedOf(b)
  const markB = spec.highWater * of.capacityB
  of.mostB = Math.max(of.mostB, used)
  // Half a byte is nothing: a flow that ends at the mark has reached it.
  const closed = used >= markB - 0.5 ? 1 : 0
  if (closed !== of.closed) turn(b, closed)
  const inflow = of.otherBpms + of.permanentBpms
  const dueMs = closed === 1 || inflow <= 0 ? Infinity : kernel.now + Math.max(1, Math.ceil((markB - used) / inflow))
  const setMs = kernel.timeOf(of.timer)
  // A timer that fires early looks again.
  if (dueMs === Infinity || (setMs >= 0 && setMs <= dueMs)) return
  kernel.cancel(of.timer)
  of.timer = kernel.schedule(b.types.mark, 0, dueMs)
}

function turn(b: Book, closed: number): void {
  const { of, kernel } = b
  of.closed = closed
  if (closed === 1) {
    of.closedSinceMs = kernel.now
    of.closings += 1
  } else of.closedMs += kernel.now - of.closedSinceMs
  const c = b.c()
  c.emit({ kind: closed === 1 ? 'storeFilled' : 'storeFreed', store: 'datastore' })
}

/** Room that a job needs for its checkpoints, B. */
function needOf({ c: cluster, kept }: Book, job: number): number {
  const c = cluster()
  return c.jobs.col.intervalMs[job] === 0 ? 0 : acceleratorsOf(c, job) * c.params.size * kept
}

function rowFor({ jobs }: Book, job: number): void {
  if (job >= jobs.capacity) growTable(jobs, job + 1)
  if (job >= jobs.length) jobs.length = job + 1
}

function stage(b: Book, job: number, entry: number): void {
  const data = b.data[entry]
  if (data === undefined || (data.isKept && b.entries.col.staged[entry] === 1)) return
  advance(b)
  b.of.dataB += data.bytes
  if (data.isKept) b.entries.col.staged[entry] = 1
  else {
    rowFor(b, job)
    b.jobs.col.dataB[job] += data.bytes
  }
  look(b)
}

function train(b: Book, job: number, sign: 1 | -1): void {
  if (b.permanentEvery === undefined) return
  const c = b.c()
  const { intervalMs, blockingMs, kind } = c.jobs.col
  if (kind[job] !== JOB_KIND.batch || intervalMs[job] === 0) return
  advance(b)
  rowFor(b, job)
  const { flowBpms } = b.jobs.col
  b.of.permanentBpms = Math.max(0, b.of.permanentBpms - flowBpms[job])
  flowBpms[job] = sign === 1 ? (acceleratorsOf(c, job) * c.params.size) / (b.permanentEvery * (intervalMs[job] + blockingMs[job])) : 0
  b.of.permanentBpms += flowBpms[job]
  look(b)
}

function free(b: Book, job: number): void {
  if (job >= b.jobs.length) return
  const { checkpointB, dataB } = b.jobs.col
  if (checkpointB[job] === 0 && dataB[job] === 0) return
  advance(b)
  b.of.checkpointsB = Math.max(0, b.of.checkpointsB - checkpointB[job])
  b.of.dataB = Math.max(0, b.of.dataB - dataB[job])
  checkpointB[job] = 0
  dataB[job] = 0
  look(b)
}

function begin(b: Book, world: World): void {
  const { spec, kernel, of } = b
  of.otherB = spec.used
  of.otherBpms = spec.growth / 1000
  for (const [at, { on, add }] of spec.expansions.entries()) {
    const atMs = (on - world.startDay) * DAY_MS
    if (atMs <= 0) of.capacityB += add
    else if (atMs <= world.horizonMs) kernel.schedule(b.types.expand, at, atMs)
  }
  if (spec.retention !== undefined && spec.growth > 0 && spec.retention <= world.horizonMs) kernel.schedule(b.types.expire, 0, spec.retention)
  look(b)
}

/** Bytes; `closedMs`: time in which no new job started, in `closings` stretches; `givenUpB`: what found no room. Results have the same record. */
function summaryOf(b: Book) {
  const { of, kernel } = b
  // Who reads changes nothing: what flowed in since is added here.
  const wanted = (of.otherBpms + of.permanentBpms) * (kernel.now - of.sinceMs)
  const taken = Math.min(wanted, Math.max(0, of.capacityB - usedOf(b)))
  const used = usedOf(b) + taken
  return {
    capacityB: of.capacityB, usedB: used, mostB: Math.max(of.mostB, used), checkpointsB: of.checkpointsB, dataB: of.dataB,
    permanentB: of.permanentB + (wanted > 0 ? (taken * of.permanentBpms) / (of.otherBpms + of.permanentBpms) : 0),
    givenUpB: of.givenUpB + wanted - taken, closedMs: of.closedMs + (of.closed === 1 ? kernel.now - of.closedSinceMs : 0), closings: of.closings,
  }
}
export type StoreSummary = Readonly<ReturnType<typeof summaryOf>>

/** Undefined where the file states no capacity. */
export function createStoreRoom(c: () => Cluster, { datastore, checkpoints, workload }: ComputeScenario, world: World, kernel: Kernel, state: State): StoreRoom | undefined {
  if (datastore?.capacity === undefined) return undefined
  const b: Book = {
    c, kernel,
    spec: { ...datastore, capacity: datastore.capacity },
    kept: checkpoints.retained ?? KEPT,
    permanentEvery: checkpoints.permanentEvery,
    data: workload.map(entry => ('data' in entry && entry.data !== undefined ? { bytes: entry.data.size, isKept: entry.data.keep } : undefined)),
    of: state.scalars('compute.storeRoom', { capacityB: datastore.capacity, otherB: 0, otherBpms: 0, permanentB: 0, permanentBpms: 0, checkpointsB: 0, dataB: 0, givenUpB: 0, mostB: 0, sinceMs: 0, closed: 0, closedSinceMs: 0, closedMs: 0, closings: 0, timer: 0 }),
    jobs: registerJobs(state),
    entries: state.table('compute.storeEntries', workload.length, { staged: 'u8' }),
    types: { mark: 0, expand: 0, expire: 0 },
  }
  const again = (): void => {
    advance(b)
    look(b)
    requestPass(c())
  }
  b.types.mark = kernel.command('compute.storeMark', Phase.control, again)
  b.types.expand = kernel.command('compute.storeExpanded', Phase.control, at => {
    advance(b)
    b.of.capacityB += b.spec.expansions[at].add
    again()
  })
  // From now on as much is deleted as comes.
  b.types.expire = kernel.command('compute.storeExpires', Phase.control, () => {
    advance(b)
    b.of.otherBpms = 0
    again()
  })
  return portOf(b, world)
}

function portOf(b: Book, world: World): StoreRoom {
  const { of, jobs } = b
  const hasRoom = (job: number): boolean => job < jobs.length && jobs.col.checkpointB[job] > 0
  return {
    start: () => begin(b, world),
    isClosed: () => of.closed === 1,
    mayStart(job) {
      if (b.c().jobs.col.startMs[job] !== NEVER || hasRoom(job)) return true
      if (of.closed === 1) return false
      const need = needOf(b, job)
      return need === 0 || usedOf(b) + (of.otherBpms + of.permanentBpms) * (b.kernel.now - of.sinceMs) + need <= of.capacityB
    },
    take(job) {
      const need = hasRoom(job) ? 0 : needOf(b, job)
      if (need === 0) return
      advance(b)
      rowFor(b, job)
      jobs.col.checkpointB[job] = need
      of.checkpointsB += need
      look(b)
    },
    free: job => free(b, job),
    train: (job, sign) => train(b, job, sign),
    stage: (job, entry) => stage(b, job, entry),
    summary: () => summaryOf(b),
  }
}
