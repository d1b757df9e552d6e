/**
 * Jobs over many leaves: spread takes nodes round robin, as far as leaves have any; rail-aligned takes equal shares of the fewest leaves, so
 * that every switch of every rail carries the same part of the job. Replicas of a service that is spread stay away from each other.
 */
import { LEVEL, type PlacementRule } from './placement-rules.ts'
import { bestAt, bestBlock, largestBlock, pickByLevel, pickInLeaf } from './placement.ts'
import { type Cluster, JOB_KIND } from './tables.ts'

/** Most nodes a leaf gives when `need` are taken round robin from leaves [from, to); those at the limit may give one more each. */
function levelOf(c: Cluster, from: number, to: number, need: number): number {
  let low = 0
  let high = need
  while (low < high) {
    const middle = (low + high + 1) >> 1
    let sum = 0
    for (let leaf = from; leaf < to; leaf++) sum += Math.min(middle, c.leaves.free(leaf))
    if (sum <= need) low = middle
    else high = middle - 1
  }
  return low
}

function pickRoundRobin(c: Cluster, from: number, to: number, need: number): void {
  const level = levelOf(c, from, to, need)
  let over = need
  for (let leaf = from; leaf < to; leaf++) over -= Math.min(level, c.leaves.free(leaf))
  for (let leaf = from; leaf < to; leaf++) {
    const free = c.leaves.free(leaf)
    const extra = over > 0 && free > level ? 1 : 0
    over -= extra
    if (Math.min(level, free) + extra > 0) pickInLeaf(c, leaf, Math.min(level, free) + extra)
  }
}

/** Takes `need` nodes round robin: over the leaves of the site, or of the emptiest block; whole replicas over blocks and leaves. */
export function pickSpread(c: Cluster, rule: PlacementRule, job: number, need: number): void {
  if (c.jobs.col.kind[job] === JOB_KIND.replica) {
    const leaf = lonelyLeaf(c, c.jobs.col.source[job], need)
    if (leaf >= 0) {
      pickInLeaf(c, leaf, need)
      return
    }
  }
  const { leafBegin } = c.world.blocks
  if (rule.within === LEVEL.site) pickRoundRobin(c, 0, c.world.leaves.count, need)
  else {
    const block = largestBlock(c)
    pickRoundRobin(c, leafBegin[block], leafBegin[block + 1], need)
  }
}

/** Leaf that holds a replica of `need` nodes: of the block, then the leaf, with the fewest replicas of the service; −1 if none. */
function lonelyLeaf(c: Cluster, service: number, need: number): number {
  const { leaves, blocks } = c.world
  const { replicas } = c.spread.col
  const row = service * leaves.count
  let best = -1
  let fewest = 0
  let fewestInBlock = 0
  for (let block = 0; block < blocks.count; block++) {
    let inBlock = 0
    for (let leaf = blocks.leafBegin[block]; leaf < blocks.leafBegin[block + 1]; leaf++) inBlock += replicas[row + leaf]
    if (best >= 0 && inBlock > fewestInBlock) continue
    for (let leaf = blocks.leafBegin[block]; leaf < blocks.leafBegin[block + 1]; leaf++) {
      const here = replicas[row + leaf]
      if (c.leaves.free(leaf) < need || (best >= 0 && inBlock === fewestInBlock && (here > fewest || (here === fewest && c.leaves.free(leaf) <= c.leaves.free(best))))) continue
      best = leaf
      fewest = here
      fewestInBlock = inBlock
    }
  }
  return best
}

/** Takes `need` whole nodes: of one leaf by best fit, else equal shares of the fewest leaves, else as compact does. */
export function pickRails(c: Cluster, rule: PlacementRule, need: number): void {
  if (rule.within <= LEVEL.leaf || bestAt(c, LEVEL.leaf, need) >= 0) {
    pickByLevel(c, rule, need)
    return
  }
  const block = bestBlock(c, need)
  const { leafBegin } = c.world.blocks
  const isPicked = block >= 0 ? pickEqual(c, leafBegin[block], leafBegin[block + 1], need) : pickEqual(c, 0, c.world.leaves.count, need)
  if (!isPicked) pickByLevel(c, rule, need)
}

/** Takes equal shares, within one node, of the fewest leaves of [from, to), of those the fullest; false when no number of leaves will do. */
function pickEqual(c: Cluster, from: number, to: number, need: number): boolean {
  const order = c.leafOrder.subarray(0, to - from)
  for (let leaf = from; leaf < to; leaf++) order[leaf - from] = leaf
  order.sort((a, b) => c.leaves.free(b) - c.leaves.free(a) || b - a)
  for (let count = 2; count <= Math.min(need, order.length); count++) {
    const share = Math.ceil(need / count)
    if (c.leaves.free(order[count - 1]) < share) continue
    // The last of those that have a share, for best fit.
    let last = count
    while (last < order.length && c.leaves.free(order[last]) >= share) last += 1
    const chosen = order.subarray(last - count, last).sort()
    const over = need - Math.floor(need / count) * count
    chosen.forEach((leaf, at) => pickInLeaf(c, leaf, Math.floor(need / count) + (at < over ? 1 : 0)))
    return true
  }
  return false
}

/** A replica of a service that is spread has its nodes: its leaf counts one more. */
export function countReplica(c: Cluster, job: number): void {
  const { home, source, entry } = c.jobs.col
  home[job] = -1
  if (c.rules[entry[job]].kind !== 'spread') return
  home[job] = c.world.nodes.leaf[c.picked.begin[0]]
  c.spread.col.replicas[source[job] * c.world.leaves.count + home[job]] += 1
}

/** It leaves them. */
export function uncountReplica(c: Cluster, job: number): void {
  const { home, source } = c.jobs.col
  if (home[job] >= 0) c.spread.col.replicas[source[job] * c.world.leaves.count + home[job]] -= 1
}
