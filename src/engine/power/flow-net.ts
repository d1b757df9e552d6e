/** Memory of a power flow: its static shape, its state in registered tables, and which trees of the forest have something to solve. */
import { assert } from '../../base/assert.ts'
import type { State } from '../kernel/state.ts'
import { LOAD_CLASS_COUNT } from '../ports.ts'

/** Floors of all classes, then the rest of all classes. */
export const LAYERS = 2 * LOAD_CLASS_COUNT
/** A source or rating without a limit, W; far below 2^53. */
export const UNLIMITED_W = 1e15

/** Static shape of the forest. */
export interface FlowTree {
  /** Parent of each node, −1 for those without; a parent has a smaller index than its children. */
  readonly parent: ArrayLike<number>
  /** Which nodes are loads; they have no children. */
  readonly isLoad: ArrayLike<number>
  /** Order that breaks ties between siblings; the index when left out. */
  readonly rank?: ArrayLike<number>
  /** Further parents that nodes may be hung on. */
  readonly alternates?: readonly { readonly node: number; readonly parent: number }[]
}

const NODE_COLUMNS = {
  parent: 'i32', constantW: 'f64', linear: 'f64', quadraticPerW: 'f64', capW: 'f64', limitW: 'f64', linked: 'u8', dirty: 'u8', cut: 'u8', dead: 'u8',
  sumW: 'f64', inW: 'f64', allowedW: 'f64', flowInW: 'f64', flowOutW: 'f64',
} as const
/** Demand by node × layer: at its output (the sum of what hangs on it) and at its input. */
const LAYER_COLUMNS = { outW: 'f64', inW: 'f64' } as const

export interface Net {
  readonly count: number
  /** What each node hangs on now. */
  readonly parent: Int32Array
  readonly isLoad: Uint8Array
  readonly rank: Float64Array
  readonly childBegin: Int32Array
  readonly children: Int32Array
  readonly nodes: ReturnType<typeof nodeTable>
  readonly layers: ReturnType<typeof layerTable>
  /** Roots of trees with something to solve, so that a change costs its tree and not the forest; empty after a solve. */
  readonly queue: ReturnType<typeof queueTable>
  readonly queued: { count: number }
  readonly grantedW: Float64Array
  readonly touched: Uint8Array
  /** Scratch, overwritten at every use. */
  readonly curve: { constantW: number; linear: number; quadraticPerW: number }
  readonly weights: Float64Array
  readonly ranks: Float64Array
  readonly shares: Float64Array
  readonly pendingW: Float64Array
}

const nodeTable = (state: State, name: string, count: number) => state.table(`${name}.nodes`, count, NODE_COLUMNS)
const layerTable = (state: State, name: string, count: number) => state.table(`${name}.layers`, count * LAYERS, LAYER_COLUMNS)

const queueTable = (state: State, name: string, count: number) => state.table(`${name}.queue`, count, { node: 'i32', isIn: 'u8' })

export function createNet(state: State, name: string, tree: FlowTree): Net {
  const count = tree.parent.length
  const nodes = nodeTable(state, name, count)
  const { parent } = nodes.col
  parent.set(tree.parent)
  const alternates = tree.alternates ?? []
  const childBegin = new Int32Array(count + 1)
  for (let node = 0; node < count; node++) {
    assert(parent[node] < node, 'a parent must come before its children', { node, parent: parent[node] })
    if (parent[node] >= 0) childBegin[parent[node] + 1] += 1
  }
  for (const alternate of alternates) childBegin[alternate.parent + 1] += 1
  let widest = 0
  for (let node = 0; node < count; node++) {
    widest = Math.max(widest, childBegin[node + 1])
    childBegin[node + 1] += childBegin[node]
  }
  const next = childBegin.slice()
  const children = new Int32Array(count + alternates.length)
  for (let node = 0; node < count; node++) if (parent[node] >= 0) children[next[parent[node]]++] = node
  for (const alternate of alternates) children[next[alternate.parent]++] = alternate.node
  nodes.col.capW.fill(UNLIMITED_W)
  nodes.col.limitW.fill(UNLIMITED_W)
  nodes.col.dirty.fill(1)
  for (let node = 0; node < count; node++) nodes.col.linked[node] = parent[node] >= 0 ? 1 : 0
  const queue = queueTable(state, name, count)
  const queued = state.scalars(`${name}.queued`, { count: 0 })
  for (let node = 0; node < count; node++) if (parent[node] < 0) enqueue(queue, queued, node)
  return {
    count,
    parent,
    queue,
    queued,
    isLoad: Uint8Array.from(tree.isLoad),
    rank: Float64Array.from({ length: count }, (_, node) => tree.rank?.[node] ?? node),
    childBegin,
    children,
    nodes,
    layers: layerTable(state, name, count),
    grantedW: state.table(`${name}.grants`, count * LOAD_CLASS_COUNT, { w: 'f64' }).col.w,
    touched: new Uint8Array(count),
    curve: { constantW: 0, linear: 0, quadraticPerW: 0 },
    weights: new Float64Array(widest),
    ranks: new Float64Array(widest),
    shares: new Float64Array(widest),
    pendingW: new Float64Array(count),
  }
}

function enqueue({ col }: Net['queue'], queued: Net['queued'], root: number): void {
  if (col.isIn[root] === 1) return
  col.isIn[root] = 1
  col.node[queued.count] = root
  queued.count += 1
}

/** Empties the queue and leaves no trace of the order in which it was filled. */
export function clearQueue({ queue, queued }: Net): void {
  for (let i = 0; i < queued.count; i++) {
    queue.col.isIn[queue.col.node[i]] = 0
    queue.col.node[i] = 0
  }
  queued.count = 0
}

/** Marks a node and everything it hangs on. */
export function touch(net: Net, node: number): void {
  const { dirty, linked } = net.nodes.col
  let at = node
  while (at >= 0 && dirty[at] === 0) {
    dirty[at] = 1
    if (linked[at] === 0) {
      enqueue(net.queue, net.queued, at)
      return
    }
    at = net.parent[at]
  }
}
