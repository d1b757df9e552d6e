/**
 * Running jobs that may be preempted, by class, in order of the start of their attempts. Trees know the nodes below every row, so that
 * whether preemption can help at all needs no walk over jobs. Jobs that share a node are not among them.
 */
import type { State } from '../kernel/state.ts'
import { PRIORITY_CLASSES } from '../../scenario/catalog/priority-classes.ts'
import { createTreap } from './treap.ts'
import type { Tables } from './tables.ts'

type Columns = Tables['jobs']['col']

export interface Victims {
  enter(job: number): void
  leave(job: number): void
  /** Nodes of jobs of a class that began by `byMs`. */
  nodes(rank: number, byMs: number): number
  /** Calls `visit` for jobs of a class that began by `byMs`, the newest first, until it returns true. */
  walk(rank: number, byMs: number, visit: (job: number) => boolean): boolean
  /** First begin behind `afterMs` of a job of a class; Infinity if none. */
  nextBegin(rank: number, afterMs: number): number
}

function visitDown(col: Columns, row: number, byMs: number, visit: (job: number) => boolean): boolean {
  if (row === 0) return false
  if (col.attemptMs[row] > byMs) return visitDown(col, col.bookLeft[row], byMs, visit)
  return visitDown(col, col.bookRight[row], byMs, visit) || visit(row) || visitDown(col, col.bookLeft[row], byMs, visit)
}

/** Nodes of the subtree of jobs that began by `byMs`. */
function nodesBy(col: Columns, root: number, byMs: number): number {
  let sum = 0
  let row = root
  while (row !== 0) {
    if (col.attemptMs[row] > byMs) {
      row = col.bookLeft[row]
      continue
    }
    sum += col.nodes[row] + (col.bookLeft[row] === 0 ? 0 : col.treeMs[col.bookLeft[row]])
    row = col.bookRight[row]
  }
  return sum
}

function beginBehind(col: Columns, root: number, afterMs: number): number {
  let best = Infinity
  for (let row = root; row !== 0; ) {
    if (col.attemptMs[row] > afterMs) {
      best = col.attemptMs[row]
      row = col.bookLeft[row]
    } else row = col.bookRight[row]
  }
  return best
}

/** While a job runs, the links of the book and the minimum of the queue are free: they are the links here, and the sum of nodes. */
export function createVictims(state: State, columns: () => Columns): Victims {
  const classes = state.table('compute.victims', PRIORITY_CLASSES.length, { root: 'i32' })
  const tree = createTreap({
    columns(into) {
      const { bookLeft, bookRight, attemptMs, uid, treeMs, nodes } = columns()
      into.left = bookLeft
      into.right = bookRight
      into.key = attemptMs
      into.identity = uid
      into.sum = treeMs
      into.amount = nodes
    },
  })
  const { root } = classes.col
  return {
    enter(job) {
      const rank = columns().rank[job]
      root[rank] = tree.insert(root[rank], job)
    },
    leave(job) {
      const rank = columns().rank[job]
      root[rank] = tree.remove(root[rank], job)
    },
    nodes: (rank, byMs) => nodesBy(columns(), root[rank], byMs),
    walk: (rank, byMs, visit) => visitDown(columns(), root[rank], byMs, visit),
    nextBegin: (rank, afterMs) => beginBehind(columns(), root[rank], afterMs),
  }
}
