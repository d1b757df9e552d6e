/**
 * A balanced search tree over rows of a table in order of a key and then of a number of their own, kept in two link columns; row 0 stands
 * for "none". The heap weight of a row is a hash of its number, so the shape depends on the members alone and never on the order in which
 * they came. Every job passes through several of these trees, so walks are loops over columns, and a row that enters or leaves costs those
 * above it an addition at most.
 */
import { assert } from '../../base/assert.ts'

/** The columns that a tree reads and writes. */
export interface TreeColumns {
  left: Int32Array
  right: Int32Array
  key: Float64Array
  /** A number that is the row's own for good: it decides between equal keys, and is hashed to the weight. */
  identity: Uint32Array | Float64Array
  /** Sum of `amount` over the subtree of every row, kept up to date; undefined where nobody asks for it. */
  sum: Int32Array | Float64Array | undefined
  amount: Int32Array | undefined
}

export interface TreeRules {
  /** Writes the columns of now: tables replace them when they grow. */
  columns(into: TreeColumns): void
  /** Refreshes what else a row keeps about itself and the rows below it; false when that was right before. */
  pull?(row: number): boolean
}

/** A tree holds no root: callers keep it in their own state and pass it in. */
export interface Treap {
  /** Inserts a row; returns the new root. */
  insert(root: number, row: number): number
  /** Removes a row that is in the tree; returns the new root. */
  remove(root: number, row: number): number
}

interface Tree {
  readonly rules: TreeRules
  readonly columns: TreeColumns
}

/** Rows from the root down to where a tree changes, and those that change there; overwritten by every call. */
const path: number[] = []

/** 32-bit finaliser of MurmurHash3 (A. Appleby, public domain algorithm). */
function weightOf(identity: number): number {
  let h = identity | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** Hangs `child` on `parent`, or makes it the root; returns the root. */
function hang({ left, right }: TreeColumns, root: number, parent: number, isLeft: boolean, child: number): number {
  if (parent === 0) return child
  if (isLeft) left[parent] = child
  else right[parent] = child
  return root
}

/** Hangs on `row` what of the subtree `top` comes before it and what comes behind; the rows that change join the path, whose new end it returns. */
function part({ left, right, key, identity }: TreeColumns, top: number, row: number, from: number): number {
  const rowKey = key[row]
  const own = identity[row]
  let end = from
  let low = 0
  let high = 0
  left[row] = 0
  right[row] = 0
  for (let at = top; at !== 0; ) {
    path[end++] = at
    if (key[at] < rowKey || (key[at] === rowKey && identity[at] < own)) {
      if (low === 0) left[row] = at
      else right[low] = at
      low = at
      at = right[at]
    } else {
      if (high === 0) right[row] = at
      else left[high] = at
      high = at
      at = left[at]
    }
  }
  if (low !== 0) right[low] = 0
  if (high !== 0) left[high] = 0
  return end
}

/** Brings a row whose subtrees are right up to date. */
function renew({ rules, columns }: Tree, row: number): void {
  const { left, right, sum, amount } = columns
  if (sum !== undefined && amount !== undefined) sum[row] = amount[row] + sum[left[row]] + sum[right[row]]
  rules.pull?.(row)
}

/** Passes on what changed to the rows above, up to one that stays as it was. */
function passUp({ rules }: Tree, end: number): void {
  if (rules.pull === undefined) return
  for (let at = end - 1; at >= 0; at--) if (!rules.pull(path[at])) return
}

function insert(t: Tree, root: number, row: number): number {
  const { columns } = t
  t.rules.columns(columns)
  const { left, right, key, identity, sum, amount } = columns
  const rowKey = key[row]
  const own = identity[row]
  const weight = weightOf(own)
  const added = amount === undefined ? 0 : amount[row]
  let end = 0
  let parent = 0
  let isLeft = false
  let at = root
  while (at !== 0 && weight <= weightOf(identity[at])) {
    path[end++] = at
    if (sum !== undefined) sum[at] += added
    parent = at
    isLeft = rowKey < key[at] || (rowKey === key[at] && own < identity[at])
    at = isLeft ? left[at] : right[at]
  }
  for (let below = part(columns, at, row, end) - 1; below >= end; below--) renew(t, path[below])
  renew(t, row)
  const after = hang(columns, root, parent, isLeft, row)
  passUp(t, end)
  return after
}

/** Joins two trees below `parent`, all rows of `low` before all of `high`; rows that change join the path. Returns the root. */
function join(t: Tree, root: number, parent: number, isLeft: boolean, low: number, high: number, from: number): number {
  const { columns } = t
  const { left, right, identity, sum } = columns
  let end = from
  let [top, above, isBelowLeft, before, behind] = [root, parent, isLeft, low, high]
  while (before !== 0 && behind !== 0) {
    const isFirst = weightOf(identity[before]) > weightOf(identity[behind])
    const upper = isFirst ? before : behind
    if (sum !== undefined) sum[upper] += sum[isFirst ? behind : before]
    top = hang(columns, top, above, isBelowLeft, upper)
    path[end++] = upper
    above = upper
    isBelowLeft = !isFirst
    if (isFirst) before = right[before]
    else behind = left[behind]
  }
  top = hang(columns, top, above, isBelowLeft, before === 0 ? behind : before)
  const { pull } = t.rules
  if (pull !== undefined) for (let at = end - 1; at >= from; at--) pull(path[at])
  return top
}

function remove(t: Tree, root: number, row: number): number {
  const { columns } = t
  t.rules.columns(columns)
  const { left, right, key, identity, sum } = columns
  const rowKey = key[row]
  const own = identity[row]
  const taken = sum === undefined ? 0 : sum[row] - sum[left[row]] - sum[right[row]]
  let end = 0
  let parent = 0
  let isLeft = false
  let at = root
  while (at !== row) {
    if (at === 0) assert(false, 'a row that is not in the tree cannot leave it', { row })
    path[end++] = at
    if (sum !== undefined) sum[at] -= taken
    parent = at
    isLeft = rowKey < key[at] || (rowKey === key[at] && own < identity[at])
    at = isLeft ? left[at] : right[at]
  }
  const after = join(t, root, parent, isLeft, left[row], right[row], end)
  left[row] = 0
  right[row] = 0
  passUp(t, end)
  return after
}

export function createTreap(rules: TreeRules): Treap {
  const none = new Int32Array(0)
  const t: Tree = { rules, columns: { left: none, right: none, key: new Float64Array(0), identity: new Uint32Array(0), sum: undefined, amount: undefined } }
  return { insert: (root, row) => insert(t, root, row), remove: (root, row) => remove(t, root, row) }
}
