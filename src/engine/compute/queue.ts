/**
 * The queue: waiting jobs in queue order, kept in cells by size class. A cell is a search tree in queue order that knows the shortest
 * estimate and the smallest size below every row, so that "the first job that fits within these limits" needs a walk of a few rows in
 * each cell, however long the queue is. Sizes below 32 nodes have a cell of their own, larger ones a quarter octave.
 *
 * Queue order is a number a job, earlier first, then the order of submission. Jobs whose numbers move together (those of a tenant whose
 * usage changes) share a lane: the lane moves, the trees stay. Each lane has cells of its own.
 */
import type { Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { createTreap, type Treap } from './treap.ts'

/** Columns of the job table that the queue reads and links. */
export interface QueueColumns {
  readonly uid: Uint32Array
  readonly lane: Int32Array
  /** Place in the lane: a virtual time of submission, ms. */
  readonly orderMs: Float64Array
  readonly nodes: Int32Array
  readonly estimateMs: Float64Array
  readonly treeLeft: Int32Array
  readonly treeRight: Int32Array
  /** Shortest estimate in the subtree. */
  readonly treeMs: Float64Array
  /** Smallest size in the subtree. */
  readonly treeNodes: Int32Array
}

/** What a job may need at most: `freeNodes` in any case, and either `endsWithinMs` or `spareNodes`. */
export interface Limits {
  freeNodes: number
  endsWithinMs: number
  spareNodes: number
}

/** Lanes of the queue and what moves them. */
export interface Lanes {
  readonly count: number
  /** Added to the order of all jobs of a lane, ms; constant during a pass. */
  offsetMs(lane: number): number
  /** Nodes that jobs of the lane may still take, by quota. */
  roomNodes(lane: number): number
}

export interface Queue {
  insert(job: number): void
  remove(job: number): void
  /** The first job in queue order that its quota lets start, 0 if none. */
  head(): number
  /** The first job in queue order, behind `afterJob` (0: from the head), within the limits and its quota; 0 if none. */
  first(limits: Readonly<Limits>, afterJob: number): number
  /** The next job in queue order behind `afterJob` (0: the first), whatever its quota; 0 if none. */
  next(afterJob: number): number
}

/** One lane in order of submission without quota. */
export const ONE_LANE: Lanes = { count: 1, offsetMs: () => 0, roomNodes: () => Infinity }
/** Limits that every job keeps. */
export const ANY: Readonly<Limits> = { freeNodes: Infinity, endsWithinMs: Infinity, spareNodes: Infinity }

const EXACT = 32
const UNKNOWN = -1

/** Size class of `nodes` ≥ 1; classes ascend with size. */
export function sizeClass(nodes: number): number {
  if (nodes < EXACT) return nodes
  const octave = 31 - Math.clz32(nodes)
  return EXACT + (octave - 5) * 4 + ((nodes >> (octave - 2)) & 3)
}

/** Smallest size of a class. */
export function classFloor(index: number): number {
  if (index < EXACT) return index
  const quarter = index - EXACT
  return (4 + (quarter & 3)) << ((quarter >> 2) + 3)
}

interface Cells {
  readonly columns: () => QueueColumns
  readonly lanes: Lanes
  /** Cells of a lane, a multiple of 32. */
  readonly width: number
  /** Lane by lane. */
  readonly cells: Table<{ root: 'i32'; head: 'i32' }>
  /** Bit i: cell i has jobs. */
  readonly used: Table<{ bits: 'u32' }>
  /** First job of each lane, 0 for none, UNKNOWN after it left: a cache, so it is no state. */
  readonly laneHeads: Int32Array
  readonly tree: Treap
}

/** First cell from `from` to before `end` that has jobs, −1 if none; `end` is a multiple of 32. */
function nextCell({ used }: Cells, from: number, end: number): number {
  const { bits } = used.col
  for (let word = from >> 5; word < end >> 5; word++) {
    const found = word === from >> 5 ? bits[word] & (-1 << (from & 31)) : bits[word]
    if (found !== 0) return (word << 5) + 31 - Math.clz32(found & -found)
  }
  return -1
}

/** Leftmost row of a tree. */
function leftmost(columns: QueueColumns, root: number): number {
  let row = root
  while (row !== 0 && columns.treeLeft[row] !== 0) row = columns.treeLeft[row]
  return row
}

/** What is sought in one lane: a size up to `free`, behind (`afterMs`, `afterUid`) in queue order. */
interface Search {
  free: number
  limits: Readonly<Limits>
  afterMs: number
  afterUid: number
}

/** Whether a job of `nodes` for `estimateMs` keeps all limits. */
export const isWithin = (limits: Readonly<Limits>, nodes: number, estimateMs: number): boolean => nodes <= limits.freeNodes && (estimateMs <= limits.endsWithinMs || nodes <= limits.spareNodes)

function fits({ free, limits }: Search, nodes: number, estimateMs: number): boolean {
  return nodes <= free && (estimateMs <= limits.endsWithinMs || nodes <= limits.spareNodes)
}

/** First row of a subtree that is sought; whole subtrees are passed over by their minima. */
function seek(columns: QueueColumns, row: number, search: Search): number {
  if (row === 0 || !fits(search, columns.treeNodes[row], columns.treeMs[row])) return 0
  const orderMs = columns.orderMs[row]
  if (orderMs > search.afterMs || (orderMs === search.afterMs && columns.uid[row] > search.afterUid)) {
    const earlier = seek(columns, columns.treeLeft[row], search)
    if (earlier !== 0) return earlier
    if (fits(search, columns.nodes[row], columns.estimateMs[row])) return row
  }
  return seek(columns, columns.treeRight[row], search)
}

/** Whether a job stands before another of its lane. */
function isAhead({ orderMs, uid }: QueueColumns, job: number, other: number): boolean {
  return orderMs[job] < orderMs[other] || (orderMs[job] === orderMs[other] && uid[job] < uid[other])
}

/** First job of a lane, 0 if none. */
function headOf(q: Cells, lane: number): number {
  const known = q.laneHeads[lane]
  if (known !== UNKNOWN) return known
  const columns = q.columns()
  const heads = q.cells.col.head
  const end = (lane + 1) * q.width
  let best = 0
  for (let cell = nextCell(q, lane * q.width, end); cell >= 0; cell = nextCell(q, cell + 1, end)) {
    if (best === 0 || isAhead(columns, heads[cell], best)) best = heads[cell]
  }
  q.laneHeads[lane] = best
  return best
}

/** First job in queue order; `byQuota`: that its quota lets start. */
function head(q: Cells, byQuota: boolean): number {
  const { uid, orderMs } = q.columns()
  let best = 0
  let bestMs = 0
  for (let lane = 0; lane < q.lanes.count; lane++) {
    const row = headOf(q, lane)
    if (row === 0) continue
    if (byQuota && q.lanes.roomNodes(lane) !== Infinity) return first(q, ANY, 0, true)
    const atMs = orderMs[row] + q.lanes.offsetMs(lane)
    if (best !== 0 && (atMs > bestMs || (atMs === bestMs && uid[row] > uid[best]))) continue
    best = row
    bestMs = atMs
  }
  return best
}

const search: Search = { free: 0, limits: ANY, afterMs: 0, afterUid: 0 }

function first(q: Cells, limits: Readonly<Limits>, afterJob: number, byQuota: boolean): number {
  const columns = q.columns()
  const { uid, orderMs, lane: laneOf } = columns
  const { root, head: heads } = q.cells.col
  const afterMs = afterJob === 0 ? -Infinity : orderMs[afterJob] + q.lanes.offsetMs(laneOf[afterJob])
  search.limits = limits
  search.afterUid = afterJob === 0 ? 0 : uid[afterJob]
  let best = 0
  let bestMs = 0
  for (let lane = 0; lane < q.lanes.count; lane++) {
    const foremost = headOf(q, lane)
    if (foremost === 0) continue
    const offsetMs = q.lanes.offsetMs(lane)
    if (best !== 0 && orderMs[foremost] + offsetMs > bestMs) continue
    search.free = byQuota ? Math.min(limits.freeNodes, q.lanes.roomNodes(lane)) : limits.freeNodes
    search.afterMs = afterMs - offsetMs
    const begin = lane * q.width
    for (let cell = nextCell(q, begin, begin + q.width); cell >= 0; cell = nextCell(q, cell + 1, begin + q.width)) {
      if (classFloor(cell - begin) > search.free) break
      const top = heads[cell]
      const topMs = orderMs[top] + offsetMs
      if (best !== 0 && (topMs > bestMs || (topMs === bestMs && uid[top] > uid[best]))) continue
      const row = seek(columns, root[cell], search)
      if (row === 0) continue
      const atMs = orderMs[row] + offsetMs
      if (best !== 0 && (atMs > bestMs || (atMs === bestMs && uid[row] > uid[best]))) continue
      best = row
      bestMs = atMs
    }
  }
  return best
}

/** Brings the minima of a row up to date; false when they were right. */
function pull({ treeLeft, treeRight, treeMs, treeNodes, estimateMs, nodes }: QueueColumns, row: number): boolean {
  const left = treeLeft[row]
  const right = treeRight[row]
  let leastMs = estimateMs[row]
  let leastNodes = nodes[row]
  if (left !== 0) {
    if (treeMs[left] < leastMs) leastMs = treeMs[left]
    if (treeNodes[left] < leastNodes) leastNodes = treeNodes[left]
  }
  if (right !== 0) {
    if (treeMs[right] < leastMs) leastMs = treeMs[right]
    if (treeNodes[right] < leastNodes) leastNodes = treeNodes[right]
  }
  if (treeMs[row] === leastMs && treeNodes[row] === leastNodes) return false
  treeMs[row] = leastMs
  treeNodes[row] = leastNodes
  return true
}

function insert({ columns, cells, used, laneHeads, tree }: Cells, cell: number, job: number): void {
  const { root, head: heads } = cells.col
  const now = columns()
  used.col.bits[cell >> 5] |= 1 << (cell & 31)
  root[cell] = tree.insert(root[cell], job)
  if (heads[cell] === 0 || isAhead(now, job, heads[cell])) heads[cell] = job
  const lane = now.lane[job]
  const foremost = laneHeads[lane]
  if (foremost === 0 || (foremost !== UNKNOWN && isAhead(now, job, foremost))) laneHeads[lane] = job
}

function remove({ columns, cells, used, laneHeads, tree }: Cells, cell: number, job: number): void {
  const { root, head: heads } = cells.col
  const now = columns()
  root[cell] = tree.remove(root[cell], job)
  if (root[cell] === 0) used.col.bits[cell >> 5] &= ~(1 << (cell & 31))
  if (heads[cell] === job) heads[cell] = leftmost(now, root[cell])
  const lane = now.lane[job]
  if (laneHeads[lane] === job) laneHeads[lane] = UNKNOWN
}

/** A queue for jobs of at most `largestNodes` nodes over the columns of the job table. */
export function createQueue(state: State, largestNodes: number, columns: () => QueueColumns, lanes: Lanes = ONE_LANE): Queue {
  const tree = createTreap({
    columns(into) {
      const { treeLeft, treeRight, orderMs, uid } = columns()
      into.left = treeLeft
      into.right = treeRight
      into.key = orderMs
      into.identity = uid
    },
    pull: row => pull(columns(), row),
  })
  const width = ((sizeClass(Math.max(1, largestNodes)) >> 5) + 1) << 5
  const cells = state.table('compute.queueCells', lanes.count * width, { root: 'i32', head: 'i32' })
  const used = state.table('compute.queueCellsUsed', cells.capacity >> 5, { bits: 'u32' })
  const laneHeads = new Int32Array(lanes.count).fill(UNKNOWN)
  state.onRestore(() => void laneHeads.fill(UNKNOWN))
  const q: Cells = { columns, lanes, width, cells, used, laneHeads, tree }
  const cellOf = (job: number): number => columns().lane[job] * width + sizeClass(columns().nodes[job])
  return {
    insert: job => insert(q, cellOf(job), job),
    remove: job => remove(q, cellOf(job), job),
    head: () => head(q, true),
    first: (limits, afterJob) => first(q, limits, afterJob, true),
    next: afterJob => (afterJob === 0 ? head(q, false) : first(q, ANY, afterJob, false)),
  }
}
