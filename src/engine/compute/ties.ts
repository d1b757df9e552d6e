/**
 * Which of equal places a job gets: leaves with as many free nodes differ by the nodes in them that failed often of late, then, where the
 * file asks for it, by the cooling and the power that their block has to spare, then by index; in a leaf such frail nodes are taken last.
 */
import type { Table } from '../../base/table.ts'
import { growTable } from '../../base/table.ts'
import type { SchedulerSection } from '../../scenario/schema/scheduler.ts'
import type { State } from '../kernel/state.ts'
import type { Cause, World } from '../ports.ts'
import type { Cluster } from './tables.ts'

export interface Ties {
  /** A node is out of service; a fault of its own counts against it. */
  noteLoss(node: number, cause: Cause): void
  /** Leaf in [from, to) with the fewest free nodes that still has `need`, by the ties; −1 if none. */
  bestLeaf(need: number, from: number, to: number): number
  /** Takes frail nodes of a leaf out of sight as far as `count` others or more are left, the last first; they come back with `showFrail`. */
  hideFrail(leaf: number, count: number): void
  showFrail(): void
}

/** Causes by which a node goes down with a fault of its own. */
const FAULTS: ReadonlySet<Cause> = new Set<Cause>(['undetected', 'triage', 'quarantine', 'noReturn'])

/** Leaves that are compared. */
const MOST_LEAVES = 8

interface Book {
  readonly cluster: () => Cluster
  readonly world: World
  readonly section: SchedulerSection['ties']
  /** Faults within the time that counts, oldest first from row `first` on. */
  readonly strikes: Table<{ node: 'i32'; atMs: 'f64' }>
  readonly counts: { first: number; frail: number }
  readonly nodes: Table<{ strikes: 'u16' }>
  readonly frail: Table<{ bits: 'u32' }>
  readonly leaves: Table<{ frail: 'i32' }>
  readonly hidden: number[]
  /** Best leaf so far of the choice in work. */
  best: number
}

function mark(b: Book, node: number, by: 1 | -1): void {
  b.frail.col.bits[node >> 5] ^= 1 << (node & 31)
  b.leaves.col.frail[b.world.nodes.leaf[node]] += by
  b.counts.frail += by
}

/** Faults that lie too far back count no longer. */
function forget(b: Book): void {
  const { strikes, counts, nodes, section } = b
  const { now } = b.cluster().kernel
  const { node, atMs } = strikes.col
  while (counts.first < strikes.length && atMs[counts.first] + section.frailFor <= now) {
    const at = node[counts.first]
    if (nodes.col.strikes[at] === section.frailAfter) mark(b, at, -1)
    nodes.col.strikes[at] -= 1
    counts.first += 1
  }
  if (counts.first < 256 || counts.first * 2 < strikes.length) return
  for (const column of [node, atMs]) column.copyWithin(0, counts.first, strikes.length)
  strikes.length -= counts.first
  counts.first = 0
}

function noteLoss(b: Book, node: number, cause: Cause): void {
  const { strikes, nodes, section } = b
  if (section.frailAfter === 0 || !FAULTS.has(cause)) return
  forget(b)
  if (strikes.length === strikes.capacity) growTable(strikes, strikes.length + 1)
  strikes.col.node[strikes.length] = node
  strikes.col.atMs[strikes.length] = b.cluster().kernel.now
  strikes.length += 1
  nodes.col.strikes[node] += 1
  if (nodes.col.strikes[node] === section.frailAfter) mark(b, node, 1)
}

/** Whether a leaf comes before the best so far. */
function isBetter({ cluster, world, section, leaves, best }: Book, leaf: number): boolean {
  const { frail } = leaves.col
  if (frail[leaf] !== frail[best]) return frail[leaf] < frail[best]
  const block = world.leaves.block[leaf]
  const other = world.leaves.block[best]
  if (!section.headroom || block === other) return false
  const { thermalFactor, publishedW } = cluster().blocks.col
  if (thermalFactor[block] !== thermalFactor[other]) return thermalFactor[block] > thermalFactor[other]
  return world.blocks.itMaxW[block] - publishedW[block] > world.blocks.itMaxW[other] - publishedW[other]
}

