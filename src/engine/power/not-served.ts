/**
 * Power that was asked for and not served, by cause. What a rack without supply would draw is what its block's racks drew when it lost it;
 * what hot coolant makes racks give up, or a shutdown of cooling takes, counts as cooling. Whole watts: served and not served sum to
 * what is requested, always.
 */
import { CAUSES, type Cause, LOAD_CLASS_COUNT } from '../ports.ts'
import { isAnyPlantShut } from './air-permits.ts'
import { MODE, type PowerSite } from './power-site.ts'
import { isLockedByPermit } from './standby.ts'
import { siteCause } from './supply.ts'

/** Columns by block: the same as the totals of the site that are not served, and what this file remembers. */
export const NOT_SERVED_COLUMNS = {
  requestedW: 'f64', utilityW: 'f64', curtailW: 'f64', internalW: 'f64', coolingW: 'f64', permitW: 'f64',
  /** Racks without supply at the last look, what they would draw; what the living asked for then. */
  dark: 'i32', heldW: 'f64', livingW: 'f64',
  /** Given up for heat now; whether cooling has shut the block down, and what it asked for before. */
  givenUpW: 'f64', isShut: 'u8', shutW: 'f64',
} as const

type Share = 'utilityW' | 'curtailW' | 'internalW' | 'coolingW' | 'permitW'

const SHARE_OF: Partial<Record<Cause, Share>> = { gridOutage: 'utilityW', gridCapacity: 'utilityW', gridDelay: 'utilityW', plannedElectrical: 'utilityW', curtailment: 'curtailW' }

/** The share of a cause: sets and plants that a permit keeps off are not the site's fault. */
function shareOf(p: PowerSite, block: number, cause: Cause): Share {
  if (cause === 'generationFault' && (isLockedByPermit(p, block) || isAnyPlantShut(p))) return 'permitW'
  // Planned work is the utility's only while one of its feeds is out for it.
  if (cause === 'plannedElectrical' && !p.feeds.col.plannedOutages.some(count => count > 0)) return 'internalW'
  return SHARE_OF[cause] ?? 'internalW'
}

/** Whose fault it is that racks without supply have none. */
function darkCause(p: PowerSite, block: number): Cause | undefined {
  const { gate, shed, shedCause } = p.blocks.col
  const code = gate[block] !== 0 ? gate[block] : shed[block] > 0 ? shedCause[block] : 0
  return code === 0 ? undefined : CAUSES[code - 1]
}

/** Whose fault it is that what is asked for is cut now. */
function cutCause(p: PowerSite, block: number, binding: (p: PowerSite, block: number) => Cause): Cause {
  const mode = p.blocks.col.mode[block]
  if (mode === MODE.dead) return darkCause(p, block) ?? 'upsFault'
  // Cooling that dropped in a sag, or waits on a block that lives on its batteries.
  if (mode === MODE.battery || p.sagged.col.restart[block] !== 0) return p.blocks.col.transformersUp[block] === 0 ? 'transformerFault' : sourceCause(p)
  return binding(p, block)
}

/** A sag leaves the feeds in order: it is the utility's all the same. */
function sourceCause(p: PowerSite): Cause {
  const cause = siteCause(p)
  return cause === 'gridCapacity' ? 'gridOutage' : cause
}

/** Follows what the racks that lost their supply would draw. */
function hold(p: PowerSite, block: number, askedW: number): void {
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  const { dark: before, heldW, livingW, isShut, shutW } = p.notServed.col
  const dark = p.blocks.col.dark[block]
  const racks = rackEnd - rackBegin
  if (dark > before[block] && racks > before[block]) heldW[block] += Math.round((livingW[block] * (dark - before[block])) / (racks - before[block]))
  else if (dark < before[block]) heldW[block] = Math.round((heldW[block] * dark) / before[block])
  before[block] = dark
  if (isShut[block] === 1 && shutW[block] === 0) shutW[block] = Math.max(0, livingW[block] - askedW - heldW[block])
  livingW[block] = askedW
}

/** Takes over what cooling makes the racks of a block give up, W, and whether it has shut them down. */
export function setGivenUp(p: PowerSite, block: number, givenUpW: number, isShut: boolean): void {
  const { givenUpW: column, isShut: flag, shutW } = p.notServed.col
  column[block] = givenUpW
  if (!isShut) shutW[block] = 0
  flag[block] = isShut ? 1 : 0
}

/** Brings an energised block's columns up to date after a settle; `binding` tells which limit holds it back. */
export function followNotServed(p: PowerSite, block: number, binding: (p: PowerSite, block: number) => Cause): void {
  const col = p.notServed.col
  const { requestW } = p.asked.col
  let askedW = 0
  let grantedW = 0
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) {
    askedW += requestW[at]
    grantedW += p.view.grantedW[at]
  }
  if (p.blocks.col.mode[block] === MODE.off) return
  hold(p, block, askedW)
  const cutW = askedW - grantedW + p.blocks.col.mechanicalW[block] - p.view.mechanicalGrantedW[block]
  col.utilityW[block] = 0
  col.curtailW[block] = 0
  col.internalW[block] = 0
  col.permitW[block] = 0
  col.coolingW[block] = col.givenUpW[block] + col.shutW[block]
  if (col.heldW[block] > 0) col[shareOf(p, block, darkCause(p, block) ?? 'upsFault')][block] += col.heldW[block]
  if (cutW > 0) col[shareOf(p, block, cutCause(p, block, binding))][block] += cutW
  col.requestedW[block] = askedW + p.blocks.col.mechanicalW[block] + col.heldW[block] + col.givenUpW[block] + col.shutW[block]
}

/** Sums the blocks to the site. */
export function sumNotServed(p: PowerSite): void {
  const { totals } = p
  const col = p.notServed.col
  totals.requestedW = 0
  totals.shortUtilityW = 0
  totals.shortCurtailW = 0
  totals.shortInternalW = 0
  totals.shortCoolingW = 0
  totals.shortPermitW = 0
  for (let block = 0; block < p.plan.blocks.length; block++) {
    totals.requestedW += col.requestedW[block]
    totals.shortUtilityW += col.utilityW[block]
    totals.shortCurtailW += col.curtailW[block]
    totals.shortInternalW += col.internalW[block]
    totals.shortCoolingW += col.coolingW[block]
    totals.shortPermitW += col.permitW[block]
  }
}
