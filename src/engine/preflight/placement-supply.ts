/** What the site as a whole has left for more racks: firm power by date; and what the network of a block still takes. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import type { PowerAudit } from '../power/audit.ts'

const DAY_MS = 86_400_000

export interface SiteRooms {
  /** Days on which supply or a block arrives, in order, days since 1970-01-01. */
  readonly days: readonly number[]
  /** Firm power that no block of the plan needs from that day on, W at the site bus; below zero when the plan itself is short. */
  readonly leftW: readonly number[]
}

/**
 * Nodes of a block at most: each accelerator of a node has a plane of its own, and three tiers of switches with k ports reach k³ ÷ 4 of them,
 * two tiers k² ÷ 2 (Al-Fares, Loukissas and Vahdat, SIGCOMM 2008). The core between blocks is a tier of its own.
 */
function networkNodes({ kind, radix }: Scenario['fabric']): number {
  return kind === 'leaf-spine' ? (radix * radix) / 2 : (radix * radix * radix) / 4
}

/** Nodes that the network of a block still takes. */
export function nodesLeft({ fabric }: Scenario, world: World, block: number): number {
  const { nodeBegin } = world.blocks
  return Math.max(0, networkNodes(fabric) - (nodeBegin[block + 1] - nodeBegin[block]))
}

/** What is left, from a plan in which everything comes as planned. */
export function siteRooms(world: World, audit: PowerAudit): SiteRooms {
  const steps = audit.firmSupply()
  const events = [
    ...steps.map(({ atMs, firmW }, index) => ({ atMs, w: firmW - (steps[index - 1]?.firmW ?? 0) })),
    ...audit.plan.blocks.map(({ designW }, block) => ({ atMs: world.blocks.contractMs[block], w: -designW })),
  ].sort((a, b) => a.atMs - b.atMs)
  const days = [...new Set(events.map(({ atMs }) => world.startDay + Math.ceil(atMs / DAY_MS)))].sort((a, b) => a - b)
  const now = days.map(day => events.reduce((sum, { atMs, w }) => (world.startDay + Math.ceil(atMs / DAY_MS) <= day ? sum + w : sum), 0))
  // What a later block needs is not left for anybody before it.
  const leftW = now.map((_, index) => Math.min(...now.slice(index)))
  return { days, leftW }
}
