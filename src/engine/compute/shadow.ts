/** The shadow time of a blocked job under its placement rule: when, by the estimates, it could start if no other job did. */
import type { Shadow } from './ends.ts'
import { everyDemand, ruleNow } from './place.ts'
import { LEVEL, type PlacementRule } from './placement-rules.ts'
import { samplerRow, samplingOf } from './samplers.ts'
import type { DomainTable } from './scale-up-domains.ts'
import { type Cluster, NONE } from './tables.ts'

/** Fills `into` with the time in ms from now at which `need` nodes are free by the job's rule, and the nodes that others may hold beyond it. */
export function shadowOf(c: Cluster, job: number, need: number, into: Shadow): void {
  const sampling = samplingOf(c, job)
  const { entry, spareNodes } = c.jobs.col
  if (sampling === undefined) demandShadow(c, entry[job], need, into)
  else {
    // Both gangs have their places when each has, and both together have.
    demandShadow(c, sampling.demand + 1, need, into)
    later(c, sampling.demand, spareNodes[job], into)
    later(c, entry[job], need - spareNodes[job], into)
  }
  into.atMs -= c.kernel.now
}

/** Whether nothing but the number of free nodes decides where a demand is met. */
export function isAnywhere(c: Cluster, demand: number): boolean {
  const rule = ruleNow(c, demand)
  return rule.within === LEVEL.site && rule.segment === 1 && c.eligibility?.has(demand) !== true
}

/** The same as a time, for one demand. */
function demandShadow(c: Cluster, demand: number, need: number, into: Shadow): void {
  if (isAnywhere(c, demand)) c.ends.shadow(need, c.counts.freeNodes, c.kernel.now, into)
  else groupShadow(c, demand, need, into)
}

/** Puts a shadow off to that of one more demand. */
function later(c: Cluster, demand: number, need: number, into: Shadow): void {
  const { atMs, spareNodes } = into
  demandShadow(c, demand, need, into)
  into.atMs = Math.max(atMs, into.atMs)
  into.spareNodes = Math.min(spareNodes, into.spareNodes)
}

/** Nodes by group: those of which one must hold the job, counted in whole units of their parts. */
interface Groups {
  /** Group of a node, and the part of it in which units must not straddle (the group itself without segments). */
  readonly groupOf: (node: number) => number
  readonly partOf: (node: number) => number
  /** Free nodes by part, and in whole units by group. */
  readonly free: Int32Array
  readonly room: Int32Array
  readonly segment: number
  /** Whether the job may have a node. */
  readonly mayHave: (node: number) => boolean
}

const ANY_NODE = (): boolean => true

/** Groups of an entry, with the nodes that its jobs may have. */
function groupsFor(c: Cluster, entry: number): Groups {
  const { eligibility } = c
  const mayHave = eligibility?.has(entry) === true ? (node: number) => eligibility.mayHave(entry, node) : ANY_NODE
  return groupsOf(c, c.domains?.table, ruleNow(c, entry), mayHave)
}

function groupsOf(c: Cluster, table: DomainTable | undefined, { within, segment }: PlacementRule, mayHave: Groups['mayHave'] = ANY_NODE): Groups {
  const { nodes, blocks, leaves } = c.world
  const domainOf = (node: number): number => table?.ofNode[node] ?? node
  const [groupOf, count] = [
    [domainOf, table?.count ?? nodes.count],
    [(node: number) => nodes.leaf[node], leaves.count],
    [(node: number) => nodes.block[node], blocks.count],
    [() => 0, 1],
  ][within] as [(node: number) => number, number]
  const byDomain = segment > 1
  return {
    groupOf,
    partOf: byDomain ? domainOf : groupOf,
    free: new Int32Array(byDomain ? (table?.count ?? nodes.count) : count),
    room: new Int32Array(count),
    segment,
    mayHave,
  }
}

/** Adds free nodes to the part and the group of a node; returns the group. */
function add(groups: Groups, node: number, nodes: number): number {
  const { groupOf, partOf, free, room, segment, mayHave } = groups
  const [group, part] = [groupOf(node), partOf(node)]
  if (!mayHave(node)) return group
  const before = free[part] - (free[part] % segment)
  free[part] += nodes
  room[group] += free[part] - (free[part] % segment) - before
  return group
}

/** Counts what is free now: by word of the free bits. */
function addFree(c: Cluster, groups: Groups): void {
  const { bits } = c.freeNodes.col
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word]; left !== 0; left &= left - 1) add(groups, (word << 5) + 31 - Math.clz32(left & -left), 1)
  }
}

/** Group of a node at the level that must hold a job of this rule. */
export function groupOf(c: Cluster, { within }: PlacementRule, node: number): number {
  const { nodes } = c.world
  if (within === LEVEL.domain) return c.domains?.table.ofNode[node] ?? node
  if (within === LEVEL.leaf) return nodes.leaf[node]
  return within === LEVEL.pod ? nodes.block[node] : 0
}

/** Free nodes by such group. */
export function freeByGroup(c: Cluster, rule: PlacementRule): ArrayLike<number> {
  const groups = groupsOf(c, c.domains?.table, rule)
  addFree(c, groups)
  return groups.room
}

/** Adds the nodes of a running job; returns a group that holds `need` nodes now, −1 if none of those it touches does. */
function addJob(c: Cluster, groups: Groups, job: number, need: number): number {
  const samplers = samplerRow(c, job)
  const reached = addRuns(c, groups, job, need)
  return samplers === NONE ? reached : Math.max(reached, addRuns(c, groups, samplers, need))
}

function addRuns(c: Cluster, groups: Groups, job: number, need: number): number {
  const { rack: rackOf, next } = c.runs.col
  const { nodeBegin } = c.world.racks
  const jobOf = c.nodes.col.job
  let reached = -1
  for (let run = c.jobs.col.firstRun[job]; run !== NONE; run = next[run]) {
    const rack = rackOf[run]
    const isWhole = c.racks.col.job[rack] === job
    for (let node = nodeBegin[rack]; node < nodeBegin[rack + 1]; node++) {
      if (!isWhole && jobOf[node] !== job) continue
      const group = add(groups, node, 1)
      if (groups.room[group] >= need) reached = group
    }
  }
  return reached
}

/** Whether one group holds the job once these jobs have left. */
export function fitsAfter(c: Cluster, job: number, leaving: readonly number[]): boolean {
  return everyDemand(c, job, (_, demand, need) => {
    const groups = groupsFor(c, demand)
    addFree(c, groups)
    for (const other of leaving) addJob(c, groups, other, need)
    return groups.room.some(room => room >= need)
  })
}

/** Where one group must hold the job: the first to free enough; only what it frees beyond the need is to spare. */
export function groupShadow(c: Cluster, entry: number, need: number, into: Shadow): void {
  const { kernel } = c
  const groups = groupsFor(c, entry)
  addFree(c, groups)
  let reserved = groups.room.findIndex(room => room >= need)
  into.atMs = reserved >= 0 ? kernel.now + 1 : Infinity
  c.ends.walk(job => {
    const atMs = Math.max(c.jobs.col.endEstimateMs[job], kernel.now + 1)
    if (reserved >= 0 && atMs > into.atMs) return true
    const reached = addJob(c, groups, job, need)
    if (reserved < 0 && reached >= 0) {
      reserved = reached
      into.atMs = atMs
    }
    return false
  })
  into.spareNodes = reserved >= 0 ? groups.room[reserved] - need : 0
}
