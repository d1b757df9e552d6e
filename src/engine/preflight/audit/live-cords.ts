/** Which feeds of a rack are live in a contingency. */
import type { BlockPlan } from '../../power/block-plan.ts'
import { NO_SYSTEM } from '../../power/redundancy.ts'
import type { RackGroup } from './audit-site.ts'
import { PATHS_MAX } from './outage.ts'

/** What is live between the UPS systems and the racks of a block. */
export interface Cords {
  readonly isLive: Uint8Array
  readonly busway: Uint8Array
  /** 1 for pairs whose static transfer switch does not transfer. */
  readonly switches: Uint8Array
  readonly paths: 1 | 2
  /** System whose racks the reserve carries, the first that was lost; −1 while it is free. */
  reservedFor: number
}

/** Which of a group's two feeds are live: bit 1 the first, bit 2 the second. */
export function liveCords({ pairs, topology }: Pick<BlockPlan, 'pairs' | 'topology'>, cords: Cords, { pair: k, section }: Pick<RackGroup, 'pair' | 'section'>): number {
  const { first, second, hasSwitch } = pairs[k]
  const { isLive, busway, paths } = cords
  const hasFirstPath = busway[section * PATHS_MAX] === 0
  const hasSecondPath = paths === 2 && busway[section * PATHS_MAX + 1] === 0
  const hasSecond = second !== NO_SYSTEM && isLive[second] === 1
  if (hasSwitch === true) {
    // The switch sits before both paths and feeds the racks from one system at a time.
    if (!hasFirstPath && !hasSecondPath) return 0
    if (isLive[first] === 1) return 1
    return hasSecond && cords.switches[k] === 0 && (topology.hasReserve !== true || cords.reservedFor === first) ? 2 : 0
  }
  return (isLive[first] === 1 && hasFirstPath ? 1 : 0) + (hasSecond && hasSecondPath ? 2 : 0)
}
