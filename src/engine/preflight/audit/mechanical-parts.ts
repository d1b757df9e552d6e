/** The UPS of pumps and air handlers: its modules one by one, and all of it. */
import type { BlockPlan } from '../../power/block-plan.ts'
import { type MechanicalSupply, mechanicalSupply } from '../../power/mechanical-ups.ts'
import type { AuditSite } from './audit-site.ts'
import { ALL_IN } from './cooling-outcome.ts'
import { type BlockOutage, blockOutage } from './outage.ts'
import type { Draft } from './parts.ts'

/** How pumps and fans are fed in a contingency. */
export const mechanicalLeft = (plan: BlockPlan, { mechanicalModules }: BlockOutage): MechanicalSupply => mechanicalSupply(plan, (plan.mechanicalBank?.modules ?? 0) - mechanicalModules)

export function mechanicalUpsParts(site: AuditSite, block: number): Draft[] {
  const { plan, cooling } = site
  const { path, mechanicalOnUps, mechanicalBank: bank } = plan.blocks[block]
  if (mechanicalOnUps === 0) return []
  const whole = { kind: 'mechanicalUps', name: 'UPS of pumps and fans', paths: [`${path}/mechanicalUps`], block, nodes: [`${path}/mechanicalUps`] } as const
  if (bank === undefined) {
    const unknown = 'the file does not say of how many modules the UPS of pumps and fans consists, nor whether it has a bypass: state power.mechanicalUps'
    return [{ ...whole, place: ['blocks', block, 'power', 'mechanicalOnUps'], unknown, remove: outage => void blockOutage(plan, outage, block) }]
  }
  const place = ['blocks', block, 'power', 'mechanicalUps']
  // Where no bypass takes over, temperatures decide.
  const hot = bank.hasBypass || cooling.lasting(block, ALL_IN) !== undefined ? {} : { unknown: 'the weather states no design extremes, so that temperatures without pumps are not known' }
  return [
    {
      kind: 'mechanicalUpsModule', name: 'module of the UPS of pumps and fans', paths: Array.from({ length: bank.modules }, (_, i) => `${path}/mechanicalUps/module[${i}]`), block, place, nodes: whole.nodes, ...hot,
      remove: outage => void (blockOutage(plan, outage, block).mechanicalModules += 1),
    },
    { ...whole, place, ...hot, remove: outage => void (blockOutage(plan, outage, block).mechanicalModules = bank.modules) },
  ]
}
