/** Where a job of a workload entry may go: the one question and the one act of placement, by the rule of its entry. */
import { pickSegments, roomFor } from './placement-segments.ts'
import { pickRails, pickSpread } from './placement-spread.ts'
import { bestAt, pickByLevel, pickPlain } from './placement.ts'
import { LEVEL } from './placement-rules.ts'
import type { PlacementRule } from './placement-rules.ts'
import { samplingOf } from './samplers.ts'
import type { Cluster } from './tables.ts'

/** Rule of an entry now: while nothing is carried between blocks, one block must hold the job. */
export const ruleNow = (c: Cluster, entry: number): PlacementRule => (c.counts.blocksApart === 1 ? c.inBlockRules : c.rules)[entry]

/** Whether `need` nodes can be had now under the rule of the entry. */
export function canPlace(c: Cluster, entry: number, need: number): boolean {
  if (need > c.counts.freeNodes) return false
  const { eligibility } = c
  if (eligibility?.has(entry) !== true) return canPlaceInSight(c, entry, need)
  if (need > eligibility.free(c, entry)) return false
  eligibility.hide(c, entry)
  const isPossible = canPlaceInSight(c, entry, need)
  eligibility.show(c)
  return isPossible
}

/** Whether the nodes of a job can be had now: of both its gangs where it has two. */
export const canPlaceJob = (c: Cluster, job: number): boolean => everyDemand(c, job, canPlace)

/** Whether `holds` for what a job asks of placement: where it has two gangs, for both together and for each. */
export function everyDemand(c: Cluster, job: number, holds: (c: Cluster, demand: number, nodes: number) => boolean): boolean {
  const { entry, nodes, spareNodes } = c.jobs.col
  const sampling = samplingOf(c, job)
  if (sampling === undefined) return holds(c, entry[job], nodes[job])
  return holds(c, sampling.demand + 1, nodes[job]) && holds(c, entry[job], nodes[job] - spareNodes[job]) && holds(c, sampling.demand, spareNodes[job])
}

/** The same among nodes that are in sight, of which there are enough. */
function canPlaceInSight(c: Cluster, entry: number, need: number): boolean {
  const rule = ruleNow(c, entry)
  if (rule.isPlain) return true
  if (rule.segment > 1) return need % rule.segment === 0 && roomFor(c, rule, need)
  if (rule.within === LEVEL.site) return true
  // A larger level has all that its parts have.
  return bestAt(c, rule.within, need) >= 0
}

/** Whether an empty site could hold a job of `need` nodes. */
export function canEverPlace(c: Cluster, entry: number, need: number): boolean {
  return need <= Math.min(c.largest[entry], c.eligibility?.nodes(entry) ?? Infinity) && need % c.rules[entry].segment === 0
}

/** Takes `need` nodes for a job into `c.picked`; call only when `canPlace`. */
export function pickNodes(c: Cluster, job: number, entry: number, need: number): void {
  const isChoosy = c.eligibility?.has(entry) === true
  if (isChoosy) c.eligibility?.hide(c, entry)
  pickInSight(c, job, entry, need)
  if (isChoosy) c.eligibility?.show(c)
}

function pickInSight(c: Cluster, job: number, entry: number, need: number): void {
  c.picked.count = 0
  const rule = ruleNow(c, entry)
  if (rule.isPlain) pickPlain(c, need)
  else if (rule.segment > 1) pickSegments(c, rule, need)
  else if (rule.kind === 'spread') pickSpread(c, rule, job, need)
  else if (rule.kind === 'rail-aligned') pickRails(c, rule, need)
  else pickByLevel(c, rule, need)
}
