/** Checks of dates and of the integrated test: orders that come too late by the median, load banks whose heat nothing carries away. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS } from '../../base/spans.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { leadQuantiles, longLeadItems } from '../facility/long-lead.ts'
import { latestRackOrderMs } from '../facility/procurement.ts'
import type { World } from '../ports.ts'
import type { AuditSite } from './audit/audit-site.ts'
import { type Finding, megawatts } from './finding.ts'

function lateOrder(path: readonly (string | number)[], world: World, orderedMs: number, latestMs: number, what: string): Finding[] {
  if (orderedMs <= latestMs) return []
  const date = (ms: number): string => formatDate(world.startDay + Math.floor(ms / DAY_MS))
  const weeks = Math.ceil((orderedMs - latestMs) / (7 * DAY_MS))
  return [{
    severity: 'waivable', code: 'NEGATIVE_FLOAT', path,
    message: `is ${weeks} ${weeks === 1 ? 'week' : 'weeks'} too late for ${what} even with a median delivery: order earlier, move the plan, or acknowledge the risk by a waiver`,
    value: date(orderedMs), allowed: `${date(latestMs)} or earlier`,
  }]
}

/** Stated orders after the latest day that holds the plan in half of all cases. */
function negativeFloats(scenario: Scenario, world: World): Finding[] {
  const items = scenario.procurement.orders.length === 0 ? [] : longLeadItems(scenario, world)
  const equipment = items.flatMap(item => {
    if (!item.isStated) return []
    const [median] = leadQuantiles(item, scenario.procurement, [0.5])
    return lateOrder(['procurement', 'orders', item.order, 'ordered'], world, item.orderedMs, item.neededMs - median, item.id)
  })
  const racks = scenario.blocks.flatMap(({ id, racks: lots }, block) =>
    lots.flatMap(({ ordered }, lot) =>
      ordered === undefined ? [] : lateOrder(['blocks', block, 'racks', lot, 'ordered'], world, (ordered - world.startDay) * DAY_MS, latestRackOrderMs({ scenario, world }, block, lot), `the ready date of ${id}`)))
  return [...equipment, ...racks]
}

/** Load banks in the hall put all their heat into its air, also where racks would put it into liquid. */
function loadBankHeat({ scenario, world, designs }: AuditSite): Finding[] {
  if (scenario.facility.commissioning.loadBanks !== 'air') return []
  return designs.flatMap(({ itDesignW, air, airChillers, section }, block): Finding[] => {
    if (world.blocks.contractMs[block] <= 0) return []
    const carriedW = Math.min(airChillers.count * airChillers.unit.ratedHeatW, air.handlersInstalled * section.air.unit)
    const heatW = itDesignW + air.houseW
    if (carriedW >= heatW) return []
    return [{
      severity: 'error', code: 'CX_HEAT', path: ['blocks', block, 'cooling', 'air'], message: `carries away ${megawatts(carriedW)} of the ${megawatts(heatW)} that load banks in the hall give off in level 5`,
      allowed: 'load banks like-racks or outdoors, or more chillers and air handlers',
    }]
  })
}

export const dateFindings = (site: AuditSite): Finding[] => [...negativeFloats(site.scenario, site.world), ...loadBankHeat(site)]
