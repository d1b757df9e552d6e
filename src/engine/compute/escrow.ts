/**
 * Escrow: stretches of running time that are not durable yet. Each job keeps a list of them, oldest first, with the factors that slowed
 * it then; a durable checkpoint or the end of the job settles them as productive, a fault as rework. Adjacent stretches inside one
 * ledger window are merged, so a list is never longer than the windows it touches.
 */
import { exp, ln } from '../../base/exact-math.ts'
import { growTable } from '../../base/table.ts'
import { factorsOfShares, lossShares } from '../../physics/slowdown-split.ts'
import { type Fate, FACTORS, type ReworkCause } from '../ports.ts'
import { settleFrozen, settleHeld } from './books.ts'
import { copyFactors, FACTOR_COLUMNS, FACTOR_NAMES, type FactorColumns, loadFactors, rateOfRow, sameFactors, storeFactors } from './factor-columns.ts'
import { bookWait, eachSamplerBook } from './gang-wait.ts'
import { samplerRow } from './samplers.ts'
import { type Cluster, EARLY, NONE } from './tables.ts'

/** What a row knows of accelerators: those that the job holds, those that it held, a further part of them in another generation, or those that generated for it. */
export const ROW = { open: 0, frozen: 1, part: 2, sampler: 3 } as const

/** A stretch of a job, and the next of its list. */
export const ESCROW_COLUMNS = {
  next: 'i32',
  fromMs: 'f64',
  toMs: 'f64',
  blockedMs: 'f64',
  ...FACTOR_COLUMNS,
  // Of a stretch that a restore from a near copy has kept: what the job held then, and in which book; codes of `ROW`.
  frozen: 'u8',
  held: 'i32',
  book: 'i32',
} as const

export function takeRow(c: Cluster): number {
  const { escrow, counts } = c
  if (counts.freeEscrow !== NONE) {
    const row = counts.freeEscrow
    counts.freeEscrow = escrow.col.next[row]
    return row
  }
  if (escrow.length === escrow.capacity) growTable(escrow, escrow.length + 1)
  escrow.length += 1
  return escrow.length - 1
}

/** What is lost is lost to its cause; the rest of a job that its user will throw away is so. */
const fateOf = (c: Cluster, job: number, lost: ReworkCause | undefined): Fate | undefined => lost ?? (c.jobs.col.fails[job] === EARLY.fails || c.jobs.col.fails[job] === EARLY.expires ? 'discarded' : undefined)

/** Books [fromMs, toMs) of a job with its present factors. */
export function settleNow(c: Cluster, job: number, fromMs: number, toMs: number, blockedMs: number, lost?: ReworkCause): void {
  if (toMs <= fromMs) return
  const samplers = samplerRow(c, job)
  const beginMs = samplers === NONE ? fromMs : bookWait(c, job, job, fromMs, toMs, blockedMs)
  loadFactors(c.factors, c.jobs.col, job)
  settleHeld(c, job, beginMs, toMs, blockedMs, fateOf(c, job, lost))
  if (samplers === NONE) return
  const theirsMs = bookWait(c, job, samplers, fromMs, toMs, blockedMs)
  loadFactors(c.factors, c.jobs.col, samplers)
  settleHeld(c, samplers, theirsMs, toMs, 0, fateOf(c, job, lost))
}

/** Keeps [fromMs, toMs) of a job with its present factors until its fate is known. */
export function keep(c: Cluster, job: number, fromMs: number, toMs: number, blockedMs: number): void {
  if (toMs <= fromMs) return
  const samplers = samplerRow(c, job)
  if (samplers !== NONE) {
    keepPair(c, job, samplers, fromMs, toMs, blockedMs)
    return
  }
  const last = c.jobs.col.escrowLast[job]
  if (last !== NONE && mayMerge(c, job, last, fromMs)) merge(c, job, last, toMs, blockedMs)
  else append(c, job, fromMs, toMs, blockedMs, job)
}

/** The same for both gangs of a job; what either waited is known at once. Their rows follow each other, those that generated remember what they held. */
function keepPair(c: Cluster, job: number, samplers: number, fromMs: number, toMs: number, blockedMs: number): void {
  append(c, job, bookWait(c, job, job, fromMs, toMs, blockedMs), toMs, blockedMs, job)
  const beginMs = bookWait(c, job, samplers, fromMs, toMs, blockedMs)
  if (beginMs === toMs) return
  eachSamplerBook(c, samplers, (held, book) => {
    const row = append(c, job, beginMs, toMs, 0, samplers)
    const { col } = c.escrow
    col.frozen[row] = ROW.sampler
    col.held[row] = held
    col.book[row] = book
  })
}

