/** Reservations and campaigns that cannot be kept: racks that are not there, days beyond the horizon, rounds that begin before the last ended. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { campaignMs, racksOf, startsOf } from '../compute/window-plan.ts'
import type { World } from '../ports.ts'
import type { Finding } from './finding.ts'

const hours = (ms: number): string => `${Math.round((ms / HOUR_MS) * 10) / 10} h`

function dayFindings(scenario: Scenario, from: number, path: Finding['path']): Finding[] {
  const { start, end } = scenario.horizon
  if (from >= start && from < end) return []
  return [{ severity: 'error', code: 'reservation-horizon', path: [...path, 'from'], message: 'is outside the horizon', value: formatDate(from), allowed: `${formatDate(start)} to ${formatDate(end - 1)}` }]
}

function repeatFindings(every: number | undefined, tookMs: number, what: string, path: Finding['path']): Finding[] {
  if (every === undefined || every >= tookMs) return []
  return [{ severity: 'error', code: 'reservation-repeats', path: [...path, 'every'], message: `begins again before ${what} is over`, value: hours(every), allowed: `at least ${hours(tookMs)}` }]
}

function rackFindings(scenario: Scenario, at: number, world: World, path: Finding['path']): Finding[] {
  const reservation = scenario.scheduler.reservations[at]
  if (racksOf(world, reservation) !== undefined) return []
  const { block, firstRack, racks } = reservation
  const index = block === undefined ? -1 : world.blocks.path.indexOf(block)
  if (block !== undefined && index < 0) return [{ severity: 'error', code: 'reservation-racks', path: [...path, 'block'], message: 'is no block', value: block, allowed: world.blocks.path.join(', ') }]
  const most = index < 0 ? world.racks.count : world.blocks.rackBegin[index + 1] - world.blocks.rackBegin[index]
  const key = firstRack >= most ? 'firstRack' : 'racks'
  return [{ severity: 'error', code: 'reservation-racks', path: [...path, key], message: 'goes beyond the last rack', value: `${firstRack + (racks ?? 1)}`, allowed: `racks 0 to ${most - 1}` }]
}

/** Racks that are taken for somebody although they are decommissioned by then. */
function retiredFindings({ scheduler: { reservations }, horizon }: Scenario, at: number, world: World, path: Finding['path']): Finding[] {
  const reservation = reservations[at]
  const racks = racksOf(world, reservation)
  if (reservation.for !== 'reservation' || racks === undefined) return []
  const { firstRack, rackCount, retireMs } = world.lots
  const lastMs = startsOf(world, reservation)?.at(-1) ?? ((reservation.every === undefined ? reservation.from : (reservation.until ?? horizon.end) - 1) - horizon.start) * DAY_MS
  for (let rack = racks[0]; rack < racks[1]; rack++) {
    const ends = Array.from(retireMs).filter((_, lot) => rack >= firstRack[lot] && rack < firstRack[lot] + rackCount[lot])
    const endMs = Math.max(...ends)
    if (lastMs >= endMs) return [{ severity: 'error', code: 'reservation-decommissioned', path: [...path, 'from'], message: `takes rack ${rack}, which is decommissioned by then`, value: formatDate(reservation.from), allowed: `before ${formatDate(horizon.start + Math.ceil(endMs / DAY_MS))}, or racks that stay` }]
  }
  return []
}

/** What a calendar says against itself, or against the time that a window takes. */
function recurrenceFindings(scenario: Scenario, at: number, world: World, path: Finding['path']): Finding[] {
  const reservation = scenario.scheduler.reservations[at]
  const starts = startsOf(world, reservation)
  if (starts === undefined) return []
  const where = [...path, 'recurrence']
  const tookMs = reservation.duration + reservation.notice
  const say = (code: string, message: string, value: string, allowed: string): Finding[] => [{ severity: 'error', code, path: where, message, value, allowed }]
  if (reservation.every !== undefined) return say('reservation-recurrence', 'stands beside `every`', hours(reservation.every), 'one of them')
  if (starts.length === 0) return say('reservation-recurrence', 'has no day from the first one to the end', formatDate(reservation.from), 'a rule that has one, or an earlier first day')
  const gaps = starts.slice(1).map((ms, index) => ms - starts[index])
  const least = gaps.reduce((all, gap) => Math.min(all, gap), Infinity)
  return least >= tookMs ? [] : say('reservation-repeats', 'begins again before its notice and duration are over', hours(least), `at least ${hours(tookMs)} between two times`)
}

export function windowFindings(scenario: Scenario, world: World): Finding[] {
  const { reservations, campaigns } = scenario.scheduler
  return [
    ...reservations.flatMap(({ from, every, duration, notice }, at) => {
      const path = ['scheduler', 'reservations', at]
      return [...rackFindings(scenario, at, world, path), ...retiredFindings(scenario, at, world, path), ...dayFindings(scenario, from, path), ...recurrenceFindings(scenario, at, world, path), ...repeatFindings(every, duration + notice, 'its notice and duration', path)]
    }),
    ...campaigns.flatMap((campaign, at) => {
      const path = ['scheduler', 'campaigns', at]
      return [...dayFindings(scenario, campaign.from, path), ...repeatFindings(campaign.every, campaignMs(world, campaign), `its round of ${Math.round((campaignMs(world, campaign) / DAY_MS) * 10) / 10} days`, path)]
    }),
  ]
}
