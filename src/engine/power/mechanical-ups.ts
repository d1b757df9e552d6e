/**
 * The UPS of pumps and air handlers as modules in parallel, where the file states them. When those that are left cannot carry the load, its
 * bypass puts the load on the mains, with no battery behind it; without a bypass the output is lost.
 */
import { LOSSLESS } from '../../physics/converter-loss.ts'
import { components } from './components/index.ts'
import { UNLIMITED_W } from './flow.ts'
import { NODE, nodeOf } from './network.ts'
import { type PowerSite, isOnBattery } from './power-site.ts'
import type { BlockPlan } from './block-plan.ts'

/** How the load behind the UPS is fed: through its modules, past them, or not at all. */
export type MechanicalSupply = 'modules' | 'bypass' | 'none'

/** What is left with so many modules in service; all is well where the file states no modules. */
export function mechanicalSupply({ mechanicalBank, mechanicalOnUpsW }: BlockPlan, modulesUp: number): MechanicalSupply {
  if (mechanicalBank === undefined || modulesUp * mechanicalBank.ratedW >= mechanicalOnUpsW) return 'modules'
  return mechanicalBank.hasBypass ? 'bypass' : 'none'
}

/** Brings the block's flow up to what its modules are. */
export function refreshMechanicalUps(p: PowerSite, block: number): void {
  const plan = p.plan.blocks[block]
  if (plan.mechanicalBank === undefined) return
  const up = p.blocks.col.mechanicalModules[block]
  const node = nodeOf(block, NODE.mechanicalUps)
  const supply = mechanicalSupply(plan, up)
  const ratedW = up * plan.mechanicalBank.ratedW
  p.flow.setCurve(node, supply === 'modules' ? components.ups.lossCurve({ ...plan.mechanicalUps, ratedW }, 1) : LOSSLESS)
  p.flow.setCap(node, supply === 'modules' ? ratedW : supply === 'bypass' ? UNLIMITED_W : 0)
  limitBattery(p, block)
}

/** Without the mains only modules deliver. */
export function limitBattery(p: PowerSite, block: number): void {
  const isServed = !isOnBattery(p, block) || mechanicalSupply(p.plan.blocks[block], p.blocks.col.mechanicalModules[block]) === 'modules'
  p.flow.setLimit(nodeOf(block, NODE.mechanicalUps), isServed ? UNLIMITED_W : 0)
}
