/**
 * Which nodes a job gets: best fit by leaf (the leaf with the fewest free nodes that still holds the job, so that big holes stay big),
 * else best fit by block, else the fewest blocks. Inside a leaf the lowest indexes, so the answer depends on what is free alone.
 */
import type { Stretches } from '../ports.ts'
import type { Cluster } from './tables.ts'

/** Marks a node free; `countFree` must follow. */
export function setBit(c: Cluster, node: number): void {
  c.freeNodes.col.bits[node >> 5] |= 1 << (node & 31)
}

/** Marks a node not free; `countFree` must follow. */
export function clearBit(c: Cluster, node: number): void {
  c.freeNodes.col.bits[node >> 5] &= ~(1 << (node & 31))
}

/** Bits of a word from `low` up to before `low + length`; lengths from 1 to 32. */
const bitRange = (low: number, length: number): number => (-1 >>> (32 - length)) << low

/** Marks the nodes from `begin` to before `end` free; `countFree` must follow. */
export function setBits(c: Cluster, begin: number, end: number): void {
  const { bits } = c.freeNodes.col
  for (let node = begin; node < end; ) {
    const length = Math.min(32 - (node & 31), end - node)
    bits[node >> 5] |= bitRange(node & 31, length)
    node += length
  }
}

/** Counts free nodes that came to a leaf (or went). */
export function countFree(c: Cluster, leaf: number, nodes: number): void {
  if (nodes === 0) return
  c.leaves.change(leaf, nodes)
  c.blocks.col.freeNodes[c.world.leaves.block[leaf]] += nodes
  c.counts.freeNodes += nodes
}

/** Set bits that follow each other from `low` up, in a word where bit `low` is set. */
function stretchFrom(word: number, low: number): number {
  const gaps = ~(word >>> low)
  return gaps === 0 ? 32 : 31 - Math.clz32(gaps & -gaps)
}

/** Appends nodes of a leaf to the placement in work, whose stretches of this leaf begin at `from`. */
function pick(picked: Stretches, from: number, begin: number, length: number): void {
  const last = picked.count - 1
  if (last >= from && picked.begin[last] + picked.length[last] === begin) {
    picked.length[last] += length
    return
  }
  picked.begin[last + 1] = begin
  picked.length[last + 1] = length
  picked.count += 1
}

/** Picks `count` free nodes of a leaf, lowest first; they are no longer free. Free nodes mostly follow each other: a step a stretch. */
function pickInLeaf(c: Cluster, leaf: number, count: number): void {
  const { picked } = c
  const from = picked.count
  const { bits } = c.freeNodes.col
  const begin = c.world.leaves.nodeBegin[leaf]
  let left = count
  // A leaf has as many free nodes as are asked for, so none beyond its end is ever reached.
  for (let word = begin >> 5; left > 0; word++) {
    let found = bits[word] & (word << 5 < begin ? -1 << (begin & 31) : -1)
    while (found !== 0 && left > 0) {
      const low = 31 - Math.clz32(found & -found)
      const length = Math.min(left, stretchFrom(found, low))
      const taken = bitRange(low, length)
      pick(picked, from, (word << 5) + low, length)
      left -= length
      found &= ~taken
      bits[word] &= ~taken
    }
  }
  c.leaves.change(leaf, -count)
  c.blocks.col.freeNodes[c.world.leaves.block[leaf]] -= count
  c.counts.freeNodes -= count
}

/** Picks `count` nodes of a block that has them: whole leaves from the largest, the rest by best fit. */
function pickInBlock(c: Cluster, block: number, count: number): void {
  const { leafBegin } = c.world.blocks
  let left = count
  while (left > 0) {
    const fitting = c.leaves.bestFit(left, leafBegin[block], leafBegin[block + 1])
    const leaf = fitting >= 0 ? fitting : c.leaves.largest(leafBegin[block], leafBegin[block + 1])
    const take = Math.min(left, c.leaves.free(leaf))
    pickInLeaf(c, leaf, take)
    left -= take
  }
}

/** Block with the fewest free nodes that still has `need`, −1 if none. */
function bestBlock(c: Cluster, need: number): number {
  const { freeNodes } = c.blocks.col
  let best = -1
  for (let block = 0; block < freeNodes.length; block++) {
    if (freeNodes[block] >= need && (best < 0 || freeNodes[block] < freeNodes[best])) best = block
  }
  return best
}

function largestBlock(c: Cluster): number {
  const { freeNodes } = c.blocks.col
  let best = 0
  for (let block = 1; block < freeNodes.length; block++) if (freeNodes[block] > freeNodes[best]) best = block
  return best
}

/** Whether `need` nodes can be had now under the placement rule. */
export function canPlace(c: Cluster, need: number): boolean {
  if (need > c.counts.freeNodes) return false
  return c.params.placement === 'compact' || bestBlock(c, need) >= 0
}

/** Takes `need` nodes into `c.picked`; call only when `canPlace`. */
export function pickNodes(c: Cluster, need: number): void {
  c.picked.count = 0
  const leaf = c.leaves.bestFit(need, 0, c.world.leaves.count)
  if (leaf >= 0) {
    pickInLeaf(c, leaf, need)
    return
  }
  let left = need
  while (left > 0) {
    const fitting = bestBlock(c, left)
    const block = fitting >= 0 ? fitting : largestBlock(c)
    const take = Math.min(left, c.blocks.col.freeNodes[block])
    pickInBlock(c, block, take)
    left -= take
  }
}
