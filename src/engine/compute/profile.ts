/**
 * The profile: how many nodes will be free when, by the estimates. It keeps the changes alone, one row a point of time, in a search tree
 * that knows of every subtree the sum of its changes and the lowest and highest level that they reach. Taking nodes for a while is two
 * changes, and the first hole for a job is found by a few walks from root to leaf; times are exact to the millisecond.
 */
import { growTable } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { createTreap } from './treap.ts'

/** What is free before the first change ahead. */
export interface Base {
  nowMs(): number
  /** Nodes free at this moment. */
  freeNow(): number
  /** Nodes free from the next millisecond on: those of jobs beyond their estimate are expected back at any time. */
  freeSoon(): number
  /** Nodes that are free or held by jobs with an expected end. */
  capacity(): number
}

export interface Profile {
  /** `nodes` more (or fewer) are free from `atMs` on. */
  change(atMs: number, nodes: number): void
  /** Takes `nodes` from `fromMs` to before `untilMs`; negative gives back what was taken. */
  hold(fromMs: number, untilMs: number, nodes: number): void
  /** Forgets changes up to now: what is free now tells of them. Call before asking. */
  advance(): void
  /** Earliest time from `fromMs` ≥ now on at which `nodes` are free for `durationMs`; Infinity if never. */
  earliest(nodes: number, durationMs: number, fromMs: number): number
  /** Whether `nodes` are free from now on for `durationMs`. */
  isFree(nodes: number, durationMs: number): boolean
}

const COLUMNS = {
  atMs: 'f64',
  change: 'i32',
  // Of the subtree: sum of changes, lowest and highest running sum.
  sum: 'i32',
  low: 'i32',
  high: 'i32',
  treeLeft: 'i32',
  treeRight: 'i32',
} as const

function createPoints(state: State) {
  const table = state.table('compute.profile', 64, COLUMNS)
  table.length = 1
  return table
}
type Points = ReturnType<typeof createPoints>

function pull({ col }: Points, row: number): void {
  const { change, sum, low, high, treeLeft, treeRight } = col
  const left = treeLeft[row]
  const right = treeRight[row]
  const here = sum[left] + change[row]
  sum[row] = here + sum[right]
  low[row] = left === 0 ? here : Math.min(low[left], here)
  high[row] = left === 0 ? here : Math.max(high[left], here)
  if (right === 0) return
  low[row] = Math.min(low[row], here + low[right])
  high[row] = Math.max(high[row], here + high[right])
}

function rowAt({ col }: Points, root: number, atMs: number): number {
  let row = root
  while (row !== 0 && col.atMs[row] !== atMs) row = atMs < col.atMs[row] ? col.treeLeft[row] : col.treeRight[row]
  return row
}

/** Adds to the change of a row that is in the tree. */
function bump(points: Points, row: number, atMs: number, nodes: number): void {
  const { col } = points
  if (col.atMs[row] === atMs) col.change[row] += nodes
  else bump(points, atMs < col.atMs[row] ? col.treeLeft[row] : col.treeRight[row], atMs, nodes)
  pull(points, row)
}

/** Nodes free at `atMs` when `level` were before the first change. */
function levelAt({ col }: Points, root: number, level: number, atMs: number): number {
  let row = root
  let sum = level
  while (row !== 0) {
    if (col.atMs[row] > atMs) {
      row = col.treeLeft[row]
      continue
    }
    sum += col.sum[col.treeLeft[row]] + col.change[row]
    row = col.treeRight[row]
  }
  return sum
}

/** First time in (fromMs, untilMs) at which fewer than `nodes` are free; Infinity if none. */
function firstBelow(points: Points, row: number, level: number, fromMs: number, untilMs: number, nodes: number): number {
  const { atMs, change, sum, low, treeLeft, treeRight } = points.col
  if (row === 0 || level + low[row] >= nodes) return Infinity
  const here = level + sum[treeLeft[row]] + change[row]
  if (atMs[row] > fromMs) {
    const earlier = firstBelow(points, treeLeft[row], level, fromMs, untilMs, nodes)
    if (earlier !== Infinity) return earlier
    if (atMs[row] >= untilMs) return Infinity
    if (here < nodes) return atMs[row]
  }
  return firstBelow(points, treeRight[row], here, fromMs, untilMs, nodes)
}

