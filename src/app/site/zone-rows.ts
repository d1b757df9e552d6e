/** Fire zones and security zones as rows: what stands in them, what they do now, since when. */
import type { ChangeLog } from '../../results/run-result.ts'
import { ZONE_STATES } from '../../results/zones.ts'
import { formatNumber } from '../format.ts'
import type { Selection, Thing } from '../state/view.ts'
import { itemsById } from './item-states.ts'
import type { SiteNow } from './site-now.ts'
import { fireStateOf, peopleIn } from './zone-layers.ts'

export interface ZoneRow {
  readonly name: string
  readonly where: string
  readonly racks: number
  readonly machines: number
  readonly state: string
  readonly isNormal: boolean
  /** When it came into this state, ms; null when it has been so from the start. */
  readonly sinceMs: number | null
  readonly zone: Selection
  /** What stands for it: its first rack or machine; null where the site shows none of it. */
  readonly selection: Thing | null
  /** Whether something belongs to it. */
  has(selection: Thing): boolean
}

/** Last change of one entity by a time. */
function sinceMs(log: ChangeLog | undefined, entity: number, atMs: number): number | null {
  if (log === undefined) return null
  for (let row = log.atMs.length - 1; row >= 0; row--) {
    if (log.entity[row] === entity && log.atMs[row] <= atMs) return log.entity.subarray(0, row).includes(entity) ? log.atMs[row] : null
  }
  return null
}

const logOf = ({ run }: SiteNow, id: string): ChangeLog | undefined => run?.logs.find(log => log.id === id)

/** Disturbed zones first, then in the order of the file. */
export function fireRows(now: SiteNow): ZoneRow[] {
  const { run, plan, replay, scenario } = now
  if (run?.zones === undefined) return []
  const byId = itemsById(plan.items, run)
  const log = logOf(now, 'zoneState')
  return run.zones.fire.map(({ name, block, racks, equipment }, zone): ZoneRow => {
    const code = fireStateOf(replay.state, zone)
    const items = equipment.flatMap(id => byId.get(id) ?? [])
    return {
      name,
      where: block < 0 ? 'Site' : (scenario.blocks[block]?.label ?? ''),
      racks: racks.length,
      machines: equipment.length,
      state: ZONE_STATES[code].label,
      isNormal: code === 0,
      sinceMs: sinceMs(log, zone, replay.state.atMs),
      zone: { kind: 'zone', of: 'fire', index: zone },
      selection: racks.length > 0 ? { kind: 'rack', index: racks[0] } : items.length > 0 ? { kind: 'item', index: items[0] } : null,
      has: ({ kind, index }) => (kind === 'rack' ? racks.includes(index) : items.includes(index)),
    }
  }).sort((a, b) => Number(a.isNormal) - Number(b.isNormal))
}

export function securityRows(now: SiteNow): ZoneRow[] {
  const { run, plan, replay, scenario, blockOfRack } = now
  const log = logOf(now, 'securityPeople')
  return (run?.zones?.security ?? []).map(({ name, level, people, blocks }, zone): ZoneRow => {
    const inside = peopleIn(replay.state, zone)
    const hall = plan.items.find(item => item.kind === 'hall' && blocks.includes(item.block))
    return {
      name: `${name}, level ${level}`,
      where: blocks.map(block => scenario.blocks[block]?.label ?? '').join(', '),
      racks: blockOfRack.reduce((sum, block) => sum + (blocks.includes(block) ? 1 : 0), 0),
      machines: plan.items.filter(({ block }) => blocks.includes(block)).length,
      state: inside === 0 ? 'Nobody inside' : `${formatNumber(inside)} of ${formatNumber(people)} inside`,
      isNormal: inside < people,
      sinceMs: sinceMs(log, zone, replay.state.atMs),
      zone: { kind: 'zone', of: 'security', index: zone },
      selection: hall === undefined ? null : { kind: 'item', index: hall.index },
      has: ({ kind, index }) => blocks.includes(kind === 'rack' ? blockOfRack[index] : (plan.items[index]?.block ?? -1)),
    }
  })
}
