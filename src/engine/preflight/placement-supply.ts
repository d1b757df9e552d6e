/** What the site as a whole has left for more racks: firm power by date; and what the network of a block still takes. */
import { DAY_MS } from '../../base/spans.ts'
import { dragonflyShape, treeReach } from '../../scenario/fabric-ports.ts'
import { firstLots, type Lot } from '../../scenario/lots.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import type { PowerAudit } from '../power/audit.ts'

export interface SiteRooms {
  /** Days on which supply or a block arrives, in order, days since 1970-01-01. */
  readonly days: readonly number[]
  /** Firm power that no block of the plan needs from that day on, W at the site bus; below zero when the plan itself is short. */
  readonly leftW: readonly number[]
}

/** Leaf groups of a dragonfly that are left on the site, and places left in the last one of a block. */
function dragonflyRacks({ fabric, blocks }: Scenario, block: number): number {
  const { racks } = fabric.leaf
  const racksOf = (own: Scenario['blocks'][number]): number => firstLots(own).reduce((sum, { count }) => sum + count, 0)
  const groups = blocks.reduce((sum, own) => sum + Math.ceil(racksOf(own) / racks), 0)
  const open = Math.ceil(racksOf(blocks[block]) / racks) * racks - racksOf(blocks[block])
  return Math.max(0, dragonflyShape(fabric.radix).groupsMax - groups) * racks + open
}

/** Racks of a lot that the network of a block still takes, by the same count that judges the file. The core between blocks is a tier of its own. */
export function networkRacks(scenario: Scenario, block: number, lot: Pick<Lot, 'nodes' | 'acceleratorsPerNode'>): number {
  const { fabric, blocks } = scenario
  if (fabric.kind === 'dragonfly') return dragonflyRacks(scenario, block)
  const { most, counts } = treeReach(fabric)
  const sizeOf = ({ nodes, acceleratorsPerNode }: Pick<Lot, 'nodes' | 'acceleratorsPerNode'>): number => nodes * (counts === 'nodes' ? 1 : acceleratorsPerNode)
  const used = firstLots(blocks[block]).reduce((sum, own) => sum + own.count * sizeOf(own), 0)
  return Math.max(0, most - used) / sizeOf(lot)
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
