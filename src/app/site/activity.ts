/** How busy each block is: the share of its racks' highest power that they ask for now. Fan speeds are not recorded; this stands for them. */
import { sumPerPlace } from '../../scenario/lots.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { SiteNow } from './site-now.ts'

export interface BlockActivity {
  /** W that the racks ask for, and the most that they may. */
  readonly powerW: number
  readonly mostW: number
  /** 0–1. */
  readonly load: number
}

const most = new WeakMap<Scenario, readonly number[]>()

/** Highest power of the racks of every block, W. */
function mostOf(scenario: Scenario): readonly number[] {
  const known = most.get(scenario) ?? scenario.blocks.map(block => sumPerPlace(block, lot => lot.max))
  most.set(scenario, known)
  return known
}

export function blockActivity({ scenario, blockOfRack, replay }: Pick<SiteNow, 'scenario' | 'blockOfRack' | 'replay'>): BlockActivity[] {
  const powerW = new Float64Array(scenario.blocks.length)
  const { rackPower } = replay.state
  for (let rack = 0; rack < blockOfRack.length; rack++) powerW[blockOfRack[rack]] += Math.max(0, rackPower[rack])
  return mostOf(scenario).map((mostW, block) => ({ powerW: powerW[block], mostW, load: mostW > 0 ? Math.min(1, powerW[block] / mostW) : 0 }))
}
