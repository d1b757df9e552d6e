/**
 * Best fit by level: the domain with the fewest free nodes that still holds the job, so that big holes stay big; leaf by default, else
 * block, else the fewest blocks. Inside a leaf the lowest indexes, so the answer depends on what is free alone, and on the nodes that failed
 * of late.
 */
import type { Stretches } from '../ports.ts'
import { LEVEL, type PlacementRule } from './placement-rules.ts'
import type { Domains } from './scale-up-domains.ts'
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

/** Counts free nodes that came to scale-up domains (or went), where they are counted at all. */
export function countDomains({ domains }: Cluster, begin: number, end: number, sign: number): void {
  if (domains === undefined) return
  const { ofNode, nodeBegin } = domains.table
  for (let node = begin; node < end; ) {
    const behind = Math.min(end, nodeBegin[ofNode[node] + 1])
    domains.free.change(ofNode[node], sign * (behind - node))
    node = behind
  }
}

/** Picks `count` free nodes from `begin` on, lowest first; they are no longer free. Free nodes mostly follow each other: a step a stretch. */
function pickFrom(c: Cluster, begin: number, count: number): void {
  const { picked } = c
  const from = picked.count
  const { bits } = c.freeNodes.col
  const hasDomains = c.domains !== undefined
  let left = count
  // A leaf or a domain has as many free nodes as are asked for, so none beyond its end is ever reached.
  for (let word = begin >> 5; left > 0; word++) {
    let found = bits[word] & (word << 5 < begin ? -1 << (begin & 31) : -1)
    while (found !== 0 && left > 0) {
      const low = 31 - Math.clz32(found & -found)
      const length = Math.min(left, stretchFrom(found, low))
      const taken = bitRange(low, length)
      pick(picked, from, (word << 5) + low, length)
      if (hasDomains) countDomains(c, (word << 5) + low, (word << 5) + low + length, -1)
      left -= length
      found &= ~taken
      bits[word] &= ~taken
    }
  }
}

/** Best fit among leaves [from, to); −1 if none. */
const fittingLeaf = ({ ties, leaves }: Cluster, need: number, from: number, to: number): number => (ties === undefined ? leaves.bestFit(need, from, to) : ties.bestLeaf(need, from, to))

/** Picks `count` free nodes of a leaf, frail ones last. */
export function pickInLeaf(c: Cluster, leaf: number, count: number): void {
  c.ties?.hideFrail(leaf, count)
  pickFrom(c, c.world.leaves.nodeBegin[leaf], count)
  c.ties?.showFrail()
  countFree(c, leaf, -count)
}

/** Picks `count` free nodes of a scale-up domain. */
function pickInDomain(c: Cluster, { table }: Domains, domain: number, count: number): void {
  pickFrom(c, table.nodeBegin[domain], count)
  countFree(c, c.world.nodes.leaf[table.nodeBegin[domain]], -count)
}

/**
 * Picks `need` nodes in whole units of `segment` from domains [from, to) that have them: the fewest domains, the last by best fit. They are
 * picked in order of nodes, so that those of a rack and of a leaf follow each other.
 */
export function pickDomains(c: Cluster, domains: Domains, from: number, to: number, need: number, segment: number): void {
  const chosen: { domain: number; take: number }[] = []
  for (let left = need; left > 0; ) {
    const fitting = domains.free.bestFit(left, from, to)
    const domain = fitting >= 0 ? fitting : domains.free.largest(from, to)
    const free = domains.free.free(domain)
    const take = Math.min(left, free - (free % segment))
    chosen.push({ domain, take })
    domains.free.change(domain, -take)
    left -= take
  }
  chosen.sort((a, b) => a.domain - b.domain)
  for (const { domain, take } of chosen) {
    domains.free.change(domain, take)
    pickInDomain(c, domains, domain, take)
  }
}

/** What picks nodes inside a leaf. */
type InLeaf = (c: Cluster, leaf: number, count: number) => void

const inLeafByDomain: InLeaf = (c, leaf, count) => {
  const { domains } = c
  if (domains === undefined) pickInLeaf(c, leaf, count)
  else pickDomains(c, domains, domains.table.leafBegin[leaf], domains.table.leafBegin[leaf + 1], count, 1)
}

/** Picks `count` nodes of a block that has them: whole leaves from the largest, the rest by best fit. */
function pickInBlock(c: Cluster, block: number, count: number, inLeaf: InLeaf): void {
  const { leafBegin } = c.world.blocks
  let left = count
  while (left > 0) {
    const fitting = fittingLeaf(c, left, leafBegin[block], leafBegin[block + 1])
    const leaf = fitting >= 0 ? fitting : c.leaves.largest(leafBegin[block], leafBegin[block + 1])
    const take = Math.min(left, c.leaves.free(leaf))
    inLeaf(c, leaf, take)
    left -= take
  }
}

/** Block with the fewest free nodes that still has `need`, −1 if none. */
export function bestBlock(c: Cluster, need: number): number {
  const { freeNodes } = c.blocks.col
  let best = -1
  for (let block = 0; block < freeNodes.length; block++) {
    if (freeNodes[block] >= need && (best < 0 || freeNodes[block] < freeNodes[best])) best = block
  }
  return best
}

export function largestBlock(c: Cluster): number {
  const { freeNodes } = c.blocks.col
  let best = 0
  for (let block = 1; block < freeNodes.length; block++) if (freeNodes[block] > freeNodes[best]) best = block
  return best
}

/** Takes `need` nodes that the site has: from the fewest blocks, the last by best fit. */
function pickAcross(c: Cluster, need: number, inLeaf: InLeaf): void {
  let left = need
  while (left > 0) {
    const fitting = bestBlock(c, left)
    const block = fitting >= 0 ? fitting : largestBlock(c)
    const take = Math.min(left, c.blocks.col.freeNodes[block])
    pickInBlock(c, block, take, inLeaf)
    left -= take
  }
}

/** Takes `need` nodes that the site has: best fit by leaf, else by block, else from the fewest blocks. */
export function pickPlain(c: Cluster, need: number): void {
  const leaf = fittingLeaf(c, need, 0, c.world.leaves.count)
  if (leaf >= 0) pickInLeaf(c, leaf, need)
  else pickAcross(c, need, pickInLeaf)
}

/** Domain of a level with the fewest free nodes that still has `need`, −1 if none. */
export function bestAt(c: Cluster, level: number, need: number): number {
  if (level === LEVEL.domain) return c.domains?.free.bestFit(need, 0, c.domains.table.count) ?? -1
  if (level === LEVEL.leaf) return c.leaves.bestFit(need, 0, c.world.leaves.count)
  return level === LEVEL.pod ? bestBlock(c, need) : need <= c.counts.freeNodes ? 0 : -1
}

/** Takes `need` nodes by best fit at the first level of a rule that has them; call only when one does. */
export function pickByLevel(c: Cluster, rule: PlacementRule, need: number): void {
  const inLeaf = rule.from === LEVEL.domain ? inLeafByDomain : pickInLeaf
  for (let level = rule.from; level <= rule.within; level++) {
    const at = level === LEVEL.leaf ? fittingLeaf(c, need, 0, c.world.leaves.count) : bestAt(c, level, need)
    if (at < 0) continue
    if (level === LEVEL.domain && c.domains !== undefined) pickInDomain(c, c.domains, at, need)
    else if (level === LEVEL.leaf) inLeaf(c, at, need)
    else if (level === LEVEL.pod) pickInBlock(c, at, need, inLeaf)
    else pickAcross(c, need, inLeaf)
    return
  }
}
