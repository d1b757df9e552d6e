/** Planned work on the network: what it leaves, and whether nodes must be drained for it. */
import { isRailOptimised, planeCount } from './fabric-ports.ts'
import type { FabricSection } from './schema/fabric.ts'

export type FabricWork = FabricSection['maintenance'][number]
type Redundancy = Pick<FabricSection, 'kind' | 'planes' | 'detour'>

/** Share of the spines of a block, or of the core, that is left while the others are worked on. */
const HALF = 0.5

/** Ports of a node with so many NICs that one leaf switch carries. */
export const portsPerLeafSwitch = (fabric: Pick<FabricSection, 'kind'>, nics: number): number => (isRailOptimised(fabric) ? 1 : nics)

/**
 * Share of their bandwidth that nodes keep while one of the leaf switches that serve them is worked on: (R − 1)/R on R rails with a
 * detour, with planes beside each other what the others carry; 0 where a node hangs on that switch.
 */
export function leafShareLeft(fabric: Redundancy, nics: number): number {
  const planes = planeCount(fabric)
  if (!fabric.detour) return (planes - 1) / planes
  return 1 - portsPerLeafSwitch(fabric, nics) / (nics * planes)
}

/** Whether redundancy alone decides what work on leaf switches leaves: the file states no share. */
export const isByRedundancy = ({ tier, capacity }: Pick<FabricWork, 'tier' | 'capacity'>): boolean => tier === 'leaf' && capacity === undefined

/** Share of the bandwidth that work leaves, by what the file states or by redundancy. `nics` of a node. */
export function workShareLeft(work: Pick<FabricWork, 'tier' | 'capacity'>, fabric: Redundancy, nics: number): number {
  if (work.capacity !== undefined) return work.capacity
  return isByRedundancy(work) ? leafShareLeft(fabric, nics) : HALF
}
