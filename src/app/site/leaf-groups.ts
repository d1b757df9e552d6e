/** Which leaf group of the network every rack belongs to: consecutive racks of a block, as many as the file says, numbered through the site. */
import type { SiteNow } from './site-now.ts'

export interface LeafGroup {
  readonly block: number
  /** Racks begin … end − 1. */
  readonly begin: number
  readonly end: number
}

const known = new WeakMap<Int32Array, readonly LeafGroup[]>()

/** Leaf groups in the order of their racks. */
export function leafGroups({ blockOfRack, scenario }: Pick<SiteNow, 'blockOfRack' | 'scenario'>): readonly LeafGroup[] {
  const found = known.get(blockOfRack)
  if (found !== undefined) return found
  const size = scenario.fabric.leaf.racks
  const groups: LeafGroup[] = []
  for (let rack = 0; rack < blockOfRack.length; ) {
    let end = rack + 1
    while (end < blockOfRack.length && end - rack < size && blockOfRack[end] === blockOfRack[rack]) end += 1
    groups.push({ block: blockOfRack[rack], begin: rack, end })
    rack = end
  }
  known.set(blockOfRack, groups)
  return groups
}

export const leafOfRack = (groups: readonly LeafGroup[], rack: number): number => groups.findIndex(({ begin, end }) => rack >= begin && rack < end)
