/** Which systems feed each rack now: cords move their load at once, switches need to transfer, and a reserve serves one system at a time. */
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { CAUGHT } from './catchers.ts'
import type { PowerSite } from './power-site.ts'
import { NO_SYSTEM, type Pair } from './redundancy.ts'
import { type UnitTable, isPathUp } from './units.ts'

/** Where a static transfer switch stands: on its first system, on its second, or open since a transfer failed. */
export const SWITCH = { first: 0, second: 1, open: 2 } as const

export function isSystemUp(p: PowerSite, row: number): boolean {
  return p.systems.col.up[row] === 1 && p.systems.col.modulesUp[row] > 0
}

/** What is left of the rating of a system, W. */
export function systemRatedW(p: PowerSite, block: number, system: number): number {
  const row = p.systemBegin[block] + system
  return p.systems.col.up[row] * p.systems.col.modulesUp[row] * p.plan.blocks[block].ups.ratedW
}

/** True while the reserve carries the racks of a system other than `first`. */
function isReserveTaken(p: PowerSite, block: number, first: number): boolean {
  const { pairs, topology } = p.plan.blocks[block]
  if (topology.hasReserve !== true) return false
  return pairs.some((pair, k) => pair.hasSwitch === true && pair.first !== first && p.pairs.col.position[p.pairBegin[block] + k] === SWITCH.second)
}

/** Tries to move a switch to its second system; a switch that fails stays open until the first system is back. */
function transfer(p: PowerSite, block: number, k: number): number {
  const { path, switchFailure } = p.plan.blocks[block]
  const { demands } = p.pairs.col
  const what = `${path}/pair[${k}]/switch`
  const n = demands[p.pairBegin[block] + k]++
  if (uniform(entityKey(p.ctx.world.root, what), PURPOSE.transfer, n) >= switchFailure) return SWITCH.second
  p.ctx.emit({ kind: 'transferFailed', what, block })
  return SWITCH.open
}

/** Moves every switch of a block to where it belongs: back to its first system as soon as that is up, else to the second. */
export function moveSwitches(p: PowerSite, block: number): void {
  const { position } = p.pairs.col
  p.plan.blocks[block].pairs.forEach((pair, k) => {
    if (pair.hasSwitch !== true) return
    const at = p.pairBegin[block] + k
    const begin = p.systemBegin[block]
    if (isSystemUp(p, begin + pair.first)) position[at] = SWITCH.first
    else if (position[at] === SWITCH.second && !isSystemUp(p, begin + pair.second)) position[at] = SWITCH.first
    else if (position[at] === SWITCH.first && isSystemUp(p, begin + pair.second) && !isReserveTaken(p, block, pair.first)) position[at] = transfer(p, block, k)
  })
}

/** Parts of a rack's load on the systems of its pair; both 0 when it has no supply. */
export interface FeedShares {
  first: number
  second: number
}

/**
 * Writes what each system of its pair carries of a rack's load; all of it counts as on the first while the block hangs on its reserve. The first cord comes over the first path of busway, the second over the
 * second; a switch sits before both.
 */
export function feedShares(p: PowerSite, units: UnitTable, block: number, index: number, shares: FeedShares): void {
  const plan = p.plan.blocks[block]
  const k = plan.rackPair[index]
  const pair = plan.pairs[k]
  const section = Math.floor(index / plan.racksPerSection)
  const hasFirstPath = isPathUp(units, block, section, 0)
  const hasSecondPath = plan.topology.paths === 2 ? isPathUp(units, block, section, 1) : hasFirstPath
  if (p.blocks.col.caught[block] === CAUGHT.reserve) {
    shares.first = hasFirstPath || hasSecondPath ? 1 : 0
    shares.second = 0
    return
  }
  const begin = p.systemBegin[block]
  const hasFirst = isSystemUp(p, begin + pair.first)
  const hasSecond = pair.second !== NO_SYSTEM && isSystemUp(p, begin + pair.second)
  if (pair.hasSwitch === true) {
    const position = hasFirstPath || hasSecondPath ? p.pairs.col.position[p.pairBegin[block] + k] : SWITCH.open
    shares.first = hasFirst && position === SWITCH.first ? 1 : 0
    shares.second = hasSecond && position === SWITCH.second ? 1 : 0
    return
  }
  divide(pair, hasFirst && hasFirstPath, hasSecond && hasSecondPath, shares)
}

function divide({ firstShare }: Pair, hasFirst: boolean, hasSecond: boolean, shares: FeedShares): void {
  shares.first = hasFirst ? (hasSecond ? firstShare : 1) : 0
  shares.second = hasSecond ? (hasFirst ? 1 - firstShare : 1) : 0
}

/** True if the systems alone leave a rack of the pair dark, whatever its busway does. */
export function isPairDark(p: PowerSite, block: number, k: number): boolean {
  if (p.blocks.col.caught[block] === CAUGHT.reserve) return false
  const pair = p.plan.blocks[block].pairs[k]
  const begin = p.systemBegin[block]
  const hasFirst = isSystemUp(p, begin + pair.first)
  const hasSecond = pair.second !== NO_SYSTEM && isSystemUp(p, begin + pair.second)
  if (pair.hasSwitch !== true) return !hasFirst && !hasSecond
  const position = p.pairs.col.position[p.pairBegin[block] + k]
  return !(hasFirst && position === SWITCH.first) && !(hasSecond && position === SWITCH.second)
}
