/** What stands on a rack's place, and what it is called. */
import { lotAt } from '../../scenario/lots.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { SiteNow } from './site-now.ts'

export type Lot = Scenario['blocks'][number]['racks'][number]

export interface RackLot {
  readonly lot: Lot
  /** Place of the rack in its block. */
  readonly inBlock: number
  /** Where the lot is written. */
  readonly path: string
}

const entryOf = (id: string): string => `blocks.${id.replace(/\[\d+\]$/u, '')}`

/** Lot that stands on a rack's place at the time that is shown. */
export function lotOf({ scenario, blockOfRack, replay }: Pick<SiteNow, 'scenario' | 'blockOfRack' | 'replay'>, rack: number): RackLot {
  const block = scenario.blocks[blockOfRack[rack]]
  const inBlock = rack - blockOfRack.indexOf(blockOfRack[rack])
  const index = lotAt(block, inBlock, scenario.horizon.start, replay.state.atMs)
  return { lot: block.racks[index], inBlock, path: `${entryOf(block.id)}.racks[${index}]` }
}

/** `Hall 1, row 2, rack 17`. */
export function rackName({ scenario, blockOfRack, plan }: Pick<SiteNow, 'scenario' | 'blockOfRack' | 'plan'>, rack: number): string {
  const block = blockOfRack[rack]
  return `${scenario.blocks[block].label}, row ${plan.racks[rack].row + 1}, rack ${rack - blockOfRack.indexOf(block) + 1}`
}