function bestLeaf(b: Book, need: number, from: number, to: number): number {
  const { leaves } = b.cluster()
  if (b.strikes.length > b.counts.first) forget(b)
  const first = leaves.bestFit(need, from, to)
  if (first < 0 || (b.counts.frail === 0 && !b.section.headroom)) return first
  b.best = first
  const free = leaves.free(first)
  const { leafBegin } = b.world.blocks
  // Leaves of a block have the same power and cooling: each block has its turn where these count.
  for (let at = first; at < to; ) {
    const end = b.section.headroom ? Math.min(to, leafBegin[b.world.leaves.block[at] + 1]) : to
    let leaf = leaves.withFree(free, at, end)
    for (let seen = 0; leaf >= 0 && seen < MOST_LEAVES; seen++) {
      if (isBetter(b, leaf)) b.best = leaf
      leaf = leaves.withFree(free, leaf + 1, end)
    }
    at = end
  }
  return b.best
}

/** Bits of the frail nodes among the free ones of a word, within [begin, end). */
function frailFree(b: Book, word: number, begin: number, end: number): number {
  const found = b.cluster().freeNodes.col.bits[word] & b.frail.col.bits[word]
  const from = word << 5 < begin ? -1 << (begin & 31) : -1
  const upTo = (word + 1) << 5 > end ? ~(-1 << (end & 31)) : -1
  return found & from & upTo
}

function hideFrail(b: Book, leaf: number, count: number): void {
  if (b.leaves.col.frail[leaf] === 0) return
  const c = b.cluster()
  const { bits } = c.freeNodes.col
  const { nodeBegin } = b.world.leaves
  const [begin, end] = [nodeBegin[leaf], nodeBegin[leaf + 1]]
  let spare = c.leaves.free(leaf) - count
  for (let word = (end - 1) >> 5; spare > 0 && word >= begin >> 5; word--) {
    for (let found = frailFree(b, word, begin, end); spare > 0 && found !== 0; spare--) {
      const bit = 31 - Math.clz32(found)
      found &= ~(1 << bit)
      bits[word] &= ~(1 << bit)
      b.hidden.push((word << 5) + bit)
    }
  }
}

function showFrail({ cluster, hidden }: Book): void {
  // To empty what is empty costs as much as the rest of a choice.
  if (hidden.length === 0) return
  const { bits } = cluster().freeNodes.col
  for (const node of hidden) bits[node >> 5] |= 1 << (node & 31)
  hidden.length = 0
}

/** Undefined where equal places are taken by index alone. */
export function createTies(cluster: () => Cluster, section: SchedulerSection['ties'], world: World, state: State): Ties | undefined {
  if (section.frailAfter === 0 && !section.headroom) return undefined
  const { count } = world.nodes
  const b: Book = {
    cluster, world, section,
    strikes: state.table('compute.strikes', 64, { node: 'i32', atMs: 'f64' }),
    counts: state.scalars('compute.strikeCounts', { first: 0, frail: 0 }),
    nodes: state.table('compute.struck', count, { strikes: 'u16' }),
    frail: state.table('compute.frail', (count + 31) >> 5, { bits: 'u32' }),
    leaves: state.table('compute.frailLeaves', world.leaves.count, { frail: 'i32' }),
    hidden: [], best: 0,
  }
  return {
    noteLoss: (node, cause) => noteLoss(b, node, cause),
    bestLeaf: (need, from, to) => bestLeaf(b, need, from, to),
    hideFrail: (leaf, wanted) => hideFrail(b, leaf, wanted),
    showFrail: () => showFrail(b),
  }
}
