/**
 * In whose books of the ledger a job stands: those of its tenant, by generation of its nodes. A job on nodes of several generations is
 * booked for each of them with what it holds there.
 */
import { bucketIndex } from '../../scenario/buckets.ts'
import { type Fate, generationsOf, SAMPLERS_OF, type World } from '../ports.ts'
import { noteSettled } from './class-books.ts'
import { jobOfRow, samplerRow } from './samplers.ts'
import { type Cluster, JOB_KIND, NONE } from './tables.ts'

/** Code of a row of escrow that stands for a stretch as a whole, and not for one more generation of it. */
const FIRST_PART = 1
/** The same of one that stands for those that generate for a job. */
const SAMPLER_PART = 3
/** Where spares idle. */
export const RESERVE = bucketIndex('L6.spareReserve')

export interface JobBooks {
  /** Tenants with nobody first. */
  readonly tenants: number
  readonly generations: number
  /** Generation by rack type. */
  readonly ofType: Int32Array
  /** Accelerators of a node by rack type. */
  readonly perNode: Int32Array
  /** Accelerators of the job in work by generation. */
  readonly held: Int32Array
}

export function createJobBooks(world: World, tenants: number): JobBooks {
  const { names, ofType } = generationsOf(world)
  const perNode = new Int32Array(ofType.length)
  const { lots, racks, nodes } = world
  for (let lot = 0; lot < lots.count; lot++) perNode[lots.type[lot]] = nodes.accelerators[racks.nodeBegin[lots.firstRack[lot]] + lots.nodeOffset[lot]]
  return { tenants, generations: names.length, ofType, perNode, held: new Int32Array(names.length) }
}

const generationOfRack = (c: Cluster, rack: number): number => c.books.ofType[c.racks.col.type[rack]]

/** Writes what a job, replica or row of spares holds by generation into `c.books.held`. */
function spread(c: Cluster, job: number): void {
  const { held } = c.books
  const { firstRun, holder, held: heldBy } = c.jobs.col
  held.fill(0)
  if (holder[job] !== NONE && firstRun[job] === NONE) {
    const run = firstRun[holder[job]]
    held[generationOfRack(c, c.runs.col.rack[run])] = heldBy[job]
    return
  }
  const { rack, nodes, next } = c.runs.col
  for (let run = firstRun[job]; run !== NONE; run = next[run]) {
    held[generationOfRack(c, rack[run])] += nodes[run] * c.books.perNode[c.racks.col.type[rack[run]]]
  }
}

/** Accelerators of a job, with those that generate for it, enter a bucket (`sign` 1) or leave it (−1). */
export function moveHeld(c: Cluster, job: number, bucket: number, sign: 1 | -1): void {
  const { tenant, held } = c.jobs.col
  const samplers = samplerRow(c, job)
  if (samplers !== NONE) moveHeld(c, samplers, bucket, sign)
  if (c.books.generations === 1) {
    book(c, bucket, held[job] * sign, tenant[job])
    return
  }
  spread(c, job)
  for (let generation = 0; generation < c.books.generations; generation++) book(c, bucket, c.books.held[generation] * sign, generation * c.books.tenants + tenant[job])
}

function book(c: Cluster, bucket: number, by: number, at: number): void {
  if (by > 0) c.ledger.hold(bucket, by, at)
  else if (by < 0) c.ledger.release(bucket, -by, at)
}

/** Spare nodes belong to nobody; one of them comes (1) or goes (−1). */
export function moveSpare(c: Cluster, node: number, sign: 1 | -1): void {
  const generation = c.books.ofType[c.world.lots.type[c.world.nodes.lot[node]]] ?? 0
  book(c, RESERVE, c.world.nodes.accelerators[node] * sign, generation * c.books.tenants)
}

/** Accelerators that a job holds by generation; overwritten by the next call. */
export function heldByGeneration(c: Cluster, job: number): Int32Array {
  if (c.books.generations === 1) c.books.held[0] = c.jobs.col.held[job]
  else spread(c, job)
  return c.books.held
}

/** Book of a job's tenant for a generation. */
export const bookOf = (c: Cluster, job: number, generation: number): number => generation * c.books.tenants + c.jobs.col.tenant[job]

/** Settles a row of escrow that remembers what the job held, with the factors in `c.factors`. */
export function settleFrozen(c: Cluster, job: number, row: number, fate: Fate | undefined): void {
  const { fromMs, toMs, blockedMs, held, book, frozen } = c.escrow.col
  noteSettled(c, job, fromMs[row], toMs[row], blockedMs[row], fate, held[row], frozen[row] === FIRST_PART)
  c.ledger.settle(held[row], fromMs[row], toMs[row], blockedMs[row], c.factors, fate, book[row], frozen[row] === SAMPLER_PART ? SAMPLERS_OF + job : job)
}

/** Settles [fromMs, toMs) of a job, or of the row of those that generate for it, with the factors in `c.factors`. */
export function settleHeld(c: Cluster, row: number, fromMs: number, toMs: number, blockedMs: number, fate: Fate | undefined): void {
  if (toMs <= fromMs) return
  const { tenant, held } = c.jobs.col
  const job = jobOfRow(c, row)
  const owner = row === job ? job : SAMPLERS_OF + job
  noteSettled(c, job, fromMs, toMs, blockedMs, fate, held[row], row === job)
  if (c.books.generations === 1) {
    c.ledger.settle(held[row], fromMs, toMs, blockedMs, c.factors, fate, tenant[job], owner)
    return
  }
  spread(c, row)
  for (let generation = 0; generation < c.books.generations; generation++) {
    const part = c.books.held[generation]
    if (part > 0) c.ledger.settle(part, fromMs, toMs, blockedMs, c.factors, fate, generation * c.books.tenants + tenant[job], owner)
  }
}

/** Settles the serving replicas of a pool, of which `first` is the first in its list, as one. */
export function settleServing(c: Cluster, pool: number, first: number, accelerators: number, isServing: (job: number) => boolean, fromMs: number, toMs: number, fate?: Fate): void {
  const { tenant, next, kind } = c.jobs.col
  const owner = first === NONE || kind[first] !== JOB_KIND.replica ? 0 : tenant[first]
  if (c.books.generations === 1) {
    c.ledger.settle(accelerators, fromMs, toMs, 0, c.factors, fate, owner, -2 - pool)
    return
  }
  const sums = new Int32Array(c.books.generations)
  for (let job = first; job !== NONE; job = next[job]) {
    if (!isServing(job)) continue
    spread(c, job)
    for (let generation = 0; generation < sums.length; generation++) sums[generation] += c.books.held[generation]
  }
  sums.forEach((part, generation) => {
    if (part > 0) c.ledger.settle(part, fromMs, toMs, 0, c.factors, fate, generation * c.books.tenants + owner, -2 - pool)
  })
}
