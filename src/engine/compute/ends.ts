/**
 * Expected ends of running jobs, sorted: a search tree by (expected end, job) that knows the nodes below every row. The shadow time of
 * a blocked job, the earliest time at which enough nodes will be free, is exact and takes a walk from root to leaf.
 */
import type { State } from '../kernel/state.ts'
import { createTreap } from './treap.ts'

/** Columns of the job table that the ends read and link. */
export interface EndColumns {
  readonly uid: Uint32Array
  readonly nodes: Int32Array
  readonly endEstimateMs: Float64Array
  readonly treeLeft: Int32Array
  readonly treeRight: Int32Array
  /** Nodes of all jobs in the subtree. */
  readonly treeNodes: Int32Array
}

/** When a blocked job can start by the estimates, and how many nodes stay free then. */
export interface Shadow {
  /** Infinity when even the end of all jobs would not free enough. */
  atMs: number
  spareNodes: number
}

export interface Ends {
  insert(job: number): void
  remove(job: number): void
  /** Fills `into` for a job of `need` nodes with `freeNodes` free now. Ends in the past count as `nowMs + 1`. */
  shadow(need: number, freeNodes: number, nowMs: number, into: Shadow): void
  /** Nodes of jobs beyond their expected end. */
  overdue(nowMs: number): number
  /** Nodes of all jobs. */
  nodes(): number
  /** Calls `visit` for every running job in order of expected end until it returns true. */
  walk(visit: (job: number) => boolean): void
}

/** Nodes of jobs whose end is at or before `atMs`. */
function releasedBy(columns: EndColumns, root: number, atMs: number): number {
  const { endEstimateMs, nodes, treeLeft, treeRight, treeNodes } = columns
  let sum = 0
  let row = root
  while (row !== 0) {
    if (endEstimateMs[row] > atMs) {
      row = treeLeft[row]
      continue
    }
    sum += nodes[row] + treeNodes[treeLeft[row]]
    row = treeRight[row]
  }
  return sum
}

/** Row at which the running sum of nodes in order of ends first reaches `need` (≤ sum of all). */
function reaching(columns: EndColumns, root: number, need: number): number {
  const { nodes, treeLeft, treeRight, treeNodes } = columns
  let left = need
  let row = root
  for (;;) {
    const before = treeNodes[treeLeft[row]]
    if (left <= before) {
      row = treeLeft[row]
      continue
    }
    left -= before + nodes[row]
    if (left <= 0) return row
    row = treeRight[row]
  }
}

function visitAll(columns: EndColumns, row: number, visit: (job: number) => boolean): boolean {
  if (row === 0) return false
  return visitAll(columns, columns.treeLeft[row], visit) || visit(row) || visitAll(columns, columns.treeRight[row], visit)
}

export function createEnds(state: State, columns: () => EndColumns): Ends {
  const root = state.scalars('compute.ends', { row: 0 })
  const tree = createTreap({
    columns(into) {
      const { treeLeft, treeRight, endEstimateMs, uid, treeNodes, nodes } = columns()
      into.left = treeLeft
      into.right = treeRight
      into.key = endEstimateMs
      into.identity = uid
      into.sum = treeNodes
      into.amount = nodes
    },
  })
  return {
    insert: job => void (root.row = tree.insert(root.row, job)),
    remove: job => void (root.row = tree.remove(root.row, job)),
    shadow(need, freeNodes, nowMs, into) {
      const now = columns()
      const missing = need - freeNodes
      if (root.row === 0 || now.treeNodes[root.row] < missing) {
        into.atMs = Infinity
        into.spareNodes = 0
        return
      }
      into.atMs = Math.max(missing <= 0 ? nowMs : now.endEstimateMs[reaching(now, root.row, missing)], nowMs + 1)
      into.spareNodes = freeNodes + releasedBy(now, root.row, into.atMs) - need
    },
    overdue: nowMs => releasedBy(columns(), root.row, nowMs),
    nodes: () => columns().treeNodes[root.row],
    walk: visit => void visitAll(columns(), root.row, visit),
  }
}
