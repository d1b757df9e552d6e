/** Regions at the other end of wide-area links. */
import type { FabricSection } from '../../scenario/schema/fabric.ts'

export type Region = FabricSection['wan']['regions'][number]

/** All routes together, B/s each way. */
export const regionBps = ({ routes, bandwidth }: Region): number => routes * bandwidth

/** What one job can use: the routes, or what its streams keep under way, B/s. `roundTrip` in ms. */
export const effectiveBps = (region: Region): number => Math.min(regionBps(region), (region.streams * region.window * 1000) / region.roundTrip)
