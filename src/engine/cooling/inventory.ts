/** What stands in the yard and the halls, for pictures and inspectors. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import { designBlocks } from './design-blocks.ts'
import { type MachineKind, heatMachinesOf } from './machines.ts'

export interface CoolingItem {
  /** Path of the machine, as in events and random streams. */
  readonly id: string
  readonly kind: MachineKind
  readonly block: number
  /** Rated heat, W. */
  readonly rating: number
  readonly model: string
}

/** All machines that take heat on in path order; their pumps and controls stand inside other things. */
export function coolingInventory(scenario: Scenario, world: World): CoolingItem[] {
  return designBlocks(scenario, world).flatMap(heatMachinesOf).map(({ id, kind, block, ratingW, model }) => ({ id, kind, block, rating: ratingW, model }))
}
