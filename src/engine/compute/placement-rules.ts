/** How the jobs of a workload entry are placed: rule, levels and segment, read once from the scenario. */
import type { PlacementId, PlacementLevel, SchedulerSection } from '../../scenario/schema/scheduler.ts'
import type { WorkloadEntry } from '../../scenario/schema/workload.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { createLevelIndex } from './level-index.ts'
import { type DomainTable, scaleUpDomains } from './scale-up-domains.ts'
import type { Cluster } from './tables.ts'

/** Levels of the site from the smallest: scale-up domain, leaf group, pod (a block), site. */
export const LEVEL = { domain: 0, leaf: 1, pod: 2, site: 3 } as const satisfies Record<PlacementLevel, number>

export interface PlacementRule {
  readonly kind: 'compact' | 'rail-aligned' | 'spread'
  /** Level at which the search for one domain that holds the job begins, and the highest that must hold it; codes of `LEVEL`. */
  readonly from: number
  readonly within: number
  /** Nodes that share a scale-up domain; jobs are whole multiples of it. */
  readonly segment: number
  /** Nothing but best fit by leaf, then by block, then the fewest blocks. */
  readonly isPlain: boolean
}

function ruleOf(base: PlacementId, own: WorkloadEntry['placement']): PlacementRule {
  const id = own?.rule ?? base
  const within = Math.min(LEVEL[own?.within ?? 'site'], id === 'within-block' ? LEVEL.pod : LEVEL.site)
  const from = Math.min(LEVEL[own?.prefer ?? 'leaf'], within)
  const segment = own?.segment ?? 1
  const kind = id === 'within-block' ? 'compact' : id
  return { kind, from, within, segment, isPlain: kind === 'compact' && from === LEVEL.leaf && within === LEVEL.site && segment === 1 }
}

/** By workload entry, or by demand. */
export function placementRules(scheduler: SchedulerSection, demands: readonly Pick<WorkloadEntry, 'placement'>[]): PlacementRule[] {
  return demands.map(({ placement }) => ruleOf(scheduler.placement, placement))
}

/** Whether a rule counts free nodes by scale-up domain. */
const needsDomains = ({ from, within, segment }: PlacementRule): boolean => segment > 1 || from === LEVEL.domain || within === LEVEL.domain

/** Most nodes in whole units of `segment` that groups [begin[i], begin[i + 1]) of the domains hold. */
function largestGroup({ nodeBegin }: DomainTable, begin: readonly number[], segment: number): number {
  let most = 0
  for (let group = 0; group + 1 < begin.length; group++) {
    let room = 0
    for (let domain = begin[group]; domain < begin[group + 1]; domain++) {
      const nodes = nodeBegin[domain + 1] - nodeBegin[domain]
      room += nodes - (nodes % segment)
    }
    most = Math.max(most, room)
  }
  return most
}

/** Most nodes that a job may ask for on the empty site under a rule. */
export function largestUnder({ within, segment }: PlacementRule, world: World, domains: DomainTable): number {
  const { leafBegin, count } = domains
  if (within === LEVEL.domain) return largestGroup(domains, Array.from({ length: count + 1 }, (_, domain) => domain), segment)
  if (within === LEVEL.leaf) return largestGroup(domains, [...leafBegin], segment)
  if (within === LEVEL.pod) return largestGroup(domains, Array.from(world.blocks.leafBegin, leaf => leafBegin[leaf]), segment)
  return largestGroup(domains, [0, count], segment)
}

/** The parts of placement that follow from the rules; free nodes are counted by scale-up domain only where a rule asks for it. */
export function createPlacement(world: World, state: State, rules: readonly PlacementRule[]): Pick<Cluster, 'rules' | 'inBlockRules' | 'largest' | 'domains'> {
  const table = scaleUpDomains(world)
  return {
    rules,
    inBlockRules: rules.map(rule => (rule.within === LEVEL.site ? { ...rule, within: LEVEL.pod, isPlain: false } : rule)),
    largest: Int32Array.from(rules, rule => largestUnder(rule, world, table)),
    domains: rules.some(needsDomains) ? { table, free: createLevelIndex(state, 'domains', table.count, table.widest) } : undefined,
  }
}