/** First change behind `fromMs` after which at least `nodes` are free; Infinity if none. */
function firstReaching(points: Points, row: number, level: number, fromMs: number, nodes: number): number {
  const { atMs, change, sum, high, treeLeft, treeRight } = points.col
  if (row === 0 || level + high[row] < nodes) return Infinity
  const here = level + sum[treeLeft[row]] + change[row]
  if (atMs[row] > fromMs) {
    const earlier = firstReaching(points, treeLeft[row], level, fromMs, nodes)
    if (earlier !== Infinity) return earlier
    if (here >= nodes) return atMs[row]
  }
  return firstReaching(points, treeRight[row], here, fromMs, nodes)
}

function takeRow(points: Points, scalars: Root): number {
  const row = scalars.freeRow
  if (row !== 0) {
    scalars.freeRow = points.col.treeLeft[row]
    points.col.treeLeft[row] = 0
    return row
  }
  if (points.length === points.capacity) growTable(points, points.length + 1)
  points.length += 1
  return points.length - 1
}

interface Root {
  row: number
  freeRow: number
}

function earliest(points: Points, root: number, base: Base, nodes: number, durationMs: number, fromMs: number): number {
  const level = base.freeSoon()
  const nowMs = base.nowMs()
  let atMs = fromMs === nowMs && base.freeNow() < nodes ? nowMs + 1 : fromMs
  if (atMs !== nowMs && levelAt(points, root, level, atMs) < nodes) atMs = firstReaching(points, root, level, atMs, nodes)
  while (atMs !== Infinity) {
    const blockedMs = firstBelow(points, root, level, atMs, atMs + durationMs, nodes)
    if (blockedMs === Infinity) return atMs
    atMs = firstReaching(points, root, level, blockedMs, nodes)
  }
  return Infinity
}

export function createProfile(state: State, base: Base): Profile {
  const points = createPoints(state)
  const root: Root = state.scalars('compute.profileRoot', { row: 0, freeRow: 0 })
  const tree = createTreap({
    columns(into) {
      const { treeLeft, treeRight, atMs } = points.col
      into.left = treeLeft
      into.right = treeRight
      into.key = atMs
      into.identity = atMs
    },
    pull(row) {
      pull(points, row)
      return true
    },
  })
  const drop = (row: number): void => {
    root.row = tree.remove(root.row, row)
    points.col.treeLeft[row] = root.freeRow
    root.freeRow = row
  }
  const change = (atMs: number, nodes: number): void => {
    if (atMs === Infinity || nodes === 0) return
    const present = rowAt(points, root.row, atMs)
    if (present !== 0) {
      if (points.col.change[present] === -nodes) drop(present)
      else bump(points, root.row, atMs, nodes)
      return
    }
    const row = takeRow(points, root)
    points.col.atMs[row] = atMs
    points.col.change[row] = nodes
    root.row = tree.insert(root.row, row)
  }
  return {
    change,
    hold(fromMs, untilMs, nodes) {
      change(fromMs, -nodes)
      change(untilMs, nodes)
    },
    advance() {
      const nowMs = base.nowMs()
      for (;;) {
        let row = root.row
        while (row !== 0 && points.col.treeLeft[row] !== 0) row = points.col.treeLeft[row]
        if (row === 0 || points.col.atMs[row] > nowMs) return
        drop(row)
      }
    },
    earliest: (nodes, durationMs, fromMs) => earliest(points, root.row, base, nodes, durationMs, fromMs),
    isFree(nodes, durationMs) {
      if (base.freeNow() < nodes) return false
      const nowMs = base.nowMs()
      return firstBelow(points, root.row, base.freeSoon(), nowMs, nowMs + durationMs, nodes) === Infinity
    },
  }
}
