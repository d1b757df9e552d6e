/** Equipment on its way in a run: when it may be put to use, and the milestone of its arrival. Nothing is drawn as planned. */
import { LONG_LEAD } from '../../scenario/catalog/long-lead.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext, EquipmentDates } from '../ports.ts'
import { deliveryOf, equipmentDates, longLeadItems, plannedDelivery } from './long-lead.ts'

export interface EquipmentRun {
  /** Undefined as planned: nothing is waited for. */
  readonly dates: EquipmentDates | undefined
  /** Schedules the arrivals within the horizon; once, at t = 0. */
  start(): void
}

export function createEquipment(ctx: DomainContext): EquipmentRun {
  const { scenario, world, kernel, emit } = ctx
  if (scenario.procurement.mode === 'as-planned') return { dates: undefined, start: () => undefined }
  const items = longLeadItems(scenario, world)
  const deliveries = items.map(item => deliveryOf(item, scenario.procurement, world.root))
  const arrived = kernel.command('facility.delivered', Phase.facility, index => {
    const { equipment, block } = items[index]
    emit({ kind: 'milestoneReached', milestone: `${LONG_LEAD[equipment].label} delivered`, block, plannedMs: Math.max(0, plannedDelivery(items[index], scenario.procurement).arrivedMs) })
  })
  return {
    dates: equipmentDates(scenario, items, item => deliveries[item].availableMs),
    start: () => deliveries.forEach(({ arrivedMs }, index) => {
      if (arrivedMs > 0 && arrivedMs < world.horizonMs) kernel.schedule(arrived, index, arrivedMs)
    }),
  }
}
