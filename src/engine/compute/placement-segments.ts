/**
 * Jobs in segments: units of `segment` nodes that share a scale-up domain, as in the block topology of Slurm. Best fit by level counts the
 * nodes that are left in whole units; inside a group the fewest domains are taken.
 */
import { LEVEL, type PlacementRule } from './placement-rules.ts'
import { pickDomains } from './placement.ts'
import type { Domains } from './scale-up-domains.ts'
import type { Cluster } from './tables.ts'

const whole = (nodes: number, segment: number): number => nodes - (nodes % segment)

/** Nodes in whole units that domains [from, to) have free. */
function roomOf({ free }: Domains, from: number, to: number, segment: number): number {
  let room = 0
  for (let domain = from; domain < to; domain++) room += whole(free.free(domain), segment)
  return room
}

// The group that was found last: domains [from, to).
const found = { from: 0, to: 0 }

function keep(from: number, to: number): boolean {
  found.from = from
  found.to = to
  return true
}

/** Whether one group of a level has `need` nodes in whole units; the tightest is kept in `found`. */
function findAt(c: Cluster, domains: Domains, level: number, segment: number, need: number): boolean {
  const { table, free } = domains
  if (level === LEVEL.domain) {
    const domain = free.bestFit(need, 0, table.count)
    return domain >= 0 && keep(domain, domain + 1)
  }
  if (level === LEVEL.leaf) {
    const leaf = c.leaves.bestOf(need, 0, c.world.leaves.count, at => roomOf(domains, table.leafBegin[at], table.leafBegin[at + 1], segment) >= need)
    return leaf >= 0 && keep(table.leafBegin[leaf], table.leafBegin[leaf + 1])
  }
  if (level === LEVEL.site) return roomOf(domains, 0, table.count, segment) >= need && keep(0, table.count)
  return findPod(c, domains, segment, need)
}

function findPod(c: Cluster, domains: Domains, segment: number, need: number): boolean {
  const { leafBegin, count } = c.world.blocks
  const { freeNodes } = c.blocks.col
  let best = -1
  for (let block = 0; block < count; block++) {
    if (freeNodes[block] < need || (best >= 0 && freeNodes[block] >= freeNodes[best])) continue
    const from = domains.table.leafBegin[leafBegin[block]]
    const to = domains.table.leafBegin[leafBegin[block + 1]]
    if (roomOf(domains, from, to, segment) >= need && keep(from, to)) best = block
  }
  return best >= 0
}

/** Whether `need` nodes can be had in whole units under the rule; where is kept in `found`. */
export function roomFor(c: Cluster, rule: PlacementRule, need: number): boolean {
  const { domains } = c
  if (domains === undefined) return false
  for (let level = rule.from; level <= rule.within; level++) if (findAt(c, domains, level, rule.segment, need)) return true
  return false
}

/** Takes `need` nodes in whole units; call only when `roomFor`. */
export function pickSegments(c: Cluster, rule: PlacementRule, need: number): void {
  const { domains } = c
  if (domains === undefined || !roomFor(c, rule, need)) return
  pickDomains(c, domains, found.from, found.to, need, rule.segment)
}