/** A new last row of a job, with the present factors of a row of the job table; returns it. */
function append(c: Cluster, job: number, fromMs: number, toMs: number, blockedMs: number, of: number): number {
  const { escrowFirst, escrowLast } = c.jobs.col
  const row = takeRow(c)
  const columns = c.escrow.col
  columns.next[row] = NONE
  columns.fromMs[row] = fromMs
  columns.toMs[row] = toMs
  columns.blockedMs[row] = blockedMs
  columns.frozen[row] = ROW.open
  copyFactors(c.jobs.col, of, columns, row)
  if (escrowLast[job] === NONE) escrowFirst[job] = row
  else columns.next[escrowLast[job]] = row
  escrowLast[job] = row
  return row
}

/** Not across a window, nor across a checkpoint that may become durable, or is but may be wrong, or that a restore may go back to. */
function mayMerge(c: Cluster, job: number, last: number, fromMs: number): boolean {
  const { pendingMs, durableMs } = c.jobs.col
  const { windowMs } = c.world
  // The remainder of two doubles would cost three times as much.
  if (c.escrow.col.toMs[last] !== fromMs || Math.floor(fromMs / windowMs) * windowMs === fromMs || pendingMs[job] === fromMs || durableMs[job] === fromMs) return false
  return c.tiers === undefined || (c.escrow.col.frozen[last] === ROW.open && !c.tiers.isCut(job, fromMs))
}

/**
 * Extends a row by a stretch with the job's present factors. Different factors become equivalent ones: with the useful share u and the
 * loss shares l of both together, u^(l / (1 − u)) reproduces them in a ledger that splits losses in proportion to −ln of the factors.
 */
function merge(c: Cluster, job: number, row: number, toMs: number, blockedMs: number): void {
  const columns = c.escrow.col
  const oldMs = columns.toMs[row] - columns.fromMs[row] - columns.blockedMs[row]
  const newMs = toMs - columns.toMs[row] - blockedMs
  if (newMs > 0 && !sameFactors(columns, row, c.jobs.col, job)) {
    if (oldMs <= 0) copyFactors(c.jobs.col, job, columns, row)
    else (c.params.split === 'ordered' ? blendOrdered : blend)(c, job, row, oldMs / (oldMs + newMs))
  }
  columns.toMs[row] = toMs
  columns.blockedMs[row] += blockedMs
}

function blend(c: Cluster, job: number, row: number, oldShare: number): void {
  const columns = c.escrow.col
  const old = lossScale(columns, row)
  const present = lossScale(c.jobs.col, job)
  const useful = oldShare * old.rate + (1 - oldShare) * present.rate
  if (useful >= 1) return
  for (const name of FACTOR_NAMES) {
    const before = columns[name][row]
    const now = c.jobs.col[name][job]
    const loss = (before < 1 ? -ln(before) * oldShare * old.scale : 0) + (now < 1 ? -ln(now) * (1 - oldShare) * present.scale : 0)
    columns[name][row] = loss > 0 ? exp((ln(useful) * loss) / (1 - useful)) : 1
  }
}

// Loss shares of the stretches of a blend, overwritten by every call.
const oldShares = new Float64Array(FACTORS.length + 1)
const newShares = new Float64Array(FACTORS.length + 1)

/** The same for a ledger that splits losses in order. */
function blendOrdered(c: Cluster, job: number, row: number, oldShare: number): void {
  const columns = c.escrow.col
  loadFactors(c.factors, columns, row)
  lossShares(c.factors, oldShares, 'ordered')
  loadFactors(c.factors, c.jobs.col, job)
  lossShares(c.factors, newShares, 'ordered')
  for (let i = 0; i < oldShares.length; i++) oldShares[i] = oldShare * oldShares[i] + (1 - oldShare) * newShares[i]
  factorsOfShares(oldShares, c.factors, 'ordered')
  storeFactors(c.factors, columns, row)
}

/** Product of the factors, and lost share per unit of −ln. */
function lossScale(columns: FactorColumns, row: number): { rate: number; scale: number } {
  const rate = rateOfRow(columns, row)
  return { rate, scale: rate < 1 ? (1 - rate) / -ln(rate) : 0 }
}

/** Settles all that a job has in escrow up to `upToMs`, in order. */
export function settleEscrow(c: Cluster, job: number, upToMs: number, lost?: ReworkCause): void {
  const { jobs, escrow, counts } = c
  const columns = escrow.col
  const fate = fateOf(c, job, lost)
  let row = jobs.col.escrowFirst[job]
  while (row !== NONE && columns.toMs[row] <= upToMs) {
    loadFactors(c.factors, columns, row)
    if (columns.frozen[row] === ROW.open) settleHeld(c, job, columns.fromMs[row], columns.toMs[row], columns.blockedMs[row], fate)
    else settleFrozen(c, job, row, fate)
    const next = columns.next[row]
    columns.next[row] = counts.freeEscrow
    counts.freeEscrow = row
    row = next
  }
  jobs.col.escrowFirst[job] = row
  if (row === NONE) jobs.col.escrowLast[job] = NONE
}
