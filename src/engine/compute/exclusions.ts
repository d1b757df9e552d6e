/**
 * Nodes that a job avoids for a while after a fault there took it down. They are out of sight while its nodes are picked, unless it could not be
 * placed without them: to wait would be worse than to try again.
 */
import type { Table } from '../../base/table.ts'
import type { State } from '../kernel/state.ts'
import { clearBit, countDomains, countFree, setBit } from './placement.ts'
import type { Cluster } from './tables.ts'

export interface Exclusions {
  /** A fault on the node took the job down. */
  add(job: number, node: number): void
  /** Takes the free nodes that the job avoids out of sight, until `show`; how many. */
  hide(job: number): number
  show(): void
  /** Whether the job avoids the node. */
  avoids(job: number, node: number): boolean
}

interface Book {
  readonly cluster: () => Cluster
  readonly avoidMs: number
  /** By number of the job, in order of time. */
  readonly table: Table<{ uid: 'u32'; node: 'i32'; untilMs: 'f64' }>
  readonly hidden: number[]
}

/** Rows that are over go; those that stay keep their order. */
function forget({ table, cluster }: Book): void {
  const { uid, node, untilMs } = table.col
  const { now } = cluster().kernel
  let kept = 0
  for (let row = 0; row < table.length; row++) {
    if (untilMs[row] <= now) continue
    uid[kept] = uid[row]
    node[kept] = node[row]
    untilMs[kept] = untilMs[row]
    kept += 1
  }
  table.length = kept
}

/** The oldest are forgotten where there are more. */
const MOST = 4096

function add(b: Book, job: number, node: number): void {
  const { table, cluster } = b
  forget(b)
  if (table.length === MOST) {
    for (const column of Object.values(table.col)) column.copyWithin(0, 1)
    table.length -= 1
  }
  const row = table.length
  table.length += 1
  table.col.uid[row] = cluster().jobs.col.uid[job]
  table.col.node[row] = node
  table.col.untilMs[row] = cluster().kernel.now + b.avoidMs
}

/** Calls `visit` for every node that a job avoids now. */
function each({ table, cluster }: Book, job: number, visit: (node: number) => void): void {
  const c = cluster()
  // One that no fault took down avoids nothing.
  if (table.length === 0 || c.jobs.col.restarts[job] === 0) return
  const { uid, node, untilMs } = table.col
  for (let row = 0; row < table.length; row++) if (uid[row] === c.jobs.col.uid[job] && untilMs[row] > c.kernel.now) visit(node[row])
}

const isFree = (c: Cluster, node: number): boolean => ((c.freeNodes.col.bits[node >> 5] >>> (node & 31)) & 1) === 1

function hide(b: Book, job: number): number {
  const c = b.cluster()
  each(b, job, node => {
    if (!isFree(c, node)) return
    clearBit(c, node)
    countFree(c, c.world.nodes.leaf[node], -1)
    countDomains(c, node, node + 1, -1)
    b.hidden.push(node)
  })
  return b.hidden.length
}

function show(b: Book): void {
  if (b.hidden.length === 0) return
  const c = b.cluster()
  for (const node of b.hidden) {
    setBit(c, node)
    countFree(c, c.world.nodes.leaf[node], 1)
    countDomains(c, node, node + 1, 1)
  }
  b.hidden.length = 0
}

/** Undefined where jobs avoid nothing. */
export function createExclusions(cluster: () => Cluster, avoidMs: number, state: State): Exclusions | undefined {
  if (avoidMs === 0) return undefined
  const b: Book = { cluster, avoidMs, table: state.table('compute.exclusions', MOST, { uid: 'u32', node: 'i32', untilMs: 'f64' }), hidden: [] }
  return {
    add: (job, node) => add(b, job, node),
    hide: job => hide(b, job),
    show: () => show(b),
    avoids(job, node) {
      let isAvoided = false
      each(b, job, other => void (isAvoided ||= other === node))
      return isAvoided
    },
  }
}
