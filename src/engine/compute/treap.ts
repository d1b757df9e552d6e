/**
 * A balanced search tree over rows of a table, kept in two link columns; row 0 stands for "none". The heap weight of a row is a hash of
 * its number, so the shape depends on the members alone and never on the order in which they came.
 */

export interface TreeColumns {
  readonly treeLeft: Int32Array
  readonly treeRight: Int32Array
}

export interface TreeRules {
  /** The columns now; tables replace them when they grow. */
  columns(): TreeColumns
  /** Total order of the rows. */
  before(a: number, b: number): boolean
  /** A number that is the row's own for good, hashed to its weight. */
  identity(row: number): number
  /** Refreshes what a row keeps about itself and the rows below it. */
  pull(row: number): void
}

/** A tree holds no root: callers keep it in their own state and pass it in. */
export interface Treap {
  /** Inserts a row; returns the new root. */
  insert(root: number, row: number): number
  /** Removes a row that is in the tree; returns the new root. */
  remove(root: number, row: number): number
}

/** 32-bit finaliser of MurmurHash3 (A. Appleby, public domain algorithm). */
function weightOf(identity: number): number {
  let h = identity | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

interface Tree {
  readonly rules: TreeRules
  /** Second result of split, read at once by its caller. */
  upper: number
}

/** Parts the tree before `row`: returns the lower part, leaves the upper one in `upper`. */
function split(t: Tree, root: number, row: number): number {
  if (root === 0) {
    t.upper = 0
    return 0
  }
  const { treeLeft, treeRight } = t.rules.columns()
  if (t.rules.before(root, row)) {
    treeRight[root] = split(t, treeRight[root], row)
    t.rules.pull(root)
    return root
  }
  const lower = split(t, treeLeft[root], row)
  treeLeft[root] = t.upper
  t.rules.pull(root)
  t.upper = root
  return lower
}

/** Joins two trees, all rows of `low` before all of `high`. */
function join(t: Tree, low: number, high: number): number {
  if (low === 0) return high
  if (high === 0) return low
  const { treeLeft, treeRight } = t.rules.columns()
  if (weightOf(t.rules.identity(low)) > weightOf(t.rules.identity(high))) {
    treeRight[low] = join(t, treeRight[low], high)
    t.rules.pull(low)
    return low
  }
  treeLeft[high] = join(t, low, treeLeft[high])
  t.rules.pull(high)
  return high
}

function insert(t: Tree, root: number, row: number, weight: number): number {
  const { treeLeft, treeRight } = t.rules.columns()
  if (root === 0 || weight > weightOf(t.rules.identity(root))) {
    treeLeft[row] = split(t, root, row)
    treeRight[row] = t.upper
    t.rules.pull(row)
    return row
  }
  if (t.rules.before(row, root)) treeLeft[root] = insert(t, treeLeft[root], row, weight)
  else treeRight[root] = insert(t, treeRight[root], row, weight)
  t.rules.pull(root)
  return root
}

function remove(t: Tree, root: number, row: number): number {
  const { treeLeft, treeRight } = t.rules.columns()
  if (root === row) {
    const rest = join(t, treeLeft[row], treeRight[row])
    treeLeft[row] = 0
    treeRight[row] = 0
    return rest
  }
  if (t.rules.before(row, root)) treeLeft[root] = remove(t, treeLeft[root], row)
  else treeRight[root] = remove(t, treeRight[root], row)
  t.rules.pull(root)
  return root
}

export function createTreap(rules: TreeRules): Treap {
  const t: Tree = { rules, upper: 0 }
  return { insert: (root, row) => insert(t, root, row, weightOf(rules.identity(row))), remove: (root, row) => remove(t, root, row) }
}
