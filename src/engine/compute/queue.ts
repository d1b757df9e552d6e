/**
 * The queue: waiting jobs in order of submission, kept in cells by size class. A cell is a search tree in queue order that knows the
 * shortest estimate and the smallest size below every row, so that "the first job that fits within these limits" needs a walk of a few
 * rows in each cell, however long the queue is. Sizes below 32 nodes have a cell of their own, larger ones a quarter octave.
 */
import type { Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { createTreap, type Treap } from './treap.ts'

/** Columns of the job table that the queue reads and links. */
export interface QueueColumns {
  readonly uid: Uint32Array
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

export interface Queue {
  insert(job: number): void
  remove(job: number): void
  /** The first job in queue order, 0 if none. */
  head(): number
  /** The first job in queue order, behind `afterUid`, within the limits; 0 if none. */
  first(limits: Limits, afterUid: number): number
}

const EXACT = 32

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
  readonly cells: Table<{ root: 'i32'; head: 'i32' }>
  /** Bit i: cell i has jobs. */
  readonly used: Table<{ bits: 'u32' }>
  readonly tree: Treap
}

/** First cell from `from` on that has jobs, −1 if none. */
function nextCell({ used }: Cells, from: number): number {
  const { bits } = used.col
  for (let word = from >> 5; word < bits.length; word++) {
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

function fits(limits: Limits, nodes: number, estimateMs: number): boolean {
  return nodes <= limits.freeNodes && (estimateMs <= limits.endsWithinMs || nodes <= limits.spareNodes)
}

/** First row of a subtree behind `afterUid` within the limits; whole subtrees are passed over by their minima. */
function seek(columns: QueueColumns, row: number, limits: Limits, afterUid: number): number {
  if (row === 0 || !fits(limits, columns.treeNodes[row], columns.treeMs[row])) return 0
  if (columns.uid[row] > afterUid) {
    const earlier = seek(columns, columns.treeLeft[row], limits, afterUid)
    if (earlier !== 0) return earlier
    if (fits(limits, columns.nodes[row], columns.estimateMs[row])) return row
  }
  return seek(columns, columns.treeRight[row], limits, afterUid)
}

function head(q: Cells): number {
  const { uid } = q.columns()
  const heads = q.cells.col.head
  let best = 0
  for (let cell = nextCell(q, 0); cell >= 0; cell = nextCell(q, cell + 1)) {
    const row = heads[cell]
    if (best === 0 || uid[row] < uid[best]) best = row
  }
  return best
}

function first(q: Cells, limits: Limits, afterUid: number): number {
  const columns = q.columns()
  const { root, head: heads } = q.cells.col
  let best = 0
  for (let cell = nextCell(q, 0); cell >= 0; cell = nextCell(q, cell + 1)) {
    if (classFloor(cell) > limits.freeNodes) break
    if (best !== 0 && columns.uid[heads[cell]] > columns.uid[best]) continue
    const row = seek(columns, root[cell], limits, afterUid)
    if (row !== 0 && (best === 0 || columns.uid[row] < columns.uid[best])) best = row
  }
  return best
}

function pull(columns: QueueColumns, row: number): void {
  const { treeLeft, treeRight, treeMs, treeNodes } = columns
  treeMs[row] = columns.estimateMs[row]
  treeNodes[row] = columns.nodes[row]
  fold(columns, row, treeLeft[row])
  fold(columns, row, treeRight[row])
}

function fold({ treeMs, treeNodes }: QueueColumns, row: number, child: number): void {
  if (child === 0) return
  if (treeMs[child] < treeMs[row]) treeMs[row] = treeMs[child]
  if (treeNodes[child] < treeNodes[row]) treeNodes[row] = treeNodes[child]
}

/** A queue for jobs of at most `largestNodes` nodes over the columns of the job table. */
export function createQueue(state: State, largestNodes: number, columns: () => QueueColumns): Queue {
  const tree = createTreap({
    columns,
    before: (a, b) => columns().uid[a] < columns().uid[b],
    identity: row => columns().uid[row],
    pull: row => pull(columns(), row),
  })
  const cells = state.table('compute.queueCells', sizeClass(Math.max(1, largestNodes)) + 1, { root: 'i32', head: 'i32' })
  const used = state.table('compute.queueCellsUsed', (cells.capacity + 31) >> 5, { bits: 'u32' })
  const q: Cells = { columns, cells, used, tree }
  const update = (cell: number, root: number): void => {
    if (root === 0) used.col.bits[cell >> 5] &= ~(1 << (cell & 31))
    else used.col.bits[cell >> 5] |= 1 << (cell & 31)
    cells.col.root[cell] = root
    cells.col.head[cell] = leftmost(columns(), root)
  }
  return {
    insert(job) {
      const cell = sizeClass(columns().nodes[job])
      update(cell, tree.insert(cells.col.root[cell], job))
    },
    remove(job) {
      const cell = sizeClass(columns().nodes[job])
      update(cell, tree.remove(cells.col.root[cell], job))
    },
    head: () => head(q),
    first: (limits, afterUid) => first(q, limits, afterUid),
  }
}
